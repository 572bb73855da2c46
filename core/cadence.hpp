// How often an audience hears, and when the next update is due. Promised times are whole minutes (whole seconds where the
// cadence is shorter than five minutes), rounded down, so that a promise is never later than the interval.
#pragma once

#include "core/incident/record.hpp"

#include <optional>
#include <span>
#include <vector>

namespace candor {

// Which channels a rule is for.
enum class ChannelGroup { any, social, direct };
template <>
inline constexpr auto enum_names<ChannelGroup> = std::to_array<std::string_view>({"any", "social", "direct"});

// The first rule that matches decides. An empty list matches everything.
struct CadenceRule {
    ChannelGroup group = ChannelGroup::any;
    std::vector<ScopeLabel> scopes;
    std::vector<Impact> impacts;
    Duration every{};
    std::vector<CauseCategory> causes = {};  // as far as one is recorded, suspected or confirmed
};

struct CadencePolicy {
    // Publish this much before the promised time, so that the update has arrived by then. Shortened to a quarter of the
    // interval where the interval is short.
    Duration margin = std::chrono::minutes{1};
    std::vector<CadenceRule> rules{
        {ChannelGroup::social, {ScopeLabel::many, ScopeLabel::all}, {}, std::chrono::minutes{15}}};
    Duration otherwise = std::chrono::minutes{30};
    // One customer's own thread: until it is solved; where it is urgent.
    Duration case_every = std::chrono::minutes{60};
    Duration urgent_case_every = std::chrono::minutes{30};
    // Before a maintenance begins: those who were told are reminded this long before, as far as that lies ahead.
    std::vector<Duration> reminders{std::chrono::hours{24}, std::chrono::hours{1}};
    // After the end: when those who were told are asked whether it is over for them.
    Duration follow_up_after = std::chrono::hours{24};
    // After the end: when it is looked at again.
    std::vector<Duration> recheck_after{std::chrono::hours{1}, std::chrono::hours{24}};
    // So many who were asked say that it is not over: opening it again is proposed.
    int reopen_at = 3;
};

[[nodiscard]] Duration interval(const CadencePolicy& policy, ChannelKind audience, const Record& record);

// Of a maintenance that is scheduled: the next time to promise. The next reminder that lies ahead; after the last, when
// people hear by at the latest once it was to begin.
[[nodiscard]] Time next_reminder(const CadencePolicy& policy, const Record& record, Duration every, Time now);

// When what was announced for a maintenance passes without having happened: that is said in the same minute. None where it
// was said, or nothing is to be said any more.
[[nodiscard]] std::optional<Time> window_due(const Record& record);

// The time to promise when an update goes out at `now`. `previous` is the time promised before, where that promise is
// being kept on schedule: the grid is kept then, and the clock re-armed from `now` otherwise.
[[nodiscard]] Time next_promise(Duration every, Time now, std::optional<Time> previous);

// When to publish so that it arrives by `due`.
[[nodiscard]] Time publish_at(const CadencePolicy& policy, const AudienceClock& clock);

// The audiences whose update must be published by now.
[[nodiscard]] std::vector<ChannelKind> due_audiences(const Record& record, const CadencePolicy& policy, Time now);

// When the question after the end is to be asked; none where it is not promised, or was asked.
[[nodiscard]] std::optional<Time> follow_up_at(const Record& record, const CadencePolicy& policy);

// When the clock must next act on this incident; none once nobody is promised anything.
[[nodiscard]] std::optional<Time> next_due(const Record& record, const CadencePolicy& policy);

}  // namespace candor
