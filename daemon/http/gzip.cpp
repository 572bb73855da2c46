#include "daemon/http/gzip.hpp"

#include <algorithm>
#include <new>
#include <zlib.h>

namespace candor::http {

namespace {

constexpr int gzip_window = 15 + 16;  // 32 KiB, with the header of gzip
constexpr int level = 9;              // made once for all who read it
constexpr int memory = 9;

std::string_view next_part(std::string_view& rest, char separator) {
    std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    while (part.starts_with(' ') || part.starts_with('\t')) part.remove_prefix(1);
    while (part.ends_with(' ') || part.ends_with('\t')) part.remove_suffix(1);
    return part;
}

bool same_word(std::string_view text, std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

// "q=0", "q=0.000"
bool is_refusal(std::string_view weight) {
    if (!weight.starts_with("q=0") && !weight.starts_with("Q=0")) return false;
    return weight.substr(3).find_first_not_of(".0") == std::string_view::npos;
}

}  // namespace

std::string gzipped(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::bad_alloc();  // deflateBound() gave room enough
    return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    while (!accept_encoding.empty()) {
        std::string_view rest = next_part(accept_encoding, ',');
        const std::string_view coding = next_part(rest, ';');
        const bool refused = is_refusal(next_part(rest, ';'));
        if (same_word(coding, "gzip") || same_word(coding, "x-gzip")) return !refused;
        if (coding == "*") any = !refused;
    }
    return any;
}

}  // namespace candor::http
