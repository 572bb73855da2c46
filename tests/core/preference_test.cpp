// How much a recipient wants to hear, and when not.
#include "core/audience/preference.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

Time time_of(const char* time) {
    return *parse_rfc3339(std::string("2026-11-22T") + time + "Z");
}

// As clocks in Berlin go around the last Sunday of October 2026: 02:00 comes twice.
class Berlin final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time time) const override {
        const bool summer = time < *parse_rfc3339("2026-10-25T01:00:00Z");
        return {summer ? 2h : 1h, summer ? "CEST" : "CET"};
    }
    [[nodiscard]] std::string_view name() const override { return "Europe/Berlin"; }
};

Preference wants(HowMuch updates, const char* quiet = "") {
    return {updates, parse_quiet_hours(quiet), ""};
}

const WhenToSend now_at_once = SendNow{};
const WhenToSend never = LeaveOut{};

WhenToSend hold(Time time) {
    return HoldUntil{time};
}

}  // namespace

TEST_CASE("nobody hears less than the start, corrections and the end, at any hour", "[S4.4]") {
    const Time night = time_of("23:30:00");
    for (const HowMuch updates : {HowMuch::every, HowMuch::digest, HowMuch::milestones}) {
        for (const UpdateKind kind : {UpdateKind::first, UpdateKind::correction, UpdateKind::resolution, UpdateKind::withdrawal}) {
            CHECK(when_to_send(wants(updates, "22:00-07:00"), kind, night - 1min, night, utc()) == now_at_once);
        }
        // Who has heard nothing of it yet hears whatever comes: to them it is the start.
        CHECK(when_to_send(wants(updates, "22:00-07:00"), UpdateKind::progress, std::nullopt, night, utc()) == now_at_once);
    }
}

TEST_CASE("a digest is one update an hour at most, counted from the last one that arrived", "[S4.4]") {
    const Time last = time_of("14:00:10");
    const auto digest = wants(HowMuch::digest);
    CHECK(when_to_send(digest, UpdateKind::progress, last, time_of("14:15:00"), utc()) == hold(time_of("15:00:10")));
    CHECK(when_to_send(digest, UpdateKind::holding, last, time_of("15:00:10"), utc()) == now_at_once);
    CHECK(when_to_send(digest, UpdateKind::holding, last, time_of("16:30:00"), utc()) == now_at_once);
    CHECK(when_to_send(digest, UpdateKind::follow_up, last, time_of("14:15:00"), utc()) == now_at_once);
}

TEST_CASE("milestones leave out what is between the start and the end, and ask after it", "[S4.4]") {
    const auto milestones = wants(HowMuch::milestones);
    CHECK(when_to_send(milestones, UpdateKind::progress, time_of("14:00:00"), time_of("15:00:00"), utc()) == never);
    CHECK(when_to_send(milestones, UpdateKind::holding, time_of("14:00:00"), time_of("15:00:00"), utc()) == never);
    CHECK(when_to_send(milestones, UpdateKind::follow_up, time_of("14:00:00"), time_of("15:00:00"), utc()) == now_at_once);
    CHECK(when_to_send(milestones, UpdateKind::review, time_of("14:00:00"), time_of("15:00:00"), utc()) == now_at_once);
}

TEST_CASE("quiet hours hold what is not urgent until they are over, past midnight and across a change of the clocks", "[S4.4]") {
    const auto quiet = wants(HowMuch::every, "22:00-07:00");
    const Time last = time_of("12:00:00");
    CHECK(when_to_send(quiet, UpdateKind::progress, last, time_of("21:59:59"), utc()) == now_at_once);
    CHECK(when_to_send(quiet, UpdateKind::progress, last, time_of("22:00:00"), utc()) == hold(*parse_rfc3339("2026-11-23T07:00:00Z")));
    CHECK(when_to_send(quiet, UpdateKind::progress, last, *parse_rfc3339("2026-11-23T06:59:00Z"), utc()) == hold(*parse_rfc3339("2026-11-23T07:00:00Z")));
    CHECK(when_to_send(quiet, UpdateKind::progress, last, *parse_rfc3339("2026-11-23T07:00:00Z"), utc()) == now_at_once);
    CHECK(when_to_send(quiet, UpdateKind::review, last, time_of("23:00:00"), utc()) == hold(*parse_rfc3339("2026-11-23T07:00:00Z")));
    const auto noon = wants(HowMuch::every, "12:00-14:00");
    CHECK(when_to_send(noon, UpdateKind::progress, last, time_of("13:00:00"), utc()) == hold(time_of("14:00:00")));
    CHECK(when_to_send(noon, UpdateKind::progress, last, time_of("14:00:00"), utc()) == now_at_once);

    // 21:30 UTC is 23:30 in Berlin's summer; the clocks go back that night, and 07:00 is 06:00 UTC.
    const Time evening = *parse_rfc3339("2026-10-24T21:30:00Z");
    CHECK(when_to_send(quiet, UpdateKind::progress, evening - 2h, evening, Berlin()) == hold(*parse_rfc3339("2026-10-25T06:00:00Z")));
}

TEST_CASE("a digest whose hour ends at night waits for the morning", "[S4.4]") {
    CHECK(when_to_send(wants(HowMuch::digest, "22:00-07:00"), UpdateKind::progress, time_of("21:30:00"), time_of("21:45:00"), utc()) ==
          hold(*parse_rfc3339("2026-11-23T07:00:00Z")));
}

TEST_CASE("a preference is kept in a line and read back") {
    const Preference all[] = {{}, wants(HowMuch::digest), wants(HowMuch::milestones), {HowMuch::every, parse_quiet_hours("22:00-07:00"), ""},
                              {HowMuch::digest, parse_quiet_hours("00:00-06:30"), "Europe/Berlin"}};
    for (const Preference& one : all) CHECK(parse_preference(to_text(one)) == one);
    CHECK(to_text(Preference{}).empty());
    CHECK(to_text(all[4]) == "digest 00:00-06:30 Europe/Berlin");
    for (const char* wrong : {"22:00-22:00", "24:00-07:00", "22:60-07:00", "22-7", "22:00 07:00", "-2:00-07:00", "22:00-7:00", ""}) {
        INFO(wrong);
        CHECK_FALSE(parse_quiet_hours(wrong));
    }
    CHECK_FALSE(parse_preference("sometimes"));
    CHECK_FALSE(parse_preference("digest at night"));
}
