#include "daemon/pages/templates.hpp"

#include "daemon/pages/labels.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

namespace candor::pages {

namespace {

constexpr std::string_view folder = "pages/";

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// On every page.
const std::vector<std::string> frame{"root", "language", "organisation", "logo", "colours", "contact", "contact_href", "made_at", "made_at_machine", "subscribe", "frozen_at", "frozen_machine", "restored"};
// What is promised next. `overdue` is there where the time has passed when the page is made.
const std::vector<std::string> promise{"next_clock", "next_day", "next_machine", "overdue", "every"};
// How an incident stands.
const std::vector<std::string> standing{"id",          "title",            "status",   "status_word", "impact",        "impact_word",
                                        "declared_at", "declared_machine", "ended_at", "ended_machine", "lasted",      "names",
                                        "kept",        "missed",           "latest_lateness", "withdrawn", "from", "from_machine",
                                        "until",       "until_machine", "planned_from", "under_way", "ended_word"};

// What an update said: paragraphs and lists.
FieldTable said_fields() {
    return {{"paragraph", "has_items"}, {{"items", {{"text"}, {}}}}};
}

LayoutRules index_rules() {
    const FieldTable open{standing + promise + std::vector<std::string>{"update_number", "update_at", "update_machine"}, {{"said", said_fields()}}};
    const FieldTable day{{"state", "path", "words"}, {}};
    const FieldTable component{{"name", "state", "state_word", "since", "bars", "summary", "figures"}, {{"runs", {{"state", "path"}, {}}}, {"days", day}}};
    return {{frame + promise + std::vector<std::string>{"headline", "indicator", "calm", "has_components", "has_planned", "has_ended"},
             {{"open", open}, {"planned", {standing, {}}}, {"components", component}, {"ended", {standing, {}}}}},
            {"headline", "made_at", "open"},
            Escape::html};
}

LayoutRules incident_rules() {
    const FieldTable correction{{"number", "at", "at_machine", "words"}, {}};
    const FieldTable update{{"number", "mark", "kind", "kind_word", "status_word", "at", "at_machine", "by_the_clock", "corrects", "promised",
                             "promised_machine", "promise_kept", "promise_missed", "promise_open"},
                            {{"said", said_fields()}, {"corrections", correction}, {"overrides", {{"rule", "reason", "two_people"}, {}}}}};
    return {{frame + standing + promise + std::vector<std::string>{"review"}, {{"updates", update}}},
            {"title", "status_word", "made_at", "updates"},
            Escape::html};
}

LayoutRules review_rules() {
    const FieldTable text{{"text"}, {}};
    const FieldTable missed{{"what", "due", "due_machine", "became"}, {}};
    const FieldTable correction{{"number", "corrects", "at", "at_machine", "words"}, {}};
    const FieldTable change{{"text", "owner", "owned", "due", "due_machine", "done", "late", "open", "overdue", "broken"}, {}};
    const FieldTable group{{"name"}, {{"figures", {{"label", "value", "missing"}, {}}}}};
    const FieldTable left_out{{"number", "what", "rule"}, {}};
    const FieldTable set_aside{{"number", "rule", "reason", "two_people"}, {}};
    const FieldTable moment{{"kind", "what", "at", "at_machine", "number", "last", "promised_late"}, {{"news", text}}};
    return {{frame + standing +
                 std::vector<std::string>{"published_at", "published_machine", "published_number", "first_update", "silence", "silence_audience", "silence_from", "silence_to",
                                          "updates", "by_the_clock", "corrected", "missed_elsewhere", "has_missed", "began", "began_machine", "began_suspected", "declared_after",
                                          "workaround_after", "over", "over_machine", "fixed_after", "cause", "cause_suspected", "cause_unknown", "has_changes", "has_left_out",
                                          "has_set_aside"},
             {{"said", said_fields()}, {"missed_promises", missed}, {"corrections", correction}, {"changes", change}, {"groups", group}, {"left_out", left_out},
              {"set_aside", set_aside}, {"timeline", moment}}},
            {"title", "made_at", "timeline", "groups"},
            Escape::html};
}

LayoutRules report_rules() {
    const FieldTable choice{{"id", "name", "chosen"}, {}};
    return {{frame + std::vector<std::string>{"text", "blocked_task", "reporter", "incident", "title", "problem", "longest", "read_by"}, {{"components", choice}}},
            {"longest", "made_at", "read_by"},
            Escape::html};
}

LayoutRules reported_rules() {
    const FieldTable known{std::vector<std::string>{"id", "title", "status_word", "ended_at", "ended_machine", "update_number", "update_at", "update_machine"} + promise,
                           {{"said", said_fields()}}};
    return {{frame + std::vector<std::string>{"reference", "component", "read_by", "unknown"}, {{"known", known}}}, {"made_at", "known"}, Escape::html};
}

LayoutRules subscribe_rules() {
    const FieldTable language{{"code", "name", "chosen"}, {}};
    const FieldTable component{{"id", "name", "chosen"}, {}};
    return {{frame + std::vector<std::string>{"action", "manage", "email", "incident", "title", "problem", "saved", "everything", "one", "some", "every_update", "digest",
                                              "milestones", "quiet_from", "quiet_until", "time_zone", "hook", "hook_form", "url", "statuspage", "hook_state",
                                              "hook_since", "hook_reason", "hook_contact", "hook_tested", "has_sent"},
             {{"languages", language}, {"components", component}, {"sent", {{"at", "at_machine", "incident", "about", "became", "detail"}, {}}}}},
            {"action", "languages", "components"},
            Escape::html};
}

LayoutRules subscribed_rules() {
    return {{frame + std::vector<std::string>{"asked", "confirm", "confirmed", "manage_href", "unsubscribe", "left", "problem", "mend", "made", "secret"}, {}}, {"made_at", "problem"}, Escape::html};
}

LayoutRules how_rules() {
    const FieldTable line{{"who", "situation", "every"}, {}};
    const FieldTable rule{{"id", "detects", "bad", "foreign"}, {}};
    const FieldTable promised{{"what", "met", "not_met", "worst"}, {}};
    return {{frame + std::vector<std::string>{"follow_up", "kept", "missed", "latest_lateness", "ratio", "incidents", "has_ledger", "read_by"},
             {{"cadence", line}, {"rules", rule}, {"ledger", promised}}},
            {"made_at", "cadence", "rules"},
            Escape::html};
}

LayoutRules history_rules() {
    const FieldTable entry{standing + std::vector<std::string>{"update_number", "update_at", "update_machine"}, {{"said", said_fields()}}};
    const FieldTable month{{"number", "name", "count", "current"}, {}};
    return {{frame + std::vector<std::string>{"month", "summary", "has_entries", "empty", "cut"}, {{"entries", entry}, {"months", month}}},
            {"month", "made_at", "months"},
            Escape::html};
}

LayoutRules not_found_rules() {
    return {{frame, {}}, {"made_at"}, Escape::html};
}

LayoutRules answer_rules() {
    return {{frame + std::vector<std::string>{"heading", "incident", "incident_href", "form", "choose", "fact"},
             {{"lines", {{"text"}, {}}}, {"choices", {{"value", "label"}, {}}}, {"options", {{"value", "label"}, {}}}}},
            {"heading", "lines"},
            Escape::html};
}

class Loader {
public:
    Loader(const std::map<std::string, std::string>& files, const PageWords& words) : files_(files), words_(words) {}

