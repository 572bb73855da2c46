// One incident in full: its facts, its timeline and its promises.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

// A fact that holds no more is shown with what became of it, never left out: there are no silent edits.
std::string state_of(Answer fact) {
    if (const auto reason = fact["retraction"].text(); !reason.empty()) return "RETRACTED (" + reason + "): ";
    return fact["current"].truth() ? "" : "replaced: ";
}

void put_facts(Sheet& sheet, Answer incident) {
    sheet.section("Facts");
    std::vector<std::vector<Cell>> rows;
    for (const Answer fact : incident["facts"].items()) {
        const auto style = fact["current"].truth() ? Style::plain : Style::dim;
        auto words = state_of(fact) + fact_words(fact, sheet.look());
        if (const auto replaces = fact["replaces"].text(); !replaces.empty()) words += " (replaces " + replaces + ")";
        rows.push_back({{fact["id"].text(), Style::bold},
                        {moment(fact["at"].time(), sheet.look()), style},
                        {fact["author"].text(), style},
                        {fact["kind"].text(), style},
                        {words, style}});
    }
    if (rows.empty()) sheet.paragraph("Nothing is recorded yet: updates can say no more than that.", 2);
    sheet.table(rows);
}

// How many customers report it, and what it keeps them from doing.
void put_reports(Sheet& sheet, Answer reports) {
    const auto count = reports["count"].count();
    if (count == 0) return;
    std::vector<std::string> tasks;
    for (const Answer task : reports["keep_from"].items()) tasks.push_back(fmt::format("{} ({})", task["text"].text(), task["times"].count()));
    const std::string last = moment(reports["last"].time(), sheet.look());
    sheet.field("reports", fmt::format("{}, the last at {}{}{}", plural(count, "customer", "customers"), last, tasks.empty() ? "" : "; it keeps them from: ", joined(tasks)));
}

void put_timeline(Sheet& sheet, Answer incident) {
    sheet.section("What was said");
    const auto updates = incident["updates"].items();
    if (updates.empty()) sheet.paragraph("Nothing yet.", 2);
    for (std::size_t i = 0; i < updates.size(); ++i) {
        if (i > 0) sheet.blank();
        put_update(sheet, updates[i]);
    }
}

// What stops the words: "against HON-204", "for security-lead (security), until 14:40 UTC".
std::string put_before(Answer approval, const Look& look) {
    const auto classes = texts(approval["classes"]);
    const auto rules = texts(approval["rules"]);
    std::string text = rules.empty() ? std::string() : ", against " + joined(rules);
    if (!classes.empty()) {
        text += fmt::format(", for {} ({}), until {}", joined(texts(approval["approvers"]), " or "), joined(classes), moment(approval["holding_at"].time(), look));
    }
    return text;
}

// Words that wait, or waited, for a second person: what became of them stays in the record.
void put_approvals(Sheet& sheet, Answer incident) {
    const auto approvals = incident["approvals"].items();
    if (approvals.empty()) return;
    sheet.section("Put before a second person");
    for (const Answer approval : approvals) {
        const auto state = approval["state"].text();
        sheet.line({{approval["id"].text(), Style::bold},
                    {state, state == "waiting" ? Style::warning : Style::plain},
                    {fmt::format("by {}, {}{}", approval["by"].text(), moment(approval["at"].time(), sheet.look()), put_before(approval, sheet.look()))}},
                   2);
        sheet.paragraph(approval["words"].long_text(), 6);
        if (const auto reason = approval["reason"].text(); !reason.empty()) sheet.paragraph("The reason: " + reason, 6);
        if (const auto refusal = approval["refusal"].text(); !refusal.empty()) sheet.paragraph(fmt::format("Refused by {}: {}", approval["answered_by"].text(), refusal), 6);
    }
}

void put_promises(Sheet& sheet, Answer incident) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer promise : incident["promises"].items()) {
        rows.push_back({{promise["id"].text(), Style::bold},
                        {promise_words(promise)},
                        {moment(promise["due"].time(), sheet.look())},
                        promise_cell(promise, sheet.look())});
    }
    if (rows.empty()) return;
    sheet.section("Promises");
    sheet.table(rows);
}

}  // namespace

std::string render_incident(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    Sheet sheet(look);
    put_incident_head(sheet, incident);
    sheet.field("declared",
                fmt::format("{} by {}", moment(incident["declared_at"].time(), look), incident["declared_by"].text()));
    if (const auto ended = incident["ended_at"].time()) sheet.field("ended", moment(ended, look));
    sheet.field("page", incident["url"].text());
    put_reports(sheet, incident["reports"]);
    put_facts(sheet, incident);
    put_timeline(sheet, incident);
    put_approvals(sheet, incident);
    put_options(sheet, incident["options"]);
    put_promises(sheet, incident);
    const auto id = incident["id"].text();
    if (incident["ended_at"].present()) {
        sheet.next({{"candor deliveries " + id, "whom it reached"}});
    } else {
        sheet.next({{"candor fact " + id + " action \"...\"", "record what is being done"},
                    {"candor update " + id + " --preview", "what would be said now"},
                    {"candor resolve " + id + " --verified \"...\"", "when it works again"}});
    }
    return sheet.take();
}

}  // namespace candor::ctl
