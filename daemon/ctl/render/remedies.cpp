// What may be given and what was; and what happened before.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

void put_catalogue(Sheet& sheet, Answer answer) {
    std::vector<std::vector<Cell>> rows{{{"REMEDY", Style::dim}, {"KIND", Style::dim}, {"WORTH", Style::dim}, {"COSTS US", Style::dim}, {"AS CUSTOMERS READ IT", Style::dim}}};
    for (const Answer remedy : answer["remedies"].items()) {
        const bool elsewhere = remedy["allowed"].present() && !remedy["allowed"].truth();
        rows.push_back({{remedy["id"].text(), elsewhere ? Style::dim : Style::bold},
                        {remedy["kind"].text()},
                        {remedy["value_text"].text()},
                        {remedy["cost_text"].text()},
                        {remedy["text"].text() + (elsewhere ? " (not in this situation)" : "")}});
    }
    if (rows.size() > 1) return sheet.table(rows, 0);
    sheet.paragraph("The plan has no remedies: docs/plan.md says how they are written.");
}

std::string cap_words(Answer cap) {
    return cap["left_text"].present() ? fmt::format("{} left of {}", cap["left_text"].text(), cap["most_text"].text()) : cap["most_text"].text();
}

void put_caps(Sheet& sheet, Answer answer) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer caps : answer["caps"].items()) {
        rows.push_back({{"one customer"}, {cap_words(caps["customer"])}});
        rows.push_back({{"one incident"}, {cap_words(caps["incident"])}});
        for (const Answer role : caps["roles"].items()) {
            rows.push_back({{role["role"].text(), role["yours"].truth() ? Style::bold : Style::plain}, {cap_words(role) + (role["yours"].truth() ? " (you)" : "")}});
        }
    }
    if (rows.empty()) return;
    sheet.section("Without asking anybody, in one incident");
    sheet.table(rows);
}

std::string whom(Answer grant) {
    if (!grant["everyone"].truth()) return grant["to"].text();
    return fmt::format("everybody affected ({})", grant["customers"].count());
}

Cell state_cell(Answer grant, const Look& look) {
    const auto state = grant["state"].text();
    if (state == "asked") return {"waits for a second person", Style::warning};
    if (state == "fulfilled") return {"given", Style::good};
    if (state == "taken_back") return {"taken back", Style::dim};
    if (state == "granted") return {"due " + moment_and_remaining(grant["due"].time(), look)};
    return {state};
}

void put_grants(Sheet& sheet, Answer answer) {
    const auto grants = answer["grants"].items();
    if (!answer["grants"].present()) return;
    sheet.section("Given in this incident");
    if (grants.empty()) {
        const auto declined = answer["declined"].text();
        return sheet.paragraph(declined.empty() ? "Nothing." : "Nothing, because: " + declined, 2);
    }
    for (const Answer grant : grants) {
        sheet.line({{grant["id"].text(), Style::bold}, {grant["remedy"].text()}, {grant["cost_text"].text()}, state_cell(grant, sheet.look())}, 2);
        sheet.paragraph(fmt::format("to {}, by {}{}", whom(grant), grant["by"].text(), grant["role"].present() ? " for " + grant["role"].text() : ""), 6);
    }
}

}  // namespace

std::string render_remedies(const boost::json::value& answer, const Look& look) {
    const Answer all(answer);
    Sheet sheet(look);
    put_catalogue(sheet, all);
    put_caps(sheet, all);
    put_grants(sheet, all);
    const auto id = all["incident"]["id"].text();
    const std::string incident = id.empty() ? "INC" : id;
    sheet.next({{"candor give " + incident + " REMEDY --to \"order 4711\"", "to one customer"}, {"candor give " + incident + " REMEDY --everyone", "to everybody affected"}});
    return sheet.take();
}

std::string render_grant(const boost::json::value& answer, const Look& look) {
    const Answer grant = Answer(answer)["grant"];
    const auto incident = Answer(answer)["incident"]["id"].text();
    const auto id = grant["id"].text();
    const auto state = grant["state"].text();
    Sheet sheet(look);
    const bool by_two = grant["answered_by"].present();
    if (state == "granted") sheet.line({{"Granted.", Style::good}, {by_two ? "Two people agreed." : "Nobody had to be asked."}});
    if (state == "asked") {
        std::vector<std::string> caps;
        for (const Answer cap : grant["over"].items()) caps.push_back(cap.text());
        sheet.line({{"Asked.", Style::warning}, {fmt::format("It is over the cap ({}): a second person decides.", joined(caps))}});
    }
    if (state == "refused") sheet.line({{"Refused.", Style::good}, {"Nothing is given."}});
    if (state == "fulfilled") sheet.line({{"Given.", Style::good}, {"The promise is kept."}});
    sheet.field("grant", id);
    sheet.field("remedy", grant["text"].text());
    sheet.field("to", whom(grant));
    sheet.field("cost", grant["cost_text"].text() + ", borne by the organisation");
    if (grant["owner"].present()) sheet.field("owner", grant["owner"].text());
    if (state == "granted" || state == "asked") sheet.field("due", moment_and_remaining(grant["due"].time(), look));
    for (const Answer caps : Answer(answer)["caps"].items()) sheet.field("left", fmt::format("{} in this incident", caps["incident"]["left_text"].text()));
    if (state == "granted") sheet.next({{fmt::format("candor given {} {}", incident, id), "when they have it"}});
    else if (state == "asked") sheet.next({{fmt::format("candor approve {} {}", incident, id), "the second person agrees"}});
    else sheet.next({{"candor remedies " + incident, "what may be given, and what is left"}});
    return sheet.take();
}

std::string render_declined(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    sheet.line({{"Recorded.", Style::good}, {"Nothing is given in this incident."}});
    sheet.field("because", Answer(answer)["declined"].text());
    sheet.next({{"candor remedies " + Answer(answer)["incident"]["id"].text(), "what may be given all the same"}});
    return sheet.take();
}

std::string render_similar(const boost::json::value& answer, const Look& look) {
    const Answer past(answer);
    const auto found = past["similar"].items();
    const auto since = past["known_since"].time();
    const auto pattern = past["pattern"].text();
    Sheet sheet(look);
    if (pattern == "repeating") sheet.line({{"It has happened before.", Style::warning}, {plural(static_cast<std::int64_t>(found.size()), "similar incident", "similar incidents")}});
    if (pattern == "one_off") sheet.line({{"It has not happened before", Style::good}, {"in the last 400 days, as far as the record knows."}});
    if (pattern == "unknown") {
        sheet.paragraph(since ? fmt::format("Whether it has happened before is not known: the record reaches back only to {}.", moment(since, look))
                              : "Whether it has happened before is not known: this is the first incident on record.");
    }
    for (const Answer one : found) {
        sheet.line({{one["id"].text(), Style::bold}, {moment(one["declared_at"].time(), look)}, {one["title"].text()}}, 2);
        const auto cause = one["cause"].text();
        std::vector<std::string> words;
        for (const Answer word : one["words"].items()) words.push_back(word.text());
        const std::string why = one["same_cause"].truth() ? "the same cause" : cause == "unknown" ? "its cause was never found" : "its cause: " + cause;
        sheet.paragraph(words.empty() ? why : fmt::format("{}; both speak of: {}", why, joined(words)), 6);
    }
    if (found.empty()) sheet.next({{"candor next " + past["incident"]["id"].text(), "what to do"}});
    else sheet.next({{"candor show " + found.front()["id"].text(), "what it was then"}, {"candor review " + found.front()["id"].text(), "what was to change"}});
    return sheet.take();
}

}  // namespace candor::ctl
