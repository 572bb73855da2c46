// What customers can choose, and what they chose.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

// By how many it was chosen, and what became of it.
std::vector<Cell> row_of(Answer option) {
    const auto times = option["chosen"].count();
    const auto why = option["withdrawal"].text();
    const std::string text = option["text"].text() + (why.empty() ? "" : fmt::format(" (withdrawn: {})", why));
    return {{std::to_string(option["number"].count()), Style::bold},
            {times == 0 ? "-" : fmt::format("chosen {}", plural(times, "time", "times")), times == 0 ? Style::dim : Style::good},
            {text, why.empty() ? Style::plain : Style::dim}};
}

bool is_planned(Answer option) {
    return option["state"].text() == "planned";
}

}  // namespace

void put_options(Sheet& sheet, Answer options) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer option : options.items()) {
        if (!is_planned(option)) rows.push_back(row_of(option));
    }
    if (rows.empty()) return;
    sheet.section("Customers can choose");
    sheet.table(rows);
}

std::string render_options(const boost::json::value& answer, const Look& look) {
    const Answer all(answer);
    const auto options = all["options"].items();
    const auto id = all["incident"]["id"].text();
    Sheet sheet(look);
    put_options(sheet, all["options"]);
    std::vector<std::vector<Cell>> planned;
    for (const Answer option : options) {
        if (is_planned(option)) planned.push_back(row_of(option));
    }
    if (!planned.empty()) sheet.section("In the plan, and not offered");
    sheet.table(planned);
    if (options.empty()) sheet.paragraph("Nothing is offered, and the plan has nothing for what is affected. Your own words do as well.");
    std::vector<std::pair<std::string, std::string>> next;
    if (!planned.empty()) next.emplace_back(fmt::format("candor offer {} NUMBER", id), "offer what the plan has");
    next.emplace_back(fmt::format("candor offer {} \"...\"", id), "offer something in your own words");
    if (planned.size() < options.size()) next.emplace_back(fmt::format("candor update {} \"...\"", id), "say it now; else the next update does");
    sheet.next(next);
    return sheet.take();
}

}  // namespace candor::ctl
