// The sandbox: what its receivers accept and show, and how arrivals are set against promises.
#include "core/base64.hpp"
#include "core/digest.hpp"
#include "daemon/ctl/sandbox/endpoints.hpp"
#include "daemon/ctl/sandbox/mail_text.hpp"
#include "daemon/ctl/sandbox/setup.hpp"
#include "daemon/ctl/sandbox/smtp_dialogue.hpp"
#include "daemon/ctl/sandbox/timeline.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::ctl;
using namespace std::chrono_literals;

namespace {

const Time opened_at = *parse_rfc3339("2026-11-22T14:05:00Z");

std::string say(SmtpDialogue& dialogue, std::initializer_list<std::string_view> lines) {
    std::string replies;
    for (const auto line : lines) replies += dialogue.reply_to(line).substr(0, 3) + " ";
    return replies;
}

// The example of the Standard Webhooks specification: its key, id, timestamp and body.
HttpCall specification_example() {
    HttpCall call;
    call.method = "POST";
    call.target = "/hook";
    call.headers = {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
                    {"webhook-timestamp", "1614265330"},
                    {"webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}};
    call.body = R"({"test": 2432232314})";
    call.at = Time{std::chrono::seconds{1614265330}};
    return call;
}

const std::string specification_key = *from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

HttpCall post(std::string body, std::string key) {
    HttpCall call;
    call.method = "POST";
    call.target = "/api/v1/statuses";
    call.headers = {{"authorization", "Bearer secret"}, {"idempotency-key", std::move(key)}};
    call.body = std::move(body);
    call.at = opened_at;
    return call;
}

}  // namespace

TEST_CASE("the published example of a webhook signature holds, and nothing else does") {
    CHECK(webhook_fault(specification_example(), specification_key).empty());
    auto call = specification_example();
    call.body += " ";
    CHECK(webhook_fault(call, specification_key) == "the signature does not match");
    call = specification_example();
    call.headers["webhook-id"] = "msg_other";
    CHECK_FALSE(webhook_fault(call, specification_key).empty());
    call = specification_example();
    call.headers["webhook-signature"] =
        "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";  // keys being changed over
    CHECK(webhook_fault(call, specification_key).empty());
    call.at += 5min + 1s;
    CHECK_THAT(webhook_fault(call, specification_key), Catch::Contains("older"));
    call.at -= 10min + 2s;
    CHECK_THAT(webhook_fault(call, specification_key), Catch::Contains("future"));
    CHECK_FALSE(webhook_fault(specification_example(), "another key").empty());
    call = specification_example();
    call.headers.erase("webhook-signature");
    CHECK_THAT(webhook_fault(call, specification_key), Catch::Contains("missing"));
}

TEST_CASE("the webhook receiver takes what is signed, refuses what is not, and notices a repeat") {
    std::vector<Arrival> arrivals;
    WebhookEndpoint endpoint("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                             [&](Arrival arrival) { arrivals.push_back(std::move(arrival)); });
    CHECK(endpoint.answer(specification_example()).status == 204);
    CHECK(endpoint.answer(specification_example()).status == 204);
    auto forged = specification_example();
    forged.body = R"({"text":"all is well"})";
    CHECK(endpoint.answer(forged).status == 401);
    REQUIRE(arrivals.size() == 3);
    CHECK(arrivals[0].key == "msg_p5jXN8AQM9LWM0D4loKWxJek");
    CHECK_FALSE(arrivals[0].repeated);
    CHECK(arrivals[1].repeated);
    CHECK_FALSE(arrivals[2].genuine);
    CHECK_FALSE(arrivals[2].repeated);
}

TEST_CASE("the Mastodon receiver honours the key of a post, its thread and its limit") {
    std::vector<Arrival> arrivals;
    MastodonEndpoint endpoint("http://127.0.0.1:1", "secret",
                              [&](Arrival arrival) { arrivals.push_back(std::move(arrival)); });
    const auto first = endpoint.answer(post(R"({"status":"It fails","visibility":"public"})", "k1"));
    CHECK(first.status == 200);
    const auto again = endpoint.answer(post(R"({"status":"It fails","visibility":"public"})", "k1"));
    CHECK(again.body == first.body);
    const auto reply = endpoint.answer(post(R"({"status":"It works","in_reply_to_id":"100"})", "k2"));
    CHECK_THAT(reply.body, Catch::Contains(R"("in_reply_to_id":"100")"));
    CHECK(endpoint.answer(post(R"({"status":"lost","in_reply_to_id":"9"})", "k3")).status == 404);
    CHECK(endpoint.answer(post(R"({"status":""})", "k4")).status == 422);
    CHECK(endpoint.answer(post(R"({"status":")" + std::string(501, 'x') + R"("})", "k5")).status == 422);
    CHECK(endpoint.answer(post("[]", "k6")).status == 422);
    auto stranger = post(R"({"status":"x"})", "k7");
    stranger.headers["authorization"] = "Bearer other";
    CHECK(endpoint.answer(stranger).status == 401);
    REQUIRE(arrivals.size() == 3);
    CHECK(arrivals[1].repeated);
    CHECK(arrivals[2].text == "It works");
    HttpCall read;
    read.method = "GET";
    read.target = "/api/v1/statuses/101";
    read.headers = {{"authorization", "Bearer secret"}};
    CHECK_THAT(endpoint.answer(read).body, Catch::Contains("<p>It works</p>"));
    read.target = "/api/v1/instance";
    CHECK_THAT(endpoint.answer(read).body, Catch::Contains(R"("max_characters":500)"));
}

TEST_CASE("the mail receiver speaks SMTP in order, and undoes the dots") {
    SmtpDialogue dialogue;
    CHECK(say(dialogue, {"MAIL FROM:<a@example.org>"}) == "503 ");
    CHECK(say(dialogue, {"EHLO x", "NOOP", "RCPT TO:<b@example.net>", "DATA", "MAIL FROM: <a@example.org> SIZE=10"}) ==
          "250 250 503 503 250 ");
    CHECK(say(dialogue, {"rcpt to:<b@example.net>", "DATA", "Subject: x", "", "..", ".hidden", "last"}) ==
          "250 354      ");
    CHECK_FALSE(dialogue.take_mail().has_value());
    CHECK(say(dialogue, {"."}) == "250 ");
    const auto mail = dialogue.take_mail();
    REQUIRE(mail.has_value());
    CHECK(mail->sender == "a@example.org");
    CHECK(mail->recipients == std::vector<std::string>{"b@example.net"});
    CHECK(mail->source == "Subject: x\r\n\r\n.\r\nhidden\r\nlast\r\n");
    CHECK_FALSE(dialogue.take_mail().has_value());
    CHECK(say(dialogue, {"MAIL FROM:<>", "RSET", "DATA", "WHAT", "QUIT"}) == "250 250 503 500 221 ");
    CHECK(dialogue.ended());
}

TEST_CASE("a mail that is too large is refused at its end, and the session goes on") {
    SmtpDialogue dialogue;
    static_cast<void>(say(dialogue, {"EHLO x", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.net>", "DATA"}));
    const std::string line(900, 'x');
    for (std::size_t sent = 0; sent <= SmtpDialogue::largest_mail; sent += line.size())
        static_cast<void>(dialogue.reply_to(line));
    CHECK(say(dialogue, {"."}) == "552 ");
    CHECK_FALSE(dialogue.take_mail().has_value());
    CHECK(say(dialogue, {"MAIL FROM:<a@example.org>"}) == "250 ");
}

TEST_CASE("a mail is shown as its reader would see it") {
    const auto mail = read_mail(
        "From: =?utf-8?B?S8O2bG4=?= <status@example.org>\r\nTo: b@example.net\r\n"
        "Subject: =?utf-8?B?WmFo?=\r\n =?utf-8?Q?lung_gest=C3=B6rt?= today\r\nMessage-ID: <abc123@example.org>\r\n"
        "Content-Type: multipart/alternative;\r\n boundary=\"=_x\"\r\n\r\npreamble\r\n"
        "--=_x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Zahlungen =C3=BCber Karte =\r\nscheitern.\r\n\r\nN=E4chste\r\n--=_x\r\nContent-Type: "
        "text/html\r\n\r\n<p>no</p>\r\n--=_x--\r\n");
    CHECK(mail.from == "Köln <status@example.org>");
    CHECK(mail.subject == "Zahlung gestört today");
    CHECK(mail.message_id == "abc123@example.org");
    CHECK(mail.text ==
          "Zahlungen über Karte scheitern.\n\nN\xe4"
          "chste\n");
    CHECK(read_mail("Subject: plain\n\nbody\n").text == "body\n");
    CHECK(read_mail("").text.empty());
    CHECK(read_mail("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x").text.empty());
}

TEST_CASE("an arrival is set against the promise that its audience had been given") {
    const auto incident = boost::json::parse(R"({"incident":{
        "updates":[{"number":1,"kind":"first","at":"2026-11-22T14:00:00.000Z","audiences":[{"audience":"email","kind":"first"}]},
                   {"number":2,"kind":"progress","at":"2026-11-22T14:00:11.000Z","audiences":[{"audience":"email","kind":"holding"}]}],
        "promises":[{"audience":"email","made_at":"2026-11-22T14:00:00.000Z","due":"2026-11-22T14:00:12.000Z"},
                    {"audience":"mastodon","made_at":"2026-11-22T14:00:00.000Z","due":"2026-11-22T14:00:06.000Z"},
                    {"audience":"email","made_at":"2026-11-22T14:00:11.000Z","due":"2026-11-22T14:00:24.000Z"}]}})");
    const auto deliveries =
        boost::json::parse(R"({"deliveries":[{"id":"d1","update_number":1},{"id":"d2","update_number":2}]})");
    Arrival arrival;
    arrival.audience = ChannelKind::email;
    arrival.key = "d1";
    const auto first = recognise(arrival, incident, deliveries);
    CHECK(first.number == 1);
    CHECK_FALSE(first.promised.has_value());
    arrival.key = "d2";
    const auto second = recognise(arrival, incident, deliveries);
    CHECK(second.kind == "holding");
    REQUIRE(second.promised.has_value());
    CHECK(to_rfc3339(*second.promised) == "2026-11-22T14:00:12.000Z");
    arrival.key = "d3";
    CHECK(recognise(arrival, incident, deliveries).number == 0);
}

TEST_CASE("a row says early or late in words, and neutralises what arrived") {
    Look look;
    look.now = opened_at;
    Arrival arrival;
    arrival.audience = ChannelKind::mastodon;
    arrival.at = opened_at;
    arrival.text = "\x1b[2Jtext";
    std::set<std::string> said;
    CHECK_THAT(timeline_row(arrival, {2, "holding", opened_at + 900ms}, opened_at, said, look),
               Catch::StartsWith("14:05:00.000  social    #2 holding        14:05:00.900  0.90 s early\n") &&
                   Catch::Contains("\\x1b[2Jtext"));
    CHECK_THAT(timeline_row(arrival, {2, "holding", opened_at - 1500ms}, opened_at, said, look), Catch::Contains("1.50 s LATE"));
    CHECK_THAT(timeline_row(arrival, {1, "first", std::nullopt}, opened_at - 120ms, said, look),
               Catch::Contains("0.12 s after declaring"));
}

TEST_CASE("what the audiences of one update read alike is shown once") {
    Look look;
    look.now = opened_at;
    Arrival arrival;
    arrival.at = opened_at;
    arrival.text = "Cards fail.\n\nWe look into it.\n\nNext update by 14:15 UTC.";
    std::set<std::string> said;
    CHECK_THAT(timeline_row(arrival, {1, "first", std::nullopt}, opened_at, said, look),
               Catch::Contains("We look into it.") && !Catch::Contains("as above"));
    arrival.text = "Cards fail.\n\nWe look into it.\n\nNext update by 14:30 UTC.";
    CHECK_THAT(timeline_row(arrival, {1, "first", std::nullopt}, opened_at, said, look),
               Catch::Contains("... as above ...\n              Next update by 14:30 UTC.") &&
                   !Catch::Contains("We look into it."));
}

TEST_CASE("the tour succeeds only if every promise was kept and every delivery arrived") {
    const auto promises = [](std::string_view state) {
        return boost::json::parse(R"({"promises":[{"audience":"email","state":"kept"},{"audience":"email","state":")" +
                                  std::string(state) + R"("}]})");
    };
    const auto deliveries = [](std::string_view state) {
        return boost::json::parse(R"({"counts":{"delivered":2,")" + std::string(state) + R"(":1}})");
    };
    Reached reached;
    reached.arrival.at = opened_at;
    Look look;
    const auto kept = [&](const boost::json::value& p, const boost::json::value& d) {
        return summary({reached}, p, d, opened_at, look).kept;
    };
    CHECK(kept(promises("kept"), boost::json::parse(R"({"counts":{"delivered":3}})")));
    CHECK_FALSE(kept(promises("missed"), boost::json::parse(R"({"counts":{"delivered":3}})")));
    CHECK_FALSE(kept(promises("open"), boost::json::parse(R"({"counts":{"delivered":3}})")));
    for (const char* state : {"failed", "gone", "waiting", "retrying", "attempting", "superseded"}) {
        CAPTURE(state);
        CHECK_FALSE(kept(promises("kept"), deliveries(state)));
    }
    CHECK_FALSE(
        kept(boost::json::parse("{}"), boost::json::parse("{}")));  // nothing promised and nothing sent is no success
    reached.arrival.genuine = false;
    CHECK_FALSE(kept(promises("kept"), boost::json::parse(R"({"counts":{"delivered":3}})")));
}

