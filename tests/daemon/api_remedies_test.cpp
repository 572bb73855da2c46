// Goodwill over the API, on a real desk and a real database: caps that hold whoever comes at once, one gift for one key,
// and what everybody may know of it.
#include "api_rig.hpp"
#include "golden_answer.hpp"

#include "tests/daemon/planned.hpp"

#include "daemon/async/task_group.hpp"

#include <fmt/format.h>

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

struct House : Office {
    House() : Office(planned_setup()) { path = "/api/v1/incidents/" + declare(); }

    Reply give(json::object more = {}, std::vector<http::Header> headers = {}) {
        json::object body{{"remedy", "voucher"}, {"to", "order 4711"}};
        for (auto& member : more) body[member.key()] = member.value();
        return post(path + "/remedies", body, std::move(headers));
    }
    Reply word(const std::string& grant, const json::object& answer) { return post(path + "/remedies/" + grant, answer); }

    std::string path;
};

Task<> give_one(desk::Desk& desk, IncidentId id, std::string to, int& granted, int& asked) {
    GrantRemedy gift;
    gift.remedy = "voucher";
    gift.to = std::move(to);
    gift.reason = "they waited";
    Command command = gift;
    const auto done = co_await desk.execute(std::move(id), std::move(command), "comms-lead");
    if (!done) co_return;
    ++(done->dossier->record.grants.back().state == GrantState::granted ? granted : asked);
}

Task<> all_at_once(asio::any_io_executor executor, desk::Desk& desk, IncidentId id, bool one_customer, int& granted, int& asked) {
    TaskGroup group(executor);
    for (int i = 0; i < 100; ++i) {
        std::string to = one_customer ? "order 4711" : fmt::format("order {}", i);
        group.spawn("gift", give_one(desk, id, std::move(to), granted, asked));
    }
    co_await group.join();
}

}  // namespace

TEST_CASE("the catalogue is shown with what is allowed here, the most worth for its cost first", "[S2.4][S3.6]") {
    House house;
    const Reply all = house.get("/api/v1/remedies");
    CHECK(all.string("/remedies/0/id") == "gift");
    CHECK(all.at("/remedies/0/allowed").is_null());
    const Reply here = house.get(house.path + "/remedies");
    CHECK_FALSE(here.at("/remedies/0/allowed").as_bool());
    CHECK(here.string("/remedies/1/id") == "voucher");
    CHECK(here.at("/remedies/1/allowed").as_bool());
    CHECK(here.string("/caps/0/incident/left_text") == "5000.00 EUR");
    const Reply refused = house.give({{"remedy", "gift"}});
    CHECK(refused.status == 409);
    CHECK_THAT(refused.text, Contains("does not allow gift in this situation") && Contains("Here the plan allows: voucher, refund"));
}

