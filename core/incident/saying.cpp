#include "core/incident/saying.hpp"

#include "core/incident/approval.hpp"
#include "core/incident/give.hpp"
#include "core/incident/loop.hpp"
#include "core/incident/maintenance.hpp"
#include "core/incident/promising.hpp"
#include "core/incident/recall.hpp"
#include "core/incident/recording.hpp"
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

// Nothing becomes less bad in silence.
Result<void> require_reason_to_lower(const Record& record, const Publish& command) {
    if (!command.impact || *command.impact >= record.impact || !trimmed(command.words).empty()) return {};
    return Error(ErrorCode::missing_fact,
                 fmt::format("The impact goes down from {} to {}, and nothing says why.", to_string(record.impact), to_string(*command.impact)),
                 "words", "Say what has become better, and since when: candor update INC \"...\" --impact " + std::string(to_string(*command.impact)));
}

Result<void> require_words(const std::string& words, const char* mend) {
    if (trimmed(words).empty()) return Error(ErrorCode::invalid_argument, "words is empty.", "words", mend);
    return validate_words(words, "words");
}

Result<std::string> corrected(const Record& record, const Publish& command) {
    if (!command.corrects) return std::string{};
    const PublishedUpdate* wrong = find_update(record, *command.corrects);
    if (wrong == nullptr) return Error(ErrorCode::not_found, "There is no such update to correct.", "corrects");
    return wrong->update.id.str();
}

class Speaker {
public:
    // `approval`: the words are being said because a second person agrees.
    explicit Speaker(Draft& draft, const Approval* approval = nullptr) : draft_(draft), approval_(approval) {}

    Result<void> say(const Publish& command) {
        if (auto open = require_open_or_correction(record(), command); !open) return open;
        if (auto valid = validate(command); !valid) return valid;
        const auto corrects = corrected(record(), command);
        if (!corrects) return corrects.error();
        if (auto reason = require_reason_to_lower(record(), command); !reason) return reason;
        if (auto fits = refuse_for_maintenance(record(), command.status.has_value(), command.impact.has_value()); !fits) return fits;
        if (auto facts = record_facts(draft_, command.facts); !facts) return facts;
        const UpdateKind kind = command.corrects ? UpdateKind::correction : UpdateKind::progress;
        if (asks(command.because)) return put({{}, command.words, kind, false, command.status, command.impact, *corrects, {}, command.because});
        const bool moved = change(command);
        const bool news = moved || !command.words.empty() || has_unheard_news();
        publish_words(command.corrects || news ? kind : UpdateKind::holding, command.words, *corrects, command.because);
        return {};
    }

    Result<void> say(const Resolve& command) {
        if (auto open = require_open(record()); !open) return open;
        if (record().kind == RecordKind::maintenance) {
            return Error(ErrorCode::wrong_state, "A maintenance is completed.", "", "candor complete INC --verified \"...\"");
        }
        if (auto words = validate_words(command.words, "words"); !words) return words;
        if (auto reason = optional_reason(command.because); !reason) return reason;
        if (auto facts = record_facts(draft_, command.facts); !facts) return facts;
        if (auto verified = require_verification(record()); !verified) return verified;
        if (auto watched = require_soak(record(), draft_.circumstances().soak, draft_.now()); !watched) return watched;
        if (auto settled = settle_remedies(command); !settled) return settled;
        if (asks(command.because)) return put({{}, command.words, UpdateKind::resolution, false, {}, {}, {}, {}, command.because});
        if (current_fact<Ended>(record()) == nullptr) draft_.add_facts({{Ended{draft_.now()}, Confidence::confirmed, std::nullopt}});
        look_for_similar(draft_);
        draft_.add(StatusChanged{Status::resolved});
        promise_to_ask(draft_);
        publish_words(UpdateKind::resolution, command.words, {}, command.because);
        return {};
    }

    Result<void> say(const Reopen& command) {
        if (auto resolved = require_resolved(record()); !resolved) return resolved;
        if (auto words = require_words(command.words, "Say what is happening again, as customers notice it."); !words) return words;
        if (auto reason = optional_reason(command.because); !reason) return reason;
        if (auto facts = record_facts_to_reopen(draft_, command.facts); !facts) return facts;
        if (asks(command.because)) return put({{}, command.words, UpdateKind::progress, true, {}, {}, {}, {}, command.because});
        reopen(draft_);
        publish_words(UpdateKind::progress, command.words, {}, command.because);
        return {};
    }

