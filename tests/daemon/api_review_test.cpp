// Looking back, looking ahead and reading out, through the API. What it answers is kept in golden/ctl, where the command
// line's tests show it to people: CANDOR_UPDATE_GOLDEN=1 writes it anew.
#include "api_rig.hpp"
#include "golden_answer.hpp"

#include "core/honesty/catalogue.hpp"
#include "core/message/spoken.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

// One command after the other, as people type them.
void record(Office& office, const std::string& path, const json::object& fact) {
    office.clock.time += 1s;
    const Reply answer = office.post(path + "/facts", fact);
    INFO(answer.text);
    REQUIRE(answer.status == 201);
}

struct Story {
    explicit Story(Office& o) : office(o) {
        office.clock.time = *parse_rfc3339("2026-11-22T13:00:00Z");
        office.room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{{"a@example.net", "a@example.net"}, {"b@example.net", "b@example.net"}});
        office.room.store.sync_recipients(ChannelId("partners"), std::vector<store::Recipient>{{"shop", "https://hooks.example.net"}});
        id = office.declare({{"symptom", "card payments are declined"}, {"deputy", "duty-manager"}});
        path = "/api/v1/incidents/" + id;
        after(4min);
        record(office, path, {{"kind", "started"}, {"time", "2026-11-22T12:40:00Z"}});
        record(office, path, {{"kind", "workaround"}, {"text", "pay by bank transfer"}});
        record(office, path, {{"kind", "cause"}, {"text", "a failed upgrade"}, {"confidence", "suspected"}});
        record(office, path, {{"kind", "action"}, {"text", "switching payments to the second gateway"}});
        says("/updates", {});
        deliver();
    }

    void go_on() {
        after(20min);
        REQUIRE(office.post(path + "/facts/f5/retract", {{"reason", "the upgrade had not begun"}}).status == 200);
        // The desk was away from 13:24 to 13:50.
        office.clock.time += 26min;
        REQUIRE(office.room.await(office.room.desk.tick()) == 1);
        says("/updates", {{"words", "It is not all cards, only one kind."}, {"corrects", 2}});
    }

    void end() {
        after(5min);
        record(office, path, {{"kind", "cause"}, {"text", "an expired certificate at the gateway"}, {"confidence", "confirmed"}});
        record(office, path, {{"kind", "data_loss"}, {"answer", "no"}, {"method", "compared with the ledger"}});
        record(office, path, {{"kind", "prevention"}, {"text", "an alert on certificates"}, {"owner", "platform-lead"}, {"due", "2026-12-01T12:00:00Z"}});
        after(5min);
        says("/resolve", {{"verified", "300 test payments, none declined"}});
        office.clock.time += 6min;
        deliver();
    }

    // Everything that is under way arrives now, and what waits for it; what goes to partners fails.
    void deliver() {
        const std::vector<store::Room> rooms{{ChannelId("customers"), 100, false}, {ChannelId("partners"), 100, false}};
        std::vector<store::Settled> settled;
        do {
            const auto exchange = office.room.store.exchange(std::exchange(settled, {}), rooms, office.clock.time);
            for (const store::Claim& claim : exchange.claims) settled.push_back(outcome_of(claim));
        } while (!settled.empty());
    }

    [[nodiscard]] store::Settled outcome_of(const store::Claim& claim) const {
        const bool to_partners = claim.recipient == "shop";
        const Outcome outcome{to_partners ? Verdict::permanent : Verdict::delivered, to_partners ? 410 : 250, "", {}, ""};
        return {claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_replaceable(), office.clock.time, 0), office.clock.time};
    }

    void after(Duration time) { office.room.run_until(office.clock.time + time); }
    void says(const std::string& verb, const json::object& body) {
        const Reply answer = office.post(path + verb, body);
        INFO(answer.text);
        REQUIRE(answer.status / 100 == 2);
    }

    Office& office;
    std::string id;
    std::string path;
};

std::shared_ptr<desk::Setup> setup_with_motto() {
    auto setup = shop_setup();
    setup->motto = "What we promise, we keep.";
    setup->contact = "help@example.org";
    return setup;
}

}  // namespace

