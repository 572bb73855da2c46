// A month of the history: pure.
#pragma once

#include "daemon/desk/desk.hpp"
#include "daemon/pages/templates.hpp"

#include <span>
#include <string>

namespace candor::pages {

struct Month {
    std::chrono::year_month month{};
    Time from{};   // its first instant in the organisation's zone
    Time until{};  // the first instant after it
};
[[nodiscard]] Month month_at(std::chrono::year_month month, const TimeZone& zone);
[[nodiscard]] std::chrono::year_month month_of(Time time, const TimeZone& zone);
// "2026-11"; nullopt for anything else, and for years that no record can be of.
[[nodiscard]] std::optional<std::chrono::year_month> parse_month(std::string_view text);

struct HistoryShown {
    Month month;
    std::span<const desk::DossierPtr> entries;            // what belongs to it, newest first
    std::span<const store::ListedRecord> listed;          // all there is, newest first
    std::optional<Time> since;                            // of the first declaration
    bool cut = false;                                     // there were more
    std::string root;                                     // the way to the root
};
// Does it belong to the month? An incident from its declaration to its end; a maintenance when it was carried out, or is planned for.
[[nodiscard]] bool belongs(const Record& record, const Month& month, Time now);
[[nodiscard]] std::string render_history(const PageTemplates& templates, const desk::Setup& setup, const HistoryShown& shown, Time now);

}  // namespace candor::pages
