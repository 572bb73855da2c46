// Listening: what customers report is kept, answered from the record, counted, and taken to those in charge.
#include "api_rig.hpp"
#include "honesty_rig.hpp"
#include "planned.hpp"

#include "daemon/desk/duty.hpp"

#include <fmt/format.h>

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

// An office whose settings for reports are these. Everybody is a stranger with an address of their own.
class Counter : public Office {
public:
    explicit Counter(ReportThresholds thresholds = {}, std::shared_ptr<desk::Setup> shop = shop_setup()) : Office(with(thresholds, std::move(shop))) { who = {}; }

    Reply report(json::object more = {}) {
        address = fmt::format("203.0.{}.{}", sent_ / 200, sent_ % 200);
        ++sent_;
        json::object body{{"text", "The card is declined."}, {"component", "checkout"}};
        for (auto& member : more) body[member.key()] = member.value();
        const http::Identity before = std::exchange(who, {});
        const Reply answer = post("/api/v1/reports", body);
        who = before;
        INFO(answer.text);
        REQUIRE(answer.status == 201);
        return answer;
    }
    std::string declare_as_staff(json::object more = {}) {
        who = {"comms-lead", http::Scope::respond};
        return declare(std::move(more));
    }
    Reply list(const std::string& query = "") {
        const http::Identity before = std::exchange(who, {"comms-lead", http::Scope::respond});
        const Reply answer = get("/api/v1/reports" + query);
        who = before;
        return answer;
    }
    std::size_t alarms(const std::string& incident) {
        const auto stored = room.store.find_incident(IncidentId(incident));
        return static_cast<std::size_t>(std::count_if(stored->events.begin(), stored->events.end(), [](const Event& event) {
            const auto* raised = std::get_if<AlarmRaised>(&event.body);
            return raised != nullptr && raised->kind == AlarmKind::reports;
        }));
    }

private:
    static std::shared_ptr<desk::Setup> with(ReportThresholds thresholds, std::shared_ptr<desk::Setup> setup) {
        setup->reports = thresholds;
        setup->reports_read_by = "Customer support";
        return setup;
    }
    int sent_ = 0;
};

}  // namespace

TEST_CASE("a report is answered at once: with a reference, and that nothing is known yet", "[S2.23][S4.11]") {
    Counter office;
    const Reply answer = office.report();
    CHECK(answer.string("/reference").size() == 7);
    CHECK(answer.at("/kept").as_bool());
    CHECK(answer.at("/known").as_array().empty());
    CHECK(answer.string("/text") == fmt::format("We have your report. Its reference is {}. It is on the list of Customer support from now on.\n"
                                                "We know of nothing about Checkout yet: nothing is declared for it.",
                                                answer.string("/reference")));
    CHECK(office.report().string("/reference") != answer.string("/reference"));
}

TEST_CASE("a report is answered from the record: the open incident, its last update and the next", "[S2.23]") {
    Counter office;
    const std::string id = office.declare_as_staff();
    const Reply answer = office.report();
    REQUIRE(answer.at("/known").as_array().size() == 1);
    CHECK(answer.string("/known/0/incident") == id);
    CHECK(answer.at("/known/0/last_update/number") == 1);
    CHECK_THAT(answer.string("/known/0/last_update/text"), Contains("Card payments fail at checkout"));
    CHECK(answer.string("/known/0/next_update") == "2026-11-22T14:15:00.000Z");
    CHECK_FALSE(answer.at("/known/0/overdue").as_bool());
    CHECK_THAT(answer.string("/text"), Contains("The next one comes by 22 Nov 2026, 14:15 UTC."));

    // Where a promise is being broken, that is what they are told.
    office.clock.time += 20min;
    CHECK(office.report().at("/known/0/overdue").as_bool());
    CHECK_THAT(office.report().string("/text"), Contains("was promised for 22 Nov 2026, 14:15 UTC and is overdue"));

    // What is about something else is not said to be known.
    CHECK(office.report({{"component", "search"}}).at("/known").as_array().empty());
}

