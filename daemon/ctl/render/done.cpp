// What a command has done, who hears of it, and when they hear next.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

void put_promised(Sheet& sheet, Answer incident) {
    if (incident["next_updates"].items().empty()) return;
    sheet.section("Next update promised");
    put_next_updates(sheet, incident);
}

// What the record lacks, so that the next update can say more: the commands that mend it.
std::vector<std::pair<std::string, std::string>> gaps(Answer incident) {
    const auto id = incident["id"].text();
    bool symptom = false;
    bool cause = false;
    bool action = false;
    for (const Answer fact : incident["facts"].items()) {
        if (!fact["current"].truth()) continue;
        const auto kind = fact["kind"].text();
        symptom = symptom || kind == "symptom";
        cause = cause || kind == "cause";
        action = action || kind == "action";
    }
    std::vector<std::pair<std::string, std::string>> commands;
    if (!symptom) commands.emplace_back("candor fact " + id + " symptom \"...\"", "what customers notice");
    if (incident["scope"].text().empty() || incident["scope"].text() == "unknown") {
        commands.emplace_back("candor fact " + id + " scope many", "how many are affected");
    }
    if (!action) commands.emplace_back("candor fact " + id + " action \"...\"", "what is being done");
    if (!cause) commands.emplace_back("candor fact " + id + " cause \"...\"", "what is suspected");
    return commands;
}

// A finding of the honesty check, with the words it is about.
void put_findings(Sheet& sheet, Answer answer) {
    const auto findings = answer["findings"].items();
    if (findings.empty()) return;
    sheet.section("The honesty check says");
    for (const Answer finding : findings) {
        const bool block = finding["severity"].text() == "block";
        sheet.line({{block ? "BLOCK" : finding["severity"].text(), block ? Style::bad : Style::warning},
                    {finding["rule"].text(), Style::bold}},
                   2);
        sheet.paragraph(finding["message"].text(), 6);
        if (const auto fix = finding["fix"].text(); !fix.empty()) sheet.paragraph("Say instead: " + fix, 6);
    }
}

std::string length_words(Answer preview) {
    const auto length = preview["length"].count();
    if (!preview["limit"].present()) return plural(length, "character", "characters");
    return fmt::format("{} of {} characters", length, preview["limit"].count());
}

void put_preview(Sheet& sheet, Answer preview) {
    sheet.blank();
    sheet.line(
        {{preview["audience"].text(), Style::bold},
         {preview["kind"].text()},
         {length_words(preview)},
         {preview["next"].present() ? "next by " + moment(preview["next"].time(), sheet.look()) : "the last one"}});
    if (const auto subject = preview["subject"].text(); !subject.empty()) sheet.paragraph("Subject: " + subject, 2);
    sheet.paragraph(preview["text"].long_text(), 4);
    std::vector<std::string> dropped;
    for (const Answer part : preview["dropped"].items()) dropped.push_back(part.text());
    if (!dropped.empty()) sheet.paragraph("Left out, too long for this channel: " + joined(dropped), 2, Style::warning);
}

}  // namespace

std::string render_declared(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    Sheet sheet(look);
    sheet.line({{"Declared.", Style::good}, {"The first words are on their way."}});
    sheet.blank();
    put_incident_head(sheet, incident);
    sheet.field("page", incident["url"].text());
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    put_promised(sheet, incident);
    const auto id = incident["id"].text();
    auto commands = gaps(incident);
    commands.emplace_back("candor update " + id, "say it before the clock does");
    commands.emplace_back("candor status " + id, "the clocks");
    sheet.next(commands);
    return sheet.take();
}

std::string render_facts(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Recorded.", Style::good}, {"The next update of " + id + " says it."}});
    std::vector<std::vector<Cell>> rows;
    for (const Answer fact : Answer(answer)["facts"].items()) {
        rows.push_back({{fact["id"].text(), Style::bold}, {fact["kind"].text()}, {fact_words(fact, look)}});
    }
    sheet.table(rows);
    put_promised(sheet, incident);
    sheet.next(
        {{"candor update " + id + " --preview", "what would be said now"},
         {"candor update " + id, "say it now"},
         {"candor fact " + id + " retract " + (rows.empty() ? "fN" : rows.back().front().text) + " --reason \"...\"",
          "if it is not true"}});
    return sheet.take();
}

std::string render_retracted(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Retracted.", Style::good}, {"The fact stays in the record, with the reason."}});
    std::vector<std::vector<Cell>> rows;
    for (const Answer fact : incident["facts"].items()) {
        if (const auto reason = fact["retraction"].text(); !reason.empty()) {
            rows.push_back(
                {{fact["id"].text(), Style::bold}, {fact["kind"].text()}, {fact_words(fact, look)}, {reason}});
        }
    }
    sheet.table(rows);
    sheet.next({{"candor update " + id + " --corrects N \"...\"", "if an update has said it"},
                {"candor update " + id + " --preview", "what would be said now"}});
    return sheet.take();
}

std::string render_update(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Published.", Style::good}, {id + "  " + incident["title"].text()}});
    put_update(sheet, Answer(answer)["update"]);
    put_promised(sheet, incident);
    sheet.next({{"candor deliveries " + id, "whom it has reached"},
                {"candor fact " + id + " action \"...\"", "what is being done now"},
                {"candor resolve " + id + " --verified \"...\"", "when it works again"}});
    return sheet.take();
}

std::string render_ended_update(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"This incident is " + status_words(incident) + ".", Style::good}, {"No further update is promised."}});
    sheet.blank();
    put_incident_head(sheet, incident);
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    sheet.next({{"candor deliveries " + id, "whom it has reached"},
                {"candor show " + id, "the whole record, with every promise"}});
    return sheet.take();
}

std::string render_preview(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    sheet.line({{"Not published.", Style::warning}, {"This is what each audience would read now."}});
    for (const Answer preview : Answer(answer)["previews"].items()) put_preview(sheet, preview);
    put_findings(sheet, Answer(answer));
    sheet.next({{"the same command without --preview", "publishes it"}});
    return sheet.take();
}

std::string render_check(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    if (Answer(answer)["findings"].items().empty())
        sheet.line({{"Nothing found:", Style::good}, {"the record bears this out."}});
    put_findings(sheet, Answer(answer));
    sheet.next({{"candor update " + neutral(look.incident) + " \"...\" --preview", "what would be said"},
                {"candor rules explain RULE", "what a rule forbids, and why"}});
    return sheet.take();
}

std::string render_owner(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Assigned.", Style::good}, {"Who gathers the facts from now on:"}});
    put_incident_head(sheet, incident);
    put_promised(sheet, incident);
    sheet.next({{"candor show " + id, "what is recorded so far"}});
    return sheet.take();
}

}  // namespace candor::ctl
