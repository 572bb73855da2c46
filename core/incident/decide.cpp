#include "core/incident/decide.hpp"

#include "core/incident/case.hpp"
#include "core/incident/draft.hpp"
#include "core/incident/duty.hpp"
#include "core/incident/give.hpp"
#include "core/incident/loop.hpp"
#include "core/incident/maintenance.hpp"
#include "core/incident/recall.hpp"
#include "core/incident/validate.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

// What was published can turn out wrong after the end, too.
Result<void> require_open_or_correction(const Record& record, const Publish& command) {
    if (record.version == 0 || is_open(record) || !command.corrects) return require_open(record);
    if (!command.status && !command.impact) return {};
    return Error(ErrorCode::wrong_state, fmt::format("The incident is {}; a correction cannot open it again.", to_string(record.status)),
                 command.status ? "status" : "impact", "Open it again if it is not over: candor reopen INC \"...\"");
}

class Decider {
public:
    Decider(const Record& record, const Circumstances& circumstances) : draft_(record, circumstances) {}

    Result<std::vector<Event>> operator()(const Declare& command) {
        if (draft_.record().version > 0) return Error(ErrorCode::conflict, "An incident with this id exists already.", "id");
        if (auto valid = validate(command); !valid) return valid.error();
        if (auto fits = validate_kind(command); !fits) return fits.error();
        draft_.add(Declared{command.title, command.components, command.impact, command.origin, command.owner, command.deputy, command.kind, command.customer, command.window,
                            known_since(draft_.circumstances(), command.kind)});
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        look_for_similar(draft_);
        publish(draft_, {UpdateKind::first, false, {}, {}, draft_.circumstances().audiences});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const RecordFacts& command) {
        if (auto unfinished = require_unfinished(draft_.record()); !unfinished) return unfinished.error();
        if (command.facts.empty()) return Error(ErrorCode::invalid_argument, "No fact was given.", "facts");
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const RetractFact& command) {
        if (auto unfinished = require_unfinished(draft_.record()); !unfinished) return unfinished.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        if (auto fact = require_current(command.fact, "fact"); !fact) return fact.error();
        if (is_over(draft_.record()) && is_passed_check(find_fact(draft_.record(), command.fact)->fact.body)) return not_over("fact");
        draft_.add(FactRetracted{command.fact, command.reason});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Publish& command) {
        if (auto open = require_open_or_correction(draft_.record(), command); !open) return open.error();
        if (auto valid = validate(command); !valid) return valid.error();
        auto corrects = corrected(command);
        if (!corrects) return corrects.error();
        if (auto reason = require_reason_to_lower(command); !reason) return reason.error();
        if (auto fits = refuse_for_maintenance(draft_.record(), command.status.has_value(), command.impact.has_value()); !fits) return fits.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        const UpdateKind kind = command.corrects ? UpdateKind::correction : UpdateKind::progress;
        if (must_ask(command.because)) return ask({{}, command.words, kind, false, command.status, command.impact, *corrects, {}, command.because});
        say(command, *corrects);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Tick&) {
        if (asks_now()) publish(draft_, {UpdateKind::follow_up, true, {}, {}, everyone(draft_)});
        const auto passed = window_due(draft_.record());
        if (passed && *passed <= draft_.circumstances().now) publish(draft_, {UpdateKind::progress, true, {}, {}, everyone(draft_), {}, {}, true});
        auto due = due_audiences(draft_.record(), draft_.circumstances().policy, draft_.circumstances().now);  // nobody after the end
        if (!due.empty()) {
            publish(draft_, {UpdateKind::holding, true, {}, {}, std::move(due)});
            admit_lateness(draft_);
        }
        tell_people(draft_);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Assign& command) {
        if (auto unfinished = require_unfinished(draft_.record()); !unfinished) return unfinished.error();
        if (auto valid = validate_name(command.owner, "owner"); !valid) return valid.error();
        if (auto note = require_handover_note(draft_.record(), command); !note) return note.error();
        draft_.add(Assigned{command.owner, command.deputy, command.note});
        if (auto alarmed = alarm_about_transfers(draft_); !alarmed) return alarmed.error();
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Resolve& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (draft_.record().kind == RecordKind::maintenance) {
            return Error(ErrorCode::wrong_state, "A maintenance is completed.", "", "candor complete INC --verified \"...\"");
        }
        if (auto words = validate_words(command.words, "words"); !words) return words.error();
        if (auto reason = optional_reason(command.because); !reason) return reason.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        if (auto verified = require_verification(); !verified) return verified.error();
        if (auto settled = settle_remedies(command); !settled) return settled.error();
        if (must_ask(command.because)) return ask({{}, command.words, UpdateKind::resolution, false, {}, {}, {}, {}, command.because});
        end(command);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Approve& command) {
        auto found = waiting(command.approval);
        if (!found) return found.error();
        const Approval approval = **found;
        if (approval.by == draft_.circumstances().actor) {
            return Error(ErrorCode::second_person, fmt::format("{} are your own words; somebody else approves them.", command.approval.str()), "approval",
                         fmt::format("Ask a colleague: candor approve {} {}", draft_.record().id.str(), command.approval.str()));
        }
        approval_ = &approval;
        const ApprovalAsked& asked = approval.asked;
        if (asked.kind == UpdateKind::resolution) return (*this)(Resolve{asked.words, {}, {}});
        if (asked.kind == UpdateKind::review) return (*this)(PublishReview{asked.words, {}, {}});
        if (asked.reopens) return (*this)(Reopen{asked.words, {}, {}});
        const auto corrects = asked.corrects.empty() ? std::nullopt : std::optional(UpdateId(asked.corrects));
        return (*this)(Publish{asked.words, {}, asked.status, asked.impact, corrects, {}});
    }

