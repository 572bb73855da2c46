#include "daemon/pages/render_listening.hpp"

#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using desk::Setup;

namespace {

// "few or some"; empty where the rule does not ask.
template <class E, class Word>
std::string any_of(const std::vector<E>& values, const Voice& voice, Word word) {
    std::string all;
    for (const E value : values) all = all.empty() ? word(value) : voice.text("cadence.or", {{"first", all}, {"second", word(value)}});
    return all;
}

std::string situation_of(const CadenceRule& rule, const Voice& voice) {
    const std::string scope = any_of(rule.scopes, voice, [&](ScopeLabel one) { return voice.word(PageWordGroup::scope, one); });
    const std::string impact = any_of(rule.impacts, voice, [&](Impact one) { return voice.impact(one); });
    const std::string cause = any_of(rule.causes, voice, [&](CauseCategory one) { return voice.word(PageWordGroup::cause, one); });
    std::string all = scope.empty() ? scope : voice.text("cadence.scope", {{"scope", scope}});
    const auto add = [&](const std::string& part) {
        if (!part.empty()) all = all.empty() ? part : voice.text("cadence.and", {{"first", all}, {"second", part}});
    };
    if (!impact.empty()) add(voice.text("cadence.impact", {{"impact", impact}}));
    add(cause);
    return all;
}

FillingList cadence_lines(const CadencePolicy& policy, const Voice& voice) {
    FillingList lines;
    const auto add = [&](ChannelGroup who, std::string situation, Duration every) {
        Filling& line = lines.emplace_back();
        set(line, "who", voice.word(PageWordGroup::group, who));
        set(line, "situation", std::move(situation));
        set(line, "every", voice.pace(every));
    };
    for (const CadenceRule& rule : policy.rules) add(rule.group, situation_of(rule, voice), rule.every);
    add(ChannelGroup::any, policy.rules.empty() ? std::string() : voice.text("cadence.otherwise"), policy.otherwise);
    return lines;
}

// The catalogue of rules is written in one language. A page in another one says what its words have of them, and marks the rest.
constexpr std::string_view catalogue_language = "en";

void set_rule(Filling& line, const honesty::Rule& rule, const Voice& voice) {
    std::string name = "rule_" + rule.id;
    std::replace(name.begin(), name.end(), '-', '_');
    set(line, "id", rule.id);
    if (const std::string* own = voice.words().label(name)) return set(line, "detects", *own);
    if (voice.words().language() != catalogue_language) set(line, "foreign", std::string(catalogue_language));
    set(line, "detects", first_upper(rule.detects));
    set(line, "bad", rule.bad);
}

FillingList blocking_rules(const Setup& setup) {
    FillingList lines;
    if (!setup.honesty) return lines;
    const bool strict = setup.honesty->strictness == honesty::Strictness::strict;
    for (const honesty::Rule& rule : setup.honesty->catalogue.rules) {
        const bool blocks = rule.severity == honesty::Severity::block || (strict && rule.severity == honesty::Severity::warn);
        if (blocks) set_rule(lines.emplace_back(), rule, Voice(setup));
    }
    return lines;
}

// What became of the promises of each kind that were made to everybody.
FillingList ledger_lines(std::span<const desk::DossierPtr> incidents, const Voice& voice) {
    FillingList lines;
    for (const PromiseKind kind : {PromiseKind::next_update, PromiseKind::eta, PromiseKind::follow_up, PromiseKind::prevention, PromiseKind::start, PromiseKind::end}) {
        std::vector<Promise> promises;
        for (const desk::DossierPtr& dossier : incidents) {
            const auto& all = dossier->record.promises;
            std::copy_if(all.begin(), all.end(), std::back_inserter(promises), [kind](const Promise& promise) { return promise.kind == kind; });
        }
        const PromiseTally one = tally(promises);
        if (one.kept + one.missed == 0) continue;
        Filling& line = lines.emplace_back();
        set(line, "what", voice.word(PageWordGroup::promise, kind));
        set(line, "met", fmt::format("{}", one.kept));
        set(line, "not_met", fmt::format("{}", one.missed));
        if (one.worst) set(line, "worst", voice.duration(*one.worst));
    }
    return lines;
}

PromiseTally tally_of(std::span<const desk::DossierPtr> incidents) {
    PromiseTally all;
    for (const desk::DossierPtr& dossier : incidents) {
        const PromiseTally one = tally(dossier->record.promises);
        all.kept += one.kept;
        all.missed += one.missed;
        if (one.worst) all.worst = std::max(*one.worst, all.worst.value_or(*one.worst));
    }
    return all;
}

}  // namespace

std::string render_how(const PageTemplates& templates, const Setup& setup, std::span<const desk::DossierPtr> incidents, Time now) {
    const Voice voice(setup);
    Filling page;
    set_frame(page, setup, "./", now);
    set(page, "read_by", setup.reports_read_by);
    set(page, "follow_up", voice.duration(setup.cadence.follow_up_after));
    page.lists["cadence"] = cadence_lines(setup.cadence, voice);
    page.lists["rules"] = blocking_rules(setup);
    if (incidents.empty()) return templates.how.fill(page);
    const PromiseTally all = tally_of(incidents);
    const bool one = incidents.size() == 1;
    set(page, "incidents", one ? voice.text("count.incidents_one") : voice.text("count.incidents_other", {{"count", fmt::format("{}", incidents.size())}}));
    set_ledger(page, all, voice);
    if (all.kept + all.missed == 0) return templates.how.fill(page);
    set(page, "ratio", voice.share(static_cast<double>(all.kept) / static_cast<double>(all.kept + all.missed)));
    set(page, "has_ledger", "yes");
    page.lists["ledger"] = ledger_lines(incidents, voice);
    return templates.how.fill(page);
}

}  // namespace candor::pages
