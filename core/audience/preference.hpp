// How much of an incident a recipient wants to hear, and when not. Nobody hears less than its start, corrections and its
// end: who asked for less than everything asked for fewer words, and not to be left in the dark.
#pragma once

#include "core/incident/event.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace candor {

// every: each update. digest: one an hour at most. milestones: the start, corrections and the end.
enum class HowMuch { every, digest, milestones };
template <>
inline constexpr auto enum_names<HowMuch> = std::to_array<std::string_view>({"every", "digest", "milestones"});

inline constexpr Duration digest_interval = std::chrono::hours{1};

// Times of day, by the clock on the recipient's wall; they may go past midnight. From and until differ.
struct QuietHours {
    std::chrono::minutes from{0};
    std::chrono::minutes until{0};
    friend bool operator==(const QuietHours&, const QuietHours&) = default;
};
// "22:00-07:00".
[[nodiscard]] std::optional<QuietHours> parse_quiet_hours(std::string_view text);
[[nodiscard]] std::string to_text(const QuietHours& quiet);

struct Preference {
    HowMuch updates = HowMuch::every;
    std::optional<QuietHours> quiet;
    std::string time_zone;  // IANA, of the quiet hours; empty: UTC
    friend bool operator==(const Preference&, const Preference&) = default;
};
// As a recipient's row keeps it: "digest 22:00-07:00 Europe/Berlin"; empty where there is nothing to keep.
[[nodiscard]] std::string to_text(const Preference& preference);
[[nodiscard]] std::optional<Preference> parse_preference(std::string_view text);

struct SendNow {
    friend bool operator==(const SendNow&, const SendNow&) = default;
};
// Until then a newer update may take its place.
struct HoldUntil {
    Time time{};
    friend bool operator==(const HoldUntil&, const HoldUntil&) = default;
};
struct LeaveOut {
    friend bool operator==(const LeaveOut&, const LeaveOut&) = default;
};
using WhenToSend = std::variant<SendNow, HoldUntil, LeaveOut>;

// `last_heard`: when this recipient last received an update of the incident; none: they have heard nothing of it yet, so that
// any update is its start to them. `zone`: of the quiet hours.
[[nodiscard]] WhenToSend when_to_send(const Preference& preference, UpdateKind kind, std::optional<Time> last_heard, Time now, const TimeZone& zone);

}  // namespace candor
