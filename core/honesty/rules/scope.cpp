// HON-206: how many, which share, and where.
#include "core/honesty/rules/case.hpp"
#include "core/honesty/rules/same_thing.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace candor::honesty {

namespace {

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

// "In the borough of Ford": where the record names regions, a text that names a place names one of them.
void places(Case& trial) {
    const auto& regions = trial.record.scope.regions;
    if (regions.empty()) return;
    const std::string text(trial.input.text);
    const auto words = folded_words(trial, text);
    const auto named = [&](const std::string& name) { return named_in(trial, name, words) || same_region(trial, name, text); };
    if (std::any_of(regions.begin(), regions.end(), named)) return;
    for (const Claim* claim : trial.text.all("place")) trial.find("HON-206", claim->span, {{"recorded", regions_text(trial)}}, "region");
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

// Whether a count of things ("12 servers are down") may be held against the recorded one: a label says what that one counts,
// and where it is many times larger or smaller, it counts those who use the things.
bool counts_things(const Case& trial, const Unit& said) {
    constexpr double same_sort = 4;
    const auto recorded = static_cast<double>(*trial.record.scope.count);
    return trial.record.scope.label.empty() && said.amount.low <= recorded * same_sort && said.amount.high * same_sort >= recorded;
}

// Numbers beside something out of order, which the patterns for shares need not know by name: the record names it.
void counts(Case& trial) {
    const auto& count = trial.record.scope.count;
    if (!count || states_the_count(trial, static_cast<double>(*count))) return;
    for (const Claim* claim : trial.text.all("counted")) {
        if (claim->value() == "label" && !counts_the_label(trial, *claim)) continue;
        const Unit* said = trial.text.entity(*claim, UnitKind::number);
        if (said == nullptr) continue;
        if (claim->value() == "thing" && !counts_things(trial, *said)) continue;
        count_claim(trial, *claim, *said);
    }
}

}  // namespace

void check_scope(Case& trial) {
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
    places(trial);
    limits(trial);
}

}  // namespace candor::honesty
