#include "daemon/desk/honesty.hpp"

#include "core/incident/recording.hpp"
#include "core/message/compose_facts.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/desk/publish.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::desk {

namespace {

// A fact in the sentence that tells it: what is said of a suspected cause is not what is said of a confirmed one.
std::string sentence_of(const Setup& setup, const Fact& fact, Time now) {
    const PhraseBook& phrases = setup.templates.of(setup.language).phrases;
    return phrases.sentence(fact_line(RecordedFact{fact, 0, true, {}, 0}, true), Setting{now, *setup.zone, true});
}

// What people wrote in an event, by field.
struct TextReader {
    const Setup& setup;
    Time now;
    std::vector<Checked>& texts;
    bool personal;  // a case: its customer reads who looks after it
    std::size_t facts = 0;
    std::size_t options = 0;

    void add(std::string field, std::string text) {
        if (!text.empty()) texts.push_back({std::move(field), std::move(text), {}});
    }

    void operator()(const Declared& declared) {
        if (personal) add("owner", declared.owner);
        else add("title", declared.title);  // of a case: the customer's own words
    }
    void operator()(const FactRecorded& recorded) {
        if (is_of_incident(recorded.fact)) return;  // told there already
        add(fmt::format("facts[{}]", facts++), sentence_of(setup, recorded.fact, now));
    }
    void operator()(const FactRetracted& retracted) {
        if (retracted.fact.str().find('.') == std::string::npos) add("reason", retracted.reason);
    }
    void operator()(const Assigned& assigned) {
        if (personal) add("owner", assigned.owner);  // the note stays in the house
    }
    void operator()(const StatusChanged&) {}
    void operator()(const ImpactChanged&) {}  // its reason is the update's words
    void operator()(const UpdatePublished& update) { add(update.kind == UpdateKind::withdrawal ? "reason" : "words", update.words); }
    void operator()(const ApprovalAsked&) {}  // not said yet
    void operator()(const ApprovalRefused&) {}
    void operator()(const PromiseMade&) {}  // to one person; the question after the end is the composer's
    void operator()(const PromiseSettled&) {}
    void operator()(const IncidentHeard&) {}
    void operator()(const Moved& moved) { add("reason", moved.reason); }
    void operator()(const RemedyGranted&) {}  // in the words of the plan; an update that tells it is read as a whole
    void operator()(const RemedyAsked&) {}
    void operator()(const RemedyRefused&) {}
    void operator()(const RemedyFulfilled&) {}
    void operator()(const RemediesDeclined&) {}  // stays in the house
    void operator()(const SimilarFound&) {}
    void operator()(const OptionOffered& offered) { add(fmt::format("options[{}]", options++), offered.text); }
    void operator()(const OptionWithdrawn& withdrawn) { add("reason", withdrawn.reason); }
    void operator()(const AlarmRaised&) {}
    void operator()(const Noticed&) {}
    void operator()(const Acknowledged&) {}
    void operator()(const Rechecked&) {}
    void operator()(const ReopeningProposed&) {}
    void operator()(const ReopeningDismissed&) {}
};

// That it is late the update says by itself, beside whatever people write: HON-603 is asked of the whole.
bool is_said_anyway(const honesty::Finding& finding) {
    return finding.rule == "HON-603";
}

// Words that say it is over need a check that has held as long as the plan wants; the check itself is recorded before.
honesty::Evidence evidence_for_words(const Setup& setup, const Record& record, const honesty::Scene& scene) {
    honesty::Evidence evidence = honesty::evidence_of(record, scene);
    const Duration soak = soak_of(setup, record);
    if (soak > Duration{0}) evidence.soak.until = soaked_at(record, soak);
    return evidence;
}

std::optional<Error> refusal(const std::vector<Checked>& checked, honesty::Severity severity, ErrorCode code, bool words_only) {
    std::string message;
    std::string mend;
    std::string field;
    for (const Checked& one : checked) {
        if (words_only && one.field != "words") continue;
        for (const honesty::Finding& finding : one.findings) {
            if (finding.severity != severity) continue;
            if (field.empty()) field = one.field;
            message += fmt::format("{}{}: {}", message.empty() ? "" : "\n", finding.rule, finding.message);
            if (!finding.fix.empty()) mend += fmt::format("{}{}", mend.empty() ? "" : "\n", finding.fix);
        }
    }
    if (message.empty()) return std::nullopt;
    return Error(code, message, field, mend);
}

}  // namespace

