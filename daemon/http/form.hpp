// What a page's form has sent: application/x-www-form-urlencoded (WHATWG URL, 5.1).
#pragma once

#include "core/error.hpp"
#include "daemon/http/request.hpp"

#include <map>
#include <string>
#include <string_view>

namespace candor::http {

class Form {
public:
    // The field's text without the blanks around it, line ends as \n; "" where it was not sent.
    [[nodiscard]] std::string text(std::string_view name) const;

private:
    friend Result<Form> read_form(const Request& request);
    std::map<std::string, std::string, std::less<>> fields_;  // the first of each name
};

// Refused: another media type (415); what is not properly encoded, is not UTF-8, or has control characters (400).
[[nodiscard]] Result<Form> read_form(const Request& request);

}  // namespace candor::http
