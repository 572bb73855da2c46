// The record of a live incident in the form that the rules read.
#include "core/honesty/engine.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

Phase phase_of(Status status) {
    switch (status) {
        case Status::investigating: return Phase::investigating;
        case Status::identified: return Phase::identified;
        case Status::monitoring: return Phase::monitoring;
        case Status::resolved: return Phase::resolved;
        case Status::closed: return Phase::closed;
        case Status::withdrawn: return Phase::withdrawn;
        case Status::scheduled: return Phase::scheduled;
        case Status::in_progress: return Phase::in_progress;
        case Status::verifying: return Phase::verifying;
        case Status::completed: return Phase::completed;
    }
    return Phase::investigating;
}

Answer answer_of(candor::Answer answer) {
    switch (answer) {
        case candor::Answer::yes: return Answer::yes;
        case candor::Answer::no: return Answer::no;
        case candor::Answer::unknown: return Answer::unknown;
    }
    return Answer::unknown;
}

// Puts each fact that holds where the rules look for it.
class FactReader {
public:
    explicit FactReader(Evidence& evidence) : evidence_(evidence) {}

    void read(const Fact& fact) {
        fact_ = &fact;
        std::visit(*this, fact.body);
    }

    void operator()(const candor::Symptom& symptom) { evidence_.symptoms.push_back(symptom.text); }
    void operator()(const candor::Workaround& workaround) { evidence_.workarounds.push_back(item(workaround.text)); }
    void operator()(const candor::Started& started) { evidence_.started_at = started.time; }
    void operator()(const candor::Ended& ended) { evidence_.ended_at = ended.time; }

    void operator()(const candor::Scope& scope) {
        evidence_.scope.count = scope.count;
        evidence_.scope.fraction = scope.fraction;
        if (scope.label != ScopeLabel::unknown) evidence_.scope.label = std::string(to_string(scope.label));
        evidence_.scope.as_of = fact_->at;
        evidence_.scope.method = scope.method;
    }

    void operator()(const candor::Cause& cause) {
        evidence_.cause.status = fact_->confidence == Confidence::confirmed ? Certainty::confirmed : Certainty::suspected;
        evidence_.cause.category = std::string(to_string(cause.category));
        evidence_.cause.party = cause.party;
        evidence_.cause.text = cause.text;
    }

    void operator()(const candor::Action& action) {
        (action.done ? evidence_.progress_facts : evidence_.actions).push_back(item(action.text));
    }

    void operator()(const candor::Eta& eta) {
        evidence_.eta.earliest = eta.earliest;
        evidence_.eta.latest = eta.latest;
        evidence_.eta.basis = eta.basis;
        evidence_.eta.owner = fact_->author;
        evidence_.eta.set_at = fact_->at;
    }

    void operator()(const candor::Verification& verification) {
        evidence_.verification.method = verification.method;
        evidence_.verification.by = fact_->author;
        evidence_.verification.at = fact_->at;
        evidence_.verification.passed = verification.passed;
    }

    void operator()(const candor::DataLoss& loss) {
        evidence_.data_loss.answer = answer_of(loss.answer);
        evidence_.data_loss.verified_by = fact_->author;
    }

    void operator()(const candor::Unaffected& unaffected) { evidence_.unaffected_verified.push_back(unaffected.subject); }

    void operator()(const candor::Security& security) {
        switch (security.incident) {
            case candor::Answer::no: evidence_.security = "ruled_out"; break;
            case candor::Answer::yes: evidence_.security = "confirmed"; break;
            case candor::Answer::unknown: evidence_.security = "unknown"; break;
        }
    }

    void operator()(const candor::ThirdParty& party) {
        Commitment commitment;
        commitment.party = party.party;
        commitment.text = party.commitment;
        commitment.due = party.due;
        commitment.accepted_at = fact_->at;
        evidence_.third_party_commitments.push_back(std::move(commitment));
    }

    void operator()(const candor::Prevention& prevention) {
        Item action = item(prevention.text);
        action.owner = prevention.owner;
        action.due = prevention.due;
        evidence_.prevention_actions.push_back(std::move(action));
    }

private:
    [[nodiscard]] Item item(const std::string& text) const { return {text, fact_->author, fact_->at, std::nullopt}; }

    Evidence& evidence_;
    const Fact* fact_ = nullptr;
};

// The event of the last update before the one that is being checked: it told every fact recorded until then.
std::int64_t last_told(const Record& record, const Scene& scene) {
    if (scene.told) return *scene.told;
    const std::size_t before = std::min(scene.said.size(), record.updates.size());
    return before == 0 ? 0 : record.updates[before - 1].seq;
}

// What the fact claimed, where the rules can hold it against the record as it is now.
struct ClaimReader {
    PublishedClaim claim;

