// M6 and the proactive ratio, held against what can be computed by hand.
#include "incident_builder.hpp"

#include "core/review/metrics.hpp"
#include "core/review/next.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::test;

namespace {

std::optional<double> effort_figure(const review::Review& review, std::string_view metric, std::string_view name) {
    for (const review::Metric& one : review.metrics) {
        if (one.id != metric) continue;
        for (const review::Figure& effort_figure : one.figures) {
            if (effort_figure.name == name) return effort_figure.value;
        }
    }
    FAIL("no figure " << metric << " " << name);
    return {};
}

review::Review look_back(const Incident& incident, const std::optional<review::Listening>& listening) {
    return review::look_back(incident.record.id, incident.events, {}, incident.now, listening);
}

std::vector<review::Step> steps(const Incident& incident, review::Surroundings around) {
    around.now = incident.now;
    auto all = review::next_steps(incident.record, around);
    return all;
}

const review::Step* find_step(const std::vector<review::Step>& steps, std::string_view id) {
    for (const review::Step& step : steps) {
        if (step.id == id) return &step;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("M6: reports before and after the first update, for each thousand who are told", "[S1.14]") {
    Incident incident;
    const Time first = incident.now;  // declared, and published with it
    incident.declare();
    incident.now += 1h;
    // 3 before, 5 at that time or later, 2,000 recipients: 1.5 and 2.5 in 1,000.
    const review::Listening listening{{first - 9min, first - 2min, first - Duration(1), first, first + 1s, first + 2min, first + 20min, first + 59min}, 2000};
    const auto review = look_back(incident, listening);
    CHECK(effort_figure(review, "M6", "reports_before_first_update") == Approx(1.5));
    CHECK(effort_figure(review, "M6", "reports_after_first_update") == Approx(2.5));
    CHECK(effort_figure(review, "M6", "proactive") == Approx(0));
    CHECK(effort_figure(look_back(incident, review::Listening{{first}, 10}), "M6", "proactive") == Approx(1));

    // Without anybody to compare with there is no number, and it says why.
    const auto nobody = look_back(incident, review::Listening{{first}, 0});
    CHECK_FALSE(effort_figure(nobody, "M6", "reports_after_first_update").has_value());
    CHECK(nobody.metrics.at(5).missing == "nobody is told by a channel");
    CHECK(look_back(incident, std::nullopt).metrics.at(5).missing == "what customers report is not recorded");
}

TEST_CASE("the proactive ratio: of four incidents three were published before the first report", "[S1.1]") {
    const Time at = *parse_rfc3339("2026-11-22T14:00:00Z");
    const std::vector<review::Opening> openings{{at, at + 1min}, {at, std::nullopt}, {at, at - 1s}, {at, at}};
    CHECK(review::proactive_ratio(openings) == Approx(0.75));
    CHECK_FALSE(review::proactive_ratio({}).has_value());
}

TEST_CASE("what customers report is offered to the owner as wording, and never claimed to be confirmed", "[S4.12]") {
    Incident incident;
    incident.declare();
    review::Surroundings around;
    around.reports = {12, incident.now - 5min, incident.now, {{"pay by card; rm -rf \"$HOME\"", 9}, {"collect a parcel", 2}}};
    const auto found = steps(incident, around);
    const auto* step = find_step(found, "reports_keep_from");
    REQUIRE(step != nullptr);
    CHECK(step->what == "12 customers report this; it keeps them from: pay by card; rm -rf \"$HOME\" (9), collect a parcel (2).");
    // A shell makes nothing of it, and it is no more than suspected.
    CHECK(step->command == "candor fact inc symptom 'pay by card; rm -rf \"$HOME\"' --confidence suspected");

    around.reports.tasks.clear();
    const auto counted = steps(incident, around);
    REQUIRE(find_step(counted, "reports") != nullptr);
    CHECK(find_step(counted, "reports")->command == "candor reports inc");
}

TEST_CASE("reports after the end are the first thing to look at", "[S0.7]") {
    Incident incident;
    incident.declare();
    incident.does(Resolve{"", {fact(Verification{"50 test payments", true})}});
    review::Surroundings around;
    around.reports = {3, incident.now - 1h, incident.now - 1s, {}};
    CHECK(find_step(steps(incident, around), "reported_after_end") == nullptr);
    around.reports.last = incident.now + 1min;
    const auto found = steps(incident, around);
    REQUIRE(find_step(found, "reported_after_end") != nullptr);
    CHECK(found.front().id == "reported_after_end");
}

TEST_CASE("an alert that has stopped is a reason to check, and no end", "[S1.12]") {
    Incident incident;
    incident.declare();
    review::Surroundings around;
    around.alerts_stopped = 1;
    REQUIRE(find_step(steps(incident, around), "alerts_stopped") != nullptr);
    around.alerts_firing = 1;
    CHECK(find_step(steps(incident, around), "alerts_stopped") == nullptr);
    incident.does(Resolve{"", {fact(Verification{"50 test payments", true})}});
    REQUIRE(find_step(steps(incident, around), "alerts_after_end") != nullptr);
}
