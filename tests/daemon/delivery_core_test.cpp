#include "core/base64.hpp"
#include "core/delivery/retry_after.hpp"
#include "core/delivery/signature.hpp"
#include "core/message/mime.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

const std::string first_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string second_secret =
    "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";

std::string signature(const std::vector<SigningSecret>& secrets, std::string_view id, std::int64_t seconds,
                      std::string_view body) {
    std::string scratch;
    std::string out;
    sign_webhook(secrets, id, seconds, body, scratch, out);
    return out;
}

MailHead some_head() {
    MailHead head;
    head.from = {"status", "example.test"};
    head.to = {"customer", "example.org"};
    head.subject = "Card payments fail";
    head.message_id = "abc@example.test";
    head.boundary = "=_candor_abc";
    return head;
}

}  // namespace

TEST_CASE("signatures are those of the standard's own example, computed elsewhere") {
    // With Python: base64(hmac.new(key, b"msg_....1614265330.{...}", sha256).digest())
    const auto first = SigningSecret::parse(first_secret).value();
    const auto second = SigningSecret::parse(second_secret).value();
    const std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const std::string body = R"({"test": 2432232314})";
    CHECK(signature({first}, id, 1614265330, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    CHECK(signature({first, second}, id, 1614265330, body) ==
          "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,LZ5zuwHTqQH3VM8ERUusjzVQq1FXzemvpR8Mk7Ivp5c=");
    CHECK(signature({first}, id, 1614265331, body) != signature({first}, id, 1614265330, body));
}

TEST_CASE("a signing secret is whsec_ and 24 to 64 bytes, and errors never repeat it") {
    CHECK(SigningSecret::parse(first_secret).has_value());
    for (const std::string& text : {std::string(), std::string("whsec_"), std::string("secret"), first_secret.substr(6),
                                    "whsec_" + base64(std::string(23, 'x')), "whsec_" + base64(std::string(65, 'x')),
                                    first_secret + "!", std::string("whpk_") + first_secret.substr(6)}) {
        CAPTURE(text);
        const auto parsed = SigningSecret::parse(text);
        REQUIRE_FALSE(parsed.has_value());
        if (text.size() > 12) CHECK(parsed.error().message().find(text.substr(8)) == std::string::npos);
    }
    CHECK(SigningSecret::parse("whsec_" + base64(std::string(24, 'x'))).has_value());
    CHECK(SigningSecret::parse("whsec_" + base64(std::string(64, 'x'))).has_value());
}

TEST_CASE("base64 survives the round trip and takes nothing sloppy") {
    for (std::size_t length = 0; length < 70; ++length) {
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(i * 37 + length);
        CHECK(from_base64(base64(bytes)) == bytes);
    }
    CHECK(base64("foobar") == "Zm9vYmFy");
    for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm-v", "=Zm9"}) {
        CAPTURE(text);
        CHECK_FALSE(from_base64(text).has_value());
    }
}

TEST_CASE("Retry-After reads seconds and all three forms of HTTP dates, and is clamped") {
    const Time now = *parse_rfc3339("2026-11-22T14:00:00Z");
    CHECK(parse_retry_after("120", now) == Duration(2min));
    CHECK(parse_retry_after(" 120 ", now) == Duration(2min));
    CHECK(parse_retry_after("0", now) == Duration(0));
    CHECK(parse_retry_after("-30", now) == Duration(0));
    CHECK(parse_retry_after("86401", now) == Duration(24h));
    CHECK(parse_retry_after("99999999999999999999999", now) == Duration(24h));
    CHECK(parse_retry_after("Sun, 22 Nov 2026 14:01:00 GMT", now) == Duration(1min));
    CHECK(parse_retry_after("Sunday, 22-Nov-26 14:01:00 GMT", now) == Duration(1min));
    CHECK(parse_retry_after("Sun Nov 22 14:01:00 2026", now) == Duration(1min));
    CHECK(parse_retry_after("Sun, 22 Nov 2026 13:59:00 GMT", now) == Duration(0));
    CHECK(parse_retry_after("Sun, 22 Nov 2099 14:00:00 GMT", now) == Duration(24h));
    CHECK(parse_http_date("Sun Nov  6 08:49:37 1994", now) == parse_rfc3339("1994-11-06T08:49:37Z"));
    CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now) == parse_rfc3339("1994-11-06T08:49:37Z"));
    for (const char* text :
         {"", "soon", "1.5", "+5", "1e3", "-", "Sun, 22 Nov 2026 14:01:00", "Sun, 22 Nov 2026 14:01:00 CET",
          "Sun, 32 Nov 2026 14:01:00 GMT", "Sun, 22 Foo 2026 14:01:00 GMT", "Sun, 22 Nov 26 14:01:00 GMT",
          "Sun, 22 Nov 2026 25:01:00 GMT", "Sun, 22 Nov 2026 14:01 GMT", "22-Nov-2026", ",", "Sun,"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_retry_after(text, now).has_value());
    }
}

