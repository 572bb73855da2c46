#include "core/review/review.hpp"

#include "core/incident/fold.hpp"
#include "core/incident/goodwill.hpp"
#include "core/message/compose_facts.hpp"
#include "core/review/metrics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::review {

namespace {

template <class Body>
const Body* body_of(const RecordedFact* recorded) {
    return recorded == nullptr ? nullptr : &std::get<Body>(recorded->fact.body);
}

Time end_of(const Record& record, Time now) {
    return record.ended_at.value_or(std::max(now, record.last_event_at));
}

// --- what was said ---

bool hears(const PublishedUpdate& published, ChannelKind audience) {
    return promise_for(published.update, audience) != nullptr;
}

// The longest stretch in which an audience heard nothing. What it heard after the end breaks no silence of the incident.
std::optional<Silence> longest_silence(const Record& record, ChannelKind audience, Time until) {
    std::optional<Silence> longest;
    Time from = record.declared_at;
    const auto close = [&](Time to) {
        if (to > from && (!longest || to - from > longest->to - longest->from)) longest = Silence{audience, from, to};
        from = std::max(from, to);
    };
    for (const PublishedUpdate& published : record.updates) {
        if (hears(published, audience)) close(std::min(published.at, until));
    }
    close(until);
    return longest;
}

Communication communication_of(const Record& record, Time now) {
    Communication communication;
    if (!record.updates.empty()) communication.to_first_update = record.updates.front().at - record.declared_at;
    for (std::size_t i = 0; i < enum_names<ChannelKind>.size(); ++i) {
        const auto audience = static_cast<ChannelKind>(i);
        if (!last_heard(record, audience)) continue;
        const auto silence = longest_silence(record, audience, end_of(record, now));
        auto& longest = communication.longest_silence;
        if (silence && (!longest || silence->to - silence->from > longest->to - longest->from)) longest = silence;
    }
    communication.corrections = std::count_if(record.updates.begin(), record.updates.end(), [](const PublishedUpdate& published) {
        return published.update.kind == UpdateKind::correction;
    });
    return communication;
}

// --- what was repaired ---

bool leaves_out(const UpdatePublished& update, const FactId& fact) {
    return std::any_of(update.withheld.begin(), update.withheld.end(), [&](const Withheld& one) { return one.what == fact.str(); });
}

// Until when a fact held: the event that retracted or replaced it.
std::int64_t last_seq_of(const Record& record, const RecordedFact& fact) {
    std::int64_t last = fact.retracted_seq > 0 ? fact.retracted_seq : record.version + 1;
    for (const RecordedFact& other : record.facts) {
        if (other.fact.replaces == fact.fact.id) last = std::min(last, other.seq);
    }
    return last;
}

// The first update that told this fact; nullptr: none did.
const PublishedUpdate* first_told(const Record& record, const RecordedFact& fact) {
    const std::int64_t last = last_seq_of(record, fact);
    for (const PublishedUpdate& published : record.updates) {
        if (published.seq > fact.seq && published.seq < last && !leaves_out(published.update, fact.fact.id)) return &published;
    }
    return nullptr;
}

Repair repair_of(const Record& record) {
    Repair repair;
    const RecordedFact* start = current_fact<Started>(record);
    const auto* started = body_of<Started>(start);
    const auto* ended = body_of<Ended>(current_fact<Ended>(record));
    if (started != nullptr) {
        repair.started = started->time;
        repair.start_is_suspected = !is_confirmed(*start);
        repair.to_declaration = record.declared_at - started->time;
    }
    if (ended != nullptr) repair.ended = ended->time;
    if (record.ended_at && record.status != Status::withdrawn) repair.to_resolution = *record.ended_at - record.declared_at;
    if (started != nullptr && ended != nullptr && ended->time >= started->time) repair.to_fix = ended->time - started->time;
    for (const RecordedFact& fact : record.facts) {
        if (!std::holds_alternative<Workaround>(fact.fact.body)) continue;
        const PublishedUpdate* told = first_told(record, fact);
        if (told == nullptr) continue;
        const Duration after = told->at - record.declared_at;
        repair.to_workaround = std::min(repair.to_workaround.value_or(after), after);
    }
    return repair;
}

// --- what was promised ---

std::vector<EtaError> eta_errors(const Record& record) {
    std::vector<EtaError> errors;
    for (const Promise& promise : record.promises) {
        const auto error = promise.kind == PromiseKind::eta ? error_of(promise) : std::nullopt;
        if (error) errors.push_back({promise.fact, promise.due, *error});
    }
    return errors;
}

Ledger ledger_of(const Record& record, Time now) {
    Ledger ledger;
    ledger.promises = record.promises;
    ledger.etas = eta_errors(record);
    const PromiseTally all = tally(record.promises);
    ledger.kept = all.kept;
    ledger.missed = all.missed;
    ledger.worst = all.worst.value_or(Duration{0});
    ledger.overdue = std::count_if(record.promises.begin(), record.promises.end(), [now](const Promise& promise) { return is_overdue(promise, now); });
    return ledger;
}

// --- what it took ---

// The event that a command ends with, where it is not only facts.
bool ends_a_command(const EventBody& body) {
    return std::holds_alternative<UpdatePublished>(body) || std::holds_alternative<ApprovalAsked>(body) ||
           std::holds_alternative<ApprovalRefused>(body) || std::holds_alternative<Assigned>(body) ||
           std::holds_alternative<FactRetracted>(body) || std::holds_alternative<PromiseSettled>(body) ||
           std::holds_alternative<RemedyGranted>(body) || std::holds_alternative<RemedyAsked>(body) || std::holds_alternative<RemedyFulfilled>(body);
}

// A command's events are committed together: one author, one time.
std::int64_t commands_of_people(std::span<const Event> events) {
    std::int64_t commands = 0;
    const Event* before = nullptr;
    for (const Event& event : events) {
        const bool begins = before == nullptr || before->actor != event.actor || before->at != event.at || ends_a_command(before->body);
        if (begins && event.actor != clock_actor) ++commands;
        before = &event;
    }
    return commands;
}

Effort effort_of(const Record& record, std::span<const Event> events) {
    Effort effort;
    effort.commands = commands_of_people(events);
    for (const PublishedUpdate& published : record.updates) ++(published.update.scheduled ? effort.updates_by_clock : effort.updates_by_people);
    if (!record.updates.empty()) effort.commands_per_update = static_cast<double>(effort.commands) / static_cast<double>(record.updates.size());
    return effort;
}

// --- what it took customers ---

std::optional<Heard> heard_of(const Record& record, const Listening& listening) {
    if (record.updates.empty()) return std::nullopt;
    Heard heard;
    heard.recipients = listening.recipients;
    for (const Time report : listening.reports) ++(report < record.updates.front().at ? heard.before : heard.after);
    return heard;
}

// --- what was given ---

std::vector<GivenSum> sums_of(const Record& record) {
    std::vector<GivenSum> sums;
    for (const Grant& grant : record.grants) {
        if (!counts(grant)) continue;
        const Giving& giving = grant.giving;
        auto found = std::find_if(sums.begin(), sums.end(), [&](const GivenSum& sum) { return sum.currency == giving.remedy.currency; });
        if (found == sums.end()) found = sums.insert(sums.end(), GivenSum{giving.remedy.currency, 0, 0, 0});
        found->times += giving.customers;
        found->value += giving.remedy.value * giving.customers;
        found->cost += cost_of(giving);
    }
    return sums;
}

// --- what can be learned ---

std::string text_of(const FactBody& body) {
    struct Reader {
        std::string operator()(const Symptom& fact) const { return fact.text; }
        std::string operator()(const Scope& fact) const { return std::string(to_string(fact.label)); }
        std::string operator()(const Cause& fact) const { return fact.text; }
        std::string operator()(const Workaround& fact) const { return fact.text; }
        std::string operator()(const Action& fact) const { return fact.text; }
        std::string operator()(const Eta& fact) const { return to_rfc3339(fact.latest); }
        std::string operator()(const Verification& fact) const { return fact.method; }
        std::string operator()(const Started& fact) const { return to_rfc3339(fact.time); }
        std::string operator()(const Ended& fact) const { return to_rfc3339(fact.time); }
        std::string operator()(const DataLoss& fact) const { return std::string(to_string(fact.answer)); }
        std::string operator()(const Unaffected& fact) const { return fact.subject; }
        std::string operator()(const Security& fact) const { return std::string(to_string(fact.incident)); }
        std::string operator()(const ThirdParty& fact) const { return fact.commitment; }
        std::string operator()(const Prevention& fact) const { return fact.text; }
    };
    return std::visit(Reader{}, body);
}

void learn_from(const RecordedFact& fact, std::vector<Learning>& learnings) {
    const std::string id = fact.fact.id.str();
    if (!fact.retraction.empty()) {
        learnings.push_back({LearningKind::taken_back, id, fmt::format("{} {}: {}", kind_of(fact.fact.body), text_of(fact.fact.body), fact.retraction)});
    } else if (std::holds_alternative<Cause>(fact.fact.body)) {
        if (fact.current && is_confirmed(fact)) learnings.push_back({LearningKind::cause, id, text_of(fact.fact.body)});
    } else if (const auto* check = std::get_if<Verification>(&fact.fact.body); check != nullptr && !check->passed) {
        learnings.push_back({LearningKind::failed_check, id, check->method});
    }
}

std::vector<Learning> learnings_of(const Record& record) {
    std::vector<Learning> learnings;
    for (const RecordedFact& fact : record.facts) learn_from(fact, learnings);
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.kind != UpdateKind::correction) continue;
        const PublishedUpdate* wrong = find_update(record, UpdateId(published.update.corrects));
        const std::string number = wrong == nullptr ? "" : fmt::format("{}", wrong->update.number);
        learnings.push_back({LearningKind::correction, number, published.update.words});
    }
    for (const PublishedUpdate& published : record.updates) {
        for (const Override& one : published.update.overrides) {
            learnings.push_back({LearningKind::set_aside, fmt::format("{}", published.update.number), fmt::format("{}: {}", one.rule, one.reason)});
        }
    }
    return learnings;
}

}  // namespace

