#include "core/cadence.hpp"

#include "core/incident/approval.hpp"

#include <algorithm>

namespace candor {

using namespace std::chrono_literals;

namespace {

template <class T>
bool matches(const std::vector<T>& wanted, T value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool matches(ChannelGroup group, ChannelKind audience) {
    switch (group) {
        case ChannelGroup::any: return true;
        case ChannelGroup::social: return is_social(audience);
        case ChannelGroup::direct: return !is_social(audience);
    }
    return false;
}

// Long cadences are promised in whole minutes: nobody reads "14:30:07".
Time round_down(Time time, Duration every) {
    if (every >= 5min) return std::chrono::floor<std::chrono::minutes>(time);
    return std::chrono::floor<std::chrono::seconds>(time);
}

}  // namespace

Duration interval(const CadencePolicy& policy, ChannelKind audience, const Record& record) {
    if (record.customer) return record.customer->urgent ? policy.urgent_case_every : policy.case_every;
    for (const CadenceRule& rule : policy.rules) {
        if (matches(rule.group, audience) && matches(rule.scopes, scope_of(record)) && matches(rule.impacts, record.impact) &&
            matches(rule.causes, cause_of(record))) {
            return rule.every;
        }
    }
    return policy.otherwise;
}

Time next_reminder(const CadencePolicy& policy, const Record& record, Duration every, Time now) {
    std::optional<Time> next;
    for (const Duration before : policy.reminders) {
        const Time at = round_down(record.window->from - before, before);
        // The reminder that is being kept now lies ahead of the promised time by the margin at most.
        if (at > now + policy.margin && at < next.value_or(Time::max())) next = at;
    }
    return next.value_or(round_down(record.window->from + every, every));
}

std::optional<Time> window_due(const Record& record) {
    if (!record.window || (record.status != Status::scheduled && !is_under_way(record))) return std::nullopt;
    const Time at = record.status == Status::scheduled ? record.window->from : record.window->until;
    if (!record.updates.empty() && record.updates.back().at >= at) return std::nullopt;
    return at;
}

Time next_promise(Duration every, Time now, std::optional<Time> previous) {
    if (previous && now <= *previous) return round_down(*previous + every, every);
    return std::max(round_down(now + every, every), now + 1s);
}

Time publish_at(const CadencePolicy& policy, const AudienceClock& clock) {
    return clock.due - std::min(policy.margin, clock.every / 4);
}

std::vector<ChannelKind> due_audiences(const Record& record, const CadencePolicy& policy, Time now) {
    std::vector<ChannelKind> due;
    for (const auto& [audience, clock] : record.clocks) {
        if (publish_at(policy, clock) <= now) due.push_back(audience);
    }
    return due;
}

std::optional<Time> follow_up_at(const Record& record, const CadencePolicy& policy) {
    if (!is_over(record)) return std::nullopt;
    for (const Promise& promise : record.promises) {
        if (promise.kind == PromiseKind::follow_up && is_open(promise)) return promise.due - std::min(policy.margin, (promise.due - promise.made_at) / 4);
    }
    return std::nullopt;
}

std::optional<Time> next_due(const Record& record, const CadencePolicy& policy) {
    std::optional<Time> earliest;
    const auto consider = [&](std::optional<Time> at) {
        if (at) earliest = std::min(*at, earliest.value_or(Time::max()));
    };
    consider(follow_up_at(record, policy));
    consider(window_due(record));
    consider(waited_too_long_at(record));
    for (const auto& [audience, clock] : record.clocks) consider(publish_at(policy, clock));
    return earliest;
}

}  // namespace candor
