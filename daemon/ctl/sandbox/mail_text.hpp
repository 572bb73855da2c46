// Enough of RFC 5322, 2045, 2046 and 2047 to show a mail as its reader would see it: subject, sender and text part.
#pragma once

#include <string>
#include <string_view>

namespace candor::ctl {

struct MailText {
    std::string from;
    std::string to;
    std::string subject;
    std::string message_id;  // without angle brackets
    std::string text;        // the first text/plain part, decoded; line feeds only
};

[[nodiscard]] MailText read_mail(std::string_view source);

}  // namespace candor::ctl
