// The members of facts and events, once, for the codec.
#pragma once

#include "core/codec.hpp"
#include "core/incident/describe_goodwill.hpp"
#include "core/incident/event.hpp"

namespace candor {

template <class V, Described<Symptom> S>
void describe(V& visit, S& s) {
    visit.required("text", s.text);
}

template <class V, Described<Scope> S>
void describe(V& visit, S& s) {
    visit.required("label", s.label);
    visit("count", s.count);
    visit("fraction", s.fraction);
    visit("method", s.method);
}

template <class V, Described<Cause> S>
void describe(V& visit, S& s) {
    visit.required("text", s.text);
    visit("category", s.category);
    visit("party", s.party);
}

template <class V, Described<Workaround> S>
void describe(V& visit, S& s) {
    visit.required("text", s.text);
}

template <class V, Described<Action> S>
void describe(V& visit, S& s) {
    visit.required("text", s.text);
    visit("done", s.done);
}

template <class V, Described<Eta> S>
void describe(V& visit, S& s) {
    visit("earliest", s.earliest);
    visit.required("latest", s.latest);
    visit.required("basis", s.basis);
}

template <class V, Described<Verification> S>
void describe(V& visit, S& s) {
    visit.required("method", s.method);
    visit.required("passed", s.passed);
}

template <class V, Described<Started> S>
void describe(V& visit, S& s) {
    visit.required("time", s.time);
}

template <class V, Described<Ended> S>
void describe(V& visit, S& s) {
    visit.required("time", s.time);
}

template <class V, Described<DataLoss> S>
void describe(V& visit, S& s) {
    visit.required("answer", s.answer);
    visit("method", s.method);
}

template <class V, Described<Unaffected> S>
void describe(V& visit, S& s) {
    visit.required("subject", s.subject);
    visit.required("method", s.method);
}

template <class V, Described<Security> S>
void describe(V& visit, S& s) {
    visit.required("incident", s.incident);
    visit("method", s.method);
}

template <class V, Described<ThirdParty> S>
void describe(V& visit, S& s) {
    visit.required("party", s.party);
    visit.required("commitment", s.commitment);
    visit("due", s.due);
}

template <class V, Described<Prevention> S>
void describe(V& visit, S& s) {
    visit.required("text", s.text);
    visit("owner", s.owner);
    visit("due", s.due);
}

template <class V, Described<Customer> S>
void describe(V& visit, S& s) {
    visit.required("reference", s.reference);
    visit("language", s.language);
    visit("about", s.about);
    visit("urgent", s.urgent);
}

template <class V, Described<Window> S>
void describe(V& visit, S& s) {
    visit.required("from", s.from);
    visit.required("until", s.until);
}

template <class V, Described<Declared> S>
void describe(V& visit, S& s) {
    visit.required("title", s.title);
    visit.required("components", s.components);
    visit.required("impact", s.impact);
    visit("origin", s.origin);
    visit.required("owner", s.owner);
    visit("deputy", s.deputy);
    visit("kind", s.kind);
    visit("customer", s.customer);
    visit("window", s.window);
    visit("known_since", s.known_since);
}

template <class V, Described<IncidentHeard> S>
void describe(V& visit, S& s) {
    visit.required("incident", s.incident);
    visit.required("update", s.update);
    visit.required("number", s.number);
    visit.required("status", s.status);
    visit.required("at", s.at);
}

template <class V, Described<Moved> S>
void describe(V& visit, S& s) {
    visit.required("window", s.window);
    visit.required("reason", s.reason);
}

template <class V, Described<FactRetracted> S>
void describe(V& visit, S& s) {
    visit.required("fact", s.fact);
    visit.required("reason", s.reason);
}

template <class V, Described<Assigned> S>
void describe(V& visit, S& s) {
    visit.required("owner", s.owner);
    visit("deputy", s.deputy);
    visit("note", s.note);
}

template <class V, Described<StatusChanged> S>
void describe(V& visit, S& s) {
    visit.required("status", s.status);
}

template <class V, Described<ImpactChanged> S>
void describe(V& visit, S& s) {
    visit.required("impact", s.impact);
    visit("reason", s.reason);
}

template <class V, Described<Promised> S>
void describe(V& visit, S& s) {
    visit.required("audience", s.audience);
    visit.required("kind", s.kind);
    visit("next", s.next);
    visit("every", s.every);
}

template <class V, Described<Override> S>
void describe(V& visit, S& s) {
    visit.required("rule", s.rule);
    visit.required("reason", s.reason);
    visit.required("by", s.by);
    visit("approved_by", s.approved_by);
}

template <class V, Described<Withheld> S>
void describe(V& visit, S& s) {
    visit.required("what", s.what);
    visit.required("rule", s.rule);
}

template <class V, Described<ApprovalAsked> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("words", s.words);
    visit("kind", s.kind);
    visit("reopens", s.reopens);
    visit("status", s.status);
    visit("impact", s.impact);
    visit("corrects", s.corrects);
    visit.required("rules", s.rules);
    visit.required("reason", s.reason);
    visit("classes", s.classes);
    visit("approvers", s.approvers);
    visit("holding_at", s.holding_at);
}

template <class V, Described<ApprovalRefused> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("reason", s.reason);
}

template <class V, Described<PromiseMade> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("kind", s.kind);
    visit("text", s.text);
    visit("to", s.to);
    visit("owner", s.owner);
    visit.required("due", s.due);
}

template <class V, Described<PromiseSettled> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("kept", s.kept);
    visit("note", s.note);
}

template <class V, Described<AlarmRaised> S>
void describe(V& visit, S& s) {
    visit.required("kind", s.kind);
    visit.required("text", s.text);
}

template <class V, Described<Noticed> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("kind", s.kind);
    visit.required("to", s.to);
    visit("due", s.due);
    visit("text", s.text);
}

template <class V, Described<Acknowledged> S>
void describe(V& visit, S& s) {
    visit("note", s.note);
}

template <class V, Described<Rechecked> S>
void describe(V& visit, S& s) {
    visit.required("method", s.method);
    visit.required("passed", s.passed);
}

template <class V, Described<ReopeningProposed> S>
void describe(V& visit, S& s) {
    visit.required("reason", s.reason);
}

template <class V, Described<ReopeningDismissed> S>
void describe(V& visit, S& s) {
    visit.required("reason", s.reason);
}

template <class V, Described<OptionOffered> S>
void describe(V& visit, S& s) {
    visit.required("number", s.number);
    visit.required("text", s.text);
    visit("component", s.component);
}

template <class V, Described<OptionWithdrawn> S>
void describe(V& visit, S& s) {
    visit.required("number", s.number);
    visit.required("reason", s.reason);
}

template <class V, Described<UpdatePublished> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("number", s.number);
    visit.required("kind", s.kind);
    visit("scheduled", s.scheduled);
    visit("words", s.words);
    visit("corrects", s.corrects);
    visit.required("audiences", s.audiences);
    visit("channels", s.channels);
    visit("approval", s.approval);
    visit("overrides", s.overrides);
    visit("withheld", s.withheld);
    visit("rules", s.rules);
}

}  // namespace candor
