#include "daemon/pages/bars.hpp"

#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

namespace {

// In units of the picture: 5 for each day, 4 of them the bar.
std::string bar(std::size_t day) {
    return fmt::format("M{} 0h4v32h-4z", day * 5);
}

std::string class_of(const ComponentDay& day) {
    return day.worst ? std::string(to_string(*day.worst)) : "no_data";
}

bool is_quiet(const ComponentDay& day) {
    return !day.worst || *day.worst == ComponentState::no_open_incident;
}

bool has_incident(const ComponentDay& day) {
    return !is_quiet(day) && *day.worst != ComponentState::under_maintenance && *day.worst != ComponentState::unknown;
}

// "3 days with an incident, 1 unknown, no record of 40 days".
std::string figures_of(std::span<const ComponentDay> days, const Voice& voice) {
    const auto affected = std::count_if(days.begin(), days.end(), has_incident);
    const auto unknown = std::count_if(days.begin(), days.end(), [](const ComponentDay& day) { return day.worst == ComponentState::unknown; });
    const auto missing = std::count_if(days.begin(), days.end(), [](const ComponentDay& day) { return !day.worst; });
    const auto number = [](std::ptrdiff_t count) { return fmt::format("{}", count); };
    if (missing == std::ssize(days)) return voice.text("bars.no_data", {{"missing", number(missing)}});
    std::string text = affected == 0   ? voice.text("bars.none")
                       : affected == 1 ? voice.text("bars.some_one")
                                       : voice.text("bars.some", {{"affected", number(affected)}});
    if (unknown > 0) text += ", " + voice.text("bars.unknown", {{"unknown", number(unknown)}});
    if (missing > 0) text += ", " + voice.text("bars.no_data", {{"missing", number(missing)}});
    return text;
}

}  // namespace

void set_bars(Filling& line, const std::string& name, std::span<const ComponentDay> days, const Voice& voice) {
    if (days.empty()) return;
    std::map<std::string, std::string> runs;
    for (std::size_t i = 0; i < days.size(); ++i) {
        const ComponentDay& day = days[i];
        if (is_quiet(day)) {
            runs[class_of(day)] += bar(i);
            continue;
        }
        Filling& one = line.lists["days"].emplace_back();
        set(one, "state", class_of(day));
        set(one, "path", bar(i));
        const std::string date = voice.words().date(std::chrono::year_month_day(day.date));
        set(one, "words", voice.text("bars.day", {{"day", date}, {"state", voice.word(PageWordGroup::state, *day.worst)}, {"lasted", voice.duration(day.lasted)}}));
    }
    for (auto& [state, path] : runs) {
        Filling& run = line.lists["runs"].emplace_back();
        set(run, "state", state);
        set(run, "path", std::move(path));
    }
    const std::string figures = figures_of(days, voice);
    set(line, "bars", "yes");
    set(line, "figures", figures);
    set(line, "summary", voice.text("bars.label", {{"name", name}, {"figures", figures}}));
}

}  // namespace candor::pages