    Result<std::vector<Event>> operator()(const Refuse& command) {
        if (auto found = waiting(command.approval); !found) return found.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        draft_.add(ApprovalRefused{command.approval, command.reason});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Withdraw& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        const auto audiences = everyone(draft_);
        draft_.add(StatusChanged{Status::withdrawn});
        publish(draft_, {UpdateKind::withdrawal, false, command.reason, {}, audiences});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const MakePromise& command) {
        if (auto unfinished = require_unfinished(draft_.record()); !unfinished) return unfinished.error();
        if (auto text = validate_text(command.text, "text"); !text) return text.error();
        if (auto to = optional_name(command.to, "to"); !to) return to.error();
        if (auto owner = optional_name(command.owner, "owner"); !owner) return owner.error();
        if (command.due <= draft_.now()) return Error(ErrorCode::invalid_argument, "The time has passed already.", "due", "Promise a time to come.");
        promise(PromiseKind::get_back, command.text, command.to, command.owner, command.due);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const KeepPromise& command) {
        if (auto note = optional_reason(command.note); !note) return note.error();
        auto found = open_promise(command.promise);
        if (!found) return found.error();
        if (!is_kept_by_people((*found)->kind)) {
            return Error(ErrorCode::wrong_state, fmt::format("{} is kept, or missed, by what happens; nobody's word settles it.", command.promise.str()), "promise");
        }
        if (!(*found)->grant.empty()) return done(give(draft_, FulfilRemedy{(*found)->grant, command.note}));
        draft_.add(PromiseSettled{command.promise, true, command.note});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const BreakPromise& command) {
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        auto found = open_promise(command.promise);
        if (!found) return found.error();
        const bool for_everyone = (*found)->kind == PromiseKind::remedy && (*found)->to.empty();
        if (!is_kept_by_people((*found)->kind) || for_everyone) {
            return Error(ErrorCode::wrong_state, fmt::format("{} stands: it was told to everybody.", command.promise.str()), "promise",
                         "Say in an update what becomes of it.");
        }
        draft_.add(PromiseSettled{command.promise, false, command.reason});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Reopen& command) {
        if (auto resolved = require_resolved(draft_.record()); !resolved) return resolved.error();
        if (auto words = require_words(command.words, "Say what is happening again, as customers notice it."); !words) return words.error();
        if (auto reason = optional_reason(command.because); !reason) return reason.error();
        if (auto facts = record_facts(command.facts, false); !facts) return facts.error();
        if (must_ask(command.because)) return ask({{}, command.words, UpdateKind::progress, true, {}, {}, {}, {}, command.because});
        open_again();
        publish_words(UpdateKind::progress, command.words, {}, command.because);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const PublishReview& command) {
        if (auto resolved = require_resolved(draft_.record()); !resolved) return resolved.error();
        if (draft_.record().kind != RecordKind::incident) {
            return Error(ErrorCode::wrong_state, fmt::format("A {} has no public review.", to_string(draft_.record().kind)), "", "candor review INC looks back on it.");
        }
        if (auto words = validate_words(command.words, "words"); !words) return words.error();
        if (auto reason = optional_reason(command.because); !reason) return reason.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        if (auto cause = require_cause(); !cause) return cause.error();
        if (was_published_since_end(draft_.record(), UpdateKind::review)) {
            return Error(ErrorCode::wrong_state, "The review is published already.", "", "What is wrong in it is corrected: candor correct INC UPD \"...\"");
        }
        if (must_ask(command.because)) return ask({{}, command.words, UpdateKind::review, false, {}, {}, {}, {}, command.because});
        publish_words(UpdateKind::review, command.words, {}, command.because);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Start& command) { return step(Status::in_progress, command.words, command.facts); }
    Result<std::vector<Event>> operator()(const Verify& command) { return step(Status::verifying, command.words, command.facts); }
    Result<std::vector<Event>> operator()(const Complete& command) { return step(Status::completed, command.words, command.facts); }

