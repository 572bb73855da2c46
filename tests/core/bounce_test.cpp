// Reports of mail servers, which anybody may have written.
#include "core/delivery/bounce.hpp"

#include <catch2/catch.hpp>

using namespace candor;

namespace {

// As Postfix 3.7 writes it, shortened.
const std::string from_postfix =
    "Return-Path: <>\r\nX-Original-To: bounce+0000002aa1b2c3d4e5f6a1b2c3d4@example.org\r\n"
    "Delivered-To: bounce@example.org\r\nDate: Sun, 22 Nov 2026 14:00:00 +0000 (UTC)\r\n"
    "From: MAILER-DAEMON@relay.example.net (Mail Delivery System)\r\nSubject: Undelivered Mail Returned to Sender\r\n"
    "To: bounce+0000002aa1b2c3d4e5f6a1b2c3d4@example.org\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"1A2B3C.1700000000/relay.example.net\"\r\n\r\n"
    "This is a MIME-encapsulated message.\r\n\r\n--1A2B3C.1700000000/relay.example.net\r\n"
    "Content-Description: Notification\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry.\r\n\r\n"
    "--1A2B3C.1700000000/relay.example.net\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; relay.example.net\r\nX-Postfix-Queue-ID: 1A2B3C\r\nArrival-Date: Sun, 22 Nov 2026 13:59:00 +0000 (UTC)\r\n\r\n"
    "Final-Recipient: rfc822; nobody@example.com\r\nOriginal-Recipient: rfc822;nobody@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "Remote-MTA: dns; mx.example.com\r\nDiagnostic-Code: smtp; 550 5.1.1 <nobody@example.com>: Recipient address rejected:\r\n    User unknown\r\n\r\n"
    "--1A2B3C.1700000000/relay.example.net\r\nContent-Type: message/rfc822\r\n\r\nSubject: Card payments fail\r\nAction: delayed\r\n\r\nHello\r\n"
    "--1A2B3C.1700000000/relay.example.net--\r\n";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("a report says what came back to which return path, and why, without the address") {
    const auto report = parse_bounce(from_postfix);
    REQUIRE(report.has_value());
    CHECK(report->is_final());
    CHECK(report->status == "5.1.1");
    CHECK(report->diagnostic == "550 5.1.1 (address) Recipient address rejected: User unknown");
    CHECK(report->sent_to.front() == "bounce+0000002aa1b2c3d4e5f6a1b2c3d4@example.org");
    std::string unix_lines;
    for (const char c : from_postfix) {
        if (c != '\r') unix_lines += c;
    }
    CHECK(parse_bounce(unix_lines)->diagnostic == report->diagnostic);
}

TEST_CASE("a delay is no failure, and neither is what can pass") {
    CHECK_FALSE(parse_bounce(replaced(from_postfix, "Action: failed", "Action: delayed"))->is_final());
    CHECK_FALSE(parse_bounce(replaced(from_postfix, "Status: 5.1.1", "Status: 4.2.2"))->is_final());
    CHECK_FALSE(parse_bounce(replaced(from_postfix, "Action: failed", "Action: delivered"))->is_final());
}

TEST_CASE("what another side refuses of us is no failure of an address") {
    CHECK(enhanced_status("550 5.1.1 no such user") == "5.1.1");
    CHECK(enhanced_status("550-5.7.26 not authenticated") == "5.7.26");
    for (const char* without : {"", "550", "550 no such user", "550 1.2", "550 5.1.x gone"}) CHECK(enhanced_status(without).empty());
    for (const char* about_it : {"", "5.1.1", "5.2.1", "5.4.1"}) CHECK(blames_address(about_it));
    for (const char* about_us : {"5.7.1", "5.7.26", "5.3.4", "5.6.0"}) CHECK_FALSE(blames_address(about_us));
}

TEST_CASE("a holiday notice, a letter, and what is cut off are no reports") {
    for (const char* mail : {"", "\n", "Subject: I am away\r\n\r\nBack on Monday", "Content-Type: multipart/report\r\n\r\n--\r\n",
                             "Content-Type: multipart/report; boundary=\"\r\n\r\n", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\r\nAction: failed\r\n"}) {
        INFO(mail);
        CHECK_FALSE(parse_bounce(mail).has_value());
    }
}

TEST_CASE("whatever is cut, repeated or altered, a report is read within bounds and with one printable line") {
    for (std::size_t length = 0; length < from_postfix.size(); ++length) (void)parse_bounce(from_postfix.substr(0, length));
    for (std::size_t at = 0; at < from_postfix.size(); ++at) {
        for (const char c : {'\0', '\n', '"', ';', '\xFF'}) {
            std::string altered = from_postfix;
            altered[at] = c;
            const auto report = parse_bounce(altered);
            if (!report) continue;
            CHECK(report->sent_to.size() <= 20);
            CHECK(report->diagnostic.size() <= 200);
            CHECK(report->diagnostic.find_first_of(std::string("\0\n\r\xFF", 4)) == std::string::npos);
        }
    }
    std::string endless = replaced(from_postfix, "Auto-Submitted", std::string(2'000'000, 'x') + ": y\r\nAuto-Submitted");
    CHECK_FALSE(parse_bounce(endless).has_value());
    std::string many = from_postfix;
    for (int i = 0; i < 5000; ++i) many.insert(0, "To: a@example.org, b@example.org\r\n");
    (void)parse_bounce(many);
}