TEST_CASE("the answer claims no more than the honesty check lets anybody claim", "[S2.23]") {
    Counter office;
    const auto check = [&](const Reply& answer) {
        Record record;
        const auto open = office.room.desk.open();
        const desk::Dossier dossier = open.empty() ? desk::Dossier{record, {}} : *open.front();
        for (const auto& finding : office.room.desk.findings(dossier, answer.string("/text"))) {
            INFO(answer.string("/text") << "\n" << finding.rule << " " << finding.message);
            CHECK(finding.severity != honesty::Severity::block);
        }
    };
    check(office.report());
    office.declare_as_staff();
    check(office.report());
}

TEST_CASE("a customer's words are kept as they are, under the reference that they were given", "[S0.17]") {
    Counter office;
    const std::string id = office.declare_as_staff();
    const std::string words = "Seit 9 Uhr: \"Karte abgelehnt\" <script>alert(1)</script>\nDreimal versucht.";
    const std::string reference = office.report({{"text", words}, {"blocked_task", "ein Geschenk kaufen"}, {"contact", "ana@example.org"}}).string("/reference");
    const Reply list = office.list("?incident=" + id.substr(0, 4));
    REQUIRE(list.at("/reports").as_array().size() == 1);
    CHECK(list.string("/reports/0/reference") == reference);
    CHECK(list.string("/reports/0/text") == words);
    CHECK(list.string("/reports/0/blocked_task") == "ein Geschenk kaufen");
    CHECK(list.string("/reports/0/contact") == "ana@example.org");
    CHECK(list.string("/reports/0/incident") == id);
    CHECK(office.room.store.find_report(ReportRef(reference))->text == words);
}

TEST_CASE("what customers write is for those who respond, and appears nowhere else", "[S0.17]") {
    Counter office;
    const std::string id = office.declare_as_staff();
    office.report({{"text", "canary-words"}, {"blocked_task", "canary-task"}, {"contact", "canary@example.org"}});
    for (const http::Identity& who : {http::Identity{}, http::Identity{"board", http::Scope::read}}) {
        office.who = who;
        for (const std::string& path : {std::string("/"), "/incidents/" + id, std::string("/report"), std::string("/how"), std::string("/metrics"), std::string("/api/v1/status"),
                                        "/api/v1/incidents/" + id, "/api/v1/incidents/" + id + "/next", "/api/v1/incidents/" + id + "/review",
                                        std::string("/api/v1/reports")}) {
            INFO(path << " for " << who.name);
            CHECK_THAT(office.get(path).text, !Contains("canary"));
        }
    }
    office.who = {"comms-lead", http::Scope::respond};
    CHECK_THAT(office.get("/api/v1/incidents/" + id).text, Contains("canary-task"));
    CHECK_THAT(office.get("/api/v1/incidents/" + id + "?events=true").text, !Contains("canary-words"));
}

TEST_CASE("reports are counted by component and incident, with what they keep people from", "[S4.12]") {
    Counter office;
    office.report({{"component", "search"}});
    const std::string id = office.declare_as_staff();
    for (const char* task : {"pay by card", "Pay by card!", "collect a parcel", ""}) office.report(*task == 0 ? json::object{} : json::object{{"blocked_task", task}});
    const Reply all = office.list();
    REQUIRE(all.at("/groups").as_array().size() == 2);
    CHECK(all.string("/groups/0/incident") == id);
    CHECK(all.at("/groups/0/count") == 4);
    CHECK(all.string("/groups/1/component") == "search");
    CHECK(all.at("/groups/1/incident").is_null());
    const Reply one = office.list("?incident=" + id);
    CHECK(one.at("/summary/count") == 4);
    CHECK(one.string("/summary/keep_from/0/text") == "pay by card");
    CHECK(one.at("/summary/keep_from/0/times") == 2);
    CHECK(office.list("?incident=none").at("/reports").as_array().size() == 1);

    office.who = {"comms-lead", http::Scope::respond};
    CHECK(office.get("/api/v1/incidents/" + id).at("/incident/reports/count") == 4);
    CHECK_THAT(office.get("/api/v1/incidents/" + id + "/next").text, Contains("4 customers report this; it keeps them from: pay by card (2), collect a parcel (1)."));
}

