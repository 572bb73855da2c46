// The rules as data (etc/honesty/rules.yaml): what each detects, why, and what makes it legitimate.
#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

enum class Severity { suggestion, warn, block };

[[nodiscard]] std::string_view severity_name(Severity severity);

struct Rule {
    std::string id;             // HON-101
    std::string name;           // eta.vague
    Severity severity = Severity::warn;
    std::string detects;
    std::string why;
    std::string legitimate_if;
    std::string fact;           // the record's field that decides; empty: none does
    std::string command;        // what records it
    std::string bad;
    std::string good;
};

struct Catalogue {
    std::vector<Rule> rules;    // by id

    [[nodiscard]] const Rule* find(std::string_view id) const;  // by id or name
};

[[nodiscard]] Result<Catalogue> load_catalogue(std::string_view yaml, std::string_view name);

// docs/honesty-rules.md, and what `candor rules` and `candor rules explain HON-101` print.
[[nodiscard]] std::string rules_markdown(const Catalogue& catalogue);
[[nodiscard]] std::string rules_table(const Catalogue& catalogue);
[[nodiscard]] std::string explain_rule(const Rule& rule);

}  // namespace candor::honesty
