#include "daemon/delivery/mastodon.hpp"
#include "tests/daemon/delivery_rig.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::delivery;
using namespace std::chrono_literals;
using rig::http;
using rig::Peer;
using rig::Server;

namespace {

// Answers each request with what `answer` makes of it, and notes it.
class Api {
public:
    explicit Api(std::function<std::string(const std::string&)> answer)
        : answer_(std::move(answer)), server([this](Peer& peer) {
              for (;;) {
                  const std::string request = peer.read_http_request();
                  if (request.empty()) return;
                  server.note(request);
                  const std::string said = answer_(request);
                  if (said.empty()) return;
                  peer.send(said);
              }
          }) {}

private:
    std::function<std::string(const std::string&)> answer_;

public:
    Server server;
};

struct Poster {
    explicit Poster(const Server& server) : mastodon(loop.transfers(), settings(server), rig::loopback_allowed()) {}
    static MastodonSettings settings(const Server& server) {
        MastodonSettings wanted;
        wanted.base_url = server.url("", "http");
        wanted.token = Secret("very-secret-token");
        wanted.visibility = "unlisted";
        wanted.allow_plain_http = true;
        wanted.timeout = wanted.connect_timeout = 1s;
        return wanted;
    }
    Outcome post(const std::shared_ptr<Envelope>& envelope) { return loop.run(mastodon.attempt(envelope)); }
    Outcome post() { return post(rig::envelope("")); }

    rig::Loop loop;
    Mastodon mastodon;
};

bool asks_for(const std::string& request, std::string_view line) {
    return request.starts_with(line);
}

}  // namespace

TEST_CASE("a post carries text, visibility, language, the token and the key, and the answer's id is kept") {
    Api api([](const std::string&) { return http(200, "", R"({"id":"113377","content":"x"})"); });
    Poster poster(api.server);
    const auto envelope = rig::envelope("");
    envelope->reply_to_ref = "100200";
    const Outcome outcome = poster.post(envelope);
    CHECK(outcome.verdict == Verdict::delivered);
    CHECK(outcome.remote_ref == "113377");
    REQUIRE(api.server.notes().size() == 1);
    const std::string request = api.server.notes().front();
    CHECK(asks_for(request, "POST /api/v1/statuses HTTP/1.1\r\n"));
    CHECK(request.find("\r\nAuthorization: Bearer very-secret-token\r\n") != std::string::npos);
    CHECK(request.find("\r\nIdempotency-Key: 0123456789abcdef0123456789abcdef\r\n") != std::string::npos);
    CHECK(request.ends_with(R"({"status":"Card payments fail.\nNext update by 14:30 UTC.\n","visibility":"unlisted",)"
                            R"("in_reply_to_id":"100200","language":"en"})"));
}

TEST_CASE("each answer to a post has its class") {
    const auto outcome_of = [](const std::string& answer) {
        Api api([&](const std::string&) { return answer; });
        Poster poster(api.server);
        return poster.post();
    };
    CHECK(outcome_of(http(200, "", "not json")).verdict == Verdict::delivered);
    CHECK(outcome_of(http(401)).verdict == Verdict::transient);
    CHECK(outcome_of(http(403)).verdict == Verdict::transient);
    CHECK(outcome_of(http(404)).verdict == Verdict::transient);
    CHECK(outcome_of(http(500)).verdict == Verdict::transient);
    CHECK(outcome_of(http(503)).verdict == Verdict::transient);
    CHECK(outcome_of(http(302, "Location: /x\r\n")).verdict == Verdict::transient);
    CHECK(outcome_of("").verdict == Verdict::ambiguous);
    const Outcome refused =
        outcome_of(http(422, "", R"({"error":"Validation failed: Text character limit of 500 exceeded"})"));
    CHECK(refused.verdict == Verdict::permanent);
    CHECK(refused.detail == "HTTP 422: Validation failed: Text character limit of 500 exceeded");
    const Outcome slow = outcome_of(http(429, "X-RateLimit-Reset: 2026-11-18T11:11:40.000Z\r\n"));
    CHECK(slow.verdict == Verdict::transient);
    CHECK(slow.retry_after == Duration(5min));
    CHECK(outcome_of(http(429, "X-RateLimit-Reset: 2020-01-01T00:00:00Z\r\n")).retry_after == Duration(0));
    CHECK(outcome_of(http(429)).retry_after == std::nullopt);
    const Outcome echoed = outcome_of(http(401, "", R"({"error":"bad token very-secret-token"})"));
    CHECK(echoed.detail.find("secret") == std::string::npos);
}