    Layout layout(const std::string& name, const LayoutRules& rules) {
        const std::string* source = find(name);
        if (source == nullptr) return {};
        const std::string place = std::string(folder) + name;
        auto loaded = load_layout(with_labels(*source, words_, place, problems_), rules, place);
        if (loaded) return std::move(*loaded);
        problems_.push_back(loaded.error().message());
        return {};
    }

    std::shared_ptr<const std::string> text(const std::string& name) {
        const std::string* source = find(name);
        return std::make_shared<const std::string>(source == nullptr ? std::string() : *source);
    }

    // A misspelt file name would otherwise mean that somebody's change is quietly not used.
    void refuse_unknown() {
        for (const auto& [path, content] : files_) {
            if (!path.starts_with(folder)) continue;
            if (std::find(asked_.begin(), asked_.end(), path) != asked_.end()) continue;
            problems_.push_back(fmt::format("{}:1: no such page template exists; is the name misspelt?", path));
        }
    }

    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    const std::string* find(const std::string& name) {
        const std::string path = std::string(folder) + name;
        asked_.push_back(path);
        const auto found = files_.find(path);
        if (found != files_.end()) return &found->second;
        problems_.push_back(fmt::format("{}:1: the file is missing", path));
        return nullptr;
    }

    const std::map<std::string, std::string>& files_;
    const PageWords& words_;
    std::vector<std::string> asked_;
    std::vector<std::string> problems_;
};

}  // namespace

Result<PageTemplates> load_page_templates(const std::map<std::string, std::string>& files, const PageWords& words) {
    Loader loader(files, words);
    PageTemplates templates;
    templates.index = loader.layout("index.html.mustache", index_rules());
    templates.incident = loader.layout("incident.html.mustache", incident_rules());
    templates.review = loader.layout("review.html.mustache", review_rules());
    templates.history = loader.layout("history.html.mustache", history_rules());
    templates.not_found = loader.layout("not_found.html.mustache", not_found_rules());
    templates.answer = loader.layout("answer.html.mustache", answer_rules());
    templates.report = loader.layout("report.html.mustache", report_rules());
    templates.reported = loader.layout("reported.html.mustache", reported_rules());
    templates.how = loader.layout("how.html.mustache", how_rules());
    templates.subscribe = loader.layout("subscribe.html.mustache", subscribe_rules());
    templates.subscribed = loader.layout("subscribed.html.mustache", subscribed_rules());
    templates.style = loader.text("style.css");
    templates.icon = loader.text("favicon.svg");
    loader.refuse_unknown();
    if (loader.problems().empty()) return templates;
    return Error(ErrorCode::invalid_template, fmt::format("{}", fmt::join(loader.problems(), "\n")));
}

}  // namespace candor::pages
