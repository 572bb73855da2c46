// Which words the plan wants somebody to see first.
#include "core/plan/approval.hpp"
#include "tests/core/plan_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

const plan::Situation serious{Impact::critical, ScopeLabel::all, CauseCategory::unknown};

Result<std::optional<ApprovalNeed>> need(const std::string& words, const std::string& ask = {}, const std::string& author = "comms-lead") {
    static const plan::Plan shop = plan_of(shipped_plan("web-shop"));
    return plan::approval_need(shop, serious, {words, ask, author});
}

}  // namespace

TEST_CASE("a word is found whatever its case and its borders, and not inside another word") {
    CHECK(plan::names("Personal  data was read.", "personal data"));
    CHECK(plan::names("We saw breaches.", "breach*"));
    CHECK_FALSE(plan::names("We saw breaches.", "breach"));
    CHECK_FALSE(plan::names("The fireplace", "fire"));
    CHECK(plan::names("Fire, and smoke", "fire"));
    CHECK(plan::names("ÜBERFALL", "überfall"));
    CHECK_FALSE(plan::names("anything", "*"));
    CHECK_FALSE(plan::names("", "fire"));
}

TEST_CASE("words of a class, or words whose author wants to ask, wait for its approvers", "[S2.17]") {
    REQUIRE(need("Card payments fail.").has_value());
    CHECK_FALSE(need("Card payments fail.")->has_value());
    const auto security = *need("Personal data may have been read.");
    REQUIRE(security.has_value());
    CHECK(security->classes == std::vector<std::string>{"security"});
    CHECK(security->approvers == std::vector<std::string>{"security-lead", "duty-manager"});
    CHECK(security->holding_after == 10min);
    const auto asked = *need("Card payments fail.", "legal");
    REQUIRE(asked.has_value());
    CHECK(asked->classes == std::vector<std::string>{"legal"});
}

TEST_CASE("several classes are one question, within the shortest of their times") {
    const auto both = *need("Personal data may have been read; we have told the authorities.");
    REQUIRE(both.has_value());
    CHECK(both->classes == std::vector<std::string>{"security", "legal"});
    CHECK(both->approvers == std::vector<std::string>{"security-lead", "duty-manager", "legal-counsel"});
    CHECK(both->holding_after == 10min);
}

TEST_CASE("what an approver says waits for nobody of that class, unless they ask") {
    CHECK(need("Card payments fail.", "security", "security-lead")->has_value());
    CHECK_FALSE(need("Personal data may have been read.", "", "security-lead")->has_value());
}

TEST_CASE("a class that the situation does not ask is refused, with those that it does") {
    const auto refused = need("Card payments fail.", "press");
    REQUIRE(refused.has_error());
    CHECK(refused.error().field() == "ask");
    CHECK_THAT(refused.error().mend(), Contains("security"));
}
