// The review as everybody reads it.
#include "api_rig.hpp"
#include "kept_page.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

std::size_t place(const std::string& text, const std::string& part) {
    const auto at = text.find(part);
    INFO(part);
    REQUIRE(at != std::string::npos);
    return at;
}

// Three hours: begun 13:40, declared 14:00, a late update, a correction, words with an override, the end and its review.
struct Story {
    explicit Story(std::shared_ptr<desk::Setup> setup = shop_setup()) : office(std::move(setup)) {
        office.room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{{"a@example.net", "a@example.net"}, {"b@example.net", "b@example.net"}});
        id = office.declare({{"symptom", "card payments are declined"}, {"owner", "comms-lead"}, {"deputy", "duty-manager"}});
        path = "/api/v1/incidents/" + id;
        records({{"kind", "started"}, {"time", "2026-11-22T13:40:00Z"}});
        records({{"kind", "workaround"}, {"text", "pay by bank transfer"}});
        records({{"kind", "cause"}, {"text", "a failed upgrade"}, {"confidence", "suspected"}});
        office.room.run_until(office.clock.time + 10min);
        says("/updates", {});
        office.room.run_until(office.clock.time + 31min);
        says("/facts/f5/retract", {{"reason", "Karim mistook one rack for another"}});
        office.clock.time += 40min;  // nobody ticks: the next update comes late
        office.room.await(office.room.desk.tick());
        says("/updates", {{"words", "Only one kind of card is affected; we had said all."}, {"corrects", 1}});
        // Words that a rule blocks wait for a second person, who says no.
        office.who.name = "kim";
        says("/updates", {{"words", "This will never happen again."}, {"because", "everybody wants to hear it"}});
        office.who.name = "robin";
        says("/approvals/a1", {{"answer", "refuse"}, {"reason", "we cannot know that"}});
        office.room.run_until(office.clock.time + 65min);
        records({{"kind", "cause"}, {"text", "an expired certificate at the payment gateway"}, {"confidence", "confirmed"}});
        records({{"kind", "data_loss"}, {"answer", "no"}, {"method", "compared with the ledger"}});
        says("/resolve", {{"verified", "300 test payments, none declined"}});
    }
    void publish() {
        office.clock.time += 2h;
        records({{"kind", "prevention"}, {"text", "certificates are renewed a month ahead"}, {"owner", "platform"}, {"due", "2026-12-01T12:00:00Z"}});
        records({{"kind", "prevention"}, {"text", "an alert on certificates that end within two weeks"}, {"owner", "kim"}, {"due", "2026-12-04T12:00:00Z"}});
        says("/review", {{"words", "We let a certificate run out."}});
    }
    void records(const json::object& fact) {
        office.clock.time += 1s;
        const Reply answer = office.post(path + "/facts", fact);
        INFO(answer.text);
        REQUIRE(answer.status == 201);
    }
    void says(const std::string& verb, const json::object& body) {
        const Reply answer = office.post(path + verb, body);
        INFO(answer.text);
        REQUIRE(answer.status / 100 == 2);
    }
    [[nodiscard]] std::string page() { return "/incidents/" + id + "/review"; }

    Office office;
    std::string id;
    std::string path;
};

std::shared_ptr<desk::Setup> setup_with_roles() {
    auto setup = shop_setup();
    auto roles = std::make_shared<plan::Plan>();
    roles->people = {{plan::RoleId("platform"), "", "platform@example.org", ""}, {plan::RoleId("kim"), "Kim Example", "kim@example.org", ""}};
    roles->rotas = {{plan::RoleId("payments-duty"), {plan::RoleId("kim")}, plan::Turn::week, Time{}, setup->zone}};
    setup->plan = roles;
    return setup;
}

}  // namespace

TEST_CASE("the review has its page once it is published, and not before", "[S4.2]") {
    Story story(setup_with_roles());
    const Reply early = story.office.get(story.page());
    CHECK(early.status == 404);
    CHECK_THAT(early.text, Contains("href=\"../../style.css\""));
    CHECK_THAT(story.office.get("/incidents/" + story.id).text, !Contains("/review\""));
    story.publish();
    const Reply page = story.office.get(story.page());
    REQUIRE(page.status == 200);
    keep("incidents/x/review.html", page.text);
    CHECK_THAT(story.office.get("/incidents/" + story.id).text, Contains("<a href=\"" + story.id + "/review\">"));
    CHECK(story.office.get("/incidents/000000000000/review").status == 404);
    CHECK(story.office.get("/incidents/nothing/review").status == 404);
    CHECK(story.office.get(story.page(), {{"if-none-match", page.header("ETag")}}).status == 304);
    CHECK_THAT(page.header("Cache-Control"), Contains("max-age=5"));
}

