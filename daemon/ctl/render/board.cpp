// The board: what is open, what was promised, and how long is left.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

Cell promises_cell(Answer incident) {
    const auto kept = incident["promises_kept"].count();
    const auto missed = incident["promises_missed"].count();
    if (kept + missed == 0) return {"none due yet", Style::plain};
    if (missed == 0) return {fmt::format("{} kept, none missed", kept), Style::good};
    return {fmt::format("{} kept, {} MISSED", kept, missed), Style::bad};
}

std::string how_long(Answer incident, const Look& look) {
    const auto declared = incident["declared_at"].time();
    if (!declared) return "";
    const auto end = incident["ended_at"].time();
    return (end ? "lasted " : "open for ") +
           duration_text(std::max<Duration>(end.value_or(look.now) - *declared, Duration{0}));
}

std::string last_update(Answer incident, const Look& look) {
    const auto at = incident["last_update_at"].time();
    if (!at) return "";
    return fmt::format("{}, {} ago; {} so far", moment(at, look),
                       duration_text(std::max<Duration>(look.now - *at, Duration{0})),
                       plural(incident["updates_count"].count(), "update", "updates"));
}

void put_clocks(Sheet& sheet, Answer incident) {
    if (incident["next_updates"].items().empty()) return;
    sheet.field("next update", "is promised for");
    put_next_updates(sheet, incident);
}

void put_open(Sheet& sheet, Answer incident) {
    sheet.blank();
    put_incident_head(sheet, incident);
    sheet.field("since", fmt::format("{}, {}", moment(incident["declared_at"].time(), sheet.look()),
                                     how_long(incident, sheet.look())));
    put_clocks(sheet, incident);
    const auto promises = promises_cell(incident);
    sheet.field("promises", promises.text, promises.style);
    sheet.field("last update", last_update(incident, sheet.look()));
    for (const Answer one : incident["withheld"].items()) {
        sheet.field("left out", fmt::format("{}: the record no longer bears it out ({})", one["what"].text(), one["rule"].text()), Style::warning);
    }
    for (const Answer id : incident["approvals_waiting"].items()) {
        sheet.field("waiting", fmt::format("{} for a second person: candor approve {} {}", id.text(), incident["id"].text(), id.text()), Style::warning);
    }
}

// "degraded_performance" as people write it.
std::string state_words(std::string state) {
    std::replace(state.begin(), state.end(), '_', ' ');
    return state;
}

void put_components(Sheet& sheet, Answer status) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer component : status["components"].items()) {
        const auto state = state_words(component["state"].text());
        const bool affected = state.find("outage") != std::string::npos || state.find("degraded") != std::string::npos;
        rows.push_back({{component["name"].text()},
                        {component["id"].text(), Style::dim},
                        {state, affected ? Style::warning : Style::plain}});
    }
    if (rows.empty()) return;
    sheet.section("Components");
    sheet.table(rows);
}

// What is planned, or being carried out.
void put_maintenance(Sheet& sheet, Answer status) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer planned : status["maintenance"].items()) {
        rows.push_back({{planned["id"].text(), Style::bold},
                        {state_words(planned["status"].text())},
                        {moment(planned["window"]["from"].time(), sheet.look())},
                        {planned["title"].text()}});
    }
    if (rows.empty()) return;
    sheet.section("Maintenance");
    sheet.table(rows);
}

void put_board_commands(Sheet& sheet, const std::vector<Answer>& open) {
    if (open.empty()) {
        sheet.next({{"candor declare \"TITLE\" --component ID --impact major", "when something breaks"},
                    {"candor status --ended", "the incidents that are over"}});
        return;
    }
    const auto id = open.front()["id"].text();
    sheet.next({{"candor show " + id, "everything that is recorded"},
                {"candor fact " + id + " symptom \"...\"", "record what is known"},
                {"candor update " + id + " --preview", "what would be said now"}});
}

// What customers report, and no incident is open for.
void put_waiting_reports(Sheet& sheet, Answer status) {
    for (const Answer group : status["reports"].items()) {
        const auto component = group["component"].text();
        const auto many = plural(group["count"].count(), "report", "reports");
        if (component.empty()) {
            sheet.field("reports", many + " about no component in particular: candor reports --waiting", Style::warning);
        } else {
            sheet.field("reports", fmt::format("{} about {}, and no incident: candor declare --from-reports {}", many, group["name"].text(), component), Style::warning);
        }
    }
}

