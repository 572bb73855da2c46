#include "daemon/listen/monitors.hpp"

#include "core/digest.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::listen {

namespace {

std::string names_of(const desk::Setup& setup, const std::vector<ComponentId>& components) {
    const auto names = desk::component_names(setup);
    std::string text;
    for (const ComponentId& id : components) text += (text.empty() ? "" : ", ") + (names.contains(id) ? names.at(id) : id.str());
    return text;
}

// Alerts that began before the end are those of the incident that ended.
bool is_over(const Record& record, Time started) {
    return !is_open(record) && record.ended_at && started > *record.ended_at;
}

}  // namespace

Task<Result<Noted>> Monitors::take(AlertGroup group, std::string actor) {
    const auto turn = co_await turn_.take();
    const std::string key = to_hex(sha256(group.key));
    auto job = [&store = parts_.store, key] { return store.find_group(key); };
    const auto known = co_await parts_.database.run(std::move(job));
    desk::DossierPtr before;
    if (known) {
        const auto found = co_await parts_.desk.find(known->incident.str());
        if (found) before = *found;
    }
    if (is_firing(group)) co_return co_await take_firing(std::move(group), std::move(before), std::move(actor));
    Noted noted{before, false, "An alert that has stopped resolves nothing: somebody checks, and says how."};
    if (before) co_await remember(key, before->record.id, false);
    co_return noted;
}

Task<Result<Noted>> Monitors::take_firing(AlertGroup group, desk::DossierPtr before, std::string actor) {
    const std::string key = to_hex(sha256(group.key));
    const Time began = std::min(started(group), parts_.clock.now());
    if (before && !is_over(before->record, began)) {
        co_await remember(key, before->record.id, true);
        Noted noted{before, false, is_open(before->record) ? "This incident is open already." : "The alert began before this incident ended: open it again if it is not over."};
        if (!is_open(before->record)) log::warning("an alert still fires about an incident that has ended", {{"incident", before->record.id.str()}});
        co_return noted;
    }
    const auto meant = meaning(group, parts_.desk.setup().alerts);
    if (!meant) {
        log::info("an alert is about no component: no rule of alerts matches it");
        Noted noted{nullptr, false, "No rule of `alerts` in the configuration matches: nothing was declared."};
        co_return noted;
    }
    if (auto open = open_about(meant->components)) {
        co_await remember(key, open->record.id, true);
        Noted noted{std::move(open), false, "An incident about this is open already."};
        co_return noted;
    }
    AlertMeaning wanted = *meant;
    auto declared = co_await declare(std::move(wanted), began, std::move(actor));
    if (declared) co_await remember(key, declared->incident->record.id, true);
    co_return declared;
}

Task<Result<Noted>> Monitors::declare(AlertMeaning meaning, Time started, std::string actor) {
    Declare declare;
    declare.id = parts_.desk.new_id();
    declare.title = meaning.title.empty() ? names_of(parts_.desk.setup(), meaning.components) : meaning.title;
    declare.components = meaning.components;
    declare.impact = meaning.impact;
    declare.origin = Origin::monitoring;
    declare.facts.push_back({Started{started}, Confidence::suspected, std::nullopt});
    const IncidentId id = declare.id;
    Command command = std::move(declare);
    const auto done = co_await parts_.desk.execute(id, std::move(command), std::move(actor));
    if (!done) co_return done.error();
    Noted noted{done->dossier, true, {}};
    co_return noted;
}

// An open incident that names one of them, the worst first: what somebody has declared is not declared again.
desk::DossierPtr Monitors::open_about(const std::vector<ComponentId>& components) const {
    desk::DossierPtr best;
    for (const desk::DossierPtr& dossier : parts_.desk.open()) {
        const auto& own = dossier->record.components;
        const bool names = std::any_of(own.begin(), own.end(), [&](const ComponentId& id) { return std::find(components.begin(), components.end(), id) != components.end(); });
        if (names && (!best || dossier->record.impact > best->record.impact)) best = dossier;
    }
    return best;
}

Task<> Monitors::remember(std::string key, IncidentId incident, bool firing) {
    store::MonitoredGroup group{std::move(key), std::move(incident), firing, parts_.clock.now()};
    auto job = [&store = parts_.store, group] { store.put_group(group); };
    co_await parts_.database.run(std::move(job));
}

Task<std::vector<store::MonitoredGroup>> Monitors::groups_of(IncidentId incident) {
    auto job = [&store = parts_.store, incident] { return store.groups_of(incident); };
    co_return co_await parts_.database.run(std::move(job));
}

}  // namespace candor::listen
