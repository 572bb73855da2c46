// The held-out texts: block precision and recall over all of them, and every pair of records told apart.
#include "tests/honesty/rig.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>
#include <yaml-cpp/yaml.h>

using namespace candor;
using namespace candor::honesty;

namespace {

boost::json::value to_json_value(const YAML::Node& node) {
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
    double number = 0;
    if (node.Tag() != "!" && YAML::convert<double>::decode(node, number)) return number;
    return boost::json::value(node.Scalar());
}

struct Score {
    int right = 0, wrong = 0, missed = 0;
};

std::set<std::string> blocks(const std::string& text, const test::Given& given) {
    std::set<std::string> rules;
    for (const Finding& finding : test::findings(text, given)) {
        if (finding.severity == Severity::block) rules.insert(finding.rule);
    }
    return rules;
}

}  // namespace

TEST_CASE("held-out texts: block precision at least 0.95, recall at least 0.85, and every pair told apart") {
    const std::string file = GENERATE("tests/honesty/holdout.yaml", "tests/honesty/holdout2.yaml", "tests/honesty/holdout3.yaml");
    const auto root = YAML::Load(test::read_file(file));
    Score score;
    std::map<std::string, std::set<std::string>> outcomes;
    std::map<std::string, int> expected_outcomes;
    for (const auto& item : root) {
        test::Given given;
        given.phase = parse_phase(item["phase"].Scalar());
        if (item["record"]) given.record = boost::json::serialize(to_json_value(item["record"]));
        const auto text = item["text"].Scalar();
        const auto found = blocks(text, given);
        std::set<std::string> expected;
        for (const auto& rule : item["block"]) expected.insert(rule.Scalar());
        for (const auto& rule : found) {
            if (expected.contains(rule)) ++score.right;
            else {
                ++score.wrong;
                std::cout << "holdout: " << rule << " wrongly in: " << text << "\n";
            }
        }
        for (const auto& rule : expected) {
            if (found.contains(rule)) continue;
            ++score.missed;
            std::cout << "holdout: " << rule << " missed in: " << text << "\n";
        }
        std::string outcome;
        for (const auto& rule : found) outcome += rule + " ";
        outcomes[text].insert(outcome);
        ++expected_outcomes[text];
    }
    const double precision = static_cast<double>(score.right) / std::max(1, score.right + score.wrong);
    const double recall = static_cast<double>(score.right) / std::max(1, score.right + score.missed);
    std::cout << file << ": " << root.size() << " texts, block precision " << precision << ", recall " << recall << "\n";
    CHECK(precision >= 0.95);
    CHECK(recall >= 0.85);
    for (const auto& [text, seen] : outcomes) {
        CAPTURE(text);
        if (expected_outcomes[text] > 1) CHECK(seen.size() > 1);
    }
}