TEST_CASE("reports above a threshold call those in charge once, not for each of them", "[S0.7]") {
    Counter office({5, 15min, {}});
    const std::string id = office.declare_as_staff();
    for (int i = 0; i < 4; ++i) office.report();
    CHECK(office.alarms(id) == 0);
    for (int i = 0; i < 20; ++i) office.report();
    CHECK(office.alarms(id) == 1);

    // Somebody has seen it: only as many new ones call again.
    office.clock.time += 1min;
    office.room.does(IncidentId(id), Acknowledge{"on it"});
    for (int i = 0; i < 4; ++i) office.report();
    CHECK(office.alarms(id) == 1);
    office.report();
    CHECK(office.alarms(id) == 2);
}

TEST_CASE("an alarm for reports needs so many within the time, not ever", "[S0.7]") {
    Counter office({3, 15min, {}});
    const std::string id = office.declare_as_staff();
    for (int i = 0; i < 6; ++i) {
        office.report();
        office.clock.time += 8min;
    }
    CHECK(office.alarms(id) == 0);
}

TEST_CASE("enough reports open an incident by themselves, which says so and confirms nothing", "[S0.13][S1.12]") {
    Counter office({100, 15min, 3});
    office.report();
    office.clock.time += 2min;
    CHECK(office.report().at("/known").as_array().empty());
    const Reply third = office.report();
    REQUIRE(third.at("/known").as_array().size() == 1);
    const std::string id = third.string("/known/0/incident");
    CHECK_THAT(third.string("/known/0/last_update/text"), Contains("Customers report a problem with Checkout. We have not confirmed it yet."));

    office.who = {"comms-lead", http::Scope::respond};
    const Reply shown = office.get("/api/v1/incidents/" + id);
    CHECK(shown.string("/incident/origin") == "customer_report");
    CHECK(shown.string("/incident/declared_by") == "candord");
    CHECK(shown.string("/incident/facts/0/kind") == "started");
    CHECK(shown.string("/incident/facts/0/confidence") == "suspected");
    CHECK(shown.string("/incident/facts/0/time") == "2026-11-22T14:00:00.000Z");
    CHECK(shown.at("/incident/reports/count") == 3);  // those before it are with it
    CHECK_THAT(office.get("/").text, Contains("Reported, not confirmed") && !Contains("Minor impact"));
    // One more is counted, and opens nothing.
    CHECK(office.report().string("/known/0/incident") == id);
    CHECK(office.room.desk.open().size() == 1);
}

TEST_CASE("no number of reports opens an incident where nobody wants that", "[S0.13]") {
    Counter office;
    for (int i = 0; i < 30; ++i) office.report();
    CHECK(office.room.desk.open().empty());
    office.who = {"board", http::Scope::read};
    CHECK(office.get("/api/v1/status").at("/reports/0/count") == 30);
    CHECK_THAT(office.get("/metrics").text, Contains("candor_reports_waiting 30"));
}

TEST_CASE("reports that no incident is about are taken to whoever would own one, once in a while", "[S0.13]") {
    Counter office({.escalate_at = 3, .within = 15min, .declare_at = {}}, planned_setup());
    const auto written_to = [&] {
        std::string people;
        const auto exchange = office.room.store.exchange({}, std::array{store::Room{desk::duty_mail, 10, false}}, office.clock.time);
        std::vector<store::Settled> settled;
        for (const store::Claim& claim : exchange.claims) {
            people += claim.recipient + " ";
            Delivery arrived = claim.delivery;
            arrived.state = DeliveryState::delivered;
            settled.push_back({claim.key, arrived, office.clock.time});
        }
        if (!settled.empty()) static_cast<void>(office.room.store.exchange(settled, {}, office.clock.time));
        return people;
    };
    office.room.store.sync_recipients(desk::duty_mail, std::array{store::Recipient{"comms-lead", "comms-lead@example.org"}});
    office.report();
    office.report();
    CHECK(written_to().empty());
    office.report();
    CHECK(written_to() == "comms-lead ");
    office.report();
    CHECK(written_to().empty());
    office.clock.time += 16min;
    for (int i = 0; i < 3; ++i) office.report();
    CHECK(written_to() == "comms-lead ");
    CHECK(office.room.desk.open().empty());
}

