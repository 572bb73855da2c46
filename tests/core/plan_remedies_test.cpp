// Goodwill: what the plan lets somebody give, the caps, the second person, and what becomes of what was granted.
#include "core/incident/goodwill.hpp"
#include "core/incident/loop.hpp"
#include "core/plan/offer.hpp"
#include "core/review/next.hpp"
#include "core/review/review.hpp"
#include "tests/core/incident_builder.hpp"
#include "tests/core/plan_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

const std::string shop_of_one = small_plan("  - {id: generous, remedies: [voucher, refund, card, present, nothing-much]}\n", R"(
caps:
  - {currency: EUR, per_customer: 1000, per_incident: 5000, roles: [{role: one, most: 3000}, {role: desk, most: 4000}]}
remedies:
  - {id: voucher, kind: coupon, text: a voucher for 10 euros, value: 1000, cost: 400, currency: EUR}
  - {id: refund, kind: refund, text: the price back, value: 900, cost: 900, currency: EUR}
  - {id: card, kind: note, text: a card written by hand, value: 0, cost: 100, currency: EUR}
  - {id: present, kind: gift, text: a present, value: 500, cost: 250, currency: EUR}
  - {id: nothing-much, kind: other, text: our word}
  - {id: elsewhere, kind: expedite, text: express delivery, value: 900, cost: 500, currency: EUR}
rotas:
  - {id: desk, people: [two], turn: week, from: 2026-01-05}
)");

class House : public Incident {
public:
    House() {
        actor = "one";
        declare();
    }

    Result<std::vector<Event>> asks(const Command& command) {
        Circumstances circumstances{now, actor, ++random_, policy, audiences};
        circumstances.remedies = plan::offer_for(plan_, plan::situation_of(record), actor);
        auto decided = decide(record, command, circumstances);
        if (decided) record = fold(std::move(record), *decided);
        if (decided) events.insert(events.end(), decided->begin(), decided->end());
        return decided;
    }
    void gives(const std::string& remedy, const std::string& to = "order 1", const std::string& reason = {}) {
        const auto done = asks(GrantRemedy{remedy, to, to.empty(), "", "", {}, reason, ""});
        if (!done) FAIL(done.error().message());
    }
    std::string refusal(const Command& command) {
        const auto refused = asks(command);
        return refused ? "" : refused.error().message() + " | " + refused.error().mend();
    }
    [[nodiscard]] std::string states() const {
        std::string list;
        for (const Grant& grant : record.grants) list += (list.empty() ? "" : " ") + std::string(to_string(grant.state));
        return list;
    }
    [[nodiscard]] const Promise& promise() const {
        for (const Promise& one : record.promises) {
            if (one.kind == PromiseKind::remedy) return one;
        }
        FAIL("nothing is promised");
        return record.promises.front();
    }

private:
    plan::Plan plan_ = plan_of(shop_of_one);
    std::uint64_t random_ = 100;
};

GrantRemedy voucher(const std::string& to) {
    return {"voucher", to, false, "", "", {}, "", ""};
}

Resolve resolution(const std::string& no_remedy = {}, const std::string& because = {}) {
    return {"", {fact(Verification{"100 test payments", true})}, because, 0, no_remedy};
}

std::vector<std::string> allowed(const std::string& plan, plan::Situation situation) {
    return plan::offer_for(plan_of(shipped_plan(plan)), situation, "").allowed;
}

}  // namespace

TEST_CASE("what may be given depends on what failed and how bad it is", "[S2.4]") {
    using Ids = std::vector<std::string>;
    CHECK(allowed("web-shop", {Impact::minor, ScopeLabel::few, CauseCategory::technology}) == Ids{"voucher"});
    CHECK(allowed("web-shop", {Impact::minor, ScopeLabel::few, CauseCategory::external}) == Ids{"voucher", "faster-parcel", "refund"});
    CHECK(allowed("web-shop", {Impact::major, ScopeLabel::many, CauseCategory::people}) == Ids{"gift", "voucher", "refund"});
    CHECK(allowed("public-transport", {Impact::critical, ScopeLabel::all, CauseCategory::unknown}) == Ids{"day-pass", "taxi"});
    House house;
    CHECK_THAT(house.refusal(GrantRemedy{"elsewhere", "order 1", false, "", "", {}, "", ""}),
               Contains("does not allow elsewhere in this situation") && Contains("voucher"));
    CHECK_THAT(house.refusal(GrantRemedy{"unheard-of", "order 1", false, "", "", {}, "", ""}), Contains("has no remedy unheard-of"));
    CHECK(house.record.grants.empty());
}

