// HON-201 to HON-205: what a text claims to know. Novelty, guarantees, causes and negative claims.
#include "core/honesty/rules/case.hpp"
#include "core/honesty/rules/same_thing.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

constexpr double year_seconds = 365.0 * 24 * 3600;
constexpr double shortest_history = 3.0 * 24 * 3600;

void novelty(Case& trial) {
    const auto& similar = trial.record.similar_incidents;
    for (const Claim* claim : trial.text.all("novelty")) {
        const Unit* span = trial.text.entity(*claim, UnitKind::duration);
        const bool lately = claim->value() == "lately" && span != nullptr && span->amount.high < shortest_history;
        if (lately) continue;  // "we have not seen an error for two hours" tells how it is now
        if (!similar) {
            trial.find("HON-201", claim->span, {}, "unknown");
            continue;
        }
        if (!similar->empty()) {
            trial.find("HON-201", claim->span);
            continue;
        }
        const double needed = span != nullptr ? span->amount.high : year_seconds;
        const auto& since = trial.record.history_since;
        const bool enough = since && (!trial.now || std::chrono::duration<double>(*trial.now - *since).count() >= needed);
        if (!enough) trial.find("HON-201", claim->span, Severity::warn, {}, "short");
    }
}

void guarantees(Case& trial) {
    const auto& actions = trial.record.prevention_actions;
    const bool planned = !actions.empty() && std::all_of(actions.begin(), actions.end(), [](const Item& action) {
        return !action.owner.empty() && action.due;
    });
    const bool softened = planned && trial.says("reduce_risk");
    for (const Claim* claim : trial.text.all("guarantee")) {
        trial.find("HON-202", claim->span, softened || claim->value() == "purpose" ? Severity::warn : Severity::block);
    }
    if (trial.verified()) return;
    for (const Claim* claim : trial.text.all("absolute")) trial.find("HON-203", claim->span);
}

// Whether it says that one thing came of another, and does not only tell what happened.
bool names_cause(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    return std::any_of(units.begin() + claim.begin, units.begin() + claim.end, [&](const auto& unit) {
        return trial.lexicon.words.in_class(unit.text, "causal");
    });
}

void causes(Case& trial) {
    const auto& status = trial.record.cause.status;
    if (status == Certainty::confirmed) return;
    const bool left_open = trial.says("cause_open");
    for (const Claim* claim : trial.text.all("cause")) {
        // "A main burst at five. Why is not known yet.": the cause is left open, and the event is what there is to explain.
        if (left_open && !names_cause(trial, *claim)) continue;
        // "We have found the cause" names none: only a record that says otherwise contradicts it.
        if (claim->value() == "found" && !status) continue;
        trial.find("HON-204", claim->span, {}, status == Certainty::suspected ? "suspected" : "");
    }
}

