// Facts as people record them, made up from a seed: same seed, same facts. Honest ones, in the language of the organisation.
#pragma once

#include "core/incident/command.hpp"
#include "core/incident/record.hpp"

#include <random>
#include <string>

namespace candor::story {

class SomeFacts {
public:
    SomeFacts(std::uint64_t seed, std::string language) : random_(seed), language_(std::move(language)) {}

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

    // One of the sayings of that field: "symptom", "cause", "words", ...
    const std::string& saying(const std::string& field);
    std::string title();
    // Something that could be recorded in this incident now.
    NewFact fact(const Record& record, Time now);
    std::vector<NewFact> facts(const Record& record, Time now, std::size_t most);
    // The same fact, with one thing about it changed.
    FactBody changed(FactBody body);

private:
    FactBody body(const Record& record, Time now);
    Scope scope();

    std::mt19937_64 random_;
    std::string language_;
};

}  // namespace candor::story
