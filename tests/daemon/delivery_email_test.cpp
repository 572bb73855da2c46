#include "daemon/delivery/email.hpp"
#include "tests/daemon/delivery_rig.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <map>
#include <utility>

using namespace candor;
using namespace candor::delivery;
using namespace std::chrono_literals;
using rig::Peer;
using rig::Server;

namespace {

constexpr std::string_view drop = "(drop)";
constexpr std::string_view reset = "(reset)";
constexpr std::string_view hang = "(hang)";

// What the relay says at each step; or that it drops, resets or hangs there.
struct Script {
    std::map<std::string, std::string> say{{"greeting", "220 relay.example.test"},
                                           {"EHLO", "250-relay.example.test\r\n250 SIZE 1000000"},
                                           {"MAIL", "250 2.1.0 ok"},
                                           {"RCPT", "250 2.1.5 ok"},
                                           {"DATA", "354 go on"},
                                           {"body", ""},
                                           {"dot", "250 2.0.0 queued"},
                                           {"QUIT", "221 bye"},
                                           {"AUTH", "235 2.7.0 ok"},
                                           {"STARTTLS", "220 go on"},
                                           {"RSET", "250 ok"},
                                           {"after", ""}};
    int mails_per_connection = 1000;  // 421 to the next
    Script& at(const std::string& step, std::string_view what) {
        say[step] = what;
        return *this;
    }
};

// A relay that follows its script. Notes "COMMAND argument" for each command and "MAIL-TEXT ..." for each mail taken.
class Relay {
public:
    explicit Relay(Script script, const rig::TlsIdentity* identity = nullptr, bool tls_at_once = false)
        : script_(std::move(script)), server([this, tls_at_once](Peer& peer) { serve(peer, tls_at_once); }, identity) {}

    [[nodiscard]] std::vector<std::string> mails() const { return noted("MAIL-TEXT "); }
    [[nodiscard]] std::vector<std::string> noted(const std::string& prefix) const {
        std::vector<std::string> found;
        for (const std::string& note : server.notes()) {
            if (note.starts_with(prefix)) found.push_back(note.substr(prefix.size()));
        }
        return found;
    }

private:
    // False where the conversation ends here.
    bool say(Peer& peer, const std::string& step) {
        const std::string& what = script_.say[step];
        if (what == hang && step == "body") peer.gone_within(30s);
        else if (what == hang) peer.wait_until_gone();
        if (what == reset) peer.reset();
        if (what == hang || what == reset || what == drop) return false;
        if (!what.empty()) peer.send(what + "\r\n");
        return true;
    }

    bool take_body(Peer& peer) {
        if (!script_.say["body"].empty()) {
            peer.read_line();
            return say(peer, "body");
        }
        std::string text;
        for (;;) {
            std::string line = peer.read_line();
            if (peer.gone()) return false;
            if (line == ".") break;
            if (line.starts_with('.')) line.erase(0, 1);
            text += line + "\r\n";
        }
        server.note("MAIL-TEXT " + text);
        return say(peer, "dot") && say(peer, "after");
    }

    void serve(Peer& peer, bool tls_at_once) {
        if (tls_at_once && !peer.start_tls()) return;
        if (!say(peer, "greeting")) return;
        for (int mails = 0;;) {
            const std::string line = peer.read_line();
            if (line.empty()) return;
            server.note(line);
            const std::string command = line.substr(0, line.find(' '));
            if (command == "MAIL" && ++mails > script_.mails_per_connection) return peer.send("421 enough\r\n");
            if (!say(peer, command)) return;
            if (command == "STARTTLS" && script_.say[command].starts_with("220") && !peer.start_tls()) return;
            if (command == "DATA" && script_.say[command].starts_with("354") && !take_body(peer)) return;
        }
    }

    Script script_;

public:
    Server server;  // last: its threads use the script
};

EmailSettings settings_for(const Relay& relay) {
    EmailSettings settings;
    settings.host = "127.0.0.1";
    settings.port = relay.server.port();
    settings.tls = SmtpTls::none;
    settings.from = "status@example.test";
    settings.from_name = "Example Status";
    settings.list_id = "status.example.test";
    settings.timeout = 500ms;
    settings.connect_timeout = 500ms;
    return settings;
}

std::shared_ptr<const AddressPolicy> anywhere() {
    return std::make_shared<const AddressPolicy>(AddressPolicy::anywhere());
}

struct Mailer {
    explicit Mailer(EmailSettings settings)
        : email(Email::create(loop.transfers(), std::move(settings), anywhere()).value()) {}
    Outcome send(const std::shared_ptr<Envelope>& envelope) { return loop.run(email->attempt(envelope)); }
    Outcome send() { return send(rig::envelope("customer@example.org")); }