    Result<std::vector<Event>> operator()(const MoveTo& command) {
        if (auto movable = require_movable(draft_.record(), command, draft_.now()); !movable) return movable.error();
        const std::string announced = draft_.record().updates.back().update.id.str();
        draft_.add(Moved{command.window, command.reason});
        publish(draft_, {UpdateKind::correction, false, {}, announced, everyone(draft_)});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Close& command) {
        if (!is_over(draft_.record())) {
            if (auto resolved = require_resolved(draft_.record()); !resolved) return resolved.error();
        }
        const auto ends = loose_ends(draft_.record(), command.deliveries);
        if (!ends.empty()) return not_closable(ends);
        draft_.add(StatusChanged{Status::closed});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const RaiseAlarm& command) { return done(raise_alarm(draft_, command)); }
    Result<std::vector<Event>> operator()(const Acknowledge& command) { return done(acknowledge(draft_, command)); }
    Result<std::vector<Event>> operator()(const Recheck& command) { return done(recheck(draft_, command)); }
    Result<std::vector<Event>> operator()(const ProposeReopening& command) { return done(propose_reopening(draft_, command)); }
    Result<std::vector<Event>> operator()(const DismissReopening& command) { return done(dismiss_reopening(draft_, command)); }

    Result<std::vector<Event>> operator()(const GrantRemedy& command) { return done(give(draft_, command)); }
    Result<std::vector<Event>> operator()(const ApproveRemedy& command) { return done(give(draft_, command)); }
    Result<std::vector<Event>> operator()(const RefuseRemedy& command) { return done(give(draft_, command)); }
    Result<std::vector<Event>> operator()(const FulfilRemedy& command) { return done(give(draft_, command)); }
    Result<std::vector<Event>> operator()(const DeclineRemedies& command) { return done(give(draft_, command)); }

private:
    [[nodiscard]] Result<void> validate_kind(const Declare& command) const {
        switch (command.kind) {
            case RecordKind::incident: return {};
            case RecordKind::maintenance: return validate_maintenance(command, draft_.circumstances());
            case RecordKind::case_: return validate_case(command);
        }
        return {};
    }

