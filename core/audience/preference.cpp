#include "core/audience/preference.hpp"

#include <charconv>
#include <fmt/format.h>

namespace candor {

namespace {

using std::chrono::minutes;

constexpr minutes day{24 * 60};

// "07:30".
std::optional<minutes> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    int hour = 0;
    int minute = 0;
    const auto digits = [](std::string_view two, int& value) {
        const auto [end, error] = std::from_chars(two.data(), two.data() + two.size(), value);
        return error == std::errc() && end == two.data() + two.size() && two[0] != '-';
    };
    if (!digits(text.substr(0, 2), hour) || !digits(text.substr(3), minute) || hour > 23 || minute > 59) return std::nullopt;
    return minutes(hour * 60 + minute);
}

Duration since_midnight(Time time, const TimeZone& zone) {
    const Time local = time + zone.at(time).from_utc;
    return local - std::chrono::floor<std::chrono::days>(local);
}

bool is_quiet(const QuietHours& quiet, Time time, const TimeZone& zone) {
    const Duration clock = since_midnight(time, zone);
    if (quiet.from < quiet.until) return clock >= quiet.from && clock < quiet.until;
    return clock >= quiet.from || clock < quiet.until;
}

// The first time from then on that is not quiet. Where the clocks change overnight, the wall counts: what is an hour short or
// long of it is looked at once more.
Time after_quiet(const QuietHours& quiet, Time time, const TimeZone& zone) {
    for (int turn = 0; turn < 3 && is_quiet(quiet, time, zone); ++turn) {
        Duration wait = quiet.until - since_midnight(time, zone);
        if (wait <= Duration{0}) wait += day;
        const auto before = zone.at(time).from_utc;
        const auto after = zone.at(time + wait).from_utc;
        time += wait - (after - before);
    }
    return time;
}

// Whoever has asked for less hears these all the same, and whatever the hour.
bool is_milestone(UpdateKind kind) {
    switch (kind) {
        case UpdateKind::first:
        case UpdateKind::correction:
        case UpdateKind::resolution:
        case UpdateKind::withdrawal: return true;
        case UpdateKind::follow_up:
        case UpdateKind::review:
        case UpdateKind::progress:
        case UpdateKind::holding: return false;
    }
    return true;
}

std::string_view next_choice(std::string_view& text) {
    const auto end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

}  // namespace

std::optional<QuietHours> parse_quiet_hours(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = parse_time_of_day(text.substr(0, 5));
    const auto until = parse_time_of_day(text.substr(6));
    if (!from || !until || *from == *until) return std::nullopt;
    return QuietHours{*from, *until};
}

std::string to_text(const QuietHours& quiet) {
    const auto clock = [](minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); };
    return clock(quiet.from) + "-" + clock(quiet.until);
}

std::string to_text(const Preference& preference) {
    if (preference.updates == HowMuch::every && !preference.quiet) return {};
    std::string text(to_string(preference.updates));
    if (!preference.quiet) return text;
    text += " " + to_text(*preference.quiet);
    return preference.time_zone.empty() ? text : text + " " + preference.time_zone;
}

std::optional<Preference> parse_preference(std::string_view text) {
    Preference preference;
    if (text.empty()) return preference;
    const auto updates = parse_name<HowMuch>(next_choice(text));
    if (!updates) return std::nullopt;
    preference.updates = *updates;
    if (text.empty()) return preference;
    preference.quiet = parse_quiet_hours(next_choice(text));
    if (!preference.quiet) return std::nullopt;
    preference.time_zone = text;
    return preference;
}

WhenToSend when_to_send(const Preference& preference, UpdateKind kind, std::optional<Time> last_heard, Time now, const TimeZone& zone) {
    if (is_milestone(kind) || !last_heard) return SendNow{};
    Time time = now;
    if (!is_protected(kind)) {
        if (preference.updates == HowMuch::milestones) return LeaveOut{};
        if (preference.updates == HowMuch::digest) time = std::max(now, *last_heard + digest_interval);
    }
    if (preference.quiet) time = after_quiet(*preference.quiet, time, zone);
    if (time <= now) return SendNow{};
    return HoldUntil{time};
}

}  // namespace candor