// The newest promise that is settled: whether the last word was kept.
void put_last_promise(Sheet& sheet, Answer incident) {
    const auto promises = incident["promises"].items();
    std::optional<Answer> last;
    std::optional<Time> last_at;
    for (const Answer promise : promises) {
        const auto at = promise["at"].time();
        if (at && (!last_at || *at >= *last_at)) {
            last = promise;
            last_at = at;
        }
    }
    if (!last) return;
    const auto outcome = promise_cell(*last, sheet.look());
    sheet.field("last promise",
                fmt::format("{}, promised for {}: {}", (*last)["audience"].text(),
                            moment((*last)["due"].time(), sheet.look()), outcome.text),
                outcome.style);
}

std::string ledger(Answer incident) {
    std::int64_t kept = 0;
    std::int64_t missed = 0;
    for (const Answer promise : incident["promises"].items()) {
        const auto state = promise["state"].text();
        kept += state == "kept" ? 1 : 0;
        missed += state == "missed" ? 1 : 0;
    }
    if (kept + missed == 0) return "none due yet";
    return missed == 0 ? fmt::format("{} kept, none missed", kept) : fmt::format("{} kept, {} MISSED", kept, missed);
}

}  // namespace

std::string render_board(const boost::json::value& answer, const Look& look) {
    const Answer status(answer);
    Sheet sheet(look);
    const auto open = status["open"].items();
    const auto at = status["generated_at"].time();
    sheet.line(
        {{open.empty() ? "No incident is open"
                       : plural(static_cast<std::int64_t>(open.size()), "incident is open", "incidents are open"),
          Style::bold},
         {"at " + moment(at ? at : look.now, look)}});
    put_frozen(sheet, status);
    sheet.paragraph("The page says: " + status["headline"].text());
    if (const auto absent = status["not_on_page"].text(); !absent.empty()) {
        sheet.field("page", "it does not show the last update of " + absent + ", which was published", Style::bad);
    }
    for (const Answer one : status["damage"].items()) {
        sheet.field("damaged", fmt::format("{} {} is not what was committed: restore a backup", one["incident"].text(), one["what"].text()), Style::bad);
    }
    put_waiting_reports(sheet, status);
    for (const Answer incident : open) put_open(sheet, incident);
    put_maintenance(sheet, status);
    put_components(sheet, status);
    put_board_commands(sheet, open);
    return sheet.take();
}

std::string render_ended(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows;
    for (const Answer incident : Answer(answer)["incidents"].items()) {
        rows.push_back({{incident["id"].text(), Style::bold},
                        {moment(incident["declared_at"].time(), look)},
                        {status_words(incident)},
                        impact_cell(incident),
                        promises_cell(incident),
                        {fmt::format("{} ({})", incident["title"].text(), how_long(incident, look))}});
    }
    if (rows.empty()) {
        sheet.line({{"No incident has ended yet."}});
        sheet.next({{"candor status", "what is open"}});
        return sheet.take();
    }
    sheet.table(rows, 0);
    sheet.next({{"candor show " + rows.front().front().text, "everything that was recorded and said"}});
    return sheet.take();
}

std::string render_incident_status(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    Sheet sheet(look);
    put_incident_head(sheet, incident);
    sheet.field("since", fmt::format("{}, {}", moment(incident["declared_at"].time(), look), how_long(incident, look)));
    put_clocks(sheet, incident);
    sheet.field("promises", ledger(incident));
    put_last_promise(sheet, incident);
    sheet.field("page", incident["url"].text());
    const auto id = incident["id"].text();
    if (incident["ended_at"].present()) {
        sheet.next({{"candor show " + id, "everything that was recorded and said"},
                    {"candor deliveries " + id, "whom it reached"}});
    } else {
        sheet.next({{"candor show " + id, "everything that is recorded"},
                    {"candor fact " + id + " action \"...\"", "record what is being done"},
                    {"candor update " + id + " --preview", "what would be said now"}});
    }
    return sheet.take();
}

}  // namespace candor::ctl