TEST_CASE("what was said stands apart from what was repaired, with what was missed, corrected, left out and will change", "[S4.2][S2.19][S0.31]") {
    Story story(setup_with_roles());
    story.publish();
    const std::string page = story.office.get(story.page()).text;
    INFO(page);
    for (const char* says : {"<h2 id=\"words\">What we said</h2>", "<h2 id=\"works\">What we repaired</h2>", "an expired certificate at the payment gateway", "We let a certificate run out.",
                             "Promises that we missed", "The next update", " late</span>", "What we corrected", "Only one kind of card is affected",
                             "Certificates are renewed a month ahead", "Owned by platform", "Owned by payments-duty", "1 Dec 2026", " · open", "From the declaration to the end",
                             "no figure: nobody has answered whether it is over", "Suspected cause: a failed upgrade (taken back later)", "A way around it: pay by bank transfer",
                             "Not on this page"}) {
        CHECK_THAT(page, Contains(says));
    }
    CHECK(place(page, "id=\"words\"") < place(page, "id=\"works\""));
    // One update was late; the correction that came with it was not.
    const auto late = place(page, "later than promised");
    CHECK(page.find("later than promised", late + 1) == std::string::npos);
    CHECK_THAT(page, !Contains("{{") && !Contains("<script") && !Contains("style="));
}

TEST_CASE("what is said among ourselves is on no page: names, refusals, answers to approvals, customers' words", "[S2.19]") {
    Story story(setup_with_roles());
    REQUIRE(story.office.post("/api/v1/reports", {{"text", "my rent was not paid"}, {"component", "checkout"}}).status == 201);
    story.publish();
    const std::string page = story.office.get(story.page()).text;
    INFO(page);
    for (const char* inner : {"Karim", "mistook one rack", "never happen again", "everybody wants to hear it", "we cannot know that", "my rent", "Kim Example", "comms-lead", "duty-manager", "robin",
                              "Owned by kim", "300 test payments, none declined, by"}) {
        CHECK_THAT(page, !Contains(inner));
    }
    // The approval that was refused is counted, and nothing else of it is told.
    CHECK_THAT(page, Contains("Findings that blocked words or facts"));
}

TEST_CASE("what is recorded after the review, and told by no update yet, is not on its page") {
    Story story;
    story.publish();
    REQUIRE(story.office.post(story.path + "/facts", json::object{{"kind", "prevention"}, {"text", "a second gateway"}, {"owner", "platform"}}).status == 201);
    CHECK_THAT(story.office.get(story.page()).text, !Contains("a second gateway") && Contains("Certificates are renewed"));
}

TEST_CASE("the page of the review follows answers within minutes, and is made once for all who read it") {
    Story story;
    story.publish();
    story.office.room.run_until(story.office.clock.time + 25h);
    const Reply before = story.office.get(story.page());
    const auto& updates = story.office.room.record(IncidentId(story.id)).updates;
    std::int64_t asked = 0;
    for (const PublishedUpdate& published : updates) {
        if (published.update.kind == UpdateKind::follow_up) asked = published.update.number;
    }
    REQUIRE(asked > 0);
    (void)story.office.room.store.put_answer({IncidentId(story.id), "over/" + std::to_string(asked), 1, "yes"}, story.office.clock.time);
    story.office.clock.time += 1min;
    CHECK(story.office.get(story.page()).header("ETag") == before.header("ETag"));
    story.office.clock.time += 5min;
    CHECK_THAT(story.office.get(story.page()).text, Contains("Of those who answered: it is over for them</dt><dd>100%"));
}

TEST_CASE("hostile values are text on the page of the review", "[S1.15]") {
    const std::string evil = "<script>alert(1)</script> \"quoted\" 'single' {{organisation}} <img src=x onerror=y>";
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->honesty = nullptr;  // it would refuse the placeholders, and nothing would reach the page
    setup->organisation = "Shop " + evil;
    setup->components = {{ComponentId("checkout"), "Component " + evil}};
    Office office(setup);
    const std::string id = office.declare({{"title", "Title " + evil.substr(0, 90)}, {"symptom", "symptom " + evil}});
    const std::string path = "/api/v1/incidents/" + id;
    REQUIRE(office.post(path + "/updates", json::object{{"words", "Words " + evil}, {"corrects", 1}}).status == 201);
    const json::array facts{json::object{{"kind", "cause"}, {"text", "cause " + evil}, {"confidence", "confirmed"}},
                            json::object{{"kind", "prevention"}, {"text", "change " + evil}, {"owner", "o" + evil.substr(0, 40)}, {"due", "2026-12-01T12:00:00Z"}}};
    REQUIRE(office.post(path + "/resolve", json::object{{"verified", "method " + evil}, {"facts", facts}}).status == 200);
    REQUIRE(office.post(path + "/review", json::object{{"words", "Review " + evil}}).status / 100 == 2);
    const std::string page = office.get("/incidents/" + id + "/review").text;
    INFO(page);
    CHECK_THAT(page, !Contains("<script") && !Contains("<img") && !Contains("\"quoted\"") && !Contains("'single'"));
    CHECK_THAT(page, Contains("&lt;script&gt;") && Contains("{{organisation}}"));
}