    // The next step of a maintenance, said to everyone.
    Result<std::vector<Event>> step(Status next, const std::string& words, const std::vector<NewFact>& facts) {
        if (auto may = require_step(draft_.record(), next, draft_.now()); !may) return may.error();
        if (auto valid = validate_words(words, "words"); !valid) return valid.error();
        if (auto recorded = record_facts(facts); !recorded) return recorded.error();
        if (next == Status::completed) {
            if (auto verified = require_verification(); !verified) return verified.error();
        }
        if (next == Status::in_progress) draft_.add_facts({{Started{draft_.now()}, Confidence::confirmed, std::nullopt}});
        if (next == Status::completed) draft_.add_facts({{Ended{draft_.now()}, Confidence::confirmed, std::nullopt}});
        draft_.add(StatusChanged{next});
        const bool over = next == Status::completed;
        if (over && went_wrong(draft_.record(), draft_.now())) ask_later();
        publish(draft_, {over ? UpdateKind::resolution : UpdateKind::progress, false, words, {}, everyone(draft_)});
        return draft_.take();
    }

    void ask_later() {
        const auto planned = draft_.circumstances().duty ? draft_.circumstances().duty->follow_up_after : std::nullopt;
        promise(PromiseKind::follow_up, {}, {}, {}, draft_.now() + planned.value_or(draft_.circumstances().policy.follow_up_after));
    }

    // What a command that stands in a file of its own came to.
    Result<std::vector<Event>> done(const Result<void>& result) {
        if (!result) return result.error();
        return draft_.take();
    }

    // Words that were approved, or whose author gave a reason, have passed this.
    Result<void> settle_remedies(const Resolve& command) {
        if (!command.no_remedy.empty()) return give(draft_, DeclineRemedies{command.no_remedy});
        const bool passed = approval_ != nullptr || !command.because.empty();
        return passed ? Result<void>{} : require_remedy(draft_.record(), draft_.circumstances().remedies);
    }

    void say(const Publish& command, const std::string& corrects) {
        const bool status_moved = change_status(command.status);
        const bool impact_moved = change_impact(command);
        const bool says_something = status_moved || impact_moved || !command.words.empty() || has_unheard_news();
        const UpdateKind kind = command.corrects ? UpdateKind::correction
                                : says_something ? UpdateKind::progress
                                                 : UpdateKind::holding;
        publish_words(kind, command.words, corrects, command.because);
    }

    void end(const Resolve& command) {
        if (current_fact<Ended>(draft_.record()) == nullptr) {
            const Time ended = draft_.now();
            draft_.add_facts({{Ended{ended}, Confidence::confirmed, std::nullopt}});
        }
        look_for_similar(draft_);
        draft_.add(StatusChanged{Status::resolved});
        ask_later();
        publish_words(UpdateKind::resolution, command.words, {}, command.because);
    }

    // The question whether it is over has its answer.
    void open_again() {
        for (const Promise& promise : std::vector<Promise>(draft_.record().promises)) {
            if (promise.kind == PromiseKind::follow_up && candor::is_open(promise)) draft_.add(PromiseSettled{promise.id, true, "opened again"});
        }
        draft_.add(StatusChanged{Status::investigating});
    }

    void promise(PromiseKind kind, const std::string& text, const std::string& to, const std::string& owner, Time due) {
        const PromiseId id(fmt::format("p{}", draft_.record().promises.size() + 1));
        draft_.add(PromiseMade{id, kind, text, to, owner.empty() ? draft_.record().owner : owner, due});
    }

    // Has the time come to ask those who were told whether it is over for them?
    [[nodiscard]] bool asks_now() const {
        const auto due = follow_up_at(draft_.record(), draft_.circumstances().policy);
        return due && *due <= draft_.circumstances().now;
    }

    [[nodiscard]] Result<const Promise*> open_promise(const PromiseId& id) const {
        if (auto unfinished = require_unfinished(draft_.record()); !unfinished) return unfinished.error();
        const auto& promises = draft_.record().promises;
        const auto found = std::find_if(promises.begin(), promises.end(), [&](const Promise& promise) { return promise.id == id; });
        if (found == promises.end()) {
            return Error(ErrorCode::not_found, fmt::format("This incident has no promise {}.", id.str()), "promise", "candor promises lists them.");
        }
        if (candor::is_open(*found)) return &*found;
        return Error(ErrorCode::wrong_state, fmt::format("Promise {} is settled already: {}.", id.str(), state_name(*found)), "promise");
    }

