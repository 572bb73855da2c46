#include "core/honesty/engine.hpp"

#include "core/honesty/fixtures.hpp"

namespace candor::honesty {

namespace {

const std::string* find(const std::map<std::string, std::string>& files, const std::string& name) {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : &found->second;
}

Phase phase_of(Status status) {
    switch (status) {
        case Status::investigating: return Phase::investigating;
        case Status::identified: return Phase::identified;
        case Status::monitoring: return Phase::monitoring;
        case Status::resolved: return Phase::resolved;
        case Status::closed: return Phase::closed;
        case Status::withdrawn: return Phase::withdrawn;
    }
    return Phase::investigating;
}

UpdateKind kind_of(candor::UpdateKind kind) {
    switch (kind) {
        case candor::UpdateKind::first: return UpdateKind::first;
        case candor::UpdateKind::progress: return UpdateKind::progress;
        case candor::UpdateKind::holding: return UpdateKind::holding;
        case candor::UpdateKind::correction:
        case candor::UpdateKind::withdrawal: return UpdateKind::correction;
        case candor::UpdateKind::resolution: return UpdateKind::resolution;
    }
    return UpdateKind::progress;
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

void read_history(Evidence& evidence, const Record& record, const std::vector<std::string>& said) {
    for (std::size_t i = 0; i < record.updates.size() && i < said.size(); ++i) {
        PreviousUpdate previous;
        previous.text = said[i];
        previous.at = record.updates[i].at;
        previous.phase = phase_of(record.updates[i].status);
        evidence.previous_updates.push_back(std::move(previous));
    }
    for (const auto& [audience, clock] : record.clocks) {
        if (!evidence.next_update_at || clock.due < *evidence.next_update_at) evidence.next_update_at = clock.due;
    }
}

}  // namespace

Result<Engine> load_engine(const std::map<std::string, std::string>& files, const std::vector<std::string>& languages,
                           Strictness strictness) {
    const std::string* rules = find(files, "rules.yaml");
    if (rules == nullptr) return Error(ErrorCode::invalid_lexicon, "There is no rules.yaml in the honesty folder.", "honesty.directory");
    auto catalogue = load_catalogue(*rules, "rules.yaml");
    if (!catalogue) return catalogue.error();
    Engine engine{std::move(*catalogue), {}, strictness};
    for (const std::string& language : languages) {
        const std::string name = language + ".yaml";
        const std::string fixtures_name = "tests/" + name;
        const std::string* text = find(files, name);
        if (text == nullptr) continue;
        const std::string* fixtures = find(files, fixtures_name);
        if (fixtures == nullptr) return Error(ErrorCode::invalid_lexicon, name + ": there is no " + fixtures_name + " beside it.", "honesty.directory");
        auto lexicon = load_checked_lexicon({*text, name, *fixtures, fixtures_name}, engine.catalogue);
        if (!lexicon) return lexicon.error();
        engine.lexicons.emplace(language, std::move(*lexicon));
    }
    return engine;
}

Evidence evidence_of(const Record& record, const std::vector<std::string>& said, Time now) {
    Evidence evidence;
    evidence.incident = record.id.str();
    evidence.kind = "incident";
    evidence.owner = record.owner;
    evidence.severity = static_cast<Impact>(record.impact);
    evidence.impact_confirmed = record.origin != Origin::customer_report || !current_facts<Symptom>(record).empty();
    for (const ComponentId& component : record.components) evidence.components.push_back({component.str(), "", std::nullopt});
    evidence.now = now;
    evidence.detected_at = record.declared_at;
    FactReader reader(evidence);
    for (const RecordedFact& recorded : record.facts) {
        if (recorded.current) reader.read(recorded.fact);
    }
    read_history(evidence, record, said);
    return evidence;
}

std::vector<Finding> check_words(const Engine& engine, std::string_view language, std::string_view words, candor::UpdateKind kind,
                                 const Record& record, const std::vector<std::string>& said, Time now, const TimeZone& zone) {
    const auto lexicon = engine.lexicons.find(language);
    if (lexicon == engine.lexicons.end() || words.empty()) return {};
    const Evidence evidence = evidence_of(record, said, now);
    CheckInput input;
    input.text = words;
    input.evidence = &evidence;
    input.phase = phase_of(record.status);
    input.kind = kind_of(kind);
    input.form = Form::words;
    input.strictness = engine.strictness;
    input.now = now;
    input.zone = &zone;
    return check(input, lexicon->second, engine.catalogue);
}

}  // namespace candor::honesty
