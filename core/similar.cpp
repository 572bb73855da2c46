#include "core/similar.hpp"

#include <algorithm>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace candor {

namespace {

constexpr std::size_t most_found = 10;
constexpr int shortest_word = 4;            // in characters: articles and prepositions say nothing
constexpr double mostly_the_same = 0.5;     // of the words of the shorter text

// Folded, so that "Karten" and "karten" are one; what is too short says nothing.
void add_words(std::set<std::string>& words, const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded = icu::UnicodeString::fromUTF8(text).foldCase();
    const std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status) || !breaks) return;
    breaks->setText(folded);
    std::int32_t begin = breaks->first();
    for (std::int32_t end = breaks->next(); end != icu::BreakIterator::DONE; begin = end, end = breaks->next()) {
        if (breaks->getRuleStatus() < UBRK_WORD_LETTER || end - begin < shortest_word) continue;
        std::string word;
        folded.tempSubStringBetween(begin, end).toUTF8String(word);
        words.insert(std::move(word));
    }
}

template <class T>
std::vector<typename T::value_type> shared(const T& a, const T& b) {
    std::vector<typename T::value_type> both;
    for (const auto& one : a) {
        if (std::find(b.begin(), b.end(), one) != b.end()) both.push_back(one);
    }
    return both;
}

double overlap(const std::set<std::string>& a, const std::set<std::string>& b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    return shorter == 0 ? 0 : static_cast<double>(shared(a, b).size()) / static_cast<double>(shorter);
}

// The name of a component is in every title about it.
void forget_components(IncidentProfile& profile) {
    for (const ComponentId& component : profile.components) {
        std::set<std::string> names;
        add_words(names, component.str());
        for (const std::string& name : names) profile.words.erase(name);
    }
}

bool is_similar(const IncidentProfile& now, const IncidentProfile& past, const PastIncident& found) {
    if (found.components.empty()) return false;
    if (found.same_cause) return true;
    const bool other_cause = now.cause != CauseCategory::unknown && past.cause != CauseCategory::unknown;
    return other_cause ? overlap(now.words, past.words) >= mostly_the_same : !found.words.empty();
}

}  // namespace

IncidentProfile profile_of(const Record& record) {
    IncidentProfile profile;
    profile.id = record.id;
    profile.title = record.title;
    profile.at = record.declared_at;
    profile.withdrawn = record.status == Status::withdrawn;
    profile.components = record.components;
    profile.cause = cause_of(record);
    add_words(profile.words, record.title);
    for (const RecordedFact* symptom : current_facts<Symptom>(record)) add_words(profile.words, std::get<Symptom>(symptom->fact.body).text);
    if (const RecordedFact* cause = current_fact<Cause>(record)) add_words(profile.cause_words, std::get<Cause>(cause->fact.body).text);
    forget_components(profile);
    return profile;
}

std::vector<PastIncident> find_similar(const IncidentProfile& incident, const History& history, Time now) {
    std::vector<PastIncident> similar;
    for (const IncidentProfile& past : history.incidents) {
        if (past.id == incident.id || past.withdrawn || past.at > incident.at || now - past.at > memory) continue;
        PastIncident found{past.id, past.title, past.at, past.cause, shared(incident.components, past.components), shared(incident.words, past.words), false};
        found.same_cause = incident.cause == past.cause && incident.cause != CauseCategory::unknown && !shared(incident.cause_words, past.cause_words).empty();
        if (is_similar(incident, past, found)) similar.push_back(std::move(found));
    }
    std::stable_sort(similar.begin(), similar.end(), [](const PastIncident& a, const PastIncident& b) { return a.at > b.at; });
    if (similar.size() > most_found) similar.resize(most_found);
    return similar;
}

Pattern pattern_of(const Record& record) {
    if (!record.similar.empty()) return Pattern::repeating;
    const bool long_enough = record.known_since && record.declared_at - *record.known_since >= a_year;
    return long_enough ? Pattern::one_off : Pattern::unknown;
}

}  // namespace candor
