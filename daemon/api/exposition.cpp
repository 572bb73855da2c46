#include "daemon/api/exposition.hpp"

#include <fmt/format.h>

namespace candor::api {

namespace {

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

void Exposition::family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void Exposition::sample(double value, Labels labels, std::string_view suffix) {
    write(fmt::format("{}", value), labels, suffix);
}

void Exposition::sample(std::int64_t value, Labels labels, std::string_view suffix) {
    write(fmt::format("{}", value), labels, suffix);
}

void Exposition::write(std::string_view value, Labels labels, std::string_view suffix) {
    text_ += name_;
    text_ += suffix;
    char between = '{';
    for (const auto& [name, label] : labels) {
        text_ += fmt::format("{}{}=\"{}\"", between, name, escaped(label));
        between = ',';
    }
    text_ += fmt::format("{}{}\n", labels.size() > 0 ? "} " : " ", value);
}

}  // namespace candor::api
