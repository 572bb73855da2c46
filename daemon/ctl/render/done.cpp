// What a command has done, who hears of it, and when they hear next.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

// In one line: somebody may know what it was then.
void put_similar(Sheet& sheet, Answer answer) {
    const auto similar = answer["similar"].items();
    if (similar.empty()) return;
    const auto declared = similar.front()["declared_at"].time();
    sheet.field("before", fmt::format("{}, {}: candor similar {}", similar.front()["id"].text(), moment(declared, sheet.look()), answer["incident"]["id"].text()),
                Style::warning);
}

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
    auto findings = answer["findings"].items();
    if (findings.empty()) return;
    const auto weight = [](Answer finding) { return finding["severity"].text() == "block" ? 0 : finding["severity"].text() == "warn" ? 1 : 2; };
    std::stable_sort(findings.begin(), findings.end(), [&](Answer a, Answer b) { return weight(a) < weight(b); });
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
    put_similar(sheet, Answer(answer));
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
    sheet.next({{"candor correct " + id + " N \"...\"", "if an update has said it"},
                {"candor update " + id + " --preview", "what would be said now"}});
    return sheet.take();
}

// Whom the words wait for, and why.
std::string waits_for(Answer incident, const std::string& id) {
    for (const Answer approval : incident["approvals"].items()) {
        const auto classes = texts(approval["classes"]);
        if (approval["id"].text() != id || classes.empty()) continue;
        return fmt::format("The plan puts words about {} before {} ({}).", joined(classes), joined(texts(approval["approvers"]), " or "), id);
    }
    return fmt::format("A rule blocks these words: a second person decides ({}).", id);
}

// Words that wait for a second person: what was found, and who can do what.
std::string render_waiting(Answer answer, const Look& look) {
    const Answer incident = answer["incident"];
    const auto id = incident["id"].text();
    const auto approval = answer["approval"].text();
    Sheet sheet(look);
    sheet.line({{"Not said yet.", Style::warning}, {waits_for(incident, approval)}});
    sheet.paragraph("The clock goes on: the next update says what is recorded, without them.", 2);
    put_promised(sheet, incident);
    sheet.next({{fmt::format("candor approve {} {}", id, approval), "somebody else lets them be said"},
                {fmt::format("candor refuse {} {} --reason \"...\"", id, approval), "or does not"}});
    return sheet.take();
}

std::string render_refused(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    Sheet sheet(look);
    sheet.line({{"Refused.", Style::good}, {"The words are not said; the record keeps them with your reason."}});
    put_promised(sheet, incident);
    sheet.next({{"candor show " + incident["id"].text(), "the whole record"}});
    return sheet.take();
}

std::string render_update(const boost::json::value& answer, const Look& look) {
    if (Answer(answer)["approval"].present()) return render_waiting(Answer(answer), look);
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Published.", Style::good}, {id + "  " + incident["title"].text()}});
    put_update(sheet, Answer(answer)["update"]);
    put_promised(sheet, incident);
    if (incident["status"].text() == "resolved") {
        sheet.next({{"candor deliveries " + id, "whom it has reached"}, {"candor next " + id, "what is left until the loop is closed"}});
        return sheet.take();
    }
    sheet.next({{"candor deliveries " + id, "whom it has reached"},
                {"candor fact " + id + " action \"...\"", "what is being done now"},
                {"candor resolve " + id + " --verified \"...\"", "when it works again"}});
    return sheet.take();
}

std::string render_ended_update(const boost::json::value& answer, const Look& look) {
    if (Answer(answer)["approval"].present()) return render_waiting(Answer(answer), look);
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    const bool resolved = incident["status"].text() == "resolved";
    const auto kind = incident["kind"].text();
    sheet.line({{fmt::format("This {} is {}.", kind.empty() ? "incident" : kind, status_words(incident)), Style::good},
                {resolved ? "All who were told will be asked about it." : "No further update is promised."}});
    sheet.blank();
    put_incident_head(sheet, incident);
    put_similar(sheet, Answer(answer));
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    std::vector<std::pair<std::string, std::string>> commands{{"candor deliveries " + id, "whom it has reached"}};
    if (resolved && incident["kind"].text() == "case") {
        commands.emplace_back("candor reopen " + id + " \"...\"", "if it is not over");
    } else if (resolved) {
        commands.emplace_back("candor fact " + id + " prevention \"...\" --owner NAME --due +14d", "what will change");
        commands.emplace_back("candor review " + id + " --publish", "what happened, and why");
        commands.emplace_back("candor reopen " + id + " \"...\"", "if it is not over");
    }
    commands.emplace_back("candor show " + id, "the whole record, with every promise");
    sheet.next(commands);
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

std::string render_why(const boost::json::value& answer, const Look& look) {
    const Answer why(answer);
    Sheet sheet(look);
    const Answer update = why["update"];
    sheet.line({{fmt::format("Update #{} of {}", update["number"].count(), why["incident"].text()), Style::bold},
                {moment(update["at"].time(), look)},
                {why["variant"].text()}});
    if (!why["intact"].truth()) sheet.paragraph("The stored text is not what was committed.", 2, Style::bad);
    for (const Answer sentence : why["sentences"].items()) {
        sheet.blank();
        sheet.paragraph(sentence["text"].long_text(), 2);
        for (const Answer fact : sentence["facts"].items()) {
            const auto sure = fact["confidence"].text() == "suspected" ? "suspected, " : "";
            sheet.paragraph(fmt::format("{} {}: {} ({}by {}, {})", fact["id"].text(), fact["kind"].text(), fact_words(fact, look), sure,
                                        fact["author"].text(), moment(fact["at"].time(), look)),
                            6);
        }
        for (const Answer field : sentence["fields"].items()) sheet.paragraph("record: " + field.text(), 6);
    }
    for (const Answer one : update["overrides"].items()) {
        sheet.blank();
        const auto second = one["approved_by"].text();
        sheet.paragraph(fmt::format("{} was set aside by {}{}: {}", one["rule"].text(), one["by"].text(),
                                    second.empty() ? "" : ", approved by " + second, one["reason"].text()),
                        2, Style::warning);
    }
    sheet.section("Checked by");
    sheet.field("text", why["text_sha256"].text());
    sheet.field("record", fmt::format("{} (as far as event {})", why["record_sha256"].text(), why["record_seq"].count()));
    sheet.field("rules", why["rules_sha256"].present() ? why["rules_sha256"].text() : "not checked");
    return sheet.take();
}

std::string render_answered(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    const auto id = incident["id"].text();
    Sheet sheet(look);
    sheet.line({{"Recorded.", Style::good}, {id + "  " + incident["title"].text()}});
    put_promised(sheet, incident);
    sheet.next({{"candor next " + id, "what to do next"}});
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
