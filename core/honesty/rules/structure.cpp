// HON-501 to HON-510: what an update of its phase must say. Words that are set among recorded facts may leave to the
// record what the record has; a whole statement must say it.
#include "core/honesty/rules/case.hpp"

#include <fmt/format.h>

namespace candor::honesty {

namespace {

// said: the text has the element. recorded: the composer can add it from the record.
void need(Case& trial, std::string_view rule, bool said, bool recorded, Case::Values values = {}) {
    if (said) return;
    if (trial.statement()) trial.find(rule, trial.whole(), std::move(values));
    else if (!recorded) trial.find(rule, trial.whole(), Severity::suggestion, std::move(values));
}

bool unknowns_recorded(const Case& trial) {
    return trial.record.cause.status != Certainty::confirmed || !trial.record.scope.fraction || !trial.record.eta.latest;
}

void open_elements(Case& trial) {
    const Evidence& record = trial.record;
    const Phase phase = *trial.input.phase;
    const bool acts = trial.says("action") || trial.says("own_action");
    need(trial, "HON-501", trial.says("next_update"), record.next_update_at.has_value());
    need(trial, "HON-502", trial.says("impact"), !record.symptoms.empty());
    need(trial, "HON-503", acts || trial.says("helpless"), !record.actions.empty());  // helpless: found already
    need(trial, "HON-504", trial.says("customer_action"), !record.workarounds.empty());
    if (phase == Phase::investigating || phase == Phase::identified) {
        need(trial, "HON-505", trial.says("unknowns"), unknowns_recorded(trial));
    }
    if (trial.input.kind == UpdateKind::first && phase != Phase::reported) {
        need(trial, "HON-507", trial.says("start_said") || trial.says("time_start") || trial.says("time_span"), record.started_at.has_value());
    }
}

// One customer's own thread: what they told us stands in it in their words. They are owed when they hear next, what is being
// done, and at the end how it was checked.
void case_elements(Case& trial) {
    if (trial.open()) {
        need(trial, "HON-501", trial.says("next_update"), trial.record.next_update_at.has_value());
        const bool acts = trial.says("action") || trial.says("own_action");
        need(trial, "HON-503", acts || trial.says("helpless"), !trial.record.actions.empty());
    }
    need(trial, "HON-509", !trial.record.owner.empty(), false);
}

void closing_elements(Case& trial) {
    const Evidence& record = trial.record;
    const bool span = trial.says("time_span");
    const bool end = trial.says("time_end") || trial.says("end_said") || span;
    const bool lasted = trial.says("time_lasted") || span || trial.says("duration_unknown");
    const bool data = trial.says("data_said") || trial.text.says("negative", "data_loss");
    const bool verified = trial.says("verified_said");
    const bool next = trial.says("what_next") || trial.says("next_update");
    std::string missing;
    const auto miss = [&](bool said, bool recorded, std::string_view name) {
        if (said || (!trial.statement() && recorded)) return;
        const auto phrase = trial.lexicon.phrases.find(name);
        missing += (missing.empty() ? "" : ", ") + (phrase == trial.lexicon.phrases.end() ? std::string(name) : phrase->second);
    };
    miss(end, record.ended_at.has_value(), "end");
    miss(lasted, record.started_at && record.ended_at, "duration");
    miss(data, record.data_loss.answer.has_value(), "data_loss");
    miss(verified, record.verification.passed.has_value(), "verification");
    miss(next, !record.prevention_actions.empty() || !record.commitments.empty(), "what_next");
    if (!missing.empty()) need(trial, "HON-508", false, false, {{"missing", missing}});
}

}  // namespace

void check_structure(Case& trial) {
    // Said outright that nothing can be done, and nothing is being done: that needs no phase.
    // "How long that takes is out of our hands" says it of a step only ("outside").
    for (const Claim* claim : trial.text.all("helpless")) {
        if (claim->value() == "outside" || trial.says("own_action")) continue;
        trial.find("HON-503", claim->span, {}, "helpless");
        break;
    }
    if (!trial.input.phase || is_maintenance(*trial.input.phase) || trial.input.phase == Phase::withdrawn) return;
    if (trial.record.kind == "case") return case_elements(trial);
    const auto kind = trial.input.kind;
    const bool follow_up = kind == UpdateKind::follow_up || kind == UpdateKind::review || kind == UpdateKind::correction;
    if (trial.open()) open_elements(trial);
    if (trial.input.phase == Phase::resolved && !follow_up) closing_elements(trial);
    if (trial.input.kind == UpdateKind::first || trial.closing()) {
        const bool voice = trial.says("ownership") || trial.says("apology");
        need(trial, "HON-506", voice, true);
    }
    need(trial, "HON-509", !trial.record.owner.empty(), false);
    need(trial, "HON-510", trial.says("contact"), !trial.record.contact.empty());
}

}  // namespace candor::honesty