TEST_CASE("under the caps it is granted at once, and the answer says what is left", "[S3.5][S2.16]") {
    House house;
    const Reply granted = house.give();
    INFO(granted.text);
    CHECK(granted.status == 201);
    CHECK(granted.string("/grant/state") == "granted");
    CHECK(granted.string("/grant/role") == "newsroom");
    CHECK(granted.string("/grant/cost_bearer") == "organisation");
    CHECK(granted.at("/caps/0/incident/left").as_int64() == 499'600);
    const Reply given = house.word("g1", {{"answer", "given"}, {"note", "by mail"}});
    CHECK(given.string("/grant/state") == "fulfilled");
    CHECK(house.word("g1", {{"answer", "given"}}).status == 409);
}

TEST_CASE("over a cap a second person is asked, and says yes or no", "[S3.9]") {
    House house;
    for (int i = 0; i < 12; ++i) REQUIRE(house.give().status == 201);  // 48.00 of 50.00 EUR for one customer
    CHECK_THAT(house.give().text, Contains("is over the cap (customer)"));
    const Reply asked = house.give({{"reason", "they lost a day"}});
    CHECK(asked.status == 202);
    CHECK(asked.string("/grant/over/0") == "customer");
    CHECK(house.word("g13", {{"answer", "approve"}}).status == 403);
    house.who.name = "duty-manager";
    CHECK(house.word("g13", {{"answer", "approve"}}).string("/grant/answered_by") == "duty-manager");
    house.who.name = "comms-lead";
    REQUIRE(house.give({{"reason", "and another one"}}).status == 202);
    house.who.name = "duty-manager";
    CHECK(house.word("g14", {{"answer", "refuse"}, {"reason", "enough"}}).string("/grant/state") == "refused");
}

TEST_CASE("a hundred who give at once cannot exceed the cap of a customer", "[S3.9]") {
    House house;
    int granted = 0;
    int asked = 0;
    house.room.await(all_at_once(house.room.io.executor(), house.room.desk, IncidentId(house.path.substr(18)), true, granted, asked));
    CHECK(granted == 12);
    CHECK(asked == 88);
    const Reply after = house.get(house.path + "/remedies");
    CHECK(after.at("/caps/0/incident/given").as_int64() == 12 * 400);
}

TEST_CASE("the same key gives once, and only for the one who sent it", "[S3.9]") {
    House house;
    const std::vector<http::Header> key{{"idempotency-key", "ticket-1"}};
    CHECK(house.give({}, key).status == 201);
    const Reply again = house.give({}, key);
    CHECK(again.status == 200);
    CHECK(again.string("/grant/id") == "g1");
    CHECK(house.give({{"key", "ticket-2"}}).string("/grant/id") == "g2");
    CHECK(house.give({{"key", "ticket-2"}}).string("/grant/id") == "g2");
    CHECK(house.give({{"to", "order 1"}}, key).status == 409);
    house.who.name = "shop-lead";
    CHECK(house.give({}, key).string("/grant/id") == "g3");
}

TEST_CASE("a resolution of a serious incident wants a remedy or a word on why there is none", "[S3.1]") {
    House house;
    const Reply refused = house.post(house.path + "/resolve", {{"verified", "50 test payments"}});
    CHECK(refused.status == 422);
    CHECK(refused.string("/error/code") == "warned_by_rule");
    CHECK_THAT(refused.text, Contains("--no-remedy"));
    CHECK(house.post(house.path + "/resolve", {{"verified", "50 test payments"}, {"no_remedy", "nobody had to pay twice"}}).status == 200);
    CHECK(house.get(house.path + "/remedies").string("/declined") == "nobody had to pay twice");
}

TEST_CASE("what was given stands in the review, with its sum and without names", "[S3.9]") {
    House house;
    REQUIRE(house.give().status == 201);
    const Reply review = house.get(house.path + "/review");
    CHECK(review.string("/review/given/sums/0/cost_text") == "4.00 EUR");
    CHECK(review.string("/review/given/cost_bearer") == "organisation");
    CHECK_THAT(json::serialize(review.at("/review/given")), !Contains("4711"));
    CHECK_THAT(house.get("/incidents/" + house.path.substr(18)).text, !Contains("4711") && !Contains("voucher"));
}

TEST_CASE("each role is told up to which sums nobody has to be asked", "[S1.6]") {
    House house;
    house.who.name = "duty-manager";
    const Reply answer = house.get("/api/v1/whoami?can=true");
    check_golden("whoami_caps", answer.body);
    CHECK(answer.string("/may_give/0/customer/most_text") == "50.00 EUR");
    CHECK(answer.string("/may_give/0/roles/1/role") == "duty-manager");
    CHECK(answer.at("/may_give/0/roles/1/yours").as_bool());
    CHECK_FALSE(answer.at("/may_give/0/roles/0/yours").as_bool());
}

TEST_CASE("that it has happened before is said to whoever declares it, and \"never before\" is blocked", "[S1.18]") {
    House house;
    CHECK_FALSE(house.get(house.path + "/similar").body.as_object().contains("error"));
    CHECK(house.get(house.path + "/similar").string("/pattern") == "unknown");
    const std::string first = house.path.substr(18);
    house.clock.time += 48h;
    const Reply declared = house.post("/api/v1/incidents", {{"title", "Card payments fail again"}, {"components", {"checkout"}}, {"impact", "major"}});
    REQUIRE(declared.status == 201);
    CHECK(declared.string("/similar/0/id") == first);
    const std::string path = "/api/v1/incidents/" + declared.string("/incident/id");
    CHECK(house.get(path + "/similar").string("/pattern") == "repeating");
    const Reply lie = house.post(path + "/updates", {{"words", "This has never happened before."}});
    CHECK(lie.status == 422);
    CHECK_THAT(lie.text, Contains("HON-201"));
    const Reply ended = house.post(path + "/resolve", {{"verified", "50 test payments"}, {"no_remedy", "nobody had to pay twice"}});
    CHECK(ended.string("/similar/0/id") == first);
    CHECK_THAT(ended.string("/update/text"), Contains("We have had a similar incident before"));
}

TEST_CASE("what happened before is still known after a restart", "[S1.18]") {
    House house;
    const std::string first = house.path.substr(18);
    Newsroom later(house.folder / "candor.db", house.clock, planned_setup());
    REQUIRE(later.desk.history().incidents.size() == 1);
    CHECK(later.desk.history().incidents.front().id.str() == first);
    CHECK(later.desk.history().since == house.clock.time);
}

TEST_CASE("the answers about goodwill and about the past, as people are shown them") {
    House house;
    const Reply granted = house.give({{"due", "2100-01-01T00:00:00Z"}});
    check_golden("grant", granted.body);
    REQUIRE(house.give({{"to", "order 4712"}, {"remedy", "refund"}}).status == 201);
    for (int i = 0; i < 11; ++i) REQUIRE(house.give().status == 201);
    check_golden("grant_asked", house.give({{"reason", "they lost a day"}}).body);
    check_golden("remedies", house.get(house.path + "/remedies").body);
    check_golden("remedies_catalogue", house.get("/api/v1/remedies").body);
    check_golden("similar_unknown", house.get(house.path + "/similar").body);
    house.clock.time += 48h;
    const Reply again = house.post("/api/v1/incidents", {{"title", "Card payments fail again"}, {"components", {"checkout"}}, {"impact", "major"}});
    check_golden("declared_again", again.body);
    check_golden("similar", house.get("/api/v1/incidents/" + again.string("/incident/id") + "/similar").body);
}

TEST_CASE("by when the customer has it stands in the plan, or is seven days") {
    House house;
    CHECK(house.give().string("/grant/due") == "2026-11-29T14:00:00.000Z");
    const Reply known = house.post(house.path + "/facts", {{"kind", "cause"}, {"text", "the carrier's hub is closed"}, {"category", "external"},
                                                           {"confidence", "confirmed"}, {"party", "the carrier"}});
    REQUIRE(known.status == 201);
    CHECK(house.give({{"remedy", "faster-parcel"}, {"to", "order 4712"}}).string("/grant/due") == "2026-11-24T14:00:00.000Z");
}

TEST_CASE("words that the plan has ready are said before one's own, and only where it has them") {
    House house;
    const auto said = [&](json::object body) {
        const Reply answer = house.post(house.path + "/updates", body);
        INFO(answer.text);
        REQUIRE(answer.status == 201);
        return answer.string("/update/words");
    };
    const std::string ready = "You can pay by bank transfer: orders placed that way are sent out as soon as they are in.";
    CHECK(said({{"template", "bank-transfer"}}) == ready);
    CHECK(said({{"template", "hotline"}, {"words", "Calls wait for two minutes."}}) ==
          "Our telephone line takes orders around the clock while this lasts. Calls wait for two minutes.");
    const Reply refused = house.post(house.path + "/updates", {{"template", "pigeons"}});
    CHECK(refused.status == 422);
    CHECK(refused.string("/error/field") == "template");
    CHECK_THAT(refused.text, Contains("It has bank-transfer, hotline."));
}
