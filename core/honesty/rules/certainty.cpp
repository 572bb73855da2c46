// HON-201 to HON-206: what a text claims to know. Novelty, guarantees, causes, negative claims and numbers.
#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

constexpr double year_seconds = 365.0 * 24 * 3600;

void novelty(Case& trial) {
    const auto& similar = trial.record.similar_incidents;
    for (const Claim* claim : trial.text.all("novelty")) {
        if (!similar) {
            trial.find("HON-201", claim->span, {}, "unknown");
            continue;
        }
        if (!similar->empty()) {
            trial.find("HON-201", claim->span);
            continue;
        }
        const Unit* span = trial.text.entity(*claim, UnitKind::duration);
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

void causes(Case& trial) {
    const auto& status = trial.record.cause.status;
    if (status == Certainty::confirmed) return;
    for (const Claim* claim : trial.text.all("cause")) {
        // "We have found the cause" names none: only a record that says otherwise contradicts it.
        if (claim->value() == "found" && !status) continue;
        trial.find("HON-204", claim->span, {}, status == Certainty::suspected ? "suspected" : "");
    }
}

std::vector<std::string> folded_words(const Case& trial, std::string_view text) {
    std::vector<std::string> words;
    for (auto& token : tokenize(fold(text, trial.lexicon.folding), trial.lexicon.spelling)) {
        if (token.kind != TokenKind::mark) words.push_back(std::move(token.text));
    }
    return words;
}

// "Browse" and "browsing", "message" and "messaging": the same stem of five letters or more, and short endings.
bool same_stem(const std::string& one, const std::string& other) {
    constexpr std::ptrdiff_t least = 5;
    constexpr std::ptrdiff_t longest_ending = 3;
    const auto [a, b] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return a - one.begin() >= least && one.end() - a <= longest_ending && other.end() - b <= longest_ending;
}

bool contains_all(const std::vector<std::string>& in, const std::vector<std::string>& words) {
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(in.begin(), in.end(), [&](const std::string& other) {
            return other == word || (word.size() > 3 && other.starts_with(word)) || (other.size() > 3 && word.starts_with(other)) ||
                   same_stem(word, other);
        });
    });
}

