#include "tests/honesty/scoring.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>
#include <set>
#include <yaml-cpp/yaml.h>

namespace candor::honesty::test {

namespace {


boost::json::value to_json_value(const YAML::Node& node) {
    if (node.IsNull()) return nullptr;
    if (node.IsMap()) {
        boost::json::object object;
        for (const auto& entry : node) object[entry.first.Scalar()] = to_json_value(entry.second);
        return object;
    }
    if (node.IsSequence()) {
        boost::json::array list;
        for (const auto& item : node) list.push_back(to_json_value(item));
        return list;
    }
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") return boost::json::value(text);
    if (text == "true" || text == "false") return text == "true";
    double number = 0;
    if (YAML::convert<double>::decode(node, number)) return number;
    return boost::json::value(text);
}

using Rules = std::set<std::string>;

// The blocking rules, each with the words it found: 'HON-101 "shortly"'.
std::map<std::string, std::string> blocks(const std::string& text, const Given& given) {
    std::map<std::string, std::string> rules;
    for (const Finding& finding : findings(text, given)) {
        if (finding.severity != Severity::block) continue;
        const auto quote = fold(text, {}).quote({static_cast<std::uint32_t>(finding.start), static_cast<std::uint32_t>(finding.end)});
        rules[finding.rule] += " \"" + quote + "\"";
    }
    return rules;
}

Given given_of(const YAML::Node& item, const std::string& language) {
    Given given;
    given.language = language;
    given.phase = parse_phase(item["phase"].Scalar());
    if (item["kind"]) given.kind = parse_update_kind(item["kind"].Scalar()).value();
    if (item["record"]) given.record = boost::json::serialize(to_json_value(item["record"]));
    return given;
}

}  // namespace

Scored score_of(const std::string& yaml, const std::string& language) {
    Scored result;
    std::map<std::string, std::set<std::pair<Rules, Rules>>> by_text;  // expected, found
    for (const auto& item : YAML::Load(yaml)) {
        ++result.texts;
        const auto text = item["text"].Scalar();
        const auto given = given_of(item, language);
        const auto found = blocks(text, given);
        Rules expected;
        for (const auto& rule : item["block"]) expected.insert(rule.Scalar());
        Rules seen;
        const auto list = [&](const char* what, const std::string& rule, const std::string& quote) {
            result.listing.push_back(rule + " " + what + quote + " in: " + text + "   " + given.record);
        };
        for (const auto& [rule, quote] : found) {
            seen.insert(rule);
            if (expected.contains(rule)) continue;
            ++result.all.wrong, ++result.by_rule[rule].wrong;
            list("wrongly", rule, quote);
        }
        for (const auto& rule : expected) {
            const auto count = seen.contains(rule) ? &Score::right : &Score::missed;
            ++(result.all.*count), ++(result.by_rule[rule].*count);
            if (!seen.contains(rule)) list("missed", rule, "");
        }
        by_text[text].insert({expected, seen});
    }
    for (const auto& [text, outcomes] : by_text) {
        std::set<Rules> wanted, got;
        for (const auto& [expected, seen] : outcomes) wanted.insert(expected), got.insert(seen);
        if (wanted.size() > got.size()) result.not_told_apart.push_back(text);
    }
    return result;
}

void print(const std::string& name, const Scored& result) {
    std::cout << name << ": " << result.texts << " texts, " << result.all.right << " right, " << result.all.wrong << " wrong, " << result.all.missed
              << " missed: block precision " << result.all.precision() << ", recall " << result.all.recall() << ", not told apart "
              << result.not_told_apart.size() << "\n";
    if (std::getenv("CANDOR_HOLDOUT_LIST") == nullptr) return;
    for (const auto& [rule, one] : result.by_rule) std::cout << "  " << rule << " +" << one.right << " wrong " << one.wrong << " missed " << one.missed << "\n";
    for (const auto& line : result.listing) std::cout << "  " << line << "\n";
    for (const auto& text : result.not_told_apart) std::cout << "  not told apart: " << text << "\n";
}

}  // namespace candor::honesty::test