    rig::Loop loop;
    std::unique_ptr<Email> email;
};

// Larger than any socket buffer, so that a server that stops reading stops the upload.
std::shared_ptr<Envelope> huge_mail() {
    auto envelope = rig::envelope("customer@example.org");
    auto message = std::make_shared<Message>(*envelope->message);
    for (int i = 0; i < 100000; ++i)
        message->text += "One more line of a text that is far too long for anybody to read.\n";
    for (int i = 0; i < 100000; ++i)
        message->html += "One more line of a text that is far too long for anybody to read.\n";
    envelope->message = std::move(message);
    return envelope;
}

struct RelayRow {
    std::string name;
    Script script;
    Verdict verdict;
    int status;
    bool huge = false;
};

std::vector<RelayRow> relay_table() {
    const auto with = [](const std::string& step, std::string_view what) { return Script().at(step, what); };
    return {
        {"ok", Script(), Verdict::delivered, 250},
        {"421 greeting", with("greeting", "421 busy"), Verdict::transient, 421},
        {"554 greeting", with("greeting", "554 no service"), Verdict::transient, 554},
        {"drop at the greeting", with("greeting", drop), Verdict::transient, 0},
        {"hang at the greeting", with("greeting", hang), Verdict::transient, 0},
        {"drop at EHLO", with("EHLO", drop), Verdict::transient, 220},
        {"450 at MAIL", with("MAIL", "450 later"), Verdict::transient, 450},
        {"550 at MAIL: the sender is refused, not this recipient", with("MAIL", "550 no"), Verdict::transient, 550},
        {"drop at MAIL", with("MAIL", drop), Verdict::transient, 250},
        {"450 at RCPT (greylisting)", with("RCPT", "450 4.7.1 greylisted"), Verdict::transient, 450},
        {"421 at RCPT", with("RCPT", "421 closing"), Verdict::transient, 421},
        {"550 at RCPT", with("RCPT", "550 5.1.1 no such user"), Verdict::permanent, 550},
        {"552 at RCPT", with("RCPT", "552 mailbox full"), Verdict::permanent, 552},
        {"drop at RCPT", with("RCPT", drop), Verdict::transient, 250},
        {"drop before 354", with("DATA", drop), Verdict::transient, 250},
        {"451 at DATA", with("DATA", "451 later"), Verdict::transient, 451},
        {"554 at DATA", with("DATA", "554 no valid recipients"), Verdict::permanent, 554},
        {"drop in the middle of the content", with("body", drop), Verdict::transient, 354, true},
        {"RST in the middle of the content", with("body", reset), Verdict::transient, 354, true},
        {"hang in the middle of the content", with("body", hang), Verdict::transient, 354, true},
        {"drop after the dot", with("dot", drop), Verdict::ambiguous, 354},
        {"RST after the dot", with("dot", reset), Verdict::ambiguous, 354},
        {"hang after the dot", with("dot", hang), Verdict::ambiguous, 354},
        {"421 after the dot", with("dot", "421 closing"), Verdict::transient, 421},
        {"451 after the dot", with("dot", "451 later"), Verdict::transient, 451},
        {"554 after the dot", with("dot", "554 5.7.1 spam"), Verdict::permanent, 554},
        {"drop at QUIT", with("QUIT", drop), Verdict::delivered, 250},
    };
}

std::string mail_header(const std::string& mail, const std::string& name) {
    const std::size_t start = mail.find(name + ": ");
    if (start == std::string::npos) return "";
    std::string value;
    std::size_t end = start + name.size() + 2;
    for (;;) {  // unfolded
        const std::size_t line_end = mail.find("\r\n", end);
        value += mail.substr(end, line_end - end);
        end = line_end + 2;
        if (mail[end] != ' ') return value;
    }
}

}  // namespace

TEST_CASE("each thing a relay can do to a mail has its class, one command at a time or all together") {
    const bool pipelining = GENERATE(false, true);
    for (RelayRow row : relay_table()) {
        CAPTURE(row.name, pipelining);
        std::string& greeting = row.script.say["EHLO"];
        if (pipelining && greeting.starts_with("250"))
            greeting = "250-relay.example.test\r\n250-PIPELINING\r\n250 SIZE 1000000";
        Relay relay(row.script);
        Mailer sender(settings_for(relay));
        const Outcome outcome = row.huge ? sender.send(huge_mail()) : sender.send();
        CAPTURE(outcome.detail);
        CHECK(to_string(outcome.verdict) == to_string(row.verdict));
        CHECK(outcome.status == row.status);
        CHECK(outcome.detail.empty() == (row.verdict == Verdict::delivered));
    }
}

