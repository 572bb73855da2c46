// What happened to an incident: past tense, append-only, numbered from 1. The record is the fold of these.
#pragma once

#include "core/incident/fact.hpp"
#include "core/message/message.hpp"

namespace candor {

// In order of escalation: a larger value is worse.
enum class Impact { none, minor, major, critical };
template <>
inline constexpr auto enum_names<Impact> = std::to_array<std::string_view>({"none", "minor", "major", "critical"});

// investigating -> identified -> monitoring -> resolved -> closed; withdrawn: opened in error.
enum class Status { investigating, identified, monitoring, resolved, closed, withdrawn };
template <>
inline constexpr auto enum_names<Status> =
    std::to_array<std::string_view>({"investigating", "identified", "monitoring", "resolved", "closed", "withdrawn"});

// How the organisation came to know.
enum class Origin { staff, monitoring, customer_report, third_party };
template <>
inline constexpr auto enum_names<Origin> =
    std::to_array<std::string_view>({"staff", "monitoring", "customer_report", "third_party"});

enum class UpdateKind { first, progress, holding, correction, resolution, withdrawal };
template <>
inline constexpr auto enum_names<UpdateKind> =
    std::to_array<std::string_view>({"first", "progress", "holding", "correction", "resolution", "withdrawal"});

// Until an update of one of these kinds has arrived it is tried on, even when newer ones follow.
[[nodiscard]] constexpr bool is_protected(UpdateKind kind) {
    return kind == UpdateKind::correction || kind == UpdateKind::resolution || kind == UpdateKind::withdrawal;
}

struct Declared {
    std::string title;
    std::vector<ComponentId> components;
    Impact impact = Impact::minor;
    Origin origin = Origin::staff;
    std::string owner;
    std::string deputy;  // may be empty
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

struct UpdatePublished {
    UpdateId id;
    std::int64_t number = 0;  // 1, 2, ... within the incident
    UpdateKind kind = UpdateKind::holding;
    bool scheduled = false;  // by the clock, not by a person
    std::string words;       // a person's own words; may be empty
    std::string corrects;    // the number of the update this corrects, and what was wrong; empty unless a correction
    std::vector<Promised> audiences;
    friend bool operator==(const UpdatePublished&, const UpdatePublished&) = default;
};

using EventBody =
    std::variant<Declared, FactRecorded, FactRetracted, Assigned, StatusChanged, ImpactChanged, UpdatePublished>;

// The names of the alternatives of EventBody, in its order: the `type` in JSON.
inline constexpr auto event_types = std::to_array<std::string_view>({"declared", "fact_recorded", "fact_retracted", "assigned",
                                                                     "status_changed", "impact_changed", "update_published"});
static_assert(event_types.size() == std::variant_size_v<EventBody>);

struct Event {
    std::int64_t seq = 0;
    Time at{};
    std::string actor;  // who: a person's or a token's name; "candord" for the clock
    EventBody body;
    friend bool operator==(const Event&, const Event&) = default;
};

[[nodiscard]] inline std::string_view type_of(const EventBody& body) {
    return event_types[body.index()];
}

}  // namespace candor