bool is_about_elements(const honesty::Finding& finding) {
    return finding.rule.starts_with("HON-5");
}

honesty::Scene scene_of(const Setup& setup, const std::vector<std::string>& said, Time now) {
    return {now, said, std::nullopt, setup.organisation, setup.contact, component_names(setup), setup.zone.get()};
}

std::vector<Checked> check_events(const Setup& setup, const Dossier& after, std::span<const Event> events, Time now) {
    std::vector<Checked> texts;
    if (!setup.honesty) return texts;
    TextReader reader{setup, now, texts, after.record.kind == RecordKind::case_};
    for (const Event& event : events) std::visit(reader, event.body);
    if (texts.empty()) return texts;
    const UpdatePublished* update = update_among(events);
    const honesty::Scene scene = scene_of(setup, after.texts, now);
    const honesty::Evidence evidence = honesty::evidence_of(after.record, scene);
    const honesty::Evidence of_words = evidence_for_words(setup, after.record, scene);
    for (Checked& one : texts) {
        const bool words = one.field == "words";
        const UpdateKind kind = words && update != nullptr ? update->kind : UpdateKind::progress;
        one.findings = honesty::check_words(*setup.honesty, setup.language, one.text, kind, words ? of_words : evidence, scene);
        std::erase_if(one.findings, [&](const honesty::Finding& finding) {
            if (is_said_anyway(finding)) return true;
            return words ? update != nullptr && sets_aside(*update, finding.rule) : is_about_elements(finding);
        });
    }
    return texts;
}

namespace {

std::vector<honesty::Finding> check_in(const Setup& setup, const Record& record, std::string_view words, UpdateKind kind, const honesty::Scene& scene) {
    auto findings = honesty::check_words(*setup.honesty, setup.language, words, kind, evidence_for_words(setup, record, scene), scene);
    std::erase_if(findings, is_said_anyway);
    return findings;
}

}  // namespace

std::vector<honesty::Finding> check_words(const Setup& setup, const Dossier& dossier, std::string_view words, UpdateKind kind, Time now) {
    if (!setup.honesty) return {};
    return check_in(setup, dossier.record, words, kind, scene_of(setup, dossier.texts, now));
}

std::vector<honesty::Finding> check_title(const Setup& setup, const Record& record, Time now) {
    if (!setup.honesty) return {};
    return check_in(setup, record, record.title, UpdateKind::progress, scene_of(setup, {}, now));
}

void warn_of_reports(const Setup& setup, const Command& command, std::vector<Checked>& checked) {
    const auto* resolve = std::get_if<Resolve>(&command);
    if (resolve == nullptr || resolve->reports == 0) return;
    honesty::Finding finding;
    finding.rule = reports_rule;
    finding.severity = honesty::Severity::warn;
    finding.message = fmt::format("{} reported this in the last {}: it may not be over for them.",
                                  resolve->reports == 1 ? "1 customer has" : fmt::format("{} customers have", resolve->reports), duration_text(setup.reports.within));
    finding.fix = "candor reports INC shows what they see.";
    checked.push_back({"words", {}, {std::move(finding)}});
}

std::vector<std::string> rules_about_words(const std::vector<Checked>& checked, honesty::Severity severity) {
    std::vector<std::string> rules;
    for (const Checked& one : checked) {
        if (one.field != "words") continue;
        for (const honesty::Finding& finding : one.findings) {
            const bool known = std::find(rules.begin(), rules.end(), finding.rule) != rules.end();
            if (finding.severity == severity && !known) rules.push_back(finding.rule);
        }
    }
    return rules;
}

std::optional<Error> refusal_of_blocks(const std::vector<Checked>& checked) {
    return refusal(checked, honesty::Severity::block, ErrorCode::blocked_by_rule, false);
}

std::optional<Error> refusal_of_warnings(const std::vector<Checked>& checked) {
    const auto refused = refusal(checked, honesty::Severity::warn, ErrorCode::warned_by_rule, true);
    if (!refused) return std::nullopt;
    const std::string mend = refused->mend() + (refused->mend().empty() ? "" : "\n") + "Or say it all the same, with a reason: --because \"...\"";
    return Error(refused->code(), refused->message(), refused->field(), mend);
}

}  // namespace candor::desk
