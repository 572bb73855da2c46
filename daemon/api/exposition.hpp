// Writes metrics in the text format that Prometheus reads (version 0.0.4).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace candor::api {

class Exposition {
public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    // What the samples that follow mean. `type`: counter, gauge, histogram.
    void family(std::string_view name, std::string_view type, std::string_view help);
    // `suffix` is "" but for a histogram's "_bucket", "_sum" and "_count".
    void sample(double value, Labels labels = {}, std::string_view suffix = {});
    void sample(std::int64_t value, Labels labels = {}, std::string_view suffix = {});

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    void write(std::string_view value, Labels labels, std::string_view suffix);

    std::string name_;
    std::string text_;
};

}  // namespace candor::api
