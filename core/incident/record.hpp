// The state of one incident, folded from its events. Nothing in it is typed by hand.
#pragma once

#include "core/incident/event.hpp"
#include "core/promise.hpp"

#include <map>

namespace candor {

struct PublishedUpdate {
    UpdatePublished update;
    Time at{};
    std::string actor;
    std::int64_t seq = 0;  // of its event: facts recorded after it are new since it
    Status status = Status::investigating;  // what the update said
    Impact impact = Impact::minor;          // as recorded then
    std::optional<double> fraction = {};    // of the customers, as recorded then
};

enum class ApprovalState { waiting, given, refused };
template <>
inline constexpr auto enum_names<ApprovalState> = std::to_array<std::string_view>({"waiting", "given", "refused"});

// Words that wait for a second person, or did.
struct Approval {
    ApprovalAsked asked;
    Time at{};
    std::string by;  // the author
    ApprovalState state = ApprovalState::waiting;
    std::string answered_by;  // empty while waiting
    std::string refusal;      // why it was refused
};

struct RaisedAlarm {
    AlarmRaised raised;
    Time at{};
    std::int64_t seq = 0;
};

// What a person on duty was written.
struct Notice {
    Noticed noticed;
    Time at{};
    std::int64_t seq = 0;
};

struct RecheckDone {
    Rechecked result;
    Time at{};
    std::string by;
};

// Signs that it is not over, until a person has decided.
struct ReopeningProposal {
    std::string reason;
    Time at{};
    bool waiting = true;
    std::string dismissal;  // why it was not opened again; empty: it was, or it waits
};

struct RecordedFact {
    Fact fact;
    std::int64_t seq = 0;              // of its event
    bool current = true;               // neither replaced nor retracted
    std::string retraction;            // why it was retracted; empty otherwise
    std::int64_t retracted_seq = 0;    // 0: not retracted
};

// What one audience was last told about time.
struct AudienceClock {
    Time due{};
    Duration every{0};
    std::int64_t last_seq = 0;  // the event of the last update this audience heard
    Time last_at{};
};

// Another owner from here on.
struct Handover {
    std::string from;
    std::string to;
    std::int64_t seq = 0;  // of its event
};

// A maintenance that was announced for another time before.
struct Move {
    Window before;
    std::string reason;
    std::int64_t seq = 0;
};

// What a case has heard of its incident last.
struct Heard {
    IncidentHeard told;
    std::int64_t seq = 0;
};

// What customers can choose, or could.
struct OfferedOption {
    std::int64_t number = 0;  // its own for ever
    std::string text;
    ComponentId component;  // empty: a person's own words
    Time at{};              // when it was offered last
    std::string by;
    std::int64_t seq = 0;
    std::string withdrawal;  // why it is no longer to be had; empty: it is
    std::int64_t withdrawn_seq = 0;

    [[nodiscard]] bool is_offered() const { return withdrawal.empty(); }
};

struct Record {
    IncidentId id;
    RecordKind kind = RecordKind::incident;
    std::int64_t version = 0;  // the seq of the last event folded in; 0: not declared
    std::string title;
    std::vector<ComponentId> components;
    Impact impact = Impact::minor;
    std::string impact_reason;  // why it was last changed; empty: it was not
    Status status = Status::investigating;
    Origin origin = Origin::staff;
    std::string owner;
    std::string deputy;
    Time declared_at{};
    std::string declared_by;
    std::optional<Time> ended_at;  // resolved or withdrawn
    std::vector<RecordedFact> facts;
    std::vector<PublishedUpdate> updates;
    std::vector<Promise> promises;
    std::vector<Approval> approvals;
    std::vector<Handover> handovers;
    std::optional<Customer> customer;  // of a case
    std::optional<Heard> heard;        // of a case that belongs to an incident
    std::optional<Window> window;      // of a maintenance
    std::vector<Move> moves;
    std::vector<Grant> grants;
    std::vector<OfferedOption> options;           // in the order in which they were offered first
    std::string no_remedy;                        // why nothing is given; empty: not said
    std::optional<Time> known_since;              // as in Declared
    std::vector<PastIncident> similar;            // as it was found last
    std::vector<RaisedAlarm> alarms;
    std::vector<Notice> notices;
    std::vector<RecheckDone> rechecks;            // since it ended
    std::vector<ReopeningProposal> proposals;
    std::int64_t answered_seq = 0;                // of the last event that a person brought about
    std::map<ChannelKind, AudienceClock> clocks;  // only while open
    Time last_event_at{};                         // events never go back in time
};

// Open: declared, and neither resolved, completed, closed nor withdrawn.
[[nodiscard]] bool is_open(const Record& record);
// Over, and not closed: resolved, completed.
[[nodiscard]] bool is_over(const Record& record);
// A maintenance that is being carried out.
[[nodiscard]] bool is_under_way(const Record& record);
// Does this fact of a case come from the incident that it belongs to?
[[nodiscard]] bool is_of_incident(const Fact& fact);

// The facts that hold now, oldest first.
template <class Body>
[[nodiscard]] std::vector<const RecordedFact*> current_facts(const Record& record) {
    std::vector<const RecordedFact*> found;
    for (const RecordedFact& recorded : record.facts) {
        if (recorded.current && std::holds_alternative<Body>(recorded.fact.body)) found.push_back(&recorded);
    }
    return found;
}

// The newest fact of a kind that holds now; nullptr where there is none.
template <class Body>
[[nodiscard]] const RecordedFact* current_fact(const Record& record) {
    const auto found = current_facts<Body>(record);
    return found.empty() ? nullptr : found.back();
}

[[nodiscard]] ScopeLabel scope_of(const Record& record);
[[nodiscard]] CauseCategory cause_of(const Record& record);  // suspected or confirmed
[[nodiscard]] const RecordedFact* find_fact(const Record& record, const FactId& id);
[[nodiscard]] const PublishedUpdate* find_update(const Record& record, const UpdateId& id);
[[nodiscard]] const Grant* find_grant(const Record& record, const GrantId& id);
[[nodiscard]] const Approval* find_approval(const Record& record, const ApprovalId& id);
// The alarm of this kind that no person has done anything about; nullptr: none.
[[nodiscard]] const RaisedAlarm* unanswered_alarm(const Record& record, AlarmKind kind);
// Is a reopening proposed and not decided?
[[nodiscard]] bool is_reopening_proposed(const Record& record);
// Did any update go to this channel?
[[nodiscard]] bool was_told(const Record& record, const ChannelId& channel);
// What an audience was last told about time. After the end, too, when no clock runs any more; nullopt: it never heard.
[[nodiscard]] std::optional<AudienceClock> last_heard(const Record& record, ChannelKind audience);

}  // namespace candor