TEST_CASE("a relay that takes no connection has certainly seen nothing") {
    EmailSettings settings;
    {
        Relay relay{Script()};
        settings = settings_for(relay);
    }
    Mailer sender(settings);
    CHECK(sender.send().verdict == Verdict::transient);
}

TEST_CASE("a mail that may have been taken is not sent again by itself", "[S0.23]") {
    Relay relay(Script().at("dot", "250 queued"));
    Mailer sender(settings_for(relay));
    REQUIRE(sender.send().verdict == Verdict::delivered);
    REQUIRE(sender.send().verdict == Verdict::delivered);
    CHECK(relay.server.connections() == 1);  // reused
    Relay dying(Script().at("dot", drop));
    Mailer other(settings_for(dying));
    CHECK(other.send().verdict == Verdict::ambiguous);
    CHECK(dying.mails().size() == 1);
}

TEST_CASE("a kept connection that the relay has ended is replaced, and the mail goes out once") {
    Script script;
    SECTION("closed after each mail") {
        script.at("after", drop);
    }
    SECTION("turned away with 421 after the first") {
        script.mails_per_connection = 1;
    }
    Relay relay(script);
    Mailer sender(settings_for(relay));
    for (int i = 0; i < 3; ++i) CHECK(sender.send().verdict == Verdict::delivered);
    CHECK(relay.mails().size() == 3);
    CHECK(relay.server.connections() == 3);
}

TEST_CASE("what is refused of us, or of the content, is no failure of the address") {
    for (const auto& [command, reply] : {std::pair("RCPT", "554 5.7.1 relay access denied"), std::pair("DATA", "550 5.1.1 no"), std::pair("MAIL", "550 5.1.8 bad sender")}) {
        Relay relay(Script().at(command, reply));
        Mailer sender(settings_for(relay));
        CHECK_FALSE(sender.send().address_refused);
    }
}

TEST_CASE("after a refusal the connection serves the next mail, reset") {
    Relay relay(Script().at("RCPT", "550 5.1.1 no such user"));
    Mailer sender(settings_for(relay));
    CHECK(sender.send().verdict == Verdict::permanent);
    CHECK(sender.send().address_refused);
    CHECK(relay.server.connections() == 1);
    CHECK(relay.noted("RSET").size() == 1);
    CHECK(relay.mails().empty());
}

TEST_CASE("a relay that takes its time over the content holds nobody up") {
    Relay relay(Script().at("dot", hang));
    Mailer sender(settings_for(relay));
    std::vector<Task<Outcome>> tasks;
    tasks.push_back(sender.email->attempt(rig::envelope("customer@example.org")));
    auto worst = std::chrono::steady_clock::duration::zero();
    tasks.push_back([](std::chrono::steady_clock::duration& longest) -> Task<Outcome> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        auto last = std::chrono::steady_clock::now();
        for (int i = 0; i < 40; ++i) {
            timer.expires_after(10ms);
            co_await timer.async_wait(asio::use_awaitable);
            const auto now = std::chrono::steady_clock::now();
            longest = std::max(longest, now - std::exchange(last, now));
        }
        co_return Outcome{};
    }(worst));
    const auto outcomes = sender.loop.run_all(std::move(tasks));
    CHECK(outcomes[0].verdict == Verdict::ambiguous);
    CHECK(worst < 300ms);  // the mail alone takes 500 ms
}

