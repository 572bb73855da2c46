// Any bytes as the answer of somebody's server, in pieces: a status or none, and never more of the body than is kept.
#include "daemon/delivery/http_answer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdlib>

using namespace candor::delivery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kept = 64;
    if (size < 1) return 0;
    const std::size_t piece = 1 + data[0];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    HttpAnswer answer;
    AnswerParser parser(answer, HttpSettings{}, kept);
    std::string input;
    boost::system::error_code wrong;
    for (std::size_t at = 0; at < bytes.size() && !parser.is_done() && !wrong; at += piece) {
        input += bytes.substr(at, piece);
        (void)status_line(input);
        input.erase(0, parser.put(boost::asio::buffer(input), wrong));
        if (wrong == boost::beast::http::error::need_more) wrong.clear();
    }
    if (!wrong && parser.got_some() && !parser.is_done()) parser.put_eof(wrong);
    if (answer.body.size() > kept) std::abort();
    return 0;
}
