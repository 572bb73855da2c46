#include "daemon/listen/intake.hpp"

#include "daemon/log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::listen {

namespace {

constexpr int attempts_at_a_reference = 3;
constexpr Duration still_about = std::chrono::hours{24};  // after the end: "it is not over for me"

bool names(const Record& record, const ComponentId& component) {
    return std::find(record.components.begin(), record.components.end(), component) != record.components.end();
}

bool takes_reports(const Record& record) {
    return is_open(record) || record.status == Status::resolved;
}

}  // namespace

Intake::Intake(asio::any_io_executor executor, Parts parts, Limiter limiter)
    : parts_(std::move(parts)), limiter_(limiter), turn_(std::move(executor)) {}

Task<Result<Answer>> Intake::take(Report given, Sender sender) {
    auto cleaned = clean(std::move(given));
    if (!cleaned) co_return cleaned.error();
    Report report = std::move(*cleaned);
    report.at = parts_.clock.now();
    const auto& components = parts_.desk.setup().components;
    const bool known = std::any_of(components.begin(), components.end(), [&](const auto& one) { return one.first == report.component; });
    if (!report.component.empty() && !known) {
        co_return Error(ErrorCode::invalid_argument, fmt::format("There is no component {}.", report.component.str()), "component",
                        "Leave it out, or take one of those on the page.");
    }
    if (sender.is_robot || !limiter_.allow(sender.address, report.at)) {
        ++counters_.not_kept;
        Answer unkept = answer_to(parts_.desk.setup(), report.component, parts_.desk.open(), nullptr, report.at);
        co_return unkept;
    }
    auto named = co_await find_named(report.incident);
    if (!named) co_return named.error();
    desk::DossierPtr incident = *named ? *named : about(report.component);
    report.incident = incident ? incident->record.id : IncidentId();
    Report to_keep = report;
    const auto reference = co_await keep(std::move(to_keep));
    if (!reference) co_return reference.error();
    ++counters_.kept;
    log::info("a report came in", {{"reference", reference->str()}, {"component", report.component.str()}, {"incident", report.incident.str()}});
    Report kept = report;
    incident = co_await act_on_many(std::move(kept), std::move(incident));
    Answer answer = answer_to(parts_.desk.setup(), report.component, parts_.desk.open(), incident, report.at);
    answer.reference = *reference;
    co_return answer;
}

// The incident that the customer names; null where they name none, or one that is closed.
Task<Result<desk::DossierPtr>> Intake::find_named(IncidentId named) {
    if (named.empty()) co_return desk::DossierPtr();
    const auto found = co_await parts_.desk.find(named.str());
    if (!found) co_return Error(ErrorCode::invalid_argument, "There is no such incident.", "incident", "Leave it out.");
    if ((*found)->record.id != named || !takes_reports((*found)->record)) co_return desk::DossierPtr();
    co_return *found;
}

// The incident that a report about this component is counted with: an open one, the worst and newest; else one that was
// resolved lately. Null: there is none.
desk::DossierPtr Intake::about(const ComponentId& component) const {
    desk::DossierPtr best;
    if (component.empty()) return best;
    for (const desk::DossierPtr& dossier : parts_.desk.open()) {
        if (names(dossier->record, component) && (!best || dossier->record.impact >= best->record.impact)) best = dossier;
    }
    if (best) return best;
    for (const desk::DossierPtr& dossier : parts_.desk.recent()) {
        const Record& record = dossier->record;
        const bool lately = record.status == Status::resolved && record.ended_at && *record.ended_at + still_about > parts_.clock.now();
        if (lately && names(record, component)) return dossier;
    }
    return best;
}

