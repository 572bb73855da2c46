// What one update says to one audience, as facts only: no sentence of any language is in here. A Statement is made once,
// from the record; every language and every channel renders the same one, so they cannot disagree.
#pragma once

#include "core/incident/record.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace candor {

// One kind of sentence. The words for it are in templates/<language>/phrases.yaml, under the same name.
enum class Slot {
    late,
    late_several,
    correction,
    nothing_new,
    retracted,
    replaced,
    taken_back,
    words,
    resolved,
    withdrawn,
    status_changed,
    reopened,
    impact_changed,
    cadence_changed,
    opening_staff,
    opening_monitoring,
    opening_reported,
    opening_reported_confirmed,
    opening_third_party,
    opening_third_party_confirmed,
    affected,
    affected_unconfirmed,
    affected_closing,
    symptom,
    symptom_closing,
    scope_few,
    scope_some,
    scope_many,
    scope_all,
    scope_count,
    scope_fraction,
    scope_count_fraction,
    scope_method,
    started,
    ended,
    lasted,
    empathy,
    apology,
    apology_closing,
    ownership,
    workaround,
    workarounds,
    workaround_item,
    no_workaround,
    options,
    option_item,
    option_link,
    option_withdrawn,
    unaffected,
    data_lost,
    data_safe,
    attack,
    no_attack,
    verification_passed,
    verification_failed,
    action_done,
    eta,
    eta_range,
    eta_passed,
    eta_missed,
    third_party,
    third_party_due,
    cause_confirmed,
    cause_suspected,
    cause_party,
    prevention,
    prevention_due,
    not_known,
    not_known_closing,
    doing,
    doing_still,
    gathering,
    cadence,
    final,
    again,
    repeating,
    remedy,
    remedy_given,
    follow_up_promised,
    follow_up,
    answer_link,
    review,
    promises_kept,
    case_opening,
    case_owner,
    case_handover,
    case_incident,
    case_incident_over,
    case_apology,
    case_withdrawn,
    maintenance_planned,
    maintenance_moved,
    maintenance_under_way,
    maintenance_verifying,
    maintenance_effect,
    maintenance_not_begun,
    maintenance_not_over,
    maintenance_completed,
    maintenance_overran,
    maintenance_cancelled,
    maintenance_question,
    maintenance_final,
    report_belongs,
    report_quiet,
    responsible,
    contact,
    next_update,
};
template <>
inline constexpr auto enum_names<Slot> = std::to_array<std::string_view>({"late",
                                                                          "late_several",
                                                                          "correction",
                                                                          "nothing_new",
                                                                          "retracted",
                                                                          "replaced",
                                                                          "taken_back",
                                                                          "words",
                                                                          "resolved",
                                                                          "withdrawn",
                                                                          "status_changed",
                                                                          "reopened",
                                                                          "impact_changed",
                                                                          "cadence_changed",
                                                                          "opening_staff",
                                                                          "opening_monitoring",
                                                                          "opening_reported",
                                                                          "opening_reported_confirmed",
                                                                          "opening_third_party",
                                                                          "opening_third_party_confirmed",
                                                                          "affected",
                                                                          "affected_unconfirmed",
                                                                          "affected_closing",
                                                                          "symptom",
                                                                          "symptom_closing",
                                                                          "scope_few",
                                                                          "scope_some",
                                                                          "scope_many",
                                                                          "scope_all",
                                                                          "scope_count",
                                                                          "scope_fraction",
                                                                          "scope_count_fraction",
                                                                          "scope_method",
                                                                          "started",
                                                                          "ended",
                                                                          "lasted",
                                                                          "empathy",
                                                                          "apology",
                                                                          "apology_closing",
                                                                          "ownership",
                                                                          "workaround",
                                                                          "workarounds",
                                                                          "workaround_item",
                                                                          "no_workaround",
                                                                          "options",
                                                                          "option_item",
                                                                          "option_link",
                                                                          "option_withdrawn",
                                                                          "unaffected",
                                                                          "data_lost",
                                                                          "data_safe",
                                                                          "attack",
                                                                          "no_attack",
                                                                          "verification_passed",
                                                                          "verification_failed",
                                                                          "action_done",
                                                                          "eta",
                                                                          "eta_range",
                                                                          "eta_passed",
                                                                          "eta_missed",
                                                                          "third_party",
                                                                          "third_party_due",
                                                                          "cause_confirmed",
                                                                          "cause_suspected",
                                                                          "cause_party",
                                                                          "prevention",
                                                                          "prevention_due",
                                                                          "not_known",
                                                                          "not_known_closing",
                                                                          "doing",
                                                                          "doing_still",
                                                                          "gathering",
                                                                          "cadence",
                                                                          "final",
                                                                          "again",
                                                                          "repeating",
                                                                          "remedy",
                                                                          "remedy_given",
                                                                          "follow_up_promised",
                                                                          "follow_up",
                                                                          "answer_link",
                                                                          "review",
                                                                          "promises_kept",
                                                                          "case_opening",
                                                                          "case_owner",
                                                                          "case_handover",
                                                                          "case_incident",
                                                                          "case_incident_over",
                                                                          "case_apology",
                                                                          "case_withdrawn",
                                                                          "maintenance_planned",
                                                                          "maintenance_moved",
                                                                          "maintenance_under_way",
                                                                          "maintenance_verifying",
                                                                          "maintenance_effect",
                                                                          "maintenance_not_begun",
                                                                          "maintenance_not_over",
                                                                          "maintenance_completed",
                                                                          "maintenance_overran",
                                                                          "maintenance_cancelled",
                                                                          "maintenance_question",
                                                                          "maintenance_final",
                                                                          "report_belongs",
                                                                          "report_quiet",
                                                                          "responsible",
                                                                          "contact",
                                                                          "next_update"});
