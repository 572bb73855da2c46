// Looking back on an incident, for a terminal and as Markdown; and the agenda of the meeting about it.
#include "daemon/ctl/render/paper.hpp"
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

using std::chrono::milliseconds;

std::string length(Answer seconds) {
    const auto value = seconds.number();
    if (!value) return "not recorded";
    return duration_text(milliseconds(std::llround(std::abs(*value) * 1000)));
}

// "20 min after it began"; a record that says otherwise is shown as it is.
std::string after(Answer seconds, std::string_view what) {
    const auto value = seconds.number();
    if (!value) return "not recorded";
    return fmt::format("{} {} {}", length(seconds), *value < 0 ? "before" : "after", what);
}

void put_head(Paper& paper, Answer review, const Look& look) {
    const Answer incident = review["incident"];
    paper.title(incident["id"].text() + "  " + incident["title"].text());
    paper.field("status", fmt::format("{}, impact {}", status_words(incident), incident["impact"].text()));
    paper.field("components", component_names(incident));
    paper.field("declared", moment(incident["declared_at"].time(), look));
    const auto ended = incident["ended_at"].time();
    paper.field("ended", ended ? moment(ended, look) : "it is still open: this is how it stands at " + moment(review["as_of"].time(), look));
}

void put_communication(Paper& paper, Answer review, const Look& look) {
    const Answer said = review["communication"];
    const Answer effort = review["effort"];
    const Answer silence = said["longest_silence"];
    paper.section("What was said");
    const std::string planned = said["first_update_planned_seconds"].number() ? fmt::format("; the plan allows {}", length(said["first_update_planned_seconds"])) : "";
    paper.field("first update", after(said["first_update_seconds"], "the declaration") + planned);
    if (silence.present()) {
        paper.field("silence", fmt::format("{} at most, to {}, from {} to {}", length(silence["seconds"]), silence["audience"].text(),
                                           moment(silence["from"].time(), look), moment(silence["to"].time(), look)));
    }
    paper.field("updates", fmt::format("{}: {} by people, {} by the clock", said["updates"].count(), effort["updates_by_people"].count(),
                                       effort["updates_by_clock"].count()));
    const auto corrections = said["corrections"].count();
    paper.field("corrections", corrections == 0 ? "none" : fmt::format("{}", corrections));
    const auto commands = effort["commands_per_update"].number();
    paper.field("effort", plural(effort["commands"].count(), "command", "commands") +
                              (commands ? fmt::format(", {:.2g} for each update", *commands) : std::string()));
}

void put_repair(Paper& paper, Answer review, const Look& look) {
    const Answer repair = review["repair"];
    const bool suspected = repair["start_is_suspected"].truth();
    const auto started = repair["started_at"].time();
    const auto ended = repair["ended_at"].time();
    paper.section("What was repaired");
    paper.field("began", started ? moment(started, look) + (suspected ? " (suspected)" : "") : "not recorded");
    paper.field("declared", after(repair["declared_after_seconds"], "it began"));
    paper.field("workaround", after(repair["workaround_after_seconds"], "the declaration"));
    paper.field("resolved", after(repair["resolved_after_seconds"], "the declaration"));
    paper.field("over", ended ? moment(ended, look) : "not recorded");
    paper.field("time to fix", length(repair["fixed_after_seconds"]));
}

void put_promises(Paper& paper, Answer review, const Look& look) {
    const Answer promises = review["promises"];
    paper.section("What was promised");
    paper.field("kept", fmt::format("{}", promises["kept"].count()));
    const auto missed = promises["missed"].count();
    paper.field("missed", missed == 0 ? "none" : fmt::format("{}, by up to {}", missed, length(promises["worst_lateness_seconds"])));
    if (const auto overdue = promises["overdue"].count(); overdue > 0) paper.field("overdue now", fmt::format("{}", overdue));
    std::vector<Row> rows;
    for (const Answer promise : promises["ledger"].items()) {
        if (promise["state"].text() == "kept") continue;
        rows.push_back({promise_words(promise), moment(promise["due"].time(), look), promise_cell(promise, look).text});
    }
    paper.table({"what", "promised for", "what became of it"}, rows);
    for (const Answer eta : promises["expected_ends"].items()) {
        const auto error = eta["error_seconds"].number().value_or(0);
        const std::string off = error == 0 ? "and it was" : fmt::format("it was over {} {}", length(eta["error_seconds"]), error > 0 ? "later" : "sooner");
        paper.item(fmt::format("We said it would be over by {}: {}.", moment(eta["latest"].time(), look), off));
    }
}