    void operator()(const candor::Scope& scope) {
        claim.type = "scope";
        claim.number = scope.fraction;
        claim.value = std::string(to_string(scope.label));
    }
    void operator()(const candor::Cause& cause) {
        claim.type = "cause";
        claim.value = cause.text;
    }
    void operator()(const candor::DataLoss& loss) {
        claim.type = "data_loss";
        claim.value = std::string(to_string(loss.answer));
    }
    void operator()(const candor::Security& security) {
        claim.type = "security";
        claim.value = security.incident == candor::Answer::no ? "ruled_out" : std::string(to_string(security.incident));
    }
    void operator()(const candor::Started& started) {
        claim.type = "started_at";
        claim.time = started.time;
    }
    template <class Body>
    void operator()(const Body&) {}
};

// The first event after which the fact was no longer what is said: a retraction, a replacement, a newer one of its kind.
std::int64_t ended_by(const Record& record, const RecordedFact& recorded) {
    std::int64_t end = recorded.retracted_seq;
    for (const RecordedFact& other : record.facts) {
        const bool newer = other.seq > recorded.seq && other.fact.body.index() == recorded.fact.body.index();
        if ((other.fact.replaces == recorded.fact.id || newer) && (end == 0 || other.seq < end)) end = other.seq;
    }
    return end;
}

// What was said in public and has since been replaced; told already where an update has gone out after that.
void read_claims(Evidence& evidence, const Record& record, std::int64_t told) {
    for (const RecordedFact& recorded : record.facts) {
        if (recorded.fact.confidence != Confidence::confirmed || recorded.seq > told) continue;
        const std::int64_t end = ended_by(record, recorded);
        if (end == 0) continue;
        ClaimReader reader;
        std::visit(reader, recorded.fact.body);
        if (reader.claim.type.empty()) continue;
        reader.claim.at = recorded.fact.at;
        reader.claim.corrected = end < told;
        evidence.published_claims.push_back(std::move(reader.claim));
    }
}

// The updates before the one that is being checked: those whose text is known, and was told to those who read this one.
void read_updates(Evidence& evidence, const Record& record, const std::vector<std::string>& said) {
    for (std::size_t i = 0; i < record.updates.size() && i < said.size(); ++i) {
        if (said[i].empty()) continue;
        const PublishedUpdate& published = record.updates[i];
        PreviousUpdate previous;
        previous.text = said[i];
        previous.at = published.at;
        previous.phase = phase_of(published.status);
        previous.severity = static_cast<Impact>(published.impact);
        previous.fraction = published.fraction;
        evidence.previous_updates.push_back(std::move(previous));
    }
    for (const auto& [audience, clock] : record.clocks) {
        if (!evidence.next_update_at || clock.due < *evidence.next_update_at) evidence.next_update_at = clock.due;
    }
}

// What everybody affected gets is said in public; what one customer gets is between them and us.
void read_goodwill(Evidence& evidence, const Record& record) {
    for (const Grant& grant : record.grants) {
        const bool granted = grant.state == GrantState::granted || grant.state == GrantState::fulfilled;
        if (granted) evidence.remedies.push_back({grant.giving.remedy.text, grant.giving.owner, grant.at, grant.giving.due});
    }
}

// An incident of the past whose cause nobody knows may have been this one: it counts.
// Where this is the first on record, or nobody looked, it stays unknown.
void read_past(Evidence& evidence, const Record& record) {
    if (!record.known_since && record.similar.empty()) return;
    evidence.similar_incidents.emplace();
    for (const PastIncident& past : record.similar) {
        evidence.similar_incidents->push_back({past.title, past.at, past.cause == CauseCategory::unknown ? "" : std::string(to_string(past.cause))});
    }
    evidence.history_since = record.known_since;
    if (!record.similar.empty()) evidence.pattern = "repeating";
}

void read_components(Evidence& evidence, const Record& record, const Scene& scene) {
    for (const auto& [id, name] : scene.components) {
        const bool affected = std::find(record.components.begin(), record.components.end(), id) != record.components.end();
        if (affected) evidence.components.push_back({name, "", std::nullopt});
        else evidence.other_components.push_back(name);
    }
}

}  // namespace

Evidence evidence_of(const Record& record, const Scene& scene) {
    Evidence evidence;
    evidence.incident = record.id.str();
    evidence.phase = phase_of(record.status);
    evidence.kind = std::string(to_string(record.kind));
    if (record.kind == RecordKind::maintenance) evidence.announced_at = record.declared_at;
    evidence.organisation = scene.organisation;
    evidence.contact = scene.contact;
    evidence.owner = record.owner;
    evidence.severity = static_cast<Impact>(record.impact);
    evidence.severity_reason = record.impact_reason;
    evidence.impact_confirmed = record.origin != Origin::customer_report || !current_facts<Symptom>(record).empty();
    evidence.now = scene.now;
    evidence.detected_at = record.declared_at;
    const std::int64_t told = last_told(record, scene);
    FactReader reader(evidence);
    for (const RecordedFact& recorded : record.facts) {
        if (!recorded.current) continue;
        reader.read(recorded.fact);
        if (std::holds_alternative<candor::Eta>(recorded.fact.body)) evidence.eta.published = recorded.seq <= told;
    }
    read_components(evidence, record, scene);
    read_goodwill(evidence, record);
    read_past(evidence, record);
    read_claims(evidence, record, told);
    read_updates(evidence, record, scene.said);
    return evidence;
}

}  // namespace candor::honesty