static_assert(enum_names<Slot>.size() == static_cast<std::size_t>(Slot::next_update) + 1);

// Where a sentence stands. In this order in every text: what is new and what happened first, then what customers can do,
// then why and until when, then what is not known; last what is being done, and when they hear next.
enum class Section { notice, words, news, impact, workaround, options, choice, detail, cause, unknown, ending, now };
template <>
inline constexpr auto enum_names<Section> = std::to_array<std::string_view>({"notice", "words", "news", "impact",
                                                                             "workaround", "options", "choice", "detail", "cause", "unknown",
                                                                             "ending", "now"});

// A word of the language's own list: {"status", "monitoring"}, {"unknown", "cause"}.
struct Word {
    std::string group;
    std::string name;
    friend bool operator==(const Word&, const Word&) = default;
};

struct Percent {
    double fraction = 0;  // 0 ... 1
    friend bool operator==(const Percent&, const Percent&) = default;
};

// How often: "every 60 minutes", never "every 1 hour".
struct Every {
    Duration pace{0};
    friend bool operator==(const Every&, const Every&) = default;
};

// What fills a field of a phrase. Text comes from the record and is never looked at again once it is filled in.
using Value = std::variant<std::string, Time, Duration, Every, std::int64_t, Percent, Word, std::vector<Word>,
                           std::vector<std::string>>;

// What happens to a line where a channel has too little room.
enum class Keep {
    always,       // never dropped: next time, scope, admissions, corrections
    if_possible,  // dropped only when shortening every text was not enough
    optional,     // dropped, the highest rank first
};

struct Line {
    Slot slot = Slot::words;
    Section section = Section::impact;
    std::map<std::string, Value> values;
    std::vector<FactId> facts;             // what the sentence rests on: these facts,
    std::vector<std::string_view> fields;  // and these parts of the record ("owner", "promises"); never both empty
    Keep keep = Keep::always;
    int rank = 0;               // among the optional: the highest goes first
    bool is_new = false;        // this audience has not heard it before
    bool unconfirmed = false;   // rests on a suspected fact: said with that label
    std::vector<Line> earlier;  // retracted, replaced: the sentence that it is about (one)
};

struct Statement {
    IncidentId incident;
    RecordKind record_kind = RecordKind::incident;
    UpdateId update;
    std::int64_t number = 0;
    UpdateKind kind = UpdateKind::holding;  // for this audience
    ChannelKind audience = ChannelKind::email;
    bool scheduled = false;
    std::string title;
    Status status = Status::investigating;
    std::optional<Impact> impact;  // none while the impact is only reported
    std::vector<ComponentId> components;
    std::vector<std::string> component_names;  // same order
    std::optional<Scope> scope;
    std::optional<Time> scope_as_of;
    Time declared_at{};
    Time published_at{};
    std::optional<Time> next_update;  // none after the last update
    Duration every{0};
    std::optional<Duration> late_by;
    std::optional<UpdateId> corrects;
    bool whole_minutes = true;  // times of day are shown without seconds
    std::optional<Time> since;  // when this audience last heard
    std::vector<Line> lines;    // in the order of the text
};

struct ComposeContext {
    // What this audience was told last, from the record before the update: clocks.find(audience). Empty where it is the
    // first that this audience hears.
    std::optional<AudienceClock> before;
    std::optional<Impact> impact_before;                 // of the record before the command; empty: not said
    std::map<ComponentId, std::string> component_names;  // an id without a name is shown as it is
    std::string answer = {};  // under which the reader's own link answers (core/link.hpp); empty: they have none
    std::string responsible = {};  // who answers for the updates, by name; empty: updates name nobody
    bool reporter = false;         // to somebody who reported it: quotes their reference, and promises no updates but the end
};

// `record` is the record after `update` was folded in.
[[nodiscard]] Statement compose(const Record& record, const UpdatePublished& update, ChannelKind audience,
                                const ComposeContext& context);

}  // namespace candor
