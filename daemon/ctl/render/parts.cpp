#include "daemon/ctl/render/parts.hpp"

#include <cmath>
#include <fmt/format.h>

namespace candor::ctl {

using namespace std::chrono;

std::string moment(std::optional<Time> time, const Look& look) {
    return time ? moment_text(floor<seconds>(*time), look.now, *look.zone) : "unknown";
}

std::string remaining(Time due, const Look& look) {
    const auto left = due - look.now;
    if (left >= 1s) return "in " + duration_text(left);
    if (left > -1s) return "now";
    return "overdue by " + duration_text(-left);
}

std::string moment_and_remaining(std::optional<Time> due, const Look& look) {
    return due ? fmt::format("{}, {}", moment(due, look), remaining(*due, look)) : "no time is promised";
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::vector<std::string> texts(Answer list) {
    std::vector<std::string> texts;
    for (const Answer text : list.items()) texts.push_back(text.text());
    return texts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

Cell impact_cell(Answer incident) {
    const auto impact = incident["impact"].text();
    if (impact == "critical") return {"CRITICAL", Style::bad};
    if (impact == "major") return {"MAJOR", Style::bad};
    if (impact == "minor") return {"minor", Style::warning};
    return {impact.empty() ? "impact unknown" : "impact " + impact, Style::plain};
}

std::string status_words(Answer incident) {
    const auto status = incident["status"].text();
    return status.empty() ? "status unknown" : status;
}

std::string scope_words(std::string_view label) {
    if (label.empty() || label == "unknown") return "how many are affected is not known";
    return label == "all" ? "all customers affected" : fmt::format("{} customers affected", label);
}

std::string component_names(Answer incident) {
    std::vector<std::string> names;
    for (const Answer component : incident["components"].items()) {
        const auto name = component["name"].text();
        names.push_back(name.empty() ? component["id"].text() : name);
    }
    return joined(names);
}

std::string owner_words(Answer incident) {
    const auto deputy = incident["deputy"].text();
    return incident["owner"].text() + (deputy.empty() ? "" : ", deputy " + deputy);
}

namespace {

// "how it is known" behind a statement.
std::string by(std::string_view words, std::string_view method) {
    return method.empty() ? std::string(words) : fmt::format("{} ({})", words, method);
}

std::string scope_fact(Answer fact) {
    std::string words = fact["label"].text();
    if (fact["count"].present()) words += fmt::format(", {} customers", fact["count"].count());
    if (const auto fraction = fact["fraction"].number()) words += fmt::format(", {:.3g} %", *fraction * 100);
    return by(words, fact["method"].text());
}

std::string cause_fact(Answer fact) {
    std::string words = fact["confidence"].text() == "suspected" ? "suspected: " : "confirmed: ";
    words += fact["text"].text();
    if (const auto party = fact["party"].text(); !party.empty()) words += fmt::format(", at {}", party);
    if (const auto category = fact["category"].text(); !category.empty() && category != "unknown") {
        words += fmt::format(" [{}]", category);
    }
    return words;
}

std::string eta_fact(Answer fact, const Look& look) {
    const auto latest = moment(fact["latest"].time(), look);
    const auto earliest = fact["earliest"].time();
    const auto range = earliest ? fmt::format("between {} and {}", moment(earliest, look), latest) : "by " + latest;
    return by(range, fact["basis"].text());
}

std::string dated(std::string words, Answer fact, const Look& look) {
    if (const auto due = fact["due"].time()) words += ", due " + moment(due, look);
    return words;
}

std::string prevention_fact(Answer fact, const Look& look) {
    const auto owner = fact["owner"].text();
    return dated(fact["text"].text() + (owner.empty() ? "" : ", owner " + owner), fact, look);
}

}  // namespace

std::string fact_words(Answer fact, const Look& look) {
    const auto kind = fact["kind"].text();
    if (kind == "scope") return scope_fact(fact);
    if (kind == "cause") return cause_fact(fact);
    if (kind == "action") return (fact["done"].truth() ? "done: " : "in progress: ") + fact["text"].text();
    if (kind == "eta") return eta_fact(fact, look);
    if (kind == "verification") return (fact["passed"].truth() ? "passed: " : "FAILED: ") + fact["method"].text();
    if (kind == "started" || kind == "ended") return moment(fact["time"].time(), look);
    if (kind == "data_loss") return by(fact["answer"].text(), fact["method"].text());
    if (kind == "security") return by(fact["incident"].text(), fact["method"].text());
    if (kind == "unaffected") return by(fact["subject"].text(), fact["method"].text());
    if (kind == "third_party") return dated(fact["party"].text() + ": " + fact["commitment"].text(), fact, look);
    if (kind == "prevention") return prevention_fact(fact, look);
    return fact["text"].text();
}

std::string promise_words(Answer promise) {
    const auto kind = promise["kind"].text();
    if (kind == "next_update") return "next update to " + promise["audience"].text();
    if (kind == "eta") return "over, as expected";
    if (kind == "start") return "begins, as announced";
    if (kind == "end") return "over, as announced";
    if (kind == "follow_up") return "ask whether it is over";
    const auto to = promise["to"].text();
    return promise["text"].text() + (to.empty() ? "" : " (to " + to + ")");
}

Cell promise_cell(Answer promise, const Look& look) {
    const auto state = promise["state"].text();
    const auto due = promise["due"].time();
    const auto at = promise["at"].time();
    if (state == "kept") {
        if (!due || !at || *due - *at < 1s) return {"kept", Style::good};
        return {"kept, " + duration_text(*due - *at) + " early", Style::good};
    }
    if (state == "missed") {
        const auto late = duration<double>(promise["lateness_seconds"].number().value_or(0));
        return {"MISSED, " + duration_text(std::max<Duration>(duration_cast<Duration>(late), 1s)) + " late",
                Style::bad};
    }
    if (state == "broken") return {"BROKEN: " + promise["note"].text(), Style::bad};
    if (!due) return {state, Style::plain};
    return {"open, " + remaining(*due, look), *due < look.now ? Style::bad : Style::plain};
}

void put_next_updates(Sheet& sheet, Answer incident) {
    const auto clocks = incident["next_updates"].items();
    std::vector<std::vector<Cell>> rows;
    for (const Answer clock : clocks) {
        const auto due = clock["due"].time();
        const bool late = due && *due < sheet.look().now;
        const auto every = duration_text(seconds(clock["every_seconds"].count()));
        rows.push_back({{clock["audience"].text(), Style::plain},
                        {moment_and_remaining(due, sheet.look()), late ? Style::bad : Style::bold},
                        {"every " + every, Style::plain}});
    }
    sheet.table(rows, 4);
}

void put_frozen(Sheet& sheet, Answer answer) {
    const Answer frozen = answer["frozen"];
    if (!frozen.present()) return;
    const auto since = moment(frozen["since"].time(), sheet.look());
    const auto reason = frozen["reason"].text();
    sheet.paragraph(frozen["restored"].truth() ? fmt::format("FROZEN: this database is a copy of {}. Nothing is sent until: candor resume", since)
                                               : fmt::format("FROZEN since {} by {}{}. Nothing is sent until: candor resume", since, frozen["by"].text(),
                                                             reason.empty() ? "" : " (" + reason + ")"),
                    0, Style::bad);
}

void put_incident_head(Sheet& sheet, Answer incident) {
    put_frozen(sheet, incident);
    sheet.title(incident["id"].text() + "  " + incident["title"].text());
    if (incident["kind"].text() == "case") {  // one customer's own thread
        sheet.line({{status_words(incident), Style::bold}, {incident["customer"]["reference"].text()}}, 2);
        return sheet.field("owner", owner_words(incident));
    }
    sheet.line({impact_cell(incident), {status_words(incident), Style::bold}, {scope_words(incident["scope"].text())}},
               2);
    sheet.field("components", component_names(incident));
    sheet.field("owner", owner_words(incident));
}

void put_update(Sheet& sheet, Answer update) {
    std::vector<std::string> audiences;
    for (const Answer audience : update["audiences"].items()) audiences.push_back(audience["audience"].text());
    std::vector<std::string> head{fmt::format("#{} {}", update["number"].count(), update["kind"].text())};
    if (!audiences.empty()) head.push_back("to " + joined(audiences));
    head.push_back(update["scheduled"].truth() ? "by the clock" : "by " + update["actor"].text());
    sheet.line(
        {{moment(update["at"].time(), sheet.look())}, {head[0], Style::bold}, {joined({head.begin() + 1, head.end()})}},
        2);
    sheet.paragraph(update["text"].long_text(), 6);
    for (const Answer one : update["overrides"].items()) {
        sheet.paragraph(fmt::format("published with override of {}: {}", one["rule"].text(), one["reason"].text()), 6, Style::warning);
    }
    for (const Answer one : update["withheld"].items()) {
        sheet.paragraph(fmt::format("left out: {}, which the record no longer bears out ({})", one["what"].text(), one["rule"].text()), 6, Style::warning);
    }
}

}  // namespace candor::ctl
