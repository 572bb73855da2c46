#include "daemon/http/form.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace candor::http {

namespace {

constexpr std::size_t most_fields = 50;

Error not_encoded() {
    return {ErrorCode::malformed_request, "The form is not properly encoded.", "body"};
}

// Browsers end lines with CR LF.
std::string with_plain_lines(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!crlf) plain += text[i];
    }
    return plain;
}

}  // namespace

std::string Form::text(std::string_view name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string{} : std::string(trimmed(found->second));
}

Result<Form> read_form(const Request& request) {
    if (request.media_type() != "application/x-www-form-urlencoded") {
        return Error(ErrorCode::unsupported_media, "The body is not declared as a form.", "content-type",
                     "Send `Content-Type: application/x-www-form-urlencoded`.");
    }
    Form form;
    std::size_t fields = 0;
    for (std::string_view rest = *request.body; !rest.empty();) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = percent_decode(pair.substr(0, equals), true);
        const auto value = percent_decode(pair.substr(std::min(pair.size(), equals + 1)), true);
        if (!name || !value || !is_valid_utf8(*value) || ++fields > most_fields) return not_encoded();
        std::string text = with_plain_lines(*value);
        if (has_control(text)) return Error(ErrorCode::malformed_request, "The form contains a control character.", "body");
        form.fields_.try_emplace(*name, std::move(text));
    }
    return form;
}

}  // namespace candor::http
