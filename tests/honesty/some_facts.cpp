#include "tests/honesty/some_facts.hpp"

#include "tests/honesty/rig.hpp"

#include <yaml-cpp/yaml.h>

namespace candor::story {

using namespace std::chrono_literals;

namespace {

using Sayings = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

const Sayings& sayings() {
    static const Sayings loaded = YAML::Load(honesty::test::read_file("tests/honesty/sayings.yaml")).as<Sayings>();
    return loaded;
}

Time minutes_before(Time now, std::size_t minutes) {
    return now - std::chrono::minutes{static_cast<int>(minutes)};
}

std::optional<Time> later(std::optional<Time> time) {
    return time ? std::optional(*time + 17min) : std::nullopt;
}

// One thing about a fact changed: what is sure to make it another statement.
struct Changer {
    SomeFacts& some;

    std::string other(const std::string& field, const std::string& than) const {
        std::string text = some.saying(field);
        while (text == than) text = some.saying(field);
        return text;
    }

    void operator()(Symptom& fact) const { fact.text = other("symptom", fact.text); }
    void operator()(Cause& fact) const { fact.text = other("cause", fact.text); }
    void operator()(Workaround& fact) const { fact.text = other("workaround", fact.text); }
    void operator()(Action& fact) const {
        if (some.chance(50)) fact.done = !fact.done;
        else fact.text = other("action", fact.text);
    }
    void operator()(Scope& fact) const {
        if (fact.fraction && *fact.fraction < 0.5) *fact.fraction += 0.31;
        else if (fact.fraction) *fact.fraction -= 0.31;
        else if (fact.count) *fact.count += 1234;
        else fact.label = static_cast<ScopeLabel>((static_cast<int>(fact.label) + 1) % 5);
    }
    void operator()(Eta& fact) const { fact.latest += 34min; }
    void operator()(Verification& fact) const {
        if (some.chance(50)) fact.passed = !fact.passed;
        else fact.method = other("verification", fact.method);
    }
    void operator()(Started& fact) const { fact.time -= 23min; }
    void operator()(Ended& fact) const { fact.time -= 7min; }
    void operator()(DataLoss& fact) const { change(fact.answer, fact.method); }
    void operator()(Security& fact) const { change(fact.incident, fact.method); }
    void operator()(Unaffected& fact) const { fact.subject = other("subject", fact.subject); }
    void operator()(ThirdParty& fact) const {
        if (fact.due) fact.due = later(fact.due);
        else fact.commitment = other("commitment", fact.commitment);
    }
    void operator()(Prevention& fact) const { fact.text = other("prevention", fact.text); }

    void change(Answer& answer, std::string& method) const {
        answer = static_cast<Answer>((static_cast<int>(answer) + 1) % 3);
        if (method.empty()) method = some.saying("method");
    }
};

}  // namespace

const std::string& SomeFacts::saying(const std::string& field) {
    const auto& list = sayings().at(language_).at(field);
    return list[below(list.size())];
}

std::string SomeFacts::title() {
    return saying("title");
}

NewFact SomeFacts::fact(const Record& record, Time now) {
    NewFact made{body(record, now), chance(70) ? Confidence::confirmed : Confidence::suspected, std::nullopt};
    if (record.facts.empty() || !chance(25)) return made;
    // Most replacements are of the same kind.
    const RecordedFact& old = record.facts[below(record.facts.size())];
    if (!old.current) return made;
    made.replaces = old.fact.id;
    if (chance(80)) made.body = changed(old.fact.body);
    return made;
}

std::vector<NewFact> SomeFacts::facts(const Record& record, Time now, std::size_t most) {
    std::vector<NewFact> facts;
    for (std::size_t i = below(most + 1); i > 0; --i) facts.push_back(fact(record, now));
    for (std::size_t i = 1; i < facts.size(); ++i) facts[i].replaces.reset();  // one fact is replaced once
    return facts;
}

FactBody SomeFacts::body(const Record& record, Time now) {
    const Time past = record.version == 0 ? minutes_before(now, 5 + below(60)) : minutes_before(record.declared_at, below(60));
    const auto answer = static_cast<Answer>(below(3));
    const auto due = chance(50) ? std::optional(now + std::chrono::minutes{static_cast<int>(20 + below(200))}) : std::nullopt;
    switch (below(std::variant_size_v<FactBody>)) {
        case 0: return Symptom{saying("symptom")};
        case 1: return scope();
        case 2: return Cause{saying("cause"), static_cast<CauseCategory>(below(5)), chance(30) ? saying("party") : ""};
        case 3: return Workaround{saying("workaround")};
        case 4: return Action{saying("action"), chance(40)};
        case 5: {
            const Time latest = now + std::chrono::minutes{static_cast<int>(5 + below(240))};
            return Eta{chance(40) ? std::optional(latest - 5min) : std::nullopt, latest, saying("basis")};
        }
        case 6: return Verification{saying("verification"), chance(60)};
        case 7: return Started{past};
        case 8: return Ended{minutes_before(now, below(20))};
        case 9: return DataLoss{answer, answer == Answer::no || chance(50) ? saying("method") : ""};
        case 10: return Unaffected{saying("subject"), saying("method")};
        case 11: return Security{answer, answer == Answer::no || chance(50) ? saying("method") : ""};
        case 12: return ThirdParty{saying("party"), saying("commitment"), due};
        default: return Prevention{saying("prevention"), "operations", due};
    }
}

Scope SomeFacts::scope() {
    Scope scope{static_cast<ScopeLabel>(below(5)), {}, {}, chance(30) ? saying("method") : ""};
    if (chance(30)) scope.count = static_cast<std::int64_t>(1 + below(500'000));
    if (chance(30)) scope.fraction = static_cast<double>(1 + below(1000)) / 1000;
    return scope;
}

FactBody SomeFacts::changed(FactBody body) {
    std::visit(Changer{*this}, body);
    return body;
}

}  // namespace candor::story