Review look_back(const IncidentId& incident, std::span<const Event> events, std::vector<Reach> reach, Time now,
                 const std::optional<Listening>& listening, std::span<const Record* const> cases, const std::optional<Told>& told) {
    Review review;
    review.record.id = incident;
    review.record = fold(std::move(review.record), events);
    review.as_of = now;
    review.reach = std::move(reach);
    const Record& record = review.record;
    review.communication = communication_of(record, now);
    review.repair = repair_of(record);
    review.ledger = ledger_of(record, now);
    review.effort = effort_of(record, events);
    if (listening) review.heard = heard_of(record, *listening);
    review.learnings = learnings_of(record);
    for (const PublishedUpdate& published : record.updates) {
        const UpdatePublished& update = published.update;
        for (const Override& one : update.overrides) review.overridden.push_back({update.number, one.rule, one.reason, !one.approved_by.empty()});
        for (const Withheld& one : update.withheld) review.withheld.push_back({update.number, one.what, one.rule});
    }
    for (const RecordedFact* fact : current_facts<Prevention>(record)) {
        review.prevention.push_back({fact->fact.id, std::get<Prevention>(fact->fact.body)});
    }
    review.given = sums_of(record);
    review.timeline.assign(events.begin(), events.end());
    const Record* itself = &review.record;
    const auto own = record.kind == RecordKind::case_ ? std::span(&itself, 1) : cases;
    review.first_contact = first_contact(own);
    review.cases = std::count_if(own.begin(), own.end(), [](const Record* one) { return one->kind == RecordKind::case_; });
    review.told = told;
    review.metrics = metrics_of(basis_of(review));
    return review;
}

}  // namespace candor::review
