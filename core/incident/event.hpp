// What happened to an incident: past tense, append-only, numbered from 1. The record is the fold of these.
#pragma once

#include "core/incident/fact.hpp"
#include "core/incident/option.hpp"
#include "core/incident/past.hpp"
#include "core/incident/remedy.hpp"
#include "core/message/message.hpp"
#include "core/promise.hpp"

namespace candor {

// In order of escalation: a larger value is worse.
enum class Impact { none, minor, major, critical };
template <>
inline constexpr auto enum_names<Impact> = std::to_array<std::string_view>({"none", "minor", "major", "critical"});

// incident: something is broken. maintenance: planned, and announced before it begins. case: one customer's own thread. A
// record is of one kind for ever: no outage becomes a maintenance afterwards.
enum class RecordKind { incident, maintenance, case_ };
template <>
inline constexpr auto enum_names<RecordKind> = std::to_array<std::string_view>({"incident", "maintenance", "case"});

// An incident and a case: investigating -> identified -> monitoring -> resolved -> closed. A maintenance: scheduled ->
// in_progress -> verifying -> completed -> closed. withdrawn: opened in error; a maintenance: cancelled.
enum class Status {
    investigating,
    identified,
    monitoring,
    resolved,
    closed,
    withdrawn,
    scheduled,
    in_progress,
    verifying,
    completed,
};
template <>
inline constexpr auto enum_names<Status> =
    std::to_array<std::string_view>({"investigating", "identified", "monitoring", "resolved", "closed", "withdrawn", "scheduled",
                                     "in_progress", "verifying", "completed"});

// How the organisation came to know.
enum class Origin { staff, monitoring, customer_report, third_party };
template <>
inline constexpr auto enum_names<Origin> =
    std::to_array<std::string_view>({"staff", "monitoring", "customer_report", "third_party"});

// follow_up: the question after the end; review: what happened, why, and what changes.
enum class UpdateKind { first, progress, holding, correction, resolution, withdrawal, follow_up, review };
template <>
inline constexpr auto enum_names<UpdateKind> =
    std::to_array<std::string_view>({"first", "progress", "holding", "correction", "resolution", "withdrawal", "follow_up", "review"});

// Until an update of one of these kinds has arrived it is tried on, even when newer ones follow.
[[nodiscard]] constexpr bool is_protected(UpdateKind kind) {
    switch (kind) {
        case UpdateKind::correction:
        case UpdateKind::resolution:
        case UpdateKind::withdrawal:
        case UpdateKind::follow_up:
        case UpdateKind::review: return true;
        case UpdateKind::first:
        case UpdateKind::progress:
        case UpdateKind::holding: return false;
    }
    return false;
}

// Whose case it is. The address is no part of the record: it stands in one place, the recipient's row, and nowhere else.
struct Customer {
    std::string reference;  // as the house knows them: "order 4711"
    std::string language;   // of the mails, BCP 47
    IncidentId about;       // the incident that it belongs to; empty: none
    bool urgent = false;
    friend bool operator==(const Customer&, const Customer&) = default;
};

// When a maintenance is to take place.
struct Window {
    Time from{};
    Time until{};
    friend bool operator==(const Window&, const Window&) = default;
};

struct Declared {
    std::string title;  // of a case: what the customer told us, in their words
    std::vector<ComponentId> components;
    Impact impact = Impact::minor;
    Origin origin = Origin::staff;
    std::string owner;
    std::string deputy;  // may be empty
    RecordKind kind = RecordKind::incident;
    std::optional<Customer> customer = {};  // of a case, and only there
    std::optional<Window> window = {};      // of a maintenance, and only there
    std::optional<Time> known_since = {};  // how far back the record of past incidents reached; none: this is the first
    friend bool operator==(const Declared&, const Declared&) = default;
};

struct FactRecorded {
    Fact fact;
    friend bool operator==(const FactRecorded&, const FactRecorded&) = default;
};

struct FactRetracted {
    FactId fact;
    std::string reason;
    friend bool operator==(const FactRetracted&, const FactRetracted&) = default;
};

struct Assigned {
    std::string owner;
    std::string deputy;
    std::string note;  // the handover
    friend bool operator==(const Assigned&, const Assigned&) = default;
};

struct StatusChanged {
    Status status = Status::investigating;
    friend bool operator==(const StatusChanged&, const StatusChanged&) = default;
};

struct ImpactChanged {
    Impact impact = Impact::minor;
    std::string reason;
    friend bool operator==(const ImpactChanged&, const ImpactChanged&) = default;
};

// What one audience was told about time: when it hears next, and how often from now on.
struct Promised {
    ChannelKind audience = ChannelKind::email;
    UpdateKind kind = UpdateKind::holding;  // what this update is to this audience
    std::optional<Time> next;               // none after the last update
    Duration every{0};
    friend bool operator==(const Promised&, const Promised&) = default;
};

// A finding of the honesty check that was set aside: the words went out all the same, and their history says so.
struct Override {
    std::string rule;  // "HON-204"
    std::string reason;
    std::string by;           // the author
    std::string approved_by;  // the second person; empty where the rule only warns
    friend bool operator==(const Override&, const Override&) = default;
};

// What was left out of an update because, when it was published, the record did not bear it out.
struct Withheld {
    std::string what;  // "title", or the id of a fact
    std::string rule;
    friend bool operator==(const Withheld&, const Withheld&) = default;
};

struct UpdatePublished {
    UpdateId id;
    std::int64_t number = 0;  // 1, 2, ... within the incident
    UpdateKind kind = UpdateKind::holding;
    bool scheduled = false;  // by the clock, not by a person
    std::string words;       // a person's own words; may be empty
    std::string corrects;    // the number of the update this corrects, and what was wrong; empty unless a correction
    std::vector<Promised> audiences;
    std::vector<ChannelId> channels = {};  // to whom it goes
    ApprovalId approval = {};              // that its words waited for; empty: none
    std::vector<Override> overrides = {};
    std::vector<Withheld> withheld = {};
    std::string rules = {};  // the version of the rules and lexicons it was checked with: SHA-256, hex; empty: not checked
    friend bool operator==(const UpdatePublished&, const UpdatePublished&) = default;
};

// Words that a rule blocks, or that the plan wants somebody to see first, put before a second person: they are said when that
// person agrees. The clock does not wait.
struct ApprovalAsked {
    ApprovalId id;
    std::string words;
    UpdateKind kind = UpdateKind::progress;  // correction, resolution and review are asked as such
    bool reopens = false;          // the words open a resolved incident again
    std::optional<Status> status;  // what the update is to change, as in Publish
    std::optional<Impact> impact;
    std::string corrects;
    std::vector<std::string> rules;  // that block, or warn, and are set aside
    std::string reason;              // why the author wants to say it all the same
    std::vector<std::string> classes = {};     // of the plan, that such words wait for; empty: only a rule does
    std::vector<std::string> approvers = {};   // who may answer; empty: whoever is not the author
    std::optional<Time> holding_at = {};       // unanswered by then, a holding statement of facts goes out; none: only a rule waits
    friend bool operator==(const ApprovalAsked&, const ApprovalAsked&) = default;
};

struct ApprovalRefused {
    ApprovalId id;
    std::string reason;
    friend bool operator==(const ApprovalRefused&, const ApprovalRefused&) = default;
};

// A promise that no update makes by itself: an answer to somebody, the question after the end.
struct PromiseMade {
    PromiseId id;
    PromiseKind kind = PromiseKind::get_back;
    std::string text;
    std::string to;
    std::string owner;
    Time due{};
    friend bool operator==(const PromiseMade&, const PromiseMade&) = default;
};

// Somebody says that it was kept, or that it will not be.
struct PromiseSettled {
    PromiseId id;
    bool kept = true;
    std::string note;  // how; why not
    friend bool operator==(const PromiseSettled&, const PromiseSettled&) = default;
};

// The incident that a case belongs to has told the public something: the newest of its updates, and where it stands. The
// facts that it told are recorded in the case beside this, under the incident's id.
struct IncidentHeard {
    IncidentId incident;
    UpdateId update;
    std::int64_t number = 0;
    Status status = Status::investigating;
    Time at{};  // when it was told
    friend bool operator==(const IncidentHeard&, const IncidentHeard&) = default;
};

// A maintenance takes place at another time than was announced.
struct Moved {
    Window window;
    std::string reason;
    friend bool operator==(const Moved&, const Moved&) = default;
};

// Something that the people on duty have to hear of at once.
//   reports: many customers say the same; regression: signs that it is not over after all; missed_updates: a promised update
//   came late; no_progress: nothing has been recorded for long; absent_page: the page does not show what was published;
//   transfer: a customer is handed on once more; withheld: words wait for an approval that does not come.
enum class AlarmKind { reports, regression, missed_updates, no_progress, absent_page, transfer, withheld };
template <>
inline constexpr auto enum_names<AlarmKind> =
    std::to_array<std::string_view>({"reports", "regression", "missed_updates", "no_progress", "absent_page", "transfer", "withheld"});

struct AlarmRaised {
    AlarmKind kind = AlarmKind::reports;
    std::string text;
    friend bool operator==(const AlarmRaised&, const AlarmRaised&) = default;
};

// Why a person on duty was written to.
enum class NoticeKind { reminder, escalation, alarm, recheck, approval, promise };
template <>
inline constexpr auto enum_names<NoticeKind> = std::to_array<std::string_view>({"reminder", "escalation", "alarm", "recheck", "approval", "promise"});

// One person on duty is written to, by the ways that the plan names.
struct Noticed {
    NoticeId id;
    NoticeKind kind = NoticeKind::reminder;
    std::string to;
    std::optional<Time> due;  // of what it is about: the next update, the recheck
    std::string text;         // alarm, escalation: what happened
    friend bool operator==(const Noticed&, const Noticed&) = default;
};

// A person answers: they are there, and there is nothing to add.
struct Acknowledged {
    std::string note;
    friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

// Looked at again after the end: does it still hold?
struct Rechecked {
    std::string method;
    bool passed = true;
    friend bool operator==(const Rechecked&, const Rechecked&) = default;
};

// There are signs that it is not over. A person decides: it is opened again, or not, with a reason.
struct ReopeningProposed {
    std::string reason;
    friend bool operator==(const ReopeningProposed&, const ReopeningProposed&) = default;
};
struct ReopeningDismissed {
    std::string reason;
    friend bool operator==(const ReopeningDismissed&, const ReopeningDismissed&) = default;
};

using EventBody =
    std::variant<Declared, FactRecorded, FactRetracted, Assigned, StatusChanged, ImpactChanged, UpdatePublished, ApprovalAsked,
                 ApprovalRefused, PromiseMade, PromiseSettled, AlarmRaised, Noticed, Acknowledged, Rechecked, ReopeningProposed,
                 ReopeningDismissed, IncidentHeard, Moved, RemedyGranted, RemedyAsked, RemedyRefused, RemedyFulfilled, RemediesDeclined,
                 SimilarFound, OptionOffered, OptionWithdrawn>;

// The names of the alternatives of EventBody, in its order: the `type` in JSON.
inline constexpr auto event_types = std::to_array<std::string_view>({"declared", "fact_recorded", "fact_retracted", "assigned",
                                                                     "status_changed", "impact_changed", "update_published",
                                                                     "approval_asked", "approval_refused", "promise_made",
                                                                     "promise_settled", "alarm_raised", "noticed", "acknowledged",
                                                                     "rechecked", "reopening_proposed", "reopening_dismissed", "incident_heard",
                                                                     "moved", "remedy_granted", "remedy_asked", "remedy_refused",
                                                                     "remedy_fulfilled", "remedies_declined", "similar_found",
                                                                     "option_offered", "option_withdrawn"});
static_assert(event_types.size() == std::variant_size_v<EventBody>);

// Who acts where no person does.
inline constexpr std::string_view clock_actor = "candord";

struct Event {
    std::int64_t seq = 0;
    Time at{};
    std::string actor;  // who: a person's or a token's name; clock_actor for the clock
    EventBody body;
    friend bool operator==(const Event&, const Event&) = default;
};

[[nodiscard]] inline std::string_view type_of(const EventBody& body) {
    return event_types[body.index()];
}

}  // namespace candor