TEST_CASE("of high value at low cost comes first", "[S3.6]") {
    std::vector<std::string> order;
    for (const RemedyTerms& terms : plan::offer_for(plan_of(shipped_plan("web-shop")), {}, "").catalogue) order.push_back(terms.id);
    CHECK(order == std::vector<std::string>{"gift", "voucher", "faster-parcel", "refund"});  // 3.2, 2.5, 1.67 and 1 for each cent
}

TEST_CASE("under the caps nobody is asked, by whoever stands at the front", "[S3.5][S2.16][S3.9]") {
    House house;
    house.gives("voucher");
    CHECK(house.states() == "granted");
    CHECK(house.record.grants.front().giving.role == "one");
    house.actor = "two";  // stands in the rota that has a cap of its own
    house.gives("voucher", "order 2");
    CHECK(house.record.grants.back().giving.role == "desk");
    CHECK(given(house.record, "EUR") == 800);
    CHECK(given_by(house.record, "EUR", "one") == 400);
}

TEST_CASE("over a cap somebody else decides, and needs to know why", "[S3.9]") {
    House house;
    house.gives("refund", "Order  1");
    CHECK_THAT(house.refusal(voucher("order 1 ")), Contains("4.00 EUR is over the cap (customer)") && Contains("--because"));
    house.gives("voucher", "order 1", "they waited for a week");
    CHECK(house.states() == "granted asked");
    CHECK(given(house.record, "EUR") == 900);  // what waits does not count
    CHECK_THAT(house.refusal(ApproveRemedy{GrantId("g2")}), Contains("somebody else approves"));
    house.actor = "three";
    REQUIRE(house.asks(ApproveRemedy{GrantId("g2")}).has_value());
    CHECK(house.states() == "granted granted");
    CHECK(house.record.grants.back().answered_by == "three");
    CHECK(given_to(house.record, "EUR", "order 1") == 1300);
    CHECK_THAT(house.refusal(RefuseRemedy{GrantId("g2"), "too much"}), Contains("granted already"));
}

TEST_CASE("each cap holds by itself: of the incident, and of a role", "[S3.9]") {
    House house;
    for (int i = 0; i < 7; ++i) house.gives("voucher", "order " + std::to_string(i));
    CHECK_THAT(house.refusal(voucher("order 7")), Contains("over the cap (role)"));  // 2800 + 400 of 3000
    house.actor = "two";
    for (int i = 10; i < 15; ++i) house.gives("voucher", "order " + std::to_string(i));
    CHECK_THAT(house.refusal(voucher("order 15")), Contains("over the cap (incident)"));  // 4800 + 400 of 5000
    CHECK(given(house.record, "EUR") == 4800);
    house.actor = "three";  // in the plan, and without a cap of their own
    CHECK_THAT(house.refusal(GrantRemedy{"card", "order 16", false, "", "", {}, "", ""}), Contains("over the cap (role)"));
}

TEST_CASE("whoever the plan does not know names a role, and the role's cap holds for all of them", "[S3.9]") {
    House house;
    house.actor = "a token";
    CHECK_THAT(house.refusal(voucher("order 1")), Contains("say for whom you give it") && Contains("--as ROLE, one of: one, two, three, desk"));
    const GrantRemedy gift{"voucher", "order 1", false, "one", "", {}, "", ""};
    REQUIRE(house.asks(gift).has_value());
    CHECK(given_by(house.record, "EUR", "one") == 400);
    CHECK_THAT(house.refusal(GrantRemedy{"voucher", "order 2", false, "the-boss", "", {}, "", ""}), Contains("You do not act for the-boss"));
    house.actor = "two";
    CHECK_THAT(house.refusal(GrantRemedy{"voucher", "order 2", false, "one", "", {}, "", ""}), Contains("You do not act for one"));
}

TEST_CASE("the same request gives once", "[S3.9]") {
    House house;
    GrantRemedy gift = voucher("order 1");
    gift.key = "k1";
    REQUIRE(house.asks(gift).has_value());
    CHECK(house.asks(gift)->empty());
    CHECK(house.states() == "granted");
    gift.to = "order 2";
    CHECK_THAT(house.refusal(gift), Contains("used to give something else"));
}

TEST_CASE("everybody gets it: what it costs is known, and counts for each customer", "[S3.9]") {
    House house;
    CHECK_THAT(house.refusal(GrantRemedy{"voucher", "", true, "", "", {}, "", ""}), Contains("How many are affected is not recorded"));
    REQUIRE(house.asks(RecordFacts{{fact(Scope{ScopeLabel::some, 5, {}, "the log"})}}).has_value());
    house.gives("voucher", "");
    CHECK(given(house.record, "EUR") == 2000);
    CHECK(given_to(house.record, "EUR", "order 9") == 400);
    CHECK_THAT(house.refusal(GrantRemedy{"refund", "order 9", false, "", "", {}, "", ""}), Contains("customer"));  // 400 + 900 of 1000
}

