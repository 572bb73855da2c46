#include "core/message/compose_facts.hpp"

#include <algorithm>

namespace candor {

namespace {

struct FactWriter {
    Line& line;
    const RecordedFact& fact;
    bool whole_minutes;

    void operator()(const Symptom& body) const { text(Slot::symptom, body.text); }
    void operator()(const Workaround& body) const { text(Slot::workaround, body.text); }
    void operator()(const Action& body) const { text(body.done ? Slot::action_done : Slot::doing, body.text); }
    void operator()(const Started& body) const { time(Slot::started, body.time); }
    void operator()(const Ended& body) const { time(Slot::ended, body.time); }

    void operator()(const Scope& body) const {
        line.slot = scope_slot(body);
        line.values["as_of"] = fact.fact.at;
        if (body.count) line.values["count"] = *body.count;
        if (body.fraction) line.values["percent"] = Percent{*body.fraction};
    }

    // A suspected cause has its own sentence.
    void operator()(const Cause& body) const {
        text(is_confirmed(fact) ? Slot::cause_confirmed : Slot::cause_suspected, body.text);
        line.unconfirmed = false;
    }

    void operator()(const Eta& body) const {
        line.slot = body.earliest ? Slot::eta_range : Slot::eta;
        line.values["latest"] =
            whole_minutes ? Time(std::chrono::ceil<std::chrono::minutes>(body.latest)) : body.latest;
        if (body.earliest) line.values["earliest"] = *body.earliest;
        line.values["basis"] = body.basis;
    }

    void operator()(const Verification& body) const {
        line.slot = body.passed ? Slot::verification_passed : Slot::verification_failed;
        line.values["method"] = body.method;
    }

    void operator()(const DataLoss& body) const { answer(body.answer, Slot::data_lost, Slot::data_safe, body.method); }
    void operator()(const Security& body) const { answer(body.incident, Slot::attack, Slot::no_attack, body.method); }

    void operator()(const Unaffected& body) const {
        line.slot = Slot::unaffected;
        line.values = {{"subject", body.subject}, {"method", body.method}};
    }

    void operator()(const ThirdParty& body) const {
        line.slot = body.due ? Slot::third_party_due : Slot::third_party;
        line.values = {{"party", body.party}, {"commitment", body.commitment}};
        if (body.due) line.values["due"] = *body.due;
    }

    void operator()(const Prevention& body) const {
        line.slot = body.due ? Slot::prevention_due : Slot::prevention;
        line.values["text"] = body.text;
        if (body.due) line.values["due"] = *body.due;
    }

    void text(Slot slot, const std::string& value) const {
        line.slot = slot;
        line.values["text"] = value;
    }

    void time(Slot slot, Time value) const {
        line.slot = slot;
        line.values["time"] = value;
    }

    void answer(Answer given, Slot yes, Slot no, const std::string& method) const {
        line.slot = given == Answer::no ? no : yes;
        if (given == Answer::no) line.values["method"] = method;
    }