TEST_CASE("an incident is declared from what customers report, with nothing else to type", "[S0.13]") {
    Counter office;
    office.who = {"comms-lead", http::Scope::respond};
    const Reply none = office.post("/api/v1/incidents", {{"from_reports", "checkout"}});
    CHECK(none.status == 409);
    CHECK(none.string("/error/code") == "missing_fact");
    CHECK(office.post("/api/v1/incidents", {{"from_reports", "kitchen"}}).string("/error/field") == "from_reports");
    CHECK(office.post("/api/v1/incidents", json::object{}).status == 422);

    office.report();
    office.clock.time += 3min;
    office.report();
    const Reply declared = office.post("/api/v1/incidents", {{"from_reports", "checkout"}});
    INFO(declared.text);
    REQUIRE(declared.status == 201);
    CHECK(declared.string("/incident/title") == "Checkout");
    CHECK(declared.string("/incident/origin") == "customer_report");
    CHECK_THAT(declared.string("/update/text"), Contains("We have not confirmed it yet."));
    CHECK(office.list("?incident=" + declared.string("/incident/id")).at("/summary/count") == 2);
    CHECK(office.list("?incident=none").at("/reports").as_array().empty());
}

TEST_CASE("resolving while customers still report needs a reason, and is never forbidden", "[S0.7]") {
    Counter office;
    const std::string path = "/api/v1/incidents/" + office.declare_as_staff();
    office.report();
    office.report();
    const json::object body{{"verified", "50 test payments"}};
    const Reply warned = office.post(path + "/resolve", body);
    CHECK(warned.status == 422);
    CHECK(warned.string("/error/code") == "warned_by_rule");
    CHECK_THAT(warned.string("/error/message"), Contains("2 customers have reported this in the last 15 min"));
    CHECK_THAT(warned.string("/error/mend"), Contains("--because"));
    CHECK_THAT(office.post(path + "/resolve?preview=true", body).text, Contains("2 customers have reported this"));

    const Reply resolved = office.post(path + "/resolve", {{"verified", "50 test payments"}, {"because", "both use a card that has expired"}});
    REQUIRE(resolved.status == 200);
    CHECK(resolved.string("/incident/status") == "resolved");
    CHECK(resolved.string("/update/overrides/0/rule") == "reports");

    // Those who report after that are told what was said, and are counted with it.
    const Reply after = office.report();
    CHECK(after.string("/known/0/status") == "resolved");
    CHECK_THAT(after.string("/text"), Contains("We called it resolved at 22 Nov 2026, 14:00 UTC; your report says that we may be wrong."));
}

TEST_CASE("old reports do not stand in the way of the end") {
    Counter office;
    const std::string path = "/api/v1/incidents/" + office.declare_as_staff();
    office.report();
    office.clock.time += 16min;
    CHECK(office.post(path + "/resolve", {{"verified", "50 test payments"}}).status == 200);
}

TEST_CASE("a flood fills nothing, and is answered from the record all the same", "[S2.23]") {
    Counter office;
    const std::string id = office.declare_as_staff();
    office.who = {};
    const auto from = [&](const std::string& address) {
        office.address = address;
        return office.post("/api/v1/reports", {{"text", "flood"}, {"component", "checkout"}});
    };
    int kept = 0;
    for (int i = 0; i < 50; ++i) kept += from("198.51.100.7").status == 201 ? 1 : 0;
    CHECK(kept == 10);
    const Reply refused = from("198.51.100.7");
    CHECK(refused.status == 200);
    CHECK(refused.at("/reference").is_null());
    CHECK(refused.string("/known/0/incident") == id);
    CHECK_THAT(refused.string("/text"), Contains("are not kept"));
    CHECK(from("198.51.100.8").status == 201);  // somebody else is not kept out
    office.clock.time += 30s;
    CHECK(from("198.51.100.7").status == 201);
    CHECK(from("198.51.100.7").status == 200);

    // A /64 is one sender, however many addresses it has; and all together have a limit, too.
    int of_network = 0;
    for (int i = 0; i < 50; ++i) of_network += from(fmt::format("2001:db8:0:7::{:x}", i + 1)).status == 201 ? 1 : 0;
    CHECK(of_network == 10);
    int of_all = 0;
    for (int i = 0; i < 400; ++i) of_all += from(fmt::format("2001:db8:1:{:x}::1", i)).status == 201 ? 1 : 0;
    CHECK(of_all < 300);
    office.who = {"board", http::Scope::read};
    CHECK_THAT(office.get("/metrics").text, Contains("candor_reports_total{kept=\"no\"} "));
}

