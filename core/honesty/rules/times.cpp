// HON-405: when it began, when it ended, how long it lasted: as recorded, within the rounding people use.
#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <cmath>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

Duration rounding(const Claim& claim) {
    return claim.cues[cue::about] ? Duration(15min) : Duration(5min);
}

enum class Fit { same, other_hour, different };

// Without a zone, the same minute of another hour may only be the reader's own clock.
Fit fits(const Case& trial, const ClockValue& clock, Time recorded, Duration slack) {
    const auto said = instants(clock, recorded, trial.now.value_or(recorded), trial.record.offset);
    const auto distance = [&](Time time) { return std::chrono::abs(time - recorded); };
    if (std::any_of(said.begin(), said.end(), [&](Time time) { return distance(time) <= slack; })) return Fit::same;
    if (!clock.minutes_given && std::any_of(said.begin(), said.end(), [&](Time time) { return distance(time) <= 30min; })) return Fit::same;
    if (!clock.offsets.empty() || trial.record.offset) return Fit::different;  // where the record has a zone, the text is in it
    const bool hour_apart = std::any_of(said.begin(), said.end(), [&](Time time) {
        const auto rest = distance(time) % Duration(1h);
        const Duration close = std::min<Duration>(slack, 5min);  // "about 11:30" is no other hour of 13:20
        return rest <= close || rest >= Duration(1h) - close;
    });
    return hour_apart ? Fit::other_hour : Fit::different;
}

void compare(Case& trial, const Claim& claim, const ClockValue& clock, const std::optional<Time>& recorded, std::string_view what) {
    if (!recorded) return;
    const Fit fit = fits(trial, clock, *recorded, rounding(claim));
    if (fit == Fit::same) return;
    const auto phrase = trial.lexicon.phrases.find(what);
    trial.find("HON-405", claim.span, fit == Fit::different ? Severity::block : Severity::warn,
               {{"what", phrase == trial.lexicon.phrases.end() ? std::string(what) : phrase->second}, {"recorded", trial.time_text(*recorded)}});
}

// A beginning after the text was posted cannot be.
bool in_the_future(const Case& trial, const ClockValue& clock) {
    if (!trial.now || (clock.offsets.empty() && !clock.date)) return false;
    const auto said = instants(clock, *trial.now, *trial.now);
    return !said.empty() && std::all_of(said.begin(), said.end(), [&](Time time) { return time > *trial.now + 5min && time < *trial.now + 6h; });
}

std::vector<const Unit*> clocks_in(const Case& trial, const Claim& claim) {
    std::vector<const Unit*> clocks;
    for (auto i = claim.begin; i < claim.end; ++i) {
        if (trial.text.text.units[i].kind == UnitKind::clock) clocks.push_back(&trial.text.text.units[i]);
    }
    return clocks;
}

// Some minutes in the midst of an incident that goes on: not its beginning and end.
bool within_an_open_one(const Case& trial, const ClockValue& first, const ClockValue& last) {
    if (!trial.open() || trial.record.ended_at || !trial.record.started_at || !trial.now) return false;
    const auto inside = [&](const ClockValue& clock) {
        const auto said = instants(clock, *trial.now, *trial.now);
        return std::all_of(said.begin(), said.end(), [&](Time time) { return time > *trial.record.started_at + 5min && time <= *trial.now; });
    };
    return !(first.offsets.empty() && !first.date) && inside(first) && inside(last);
}

// A part of an incident that has ended, in a text that gives the whole elsewhere.
bool within_a_closed_one(const Case& trial, const ClockValue& first, const ClockValue& last) {
    if (!trial.record.started_at || !trial.record.ended_at) return false;
    const auto inside = [&](const ClockValue& clock) {
        const Time now = trial.now.value_or(*trial.record.ended_at);
        const auto said = instants(clock, *trial.record.started_at, now, trial.record.offset);
        return std::any_of(said.begin(), said.end(), [&](Time time) { return time >= *trial.record.started_at - 5min && time <= *trial.record.ended_at + 5min; });
    };
    return inside(first) && inside(last);
}

