// What customers report. Their words come from strangers: nothing of them reaches the terminal raw (Answer, Sheet).
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

std::string place_of(Answer group) {
    const auto name = group["name"].text();
    const auto component = group["component"].text();
    return component.empty() ? "no component named" : name.empty() ? component : name;
}

void put_groups(Sheet& sheet, Answer answer) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer group : answer["groups"].items()) {
        const auto incident = group["incident"].text();
        rows.push_back({{fmt::format("{}", group["count"].count()), Style::bold},
                        {place_of(group)},
                        {incident.empty() ? "no incident" : incident, incident.empty() ? Style::warning : Style::plain},
                        {fmt::format("{} to {}", moment(group["first"].time(), sheet.look()), moment(group["last"].time(), sheet.look())), Style::dim}});
    }
    if (rows.empty()) return;
    sheet.section("In the last 24 h");
    sheet.table(rows);
}

void put_report(Sheet& sheet, Answer report) {
    std::vector<Cell> head{{report["reference"].text(), Style::bold}, {moment(report["at"].time(), sheet.look())}};
    sheet.blank();
    sheet.line({head[0], head[1], {report["component"].text(), Style::dim}, {report["incident"].text(), Style::dim}});
    sheet.paragraph(report["text"].long_text(), 4);
    if (const auto task = report["blocked_task"].text(); !task.empty()) sheet.paragraph("It keeps them from: " + task, 4, Style::dim);
    if (const auto contact = report["contact"].text(); !contact.empty()) sheet.paragraph("Ask back: " + contact, 4, Style::dim);
}

void put_next(Sheet& sheet, Answer answer) {
    if (const auto incident = answer["incident"].text(); !incident.empty()) {
        std::vector<std::pair<std::string, std::string>> commands{{"candor next " + incident, "what to do"}, {"candor say " + incident, "what support may read out"}};
        for (const Answer report : answer["reports"].items()) {
            if (!report["contact"].present()) continue;
            commands.emplace_back(fmt::format("candor promise {} \"...\" --to {}", incident, report["reference"].text()), "promise them an answer");
            break;
        }
        sheet.next(commands);
        return;
    }
    for (const Answer group : answer["groups"].items()) {
        const auto component = group["component"].text();
        if (!group["incident"].text().empty() || component.empty()) continue;
        sheet.next({{"candor declare --from-reports " + component, "open an incident on what is reported"}});
        return;
    }
    sheet.next({{"candor status", "what is open"}});
}

}  // namespace

std::string render_reports(const boost::json::value& value, const Look& look) {
    const Answer answer(value);
    const auto reports = answer["reports"].items();
    Sheet sheet(look);
    const Answer summary = answer["summary"];
    const auto count = summary.present() ? summary["count"].count() : static_cast<std::int64_t>(reports.size());
    sheet.line({{count == 0 ? "Nobody has reported anything." : plural(count, "report", "reports") + ", the newest first", Style::bold}});
    for (const Answer task : summary["keep_from"].items()) {
        sheet.field("keeps from", fmt::format("{} ({})", task["text"].text(), task["times"].count()));
    }
    if (!answer["incident"].present()) put_groups(sheet, answer);
    for (const Answer report : reports) put_report(sheet, report);
    put_next(sheet, answer);
    return sheet.take();
}

}  // namespace candor::ctl
