// What is read of an answer: its status, Retry-After, and as much of the body as is wanted. Inside this folder only.
#pragma once

#include "daemon/delivery/http_client.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string_view>

namespace candor::delivery {

// "HTTP/1.1 200 OK": 200. nullopt where the first line is not whole yet, 0 where it is none.
[[nodiscard]] std::optional<int> status_line(std::string_view input);

// Beast's parser, keeping nothing that nobody looks at.
class AnswerParser final : public boost::beast::http::basic_parser<false> {
public:
    AnswerParser(HttpAnswer& answer, const HttpSettings& limits, std::size_t keep_body);

private:
    using Text = boost::beast::string_view;
    using Failure = boost::beast::error_code;

    void on_request_impl(boost::beast::http::verb, Text, Text, int, Failure&) override {}
    void on_response_impl(int, Text, int, Failure&) override {}
    void on_field_impl(boost::beast::http::field name, Text name_text, Text value, Failure&) override;
    void on_header_impl(Failure&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Failure&) override {}
    std::size_t on_body_impl(Text body, Failure&) override;
    void on_chunk_header_impl(std::uint64_t, Text, Failure&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Failure& failure) override { return on_body_impl(body, failure); }
    void on_finish_impl(Failure&) override {}

    HttpAnswer& answer_;
    std::size_t keep_body_;
};

}  // namespace candor::delivery