TEST_CASE("what the limits remember is bounded, and forgets who has been quiet") {
    listen::Limiter limiter({{2, 10s}, {1'000'000, 1s}, 3});
    Time now = *parse_rfc3339("2026-11-22T14:00:00Z");
    for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) CHECK(limiter.allow(address, now));
    // No room: these two share what is left.
    CHECK(limiter.allow("192.0.2.4", now));
    CHECK(limiter.allow("192.0.2.5", now));
    CHECK_FALSE(limiter.allow("192.0.2.6", now));
    now += 20s;
    CHECK(limiter.allow("192.0.2.6", now));
    CHECK(limiter.allow("192.0.2.6", now));
    CHECK_FALSE(limiter.allow("192.0.2.6", now));
    CHECK(listen::address_key("192.0.2.1") != listen::address_key("192.0.2.2"));
    CHECK(listen::address_key("2001:db8::1") == listen::address_key("2001:db8::ffff:2"));
    CHECK(listen::address_key("2001:db8:0:1::1") != listen::address_key("2001:db8:0:2::1"));
}

TEST_CASE("what cannot be a report is refused with its field, and nothing is kept") {
    Counter office;
    const auto field = [&](const json::object& body) {
        const Reply answer = office.post("/api/v1/reports", body);
        CHECK(answer.status == 422);
        return answer.string("/error/field");
    };
    CHECK(field({{"text", ""}}) == "text");
    CHECK(field({{"text", std::string(2001, 'x')}}) == "text");
    CHECK(field({{"text", "x"}, {"component", "kitchen"}}) == "component");
    CHECK(field({{"text", "x"}, {"contact", "nobody"}}) == "contact");
    CHECK(field({{"text", "x"}, {"incident", "zzzzzzzzzzzz"}}) == "incident");
    CHECK(field({{"text", "x"}, {"colour", "red"}}) == "colour");
    CHECK(office.post("/api/v1/reports", {{"text", std::string(65'000, 'x')}, {"blocked_task", "x"}, {"contact", std::string(1000, 'x')}}).status == 413);
    CHECK(office.list().at("/reports").as_array().empty());
    CHECK(office.post("/api/v1/reports", {{"text", "a\x1b[2Jb\r\n\x07"}}).status == 201);
    CHECK(office.list().string("/reports/0/text") == "a[2Jb");
}

TEST_CASE("the metrics know what customers had to say before we did", "[S1.14][S1.1]") {
    Counter office;
    const auto told = GENERATE(0, 4);  // recipients
    std::vector<store::Recipient> recipients;
    for (int i = 0; i < told; ++i) recipients.push_back({std::to_string(i), std::to_string(i) + "@example.org"});
    office.room.store.sync_recipients(ChannelId("customers"), recipients);
    office.report();
    office.clock.time += 1min;
    office.declare_as_staff();
    office.report();
    office.who = {"board", http::Scope::read};
    const std::string metrics = office.get("/metrics").text;
    CHECK_THAT(metrics, Contains("candor_proactive_ratio 0"));
    if (told == 0) {
        CHECK_THAT(metrics, !Contains("candor_reports_per_1000_recipients"));
        return;
    }
    CHECK_THAT(metrics, Contains("candor_reports_per_1000_recipients{when=\"before_first_update\"} 250"));
    CHECK_THAT(metrics, Contains("candor_reports_per_1000_recipients{when=\"after_first_update\"} 250"));

    office.declare_as_staff({{"title", "Search is slow"}, {"components", {"search"}}, {"impact", "minor"}});
    office.who = {"board", http::Scope::read};
    CHECK_THAT(office.get("/metrics").text, Contains("candor_proactive_ratio 0.5"));
}
