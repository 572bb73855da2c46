// Answers of the API that the command line's tests show to people, in golden/ctl: CANDOR_UPDATE_GOLDEN=1 writes them anew.
#pragma once

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace candor::test {

namespace json = boost::json;

// The version of the rules is that of today's lexicons: it says nothing of the review.
inline void forget_rules(json::value& value) {
    if (auto* object = value.if_object()) {
        if (auto* rules = object->if_contains("rules"); rules != nullptr && rules->is_string()) *rules = "of the day";
        for (auto& member : *object) forget_rules(member.value());
    } else if (auto* array = value.if_array()) {
        for (json::value& item : *array) forget_rules(item);
    }
}

inline void check_golden(const std::string& name, json::value value) {
    forget_rules(value);
    const std::string path = std::string(CANDOR_SOURCE_DIR) + "/tests/daemon/golden/ctl/" + name + ".json";
    if (std::getenv("CANDOR_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << json::serialize(value) << "\n";
    std::ifstream in(path);
    std::stringstream expected;
    expected << in.rdbuf();
    INFO(path << "\n" << json::serialize(value));
    boost::system::error_code failure;
    const json::value golden = json::parse(expected.str(), failure);
    REQUIRE_FALSE(failure);
    CHECK(value == golden);
}

}  // namespace candor::test
