#include "daemon/delivery/http_answer.hpp"

#include <algorithm>
#include <charconv>

namespace candor::delivery {

namespace http = boost::beast::http;

std::optional<int> status_line(std::string_view input) {
    const std::size_t end = input.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = input.substr(0, end);
    int status = 0;
    const bool known = line.starts_with("HTTP/1.") && line.size() >= 12 && line[8] == ' ';
    if (known) std::from_chars(line.data() + 9, line.data() + 12, status);
    return status;
}

AnswerParser::AnswerParser(HttpAnswer& answer, const HttpSettings& limits, std::size_t keep_body) : answer_(answer), keep_body_(keep_body) {
    eager(true);
    header_limit(static_cast<std::uint32_t>(limits.header_limit));
    body_limit(limits.body_limit);
}

void AnswerParser::on_field_impl(http::field name, Text, Text value, Failure&) {
    if (name == http::field::retry_after) answer_.retry_after.assign(value.data(), value.size());
}

std::size_t AnswerParser::on_body_impl(Text body, Failure&) {
    const std::size_t space = keep_body_ - std::min(keep_body_, answer_.body.size());
    answer_.body.append(body.data(), std::min(space, body.size()));
    return body.size();
}

}  // namespace candor::delivery