    [[nodiscard]] static Result<void> require_words(const std::string& words, const char* mend) {
        if (trimmed(words).empty()) return Error(ErrorCode::invalid_argument, "words is empty.", "words", mend);
        return validate_words(words, "words");
    }

    // A review that does not say why is none; "it could not be found" is an answer, too.
    [[nodiscard]] Result<void> require_cause() const {
        if (current_fact<Cause>(draft_.record()) != nullptr) return {};
        return Error(ErrorCode::missing_fact, "A review says why it happened, and no cause is on the record.", "facts",
                     "candor fact INC cause \"...\"; where it could not be found, that is the cause to record, as suspected.");
    }

    [[nodiscard]] static Error not_closable(const std::vector<LooseEnd>& ends) {
        std::string message = "The loop is not closed.";
        for (const LooseEnd& end : ends) message += " " + end.what;
        return {ErrorCode::wrong_state, std::move(message), "", ends.front().mend};
    }

    void publish_words(UpdateKind kind, const std::string& words, const std::string& corrects, const std::string& because) {
        UpdateToPublish update{kind, false, words, corrects, everyone(draft_)};
        const std::string& author = draft_.circumstances().actor;
        for (const std::string& rule : draft_.circumstances().set_aside) update.overrides.push_back({rule, because, author, {}});
        if (approval_ != nullptr) {
            update.approval = approval_->asked.id;
            update.overrides.clear();
            for (const std::string& rule : approval_->asked.rules) update.overrides.push_back({rule, approval_->asked.reason, approval_->by, author});
        }
        publish(draft_, std::move(update));
    }

    [[nodiscard]] bool must_ask(const std::string& because) const {
        return approval_ == nullptr && !draft_.circumstances().blocking.empty() && !because.empty();
    }

    Result<std::vector<Event>> ask(ApprovalAsked asked) {
        asked.id = ApprovalId(fmt::format("a{}", draft_.record().approvals.size() + 1));
        asked.rules = draft_.circumstances().blocking;
        draft_.add(std::move(asked));
        return draft_.take();
    }

    [[nodiscard]] Result<const Approval*> waiting(const ApprovalId& id) const {
        const Approval* found = find_approval(draft_.record(), id);
        if (found == nullptr) {
            return Error(ErrorCode::not_found, fmt::format("Nothing called {} waits for approval in this incident.", id.str()), "approval",
                         "candor show lists what does.");
        }
        if (found->state == ApprovalState::waiting) return found;
        return Error(ErrorCode::wrong_state, fmt::format("{} was {} already, by {}.", id.str(), to_string(found->state), found->answered_by), "approval");
    }

    // Nothing becomes less bad in silence.
    [[nodiscard]] Result<void> require_reason_to_lower(const Publish& command) const {
        if (!command.impact || *command.impact >= draft_.record().impact || !trimmed(command.words).empty()) return {};
        return Error(ErrorCode::missing_fact,
                     fmt::format("The impact goes down from {} to {}, and nothing says why.", to_string(draft_.record().impact), to_string(*command.impact)),
                     "words", "Say what has become better, and since when: candor update INC \"...\" --impact " + std::string(to_string(*command.impact)));
    }

    Result<void> record_facts(const std::vector<NewFact>& facts) { return record_facts(facts, is_over(draft_.record())); }

