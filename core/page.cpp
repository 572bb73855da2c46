#include "core/page.hpp"

#include "core/message/compose_facts.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace candor {

namespace {

ComponentStanding& standing_of(std::vector<ComponentStanding>& all, const ComponentId& id) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const ComponentStanding& one) { return one.id == id; });
    return found != all.end() ? *found : all.emplace_back(ComponentStanding{id, id.str(), ComponentState::no_open_incident, {}});
}

void worsen(ComponentStanding& standing, const Record& record, Time now) {
    const auto silent = silent_since(record, now);
    const ComponentState state = silent ? ComponentState::unknown : stated(record);
    standing.state = std::max(standing.state, state);
    if (silent) standing.unknown_since = std::min(*silent, standing.unknown_since.value_or(*silent));
}

Impact indicated(const Record& record) {
    return std::max(record.impact, Impact::minor);
}

// The worst that is stated; what is unknown does not hide an outage that is known.
ComponentState worst_of(std::span<const Record* const> open) {
    ComponentState worst = ComponentState::no_open_incident;
    bool reported = false;
    for (const Record* record : open) {
        const ComponentState state = stated(*record);
        reported = reported || state == ComponentState::unknown;
        if (state != ComponentState::unknown) worst = std::max(worst, state);
    }
    const bool is_plain = worst > ComponentState::no_known_impact || worst == ComponentState::under_maintenance;
    return reported && !is_plain ? ComponentState::unknown : worst;
}

std::string worst_words(std::span<const Record* const> open) {
    const ComponentState worst = worst_of(open);
    if (worst == ComponentState::unknown) return "A problem is reported, and not confirmed yet";
    if (worst == ComponentState::no_known_impact) return "An incident is open, with no known effect on customers";
    return std::string(words_of(worst));
}

bool is_any_silent(std::span<const Record* const> open, Time now) {
    return std::any_of(open.begin(), open.end(), [now](const Record* record) { return silent_since(*record, now).has_value(); });
}

std::string headline_of(std::span<const Record* const> open, Time now) {
    if (open.empty()) return "No incident is open";
    if (is_any_silent(open, now)) return "The current state is unknown: a promised update is overdue";
    const std::string words = worst_words(open);
    const auto incidents = std::count_if(open.begin(), open.end(), [](const Record* record) { return record->kind == RecordKind::incident; });
    return incidents < 2 ? words : fmt::format("{} ({} incidents are open)", words, incidents);
}

}  // namespace

std::string_view words_of(ComponentState state) {
    static constexpr auto words = std::to_array<std::string_view>(
        {"No open incident", "Under maintenance", "No known effect", "Degraded performance", "Partial outage", "Major outage", "Unknown"});
    static_assert(words.size() == enum_names<ComponentState>.size());
    return words[static_cast<std::size_t>(state)];
}

std::optional<Time> next_promised(const Record& record) {
    std::optional<Time> soonest;
    for (const auto& [audience, clock] : record.clocks) soonest = std::min(clock.due, soonest.value_or(clock.due));
    return soonest;
}

std::optional<Time> silent_since(const Record& record, Time now) {
    const auto due = next_promised(record);
    return due && now > *due + page_patience ? due : std::nullopt;
}

ComponentState stated(const Record& record) {
    if (record.kind == RecordKind::maintenance) return ComponentState::under_maintenance;
    if (!impact_confirmed(record, record.version)) return ComponentState::unknown;
    switch (record.impact) {
        case Impact::none: return ComponentState::no_known_impact;
        case Impact::minor: return ComponentState::degraded_performance;
        case Impact::major:
            return scope_of(record) == ScopeLabel::all ? ComponentState::major_outage : ComponentState::partial_outage;
        case Impact::critical: return ComponentState::major_outage;
    }
    return ComponentState::unknown;
}

PageState page_state(std::span<const Record* const> open, std::span<const std::pair<ComponentId, std::string>> components, Time now) {
    PageState state;
    state.headline = headline_of(open, now);
    state.overall = is_any_silent(open, now) ? ComponentState::unknown : worst_of(open);
    for (const auto& [id, name] : components) state.components.push_back({id, name, ComponentState::no_open_incident, {}});
    for (const Record* record : open) {
        state.indicator = std::max(state.indicator, indicated(*record));
        for (const ComponentId& id : record->components) worsen(standing_of(state.components, id), *record, now);
        if (const auto due = next_promised(*record)) state.next_update = std::min(*due, state.next_update.value_or(*due));
    }
    return state;
}

}  // namespace candor
