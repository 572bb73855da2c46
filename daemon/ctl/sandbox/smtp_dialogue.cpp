#include "daemon/ctl/sandbox/smtp_dialogue.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace candor::ctl {

namespace {

constexpr std::size_t most_recipients = 100;

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out;
}

// "<a@example.org> SIZE=12" -> "a@example.org"; nullopt where there are no brackets. "<>" is the empty sender.
std::optional<std::string> path_in(std::string_view argument) {
    const auto open = argument.find('<');
    const auto close = argument.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
    return std::string(argument.substr(open + 1, close - open - 1));
}

}  // namespace

std::string SmtpDialogue::greeting() {
    return "220 candor-sandbox ESMTP\r\n";
}

std::string SmtpDialogue::reply_to(std::string_view line) {
    return in_data_ ? data_line(line) : reply_to_command(line);
}

std::string SmtpDialogue::reply_to_command(std::string_view line) {
    const auto command = upper(line.substr(0, line.find(' ')));
    const auto whole = upper(line);
    if (command == "EHLO" || command == "HELO") return greet(command == "EHLO");
    if (whole.starts_with("MAIL FROM:")) return mail_from(line.substr(10));
    if (whole.starts_with("RCPT TO:")) return rcpt_to(line.substr(8));
    if (command == "DATA") return begin_data();
    if (command == "NOOP") return "250 fine\r\n";
    if (command == "RSET") {
        reset();
        return "250 forgotten\r\n";
    }
    if (command == "QUIT") {
        ended_ = true;
        return "221 good-bye\r\n";
    }
    if (command == "VRFY") return "252 send it and see\r\n";
    return "500 this command is not known here\r\n";
}

std::string SmtpDialogue::greet(bool extended) {
    greeted_ = true;
    reset();
    if (!extended) return "250 candor-sandbox\r\n";
    return fmt::format("250-candor-sandbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {}\r\n", largest_mail);
}

std::string SmtpDialogue::mail_from(std::string_view argument) {
    if (!greeted_) return "503 say EHLO first\r\n";
    if (in_transaction_) return "503 a mail has been begun already\r\n";
    auto sender = path_in(argument);
    if (!sender) return "501 write MAIL FROM:<address>\r\n";
    in_transaction_ = true;
    mail_.sender = std::move(*sender);
    return "250 go on\r\n";
}

std::string SmtpDialogue::rcpt_to(std::string_view argument) {
    if (!in_transaction_) return "503 say MAIL first\r\n";
    auto recipient = path_in(argument);
    if (!recipient || recipient->empty()) return "501 write RCPT TO:<address>\r\n";
    if (mail_.recipients.size() >= most_recipients) return "452 no more recipients in one mail\r\n";
    mail_.recipients.push_back(std::move(*recipient));
    return "250 go on\r\n";
}

std::string SmtpDialogue::begin_data() {
    if (mail_.recipients.empty()) return "503 say MAIL and RCPT first\r\n";
    in_data_ = true;
    return "354 end with a dot alone on its line\r\n";
}

std::string SmtpDialogue::data_line(std::string_view line) {
    if (line == ".") {
        in_data_ = false;
        const bool fits = !too_large_;
        if (fits) complete_ = std::move(mail_);
        reset();
        return fits ? "250 taken\r\n" : "552 this mail is too large\r\n";
    }
    if (line.starts_with('.')) line.remove_prefix(1);
    too_large_ = too_large_ || mail_.source.size() + line.size() > largest_mail;
    if (!too_large_) {
        mail_.source += line;
        mail_.source += "\r\n";
    }
    return {};
}

void SmtpDialogue::reset() {
    mail_ = {};
    in_transaction_ = false;
    too_large_ = false;
}

std::optional<ReceivedMail> SmtpDialogue::take_mail() {
    return std::exchange(complete_, std::nullopt);
}

}  // namespace candor::ctl