// Whether one of the times in the text is the recorded beginning.
bool beginning_told(const Case& trial) {
    if (!trial.record.started_at) return false;
    for (const char* type : {"time_span", "time_start"}) {
        for (const Claim* claim : trial.text.all(type)) {
            const auto clocks = clocks_in(trial, *claim);
            if (!clocks.empty() && fits(trial, clocks.front()->clock, *trial.record.started_at, rounding(*claim)) == Fit::same) return true;
        }
    }
    return false;
}

// Whether one of the times in the text is the recorded end, however it is told: "the backlog was gone at 18:47".
bool end_told(const Case& trial) {
    if (!trial.record.ended_at) return false;
    for (const Unit& unit : trial.text.text.units) {
        const bool exact = unit.kind == UnitKind::clock && unit.clock.minutes_given;
        if (exact && fits(trial, unit.clock, *trial.record.ended_at, Duration(1min)) == Fit::same) return true;
    }
    for (const char* type : {"time_span", "time_end"}) {
        for (const Claim* claim : trial.text.all(type)) {
            const auto clocks = clocks_in(trial, *claim);
            if (!clocks.empty() && fits(trial, clocks.back()->clock, *trial.record.ended_at, rounding(*claim)) == Fit::same) return true;
        }
    }
    return false;
}

// "Trains run since 9:00" and "the patch went in at 14:45": a time that the record gives to something else began that.
bool of_another_event(const Case& trial, const ClockValue& clock) {
    const Evidence& record = trial.record;
    std::vector<std::optional<Time>> others{record.fixed_at};
    for (const auto& fact : record.progress_facts) others.push_back(fact.at);
    for (const auto& action : record.actions) others.push_back(action.at);
    return std::any_of(others.begin(), others.end(), [&](const auto& other) {
        if (!other) return false;
        const auto said = instants(clock, *other, trial.now.value_or(*other), record.offset);
        return std::find(said.begin(), said.end(), *other) != said.end();
    });
}

// "Since 3:40 pm you can pay by card again": told after a fix, of a time in the midst, with nothing out of order in its
// sentence: since when it works. So is what the same words call an end: "is over since 21:40".
bool since_it_works(const Case& trial, const Claim& claim, const ClockValue& clock) {
    const auto ends = trial.text.all("time_end");
    if (std::any_of(ends.begin(), ends.end(), [&](const Claim* end) { return end->begin < claim.end && claim.begin < end->end; })) return true;
    if (claim.value() != "since" || !trial.after_fix() || !trial.record.started_at) return false;
    const auto troubles = trial.text.all("impact");
    if (std::any_of(troubles.begin(), troubles.end(), [&](const Claim* trouble) { return trouble->sentence == claim.sentence; })) return false;
    const Time now = trial.now.value_or(*trial.record.started_at);
    const auto said = instants(clock, now, now, trial.record.offset);
    return std::any_of(said.begin(), said.end(), [&](Time time) { return time > *trial.record.started_at + 5min; });
}

// A timeline has many beginnings, of which one is the incident's: once that is told, or a first one was wrong, the rest are steps.
void beginnings(Case& trial, bool told) {
    bool first = true;
    for (const Claim* claim : trial.text.all("time_start")) {
        const auto clocks = clocks_in(trial, *claim);
        if (clocks.empty() || since_it_works(trial, *claim, clocks.front()->clock)) continue;
        if (!trial.record.started_at) {
            const bool planned = trial.input.phase && is_maintenance(*trial.input.phase);  // what is to begin lies ahead
            if (!planned && in_the_future(trial, clocks.front()->clock)) trial.find("HON-405", claim->span, {}, "future");
        } else if (!told && first && !of_another_event(trial, clocks.front()->clock)) {
            compare(trial, *claim, clocks.front()->clock, trial.record.started_at, "start");
        }
        first = false;
    }
}