TEST_CASE("where the post to reply to is gone, it is posted without", "[S2.11]") {
    Api api([](const std::string& request) {
        return request.find("in_reply_to_id") != std::string::npos ? http(404, "", R"({"error":"Record not found"})")
                                                                   : http(200, "", R"({"id":"7"})");
    });
    Poster poster(api.server);
    const auto envelope = rig::envelope("");
    envelope->reply_to_ref = "gone";
    CHECK(poster.post(envelope).remote_ref == "7");
    CHECK(api.server.notes().size() == 2);
}

TEST_CASE("an attempt later than the server remembers the key looks for the post first") {
    const std::string posted =
        R"({"id":"42","created_at":"2026-11-18T11:07:00.000Z","content":"<p>Card payments fail.<br />Next update by 14:30 UTC.</p>"})";
    const std::string other =
        R"({"id":"43","created_at":"2026-11-18T11:50:00.000Z","content":"<p>Something else</p>"})";
    const std::string old =
        R"({"id":"9","created_at":"2026-11-18T09:00:00.000Z","content":"<p>Card payments fail.<br />Next update by 14:30 UTC.</p>"})";
    const auto late = rig::envelope("");
    late->at += 2h;
    int posts = 0;
    std::string list;
    bool readable = true;
    Api api([&](const std::string& request) {
        if (asks_for(request, "GET /api/v1/accounts/verify_credentials ")) return http(200, "", R"({"id":"5"})");
        if (asks_for(request, "GET /api/v1/accounts/5/statuses?")) {
            if (!readable) return http(503);
            return http(200, "", request.find("max_id=") == std::string::npos ? "[" + list + "]" : "[]");
        }
        ++posts;
        return http(200, "", R"({"id":"new"})");
    });
    Poster poster(api.server);
    SECTION("found: nothing is posted") {
        list = other + "," + posted;
        const Outcome outcome = poster.post(late);
        CHECK(outcome.verdict == Verdict::delivered);
        CHECK(outcome.remote_ref == "42");
        CHECK(posts == 0);
    }
    SECTION("not there, back to the time of publication: posted") {
        list = other + "," + old;
        CHECK(poster.post(late).remote_ref == "new");
        CHECK(posts == 1);
    }
    SECTION("not there at all, to the end of the list: posted") {
        list = other;
        CHECK(poster.post(late).remote_ref == "new");
    }
    SECTION("unreadable: not posted, and tried again later") {
        readable = false;
        CHECK(poster.post(late).verdict == Verdict::transient);
        CHECK(posts == 0);
    }
    SECTION("within the hour nothing is looked up: the key does it") {
        CHECK(poster.post(rig::envelope("")).remote_ref == "new");
        CHECK(api.server.notes().size() == 1);
    }
}

TEST_CASE("the limits are the server's own, the usual ones where it does not say") {
    std::string answer =
        http(200, "", R"({"configuration":{"statuses":{"max_characters":5000,"characters_reserved_per_url":25}}})");
    Api api([&](const std::string&) { return answer; });
    Poster poster(api.server);
    CHECK(poster.loop.run_for(poster.mastodon.limits()) == StatusLimits{5000, 25});
    answer = http(200, "", R"({"configuration":{"statuses":{"max_characters":-1}}})");
    CHECK(poster.loop.run_for(poster.mastodon.limits()) == StatusLimits{500, 23});
    answer = http(404);
    CHECK(poster.loop.run_for(poster.mastodon.limits()) == StatusLimits{500, 23});
    answer = "";
    CHECK(poster.loop.run_for(poster.mastodon.limits()) == StatusLimits{500, 23});
}

TEST_CASE("a post's HTML reads as the text it was made from") {
    CHECK(status_text("<p>Card payments &amp; refunds fail.</p><p>See <a href=\"https://status.example.org/i/1\" "
                      "rel=\"nofollow\">"
                      "<span class=\"invisible\">https://</span><span class=\"ellipsis\">status.example.org/i</span>"
                      "<span class=\"invisible\">/1</span></a></p>") ==
          "Card payments & refunds fail. See https://status.example.org/i/1");
    CHECK(status_text("a<br>b<br />c &lt;d&gt; &quot;e&quot; &#39;f&#39;") == "a b c <d> \"e\" 'f'");
    CHECK(status_text("<unclosed") == "");
    CHECK(status_text("") == "");
}
