// HON-601 to HON-609: the text against what was said before, what was promised, and what is said elsewhere.
#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

// Pairs of neighbouring words, with times and numbers masked.
std::map<std::pair<std::string, std::string>, int> word_pairs(const Units& text, std::size_t& count) {
    std::map<std::pair<std::string, std::string>, int> pairs;
    std::string last;
    for (const Unit& unit : text.units) {
        if (unit.kind == UnitKind::mark || unit.kind == UnitKind::boundary) continue;
        const std::string word = unit.kind == UnitKind::word ? unit.text : "#";
        ++pairs[{last, word}];
        ++count;
        last = word;
    }
    return pairs;
}

// Dice coefficient: 1 for the same text, 0 for nothing in common.
double similarity(const Units& a, const Units& b) {
    std::size_t in_a = 0;
    std::size_t in_b = 0;
    const auto first = word_pairs(a, in_a);
    const auto second = word_pairs(b, in_b);
    std::size_t shared = 0;
    for (const auto& [pair, times] : first) {
        const auto found = second.find(pair);
        if (found != second.end()) shared += static_cast<std::size_t>(std::min(times, found->second));
    }
    return in_a + in_b == 0 ? 0 : 2.0 * static_cast<double>(shared) / static_cast<double>(in_a + in_b);
}

// The words of a sentence, with times and numbers masked.
std::string masked(const Units& text, const Sentence& sentence) {
    std::string words;
    for (auto i = sentence.begin; i < sentence.end; ++i) {
        const Unit& unit = text.units[i];
        if (unit.kind == UnitKind::mark || unit.kind == UnitKind::boundary) continue;
        words += unit.kind == UnitKind::word ? unit.text + " " : "# ";
    }
    return words;
}

// A whole statement repeats its standing parts: one sentence that was not there before is news.
bool has_a_new_sentence(const Units& text, const Units& last) {
    std::set<std::string> before;
    for (const Sentence& sentence : last.sentences) before.insert(masked(last, sentence));
    return std::any_of(text.sentences.begin(), text.sentences.end(),
                       [&](const Sentence& sentence) { return !before.contains(masked(text, sentence)); });
}

void stale_copy(Case& trial) {
    if (trial.record.previous_updates.empty() || trial.says("no_news")) return;
    const auto& last = trial.record.previous_updates.back().text;
    if (last.empty()) return;
    const Units before = read_units(tokenize(fold(last, trial.lexicon.folding), trial.lexicon.spelling), trial.lexicon);  // what it claims does not matter
    if (similarity(trial.text.text, before) < trial.lexicon.limits.similarity) return;
    if (trial.statement() && has_a_new_sentence(trial.text.text, before)) return;
    trial.find("HON-601", trial.whole());
}

void content_free(Case& trial) {
    const auto boilerplate = trial.text.all("boilerplate");
    if (boilerplate.empty()) return;
    for (const char* fact : {"impact", "specific_action", "cause", "workaround_said", "next_update", "share", "resolved", "time_start", "no_news"}) {
        if (trial.says(fact)) return;
    }
    const auto& units = trial.text.text.units;
    const bool figures = std::any_of(units.begin(), units.end(), [](const Unit& unit) {
        return unit.kind == UnitKind::clock || unit.kind == UnitKind::percent || unit.kind == UnitKind::duration || unit.kind == UnitKind::number;
    });
    if (!figures) trial.find("HON-602", boilerplate.front()->span);
}

// The moment that was promised for this update: named as such, or a next update that is already due.
std::optional<Time> promised(const Case& trial) {
    if (trial.record.promised_at) return trial.record.promised_at;
    for (const auto& one : trial.record.commitments) {
        if (one.kind == "next_update" && one.due && !one.kept_at) return one.due;
    }
    return trial.record.next_update_at;
}

void late(Case& trial) {
    const auto sent = trial.record.posted_at ? trial.record.posted_at : trial.now;
    const auto due = promised(trial);
    if (!sent || !due || trial.says("late_ack")) return;
    const auto late_by = *sent - *due;
    if (std::chrono::duration<double>(late_by).count() <= trial.lexicon.limits.late_seconds) return;
    trial.find("HON-603", trial.whole(), {{"late", duration_text(late_by)}, {"promised", trial.time_text(*due)}});
}

void edited(Case& trial) {
    const auto& updates = trial.record.previous_updates;
    const bool silent = std::any_of(updates.begin(), updates.end(), [](const PreviousUpdate& update) {
        const bool changed = !update.original_text.empty() && update.original_text != update.text;
        return (changed || update.removed) && !update.corrected;
    });
    if (silent) trial.find("HON-604", {0, 0});
}

