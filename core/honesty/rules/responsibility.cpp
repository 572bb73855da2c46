// HON-301 to HON-309: who is said to be responsible, and how. Blame, empty apologies, work pushed onto customers.
#include "core/honesty/rules/case.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

std::set<std::string> words_in(const Case& trial, std::string_view text) {
    std::set<std::string> words;
    for (auto& token : tokenize(fold(text, trial.lexicon.folding), trial.lexicon.spelling)) {
        if (token.kind != TokenKind::mark) words.insert(std::move(token.text));
    }
    return words;
}

// Accepted, with a due time, by the party that the sentence names; "he" and "they" may be any party that has accepted.
bool accepted(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const auto& sentence = trial.text.text.sentences.at(claim.sentence);
    std::set<std::string> said;
    bool pronoun = false;
    bool named = false;
    for (auto i = sentence.begin; i < sentence.end; ++i) {
        said.insert(units[i].text);
        pronoun = pronoun || trial.lexicon.words.in_class(units[i].text, "they");
        named = named || trial.lexicon.words.in_class(units[i].text, "third_party");
    }
    const auto& all = trial.record.third_party_commitments;
    return std::any_of(all.begin(), all.end(), [&](const Commitment& one) {
        if (!one.accepted_at || !one.due) return false;
        if (pronoun || one.party.empty()) return true;
        const auto party = words_in(trial, one.party);
        const bool same = std::any_of(party.begin(), party.end(), [&](const std::string& word) { return word.size() > 2 && said.contains(word); });
        return same || (named && all.size() == 1);
    });
}

void third_parties(Case& trial) {
    for (const Claim* claim : trial.text.all("third_party_promise")) {
        // What is planned has been arranged with those who do it.
        const bool plan = trial.input.phase && is_maintenance(*trial.input.phase);
        if (!accepted(trial, *claim)) trial.find("HON-301", claim->span, plan ? Severity::warn : Severity::block);
    }
    const bool owned = trial.says("ownership") || trial.says("apology");
    if (owned && trial.says("own_action")) return;
    for (const Claim* claim : trial.text.all("blame")) {
        trial.find("HON-302", claim->span, trial.strict() ? Severity::block : Severity::warn);
    }
}

void apologies(Case& trial) {
    const Severity severity = trial.strict() ? Severity::block : Severity::warn;
    for (const Claim* claim : trial.text.all("apology_conditional")) trial.find("HON-303", claim->span, severity);
    const bool acts = trial.says("action") || trial.says("own_action") || trial.says("remedy") || trial.says("resolved");
    if (trial.says("apology")) {
        if (!acts) trial.find("HON-305", trial.text.all("apology").front()->span, severity, {}, "alone");
        return;
    }
    const bool due = trial.closing() || (trial.input.kind == UpdateKind::first && trial.record.impact_confirmed != false);
    if (trial.statement() && due && trial.input.phase != Phase::reported) trial.find("HON-305", trial.whole());
}

// An agentless passive is no evasion where the same or the next sentence says who.
void passives(Case& trial) {
    const auto& units = trial.text.text.units;
    const auto says_who = [&](std::size_t sentence) {
        if (sentence >= trial.text.text.sentences.size()) return false;
        const auto& where = trial.text.text.sentences[sentence];
        return std::any_of(units.begin() + where.begin, units.begin() + where.end,
                           [&](const Unit& unit) { return trial.lexicon.words.in_class(unit.text, "we"); });
    };
    for (const Claim* claim : trial.text.all("passive")) {
        if (!says_who(claim->sentence) && !says_who(claim->sentence + 1)) trial.find("HON-304", claim->span);
    }
}

void burdens(Case& trial) {
    const bool plan = trial.says("own_action") || trial.says("next_update") || trial.closing();
    for (const Claim* claim : trial.text.all("burden")) {
        if (claim->value() == "contact" && plan) continue;
        if (claim->value() == "act" && !trial.record.workarounds.empty()) continue;
        trial.find("HON-307", claim->span);
    }
}

void attitude(Case& trial) {
    for (const Claim* claim : trial.text.all("self_praise")) trial.find("HON-306", claim->span);
    if (!(trial.closing() && !trial.record.remedies.empty())) {
        for (const Claim* claim : trial.text.all("policy")) trial.find("HON-308", claim->span);
    }
    for (const Claim* claim : trial.text.all("helpless")) trial.find("HON-309", claim->span);
}

}  // namespace

void check_responsibility(Case& trial) {
    third_parties(trial);
    apologies(trial);
    passives(trial);
    burdens(trial);
    attitude(trial);
}

}  // namespace candor::honesty