    Result<void> say(const PublishReview& command) {
        if (auto resolved = require_resolved(record()); !resolved) return resolved;
        if (record().kind != RecordKind::incident) {
            return Error(ErrorCode::wrong_state, fmt::format("A {} has no public review.", to_string(record().kind)), "", "candor review INC looks back on it.");
        }
        if (auto words = validate_words(command.words, "words"); !words) return words;
        if (auto reason = optional_reason(command.because); !reason) return reason;
        if (auto facts = record_facts(draft_, command.facts); !facts) return facts;
        if (auto cause = require_cause(record()); !cause) return cause;
        if (was_published_since_end(record(), UpdateKind::review)) {
            return Error(ErrorCode::wrong_state, "The review is published already.", "", "What is wrong in it is corrected: candor correct INC UPD \"...\"");
        }
        if (asks(command.because)) return put({{}, command.words, UpdateKind::review, false, {}, {}, {}, {}, command.because});
        publish_words(UpdateKind::review, command.words, {}, command.because);
        return {};
    }

private:
    [[nodiscard]] const Record& record() const { return draft_.record(); }

    [[nodiscard]] bool asks(const std::string& because) const {
        const Circumstances& around = draft_.circumstances();
        return approval_ == nullptr && (around.approval || (!around.blocking.empty() && !because.empty()));
    }

    Result<void> put(ApprovalAsked asked) {
        ask(draft_, std::move(asked));
        return {};
    }

    // Words that were approved, or whose author gave a reason, have passed this.
    Result<void> settle_remedies(const Resolve& command) {
        if (!command.no_remedy.empty()) return give(draft_, DeclineRemedies{command.no_remedy});
        const bool passed = approval_ != nullptr || !command.because.empty();
        return passed ? Result<void>{} : require_remedy(record(), draft_.circumstances().remedies);
    }

    // The status, the impact: did either move?
    bool change(const Publish& command) {
        const bool status = command.status && *command.status != record().status;
        if (status) draft_.add(StatusChanged{*command.status});
        const bool impact = command.impact && *command.impact != record().impact;
        if (impact) draft_.add(ImpactChanged{*command.impact, command.words});
        return status || impact;
    }

    [[nodiscard]] bool has_unheard_news() const {
        const auto& clocks = record().clocks;
        return std::any_of(clocks.begin(), clocks.end(), [this](const auto& entry) { return has_news_since(record(), entry.second.last_seq); });
    }

    void publish_words(UpdateKind kind, const std::string& words, const std::string& corrects, const std::string& because) {
        UpdateToPublish update{kind, false, words, corrects, everyone(draft_)};
        const std::string& actor = draft_.circumstances().actor;
        if (approval_ == nullptr) {
            for (const std::string& rule : draft_.circumstances().set_aside) update.overrides.push_back({rule, because, actor, {}});
        } else {
            update.approval = approval_->asked.id;
            for (const std::string& rule : approval_->asked.rules) update.overrides.push_back({rule, approval_->asked.reason, approval_->by, actor});
        }
        publish(draft_, std::move(update));
    }

    Draft& draft_;
    const Approval* approval_;
};

}  // namespace

Result<void> say(Draft& draft, const Publish& command) { return Speaker(draft).say(command); }
Result<void> say(Draft& draft, const Resolve& command) { return Speaker(draft).say(command); }
Result<void> say(Draft& draft, const Reopen& command) { return Speaker(draft).say(command); }
Result<void> say(Draft& draft, const PublishReview& command) { return Speaker(draft).say(command); }

Result<void> say(Draft& draft, const Withdraw& command) {
    if (auto open = require_open(draft.record()); !open) return open;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    const auto audiences = everyone(draft);
    draft.add(StatusChanged{Status::withdrawn});
    publish(draft, {UpdateKind::withdrawal, false, command.reason, {}, audiences});
    return {};
}

Result<void> say(Draft& draft, const Approve& command) {
    const auto approval = require_answerable(draft, command.approval);
    if (!approval) return approval.error();
    Speaker speaker(draft, &*approval);
    const ApprovalAsked& asked = approval->asked;
    if (asked.kind == UpdateKind::resolution) return speaker.say(Resolve{asked.words, {}, {}});
    if (asked.kind == UpdateKind::review) return speaker.say(PublishReview{asked.words, {}, {}});
    if (asked.reopens && !is_open(draft.record())) return speaker.say(Reopen{asked.words, {}, {}});
    const auto corrects = asked.corrects.empty() ? std::nullopt : std::optional(UpdateId(asked.corrects));
    return speaker.say(Publish{asked.words, {}, asked.status, asked.impact, corrects, {}});
}

}  // namespace candor
