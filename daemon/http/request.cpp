#include "daemon/http/request.hpp"

#include <algorithm>
#include <array>

namespace candor::http {

namespace {

constexpr std::array<std::string_view, 8> method_names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};
constexpr std::array<std::string_view, 4> scope_names{"none", "read", "respond", "admin"};

template <class Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto* const found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string_view to_string(Method method) {
    return method_names.at(static_cast<std::size_t>(method));
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    });
}

Method parse_method(std::string_view text) {
    return parse_name<Method>(method_names, text).value_or(Method::other);
}

std::string_view to_string(Scope scope) {
    return scope_names.at(static_cast<std::size_t>(scope));
}

std::optional<Scope> parse_scope(std::string_view text) {
    return parse_name<Scope>(scope_names, text);
}

const std::string* Request::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& h) { return h.name == name; });
    return found == headers.end() ? nullptr : &found->value;
}

std::string Request::media_type() const {
    const std::string* declared = header("content-type");
    if (declared == nullptr) return {};
    std::string type = declared->substr(0, declared->find(';'));
    type.erase(type.find_last_not_of(" \t") + 1);
    std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type;
}

std::optional<std::string> Request::query(std::string_view name) const {
    for (std::string_view rest = query_text; !rest.empty();) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (percent_decode(pair.substr(0, equals), true) != name) continue;
        return percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    }
    return std::nullopt;
}

const std::string& Params::operator[](std::string_view name) const {
    static const std::string none;
    const auto found = std::find_if(values_.begin(), values_.end(), [&](const auto& v) { return v.first == name; });
    return found == values_.end() ? none : found->second;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        decoded += c;
    }
    return decoded;
}

}  // namespace candor::http
