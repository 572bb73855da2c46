// The members of what was given, and of what happened before, for the codec.
#pragma once

#include "core/codec.hpp"
#include "core/incident/past.hpp"
#include "core/incident/remedy.hpp"

namespace candor {

template <class V, Described<RemedyTerms> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("kind", s.kind);
    visit.required("text", s.text);
    visit("value", s.value);
    visit("cost", s.cost);
    visit("currency", s.currency);
}

template <class V, Described<Giving> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("remedy", s.remedy);
    visit("to", s.to);
    visit("customers", s.customers);
    visit("role", s.role);
    visit("owner", s.owner);
    visit("reason", s.reason);
    visit.required("due", s.due);
    visit("key", s.key);
}

template <class V, Described<RemedyGranted> S>
void describe(V& visit, S& s) {
    visit.required("giving", s.giving);
}

template <class V, Described<RemedyAsked> S>
void describe(V& visit, S& s) {
    visit.required("giving", s.giving);
    visit.required("over", s.over);
}

template <class V, Described<RemedyRefused> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("reason", s.reason);
}

template <class V, Described<RemedyFulfilled> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit("note", s.note);
}

template <class V, Described<RemediesDeclined> S>
void describe(V& visit, S& s) {
    visit.required("reason", s.reason);
}

template <class V, Described<PastIncident> S>
void describe(V& visit, S& s) {
    visit.required("id", s.id);
    visit.required("title", s.title);
    visit.required("at", s.at);
    visit("cause", s.cause);
    visit("components", s.components);
    visit("words", s.words);
    visit("same_cause", s.same_cause);
}

template <class V, Described<SimilarFound> S>
void describe(V& visit, S& s) {
    visit.required("incidents", s.incidents);
}

}  // namespace candor
