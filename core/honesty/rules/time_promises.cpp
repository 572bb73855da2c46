// HON-101 to HON-107: what a text promises about time. An estimate is taken as a promise, so it must be recorded as one.
#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <optional>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

struct Claimed {
    std::vector<Time> times;    // more than one where the zone is ambiguous
    Duration rounding = 1min;   // how much earlier than the record still counts as the same
};

bool range_word(const Case& trial, const Unit& unit) {
    const auto& words = trial.lexicon.time.range_words;
    return unit.text == "-" || words.contains(unit.text);
}

// A day that is named beside a clock time: "on Thursday at 10:00".
const Unit* day_beside(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const auto last = std::min<std::size_t>(claim.end + 4, units.size());
    for (std::size_t i = claim.begin > 4 ? claim.begin - 4 : 0; i < last; ++i) {
        const bool named = units[i].kind == UnitKind::date || trial.lexicon.time.weekdays.contains(units[i].text);
        if (named && units[i].sentence == claim.sentence) return &units[i];
    }
    return nullptr;
}

// "At 18:00", said at noon, is today's, however late the recorded estimate is; with a day beside it, it is that day's.
Time time_near(const Case& trial, const Claim& claim, Time latest, Time now) {
    return day_beside(trial, claim) == nullptr ? std::min<Time>(latest, now + 12h) : latest;
}

const Unit* weekday_in(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    for (auto i = claim.begin; i < claim.end; ++i) {
        if (trial.lexicon.time.weekdays.contains(units[i].text)) return &units[i];
    }
    return nullptr;
}

// "By Friday, November 9": where the date is given as well, it says which Friday.
const Unit* date_of_weekday(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    if (!trial.lexicon.time.weekdays.contains(units[claim.end - 1].text)) return nullptr;
    const auto last = std::min<std::size_t>(claim.end + 2, units.size());
    for (std::size_t i = claim.end; i < last; ++i) {
        if (units[i].kind == UnitKind::date) return &units[i];
        if (units[i].kind != UnitKind::mark) break;
    }
    return nullptr;
}

// "Restored by 25/02 15:00", "by 4 March, 1 pm": the clock time that follows the day of an estimate belongs to it.
const Unit* clock_after_day(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const Unit& day = units[claim.end - 1];
    if (day.kind != UnitKind::date && !trial.lexicon.time.weekdays.contains(day.text)) return nullptr;
    auto next = static_cast<std::size_t>(claim.end);
    while (next < units.size() && next < claim.end + 2u && (units[next].text == "," || trial.lexicon.time.fillers.contains(units[next].text))) ++next;
    return next < units.size() && units[next].kind == UnitKind::clock ? &units[next] : nullptr;
}

// The next day of that name, today included.
std::chrono::sys_days next_of(const Unit& weekday, const Case& trial, Time now) {
    using namespace std::chrono;
    const auto today = floor<days>(now);
    const int wanted = trial.lexicon.time.weekdays.at(weekday.text);
    return today + days{(wanted - static_cast<int>(std::chrono::weekday(today).iso_encoding()) + 7) % 7};
}

// The clock time with the day that is named beside it.
ClockValue dated(const Case& trial, const Claim& claim, ClockValue clock) {
    const Unit* day = day_beside(trial, claim);
    if (day == nullptr || clock.date || clock.day || !trial.now) return clock;
    if (day->kind == UnitKind::date) {
        clock.date = day->date;
        clock.day = day->day;
    } else {
        clock.date = std::chrono::year_month_day{next_of(*day, trial, *trial.now)};
    }
    return clock;
}

// "Two more hours": between the number and its unit stands a word; "the next hour" is one. None of these: zero.
std::chrono::milliseconds length_in_words(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    for (auto i = claim.begin; i + 2 < claim.end; ++i) {
        if (units[i].kind != UnitKind::number) continue;
        const auto unit = trial.lexicon.time.units.find(units[i + 2].text);
        if (unit != trial.lexicon.time.units.end()) return std::chrono::milliseconds(static_cast<std::int64_t>(units[i].amount.high * unit->second * 1000));
    }
    for (auto i = claim.begin + 1; i < claim.end; ++i) {
        const auto unit = trial.lexicon.time.units.find(units[i].text);
        const bool single = units[i].kind == UnitKind::word && trial.lexicon.words.in_class(units[i].text, "single_unit");
        if (single && unit != trial.lexicon.time.units.end()) return std::chrono::milliseconds(static_cast<std::int64_t>(unit->second * 1000));
    }
    return {};
}