void put_given(Paper& paper, Answer review) {
    const Answer given = review["given"];
    const auto grants = given["grants"].items();
    const auto declined = given["declined"].text();
    if (grants.empty() && declined.empty()) return;
    paper.section("What was given");
    if (grants.empty()) return paper.paragraph("Nothing, because: " + declined);
    std::vector<Row> rows;
    for (const Answer grant : grants) {
        rows.push_back({grant["text"].text(), plural(grant["customers"].count(), "customer", "customers"), grant["cost_text"].text(),
                        grant["state"].text() + (grant["over_cap"].truth() ? ", over a cap: two people" : "")});
    }
    paper.table({"what", "to", "at our cost", "what became of it"}, rows);
    for (const Answer sum : given["sums"].items()) {
        paper.item(fmt::format("Together {}: worth {}, at a cost of {}.", plural(sum["times"].count(), "time", "times"), sum["value_text"].text(), sum["cost_text"].text()));
    }
}

// What customers could choose, and did.
void put_choices(Paper& paper, Answer review) {
    std::vector<Row> rows;
    for (const Answer option : review["options"].items()) {
        const auto why = option["withdrawal"].text();
        rows.push_back({std::to_string(option["number"].count()), option["text"].text(), plural(option["chosen"].count(), "time", "times"), why.empty() ? "" : "withdrawn: " + why});
    }
    if (rows.empty()) return;
    paper.section("What customers could choose");
    paper.table({"no.", "option", "chosen", "what became of it"}, rows);
}

void put_findings(Paper& paper, Answer review) {
    const auto overridden = review["findings"]["overridden"].items();
    const auto withheld = review["findings"]["withheld"].items();
    paper.section("What should the tool have offered?");
    if (overridden.empty() && withheld.empty()) return paper.paragraph("No finding of the honesty check was set aside, and nothing was left out.");
    std::vector<Row> rows;
    for (const Answer one : overridden) {
        rows.push_back({fmt::format("no. {}", one["update"].count()), one["rule"].text(),
                        fmt::format("{}{}", one["two_people"].truth() ? "agreed by two people: " : "", one["reason"].text())});
    }
    for (const Answer one : withheld) {
        rows.push_back({fmt::format("no. {}", one["update"].count()), one["rule"].text(),
                        fmt::format("{} was left out: the record did not bear it out", one["what"].text())});
    }
    paper.table({"update", "rule", "set aside because"}, rows);
}

void put_reach(Paper& paper, Answer review) {
    std::vector<Row> rows;
    for (const Answer one : review["reach"].items()) {
        rows.push_back({one["channel"].text(), fmt::format("{}", one["delivered"].count()),
                        one["in_time"].present() ? fmt::format("{}", one["in_time"].count()) : "not counted", fmt::format("{}", one["failed"].count()),
                        fmt::format("{}", one["superseded"].count()), fmt::format("{}", one["under_way"].count())});
    }
    paper.section("Whom it reached");
    if (rows.empty()) return paper.paragraph("Nothing was sent.");
    paper.table({"channel", "delivered", "in 5 min", "failed", "replaced", "under way"}, rows);
}

