#include "core/statuspage/mapping.hpp"

#include "core/digest.hpp"
#include "core/message/compose_facts.hpp"

namespace candor::statuspage {

namespace {

// The kind is hashed with it: a component called like the page's address has another id.
std::string derived_id(std::string_view kind, std::string_view value) {
    return id_from_bits(first_bits(sha256_of({"candor/statuspage", kind, value})));
}

std::string_view word_of(Status status) {
    switch (status) {
        case Status::closed: return "resolved";  // the loop is closed: theirs has no word for it
        case Status::withdrawn: return "resolved";
        case Status::investigating:
        case Status::identified:
        case Status::monitoring:
        case Status::resolved:
        case Status::scheduled:
        case Status::in_progress:
        case Status::verifying:
        case Status::completed: return to_string(status);
    }
    return "investigating";
}

// How bad it is for whoever is affected; `scope` decides between some and all of it.
State state_by(Impact impact, ScopeLabel scope) {
    switch (impact) {
        case Impact::none: return State::operational;
        case Impact::minor: return State::degraded_performance;
        case Impact::major: return scope == ScopeLabel::all ? State::major_outage : State::partial_outage;
        case Impact::critical: return State::major_outage;
    }
    return State::degraded_performance;
}

bool is_at_work(Status status) {
    return status == Status::in_progress || status == Status::verifying;
}

bool is_end(Status status) {
    return status == Status::resolved || status == Status::completed || status == Status::closed || status == Status::withdrawn;
}

}  // namespace

std::string page_id(std::string_view url) {
    return derived_id("page", url);
}

std::string component_id(const ComponentId& id) {
    return derived_id("component", id.str());
}

std::string_view incident_status(const Record& record) {
    if (record.kind == RecordKind::maintenance) return record.status == Status::closed ? "completed" : word_of(record.status);
    const bool over = record.status == Status::resolved || record.status == Status::closed;
    return over && published_review(record) != nullptr ? "postmortem" : word_of(record.status);
}

std::string_view update_status(const PublishedUpdate& published, const Record& record) {
    if (published.update.kind == UpdateKind::review && record.kind == RecordKind::incident) return "postmortem";
    if (record.kind == RecordKind::maintenance && published.status == Status::closed) return "completed";
    return word_of(published.status);
}

std::string_view incident_impact(const Record& record) {
    if (record.kind == RecordKind::maintenance) return "maintenance";
    return impact_confirmed(record, record.version) ? to_string(record.impact) : std::string_view("minor");
}

State state_of(const Record& record, Time now) {
    switch (stated(record)) {
        case ComponentState::under_maintenance: return State::under_maintenance;
        case ComponentState::degraded_performance: return State::degraded_performance;
        case ComponentState::partial_outage: return State::partial_outage;
        case ComponentState::major_outage: return State::major_outage;
        case ComponentState::unknown: return State::degraded_performance;  // somebody says that it fails
        case ComponentState::no_open_incident:
        case ComponentState::no_known_impact: break;
    }
    return silent_since(record, now) ? State::degraded_performance : State::operational;
}

State state_after(const Record& record, const PublishedUpdate& published) {
    if (is_end(published.status)) return State::operational;
    if (record.kind == RecordKind::maintenance) return is_at_work(published.status) ? State::under_maintenance : State::operational;
    if (!impact_confirmed(record, published.seq)) return State::degraded_performance;
    return state_by(published.impact, scope_at(record, published.seq));
}

Standing standing_of(State worst) {
    switch (worst) {
        case State::operational: return {"none", "All Systems Operational"};
        case State::under_maintenance: return {"minor", "Service Under Maintenance"};
        case State::degraded_performance: return {"minor", "Partially Degraded Service"};
        case State::partial_outage: return {"major", "Partial System Outage"};
        case State::major_outage: return {"critical", "Major System Outage"};
    }
    return {"minor", "Partially Degraded Service"};
}

}  // namespace candor::statuspage