// "On Tuesday we switch it off at one, by six it is back": the day counts for the whole sentence.
bool another_day_named(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const auto& sentence = trial.text.text.sentences.at(claim.sentence);
    return std::any_of(units.begin() + sentence.begin, units.begin() + sentence.end, [&](const Unit& unit) {
        return (unit.kind == UnitKind::date && unit.day != 0) || trial.lexicon.time.weekdays.contains(unit.text);
    });
}

// "By the late evening": a part of the day, of which the text names no other, is over at a minute that the language gives.
std::optional<ClockValue> end_of_day_part(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    std::optional<ClockValue> end;
    const auto last = std::min<std::size_t>(claim.end + 1u, units.size());  // of "for this afternoon" a pattern may take the day alone
    for (std::size_t i = claim.begin; i < last; ++i) {
        const auto part = trial.lexicon.time.day_parts.find(units[i].text);
        if (part == trial.lexicon.time.day_parts.end()) continue;
        end.emplace();
        end->minute_of_day = part->second;
    }
    return end && !another_day_named(trial, claim) ? end : std::nullopt;
}

// The instant that an estimate names; none if it cannot be told without knowing the time now.
Claimed claimed_time(const Case& trial, const Claim& claim) {
    const Time latest = trial.record.eta.latest.value_or(trial.now.value_or(Time{}));
    const Time now = trial.now.value_or(latest);
    const Time near = time_near(trial, claim, latest, now);
    if (const Unit* clock = trial.text.entity(claim, UnitKind::clock)) {
        // A range promises its end: the last clock time counts.
        const auto& units = trial.text.text.units;
        auto last = claim.end;
        while (last + 1 < units.size() && range_word(trial, units[last]) && units[last + 1].kind == UnitKind::clock) last += 2;
        for (auto i = claim.begin; i < last; ++i) {
            if (units[i].kind == UnitKind::clock) clock = &units[i];
        }
        return {instants(dated(trial, claim, clock->clock), near, now, trial.record.offset), 1min};
    }
    if (const Unit* clock = clock_after_day(trial, claim)) return {instants(dated(trial, claim, clock->clock), near, now, trial.record.offset), 1min};
    if (const auto part = end_of_day_part(trial, claim); part && trial.now) {
        const bool night = part->minute_of_day < 9 * 60;  // "tonight" ends tomorrow
        return {instants(night ? *part : dated(trial, claim, *part), std::min<Time>(latest, now + 12h), now, trial.record.offset), 1h};
    }
    const Unit* date = trial.text.entity(claim, UnitKind::date);
    if (date == nullptr) date = date_of_weekday(trial, claim);
    if (date != nullptr) {
        ClockValue end_of_day;
        end_of_day.minute_of_day = 24 * 60 - 1;
        end_of_day.date = date->date;
        end_of_day.day = date->day;
        return {instants(end_of_day, near, now, trial.record.offset), 24h};
    }
    if (const Unit* day = weekday_in(trial, claim); day != nullptr && trial.now) return {{Time{next_of(*day, trial, now)} + 24h - 1min}, 24h};
    if (const Unit* duration = trial.text.entity(claim, UnitKind::duration); duration != nullptr && trial.now) {
        const auto length = std::chrono::milliseconds(static_cast<std::int64_t>(duration->amount.high * 1000));
        return {{*trial.now + length}, std::max<Duration>(5min, length / 10)};
    }
    if (const auto length = length_in_words(trial, claim); length.count() > 0 && trial.now) {
        return {{*trial.now + length}, std::max<Duration>(5min, length / 10)};
    }
    return {};
}

bool all_before(const Claimed& claimed, Time limit) {
    return !claimed.times.empty() &&
           std::all_of(claimed.times.begin(), claimed.times.end(), [&](Time time) { return time < limit; });
}