    // `over`: the incident has ended, and stays so.
    Result<void> record_facts(const std::vector<NewFact>& facts, bool over) {
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const std::string field = fmt::format("facts[{}]", i);
            if (auto valid = validate(facts[i], field); !valid) return valid.error();
            if (auto fits = refuse_times(draft_.record(), facts[i].body, field); !fits) return fits.error();
            if (over && speaks_of_now(facts[i].body)) return not_over(field);
            if (!facts[i].replaces) continue;
            if (auto fact = require_current(*facts[i].replaces, field + ".replaces"); !fact) return fact.error();
            const bool rests_on_it = over && is_passed_check(find_fact(draft_.record(), *facts[i].replaces)->fact.body);
            if (rests_on_it && !is_passed_check(facts[i].body)) return not_over(field + ".replaces");
        }
        draft_.add_facts(facts);
        return require_order();
    }

    // An end that is still expected, a check that failed: then it is not over.
    [[nodiscard]] static bool speaks_of_now(const FactBody& body) {
        const auto* verification = std::get_if<Verification>(&body);
        return std::holds_alternative<Eta>(body) || (verification != nullptr && !verification->passed);
    }

    // What "resolved" rests on.
    [[nodiscard]] static bool is_passed_check(const FactBody& body) {
        const auto* check = std::get_if<Verification>(&body);
        return check != nullptr && check->passed;
    }

    [[nodiscard]] static Error not_over(const std::string& field) {
        return {ErrorCode::wrong_state, "It has ended, and this says that it is not over.", field, "Open it again: candor reopen INC \"...\""};
    }

    [[nodiscard]] Result<void> require_order() const {
        const RecordedFact* started = current_fact<Started>(draft_.record());
        const RecordedFact* ended = current_fact<Ended>(draft_.record());
        if (started == nullptr || ended == nullptr) return {};
        if (std::get<Started>(started->fact.body).time <= std::get<Ended>(ended->fact.body).time) return {};
        return Error(ErrorCode::invalid_argument, "By this it began after it ended.", "facts", "Retract or replace the wrong one of the two times.");
    }

    [[nodiscard]] Result<void> require_current(const FactId& id, std::string field) const {
        const RecordedFact* found = find_fact(draft_.record(), id);
        if (found == nullptr) {
            return Error(ErrorCode::not_found, fmt::format("This incident has no fact {}.", id.str()), std::move(field),
                         "candor show lists the facts with their ids.");
        }
        if (found->current) return {};
        return Error(ErrorCode::wrong_state, fmt::format("Fact {} was replaced or retracted already.", id.str()), std::move(field));
    }

    // "resolved" rests on a check that passed: the newest verification decides.
    [[nodiscard]] Result<void> require_verification() const {
        const RecordedFact* newest = current_fact<Verification>(draft_.record());
        if (newest == nullptr) {
            return Error(ErrorCode::missing_fact, "\"Resolved\" needs a verification, and none is on the record.", "facts",
                         "Say how it was checked: candor resolve INC --verified \"50 test payments, all accepted\"");
        }
        if (std::get<Verification>(newest->fact.body).passed) return {};
        return Error(ErrorCode::missing_fact, fmt::format("The last verification ({}) failed.", newest->fact.id.str()), "facts",
                     "Check again, and say how: candor resolve INC --verified \"...\"");
    }

    [[nodiscard]] Result<std::string> corrected(const Publish& command) const {
        if (!command.corrects) return std::string{};
        const PublishedUpdate* wrong = find_update(draft_.record(), *command.corrects);
        if (wrong == nullptr) return Error(ErrorCode::not_found, "There is no such update to correct.", "corrects");
        return wrong->update.id.str();
    }

    bool change_status(std::optional<Status> status) {
        if (!status || *status == draft_.record().status) return false;
        draft_.add(StatusChanged{*status});
        return true;
    }

    bool change_impact(const Publish& command) {
        if (!command.impact || *command.impact == draft_.record().impact) return false;
        draft_.add(ImpactChanged{*command.impact, command.words});
        return true;
    }

    [[nodiscard]] bool has_unheard_news() const {
        const auto& clocks = draft_.record().clocks;
        return std::any_of(clocks.begin(), clocks.end(), [this](const auto& entry) {
            return has_news_since(draft_.record(), entry.second.last_seq);
        });
    }

    Draft draft_;
    const Approval* approval_ = nullptr;  // whose words are being said
};

}  // namespace

Result<std::vector<Event>> decide(const Record& record, const Command& command, const Circumstances& circumstances) {
    Decider decider(record, circumstances);
    return std::visit(decider, command);
}

}  // namespace candor
