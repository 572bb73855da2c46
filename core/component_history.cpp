#include "core/component_history.hpp"

#include "core/message/compose_facts.hpp"

#include <algorithm>
#include <array>

namespace candor {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

// What an update said, as it was recorded then.
ComponentState said_by(const Record& record, const PublishedUpdate& published) {
    if (record.kind == RecordKind::maintenance) return ComponentState::under_maintenance;
    if (!impact_confirmed(record, published.seq)) return ComponentState::unknown;
    switch (published.impact) {
        case Impact::none: return ComponentState::no_known_impact;
        case Impact::minor: return ComponentState::degraded_performance;
        case Impact::major: return published.fraction.value_or(0) >= 1 || scope_of(record) == ScopeLabel::all ? ComponentState::major_outage : ComponentState::partial_outage;
        case Impact::critical: return ComponentState::major_outage;
    }
    return ComponentState::unknown;
}

// A maintenance begins when it does, an incident when it began as far as that is recorded and lies before its declaration.
Time beginning_of(const Record& record) {
    const RecordedFact* started = current_fact<Started>(record);
    if (started == nullptr) return record.declared_at;
    const Time time = std::get<Started>(started->fact.body).time;
    return record.kind == RecordKind::maintenance ? time : std::min(time, record.declared_at);
}

// Nobody vouches for what was said last while a promised update is overdue.
void add_silence(std::vector<StatedSpan>& spans, const Record& record, Time end) {
    for (const Promise& promise : record.promises) {
        if (promise.kind != PromiseKind::next_update) continue;
        const auto* missed = std::get_if<PromiseMissed>(&promise.state);
        const Time until = missed != nullptr ? missed->at : is_open(promise) ? end : promise.due;
        if (until > promise.due + page_patience) spans.push_back({ComponentState::unknown, promise.due + page_patience, until});
    }
}

sys_days local_day(Time time, const TimeZone& zone) {
    return std::chrono::floor<days>(time + zone.at(time).from_utc);
}

ComponentDay look(sys_days date, std::span<const StatedSpan> spans, Time from, Time until) {
    ComponentDay day{date, ComponentState::no_open_incident, Duration{0}};
    for (const StatedSpan& span : spans) {
        const Duration lasted = std::min(span.until, until) - std::max(span.from, from);
        if (lasted < Duration{0}) continue;
        if (lasted == Duration{0} && span.until != span.from) continue;  // it only touches the day
        if (gravity(span.state) > gravity(*day.worst)) day = {date, span.state, Duration{0}};
        if (span.state == *day.worst) day.lasted += lasted;
    }
    day.lasted = std::min(day.lasted, until - from);
    return day;
}

}  // namespace

// A zone whose clocks change then is asked again.
Time midnight(sys_days day, const TimeZone& zone) {
    const Time naive = day;
    const Time once = naive - zone.at(naive).from_utc;
    return naive - zone.at(once).from_utc;
}

int gravity(ComponentState state) {
    static constexpr std::array order{ComponentState::no_open_incident,     ComponentState::under_maintenance, ComponentState::no_known_impact,
                                      ComponentState::unknown,              ComponentState::degraded_performance, ComponentState::partial_outage,
                                      ComponentState::major_outage};
    return static_cast<int>(std::find(order.begin(), order.end(), state) - order.begin());
}

std::vector<StatedSpan> spans_of(const Record& record, Time now) {
    const bool waits = record.kind == RecordKind::maintenance && !is_under_way(record) && !record.ended_at;
    if (record.kind == RecordKind::case_ || record.status == Status::withdrawn || waits) return {};
    const Time end = std::min(record.ended_at.value_or(now), now);
    std::vector<StatedSpan> spans;
    Time from = beginning_of(record);
    for (std::size_t i = 0; i < record.updates.size(); ++i) {
        const Time until = i + 1 < record.updates.size() ? std::min(record.updates[i + 1].at, end) : end;
        if (until >= from) spans.push_back({said_by(record, record.updates[i]), from, until});
        from = std::max(from, until);
    }
    if (record.kind == RecordKind::incident) add_silence(spans, record, end);
    return spans;
}

std::vector<ComponentDay> days_of(std::span<const StatedSpan> spans, std::optional<Time> since, std::size_t count, const TimeZone& zone, Time now) {
    std::vector<ComponentDay> all;
    const sys_days today = local_day(now, zone);
    for (std::size_t i = count; i-- > 0;) {
        const sys_days date = today - days{i};
        const Time from = midnight(date, zone);
        const Time until = midnight(date + days{1}, zone);
        if (!since || until <= *since) all.push_back({date, std::nullopt, Duration{0}});
        else all.push_back(look(date, spans, from, std::min(until, now)));
    }
    return all;
}

}  // namespace candor
