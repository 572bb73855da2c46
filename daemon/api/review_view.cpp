#include "daemon/api/review_view.hpp"

#include "core/plan/offer.hpp"
#include "daemon/api/goodwill_view.hpp"

#include <boost/json/value_from.hpp>
#include <cmath>

namespace candor::api {

namespace {

using review::Review;

json::value seconds_or_null(const std::optional<Duration>& duration) {
    return duration ? seconds_of(*duration) : json::value(nullptr);
}

// Whole numbers as integers; the rest to four places, which is more than any of them means.
json::value number_or_null(const std::optional<double>& value) {
    if (!value) return nullptr;
    const double rounded = std::round(*value * 10'000) / 10'000;
    if (rounded == std::floor(rounded) && std::abs(rounded) < 1e15) return static_cast<std::int64_t>(rounded);
    return rounded;
}

json::object communication_view(const Review& review, const desk::Setup& setup) {
    const review::Communication& said = review.communication;
    json::value silence;
    if (const auto& longest = said.longest_silence) {
        silence = json::object{{"audience", to_string(longest->audience)},
                               {"from", to_rfc3339(longest->from)},
                               {"to", to_rfc3339(longest->to)},
                               {"seconds", seconds_of(longest->to - longest->from)}};
    }
    json::object out;
    out["first_update_seconds"] = seconds_or_null(said.to_first_update);
    std::optional<Duration> planned;
    if (setup.plan && review.record.kind == RecordKind::incident) planned = plan::resolve(*setup.plan, plan::situation_of(review.record)).levels.first_update;
    out["first_update_planned_seconds"] = seconds_or_null(planned);
    out["longest_silence"] = std::move(silence);
    out["updates"] = review.record.updates.size();
    out["corrections"] = said.corrections;
    return out;
}

json::object repair_view(const review::Repair& repair) {
    json::object out;
    out["started_at"] = time_or_null(repair.started);
    out["start_is_suspected"] = repair.start_is_suspected;
    out["ended_at"] = time_or_null(repair.ended);
    out["declared_after_seconds"] = seconds_or_null(repair.to_declaration);
    out["workaround_after_seconds"] = seconds_or_null(repair.to_workaround);
    out["resolved_after_seconds"] = seconds_or_null(repair.to_resolution);
    out["fixed_after_seconds"] = seconds_or_null(repair.to_fix);
    return out;
}

json::object promises_view(const review::Ledger& ledger, Time now) {
    json::array promises;
    for (const Promise& promise : ledger.promises) promises.push_back(promise_view(promise, now));
    json::array etas;
    for (const review::EtaError& eta : ledger.etas) {
        etas.push_back(json::object{{"fact", eta.fact.str()}, {"latest", to_rfc3339(eta.latest)}, {"error_seconds", seconds_of(eta.error)}});
    }
    json::object out{{"kept", ledger.kept}, {"missed", ledger.missed}, {"overdue", ledger.overdue}};
    out["worst_lateness_seconds"] = seconds_of(ledger.worst);
    out["ledger"] = std::move(promises);
    out["expected_ends"] = std::move(etas);
    return out;
}

json::object findings_view(const Review& review) {
    json::array overridden;
    for (const review::SetAside& one : review.overridden) {
        overridden.push_back(json::object{{"update", one.update}, {"rule", one.rule}, {"reason", one.reason}, {"two_people", one.two_people}});
    }
    json::array withheld;
    for (const review::LeftOut& one : review.withheld) {
        withheld.push_back(json::object{{"update", one.update}, {"what", one.what}, {"rule", one.rule}});
    }
    return {{"overridden", std::move(overridden)}, {"withheld", std::move(withheld)}};
}

json::array reach_view(const std::vector<review::Reach>& reach) {
    json::array channels;
    for (const review::Reach& one : reach) {
        channels.push_back(json::object{{"channel", one.channel.str()},
                                        {"delivered", one.delivered},
                                        {"in_time", one.in_time ? json::value(*one.in_time) : json::value(nullptr)},
                                        {"failed", one.failed},
                                        {"superseded", one.superseded},
                                        {"under_way", one.under_way}});
    }
    return channels;
}

json::object effort_view(const review::Effort& effort) {
    json::object out;
    out["commands"] = effort.commands;
    out["updates_by_people"] = effort.updates_by_people;
    out["updates_by_clock"] = effort.updates_by_clock;
    out["commands_per_update"] = number_or_null(effort.commands_per_update);
    return out;
}

json::array metrics_view(const std::vector<review::Metric>& metrics) {
    json::array out;
    for (const review::Metric& metric : metrics) {
        json::array figures;
        for (const review::Figure& figure : metric.figures) {
            const json::value missing = figure.missing.empty() ? json::value(nullptr) : json::value(figure.missing);
            figures.push_back(json::object{{"name", figure.name}, {"unit", figure.unit}, {"value", number_or_null(figure.value)}, {"not_recorded", missing}});
        }
        const json::value missing = metric.missing.empty() ? json::value(nullptr) : json::value(metric.missing);
        out.push_back(json::object{{"id", metric.id}, {"name", metric.name}, {"figures", std::move(figures)}, {"not_recorded", missing}});
    }
    return out;
}

json::array learnings_view(const std::vector<review::Learning>& learnings) {
    json::array out;
    for (const review::Learning& one : learnings) {
        out.push_back(json::object{{"kind", to_string(one.kind)}, {"ref", one.ref}, {"text", one.text}});
    }
    return out;
}

json::array prevention_view(const std::vector<review::PreventionAction>& actions) {
    json::array out;
    for (const review::PreventionAction& one : actions) {
        const Prevention& prevention = one.prevention;
        const json::value owner = prevention.owner.empty() ? json::value(nullptr) : json::value(prevention.owner);
        out.push_back(json::object{{"fact", one.fact.str()}, {"text", prevention.text}, {"owner", owner}, {"due", time_or_null(prevention.due)}});
    }
    return out;
}

// What was given, and for how much; to whom is nobody's business here.
json::object given_view(const Review& review) {
    json::array grants;
    for (const Grant& grant : review.record.grants) {
        if (!counts(grant)) continue;
        const Giving& giving = grant.giving;
        grants.push_back(json::object{{"id", giving.id.str()}, {"remedy", giving.remedy.id}, {"text", giving.remedy.text}, {"state", to_string(grant.state)},
                                      {"customers", giving.customers}, {"cost_text", amount_text(cost_of(giving), giving.remedy.currency)},
                                      {"over_cap", !grant.over.empty()}});
    }
    json::array sums;
    for (const review::GivenSum& sum : review.given) {
        sums.push_back(json::object{{"currency", sum.currency.empty() ? json::value(nullptr) : json::value(sum.currency)},
                                    {"times", sum.times},
                                    {"value", sum.value},
                                    {"cost", sum.cost},
                                    {"value_text", amount_text(sum.value, sum.currency)},
                                    {"cost_text", amount_text(sum.cost, sum.currency)}});
    }
    const std::string& declined = review.record.no_remedy;
    return {{"grants", std::move(grants)}, {"sums", std::move(sums)}, {"cost_bearer", "organisation"}, {"declined", declined.empty() ? json::value(nullptr) : json::value(declined)}};
}

}  // namespace

json::object review_view(const Review& review, const desk::Setup& setup) {
    json::object out;
    out["incident"] = summary_view({review.record, {}}, setup);
    out["as_of"] = to_rfc3339(review.as_of);
    out["communication"] = communication_view(review, setup);
    out["repair"] = repair_view(review.repair);
    out["promises"] = promises_view(review.ledger, review.as_of);
    out["given"] = given_view(review);
    out["findings"] = findings_view(review);
    out["reach"] = reach_view(review.reach);
    out["effort"] = effort_view(review.effort);
    out["metrics"] = metrics_view(review.metrics);
    out["learnings"] = learnings_view(review.learnings);
    out["prevention"] = prevention_view(review.prevention);
    json::array timeline;
    for (const Event& event : review.timeline) timeline.push_back(event_view(event));
    out["timeline"] = std::move(timeline);
    out["motto"] = setup.motto.empty() ? json::value(nullptr) : json::value(setup.motto);
    return out;
}

json::array steps_view(const std::vector<review::Step>& steps) {
    json::array out;
    for (const review::Step& step : steps) {
        out.push_back(json::object{{"id", step.id},
                                   {"urgency", to_string(step.urgency)},
                                   {"what", step.what},
                                   {"command", step.command},
                                   {"rules", json::value_from(step.rules)},
                                   {"due", time_or_null(step.due)}});
    }
    return out;
}

json::object spoken_view(const Spoken& spoken, const Record& record, const PublishedUpdate& published, std::string_view hash, Time now) {
    std::optional<Time> next;
    for (const auto& [audience, clock] : record.clocks) next = std::min(next.value_or(clock.due), clock.due);
    json::array dropped;
    for (const Slot slot : spoken.dropped) dropped.emplace_back(to_string(slot));
    json::object out;
    out["incident"] = record.id.str();
    out["language"] = spoken.language;
    out["text"] = spoken.text;
    out["words"] = spoken.words;
    out["seconds"] = seconds_of(spoken.takes);
    out["fits"] = spoken.fits;
    out["dropped"] = std::move(dropped);
    out["update"] = json::object{{"id", published.update.id.str()},
                                 {"number", published.update.number},
                                 {"kind", to_string(published.update.kind)},
                                 {"at", to_rfc3339(published.at)}};
    out["text_sha256"] = hash;
    out["overdue"] = next && *next < now;
    return out;
}

}  // namespace candor::api
