// What customers report: their own words, what it keeps them from doing, and the reference they are given. Pure.
#pragma once

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

using ReportRef = Id<struct ReportTag>;  // "4QM-7KF": short enough to be said on the phone

inline constexpr std::size_t longest_report = 2000;      // characters
inline constexpr std::size_t longest_blocked_task = 200;
inline constexpr std::size_t longest_contact = 254;      // RFC 5321, 4.5.3.1

struct Report {
    ReportRef reference;
    Time at{};
    std::string text;          // what they see, in their words
    std::string blocked_task;  // what it keeps them from doing; one line; may be empty
    ComponentId component;     // empty: they did not say
    IncidentId incident;       // that it is counted with; empty: none was open
    std::string contact;       // a mail address; may be empty
};

// From 64 random bits given by the caller.
[[nodiscard]] ReportRef reference_from_bits(std::uint64_t bits);

// Text as it came from outside, without control characters (line feeds stay where `lines` says so), invalid UTF-8, and
// characters that hide or reorder text; trimmed. Nobody's report is turned away because of what a keyboard has put in it.
[[nodiscard]] std::string without_controls(std::string_view text, bool lines);

// The report with its texts cleaned. Errors: invalid_argument with the field: no text, too long, a contact that is no mail
// address.
[[nodiscard]] Result<Report> clean(Report report);

// The same task however it was typed: folded case, single spaces, no stop at the end. Tasks are counted by it.
[[nodiscard]] std::string task_key(std::string_view blocked_task);

// When reports are more than a list. All count those of one incident, or of one component without an incident, within a
// time.
struct ReportThresholds {
    std::int64_t escalate_at = 5;  // owner and deputy are called
    Duration within = std::chrono::minutes{15};
    std::optional<std::int64_t> declare_at;  // an incident is opened on them alone; none: never
    friend bool operator==(const ReportThresholds&, const ReportThresholds&) = default;
};

// Since when reports count towards the next alarm: those that the last one was about do not call anybody twice.
[[nodiscard]] Time counts_since(const ReportThresholds& thresholds, std::optional<Time> last_alarm, Time now);

struct CountedTask {
    std::string text;  // as the first of them put it
    std::int64_t times = 0;
};

// The reports of one incident, added up.
struct ReportSummary {
    std::int64_t count = 0;
    std::optional<Time> first;
    std::optional<Time> last;
    std::vector<CountedTask> tasks;  // what they keep people from doing, most often first
};

}  // namespace candor
