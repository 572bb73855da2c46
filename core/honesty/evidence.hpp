// What is recorded about an incident, as the honesty rules read it: a plain snapshot. Absent means unknown, never "no".
// The JSON form is described in docs/honesty-record.md.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

// In the order an incident normally goes through them; reported comes before anything is confirmed.
enum class Phase {
    reported,
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

enum class Impact { none, minor, major, critical };

enum class Answer { yes, no, unknown };

enum class Certainty { unknown, suspected, confirmed };

enum class Health { good, failing, unknown };

struct Scope {
    std::optional<std::int64_t> count;   // customers (or what `label` counts)
    std::optional<double> fraction;      // 0..1 of all customers
    std::string label;                   // "EU customers", "all regions"
    std::vector<std::string> regions;
    std::optional<Time> as_of;
    std::string method;                  // how it was counted
};

struct Cause {
    std::optional<Certainty> status;
    std::string category;                // technology, people, process, external, unknown
    std::string party;                   // own, third_party, customer or a name
    std::string text;
};

struct Eta {
    std::optional<Time> earliest;
    std::optional<Time> latest;
    std::string basis;                   // what the estimate rests on
    std::string owner;
    std::optional<Time> set_at;
    std::optional<bool> published;
    bool missed = false;
};

// An action, option, workaround, progress fact or prevention action.
struct Item {
    std::string text;
    std::string owner;
    std::optional<Time> at;
    std::optional<Time> due;
};

struct Verification {
    std::string method;
    std::string by;
    std::optional<Time> at;
    std::optional<bool> passed;
};

struct Soak {
    std::optional<Time> until;
    std::optional<Duration> required;
    std::optional<bool> elapsed;
};

struct DataLoss {
    std::optional<Answer> answer;
    std::string verified_by;
};

struct SimilarIncident {
    std::string label;
    std::optional<Time> at;
    std::string cause;                   // empty or "unknown" still counts as similar
};

// A public or accepted promise: a commitment of ours, or one that another party has accepted.
struct Commitment {
    std::string kind;                    // next_update, call_back, ...; free
    std::string party;                   // who accepted it; empty: we
    std::string text;
    std::optional<Time> due;
    std::optional<Time> kept_at;
    std::optional<Time> accepted_at;
};

// Something said in public before, and what was said, in the terms of the record.
struct PublishedClaim {
    std::string type;                    // scope, cause, eta, data_loss, started_at, resolved, security, ...
    std::string text;
    std::string value;
    std::optional<double> number;
    std::optional<Time> time;
    std::optional<Time> at;
    std::optional<bool> contradicted;    // the record says it turned out wrong
    bool corrected = false;
};

struct PreviousUpdate {
    std::string text;
    std::optional<Time> at;
    std::optional<Phase> phase;
    std::optional<Impact> severity;
    std::optional<double> fraction;
    std::string original_text;           // as first published, where it is known to differ
    bool removed = false;
    bool corrected = false;              // a correction entry exists
};

struct Component {
    std::string name;
    std::string state;                   // operational, degraded_performance, partial_outage, major_outage, ...
    std::optional<Time> checked_at;
};

// What another channel, segment or the page says at this moment.
struct ChannelState {
    std::string name;
    std::string state;
    std::optional<Time> next_update_at;
    std::optional<double> fraction;
    std::optional<std::int64_t> limit;   // characters (code points) that the channel carries
    bool truncated = false;              // differs only because the channel is short
};

struct Page {
    std::string headline;
    std::optional<Time> data_at;         // when the newest health data was taken
    std::optional<Duration> fresh_for;   // after that it is unknown
};

struct Reports {
    std::optional<std::int64_t> open;
    std::string dismissed_reason;
};

struct Evidence {
    std::string incident;                // its id, for the commands that findings offer
    std::optional<Phase> phase;          // where the incident stands; a record file leaves it to whoever checks
    std::string kind;                    // incident or maintenance
    std::string organisation;
    std::string owner;
    std::string contact;
    std::optional<Impact> severity;
    std::string severity_reason;         // why the severity was last changed, as published; empty: none was given
    std::optional<bool> down;            // nothing works, as opposed to degraded
    std::optional<bool> impact_confirmed;
    Scope scope;
    std::vector<std::string> symptoms;
    std::vector<Component> components;   // of this incident
    std::vector<std::string> other_components;  // names that exist but are not affected by it

    std::optional<int> offset;           // minutes east of UTC in which the record writes its times; none: UTC
    std::optional<Time> now;
    std::optional<Time> detected_at;
    std::optional<Time> started_at;
    std::optional<Time> ended_at;
    std::optional<Time> fixed_at;
    std::optional<Time> posted_at;
    std::optional<Time> promised_at;
    std::optional<Time> next_update_at;
    std::optional<Time> announced_at;    // of a maintenance
    std::optional<Time> first_published_at;
    std::optional<Duration> first_update_within;

    Cause cause;
    Eta eta;
    std::vector<Item> actions;
    std::vector<Item> options;
    std::vector<Item> workarounds;
    std::vector<Item> progress_facts;
    std::vector<Item> prevention_actions;
    std::vector<Item> remedies;
    Verification verification;
    Soak soak;
    DataLoss data_loss;
    std::vector<std::string> unaffected_verified;
    std::string security;                // ruled_out, suspected, confirmed, unknown; empty: unknown
    std::string pattern;                 // continuous, intermittent, repeating
    std::optional<std::vector<SimilarIncident>> similar_incidents;  // an empty list means: looked, none found
    std::optional<Time> history_since;
    std::vector<Commitment> third_party_commitments;
    std::vector<Commitment> commitments;
    std::vector<PublishedClaim> published_claims;
    std::vector<PreviousUpdate> previous_updates;  // oldest first
    std::vector<ChannelState> channels;
    Page page;
    std::optional<std::int64_t> open_incidents;    // customer-facing ones, this one included
    Reports reports;
    std::optional<Health> probe;
    std::vector<std::string> jargon_denied;
    std::vector<std::string> jargon_allowed;
    std::optional<std::int64_t> audience_zones;    // how many time zones the readers live in
};

[[nodiscard]] std::optional<Phase> parse_phase(std::string_view text);
[[nodiscard]] std::string_view phase_name(Phase phase);
// Investigating, identified, monitoring or only reported: customers are still affected, or may be.
[[nodiscard]] bool is_open(Phase phase);
[[nodiscard]] bool is_maintenance(Phase phase);

// Reads the record file. Absent and null fields are unknown, keys it does not know are ignored;
// a field of the wrong type is an Error whose field() is its path ("scope.fraction").
[[nodiscard]] Result<Evidence> read_evidence(std::string_view json);

}  // namespace candor::honesty
