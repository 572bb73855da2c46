// The server's side of one SMTP session (RFC 5321), as a pure dialogue: a line in, a reply out. Plain, on loopback: no
// STARTTLS, no AUTH, no pipelining announced. It accepts every sender and recipient, because it delivers to nobody.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::ctl {

struct ReceivedMail {
    std::string sender;
    std::vector<std::string> recipients;
    std::string source;  // headers and body as sent, dots undone
};

class SmtpDialogue {
public:
    static constexpr std::size_t longest_line = 1000;      // RFC 5321, 4.5.3.1.6, with its line end
    static constexpr std::size_t largest_mail = 4U << 20;  // announced with SIZE

    [[nodiscard]] static std::string greeting();

    // `line` is without its CRLF. An empty reply means that nothing is answered yet (inside DATA).
    [[nodiscard]] std::string reply_to(std::string_view line);

    [[nodiscard]] bool ended() const { return ended_; }
    // The mail that the last line completed; once.
    [[nodiscard]] std::optional<ReceivedMail> take_mail();

private:
    std::string reply_to_command(std::string_view line);
    std::string greet(bool extended);
    std::string mail_from(std::string_view argument);
    std::string rcpt_to(std::string_view argument);
    std::string begin_data();
    std::string data_line(std::string_view line);
    void reset();

    bool greeted_ = false;
    bool in_transaction_ = false;
    bool in_data_ = false;
    bool too_large_ = false;
    bool ended_ = false;
    ReceivedMail mail_;
    std::optional<ReceivedMail> complete_;
};

}  // namespace candor::ctl
