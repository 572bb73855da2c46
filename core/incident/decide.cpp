#include "core/incident/decide.hpp"

#include "core/incident/approval.hpp"
#include "core/incident/case.hpp"
#include "core/incident/choice.hpp"
#include "core/incident/draft.hpp"
#include "core/incident/duty.hpp"
#include "core/incident/give.hpp"
#include "core/incident/loop.hpp"
#include "core/incident/maintenance.hpp"
#include "core/incident/promising.hpp"
#include "core/incident/recall.hpp"
#include "core/incident/recording.hpp"
#include "core/incident/saying.hpp"
#include "core/incident/validate.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

namespace candor {

namespace {

// What each command comes to. What takes more than a few lines stands in the file of its idea.
class Decider {
public:
    explicit Decider(Draft& draft) : draft_(draft) {}

    Result<void> operator()(const Declare& command) {
        if (record().version > 0) return Error(ErrorCode::conflict, "An incident with this id exists already.", "id");
        if (auto valid = validate(command); !valid) return valid;
        if (auto fits = validate_kind(command); !fits) return fits;
        draft_.add(Declared{command.title, command.components, command.impact, command.origin, command.owner, command.deputy, command.kind,
                            command.customer, command.window, known_since(draft_.circumstances(), command.kind)});
        if (auto facts = record_facts(draft_, command.facts); !facts) return facts;
        look_for_similar(draft_);
        publish(draft_, {UpdateKind::first, false, {}, {}, draft_.circumstances().audiences});
        return {};
    }

    Result<void> operator()(const RecordFacts& command) {
        if (auto unfinished = require_unfinished(record()); !unfinished) return unfinished;
        if (command.facts.empty()) return Error(ErrorCode::invalid_argument, "No fact was given.", "facts");
        return record_facts(draft_, command.facts);
    }
    Result<void> operator()(const RetractFact& command) { return retract(draft_, command); }

    Result<void> operator()(const Tick&) {
        publish_what_is_due();
        tell_people(draft_);
        return {};
    }

    Result<void> operator()(const Publish& command) { return say(draft_, command); }
    Result<void> operator()(const Resolve& command) { return say(draft_, command); }
    Result<void> operator()(const Withdraw& command) { return say(draft_, command); }
    Result<void> operator()(const Reopen& command) { return say(draft_, command); }
    Result<void> operator()(const PublishReview& command) { return say(draft_, command); }
    Result<void> operator()(const Approve& command) { return say(draft_, command); }
    Result<void> operator()(const Refuse& command) { return refuse(draft_, command); }

    Result<void> operator()(const Assign& command) {
        if (auto unfinished = require_unfinished(record()); !unfinished) return unfinished;
        if (auto valid = validate_name(command.owner, "owner"); !valid) return valid;
        if (auto note = require_handover_note(command); !note) return note;
        draft_.add(Assigned{command.owner, command.deputy, command.note});
        return alarm_about_transfers(draft_);
    }

    Result<void> operator()(const MakePromise& command) { return make_promise(draft_, command); }
    Result<void> operator()(const KeepPromise& command) { return keep_promise(draft_, command); }
    Result<void> operator()(const BreakPromise& command) { return break_promise(draft_, command); }

    Result<void> operator()(const Start& command) { return advance(draft_, command); }
    Result<void> operator()(const Verify& command) { return advance(draft_, command); }
    Result<void> operator()(const Complete& command) { return advance(draft_, command); }
    Result<void> operator()(const MoveTo& command) { return move(draft_, command); }

    Result<void> operator()(const Close& command) {
        if (!is_over(record())) {
            if (auto resolved = require_resolved(record()); !resolved) return resolved;
        }
        const auto ends = loose_ends(record(), command.deliveries);
        if (!ends.empty()) return not_closable(ends);
        draft_.add(StatusChanged{Status::closed});
        return {};
    }

    Result<void> operator()(const RaiseAlarm& command) { return raise_alarm(draft_, command); }
    Result<void> operator()(const Acknowledge& command) { return acknowledge(draft_, command); }
    Result<void> operator()(const Recheck& command) { return recheck(draft_, command); }
    Result<void> operator()(const ProposeReopening& command) { return propose_reopening(draft_, command); }
    Result<void> operator()(const DismissReopening& command) { return dismiss_reopening(draft_, command); }

    Result<void> operator()(const GrantRemedy& command) { return give(draft_, command); }
    Result<void> operator()(const ApproveRemedy& command) { return give(draft_, command); }
    Result<void> operator()(const RefuseRemedy& command) { return give(draft_, command); }
    Result<void> operator()(const FulfilRemedy& command) { return give(draft_, command); }
    Result<void> operator()(const DeclineRemedies& command) { return give(draft_, command); }

    Result<void> operator()(const OfferOptions& command) { return offer_options(draft_, command); }
    Result<void> operator()(const WithdrawOption& command) { return withdraw_option(draft_, command); }

private:
    [[nodiscard]] const Record& record() const { return draft_.record(); }

    [[nodiscard]] Result<void> validate_kind(const Declare& command) const {
        switch (command.kind) {
            case RecordKind::incident: return {};
            case RecordKind::maintenance: return validate_maintenance(command, draft_.circumstances());
            case RecordKind::case_: return validate_case(command);
        }
        return {};
    }

    // Who takes over asks nobody twice.
    [[nodiscard]] Result<void> require_handover_note(const Assign& command) const {
        if (record().owner.empty() || command.owner == record().owner || !trimmed(command.note).empty()) return {};
        return Error(ErrorCode::missing_fact, fmt::format("{} hands it over to {}, and nothing says where it stands.", record().owner, command.owner), "note",
                     fmt::format("candor assign {} {} --note \"what is known, what was promised, what comes next\"", record().id.str(), command.owner));
    }

    // One update at most: what else is due comes with the next tick, which is at once.
    void publish_what_is_due() {
        const CadencePolicy& policy = draft_.circumstances().policy;
        const Time now = draft_.circumstances().now;
        if (hold(draft_)) return;
        if (is_due(follow_up_at(record(), policy))) return publish(draft_, {UpdateKind::follow_up, true, {}, {}, everyone(draft_)});
        if (is_due(window_due(record()))) return publish(draft_, {UpdateKind::progress, true, {}, {}, everyone(draft_), {}, {}, true});
        auto due = due_audiences(record(), policy, now);  // nobody after the end
        if (due.empty()) return;
        publish(draft_, {UpdateKind::holding, true, {}, {}, std::move(due)});
        admit_lateness(draft_);
    }
    [[nodiscard]] bool is_due(std::optional<Time> at) const { return at && *at <= draft_.circumstances().now; }

    [[nodiscard]] static Error not_closable(const std::vector<LooseEnd>& ends) {
        std::string message = "The loop is not closed.";
        for (const LooseEnd& end : ends) message += " " + end.what;
        return {ErrorCode::wrong_state, std::move(message), "", ends.front().mend};
    }

    Draft& draft_;
};

}  // namespace

Result<std::vector<Event>> decide(const Record& record, const Command& command, const Circumstances& circumstances) {
    Draft draft(record, circumstances);
    if (auto decided = std::visit(Decider(draft), command); !decided) return decided.error();
    return draft.take();
}

}  // namespace candor
