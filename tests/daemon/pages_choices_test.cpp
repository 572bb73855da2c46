// The page behind a recipient's own link to what they can choose.
#include "api_rig.hpp"

#include "core/link.hpp"

#include <fmt/format.h>

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

std::shared_ptr<const desk::Setup> shop_in(const std::string& language) {
    auto setup = shop_setup();
    setup->language = language;
    if (language != "en") setup->honesty = nullptr;  // of the tests' lexicons there is the English one
    return setup;
}

// An incident with two options, and a customer who has a link of their own.
class Chooser : public Office {
public:
    explicit Chooser(const std::string& language = "en") : Office(shop_in(language)) {
        room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{{"ana", "ana@example.net"}});
        incident = declare();
        offer({"Order by telephone", "Pay <by> invoice"});
        link = "/answer/" + sign({LinkPurpose::option, IncidentId(incident), 1, clock.time + 24h}, link_key);
        who = {};
    }

    void offer(json::array words) { as_staff([&] { REQUIRE(post("/api/v1/incidents/" + incident + "/options", {{"words", words}}).status == 201); }); }
    void withdraw(int number) {
        as_staff([&] { REQUIRE(post(fmt::format("/api/v1/incidents/{}/options/{}/withdraw", incident, number), {{"reason", "The line is down"}}).status == 200); });
    }
    std::optional<std::string> chosen() { return room.store.answer_of(IncidentId(incident), store::choice_question, 1); }

    std::string incident;
    std::string link;

private:
    template <class Act>
    void as_staff(Act act) {
        const http::Identity before = std::exchange(who, {"comms-lead", http::Scope::respond});
        act();
        who = before;
    }
};

}  // namespace

TEST_CASE("whoever opens the link sees what there is, and nothing is chosen by that", "[S0.21]") {
    Chooser house;
    const Reply page = house.get(house.link);
    CHECK(page.status == 200);
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK_THAT(page.text, Contains("1: Order by telephone") && Contains("2: Pay &lt;by&gt; invoice") && !Contains("<by>") && !Contains("<script"));
    CHECK_FALSE(house.chosen());
}

TEST_CASE("the first choice stands, and who chooses again is told which", "[S0.21]") {
    Chooser house;
    CHECK(house.submit(house.link, "choice=2").status == 200);
    CHECK(house.chosen() == "2");
    const Reply again = house.submit(house.link, "choice=1");
    CHECK_THAT(again.text, Contains("Pay &lt;by&gt; invoice"));
    CHECK(house.chosen() == "2");
    CHECK_THAT(house.get(house.link).text, Contains("Pay &lt;by&gt; invoice") && !Contains("value=\"1\""));
}

TEST_CASE("what is no longer offered cannot be chosen, and whoever had chosen it chooses anew, and hears why", "[S0.21]") {
    Chooser house;
    house.submit(house.link, "choice=1");
    house.withdraw(1);
    const Reply page = house.get(house.link);
    CHECK_THAT(page.text, Contains("The line is down") && Contains("value=\"2\"") && !Contains("value=\"1\""));
    CHECK(house.submit(house.link, "choice=1").status == 409);
    CHECK(house.submit(house.link, "choice=7").status == 422);
    CHECK(house.submit(house.link, "choice=2").status == 200);
    CHECK(house.chosen() == "2");
}

TEST_CASE("after the end there is nothing to choose") {
    Chooser house;
    house.who = {"comms-lead", http::Scope::respond};
    REQUIRE(house.post("/api/v1/incidents/" + house.incident + "/resolve", {{"verified", "120 test orders"}}).status == 200);
    house.who = {};
    CHECK_THAT(house.get(house.link).text, !Contains("value=\"1\""));
    CHECK(house.submit(house.link, "choice=1").status == 409);
    CHECK_FALSE(house.chosen());
}

TEST_CASE("the choice is asked for in the organisation's language") {
    Chooser house("de");
    CHECK_THAT(house.get(house.link).text, Contains("<html lang=\"de\">") && Contains("Order by telephone") && !Contains("Which"));
}