void endings(Case& trial, bool ended) {
    const auto ends = trial.text.all("time_end");  // in the order of the text
    for (std::size_t i = 0; i < ends.size(); ++i) {
        // "Until 12:15 for the first, and until 21:40 for the last": the last of a sentence is the end.
        if (i + 1 < ends.size() && ends[i + 1]->sentence == ends[i]->sentence && ends[i + 1]->begin > ends[i]->begin) continue;
        const Claim* claim = ends[i];
        const auto clocks = clocks_in(trial, *claim);
        if (clocks.empty()) continue;
        // "Restored at 07:40; the packet loss that followed was gone at 08:40": the first is a step on the way to the end.
        if (ended && within_a_closed_one(trial, clocks.back()->clock, clocks.back()->clock)) continue;
        if (of_another_event(trial, clocks.back()->clock)) continue;
        compare(trial, *claim, clocks.back()->clock, trial.record.ended_at, "end");
    }
}

void from_to(Case& trial, bool told, bool ended) {
    const auto spans = trial.text.all("time_span");
    for (const Claim* claim : spans) {
        const auto clocks = clocks_in(trial, *claim);
        if (clocks.size() < 2) continue;
        // "Writes were affected between 14:50 and 17:00", and no other time in the text: that is meant as the whole of it.
        const bool alone =
            std::all_of(spans.begin(), spans.end(), [&](const Claim* other) { return other->begin < claim->end && claim->begin < other->end; });
        const bool whole = claim->value() == "whole" && !told && alone;
        if (!whole && within_an_open_one(trial, clocks.front()->clock, clocks.back()->clock)) continue;
        if (told && within_a_closed_one(trial, clocks.front()->clock, clocks.back()->clock)) {
            const bool from_the_start = fits(trial, clocks.front()->clock, *trial.record.started_at, rounding(*claim)) == Fit::same;
            if (!from_the_start || ended || spans.size() > 1) continue;
        }
        const auto before = trial.findings.size();
        compare(trial, *claim, clocks.front()->clock, trial.record.started_at, "start");
        if (trial.findings.size() == before) compare(trial, *claim, clocks.back()->clock, trial.record.ended_at, "end");
    }
}

void points(Case& trial) {
    const bool told = beginning_told(trial);
    const bool ended = end_told(trial);
    beginnings(trial, told);
    endings(trial, ended);
    from_to(trial, told, ended);
}

// Whole days and weeks are told to the nearest: "the last two weeks" are sixteen days as well.
double half_a_unit(double seconds) {
    constexpr double day = 24.0 * 3600;
    constexpr double week = 7 * day;
    if (seconds < 2 * day) return 0;
    return std::fmod(seconds, week) == 0 ? week / 2 : std::fmod(seconds, day) == 0 ? day / 2 : 0;
}

void lengths(Case& trial) {
    if (!trial.record.started_at) return;
    const bool whole_told = beginning_told(trial) && end_told(trial);  // a shorter time beside it is that of a part
    for (const Claim* claim : trial.text.all("time_lasted")) {
        const Unit* said = trial.text.entity(*claim, UnitKind::duration);
        const auto end = trial.record.ended_at ? trial.record.ended_at : trial.closing() ? std::nullopt : trial.now;
        if (said == nullptr || said->amount.vague || !end) continue;
        const double recorded = std::chrono::duration<double>(*end - *trial.record.started_at).count();
        const double share = claim->cues[cue::about] ? 0.25 : 0.1;
        const double slack = std::max({300.0, recorded * share, half_a_unit(said->amount.high)});
        const bool under = claim->value() == "under";
        const bool over = claim->value() == "over";
        const bool right = (over || recorded <= said->amount.high + slack) && (under || recorded >= said->amount.low - slack);
        if (right || (whole_told && said->amount.high < recorded)) continue;
        const auto phrase = trial.lexicon.phrases.find("duration");
        trial.find("HON-405", claim->span,
                   {{"what", phrase == trial.lexicon.phrases.end() ? "duration" : phrase->second},
                    {"recorded", duration_text(std::chrono::milliseconds(static_cast<std::int64_t>(recorded * 1000)))}});
    }
}

}  // namespace

void check_times(Case& trial) {
    points(trial);
    lengths(trial);
}

}  // namespace candor::honesty
