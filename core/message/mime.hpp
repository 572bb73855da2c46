// Mail as it goes over the wire: RFC 5322 headers, RFC 2047 encoded words, a multipart/alternative body in
// quoted-printable. Lines end in CRLF and have at most 78 characters where the content allows it, 998 always.
// Built by hand, because libcurl's mime wraps, encodes and names its boundary as it likes.
#pragma once

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/link.hpp"
#include "core/message/message.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

// An address that can stand in a header and in a transaction.
struct MailAddress {
    std::string local;   // ASCII; case kept
    std::string domain;  // ASCII: an internationalised name is in its "xn--" form

    [[nodiscard]] std::string str() const { return local + '@' + domain; }
    friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

// "someone@example.org". Refuses (invalid_argument) what is not a dot-atom @ domain name: comments, quoted strings,
// address literals, control characters, angle brackets, and a local part that is not ASCII (that needs SMTPUTF8, which
// libcurl announces for a sender only).
[[nodiscard]] Result<MailAddress> parse_mail_address(std::string_view text);

// Somebody may write from there from outside: the domain has a dot in it.
[[nodiscard]] bool is_public(const MailAddress& address);

// What differs from one recipient to the next.
struct MailHead {
    std::string from_name;  // UTF-8; may be empty
    MailAddress from;
    std::string to_name;  // UTF-8; may be empty
    MailAddress to;
    std::optional<MailAddress> reply_to;
    std::string subject;                  // UTF-8, one line
    Time date{};                          // the same over all attempts
    std::string message_id;               // "id@domain", without brackets
    std::vector<std::string> references;  // the ids of the thread, oldest first; the last is what this replies to
    std::string list_name;                // UTF-8; may be empty
    std::string list_id;                  // "status.example.org" (RFC 2919); no such header where empty
    std::string language;                 // BCP 47
    std::string unsubscribe;              // https URL that leaves by one POST (RFC 8058); no such headers where empty
    std::string boundary;
};

// The header block, with the empty line that ends it. Refuses (invalid_argument) a CR, LF, NUL or other control
// character and invalid UTF-8 in any field: nothing that comes in as a value can become a header.
[[nodiscard]] Result<std::string> mail_head(const MailHead& head);

// One part of a body, with its own headers, without boundary: encoded once for all who receive the variant, but for the lines that have
// something of each recipient's own.
class MailPart {
public:
    MailPart(std::string_view type, std::string_view content);  // content: UTF-8, with personal marks

    // What all receive, where nobody has anything of their own; else it is put together in `own`.
    [[nodiscard]] std::string_view for_recipient(const Personal& personal, std::string& own) const;

private:
    std::string shared_;  // as it goes over the wire, without the lines below
    struct Line {
        std::size_t at;       // in shared_
        std::string content;  // with its marks
    };
    std::vector<Line> own_lines_;
};

struct MailBody {
    explicit MailBody(const Message& message);
    MailPart text;
    MailPart html;
};

// The same for every attempt. Cannot occur in quoted-printable text, where "=" is never followed by "_".
[[nodiscard]] std::string mail_boundary(const DeliveryId& id);

// Quoted-printable (RFC 2045, 6.7) of text with any line ends; invalid UTF-8 becomes U+FFFD. No line begins with a dot
// or "From ", so nothing on the way needs to escape it.
[[nodiscard]] std::string quoted_printable(std::string_view text);

// "Sun, 22 Nov 2026 14:00:00 +0000"
[[nodiscard]] std::string mail_date(Time time);

}  // namespace candor