TEST_CASE("an incident is looked back on: speed beside honesty, words apart from repair", "[S0.31][S4.2]") {
    Office office(setup_with_motto());
    Story story(office);
    story.go_on();
    story.end();
    const Reply answer = office.get(story.path + "/review");
    REQUIRE(answer.status == 200);
    check_golden("review", answer.body);
    // Worked out by hand: declared at 13:00, begun at 12:40, ended at 14:00; each fact took a second to type.
    CHECK(answer.at("/review/repair/declared_after_seconds") == 20 * 60);
    CHECK(answer.at("/review/repair/workaround_after_seconds") == 4 * 60 + 4);
    CHECK(answer.at("/review/repair/fixed_after_seconds") == 80 * 60 + 7);
    CHECK(answer.at("/review/communication/first_update_seconds") == 0);
    CHECK(answer.at("/review/promises/missed").as_int64() > 0);
    CHECK(answer.at("/review/motto") == "What we promise, we keep.");
    CHECK(answer.at("/review/metrics").as_array().size() == 8);
}

TEST_CASE("the review of an incident that is still open is how it stands now") {
    Office office;
    Story story(office);
    const Reply answer = office.get(story.path + "/review");
    REQUIRE(answer.status == 200);
    CHECK(answer.at("/review/incident/ended_at").is_null());
    CHECK(answer.at("/review/repair/fixed_after_seconds").is_null());
    CHECK(answer.at("/review/motto").is_null());
}

TEST_CASE("the finding that was set aside stands in the review with its reason, and without a name", "[S1.13][S2.19]") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare();
    const Reply said = office.post(path + "/updates", {{"words", "The cause was an expired certificate."}, {"because", "the vendor has told us on the phone"}});
    REQUIRE(said.status == 202);
    office.who.name = "head-of-support";
    REQUIRE(office.post(path + "/approvals/a1", {{"answer", "approve"}}).status == 200);
    const Reply answer = office.get(path + "/review");
    REQUIRE(answer.at("/review/findings/overridden").as_array().size() == 1);
    const json::object& one = answer.at("/review/findings/overridden/0").as_object();
    CHECK(one.at("rule") == "HON-204");
    CHECK(one.at("reason") == "the vendor has told us on the phone");
    CHECK(one.at("two_people") == true);
    CHECK_FALSE(one.contains("by"));
}

TEST_CASE("what is left to do shrinks as it is done, and each step names the rule that asks for it", "[S1.7]") {
    Office office;
    const std::string id = office.declare({{"scope", "unknown"}});
    const std::string path = "/api/v1/incidents/" + id;
    const auto ids = [&] {
        std::vector<std::string> found;
        const Reply answer = office.get(path + "/next");
        REQUIRE(answer.status == 200);
        for (const json::value& step : answer.at("/steps").as_array()) {
            found.emplace_back(step.at("id").as_string());
            CHECK_THAT(std::string(step.at("command").as_string()), Catch::StartsWith("candor ") && Contains(id));
            for (const json::value& rule : step.at("rules").as_array()) {
                CHECK(shipped_honesty()->catalogue.find(std::string(rule.as_string())) != nullptr);
            }
        }
        return found;
    };
    check_golden("next", office.get(path + "/next").body);
    const auto before = ids();
    record(office, path, {{"kind", "symptom"}, {"text", "card payments are declined"}});
    auto after = ids();
    CHECK(after.size() + 1 == before.size());
    CHECK(std::find(after.begin(), after.end(), "symptom_missing") == after.end());
}

TEST_CASE("what is read out is the last update, with the number and the hash that are the same everywhere", "[S0.6][S3.19]") {
    Office office(setup_with_motto());
    Story story(office);
    const Reply said = office.get(story.path + "/say");
    INFO(said.text);
    REQUIRE(said.status == 200);
    check_golden("say", said.body);
    const Reply why = office.get(story.path + "/updates/2/why");
    CHECK(said.string("/update/id") == why.string("/update/id"));
    CHECK(said.string("/text_sha256") == why.string("/text_sha256"));
    CHECK(said.at("/words").as_int64() <= static_cast<std::int64_t>(words_in_forty_seconds));
    CHECK_THAT(office.get("/incidents/" + story.id).text, Contains("switching payments to the second gateway"));
    CHECK_THAT(said.string("/text"), Contains("switching payments to the second gateway"));

    // What is recorded later is said when an update has said it.
    record(office, story.path, {{"kind", "symptom"}, {"text", "refunds are slow"}});
    CHECK(office.get(story.path + "/say").string("/text") == said.string("/text"));
    CHECK(office.get(story.path + "/say").at("/overdue") == false);
    office.clock.time += 3h;
    CHECK(office.get(story.path + "/say").at("/overdue") == true);
}