    [[nodiscard]] static Slot scope_slot(const Scope& scope) {
        if (scope.count && scope.fraction) return Slot::scope_count_fraction;
        if (scope.count) return Slot::scope_count;
        if (scope.fraction) return Slot::scope_fraction;
        switch (scope.label) {
            case ScopeLabel::unknown:
            case ScopeLabel::few: return Slot::scope_few;
            case ScopeLabel::some: return Slot::scope_some;
            case ScopeLabel::many: return Slot::scope_many;
            case ScopeLabel::all: return Slot::scope_all;
        }
        return Slot::scope_few;
    }
};

const RecordedFact* replacement_of(const Record& record, const RecordedFact& fact) {
    for (const RecordedFact& other : record.facts) {
        if (other.fact.replaces == fact.fact.id) return &other;
    }
    return nullptr;
}

// Was the fact in force when event `seq` had just happened?
bool held_at(const Record& record, const RecordedFact& fact, std::int64_t seq) {
    if (fact.seq > seq || (fact.retracted_seq != 0 && fact.retracted_seq <= seq)) return false;
    const RecordedFact* by = replacement_of(record, fact);
    return by == nullptr || by->seq > seq;
}

// Kinds of which only the newest is said.
bool newest_counts(const FactBody& body) {
    return std::holds_alternative<Scope>(body) || std::holds_alternative<Cause>(body) ||
           std::holds_alternative<Eta>(body) || std::holds_alternative<Started>(body) ||
           std::holds_alternative<Ended>(body) || std::holds_alternative<DataLoss>(body) ||
           std::holds_alternative<Security>(body);
}

// Was the fact ever a sentence of its own that can turn out wrong? What is done or checked stays done.
bool was_a_claim(const RecordedFact& fact) {
    if (says_unknown(fact)) return false;
    if (!is_confirmed(fact) && std::holds_alternative<Unaffected>(fact.fact.body)) return false;
    return !std::holds_alternative<Ended>(fact.fact.body) && !std::holds_alternative<Prevention>(fact.fact.body);
}

bool is_worth_recalling(const RecordedFact& fact, const RecordedFact& by) {
    if (std::holds_alternative<Action>(fact.fact.body) || std::holds_alternative<Verification>(fact.fact.body))
        return false;
    if (std::holds_alternative<Cause>(fact.fact.body) && !is_confirmed(fact)) return false;  // "not confirmed" was said
    return fact.fact.body != by.fact.body || is_confirmed(fact) != is_confirmed(by);
}

bool answered_no(const RecordedFact* fact) {
    if (fact == nullptr) return false;
    if (const auto* loss = std::get_if<DataLoss>(&fact->fact.body))
        return loss->answer == Answer::no && is_confirmed(*fact);
    const auto* security = std::get_if<Security>(&fact->fact.body);
    return security != nullptr && security->incident == Answer::no && is_confirmed(*fact);
}

bool answered_yes(const RecordedFact* fact) {
    if (fact == nullptr) return false;
    if (const auto* loss = std::get_if<DataLoss>(&fact->fact.body)) return loss->answer == Answer::yes;
    const auto* security = std::get_if<Security>(&fact->fact.body);
    return security != nullptr && security->incident == Answer::yes;
}

}  // namespace

Line fact_line(const RecordedFact& fact, bool whole_minutes) {
    Line line;
    line.facts.push_back(fact.fact.id);
    line.unconfirmed = !is_confirmed(fact);
    std::visit(FactWriter{line, fact, whole_minutes}, fact.fact.body);
    return line;
}

const Promised* promise_for(const UpdatePublished& update, ChannelKind audience) {
    for (const Promised& promised : update.audiences) {
        if (promised.audience == audience) return &promised;
    }
    return nullptr;
}

bool is_confirmed(const RecordedFact& fact) {
    return fact.fact.confidence == Confidence::confirmed;
}

bool tells_scope(const Scope& scope) {
    return scope.label != ScopeLabel::unknown || scope.count || scope.fraction;
}

bool shows_impact(const RecordedFact& fact) {
    if (!is_confirmed(fact)) return false;
    const FactBody& body = fact.fact.body;
    if (const auto* scope = std::get_if<Scope>(&body)) return tells_scope(*scope) && scope->count != 0;
    return std::holds_alternative<Symptom>(body) || std::holds_alternative<Cause>(body) ||
           std::holds_alternative<Started>(body);
}

bool impact_confirmed(const Record& record, std::int64_t seq) {
    if (record.origin == Origin::staff || record.origin == Origin::monitoring) return true;
    return std::any_of(record.facts.begin(), record.facts.end(),
                       [&](const RecordedFact& fact) { return shows_impact(fact) && held_at(record, fact, seq); });
}

const RecordedFact* newest_of_kind(const Record& record, std::size_t kind, std::int64_t seq) {
    const RecordedFact* newest = nullptr;
    for (const RecordedFact& fact : record.facts) {
        if (fact.fact.body.index() == kind && held_at(record, fact, seq)) newest = &fact;
    }
    return newest;
}

Slot opening_slot(Origin origin, bool confirmed) {
    switch (origin) {
        case Origin::staff: return Slot::opening_staff;
        case Origin::monitoring: return Slot::opening_monitoring;
        case Origin::customer_report: return confirmed ? Slot::opening_reported_confirmed : Slot::opening_reported;
        case Origin::third_party: return confirmed ? Slot::opening_third_party_confirmed : Slot::opening_third_party;
    }
    return Slot::opening_staff;
}

bool says_unknown(const RecordedFact& fact) {
    const FactBody& body = fact.fact.body;
    if (const auto* scope = std::get_if<Scope>(&body)) return !tells_scope(*scope);
    if (const auto* loss = std::get_if<DataLoss>(&body)) return loss->answer == Answer::unknown;
    if (const auto* security = std::get_if<Security>(&body)) return security->incident == Answer::unknown;
    return false;
}

std::vector<std::string_view> unknown_parts(const Record& record, Time now, bool closing) {
    std::vector<std::string_view> parts;
    const RecordedFact* scope = current_fact<Scope>(record);
    const RecordedFact* eta = current_fact<Eta>(record);
    const RecordedFact* loss = current_fact<DataLoss>(record);
    const RecordedFact* security = current_fact<Security>(record);
    if (current_fact<Cause>(record) == nullptr) parts.emplace_back("cause");
    if (scope == nullptr || !tells_scope(std::get<Scope>(scope->fact.body))) parts.emplace_back("scope");
    // At the end the start that is missing leaves open how long it was, too.
    if (current_fact<Started>(record) == nullptr) parts.emplace_back(closing ? "duration" : "start");
    const bool ended = closing || current_fact<Ended>(record) != nullptr;
    if (!ended && (eta == nullptr || std::get<Eta>(eta->fact.body).latest < now)) parts.emplace_back("end");
    // At the end whether data was lost is always answered; before, once somebody has asked.
    if ((closing || loss != nullptr) && !answered_no(loss) && !answered_yes(loss)) parts.emplace_back("data_loss");
    if (security != nullptr && !answered_no(security) && !answered_yes(security)) parts.emplace_back("attack");
    return parts;
}

FactChange change_since(const Record& record, const RecordedFact& fact, std::int64_t seq) {
    if (!was_a_claim(fact) || !held_at(record, fact, seq)) return {};
    const std::size_t kind = fact.fact.body.index();
    if (newest_counts(fact.fact.body) && newest_of_kind(record, kind, seq) != &fact) return {};
    if (fact.retracted_seq > seq) return {FactChange::retracted, nullptr};
    const RecordedFact* by = replacement_of(record, fact);
    if (by == nullptr && newest_counts(fact.fact.body)) by = newest_of_kind(record, kind, record.version);
    if (by == nullptr || by == &fact || !is_worth_recalling(fact, *by)) return {};
    return {FactChange::replaced, by};
}

}  // namespace candor