// "911" names a line, "12" only counts.
bool is_figure(std::string_view word) {
    return word.size() > 2 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> without_figures(std::vector<std::string> thing) {
    std::erase_if(thing, [](const std::string& word) { return is_figure(word); });
    return thing;
}

// Whether one thing ("the mobile app") is among those that somebody has verified to be unaffected.
bool verified_unaffected(const Case& trial, const std::vector<std::string>& thing) {
    return std::any_of(trial.record.unaffected_verified.begin(), trial.record.unaffected_verified.end(), [&](const std::string& entry) {
        auto words = folded_words(trial, entry);
        std::erase_if(words, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar"); });
        return contains_all(thing, words) || contains_all(words, without_figures(thing));
    });
}

// The subject goes before the verb that was matched: back to the beginning of the clause, over the commas of a list.
// Its further members are short: "we were prepared, which cost 15 minutes of sales, and email was not affected" has one.
std::uint32_t subject_begin(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const bool insertion = claim.begin > 0 && units[claim.begin - 1].text == ",";  // "the app, hosted elsewhere, is not affected"
    const std::uint32_t longest_member = insertion ? 9 : 5;                        // words; before an insertion stands the subject
    const std::uint32_t farthest = insertion ? 22 : 12;                            // units before the verb
    auto begin = claim.begin;
    auto member = claim.begin;     // where the last whole member begins
    auto after_and = claim.begin;  // "no data loss, and our servers were not affected": the subject begins after the "and"
    std::uint32_t words = 0;
    for (auto i = claim.begin; i > 0 && claim.begin - i < farthest; --i) {
        const Unit& before = units[i - 1];
        if (trial.lexicon.words.in_class(before.text, "subject_reset")) return after_and;
        const bool comma = before.kind == UnitKind::mark && before.text == ",";
        const bool stop = before.kind == UnitKind::boundary || (before.kind == UnitKind::mark && !comma) ||
                          trial.lexicon.words.in_class(before.text, "subject_stop") || trial.lexicon.clause_breaks.contains(before.text);
        if (stop) break;
        // "Mails are being sent, the API is working": what has a verb of its own is no member of the list.
        if (member != claim.begin && trial.lexicon.words.in_class(before.text, "phrase_verb")) return member;
        const bool list_word = trial.lexicon.words.in_class(before.text, "list_word");
        if (list_word) after_and = begin;
        if (!comma) begin = i - 1;
        words = comma || list_word ? 0 : words + 1;
        if (list_word) member = after_and;
        else if (comma) member = trial.lexicon.words.in_class(units[begin].text, "list_word") ? after_and : begin;
        else if (words > longest_member && member != claim.begin) return member;
        if (words > 0 && claim.begin - i + 1 == farthest && member != claim.begin) return member;  // who knows how long this one is
    }
    return begin;
}

// The words that name what is unaffected: those of the claim that are neither its grammar nor small words. What stands
// between two commas before the verb only describes: "the mobile app, hosted elsewhere, is not affected".
std::vector<std::vector<std::string>> things_of(const Case& trial, const Claim& claim) {
    std::vector<std::vector<std::string>> things(1);
    std::vector<bool> ends_with_comma;
    const auto& units = trial.text.text.units;
    for (auto i = claim.begin; i < claim.end; ++i) {
        if (units[i].kind == UnitKind::mark || trial.lexicon.words.in_class(units[i].text, "list_word")) {
            if (things.back().empty()) continue;
            things.emplace_back();
            ends_with_comma.push_back(units[i].text == ",");
        } else if (units[i].kind == UnitKind::number && units[i].text.empty()) {  // "311 and 911" is read as a range
            for (const double figure : {units[i].amount.low, units[i].amount.high}) things.back().push_back(fmt::format("{:.0f}", figure));
        } else if ((units[i].kind == UnitKind::word && !trial.lexicon.words.in_class(units[i].text, "grammar")) || is_figure(units[i].text)) {
            things.back().push_back(units[i].text);
        }
    }
    if (!things.back().empty()) return things;
    things.pop_back();
    const bool described = things.size() == 2 && ends_with_comma[0] && ends_with_comma[1];
    if (described && claim.value() != "unaffected_object") things.pop_back();
    return things;
}

bool security_in_question(const Case& trial) {
    return trial.record.security == "suspected" || trial.record.security == "confirmed";
}

bool data_kept(const Case& trial) {
    return trial.record.data_loss.answer == Answer::no && !trial.record.data_loss.verified_by.empty();
}

// "Customer data was not affected": whether data was lost decides that.
bool untouched_data(const Case& trial, const std::vector<std::string>& thing) {
    return data_kept(trial) && !security_in_question(trial) && std::any_of(thing.begin(), thing.end(), [&](const std::string& word) {
               return trial.lexicon.words.in_class(word, "data_word");
           });
}

bool unaffected_supported(const Case& trial, const Claim& claim) {
    const auto things = things_of(trial, claim);
    if (things.empty()) return !trial.record.unaffected_verified.empty();
    return std::all_of(things.begin(), things.end(), [&](const auto& thing) {
        return verified_unaffected(trial, thing) || untouched_data(trial, thing);
    });
}

// "No card numbers were involved": of an intrusion as well, somebody may have checked what it did not reach.
bool named_and_verified(const Case& trial, const Claim& claim) {
    const auto things = things_of(trial, claim);
    return !things.empty() && std::all_of(things.begin(), things.end(), [&](const auto& thing) { return verified_unaffected(trial, thing); });
}

bool negative_supported(const Case& trial, const Claim& claim) {
    const bool kept = data_kept(trial);
    const bool safe = trial.record.security == "ruled_out";
    if (claim.value() == "data_loss") return kept;
    if (claim.value() == "security") return safe || named_and_verified(trial, claim);
    if (claim.value() == "data") return (kept && safe) || named_and_verified(trial, claim);
    if (claim.value() == "evidence") return kept || safe || trial.verified();
    if (claim.value() == "evidence_access") return safe || (trial.verified() && !security_in_question(trial) && trial.record.security != "unknown");
    return unaffected_supported(trial, claim);
}

// The words between two marks or clause breaks, of which the claim is a part.
std::vector<std::string> clause_of(const Case& trial, const Claim& claim) {
    const auto& units = trial.text.text.units;
    const auto ends = [&](const Unit& unit) { return unit.kind != UnitKind::word || trial.lexicon.clause_breaks.contains(unit.text); };
    auto begin = claim.begin;
    auto end = claim.end;
    while (begin > 0 && !ends(units[begin - 1])) --begin;
    while (end < units.size() && !ends(units[end])) ++end;
    std::vector<std::string> words;
    for (auto i = begin; i < end; ++i) words.push_back(units[i].text);
    return words;
}

// Whether what a claim about one thing is about has been checked, told otherwise than by a subject and a verb: "smaller ones
// go through" (any verb), "machines that run are healthy", "the nodes keep running jobs that have started" (the object).
bool told_otherwise(const Case& trial, Claim claim, std::uint32_t verb) {
    if (claim.begin < verb) {
        Claim subject = claim;
        subject.end = verb;
        if (named_and_verified(trial, subject)) return true;
    }
    if (things_of(trial, claim).size() > 1) return false;
    const auto clause = clause_of(trial, claim);
    return std::any_of(trial.record.unaffected_verified.begin(), trial.record.unaffected_verified.end(), [&](const std::string& entry) {
        auto words = folded_words(trial, entry);
        std::erase_if(words, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar"); });
        return contains_all(clause, words);
    });
}

// "We have looked at the dialysis ourselves, it is not affected": what "it" stands for was named in this sentence or the last.
bool named_before(const Case& trial, std::uint32_t verb) {
    constexpr std::uint32_t farthest = 25;  // units before the verb
    const auto& units = trial.text.text.units;
    if (verb == 0 || !trial.lexicon.words.in_class(units[verb - 1].text, "pronoun")) return false;
    std::vector<std::string> before;
    int sentences = 0;
    for (auto i = verb - 1; i > 0 && verb - i < farthest; --i) {
        const Unit& unit = units[i - 1];
        if (unit.kind == UnitKind::boundary && ++sentences > 1) break;
        if (unit.kind == UnitKind::word) before.push_back(unit.text);
    }
    return std::any_of(trial.record.unaffected_verified.begin(), trial.record.unaffected_verified.end(), [&](const std::string& entry) {
        auto words = folded_words(trial, entry);
        std::erase_if(words, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar"); });
        return contains_all(before, words);
    });
}

// "The airport remains operational" may be seen in two ways; after a fix it says how things are, and HON-401 asks for the test.
bool of_the_present(const Case& trial, const std::vector<const Claim*>& negative, const Claim& claim) {
    const auto overlaps = [&](const Claim* other) { return other->begin < claim.end && claim.begin < other->end; };
    const auto over = trial.text.all("resolved");
    return std::any_of(over.begin(), over.end(), overlaps) || std::any_of(negative.begin(), negative.end(), [&](const Claim* other) {
        return other->value() == "working" && overlaps(other);
    });
}

bool has_subject(const Claim& claim) {
    return claim.value() == "unaffected" || claim.value() == "working" || claim.value() == "steady" || claim.value() == "kept";
}

bool of_a_thing(const Claim& claim) {
    return has_subject(claim) || claim.value() == "unaffected_object";
}

void negative_claims(Case& trial) {
    const auto negative = trial.text.all("negative");
    for (const Claim* found : negative) {
        Claim claim = *found;
        if (claim.value() == "unaffected" && trial.after_fix() && of_the_present(trial, negative, claim)) continue;
        if (claim.value() == "working" && trial.after_fix()) continue;  // there it says that it is over: HON-401
        if (claim.value() == "steady" && trial.after_fix()) continue;   // there it says how it went since the fix
        if (has_subject(claim)) {
            claim.begin = subject_begin(trial, claim);
            claim.span.begin = trial.text.text.units[claim.begin].span.begin;
        }
        if (negative_supported(trial, claim) || (of_a_thing(claim) && told_otherwise(trial, claim, found->begin))) continue;
        if (has_subject(claim) && named_before(trial, found->begin)) continue;
        // "Kept running": after a check that passed it may as well tell how it went as that it was spared.
        const bool thin = claim.value() == "kept" && trial.after_fix() && trial.verified();
        trial.find("HON-205", claim.span, thin ? Severity::warn : Severity::block, {}, claim.value());
    }
}

}  // namespace

bool about_the_unaffected(const Case& trial, const Claim& claim) {
    Claim whole = claim;
    whole.begin = subject_begin(trial, claim);
    return (!things_of(trial, whole).empty() && unaffected_supported(trial, whole)) || told_otherwise(trial, whole, claim.begin);
}

void check_certainty(Case& trial) {
    novelty(trial);
    guarantees(trial);
    causes(trial);
    negative_claims(trial);
}

}  // namespace candor::honesty