TEST_CASE("what was promised and did not come true is admitted to whoever asks", "[S3.19]") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare();
    REQUIRE(office.post(path + "/updates", {{"facts", json::array{json::object{{"kind", "eta"}, {"latest", "2026-11-22T14:10:00Z"}, {"basis", "the length of the last restart"}}}}}).status == 201);
    office.room.run_until(office.clock.time + 40min);
    const auto text = office.get(path + "/say").string("/text");
    CHECK_THAT(text, Contains("We said it would be over by 14:10 UTC. It is not over."));
    CHECK_THAT(text, Contains("We have found a problem with Checkout."));
}

TEST_CASE("what an update had to leave out is not read out either, and it is the first thing to mend", "[S3.19][S1.7]") {
    auto unchecked = shop_setup();
    unchecked->honesty = nullptr;
    Office office(unchecked);
    const std::string path = "/api/v1/incidents/" + office.declare();
    record(office, path, {{"kind", "action"}, {"text", "this will be resolved shortly"}});
    CHECK_THAT(office.get(path + "/say").string("/text"), !Contains("shortly"));  // no update has said it yet
    office.room.desk.adopt(shop_setup());
    office.room.run_until(office.clock.time + 30min);
    const Reply said = office.get(path + "/say");
    const Reply why = office.get(path + "/updates/" + std::to_string(said.at("/update/number").as_int64()) + "/why");
    INFO(why.text);
    REQUIRE(why.string("/update/withheld/0/what") == "f2");
    CHECK_THAT(said.string("/text"), !Contains("shortly"));
    const Reply next = office.get(path + "/next");
    CHECK(next.string("/steps/0/id") == "fact_withheld");
    CHECK(next.string("/steps/0/urgency") == "now");
}

TEST_CASE("each role is told its exact authority, by the table that lets requests in", "[S1.6]") {
    Office office;
    for (const http::Scope scope : {http::Scope::read, http::Scope::respond, http::Scope::admin}) {
        office.who = {"somebody", scope};
        const Reply answer = office.get("/api/v1/whoami?can=true");
        REQUIRE(answer.status == 200);
        check_golden("whoami_" + std::string(to_string(scope)), answer.body);
        std::size_t told = 0;
        for (const json::value& one : answer.at("/can").as_array()) {
            for (const http::Route& route : office.router->routes()) {
                if (route.pattern != std::string_view(one.at("path").as_string()) || to_string(route.method) != std::string_view(one.at("method").as_string())) continue;
                CHECK(one.at("allowed").as_bool() == (scope >= route.scope));
                ++told;
            }
        }
        CHECK(told == answer.at("/can").as_array().size());
        CHECK(told > 20);
    }
    CHECK_FALSE(office.get("/api/v1/whoami").body.as_object().contains("can"));
}

namespace {

// The value of a metric without labels; "none" where it is not told.
std::string told(Office& office, const std::string& name) {
    const std::string text = office.get("/metrics").text;
    const auto at = text.find("\n" + name + " ");
    if (at == std::string::npos) return "none";
    const auto from = at + name.size() + 2;
    return text.substr(from, text.find('\n', from) - from);
}

std::optional<double> figure(const Reply& answer, std::string_view metric, std::string_view name) {
    for (const json::value& one : answer.at("/review/metrics").as_array()) {
        if (one.at("id").as_string() != metric) continue;
        for (const json::value& figure : one.at("figures").as_array()) {
            if (figure.at("name").as_string() != name) continue;
            if (figure.at("value").is_null()) return std::nullopt;
            return figure.at("value").to_number<double>();
        }
    }
    FAIL("no figure " << metric << " " << name);
    return {};
}

}  // namespace