// Whether one thing ("the mobile app") is among those that somebody has verified to be unaffected.
bool verified_unaffected(const Case& trial, const std::vector<std::string>& thing) {
    return std::any_of(trial.record.unaffected_verified.begin(), trial.record.unaffected_verified.end(), [&](const std::string& entry) {
        auto words = folded_words(trial, entry);
        std::erase_if(words, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar"); });
        return contains_all(thing, words) || contains_all(words, thing);
    });
}

// The subject goes before the verb that was matched: back to the beginning of the clause, over the commas of a list.
// Its further members are short: "we were prepared, which cost 15 minutes of sales, and email was not affected" has one.
std::uint32_t subject_begin(const Case& trial, const Claim& claim) {
    constexpr std::uint32_t longest_member = 5;  // words
    constexpr std::uint32_t farthest = 12;       // units before the verb
    const auto& units = trial.text.text.units;
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

// The words that name what is unaffected: those of the claim that are neither its grammar nor small words.
std::vector<std::vector<std::string>> things_of(const Case& trial, const Claim& claim) {
    std::vector<std::vector<std::string>> things(1);
    const auto& units = trial.text.text.units;
    for (auto i = claim.begin; i < claim.end; ++i) {
        if (units[i].kind == UnitKind::mark || trial.lexicon.words.in_class(units[i].text, "list_word")) {
            if (!things.back().empty()) things.emplace_back();
        } else if (units[i].kind == UnitKind::word && !trial.lexicon.words.in_class(units[i].text, "grammar")) {
            things.back().push_back(units[i].text);
        }
    }
    if (things.back().empty()) things.pop_back();
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

// "The airport remains operational" may be seen in two ways; after a fix it says how things are, and HON-401 asks for the test.
bool of_the_present(const std::vector<const Claim*>& negative, const Claim& claim) {
    return std::any_of(negative.begin(), negative.end(), [&](const Claim* other) {
        return other->value() == "working" && other->begin < claim.end && claim.begin < other->end;
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
        if (claim.value() == "unaffected" && trial.after_fix() && of_the_present(negative, claim)) continue;
        if (claim.value() == "working" && trial.after_fix()) continue;  // there it says that it is over: HON-401
        if (claim.value() == "steady" && trial.after_fix()) continue;   // there it says how it went since the fix
        if (has_subject(claim)) {
            claim.begin = subject_begin(trial, claim);
            claim.span.begin = trial.text.text.units[claim.begin].span.begin;
        }
        if (negative_supported(trial, claim) || (of_a_thing(claim) && told_otherwise(trial, claim, found->begin))) continue;
        // "Kept running": after a check that passed it may as well tell how it went as that it was spared.
        const bool thin = claim.value() == "kept" && trial.after_fix() && trial.verified();
        trial.find("HON-205", claim.span, thin ? Severity::warn : Severity::block, {}, claim.value());
    }
}

bool near(double said_low, double said_high, double recorded, double slack) {
    return recorded >= said_low - slack && recorded <= said_high + slack;
}

void percent_claim(Case& trial, const Claim& claim, const Unit& share) {
    const auto& scope = trial.record.scope;
    if (!scope.fraction) {
        if (!scope.count) trial.find("HON-206", claim.span, Severity::warn, {}, "unknown");
        return;
    }
    const double recorded = *scope.fraction * 100;
    const double slack = std::max(recorded < 1 ? 0.1 : 1.0, recorded * 0.1);
    const bool inverted = claim.value() == "unaffected_share";
    const double low = inverted ? 100 - share.amount.high : share.amount.low;
    const double high = inverted ? 100 - share.amount.low : share.amount.high;
    bool right = near(low, high, recorded, slack);
    if (claim.value() == "over") right = recorded >= low - slack;
    if (claim.value() == "under") right = recorded <= high + slack;
    if (!right) trial.find("HON-206", claim.span, {{"recorded", Case::percent_text(*scope.fraction)}});
}

void count_claim(Case& trial, const Claim& claim, const Unit& count) {
    const auto& scope = trial.record.scope;
    if (!scope.count) {
        if (!scope.fraction) trial.find("HON-206", claim.span, Severity::warn, {}, "unknown");
        return;
    }
    const auto recorded = static_cast<double>(*scope.count);
    const double slack = std::max(0.5, recorded * 0.1);
    bool right = near(count.amount.low, count.amount.high, recorded, slack);
    if (claim.value() == "over") right = recorded >= count.amount.low - slack;
    if (claim.value() == "under") right = recorded <= count.amount.high + slack;
    if (!right) trial.find("HON-206", claim.span, {{"recorded", fmt::format("{}", *scope.count)}});
}

// Regions: each word of a region class stands for one region; a text may only name those that are recorded.
std::set<std::string> regions_recorded(const Case& trial) {
    std::set<std::string> regions;
    std::string all = trial.record.scope.label;
    for (const auto& region : trial.record.scope.regions) all += ", " + region;
    for (const auto& claim : read(all, trial.lexicon).claims) {
        if (claim.type() == "region") regions.insert(claim.value());
    }
    return regions;
}

std::string regions_text(const Case& trial) {
    std::string text = trial.record.scope.label;
    if (!text.empty()) return text;
    for (const auto& region : trial.record.scope.regions) text += (text.empty() ? "" : ", ") + region;
    return text;
}

bool code_character(char32_t c) {
    return c == U'-' || (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

// The codes by which machines call regions: words with hyphens that end in a number ("eu-west-1").
std::vector<Span> region_codes(std::u32string_view folded) {
    std::vector<Span> codes;
    for (std::size_t at = 0; at < folded.size();) {
        if (!code_character(folded[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < folded.size() && code_character(folded[end])) ++end;
        const auto word = folded.substr(at, end - at);
        const bool code = std::count(word.begin(), word.end(), U'-') >= 2 && word.front() >= U'a' && word.back() <= U'9' && word.back() >= U'0';
        if (code) codes.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
        at = end;
    }
    return codes;
}

// "eu-west-1", where "eu-central-1" is recorded; where both have codes and none of the recorded is said.
void other_codes(Case& trial) {
    std::vector<std::u32string> recorded;
    for (const auto& region : trial.record.scope.regions) {
        const auto folded = fold(region, trial.lexicon.folding);
        const auto codes = region_codes(folded.text);
        if (codes.size() == 1 && codes.front().end - codes.front().begin == folded.text.size()) recorded.push_back(folded.text);
    }
    if (recorded.size() != trial.record.scope.regions.size()) return;
    const auto& said = trial.text.folded;
    const auto codes = region_codes(said.text);
    const auto known = [&](const Span& code) {
        const auto word = said.text.substr(code.begin, code.end - code.begin);
        return std::find(recorded.begin(), recorded.end(), word) != recorded.end();
    };
    if (codes.empty() || recorded.empty() || std::any_of(codes.begin(), codes.end(), known)) return;
    const Span first{said.from[codes.front().begin].begin, said.from[codes.front().end - 1].end};
    trial.find("HON-206", first, {{"recorded", regions_text(trial)}}, "region");
}

void region_claims(Case& trial) {
    if (trial.record.scope.label.empty() && trial.record.scope.regions.empty()) return;
    other_codes(trial);
    const auto recorded = regions_recorded(trial);
    if (recorded.empty() || recorded.contains("all")) return;
    for (const Claim* claim : trial.text.all("region_affected")) {
        if (!recorded.contains(claim->value())) trial.find("HON-206", claim->span, {{"recorded", regions_text(trial)}}, "region");
    }
}

// A recorded region or component, and whether a text that limits the effect names it.
struct Named {
    std::string name;
    bool said = false;
};

// By one of the words of its name, or, for a region, by any word for the same part of the world.
bool named_in(const Case& trial, const std::string& name, const std::vector<std::string>& words) {
    auto own = folded_words(trial, name);
    std::erase_if(own, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar") || trial.lexicon.words.in_class(word, "place_word"); });
    if (own.size() > 2 && own.back().find_first_not_of("0123456789") == std::string::npos) return contains_all(words, own);  // "eu-west-1"
    return std::any_of(own.begin(), own.end(), [&](const std::string& word) { return contains_all(words, {word}); });
}

bool same_region(const Case& trial, const std::string& name, const std::string& said) {
    const auto recorded = read(name, trial.lexicon);
    const auto spoken = read(said, trial.lexicon);
    return std::any_of(recorded.claims.begin(), recorded.claims.end(), [&](const Claim& one) {
        return one.type() == "region" && std::any_of(spoken.claims.begin(), spoken.claims.end(), [&](const Claim& other) {
                   return other.type() == "region" && other.value() == one.value();
               });
    });
}

// Some of them are said and some are not: the text limits the effect to fewer than are recorded.
bool says_fewer(const std::vector<Named>& recorded) {
    const auto said = [](const Named& one) { return one.said; };
    return std::any_of(recorded.begin(), recorded.end(), said) && !std::all_of(recorded.begin(), recorded.end(), said);
}

std::string joined(const std::vector<Named>& all) {
    std::string text;
    for (const Named& one : all) text += (text.empty() ? "" : ", ") + one.name;
    return text;
}

// "Only the EU is affected", "limited to the API": against all regions and components on record.
void limits(Case& trial) {
    for (const Claim* claim : trial.text.all("limit")) {
        const std::string said = trial.text.quote(*claim);
        const auto words = folded_words(trial, said);
        // "Confined to Dublin" says Dublin and not all that lies in the same part of the world.
        std::vector<Named> regions;
        for (const auto& name : trial.record.scope.regions) regions.push_back({name, named_in(trial, name, words)});
        if (std::none_of(regions.begin(), regions.end(), [](const Named& one) { return one.said; })) {
            for (Named& one : regions) one.said = same_region(trial, one.name, said);
        }
        std::vector<Named> parts;
        for (const auto& part : trial.record.components) parts.push_back({part.name, named_in(trial, part.name, words)});
        if (says_fewer(regions)) trial.find("HON-206", claim->span, {{"recorded", joined(regions)}});
        else if (says_fewer(parts)) trial.find("HON-206", claim->span, {{"recorded", joined(parts)}});
    }
}

// "Half of", "one in ten": the lexicon gives the share they mean, in percent.
void share_words(Case& trial) {
    const auto& fraction = trial.record.scope.fraction;
    if (!fraction) return;
    for (const Claim* claim : trial.text.all("share_word")) {
        double said = 0;
        const auto& value = claim->value();
        const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), said);
        if (bad != std::errc{}) continue;
        const double slack = std::max(3.0, said * 0.25);
        if (!near(said, said, *fraction * 100, slack)) trial.find("HON-206", claim->span, {{"recorded", Case::percent_text(*fraction)}});
    }
}

// "1 in 5 customers".
void ratio_claim(Case& trial, const Claim& claim) {
    std::vector<double> said;
    for (auto i = claim.begin; i < claim.end; ++i) {
        const Unit& unit = trial.text.text.units[i];
        if (unit.kind == UnitKind::number) said.push_back(unit.amount.high);
    }
    const auto& fraction = trial.record.scope.fraction;
    if (said.size() < 2 || said[1] <= 0 || !fraction) return;
    const double percent = said[0] / said[1] * 100;
    if (!near(percent, percent, *fraction * 100, std::max(1.0, percent * 0.25))) {
        trial.find("HON-206", claim.span, {{"recorded", Case::percent_text(*fraction)}});
    }
}

// The word of the text that stands within three of a number and names what the record counts: "130 homes".
bool counts_the_label(const Case& trial, const Claim& claim) {
    auto label = folded_words(trial, trial.record.scope.label);
    std::erase_if(label, [&](const std::string& word) { return trial.lexicon.words.in_class(word, "grammar"); });
    const auto& units = trial.text.text.units;
    for (auto i = claim.end; i < units.size() && i < claim.end + 3 && units[i].kind == UnitKind::word; ++i) {
        if (std::find(label.begin(), label.end(), units[i].text) != label.end()) return true;
    }
    return false;
}

// Whether any number of the text is the recorded count: then the others count parts of it, or something else.
bool states_the_count(const Case& trial, double recorded) {
    const auto& units = trial.text.text.units;
    return std::any_of(units.begin(), units.end(), [&](const Unit& unit) {
        return unit.kind == UnitKind::number && near(unit.amount.low, unit.amount.high, recorded, std::max(0.5, recorded * 0.1));
    });
}

// Numbers beside something out of order, which the patterns for shares need not know by name: the record names it.
void counts(Case& trial) {
    const auto& count = trial.record.scope.count;
    if (!count || states_the_count(trial, static_cast<double>(*count))) return;
    for (const Claim* claim : trial.text.all("counted")) {
        if (claim->value() == "label" && !counts_the_label(trial, *claim)) continue;
        if (const Unit* said = trial.text.entity(*claim, UnitKind::number)) count_claim(trial, *claim, *said);
    }
}

void numbers(Case& trial) {
    // A text that gives the recorded count may count other things beside it.
    const bool count_given = trial.record.scope.count && states_the_count(trial, static_cast<double>(*trial.record.scope.count));
    for (const Claim* claim : trial.text.all("share")) {
        if (claim->value() == "ratio") {
            ratio_claim(trial, *claim);
            continue;
        }
        if (const Unit* share = trial.text.entity(*claim, UnitKind::percent)) percent_claim(trial, *claim, *share);
        else if (const Unit* count = trial.text.entity(*claim, UnitKind::number); count != nullptr && !count_given) count_claim(trial, *claim, *count);
    }
    const auto& fraction = trial.record.scope.fraction;
    for (const Claim* claim : trial.text.all("everyone")) {
        if (fraction && *fraction < trial.lexicon.limits.all_fraction) {
            trial.find("HON-206", claim->span, {{"recorded", Case::percent_text(*fraction)}});
        }
    }
    counts(trial);
    share_words(trial);
    region_claims(trial);
    limits(trial);
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
    numbers(trial);
}

}  // namespace candor::honesty