TEST_CASE("addresses are plain mailboxes, with the domain in ASCII") {
    CHECK(parse_mail_address("a.b+c@Example.ORG").value().str() == "a.b+c@example.org");
    CHECK(parse_mail_address("x@\xE4\xBE\x8B\xE3\x81\x88.\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88").value().domain ==
          "xn--r8jz45g.xn--zckzah");
    for (const std::string& text : {std::string(),
                                    std::string("@"),
                                    std::string("a@"),
                                    std::string("@b.org"),
                                    std::string("a"),
                                    std::string("a b@c.org"),
                                    std::string("a@b@c.org"),
                                    std::string("a@b..org"),
                                    std::string("a@-b.org"),
                                    std::string("a@b.org\r\nX: y"),
                                    std::string("a\n@b.org"),
                                    std::string("a\0b@c.org", 9),
                                    std::string(".a@b.org"),
                                    std::string("a.@b.org"),
                                    std::string("a..b@c.org"),
                                    std::string("\"a\"@b.org"),
                                    std::string("a@[127.0.0.1]"),
                                    std::string("<a@b.org>"),
                                    std::string("a,b@c.org"),
                                    std::string("a(x)@b.org"),
                                    std::string("\xC3\xA4@b.org"),
                                    std::string("a@b_c.org"),
                                    std::string(65, 'a') + "@b.org",
                                    "a@" + std::string(64, 'b') + ".org",
                                    "a@b.org" + std::string(300, 'g')}) {
        CAPTURE(text);
        CHECK_FALSE(parse_mail_address(text).has_value());
    }
}

TEST_CASE("no value can become a header") {
    const auto refused = [](auto change) {
        MailHead head = some_head();
        change(head);
        return !mail_head(head).has_value();
    };
    CHECK_FALSE(refused([](MailHead&) {}));
    for (const std::string& bad :
         {std::string("x\r\nBcc: all@example.org"), std::string("x\ny"), std::string("x\ry"), std::string("x\0y", 3),
          std::string("x\x7fy"), std::string("x\xC2\x85y"), std::string("x\xFFy"), std::string("x\xED\xA0\x80y")}) {
        CAPTURE(bad);
        CHECK(refused([&](MailHead& h) { h.subject = bad; }));
        CHECK(refused([&](MailHead& h) { h.from_name = bad; }));
        CHECK(refused([&](MailHead& h) { h.to_name = bad; }));
        CHECK(refused([&](MailHead& h) { h.list_name = bad; }));
        CHECK(refused([&](MailHead& h) { h.from.local = bad; }));
        CHECK(refused([&](MailHead& h) { h.to.domain = bad; }));
        CHECK(refused([&](MailHead& h) { h.reply_to = MailAddress{bad, "example.org"}; }));
        CHECK(refused([&](MailHead& h) { h.message_id = bad; }));
        CHECK(refused([&](MailHead& h) { h.references = {"ok@example.org", bad}; }));
        CHECK(refused([&](MailHead& h) { h.list_id = bad; }));
        CHECK(refused([&](MailHead& h) { h.language = bad; }));
        CHECK(refused([&](MailHead& h) { h.boundary = bad; }));
    }
    CHECK(refused([](MailHead& h) { h.message_id = "a> b <c"; }));
}

TEST_CASE("quoted-printable keeps its lines short and nothing at their start needs escaping") {
    CHECK(quoted_printable("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd\r\n");
    CHECK(quoted_printable(".\n.x\nFrom here\n") == "=2E\r\n=2Ex\r\n=46rom here\r\n");
    CHECK(quoted_printable("1 = 1 \n\t\n") == "1 =3D 1=20\r\n=09\r\n");
    CHECK(quoted_printable("\xFF") == "=EF=BF=BD\r\n");
    CHECK(quoted_printable("") == "");
    const std::string dots = quoted_printable(std::string(300, '.'));
    CHECK(dots.find("\r\n.") == std::string::npos);
    std::string long_text;
    for (int i = 0; i < 200; ++i) long_text += "caf\xC3\xA9 \xF0\x9F\x94\xA5.";
    const std::string encoded = quoted_printable(long_text);
    for (std::size_t start = 0; start < encoded.size();) {
        const std::size_t end = encoded.find("\r\n", start);
        CHECK(end - start <= 76);
        start = end + 2;
    }
}

TEST_CASE("a part that is encoded once and completed for a recipient is what encoding all of it for them gives") {
    const std::string leave = "https://status.example.org/unsubscribe/" + personal_mark(LinkPurpose::leave);
    const std::string text = "Caf\xC3\xA9s cannot be found.\r\n\n.\nYour report " + name_mark() + ":\n" + leave + "\n\nLast line, " + leave;
    const Personal personal{"4QM=7KF", {{LinkPurpose::leave, std::string(90, 'T') + "."}}};
    const MailPart part("text/plain", text);
    std::string own;
    CHECK(part.for_recipient(personal, own) ==
          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(personalised(text, personal)));
    std::string unused;
    CHECK(MailPart("text/plain", "The same for all.\n").for_recipient(personal, unused).ends_with("\r\n\r\nThe same for all.\r\n"));
    CHECK(unused.empty());
}

TEST_CASE("a date is the mail's, in UTC") {
    CHECK(mail_date(*parse_rfc3339("2026-11-22T14:00:05.999Z")) == "Sun, 22 Nov 2026 14:00:05 +0000");
    CHECK(mail_date(*parse_rfc3339("1999-12-31T23:59:59Z")) == "Fri, 31 Dec 1999 23:59:59 +0000");
}
