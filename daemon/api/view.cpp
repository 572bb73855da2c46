#include "daemon/api/view.hpp"

#include "core/incident/codec.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>

namespace candor::api {

namespace {

json::array components_view(const Record& record, const desk::Setup& setup) {
    const auto names = desk::component_names(setup);
    json::array list;
    for (const ComponentId& id : record.components) {
        const auto name = names.find(id);
        list.push_back(json::object{{"id", id.str()}, {"name", name == names.end() ? id.str() : name->second}});
    }
    return list;
}

json::array next_updates(const Record& record) {
    json::array list;
    for (const auto& [audience, clock] : record.clocks) {
        list.push_back(json::object{{"audience", to_string(audience)}, {"due", to_rfc3339(clock.due)}, {"every_seconds", seconds_of(clock.every)}});
    }
    return list;
}

json::object customer_view(const Record& record) {
    const Customer& customer = *record.customer;
    json::object out;
    out["reference"] = customer.reference;
    out["language"] = text_or_null(customer.language);
    out["about"] = text_or_null(customer.about.str());
    out["urgent"] = customer.urgent;
    out["transfers"] = record.handovers.size();
    return out;
}

json::object head_view(const Record& record, const desk::Setup& setup) {
    json::object out;
    out["id"] = record.id.str();
    out["kind"] = to_string(record.kind);
    out["title"] = record.title;
    out["status"] = to_string(record.status);
    out["impact"] = to_string(record.impact);
    out["origin"] = to_string(record.origin);
    out["components"] = components_view(record, setup);
    out["scope"] = to_string(scope_of(record));
    out["owner"] = record.owner;
    out["deputy"] = text_or_null(record.deputy);
    out["declared_at"] = to_rfc3339(record.declared_at);
    out["declared_by"] = record.declared_by;
    out["ended_at"] = time_or_null(record.ended_at);
    out["version"] = record.version;
    out["next_updates"] = next_updates(record);
    out["url"] = desk::record_url(setup, record);
    if (setup.frozen) out["frozen"] = frozen_view(setup);
    if (record.customer) out["customer"] = customer_view(record);
    if (record.window) out["window"] = json::object{{"from", to_rfc3339(record.window->from)}, {"until", to_rfc3339(record.window->until)}};
    return out;
}

json::array overrides_view(const UpdatePublished& update) {
    json::array list;
    for (const Override& one : update.overrides) {
        list.push_back(json::object{{"rule", one.rule}, {"reason", one.reason}, {"by", one.by}, {"approved_by", text_or_null(one.approved_by)}});
    }
    return list;
}

json::array withheld_view(const UpdatePublished& update) {
    json::array list;
    for (const Withheld& one : update.withheld) list.push_back(json::object{{"what", one.what}, {"rule", one.rule}});
    return list;
}

json::array approvals_waiting(const Record& record) {
    json::array ids;
    for (const Approval& approval : record.approvals) {
        if (approval.state == ApprovalState::waiting && is_open(record)) ids.emplace_back(approval.asked.id.str());
    }
    return ids;
}

json::object approval_view(const Approval& approval) {
    json::object out;
    out["id"] = approval.asked.id.str();
    out["state"] = to_string(approval.state);
    out["words"] = approval.asked.words;
    out["kind"] = to_string(approval.asked.kind);
    out["rules"] = json::value_from(approval.asked.rules);
    out["reason"] = approval.asked.reason;
    out["classes"] = json::value_from(approval.asked.classes);
    out["approvers"] = json::value_from(approval.asked.approvers);
    out["holding_at"] = time_or_null(approval.asked.holding_at);
    out["by"] = approval.by;
    out["at"] = to_rfc3339(approval.at);
    out["answered_by"] = text_or_null(approval.answered_by);
    out["refusal"] = text_or_null(approval.refusal);
    return out;
}

json::array audiences_view(const UpdatePublished& update) {
    json::array list;
    for (const Promised& promised : update.audiences) {
        list.push_back(json::object{{"audience", to_string(promised.audience)},
                                    {"kind", to_string(promised.kind)},
                                    {"next", time_or_null(promised.next)},
                                    {"every_seconds", promised.next ? seconds_of(promised.every) : json::value(nullptr)}});
    }
    return list;
}

}  // namespace

json::value frozen_view(const desk::Setup& setup) {
    if (!setup.frozen) return nullptr;
    const Freeze& frozen = *setup.frozen;
    return json::object{{"since", to_rfc3339(frozen.since)}, {"by", frozen.by}, {"reason", text_or_null(frozen.reason)}, {"restored", frozen.restored}};
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value time_or_null(const std::optional<Time>& time) {
    return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

json::value seconds_of(Duration duration) {
    const auto count = duration.count();
    if (count % 1000 == 0) return count / 1000;
    return static_cast<double>(count) / 1000;
}

json::object fact_view(const RecordedFact& recorded) {
    json::object out = fact_to_json(recorded.fact);
    out["current"] = recorded.current;
    out["retraction"] = recorded.retraction;
    return out;
}

json::object update_view(const desk::Dossier& dossier, std::size_t index) {
    const PublishedUpdate& published = dossier.record.updates.at(index);
    const UpdatePublished& update = published.update;
    json::object out;
    out["id"] = update.id.str();
    out["number"] = update.number;
    out["kind"] = to_string(update.kind);
    out["status"] = to_string(published.status);
    out["at"] = to_rfc3339(published.at);
    out["actor"] = published.actor;
    out["scheduled"] = update.scheduled;
    out["words"] = update.words;
    out["corrects"] = text_or_null(update.corrects);
    out["audiences"] = audiences_view(update);
    out["approval"] = text_or_null(update.approval.str());
    out["overrides"] = overrides_view(update);
    out["withheld"] = withheld_view(update);
    out["text"] = index < dossier.texts.size() ? dossier.texts[index] : std::string();
    return out;
}

json::object update_view(const desk::Dossier& dossier, const UpdateId& id) {
    for (std::size_t i = 0; i < dossier.record.updates.size(); ++i) {
        if (dossier.record.updates[i].update.id == id) return update_view(dossier, i);
    }
    return {};
}

json::object promise_view(const Promise& promise, Time now) {
    json::object out;
    out["id"] = promise.id.str();
    out["kind"] = to_string(promise.kind);
    out["audience"] = promise.audience ? json::value(to_string(*promise.audience)) : json::value(nullptr);
    out["text"] = promise.text;
    out["to"] = promise.to;
    out["owner"] = promise.owner;
    out["fact"] = text_or_null(promise.fact.str());
    out["made_by"] = text_or_null(promise.made_by.str());
    out["made_at"] = to_rfc3339(promise.made_at);
    out["due"] = to_rfc3339(promise.due);
    out["state"] = state_name(promise);
    out["at"] = nullptr;
    out["lateness_seconds"] = 0;
    if (const auto* kept = std::get_if<PromiseKept>(&promise.state)) out["at"] = to_rfc3339(kept->at);
    if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) {
        out["at"] = to_rfc3339(missed->at);
        out["lateness_seconds"] = seconds_of(missed->lateness);
    }
    if (const auto* broken = std::get_if<PromiseBroken>(&promise.state)) out["at"] = to_rfc3339(broken->at);
    const auto error = error_of(promise);
    out["error_seconds"] = error ? seconds_of(*error) : json::value(nullptr);
    out["note"] = promise.note;
    out["overdue"] = is_overdue(promise, now);
    return out;
}

json::object event_view(const Event& event) {
    json::object out;
    out["seq"] = event.seq;
    out["at"] = to_rfc3339(event.at);
    out["actor"] = event.actor;
    out["type"] = type_of(event.body);
    const json::value body = json::parse(event_body_to_text(event.body));
    for (const auto& member : body.as_object()) out.emplace(member.key(), member.value());
    return out;
}

json::object incident_view(const desk::Dossier& dossier, const desk::Setup& setup, Time now) {
    const Record& record = dossier.record;
    json::object out = head_view(record, setup);
    json::array facts;
    for (const RecordedFact& recorded : record.facts) facts.push_back(fact_view(recorded));
    json::array updates;
    for (std::size_t i = 0; i < record.updates.size(); ++i) updates.push_back(update_view(dossier, i));
    json::array promises;
    for (const Promise& promise : record.promises) promises.push_back(promise_view(promise, now));
    out["facts"] = std::move(facts);
    out["updates"] = std::move(updates);
    out["promises"] = std::move(promises);
    json::array approvals;
    for (const Approval& approval : record.approvals) approvals.push_back(approval_view(approval));
    out["approvals"] = std::move(approvals);
    return out;
}

json::object summary_view(const desk::Dossier& dossier, const desk::Setup& setup) {
    const Record& record = dossier.record;
    json::object out = head_view(record, setup);
    const PromiseTally counts = tally(record.promises);
    out["updates_count"] = record.updates.size();
    out["promises_kept"] = counts.kept;
    out["promises_missed"] = counts.missed;
    out["withheld"] = record.updates.empty() ? json::array{} : withheld_view(record.updates.back().update);
    out["approvals_waiting"] = approvals_waiting(record);
    out["last_update_at"] = record.updates.empty() ? json::value(nullptr) : json::value(to_rfc3339(record.updates.back().at));
    return out;
}

}  // namespace candor::api