std::string rounded(double value) {
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string figure_words(Answer figure) {
    const auto value = figure["value"].number();
    if (!value) return "no figure: " + figure["not_recorded"].text();
    const auto unit = figure["unit"].text();
    if (unit == "s") return (*value < 0 ? "-" : "") + length(figure["value"]);
    if (unit == "ratio") return fmt::format("{:.4g} %", *value * 100);
    if (unit == "per_100") return rounded(*value) + " per 100 updates";
    if (unit == "per_1000") return rounded(*value) + " per 1,000 recipients";
    if (unit == "per_case") return rounded(*value);
    return fmt::format("{:.0f} {}", *value, unit);
}

std::string spaced(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

void put_metrics(Paper& paper, Answer review) {
    std::vector<Row> rows;
    for (const Answer metric : review["metrics"].items()) {
        rows.push_back({metric["id"].text(), metric["name"].text(), ""});
        for (const Answer figure : metric["figures"].items()) rows.push_back({"", spaced(figure["name"].text()), figure_words(figure)});
    }
    paper.section("The eight figures");
    paper.table({"", "metric", "in this incident"}, rows);
}

std::string learning_words(Answer learning) {
    const auto kind = learning["kind"].text();
    const auto ref = learning["ref"].text();
    const auto text = learning["text"].text();
    if (kind == "cause") return fmt::format("The cause: {} ({})", text, ref);
    if (kind == "taken_back") return fmt::format("Taken back ({}): {}", ref, text);
    if (kind == "correction") return fmt::format("Corrected, update no. {}: {}", ref, text);
    if (kind == "set_aside") return fmt::format("A rule was set aside in update no. {}. Is the rule wrong, or is somebody to be shown? {}", ref, text);
    if (kind == "failed_check") return fmt::format("A check failed ({}): {}", ref, text);
    return text;
}

void put_learnings(Paper& paper, Answer review) {
    const auto learnings = review["learnings"].items();
    paper.section("What we learned");
    if (learnings.empty()) paper.paragraph("Nothing is recorded: no confirmed cause, nothing taken back or corrected.");
    for (const Answer learning : learnings) paper.item(learning_words(learning));
}

void put_prevention(Paper& paper, Answer review, const Look& look) {
    const auto actions = review["prevention"].items();
    paper.section("What will change");
    if (actions.empty()) paper.paragraph("Nothing is recorded that makes it less likely to happen again.");
    for (const Answer action : actions) {
        const auto owner = action["owner"].text();
        const auto due = action["due"].time();
        paper.item(fmt::format("{}. {}, {}.", action["text"].text(), owner.empty() ? "Nobody owns it" : "Owner: " + owner,
                               due ? "due " + moment(due, look) : "no date is set"));
    }
}

// What happened, from one event of the record.
std::string event_words(Answer event, const Look& look) {
    const auto type = event["type"].text();
    if (type == "declared") return "declared: " + event["title"].text();
    if (type == "fact_recorded") {
        const Answer fact = event["fact"];
        return fmt::format("{} {}: {}", fact["id"].text(), fact["kind"].text(), fact_words(fact, look));
    }
    if (type == "fact_retracted") return fmt::format("{} taken back: {}", event["fact"].text(), event["reason"].text());
    if (type == "assigned") return "owner: " + owner_words(event);
    if (type == "status_changed") return "status: " + event["status"].text();
    if (type == "impact_changed") return "impact: " + event["impact"].text();
    if (type == "incident_heard") return fmt::format("heard of incident {}: {}", event["incident"].text(), event["status"].text());
    if (type == "moved") {
        return fmt::format("moved to {} until {}: {}", moment(event["window"]["from"].time(), look), moment(event["window"]["until"].time(), look), event["reason"].text());
    }
    if (type == "approval_asked") return fmt::format("{} put before a second person", event["id"].text());
    if (type == "approval_refused") return fmt::format("{} refused: {}", event["id"].text(), event["reason"].text());
    if (type == "alarm_raised") return "alarm: " + event["text"].text();
    if (type == "noticed") return fmt::format("{} to {}", event["kind"].text(), event["to"].text());
    if (type == "acknowledged") return "answered: nothing new" + (event["note"].present() ? ", " + event["note"].text() : "");
    if (type == "rechecked") return fmt::format("looked again: {} ({})", event["passed"].truth() ? "it holds" : "it does not hold", event["method"].text());
    if (type == "reopening_proposed") return "opening again is proposed: " + event["reason"].text();
    if (type == "reopening_dismissed") return "it stays resolved: " + event["reason"].text();
    if (type == "promise_made") return fmt::format("promise {}: {}", event["id"].text(), event["kind"].text());
    if (type == "promise_settled") return fmt::format("promise {} {}", event["id"].text(), event["kept"].truth() ? "kept" : "broken");
    const Answer giving = event["giving"];
    if (type == "remedy_granted") return fmt::format("{} granted: {}", giving["id"].text(), giving["remedy"]["text"].text());
    if (type == "remedy_asked") return fmt::format("{} is over a cap: a second person is asked", giving["id"].text());
    if (type == "remedy_refused") return fmt::format("{} refused: {}", event["id"].text(), event["reason"].text());
    if (type == "remedy_fulfilled") return fmt::format("{} given", event["id"].text());
    if (type == "remedies_declined") return "nothing is given: " + event["reason"].text();
    if (type == "option_offered") return fmt::format("option {} offered: {}", event["number"].count(), event["text"].text());
    if (type == "option_withdrawn") return fmt::format("option {} withdrawn: {}", event["number"].count(), event["reason"].text());
    if (type == "similar_found") return plural(static_cast<std::int64_t>(event["incidents"].items().size()), "similar incident was found", "similar incidents were found");
    if (type != "update_published") return type;
    std::vector<std::string> audiences;
    for (const Answer audience : event["audiences"].items()) audiences.push_back(audience["audience"].text());
    return fmt::format("update no. {} ({}) to {}", event["number"].count(), event["kind"].text(), joined(audiences));
}

void put_timeline(Paper& paper, Answer review, const Look& look) {
    std::vector<Row> rows;
    for (const Answer event : review["timeline"].items()) {
        rows.push_back({moment(event["at"].time(), look), event["actor"].text(), event_words(event, look)});
    }
    paper.section("The timeline");
    paper.table({"at", "by", "what"}, rows);
}

std::string write_review(Paper& paper, const boost::json::value& answer, const Look& look) {
    const Answer review = Answer(answer)["review"];
    put_head(paper, review, look);
    put_communication(paper, review, look);
    put_repair(paper, review, look);
    put_promises(paper, review, look);
    put_given(paper, review);
    put_choices(paper, review);
    put_findings(paper, review);
    put_reach(paper, review);
    put_metrics(paper, review);
    put_learnings(paper, review);
    put_prevention(paper, review, look);
    put_timeline(paper, review, look);
    const auto id = review["incident"]["id"].text();
    paper.next({{"candor review " + id + " --agenda", "what to talk about"}, {"candor review " + id + " --format markdown", "to keep it"}});
    return paper.take();
}

std::string write_agenda(Paper& paper, const boost::json::value& answer, const Look& look) {
    const Answer review = Answer(answer)["review"];
    put_head(paper, review, look);
    put_learnings(paper, review);
    put_promises(paper, review, look);
    put_findings(paper, review);
    put_prevention(paper, review, look);
    if (const auto motto = review["motto"].text(); !motto.empty()) {
        paper.section("To end with");
        paper.paragraph(motto);
    }
    paper.next({{"candor review " + review["incident"]["id"].text(), "all of it, with the timeline"}});
    return paper.take();
}

}  // namespace

std::string render_review(const boost::json::value& answer, const Look& look) {
    TextPaper paper(look);
    return write_review(paper, answer, look);
}

std::string render_review_markdown(const boost::json::value& answer, const Look& look) {
    MarkdownPaper paper;
    return write_review(paper, answer, look);
}

std::string render_agenda(const boost::json::value& answer, const Look& look) {
    TextPaper paper(look);
    return write_agenda(paper, answer, look);
}

std::string render_agenda_markdown(const boost::json::value& answer, const Look& look) {
    MarkdownPaper paper;
    return write_agenda(paper, answer, look);
}

}  // namespace candor::ctl
