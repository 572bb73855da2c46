// Every gap; or, where there is none, what each situation comes to, in tables that fit a terminal.
#include "core/plan/gaps.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/plan/plan.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

namespace candor::ctl {

namespace {

namespace json = boost::json;
using plan::Decisions;
using plan::Situation;
using Told = std::vector<std::string>;  // what a table says of a situation: its columns after the first

constexpr std::size_t situation_width = 22;
constexpr std::size_t widest_id = 24;

std::string shortened(const std::string& id) {
    return id.size() <= widest_id ? id : id.substr(0, widest_id - 3) + "...";
}

template <class Id>
std::string names(const std::optional<std::vector<Id>>& ids) {
    if (!ids || ids->empty()) return "nothing";
    std::string text;
    for (const Id& one : *ids) text += (text.empty() ? "" : ", ") + shortened(one.str());
    return text;
}

Told who_and_when(const Decisions& decisions) {
    std::string who = decisions.owner->str();
    if (decisions.deputy)
        who += fmt::format(", after {} {}", short_duration(*decisions.levels.acknowledge), decisions.deputy->str());
    if (decisions.escalation) who += ", then " + decisions.escalation->str();
    return {short_duration(*decisions.levels.first_update), short_duration(*decisions.social),
            short_duration(*decisions.direct), who};
}

Told what_and_to_whom(const Decisions& decisions) {
    std::string text = "tells " + names(decisions.audiences) + "; may give " + names(decisions.remedies);
    if (decisions.approvals && !decisions.approvals->empty()) text += "; asks " + names(decisions.approvals);
    return {text};
}

// Five things, of which some come to the same.
using GapGroup = std::vector<std::size_t>;

template <class Key>
std::vector<GapGroup> groups_of(const std::array<Key, 5>& keys) {
    std::vector<GapGroup> groups;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto same = std::find_if(groups.begin(), groups.end(),
                                       [&](const GapGroup& group) { return keys[group.front()] == keys[i]; });
        same == groups.end() ? groups.push_back({i}) : same->push_back(i);
    }
    std::stable_sort(groups.begin(), groups.end(), [](const GapGroup& a, const GapGroup& b) { return a.size() < b.size(); });
    return groups;
}

// "many, all"; "other" for the largest of several; empty for all.
template <NamedEnum E>
std::string label(const GapGroup& group, bool is_last) {
    if (group.size() == enum_names<E>.size()) return {};
    if (is_last && group.size() > 2) return "other";
    std::string text;
    for (const std::size_t one : group) text += (text.empty() ? "" : ", ") + std::string(enum_names<E>[one]);
    return text;
}

using Rows = std::vector<std::vector<Cell>>;

// Wraps the first and the last column, which Sheet would not do for both.
void add_row(Rows& rows, const std::string& situation, const Told& told, std::size_t width) {
    const auto left = wrapped(situation, situation_width);
    std::size_t used = 2 + situation_width + 2;
    for (std::size_t i = 0; i + 1 < told.size(); ++i) used += 8;
    const auto right = wrapped(told.back(), std::max<std::size_t>(width, used + widest_id + 1) - used);
    for (std::size_t line = 0; line < std::max(left.size(), right.size()); ++line) {
        std::vector<Cell> row{{line < left.size() ? left[line] : "", Style::bold}};
        for (std::size_t i = 0; i + 1 < told.size(); ++i) row.push_back({line == 0 ? told[i] : ""});
        row.push_back({line < right.size() ? right[line] : ""});
        rows.push_back(std::move(row));
    }
}

void add_rows(Rows& rows, const plan::Plan& plan, Impact impact, Told (*tell)(const Decisions&), std::size_t width) {
    std::array<std::array<Told, 5>, 5> grid;  // by scope, by cause
    for (const Situation& situation : plan::all_situations()) {
        if (situation.impact != impact) continue;
        grid[static_cast<std::size_t>(situation.scope)][static_cast<std::size_t>(situation.cause)] =
            tell(resolve(plan, situation));
    }
    const auto scopes = groups_of(grid);
    for (const GapGroup& scope : scopes) {
        const auto causes = groups_of(grid[scope.front()]);
        for (const GapGroup& cause : causes) {
            std::string text(to_string(impact));
            if (const auto name = label<ScopeLabel>(scope, &scope == &scopes.back()); !name.empty())
                text += " x " + name;
            if (const auto name = label<CauseCategory>(cause, &cause == &causes.back()); !name.empty())
                text += "; cause " + name;
            add_row(rows, text, grid[scope.front()][cause.front()], width);
        }
    }
}

void add_table(Sheet& sheet, const plan::Plan& plan, const std::vector<std::string>& heads,
               Told (*tell)(const Decisions&)) {
    Rows rows{{}};
    for (const std::string& head : heads) rows.front().push_back({head, Style::dim});
    for (const Impact impact : {Impact::minor, Impact::major, Impact::critical})
        add_rows(rows, plan, impact, tell, sheet.look().width);
    sheet.table(rows);
}

void add_bounds_of_check(Sheet& sheet, const PlanReading& reading) {
    if (reading.held_against_config) return;
    sheet.blank();
    sheet.paragraph("Channels and components were not held against a configuration: --config FILE does that.", 0,
                    Style::dim);
}

std::string all_is_decided(const PlanReading& reading, const std::vector<std::string>& warnings, const Look& look) {
    Sheet sheet(look);
    sheet.title(
        fmt::format("{}: {} situations, all decided", neutral(reading.plan->name), plan::all_situations().size()));
    sheet.section("Who, and how often");
    add_table(sheet, *reading.plan, {"Situation", "First", "Social", "Direct", "Owner, deputy, escalation"},
              who_and_when);
    sheet.section("To whom, and what may be given");
    add_table(sheet, *reading.plan, {"Situation", "Audiences; remedies; approval"}, what_and_to_whom);
    if (!warnings.empty()) sheet.section("Worth a second look");
    for (const std::string& warning : warnings) sheet.paragraph(neutral(warning), 2, Style::warning);
    add_bounds_of_check(sheet, reading);
    return sheet.take();
}

std::string what_is_open(const PlanReading& reading, const std::vector<plan::Gap>& gaps, const Look& look) {
    Sheet sheet(look);
    sheet.title(fmt::format("{}: not everything is decided", neutral(reading.plan->name)));
    for (const plan::Gap& gap : gaps) {
        sheet.blank();
        for (const std::string& where : plan::describe(gap)) sheet.paragraph(where, 2, Style::bad);
        sheet.paragraph("to mend it: " + gap.mend, 4, Style::dim);
    }
    add_bounds_of_check(sheet, reading);
    return sheet.take();
}

json::object to_json(const PlanReading& reading, const std::vector<plan::Gap>& gaps,
                     const std::vector<std::string>& warnings) {
    json::array problems;
    for (const yaml::Problem& problem : reading.problems) problems.emplace_back(describe(problem));
    json::array open;
    for (const plan::Gap& gap : gaps) {
        json::array where;
        for (const std::string& line : plan::describe(gap)) where.emplace_back(line);
        open.push_back(json::object{{"missing", gap.missing}, {"where", std::move(where)}, {"mend", gap.mend}});
    }
    return {{"file", reading.file.string()},
            {"problems", std::move(problems)},
            {"gaps", std::move(open)},
            {"warnings", json::value_from(warnings)}};
}

}  // namespace

PlanOutcome check_plan(const PlanOptions& options, const Look& look) {
    const auto read = read_plan(options);
    if (const auto* refused = std::get_if<PlanOutcome>(&read)) return *refused;
    const auto& reading = std::get<PlanReading>(read);
    std::vector<plan::Gap> gaps;
    std::vector<std::string> warnings;
    if (reading.plan) {
        gaps = find_gaps(*reading.plan);
        warnings = find_warnings(*reading.plan, reading.components);
    }
    const int code = reading.plan && gaps.empty() ? exit_code::ok : exit_code::refused;
    if (options.json) return {code, json::serialize(to_json(reading, gaps, warnings)) + "\n", {}};
    if (reading.plan)
        return {code, gaps.empty() ? all_is_decided(reading, warnings, look) : what_is_open(reading, gaps, look), {}};
    std::string text;
    for (const yaml::Problem& problem : reading.problems) text += neutral(describe(problem)) + "\n";
    return {code, text, {}};
}

}  // namespace candor::ctl