TEST_CASE("every kind may be given", "[S3.11][S3.1]") {
    CHECK(names_of<RemedyKind>() == "credit, coupon, refund, return, expedite, gift, note or other");
    for (std::size_t kind = 0; kind < enum_names<RemedyKind>.size(); ++kind) {
        Incident incident;
        incident.declare();
        Circumstances circumstances{incident.now, "one", 1, incident.policy, incident.audiences};
        circumstances.remedies.catalogue = {{"it", static_cast<RemedyKind>(kind), "something", 0, 0, ""}};
        circumstances.remedies.allowed = {"it"};
        const auto decided = decide(incident.record, GrantRemedy{"it", "order 1", false, "", "", {}, "", ""}, circumstances);
        REQUIRE(decided.has_value());
        CHECK(std::get<RemedyGranted>(decided->front().body).giving.remedy.kind == static_cast<RemedyKind>(kind));
    }
}

TEST_CASE("a note and a present are a task of somebody by name", "[S0.30]") {
    House house;
    house.gives("card", "order 1");
    CHECK(house.promise().owner == "one");  // who gives it writes it, and nobody else is named
    CHECK(house.promise().text == "a card written by hand");
    CHECK(house.promise().to == "order 1");
    const auto steps = review::next_steps(house.record, {house.now, 0, 0});
    const auto task = std::find_if(steps.begin(), steps.end(), [](const review::Step& step) { return step.id == "remedy_task"; });
    REQUIRE(task != steps.end());
    CHECK(task->what == "one sees to it: a card written by hand, for order 1.");
    CHECK(task->command == "candor given inc g1");
    house.gives("voucher", "order 2");
    CHECK(house.record.promises.back().owner == "comms-lead");  // what needs no hand is the owner's
}

TEST_CASE("what was granted is a promise until the customer has it", "[S3.1][S3.9]") {
    House house;
    house.gives("voucher");
    CHECK(house.promise().due == house.now + 168h);
    house.now += 20min;
    REQUIRE(house.asks(resolution()).has_value());
    const auto open = loose_ends(house.record, 0);
    CHECK(std::any_of(open.begin(), open.end(), [](const LooseEnd& end) { return end.mend == "candor given inc g1"; }));
    house.now += 24h;
    REQUIRE(house.asks(FulfilRemedy{GrantId("g1"), "sent by mail"}).has_value());
    CHECK(state_name(house.promise()) == "kept");
    CHECK(house.promise().note == "sent by mail");
    const auto left = loose_ends(house.record, 0);
    CHECK(std::none_of(left.begin(), left.end(), [](const LooseEnd& end) { return end.mend.starts_with("candor given"); }));
}

TEST_CASE("a remedy that has not arrived in time is overdue, and missed when it does", "[S3.9]") {
    House house;
    house.gives("voucher");
    house.now += 169h;
    CHECK(is_overdue(house.promise(), house.now));
    const auto steps = review::next_steps(house.record, {house.now, 0, 0});
    CHECK(std::any_of(steps.begin(), steps.end(), [](const review::Step& step) { return step.id == "remedy_overdue" && step.urgency == review::Urgency::now; }));
    REQUIRE(house.asks(KeepPromise{house.promise().id, ""}).has_value());  // by the other word for it
    CHECK(state_name(house.promise()) == "missed");
    CHECK(house.states() == "fulfilled");
}

TEST_CASE("a serious incident does not end with an apology alone", "[S3.1]") {
    House house;
    CHECK_THAT(house.refusal(resolution()), Contains("An apology with nothing behind it") && Contains("candor give inc") && Contains("--no-remedy"));
    House other;
    REQUIRE(other.asks(resolution("nobody noticed: it was at night, for two minutes")).has_value());
    CHECK(other.record.no_remedy == "nobody noticed: it was at night, for two minutes");
    House third;
    REQUIRE(third.asks(resolution("", "legal looks at it first")).has_value());  // a warning: any reason will do
    House fourth;
    fourth.gives("voucher");
    REQUIRE(fourth.asks(resolution()).has_value());
    House minor;
    REQUIRE(minor.asks(Publish{"It is less than we thought: two customers.", {}, {}, Impact::minor, {}}).has_value());
    REQUIRE(minor.asks(resolution()).has_value());
}

TEST_CASE("the review says what was given, and what that came to") {
    House house;
    house.gives("voucher", "order 1");
    house.gives("refund", "order 2");
    const auto review = review::look_back(house.record.id, house.events, {}, house.now);
    REQUIRE(review.given.size() == 1);
    CHECK(review.given.front().times == 2);
    CHECK(review.given.front().value == 1900);
    CHECK(review.given.front().cost == 1300);
}
