// HON-401 to HON-404 and HON-406: whether it is over, and how bad it is or was.
#include "core/honesty/rules/case.hpp"

#include <algorithm>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

bool soaked(const Case& trial) {
    const Soak& soak = trial.record.soak;
    if (soak.elapsed) return *soak.elapsed;
    if (!trial.now) return true;
    if (soak.until) return *soak.until <= *trial.now;
    if (!soak.required) return true;
    const auto from = trial.record.fixed_at ? trial.record.fixed_at : trial.record.ended_at ? trial.record.ended_at : trial.record.verification.at;
    return from && *from + *soak.required <= *trial.now;
}

bool verified_after_fix(const Case& trial) {
    const auto& at = trial.record.verification.at;
    return trial.verified() && (!at || !trial.record.fixed_at || *at >= *trial.record.fixed_at);
}

// "All services are up and running" as a whole sentence while an incident is open is the page's claim: HON-407's.
bool all_is_well(const Case& trial, const Claim& claim, const std::vector<const Claim*>& green) {
    if (!trial.open() && !trial.customer_facing()) return false;
    return std::any_of(green.begin(), green.end(), [&](const Claim* other) { return other->begin <= claim.begin && claim.end <= other->end; });
}

// "Slack has caught up, webhooks are still catching up": a text that names what is left, with progress on record, tells
// how far things are and not that they are over.
bool told_in_part(const Case& trial) {
    return trial.open() && !trial.record.progress_facts.empty() && !trial.probes_failing() && trial.says("remains");
}

// "Mails go out again since 11:30": while it is open, progress on record of that time bears it out.
bool borne_out(const Case& trial, const Claim& claim) {
    if (trial.closing()) return false;
    const auto& units = trial.text.text.units;
    const auto& sentence = trial.text.text.sentences.at(claim.sentence);
    return std::any_of(trial.record.progress_facts.begin(), trial.record.progress_facts.end(), [&](const Item& fact) {
        return fact.at && std::any_of(units.begin() + sentence.begin, units.begin() + sentence.end, [&](const Unit& unit) {
                   if (unit.kind != UnitKind::clock) return false;
                   const auto said = instants(unit.clock, *fact.at, trial.now.value_or(*fact.at), trial.record.offset);
                   return std::find(said.begin(), said.end(), *fact.at) != said.end();
               });
    });
}

void resolved(Case& trial) {
    std::string_view why;
    if (!trial.verified()) why = "";
    else if (!verified_after_fix(trial)) why = "before_fix";
    else if (!soaked(trial)) why = "soak";
    else if (trial.probes_failing()) why = "probes";
    else if (trial.reports_open()) why = "reports";
    else return;
    const auto green = trial.text.all("all_green");
    const auto negative = trial.text.all("negative");
    for (const Claim* claim : trial.text.all("resolved")) {
        if (all_is_well(trial, *claim, green) || works_throughout(trial, *claim, negative) || borne_out(trial, *claim)) continue;
        if (!trial.after_fix() && about_the_unaffected(trial, *claim)) continue;
        if (never_went(trial, *claim)) {
            trial.find("HON-205", claim->span, {}, "unaffected");
            continue;
        }
        trial.find("HON-401", claim->span, told_in_part(trial) ? Severity::warn : Severity::block, {}, why);
    }
    for (const Claim* claim : negative) {
        if (claim->value() != "working" || !trial.after_fix() || about_the_unaffected(trial, *claim)) continue;
        trial.find("HON-401", claim->span, {}, why);
    }
    // Parts of it: what the progress on record may bear out as well. Of a part that is said to be restored, an open incident is
    // asked for that, too.
    if (!trial.verified() && trial.record.progress_facts.empty()) {
        for (const Claim* claim : trial.text.all("part_back")) {
            if (trial.after_fix() || claim->value() == "restored") trial.find("HON-401", claim->span, {}, why);
        }
    }
    // In an open incident that is HON-407's; in a closing one it says that this incident is over.
    if (trial.open() || trial.customer_facing()) return;
    for (const Claim* claim : trial.text.all("all_green")) trial.find("HON-401", claim->span, {}, why);
}

// How far the record goes against a word for a part of the customers.
enum class Agreement { agrees, unknown, contradicts };

Agreement scope_agrees(const Case& trial, std::string_view size) {
    const auto& scope = trial.record.scope;
    const Limits& limits = trial.lexicon.limits;
    if (scope.fraction) {
        const double most = size == "some" ? limits.some_fraction : limits.small_fraction;
        return *scope.fraction <= most ? Agreement::agrees : Agreement::contradicts;
    }
    const auto label = read(scope.label, trial.lexicon);
    if (label.says("wide_scope")) return Agreement::contradicts;
    if (scope.count && size != "some" && static_cast<double>(*scope.count) > limits.few_count * 10) return Agreement::contradicts;
    if (scope.count && static_cast<double>(*scope.count) <= limits.few_count) return Agreement::agrees;
    return Agreement::unknown;
}