// Whether what the record says now goes against what was said then.
bool turned_out_wrong(const Case& trial, const PublishedClaim& claim) {
    if (claim.contradicted) return *claim.contradicted;
    const Evidence& record = trial.record;
    if (claim.type == "scope" && claim.number && record.scope.fraction) {
        return std::abs(*claim.number - *record.scope.fraction) > std::max(0.02, *record.scope.fraction * 0.2);
    }
    if (claim.type == "data_loss") {
        return (claim.value == "no" && record.data_loss.answer == Answer::yes) || (claim.value == "yes" && record.data_loss.answer == Answer::no);
    }
    if (claim.type == "security") return claim.value == "ruled_out" && !record.security.empty() && record.security != "ruled_out";
    if (claim.type == "started_at" && claim.time && record.started_at) return std::chrono::abs(*claim.time - *record.started_at) > 10min;
    if (claim.type == "resolved") return trial.open() && record.reports.open.value_or(0) > 0;
    if (claim.type == "cause" && record.cause.status == Certainty::confirmed && !claim.value.empty()) {
        const bool same_words = record.cause.text.find(claim.value) != std::string::npos || (!claim.text.empty() && claim.text == record.cause.text);
        return !same_words && claim.value != record.cause.category && claim.value != record.cause.party && claim.value != record.cause.text;
    }
    return false;
}

void corrections(Case& trial) {
    if (trial.says("correction")) return;
    for (const auto& claim : trial.record.published_claims) {
        if (claim.corrected || !turned_out_wrong(trial, claim)) continue;
        Case::Values values{{"earlier", claim.text.empty() ? claim.type : claim.text}};
        if (claim.at) values["earlier_at"] = trial.time_text(*claim.at);
        trial.find("HON-605", trial.whole(), std::move(values));
        return;
    }
}

void channels(Case& trial) {
    const auto& all = trial.record.channels;
    const auto differ = [&](const ChannelState& a, const ChannelState& b) {
        if (a.truncated || b.truncated) return false;
        const bool state = !a.state.empty() && !b.state.empty() && a.state != b.state;
        const bool time = a.next_update_at && b.next_update_at && *a.next_update_at != *b.next_update_at;
        const bool scope = a.fraction && b.fraction && *a.fraction != *b.fraction;
        return state || time || scope;
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (!differ(all[0], all[i])) continue;
        trial.find("HON-606", {0, 0}, {{"channel", all[0].name}, {"other", all[i].name}});
        return;
    }
    if (!trial.input.phase || all.empty()) return;
    const auto shown = parse_phase(all[0].state);
    if (shown && *shown != *trial.input.phase && !all[0].truncated) {
        trial.find("HON-606", {0, 0}, {{"channel", all[0].name}, {"other", std::string(phase_name(*trial.input.phase))}});
    }
}

void regression(Case& trial) {
    if (!trial.open() || trial.record.previous_updates.empty() || trial.says("regression")) return;
    const auto& last = trial.record.previous_updates.back().phase;
    if (last && !is_maintenance(*last) && *last != Phase::withdrawn && *last > *trial.input.phase) trial.find("HON-607", trial.whole());
}

void contradicted_by_reports(Case& trial) {
    if (!trial.probes_failing() && !trial.reports_open()) return;
    const auto severity = trial.probes_failing() ? Severity::block : Severity::warn;
    const auto negative = trial.text.all("negative");
    for (const char* type : {"resolved", "recovering"}) {
        for (const Claim* claim : trial.text.all(type)) {
            if (!trial.after_fix() && about_the_unaffected(trial, *claim)) continue;
            // Signs of recovery may well be seen while probes still fail, and parts may be back by what is recorded.
            const bool part = trial.open() && !trial.record.progress_facts.empty() && trial.says("remains");
            const bool thin = part || claim->value() == "signs" || never_went(trial, *claim) || works_throughout(trial, *claim, negative);
            trial.find("HON-608", claim->span, thin ? Severity::warn : severity);
        }
    }
    // Probes and reports are about what failed. Of another thing that is said to work they may know nothing, and where
    // somebody has checked it, they say nothing against it; HON-205 asks for that check.
    for (const Claim* claim : negative) {
        const bool over = claim->value() == "working" && trial.after_fix();
        if (claim->value() != "unaffected" && claim->value() != "working") continue;
        if (!about_the_unaffected(trial, *claim)) trial.find("HON-608", claim->span, over ? severity : Severity::warn);
    }
}

void disclosure(Case& trial) {
    const Evidence& record = trial.record;
    const bool first = trial.input.kind == UpdateKind::first || (record.previous_updates.empty() && record.first_published_at);
    const auto published = record.first_published_at ? record.first_published_at : record.posted_at ? record.posted_at : trial.now;
    if (!first || !record.detected_at || !published || !record.previous_updates.empty()) return;
    const auto gap = std::chrono::duration<double>(*published - *record.detected_at).count();
    const double allowed = record.first_update_within ? std::chrono::duration<double>(*record.first_update_within).count()
                                                      : trial.lexicon.limits.disclosure_seconds;
    if (gap > allowed && !trial.says("gap_said") && !trial.says("time_start")) trial.find("HON-609", trial.whole());
}

}  // namespace

void check_over_time(Case& trial) {
    stale_copy(trial);
    content_free(trial);
    late(trial);
    edited(trial);
    corrections(trial);
    channels(trial);
    regression(trial);
    contradicted_by_reports(trial);
    disclosure(trial);
}

}  // namespace candor::honesty
