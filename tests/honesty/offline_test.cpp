// `candor check --record` and `candor rules`, without a daemon: exit codes, the JSON and the refusals.
#include "daemon/ctl/check/check.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <unistd.h>

using namespace candor::ctl;

namespace {

const std::string data_dir = std::string(CANDOR_SOURCE_DIR) + "/etc/honesty";

class RecordFile {
public:
    explicit RecordFile(const std::string& json) : path_("honesty_record_" + std::to_string(::getpid()) + ".json") {
        std::ofstream(path_) << json;
    }
    ~RecordFile() { std::remove(path_.c_str()); }
    RecordFile(const RecordFile&) = delete;
    RecordFile& operator=(const RecordFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

CheckOptions options(const std::string& text, const std::string& record = {}) {
    CheckOptions chosen;
    chosen.honesty_dir = data_dir;
    chosen.text = text;
    chosen.record = record;
    chosen.json = true;
    return chosen;
}

}  // namespace

TEST_CASE("a blocked text exits 1 and says what, where and what to say instead") {
    const RecordFile record(R"({"next_update_at": "2026-03-02T15:30:00Z"})");
    const auto outcome = check_offline(options("We'll have this resolved shortly", record.path()));
    CHECK(outcome.exit_code == 1);
    const auto found = boost::json::parse(outcome.out).as_array();
    REQUIRE(found.size() == 1);
    CHECK(found[0].at("rule") == "HON-101");
    CHECK(std::string(found[0].at("fix").as_string()).find("15:30 UTC") != std::string::npos);
}

TEST_CASE("the same text with another record exits 0") {
    const RecordFile verified(R"({"verification": {"result": "passed"}})");
    CHECK(check_offline(options("This incident has been resolved.", verified.path())).exit_code == 0);
    CHECK(check_offline(options("This incident has been resolved.")).exit_code == 1);
}

TEST_CASE("an empty finding list is an empty JSON array") {
    CHECK(check_offline(options("We are rolling back the last deploy.")).out == "[]\n");
}

TEST_CASE("the phase decides which elements are asked for, and the whole statement must have them itself") {
    auto whole = options("Card payments fail.");
    whole.phase = "investigating";
    CHECK(check_offline(whole).exit_code == 0);
    whole.whole = true;
    CHECK(check_offline(whole).exit_code == 1);
}

TEST_CASE("bad input exits 2 with a sentence that says what mends it") {
    const RecordFile broken(R"({"scope": {"fraction": 12}})");
    const auto record = check_offline(options("x", broken.path()));
    CHECK(record.exit_code == 2);
    CHECK(record.err.find("scope.fraction must be a number from 0 to 1") != std::string::npos);
    auto phase = options("x");
    phase.phase = "confused";
    CHECK(check_offline(phase).exit_code == 2);
    auto language = options("x");
    language.lang = "../en";
    CHECK(check_offline(language).exit_code == 2);
    language.lang = "xx";
    CHECK(check_offline(language).err.find("nothing was checked") != std::string::npos);
    CHECK(check_offline(options("x", "/nonexistent.json")).exit_code == 2);
}

TEST_CASE("rules are listed and explained") {
    CHECK(list_rules(data_dir).out.find("HON-401  block      resolved.unverified") != std::string::npos);
    CHECK(explain_rule(data_dir, "HON-101").out.find("Legitimate if:") != std::string::npos);
    CHECK(explain_rule(data_dir, "eta.vague").exit_code == 0);
    CHECK(explain_rule(data_dir, "HON-999").exit_code == 2);
}