// "The supplier changes the cable, and our trains run at six": after the "and" somebody else may be the subject.
bool new_subject_between(const Case& trial, std::uint32_t begin, std::uint32_t end) {
    const auto& units = trial.text.text.units;
    const auto is = [&](std::uint32_t at, std::string_view name) { return trial.lexicon.words.in_class(units[at].text, name); };
    for (auto i = begin; i + 1 < end; ++i) {
        if (is(i, "list_word") && (is(i + 1, "a_the") || is(i + 1, "we"))) return true;
    }
    return false;
}

// An estimate in the sentence of another party's promise is theirs, and HON-301 judges it.
bool of_others(const Case& trial, const Claim& claim, const std::vector<const Claim*>& promises) {
    return std::any_of(promises.begin(), promises.end(), [&](const Claim* promise) {
        return promise->sentence == claim.sentence && !new_subject_between(trial, promise->begin, claim.end);
    });
}

// "From four in the lower streets, and by nine everywhere": where the sentence gives the recorded time as well, others are steps.
bool latest_told_beside(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const auto& sentence = trial.text.text.sentences.at(claim.sentence);
    const Time latest = *trial.record.eta.latest;
    return std::any_of(units.begin() + sentence.begin, units.begin() + sentence.end, [&](const Unit& unit) {
        const bool own = &unit >= &units[claim.begin] && &unit < units.data() + claim.end;
        if (unit.kind != UnitKind::clock || own) return false;
        const auto said = instants(unit.clock, latest, trial.now.value_or(latest), trial.record.offset);
        return std::find(said.begin(), said.end(), latest) != said.end();
    });
}

// "The copy ends at about six. We expect to open by eight": where the sentence beside it estimates the recorded time, too.
bool latest_estimated_beside(const Case& trial, const Claim& claim) {
    const auto estimates = trial.text.all("eta");
    return std::any_of(estimates.begin(), estimates.end(), [&](const Claim* other) {
        if (other->sentence != claim.sentence + 1 && other->sentence + 1 != claim.sentence) return false;
        const auto times = claimed_time(trial, *other).times;
        return std::find(times.begin(), times.end(), *trial.record.eta.latest) != times.end();
    });
}

// "It came back yesterday evening": a day that has gone by is no estimate.
bool of_the_past(const Case& trial, const Claim& claim) {
    const Unit* date = trial.text.entity(claim, UnitKind::date);
    return date != nullptr && date->day && *date->day < 0;
}

// "Orders may take up to 20 seconds" tells how slow things are: no repair takes seconds.
bool how_slow(const Case& trial, const Claim& claim) {
    const Unit* duration = trial.text.entity(claim, UnitKind::duration);
    return claim.value() == "takes" && duration != nullptr && duration->amount.high < 60;
}

// The very time that is recorded as our estimate, told as one although it has gone by, and nothing is mended yet.
bool repeats_what_was_missed(const Case& trial, const Claimed& claimed) {
    const auto& latest = trial.record.eta.latest;
    if (!latest || *latest >= *trial.now || trial.after_fix() || !trial.open() || trial.record.ended_at) return false;
    return std::find(claimed.times.begin(), claimed.times.end(), *latest) != claimed.times.end();
}

// "At four the ferry sails again" says nothing of expecting: only a time that is still to come makes an estimate of it, and
// not the time of the next update. A day or a part of one stands for itself.
bool still_to_come(const Case& trial, const Claim& claim, const Claimed& claimed) {
    if (trial.closing() || !trial.now) return false;
    if (trial.text.entity(claim, UnitKind::clock) == nullptr) return true;
    if (another_day_named(trial, claim)) return false;
    if (repeats_what_was_missed(trial, claimed)) return true;
    const auto& next = trial.record.next_update_at;
    return std::any_of(claimed.times.begin(), claimed.times.end(), [&](Time time) { return time > *trial.now && !(next && time == *next); });
}