Task<Result<ReportRef>> Intake::keep(Report report) {
    std::string failure;
    try {
        for (int attempt = 0; attempt < attempts_at_a_reference; ++attempt) {
            report.reference = reference_from_bits(parts_.random_bits());
            auto job = [&store = parts_.store, report] { return store.add_report(report); };
            if (co_await parts_.database.run(std::move(job))) co_return report.reference;
        }
        failure = "no reference was free";
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("a report could not be kept", {{"error", failure}});
    co_return Error(ErrorCode::store_failed, "Your report could not be kept.", "", "Please try again in a moment.");
}

// One report after another: however many come in at once, a threshold is crossed once.
Task<desk::DossierPtr> Intake::act_on_many(Report report, desk::DossierPtr incident) {
    const auto turn = co_await turn_.take();
    if (report.component.empty() && !incident) co_return incident;
    if (!incident) {
        incident = about(report.component);  // opened meanwhile
        if (!incident) incident = co_await open_incident(report.component);
    }
    if (!incident) co_return incident;
    std::vector<ComponentId> components = incident->record.components;
    if (is_open(incident->record)) co_await gather(incident->record.id, std::move(components));
    else co_await parts_.desk.greet_reporters(incident->record.id);
    co_await call_those_in_charge(incident->record.id);
    co_return incident;
}

// Opened on reports alone, where the configuration wants that and there are so many. Null: it does not, or there are not.
Task<desk::DossierPtr> Intake::open_incident(ComponentId component) {
    const ReportThresholds thresholds = parts_.desk.setup().reports;
    const auto waiting = co_await waiting_for(component);
    if (!waiting) co_return nullptr;
    if (waiting->count >= thresholds.escalate_at) co_await call_about(*waiting);
    if (!thresholds.declare_at || waiting->count < *thresholds.declare_at) co_return nullptr;
    Declare declare;
    declare.id = parts_.desk.new_id();
    declare.title = answer_to(parts_.desk.setup(), component, {}, nullptr, parts_.clock.now()).component_name;
    declare.components = {component};
    declare.origin = Origin::customer_report;
    declare.facts.push_back({Started{waiting->first}, Confidence::suspected, std::nullopt});
    const IncidentId id = declare.id;
    Command command = std::move(declare);
    std::string actor(clock_actor);
    const auto done = co_await parts_.desk.execute(id, std::move(command), std::move(actor));
    if (done) co_return done->dossier;
    log::error("no incident could be opened on reports", {{"component", component.str()}, {"error", done.error().message()}});
    co_return nullptr;
}

// Without an incident there is no owner: whoever would own it is called, once in a while. The log says it, too.
Task<> Intake::call_about(store::ReportGroup waiting) {
    const Time now = parts_.clock.now();
    const ReportThresholds thresholds = parts_.desk.setup().reports;
    const auto [last, first] = called_.try_emplace(waiting.component, now);
    if (!first && now - last->second < thresholds.within) co_return;
    last->second = now;
    log::warning("customers report a problem, and no incident is open",
                 {{"component", waiting.component.str()}, {"reports", waiting.count}, {"mend", "candor declare --from-reports " + waiting.component.str()}});
    const std::string name = answer_to(parts_.desk.setup(), waiting.component, {}, nullptr, now).component_name;
    review::UnansweredReports reports{waiting.component, name, waiting.count, thresholds.within};
    co_await parts_.desk.call_on_duty(std::move(reports));
}

// Once, until somebody has answered; and then only for as many new ones.
Task<> Intake::call_those_in_charge(IncidentId incident) {
    const auto found = co_await parts_.desk.find(incident.str());
    if (!found) co_return;
    const ReportThresholds thresholds = parts_.desk.setup().reports;
    std::optional<Time> last;
    for (const RaisedAlarm& alarm : (*found)->record.alarms) {
        if (alarm.raised.kind == AlarmKind::reports) last = alarm.at;
    }
    const Time since = counts_since(thresholds, last, parts_.clock.now());
    auto job = [&store = parts_.store, incident, since] { return store.count_reports(incident, ComponentId(), since); };
    const std::int64_t count = co_await parts_.database.run(std::move(job));
    if (count < thresholds.escalate_at) co_return;
    RaiseAlarm alarm;
    alarm.kind = AlarmKind::reports;
    alarm.text = fmt::format("{} customers have reported this within {}. Their words: candor reports {}", count, duration_text(thresholds.within), incident.str());
    Command command = std::move(alarm);
    std::string actor(clock_actor);
    const auto done = co_await parts_.desk.execute(incident, std::move(command), std::move(actor));
    if (!done) log::warning("nobody could be called about reports", {{"incident", incident.str()}, {"error", done.error().message()}});
}

Task<> Intake::gather(IncidentId incident, std::vector<ComponentId> components) {
    const Time since = parts_.clock.now() - parts_.desk.setup().reports.within;
    auto job = [&store = parts_.store, incident, components, since] {
        for (const ComponentId& component : components) store.attach_reports(component, since, incident);
    };
    co_await parts_.database.run(std::move(job));
    co_await parts_.desk.greet_reporters(std::move(incident));
}

Task<std::optional<store::ReportGroup>> Intake::waiting_for(ComponentId component) {
    const Time since = parts_.clock.now() - parts_.desk.setup().reports.within;
    auto job = [&store = parts_.store, component, since]() -> std::optional<store::ReportGroup> {
        for (const store::ReportGroup& group : store.report_groups(since)) {
            if (group.incident.empty() && group.component == component) return group;
        }
        return std::nullopt;
    };
    co_return co_await parts_.database.run(std::move(job));
}

}  // namespace candor::listen