TEST_CASE("giving up ends a mail under way, by what was seen until then") {
    Relay relay(Script().at("dot", hang));
    EmailSettings settings = settings_for(relay);
    settings.timeout = 30s;
    Mailer sender(settings);
    std::vector<Task<Outcome>> tasks;
    tasks.push_back(sender.email->attempt(rig::envelope("customer@example.org")));
    tasks.push_back([](Email& email, const Relay& server) -> Task<Outcome> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (server.mails().empty()) {
            timer.expires_after(10ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        email.abort();
        co_return Outcome{};
    }(*sender.email, relay));
    CHECK(sender.loop.run_all(std::move(tasks))[0].verdict == Verdict::ambiguous);
}

TEST_CASE("one transaction names one recipient, and the envelope sender") {
    Relay relay{Script()};
    EmailSettings settings = settings_for(relay);
    settings.envelope_from = "bounces@example.test";
    Mailer sender(settings);
    for (const char* address : {"one@example.org", "two@example.org"}) {
        REQUIRE(sender.send(rig::envelope(address)).verdict == Verdict::delivered);
    }
    CHECK(relay.noted("RCPT TO:") == std::vector<std::string>{"<one@example.org>", "<two@example.org>"});
    const auto senders = relay.noted("MAIL FROM:<bounces@example.test>");
    CHECK(senders.size() == 2);
    CHECK(relay.noted("EHLO ") == std::vector<std::string>{"example.test"});
    for (const std::string& mail : relay.mails())
        CHECK(mail_header(mail, "From") == "\"Example Status\" <status@example.test>");
}

TEST_CASE("every attempt is the same mail, byte for byte; a thread refers to its root and to the one before") {
    Relay relay{Script()};
    Mailer sender(settings_for(relay));
    const auto envelope = rig::envelope("customer@example.org");
    envelope->thread = {DeliveryId("root"), DeliveryId("middle"), DeliveryId("last")};
    REQUIRE(sender.send(envelope).verdict == Verdict::delivered);
    envelope->at += 40min;
    REQUIRE(sender.send(envelope).verdict == Verdict::delivered);
    const auto mails = relay.mails();
    REQUIRE(mails.size() == 2);
    CHECK(mails[0] == mails[1]);
    const std::string& mail = mails[0];
    CHECK(mail_header(mail, "Message-ID") == "<0123456789abcdef0123456789abcdef@example.test>");
    CHECK(mail_header(mail, "In-Reply-To") == "<last@example.test>");
    CHECK(mail_header(mail, "References") == "<root@example.test> <last@example.test>");
    CHECK(mail_header(mail, "Auto-Submitted") == "auto-generated");
    CHECK(mail_header(mail, "List-Id") == "<status.example.test>");
    CHECK(mail_header(mail, "Precedence") == "bulk");
    CHECK(mail_header(mail, "Date") == "Wed, 18 Nov 2026 11:06:40 +0000");
    CHECK(mail_header(mail, "To") == "<customer@example.org>");
}

TEST_CASE("text that looks like the end of a mail stays text, in one mail") {
    Relay relay{Script()};
    Mailer sender(settings_for(relay));
    const auto envelope = rig::envelope("customer@example.org");
    auto message = std::make_shared<Message>(*envelope->message);
    message->text = ".\n..\n.hidden\n\r\n.\r\nMAIL FROM:<evil@example.test>\r\n\r.\r\n\n.\nend";
    envelope->message = message;
    REQUIRE(sender.send(envelope).verdict == Verdict::delivered);
    REQUIRE(relay.mails().size() == 1);
    CHECK(relay.noted("MAIL FROM:").size() == 1);
    const std::string mail = relay.mails().front();
    CHECK(mail.find("\r\n=2E\r\n=2E.\r\n=2Ehidden\r\n") != std::string::npos);
    CHECK(mail.find("\r\n.") == std::string::npos);
}

TEST_CASE("a mail that cannot be written as such is refused for good, and nothing is sent") {
    Relay relay{Script()};
    Mailer sender(settings_for(relay));
    for (const char* address :
         {"", "nobody", "a@b@", "two@example.org>\r\nRCPT TO:<x@example.org", "a b@example.org", "x@exa\nmple.org",
          "\"quoted\"@example.org", "x@[127.0.0.1]", "<x@example.org>", "j\xC3\xB6rg@example.org"}) {
        CAPTURE(address);
        CHECK(sender.send(rig::envelope(address)).verdict == Verdict::permanent);
    }
    for (const char* subject : {"Down\r\nBcc: all@example.org", "Down\nX: y", "Down\rX", "a\x01z", "bad \xFF utf-8"}) {
        const auto envelope = rig::envelope("customer@example.org");
        auto message = std::make_shared<Message>(*envelope->message);
        message->subject = subject;
        envelope->message = message;
        CAPTURE(subject);
        CHECK(sender.send(envelope).verdict == Verdict::permanent);
    }
    CHECK(relay.server.connections() == 0);
}

TEST_CASE("an internationalised domain goes out in its ASCII form") {
    Relay relay{Script()};
    Mailer sender(settings_for(relay));
    REQUIRE(sender
                .send(rig::envelope("kunde@b\xC3\xBC"
                                    "cher.example"))
                .verdict == Verdict::delivered);
    CHECK(relay.noted("RCPT TO:") == std::vector<std::string>{"<kunde@xn--bcher-kva.example>"});
}

TEST_CASE("STARTTLS is required: without it no mail goes out in clear", "[S2.11]") {
    const rig::TlsIdentity identity("127.0.0.1", -60, 3600);
    Script offering;
    offering.at("EHLO", "250-relay.example.test\r\n250-AUTH PLAIN\r\n250 STARTTLS");
    const auto settings_with = [&](const Relay& relay) {
        EmailSettings settings = settings_for(relay);
        settings.tls = SmtpTls::starttls;
        settings.ca_file = identity.certificate_file();
        settings.user = "sender";
        settings.password = Secret("open sesame");
        settings.timeout = settings.connect_timeout = 5s;
        return settings;
    };
    SECTION("a relay that offers it gets the mail, after AUTH") {
        Relay relay(offering, &identity);
        Mailer sender(settings_with(relay));
        CHECK(sender.send().verdict == Verdict::delivered);
        CHECK(relay.mails().size() == 1);
        CHECK(relay.noted("AUTH PLAIN").size() == 1);
    }
    SECTION("a relay from which it was stripped gets neither mail nor password") {
        Relay relay(Script().at("EHLO", "250-relay.example.test\r\n250 AUTH PLAIN"), &identity);
        Mailer sender(settings_with(relay));
        const Outcome outcome = sender.send();
        CHECK(outcome.verdict == Verdict::transient);
        CHECK_FALSE(outcome.detail.empty());
        CHECK(relay.noted("AUTH").empty());
        CHECK(relay.noted("MAIL").empty());
    }
    SECTION("a relay that refuses it likewise") {
        Relay relay(Script(offering).at("STARTTLS", "454 not now"), &identity);
        Mailer sender(settings_with(relay));
        CHECK(sender.send().verdict == Verdict::transient);
        CHECK(relay.noted("MAIL").empty());
    }
    SECTION("a relay whose certificate is not trusted likewise") {
        Relay relay(offering, &identity);
        EmailSettings settings = settings_with(relay);
        settings.ca_file.clear();
        Mailer sender(settings);
        const Outcome outcome = sender.send();
        CHECK(outcome.verdict == Verdict::transient);
        CHECK(outcome.detail.find("self-signed") != std::string::npos);
        CHECK(relay.noted("MAIL").empty());
    }
    SECTION("a wrong password is the operator's to mend, and is not repeated") {
        Relay relay(Script(offering).at("AUTH", "535 5.7.8 no"), &identity);
        Mailer sender(settings_with(relay));
        const Outcome outcome = sender.send();
        CHECK(outcome.verdict == Verdict::transient);
        CHECK(outcome.status == 535);
        CHECK(outcome.detail.find("sesame") == std::string::npos);
    }
    SECTION("TLS from the first byte works too") {
        Relay relay(Script().at("EHLO", "250-relay.example.test\r\n250 AUTH PLAIN"), &identity, true);
        EmailSettings settings = settings_with(relay);
        settings.tls = SmtpTls::implicit;
        Mailer sender(settings);
        CHECK(sender.send().verdict == Verdict::delivered);
    }
}

TEST_CASE("what a relay says is shown without the addresses in it") {
    Relay relay(Script().at("RCPT", "550 5.1.1 <customer@example.org>: Recipient \x1b[31munknown"));
    Mailer sender(settings_for(relay));
    const Outcome outcome = sender.send();
    CHECK(outcome.detail == "550 5.1.1 (address) Recipient [31munknown (at RCPT)");
}

TEST_CASE("settings that cannot stand in a mail are refused, by name") {
    Relay relay{Script()};
    rig::Loop loop;
    const auto field_of = [&](auto change) {
        EmailSettings settings = settings_for(relay);
        change(settings);
        const auto made = Email::create(loop.transfers(), settings, anywhere());
        return made ? std::string("accepted") : made.error().field();
    };
    CHECK(field_of([](EmailSettings&) {}) == "accepted");
    CHECK(field_of([](EmailSettings& s) { s.from = "nobody"; }) == "from");
    CHECK(field_of([](EmailSettings& s) { s.reply_to = "a@b@c d"; }) == "reply_to");
    CHECK(field_of([](EmailSettings& s) { s.envelope_from = "x\r\n@example.org"; }) == "envelope_from");
    CHECK(field_of([](EmailSettings& s) { s.from_name = "Example\r\nBcc: x@example.org"; }) == "from_name");
    CHECK(field_of([](EmailSettings& s) { s.list_id = "a>b"; }) == "list_id");
    CHECK(field_of([](EmailSettings& s) { s.message_id_domain = "a b"; }) == "message_id");
}