// A word for a part is vague once the number is known; it is not while the text gives the number too.
void scope_words(Case& trial) {
    const bool stated = trial.says("share");
    for (const Claim* claim : trial.text.all("scope_word")) {
        switch (scope_agrees(trial, claim->value())) {
        case Agreement::contradicts: trial.find("HON-402", claim->span); break;
        case Agreement::unknown:
            if (!stated) trial.find("HON-402", claim->span, Severity::warn, {}, "unknown");
            break;
        case Agreement::agrees:
            if (!stated) trial.find("HON-402", claim->span, Severity::warn, {}, "unstated");
            break;
        }
    }
}

bool is_down(const Case& trial) {
    const auto& parts = trial.record.components;
    const bool part_down = std::any_of(parts.begin(), parts.end(), [](const Component& part) {
        return part.state == "major_outage" || part.state == "down" || part.state == "outage";
    });
    return part_down || trial.record.down.value_or(trial.record.severity == Impact::critical);
}

void severity_words(Case& trial) {
    const auto& severity = trial.record.severity;
    const bool past_tense_only = trial.closing();
    for (const Claim* claim : trial.text.all("severity_word")) {
        const bool diminutive = claim->value() == "small";
        if (!severity && !trial.record.down) {
            if (diminutive && !is_down(trial)) trial.find("HON-403", claim->span, Severity::warn, {}, "unknown");
            else if (is_down(trial)) trial.find("HON-403", claim->span);
        } else if (is_down(trial) || (diminutive && severity && *severity >= Impact::major)) {
            // "Performance is degraded" may well be what is left once a fix works.
            const bool remains = !diminutive && (trial.input.phase == Phase::monitoring || past_tense_only) && trial.says("recovering");
            trial.find("HON-403", claim->span, remains ? Severity::warn : Severity::block);
        }
    }
}

void duration_words(Case& trial) {
    const auto end = trial.record.ended_at ? trial.record.ended_at : trial.now;
    const bool known = trial.record.started_at && end;
    const bool longer = known && std::chrono::duration<double>(*end - *trial.record.started_at).count() > trial.lexicon.limits.brief_seconds;
    for (const Claim* claim : trial.text.all("duration_word")) {
        if (claim->value() == "intermittent") {
            if (trial.record.pattern == "intermittent" || trial.record.pattern == "repeating") continue;
            if (trial.record.pattern.empty()) trial.find("HON-404", claim->span, Severity::warn, {}, "pattern");
            else trial.find("HON-404", claim->span, Severity::block, {}, "pattern");
        } else if (!known) {
            trial.find("HON-404", claim->span, Severity::warn, {}, "unknown");
        } else if (longer) {
            trial.find("HON-404", claim->span);
        }
    }
    // "Down for a few minutes".
    for (const Claim* claim : trial.text.all("time_lasted")) {
        const Unit* said = trial.text.entity(*claim, UnitKind::duration);
        if (!longer || said == nullptr || !said->amount.vague || said->amount.high > 2 * trial.lexicon.limits.brief_seconds) continue;
        const double lasted = std::chrono::duration<double>(*end - *trial.record.started_at).count();
        if (lasted > 2 * said->amount.high) trial.find("HON-404", claim->span);
    }
}

bool impact_confirmed(const Case& trial) {
    if (trial.record.impact_confirmed) return *trial.record.impact_confirmed;
    if (trial.input.phase == Phase::reported) return false;
    if (trial.input.phase && *trial.input.phase != Phase::investigating) return true;
    return trial.record.scope.fraction || trial.record.scope.count || !trial.record.symptoms.empty();
}

void hedges(Case& trial) {
    if (!impact_confirmed(trial)) return;
    const bool partial = trial.record.scope.fraction.value_or(1) < 1 || trial.record.scope.count;
    if (partial && trial.says("share")) return;
    for (const Claim* claim : trial.text.all("hedged_impact")) trial.find("HON-406", claim->span);
}

}  // namespace

bool works_throughout(const Case& trial, const Claim& claim, const std::vector<const Claim*>& negative) {
    if (trial.after_fix()) return false;
    return std::any_of(negative.begin(), negative.end(), [&](const Claim* other) {
        return other->value() == "working" && other->begin >= claim.begin && other->end <= claim.end;
    });
}

bool never_went(const Case& trial, const Claim& claim) {
    if (!trial.open() || trial.after_fix() || !trial.lexicon.words.has_class("return_mark")) return false;
    const auto& units = trial.text.text.units;
    return std::none_of(units.begin() + claim.begin, units.begin() + claim.end,
                        [&](const Unit& unit) { return trial.lexicon.words.in_class(unit.text, "return_mark"); });
}

void check_impact(Case& trial) {
    resolved(trial);
    scope_words(trial);
    severity_words(trial);
    duration_words(trial);
    hedges(trial);
}

}  // namespace candor::honesty
