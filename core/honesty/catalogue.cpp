#include "core/honesty/catalogue.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace candor::honesty {

namespace {

struct BadCatalogue {
    int line;
    std::string path;
    std::string why;
};

std::string field(const YAML::Node& node, const std::string& path, const char* key, bool required) {
    const auto value = node[key];
    if (!value || value.IsNull()) {
        if (required) throw BadCatalogue{node.Mark().line + 1, path + "." + key, "is missing"};
        return {};
    }
    if (!value.IsScalar()) throw BadCatalogue{value.Mark().line + 1, path + "." + key, "must be a text"};
    return value.Scalar();
}

Severity severity_of(const YAML::Node& node, const std::string& path) {
    const auto word = field(node, path, "severity", true);
    for (const auto severity : {Severity::suggestion, Severity::warn, Severity::block}) {
        if (severity_name(severity) == word) return severity;
    }
    throw BadCatalogue{node["severity"].Mark().line + 1, path + ".severity", "must be block, warn or suggestion"};
}

Rule read_rule(const YAML::Node& node, const std::string& path) {
    Rule rule;
    rule.id = field(node, path, "id", true);
    rule.name = field(node, path, "name", true);
    rule.severity = severity_of(node, path);
    rule.detects = field(node, path, "detects", true);
    rule.why = field(node, path, "why", true);
    rule.legitimate_if = field(node, path, "legitimate_if", true);
    rule.fact = field(node, path, "fact", false);
    rule.command = field(node, path, "command", false);
    rule.bad = field(node, path, "bad", true);
    rule.good = field(node, path, "good", true);
    return rule;
}

std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += c == '\n' ? ' ' : c;
    }
    return escaped;
}

}  // namespace

std::string_view severity_name(Severity severity) {
    switch (severity) {
    case Severity::suggestion: return "suggestion";
    case Severity::warn: return "warn";
    case Severity::block: return "block";
    }
    return "warn";
}

const Rule* Catalogue::find(std::string_view id) const {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.id == id || rule.name == id; });
    return found == rules.end() ? nullptr : &*found;
}

Result<Catalogue> load_catalogue(std::string_view yaml, std::string_view name) {
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        if (!root.IsSequence()) throw BadCatalogue{1, "", "must be a list of rules"};
        Catalogue catalogue;
        for (std::size_t i = 0; i < root.size(); ++i) catalogue.rules.push_back(read_rule(root[i], fmt::format("[{}]", i)));
        return catalogue;
    } catch (const BadCatalogue& bad) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: {}: {}", name, bad.line, bad.path, bad.why), bad.path);
    } catch (const YAML::Exception& broken) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: : {}", name, broken.mark.line + 1, broken.msg));
    }
}

std::string rules_markdown(const Catalogue& catalogue) {
    std::string text =
        "# The honesty rules\n\nGenerated from etc/honesty/rules.yaml; a test fails when they differ. "
        "Block: not published, the facts-only text goes out instead. Warn: the author may override it with a reason. "
        "Suggestion: only shown.\n\n"
        "| rule | name | severity | detects | why | legitimate if | not so | but so |\n|---|---|---|---|---|---|---|---|\n";
    for (const Rule& rule : catalogue.rules) {
        text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", rule.id, rule.name, severity_name(rule.severity), cell(rule.detects),
                            cell(rule.why), cell(rule.legitimate_if), cell(rule.bad), cell(rule.good));
    }
    return text;
}

std::string rules_table(const Catalogue& catalogue) {
    std::string text;
    for (const Rule& rule : catalogue.rules) {
        text += fmt::format("{:<8} {:<10} {:<28} {}\n", rule.id, severity_name(rule.severity), rule.name, rule.detects);
    }
    return text;
}

std::string explain_rule(const Rule& rule) {
    std::string text = fmt::format("{} {} ({})\n\nDetects: {}\nWhy: {}\nLegitimate if: {}\n", rule.id, rule.name, severity_name(rule.severity),
                                   rule.detects, rule.why, rule.legitimate_if);
    if (!rule.command.empty()) text += fmt::format("Record it: {}\n", rule.command);
    text += fmt::format("\nNot so:  {}\nBut so:  {}\n", rule.bad, rule.good);
    return text;
}

}  // namespace candor::honesty