// Planned times are the plan, not an estimate; but while the work goes on, an end earlier than the recorded one contradicts
// it: unless the text says that one as well, or names the plan's end, which has gone by.
void planned(Case& trial) {
    const Eta& eta = trial.record.eta;
    if (trial.input.phase != Phase::in_progress || !eta.latest || !trial.now) return;
    std::vector<const Claim*> early;
    for (const Claim* claim : trial.text.all("eta")) {
        const Claimed claimed = claimed_time(trial, *claim);
        if (claim->value() == "ahead" || of_the_past(trial, *claim) || all_before(claimed, *trial.now)) continue;
        if (!all_before(claimed, *eta.latest - claimed.rounding)) return;
        early.push_back(claim);
    }
    for (const Claim* claim : early) trial.find("HON-103", claim->span);
}

void concrete(Case& trial) {
    if (trial.input.phase && is_maintenance(*trial.input.phase)) return planned(trial);
    const Eta& eta = trial.record.eta;
    const auto promises = trial.text.all("third_party_promise");
    for (const Claim* claim : trial.text.all("eta")) {
        // "Will have your service back by six" (`ours`) promises for us as well.
        const bool theirs = of_others(trial, *claim, promises) && claim->value() != "ours";
        if (theirs || of_the_past(trial, *claim) || how_slow(trial, *claim)) continue;
        const Claimed claimed = claimed_time(trial, *claim);
        if (claim->value() == "ahead" && !still_to_come(trial, *claim, claimed)) continue;
        if (!eta.latest || eta.basis.empty() || eta.owner.empty()) {
            trial.find("HON-102", claim->span, {}, eta.latest ? "incomplete" : "");
        } else if (trial.now && all_before(claimed, *trial.now - claimed.rounding)) {
            trial.find("HON-103", claim->span, {}, "past");
        } else if (all_before(claimed, *eta.latest - claimed.rounding) && !latest_told_beside(trial, *claim) &&
                   !latest_estimated_beside(trial, *claim)) {
            trial.find("HON-103", claim->span);
        }
    }
}

bool measured(const Case& trial) {
    const auto tokens = tokenize(fold(trial.record.eta.basis, trial.lexicon.folding), trial.lexicon.spelling);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return trial.lexicon.words.in_class(token.text, "measured"); });
}

void precision(Case& trial) {
    if (measured(trial)) return;
    for (const Claim* claim : trial.text.all("eta")) {
        const Unit* clock = trial.text.entity(*claim, UnitKind::clock);
        if (clock != nullptr && clock->clock.minutes_given && clock->clock.minute_of_day % 5 != 0) trial.find("HON-106", clock->span);
    }
}

// An estimate of ours has passed while the incident is open, and the text does not say so.
void missed(Case& trial) {
    const Eta& eta = trial.record.eta;
    if (!trial.open() || eta.published == false || trial.says("eta_ack")) return;
    const bool passed = eta.missed || (eta.latest && trial.now && *eta.latest + 1min < *trial.now);
    const bool said_again = std::any_of(trial.findings.begin(), trial.findings.end(),
                                        [](const Finding& found) { return found.rule == "HON-103"; });
    if (said_again) return;  // the text does not pass over it in silence: it repeats it, and HON-103 says so
    if (passed && (!trial.record.ended_at || *trial.record.ended_at > eta.latest.value_or(Time{}))) trial.find("HON-104", trial.whole());
}

void progress(Case& trial) {
    const auto last = trial.last_update_at();
    const auto& facts = trial.record.progress_facts;
    const bool recorded = std::any_of(facts.begin(), facts.end(), [&](const Item& fact) { return !last || !fact.at || *fact.at > *last; });
    if (recorded && !trial.probes_failing()) return;
    // What is done is recorded, and is no lie because the probes do not see it yet.
    const auto severity = trial.probes_failing() && !recorded ? Severity::block : Severity::warn;
    for (const Claim* claim : trial.text.all("progress")) {
        trial.find("HON-107", claim->span, severity, {},
                   trial.probes_failing() ? "probes" : "");
    }
}

}  // namespace

void check_time_promises(Case& trial) {
    for (const Claim* claim : trial.text.all("eta_vague")) trial.find("HON-101", claim->span);
    concrete(trial);
    precision(trial);
    missed(trial);
    if (!trial.says("next_update")) {
        for (const Claim* claim : trial.text.all("update_vague")) trial.find("HON-105", claim->span);
    }
    progress(trial);
}

}  // namespace candor::honesty