TEST_CASE("the review has what was answered and who has left, and says why where there is nothing", "[S1.26][S3.16][S3.17][S4.23][M8]") {
    Office office(setup_with_motto());
    Story story(office);
    story.go_on();
    story.end();
    Reply answer = office.get(story.path + "/review");
    CHECK_FALSE(figure(answer, "M8", "satisfied"));
    CHECK_FALSE(figure(answer, "M8", "follow_up_sent"));
    CHECK(figure(answer, "M8", "attrition") == 0);
    // Both customers were reached; the partner's hook never took anything. One of the two has left.
    office.room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{{"a@example.net", "a@example.net"}});
    CHECK(figure(office.get(story.path + "/review"), "M8", "attrition") == 0.5);

    // The question goes out a day after the end; three of four say that it is over.
    story.after(25h);
    answer = office.get(story.path + "/review");
    CHECK(figure(answer, "M8", "follow_up_sent") == 1);
    const auto& updates = office.room.record(IncidentId(story.id)).updates;
    REQUIRE(updates.back().update.kind == UpdateKind::follow_up);
    const std::string question = "over/" + std::to_string(updates.back().update.number);
    for (int recipient = 1; recipient <= 4; ++recipient) {
        (void)office.room.store.put_answer({IncidentId(story.id), question, recipient, recipient == 2 ? "no" : "yes"}, office.clock.time);
    }
    CHECK(figure(office.get(story.path + "/review"), "M8", "satisfied") == 0.75);
    const Reply last = office.get(story.path + "/review");
    for (const json::value& metric : last.at("/review/metrics").as_array()) {
        for (const json::value& one : metric.at("figures").as_array()) CHECK(one.at("value").is_null() != one.at("not_recorded").is_null());
    }
}

TEST_CASE("the figures of the house are over what ended, and follow what changes", "[S4.23][S2.13]") {
    Office office(setup_with_motto());
    Story story(office);
    CHECK(told(office, "candor_headline_records{kind=\"incident\"}") == "0");
    CHECK(told(office, "candor_promises_kept_ratio") == "none");  // nothing has ended: no number
    story.go_on();
    story.end();
    office.clock.time += 1min;
    const Reply review = office.get(story.path + "/review");
    CHECK(told(office, "candor_headline_records{kind=\"incident\"}") == "1");
    CHECK(std::stod(told(office, "candor_promises_kept_ratio")) == Approx(*figure(review, "M3", "kept")).epsilon(0.001));
    CHECK(std::stod(told(office, "candor_cadence_kept_ratio")) == Approx(*figure(review, "M2", "kept")).epsilon(0.001));
    CHECK(told(office, "candor_time_to_first_update_seconds") == "0");
    CHECK(told(office, "candor_detect_to_open_seconds") == "1200");
    CHECK(std::stod(told(office, "candor_delivered_ratio")) == Approx(*figure(review, "M5", "delivered")).epsilon(0.001));
    CHECK(told(office, "candor_follow_ups_sent_ratio") == "none");
    story.after(25h);  // the question goes out: the record has changed, and its figures are looked at again
    CHECK(told(office, "candor_follow_ups_sent_ratio") == "1");
    // People leave without a word in the record: that is looked for after some hours.
    CHECK(told(office, "candor_attrition_ratio") == "0");
    office.room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{});
    CHECK(told(office, "candor_attrition_ratio") == "0");
    office.clock.time += 7h;
    CHECK(told(office, "candor_attrition_ratio") == "1");
    office.clock.time += std::chrono::days{90};
    CHECK(told(office, "candor_headline_records{kind=\"incident\"}") == "0");
    CHECK(told(office, "candor_attrition_ratio") == "none");
}

TEST_CASE("every figure of the review has a gauge of the house with its meaning") {
    Office office(setup_with_motto());
    Story story(office);
    story.go_on();
    story.end();
    story.after(25h);
    const std::string text = office.get("/metrics").text;
    std::size_t gauges = 0;
    std::size_t figures = 0;
    for (int i = 1; i <= 8; ++i) {
        const std::string mark = " M" + std::to_string(i) + ": ";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) ++gauges;
    }
    // M7 and the contacts are those of the cases, of which there are none.
    const Reply review = office.get(story.path + "/review");
    for (const json::value& metric : review.at("/review/metrics").as_array()) {
        for (const json::value& one : metric.at("figures").as_array()) figures += one.at("value").is_null() ? 0U : 1U;
    }
    CHECK(gauges == figures);
    CHECK(gauges > 12);
}