TEST_CASE("a sandbox folder holds a configuration that names its ports, and secrets that only its owner can read") {
    auto pattern = (std::filesystem::temp_directory_path() / "ctl-setup-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    SandboxSetup setup;
    setup.folder = pattern;
    setup.webhook_port = 1001;
    setup.mail_port = 1002;
    setup.mastodon_port = 1003;
    setup.page_port = 1004;
    setup.webhook_secret = new_webhook_secret();
    setup.mastodon_token = new_token();
    REQUIRE(write_sandbox(setup).has_value());
    const auto text = sandbox_config(setup);
    CHECK_THAT(text, Catch::Contains("url: http://127.0.0.1:1001/hook") && Catch::Contains("port: 1002") &&
                         Catch::Contains("base_url: http://127.0.0.1:1003") && Catch::Contains("127.0.0.1:1004"));
    CHECK(text.find(setup.webhook_secret) == std::string::npos);
    for (const char* name : {"webhook.key", "mastodon.token"}) {
        CHECK(std::filesystem::status(setup.folder / name).permissions() ==
              (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    }
    CHECK(from_base64(setup.webhook_secret.substr(6)).value_or("").size() == 32);
    CHECK(new_webhook_secret() != setup.webhook_secret);
    std::filesystem::remove_all(setup.folder);
}
