#include "core/link.hpp"
#include "core/message/composer.hpp"

#include <algorithm>

namespace candor {

using namespace std::chrono_literals;

void Composer::correction_after_the_end() {
    correction();
    words();
    for (const RecordedFact& fact : record_.facts) {
        if (fact.current && is_new(fact) && !says_unknown(fact)) add(place(fact, Section::news));
    }
    take_back();
    last();
}

// That it is over, and how that was seen.
void Composer::verified(Slot slot) {
    const RecordedFact* fact = current_fact<Verification>(record_);
    if (fact == nullptr) return;
    Line line = place(*fact, Section::notice);
    line.slot = slot;
    add(std::move(line));
}

void Composer::resolution() {
    verified(Slot::resolved);
    lateness();
    words();
    passed_eta_at_the_end();
    what_it_was();
    if (confirmed() && record_.impact != Impact::none) apology(Slot::apology_closing);
    details();
    causes();
    repeating();
    take_back();
    prevention();
    not_known(Slot::not_known_closing);
    remedies();
    last();
}

void Composer::follow_up() {
    late_question();
    Line line = said(in_maintenance() ? Slot::maintenance_question : Slot::follow_up, Section::notice, {"updates"});
    line.values["ended"] = resolved_at();
    add(std::move(line));
    answer_link();
    if (record_.kind == RecordKind::incident) what_it_was();
    take_back();
    contact();
}

void Composer::answer_link() {
    if (context_.answer.empty()) return;
    Line line = said(Slot::answer_link, Section::notice, {"configuration"});
    line.values["answer"] = context_.answer + personal_mark(LinkPurpose::follow_up);
    add(std::move(line));
}

void Composer::late_question() {
    for (const Promise& promise : record_.promises) {
        const auto* missed = promise.kind == PromiseKind::follow_up ? std::get_if<PromiseMissed>(&promise.state) : nullptr;
        if (missed == nullptr || missed->at != now()) continue;
        Line line = said(Slot::late, Section::notice, {"promises"});
        line.values = {{"promised", promise.due}, {"lateness", missed->lateness}};
        add(std::move(line));
    }
}

Time Composer::resolved_at() const {
    for (auto published = record_.updates.rbegin(); published != record_.updates.rend(); ++published) {
        if (published->update.kind == UpdateKind::resolution) return published->at;
    }
    return record_.ended_at.value_or(now());
}

void Composer::review() {
    add(said(Slot::review, Section::notice, {"status"}));
    words();
    what_it_was();
    details();
    causes();
    repeating();
    take_back();
    prevention();
    promises_kept();
    remedies();
    not_known(Slot::not_known_closing);
    last();
}

void Composer::promises_kept() {
    std::int64_t kept = 0;
    std::int64_t total = 0;
    for (const Promise& promise : record_.promises) {
        if (promise.kind != PromiseKind::next_update || candor::is_open(promise)) continue;
        ++total;
        kept += std::holds_alternative<PromiseKept>(promise.state) ? 1 : 0;
    }
    if (total == 0) return;
    Line line = said(Slot::promises_kept, Section::ending, {"promises"});
    line.values = {{"kept", kept}, {"total", total}};
    add(std::move(line));
}

void Composer::what_it_was() {
    Line affected = about_components(Slot::affected_closing, Section::impact, {"components"});
    add(current_fact<Symptom>(record_) == nullptr ? std::move(affected)
                                                  : optional(std::move(affected), rank::affected));
    symptoms();
    scope();
    duration();
}

void Composer::prevention() {
    for (const RecordedFact* fact : current_facts<Prevention>(record_)) {
        add(optional(place(*fact, Section::cause), rank::prevention));
    }
}

void Composer::passed_eta_at_the_end() {
    const RecordedFact* fact = current_fact<Eta>(record_);
    const RecordedFact* ended = current_fact<Ended>(record_);
    if (fact == nullptr || ended == nullptr || !before_ || fact->seq > before_->last_seq) return;
    if (std::get<Eta>(fact->fact.body).latest >= std::get<Ended>(ended->fact.body).time) return;
    Line line = missed_eta(*fact, Slot::eta_missed);
    line.facts.push_back(ended->fact.id);
    add(std::move(line));
}

void Composer::duration() {
    const RecordedFact* started = current_fact<Started>(record_);
    const RecordedFact* ended = current_fact<Ended>(record_);
    if (ended == nullptr) return;
    const Time end = std::get<Ended>(ended->fact.body).time;
    if (started == nullptr || std::get<Started>(started->fact.body).time > end)
        return add(place(*ended, Section::impact));
    const Time start = std::get<Started>(started->fact.body).time;
    Line line = place(*ended, Section::impact);
    line.slot = Slot::lasted;
    line.facts = {started->fact.id, ended->fact.id};
    line.unconfirmed = !is_confirmed(*started) || !is_confirmed(*ended);
    line.values = {{"started", start}, {"ended", end}, {"duration", shown_duration(start, end)}};
    add(std::move(line));
}

Duration Composer::shown_duration(Time start, Time end) const {
    const Duration shown =
        std::chrono::floor<std::chrono::minutes>(end) - std::chrono::floor<std::chrono::minutes>(start);
    return statement_.whole_minutes && shown > 0ms ? shown : end - start;
}

void Composer::withdrawal() {
    const Slot slot = in_case() ? Slot::case_withdrawn : in_maintenance() ? Slot::maintenance_cancelled : Slot::withdrawn;
    Line line = said(slot, Section::notice, {"status", "words"});
    line.values["reason"] = update_.words;
    add(std::move(line));
    lateness();
    take_back();
    last();
}

void Composer::last() {
    contact();
    if (const Promise* question = question_to_come()) {
        Line line = said(Slot::follow_up_promised, Section::ending, {"promises"});
        line.values["due"] = question->due;
        add(reluctant(std::move(line), 5));
    } else if (statement_.kind == UpdateKind::review || record_.status != Status::resolved) {
        add(said(in_maintenance() ? Slot::maintenance_final : Slot::final, Section::ending, {"status"}));
    }
    if (closing() && record_.kind == RecordKind::incident) add(optional(said(Slot::again, Section::ending, {"status"}), rank::again));
}

void Composer::remedies() {
    for (const Grant& grant : record_.grants) {
        const bool granted = grant.state == GrantState::granted;
        const bool fulfilled = grant.state == GrantState::fulfilled && after_the_end();
        if (!grant.giving.to.empty() || (!granted && !fulfilled)) continue;
        Line line = said(granted ? Slot::remedy : Slot::remedy_given, Section::ending, {"remedies"});
        line.is_new = before_ && grant.seq > before_->last_seq && !after_the_end();
        line.values["text"] = grant.giving.remedy.text;
        if (granted) line.values["due"] = grant.giving.due;
        add(optional(std::move(line), rank::remedy));
    }
}

void Composer::repeating() {
    if (record_.similar.empty()) return;
    Line line = said(Slot::repeating, Section::cause, {"similar"});
    line.values["time"] = record_.similar.front().at;
    add(reluctant(std::move(line), 28));
}

const Promise* Composer::question_to_come() const {
    for (const Promise& promise : record_.promises) {
        if (promise.kind == PromiseKind::follow_up && candor::is_open(promise)) return &promise;
    }
    return nullptr;
}

void Composer::contact() {
    add(optional(said(Slot::contact, Section::ending, {"configuration"}), rank::contact));
}

}  // namespace candor
