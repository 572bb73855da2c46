// What is said to one customer in their own case, and what is said of a maintenance; what customers can choose; what is
// said to one reader only.
#include "core/incident/choice.hpp"
#include "core/link.hpp"
#include "core/message/composer.hpp"

#include <algorithm>

namespace candor {

// --- one customer's own thread ---

void Composer::personal() {
    lateness();
    correction();
    words();
    handover();
    if (!before_) personal_opening();
    status_and_impact();
    incident_heard();
    symptoms();
    workarounds();
    details();
    causes();
    eta();
    take_back();
    not_known(Slot::not_known);
    doing();
    if (before_ && !says_something_new()) nothing_new();
    next();
}

void Composer::personal_opening() {
    if (record_.title != record_.id.str()) {  // the record bears their words out, or says nothing of it
        Line told = said(Slot::case_opening, Section::impact, {"title"});
        told.values["text"] = record_.title;
        add(std::move(told));
    }
    Line owner = said(Slot::case_owner, Section::impact, {"owner"});
    owner.values["owner"] = record_.owner;
    add(std::move(owner));
}

void Composer::handover() {
    if (!before_ || record_.handovers.empty() || record_.handovers.back().seq < before_->last_seq) return;
    const auto first = std::find_if(record_.handovers.begin(), record_.handovers.end(), [this](const Handover& one) { return one.seq > before_->last_seq; });
    if (first->from == record_.owner) return;  // there and back: they hear from the same person
    Line line = said(Slot::case_handover, Section::news, {"owner"});
    line.values = {{"owner", record_.owner}, {"previous", first->from}};
    add(std::move(line));
}

void Composer::incident_heard() {
    if (!record_.heard) return;
    const IncidentHeard& told = record_.heard->told;
    const bool news = before_ && record_.heard->seq > before_->last_seq;
    Line line = said(Slot::case_incident, news ? Section::news : Section::impact, {"incident"});
    line.values = {{"status", word(told.status)}, {"published", told.at}, {"number", told.number}};
    line.is_new = news;
    add(std::move(line));
    if (news) missed_eta_of_incident();
    if (told.status == Status::resolved) add(said(Slot::case_incident_over, Section::impact, {"incident"}));
}

void Composer::missed_eta_of_incident() {
    for (const Promise& promise : record_.promises) {
        const auto* missed = promise.kind == PromiseKind::eta ? std::get_if<PromiseMissed>(&promise.state) : nullptr;
        const RecordedFact* fact = find_fact(record_, promise.fact);
        if (missed == nullptr || fact == nullptr || missed->at != record_.heard->told.at || !is_of_incident(fact->fact)) continue;
        add(missed_eta(*fact, Slot::eta_missed));
    }
}

void Composer::personal_resolution() {
    verified(Slot::resolved);
    lateness();
    words();
    handover();
    add(said(Slot::case_apology, Section::impact, {"title"}));
    details();
    causes();
    take_back();
    last();
}

// --- a maintenance ---

void Composer::maintenance() {
    lateness();
    correction();
    words();
    status_and_impact();
    window();
    for (const RecordedFact* fact : current_facts<Symptom>(record_)) {
        Line line = place(*fact, Section::impact);
        line.slot = Slot::maintenance_effect;
        add(std::move(line));
    }
    if (!current_facts<Workaround>(record_).empty()) workarounds();
    options();
    details();
    eta();
    take_back();
    remedies();
    if (is_under_way(record_) && current_fact<Action>(record_) != nullptr) doing();
    keep_news();
    if (before_ && !says_something_new()) nothing_new();
    next();
}

// What was announced, whether it holds, and what was announced before.
void Composer::window() {
    const Window& window = *record_.window;
    if (record_.status == Status::scheduled) {
        add(with_window(Slot::maintenance_planned, Section::impact, window));
        for (const Move& move : record_.moves) {
            if (!before_ || move.seq <= before_->last_seq) continue;
            Line line = with_window(Slot::maintenance_moved, Section::news, move.before);
            line.values["reason"] = move.reason;
            line.values.erase("components");
            add(std::move(line));
        }
        if (now() < window.from) return;
        Line line = said(Slot::maintenance_not_begun, Section::notice, {"window", "promises"});
        line.values["from"] = window.from;
        return add(std::move(line));
    }
    const bool checking = record_.status == Status::verifying;
    Line line = with_window(checking ? Slot::maintenance_verifying : Slot::maintenance_under_way, Section::impact, window);
    line.values.erase("from");
    if (checking) line.values.erase("until");
    add(std::move(line));
    if (now() < window.until) return;
    Line late = said(Slot::maintenance_not_over, Section::notice, {"window", "promises"});
    late.values["until"] = window.until;
    add(std::move(late));
}

void Composer::completion() {
    verified(Slot::maintenance_completed);
    lateness();
    words();
    if (now() > record_.window->until) {
        Line line = said(Slot::maintenance_overran, Section::notice, {"window", "promises"});
        line.values["until"] = record_.window->until;
        add(std::move(line));
    }
    add(about_components(Slot::affected_closing, Section::impact, {"components"}));
    duration();
    details();
    take_back();
    remedies();
    last();
}

Line Composer::with_window(Slot slot, Section section, const Window& window) const {
    Line line = about_components(slot, section, {"components", "window"});
    line.values["from"] = window.from;
    line.values["until"] = window.until;
    return line;
}

// --- what customers can choose ---

void Composer::options() {
    withdrawn_options();
    const auto offered = choosable(record_);
    if (offered.empty()) return;
    add(optional(said(Slot::options, Section::options, {"options"}), rank::option - 1));
    for (const OfferedOption* option : offered) {
        Line line = said(Slot::option_item, Section::options, {"options"});
        line.values = {{"number", option->number}, {"text", option->text}};
        line.is_new = before_ && option->seq > before_->last_seq;
        add(optional(std::move(line), rank::option));
    }
    if (context_.answer.empty()) return;
    Line line = said(Slot::option_link, Section::choice, {"configuration", "options"});
    line.values["answer"] = context_.answer + personal_mark(LinkPurpose::option);
    add(optional(std::move(line), rank::option_link));
}

// Only to those who have heard of it.
void Composer::withdrawn_options() {
    if (!before_) return;
    for (const OfferedOption& option : record_.options) {
        if (option.is_offered() || option.seq > before_->last_seq || option.withdrawn_seq <= before_->last_seq) continue;
        Line line = said(Slot::option_withdrawn, Section::news, {"options"});
        line.values = {{"number", option.number}, {"text", option.text}, {"reason", option.withdrawal}};
        add(reluctant(std::move(line), 12));
    }
}

// --- who speaks, and to whom ---

void Composer::responsible() {
    if (context_.responsible.empty() || (in_case() && !before_)) return;  // a case begins with it
    Line line = said(Slot::responsible, Section::now, {"owner"});
    line.values["name"] = context_.responsible;
    add(optional(std::move(line), rank::responsible));
}

void Composer::report_belongs() {
    Line line = said(Slot::report_belongs, Section::notice, {"report"});
    line.values["reference"] = name_mark();
    add(std::move(line));
}

void Composer::report_quiet() {
    add(said(Slot::report_quiet, Section::ending, {"configuration"}));
}

}  // namespace candor
