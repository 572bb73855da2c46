// Nothing untrue leaves the house, on any way, and nothing is ever silent: the whole desk on a real database.
#include "honesty_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

struct House {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room{folder / "candor.db", clock};
    IncidentId incident = room.declare();

    Result<desk::Done> does(Command command, const std::string& who = "comms-lead") { return attempt(room, incident, std::move(command), who); }
    const Record& record() { return room.record(incident); }
    std::string last_text(const std::string& variant = "page/en") { return room.text(record().updates.back().update.id, variant); }
};

Publish words(std::string text, std::string because = "") {
    Publish publish;
    publish.words = std::move(text);
    publish.because = std::move(because);
    return publish;
}

// Each command that can carry somebody's text to customers, with a lie in that place. A command that is added to the
// variant without a line here does not compile.
struct Liar {
    Record record;

    std::vector<Command> operator()(const Declare& command) const {
        Declare titled = command;
        titled.title = lie;
        Declare with_fact = command;
        with_fact.facts = {fact(Symptom{lie})};
        return {titled, with_fact};
    }
    std::vector<Command> operator()(const RecordFacts&) const {
        const Time soon = record.last_event_at + 1h;
        std::vector<Command> commands;
        for (FactBody body : std::vector<FactBody>{
                 Symptom{lie}, Scope{ScopeLabel::many, {}, {}, lie}, Cause{lie, CauseCategory::technology, ""}, Cause{"a bad disk", CauseCategory::external, lie},
                 Workaround{lie}, Action{lie, false}, Action{lie, true}, Eta{{}, soon, lie}, Verification{lie, true},
                 DataLoss{Answer::no, lie}, Unaffected{lie, "tests"}, Unaffected{"search", lie}, Security{Answer::no, lie},
                 ThirdParty{lie, "to call back", soon}, ThirdParty{"The carrier", lie, soon}, Prevention{lie, "operations", soon}}) {
            commands.emplace_back(RecordFacts{{fact(std::move(body))}});
        }
        return commands;
    }
    std::vector<Command> operator()(const RetractFact&) const { return {RetractFact{FactId("f1"), lie}}; }
    std::vector<Command> operator()(const Publish&) const {
        Publish with_fact = words("We are looking at the logs.");
        with_fact.facts = {fact(Action{lie, false})};
        Publish correction = words(lie);
        correction.corrects = record.updates.front().update.id;
        return {words(lie), with_fact, correction};
    }
    std::vector<Command> operator()(const Tick&) const { return {}; }
    std::vector<Command> operator()(const Assign&) const { return {Assign{lie, lie, lie}}; }
    std::vector<Command> operator()(const Resolve&) const {
        return {Resolve{lie + " It will never happen again.", {fact(Verification{"50 test payments", true})}},
                Resolve{"", {fact(Verification{"nobody will ever see this again, " + lie, true})}}};
    }
    std::vector<Command> operator()(const Withdraw&) const { return {Withdraw{lie}}; }
    std::vector<Command> operator()(const Approve&) const { return {}; }
    std::vector<Command> operator()(const Refuse&) const { return {Refuse{ApprovalId("a1"), lie}}; }
    std::vector<Command> operator()(const MakePromise&) const { return {MakePromise{lie, lie, lie, record.last_event_at + 1h}}; }
    std::vector<Command> operator()(const KeepPromise&) const { return {KeepPromise{PromiseId("p1"), lie}}; }
    std::vector<Command> operator()(const BreakPromise&) const { return {BreakPromise{PromiseId("p1"), lie}}; }
    std::vector<Command> operator()(const Reopen&) const { return ended(Reopen{lie, {}}); }
    std::vector<Command> operator()(const PublishReview&) const { return ended(PublishReview{lie, {fact(Cause{"a bad disk", CauseCategory::technology, ""})}}); }
    std::vector<Command> operator()(const Close&) const { return {}; }
    // In a maintenance, and nowhere else: desk_maintenance_test.
    std::vector<Command> operator()(const Start&) const { return {Start{lie, {}}}; }
    std::vector<Command> operator()(const Verify&) const { return {Verify{lie, {}}}; }
    std::vector<Command> operator()(const Complete&) const { return {Complete{lie, {fact(Verification{"50 test payments", true})}}}; }
    std::vector<Command> operator()(const MoveTo&) const { return {MoveTo{{record.last_event_at + 1h, record.last_event_at + 2h}, lie}}; }
    std::vector<Command> operator()(const GrantRemedy&) const { return {GrantRemedy{"voucher", lie, false, lie, lie, {}, lie, ""}}; }
    std::vector<Command> operator()(const ApproveRemedy&) const { return {}; }
    std::vector<Command> operator()(const RefuseRemedy&) const { return {RefuseRemedy{GrantId("g1"), lie}}; }
    std::vector<Command> operator()(const FulfilRemedy&) const { return {FulfilRemedy{GrantId("g1"), lie}}; }
    std::vector<Command> operator()(const DeclineRemedies&) const { return {DeclineRemedies{lie}}; }
    std::vector<Command> operator()(const OfferOptions&) const { return {OfferOptions{{}, {lie}}}; }
    std::vector<Command> operator()(const WithdrawOption&) const { return {OfferOptions{{}, {"pay by invoice"}}, WithdrawOption{1, lie}}; }
    // What the people on duty tell each other is said to nobody else.
    std::vector<Command> operator()(const RaiseAlarm&) const { return {}; }
    std::vector<Command> operator()(const Acknowledge&) const { return {}; }
    std::vector<Command> operator()(const Recheck&) const { return {}; }
    std::vector<Command> operator()(const ProposeReopening&) const { return {}; }
    std::vector<Command> operator()(const DismissReopening&) const { return {}; }

    // What comes after the end needs one.
    static std::vector<Command> ended(Command command) {
        return {Resolve{"", {fact(Verification{"50 test payments", true})}}, std::move(command)};
    }
};

template <std::size_t... I>
std::vector<Command> one_of_each(std::index_sequence<I...>) {
    return {Command(std::variant_alternative_t<I, Command>{})...};
}

}  // namespace

TEST_CASE("whatever command carries a lie, nobody is told it: every alternative, every field", "[S2.6][S1.11]") {
    for (Command kind : one_of_each(std::make_index_sequence<std::variant_size_v<Command>>{})) {
        House house;
        if (auto* declare = std::get_if<Declare>(&kind)) {
            *declare = {house.room.desk.new_id(), "Search is down", {ComponentId("search")}, Impact::major, Origin::staff, "comms-lead", "", {}};
        }
        for (Command& command : std::visit(Liar{house.record()}, kind)) {
            CAPTURE(kind.index());
            const auto* declare = std::get_if<Declare>(&command);
            const IncidentId id = declare != nullptr ? declare->id : house.incident;
            (void)attempt(house.room, id, command);
            if (house.room.await(house.room.desk.find(id.str()))) CHECK_THAT(all_that_was_said(house.room, id), !Contains("resolved shortly"));
        }
        // What is over is written about once more, a day later; what is open every half an hour.
        house.room.run_until(house.clock.time + (is_open(house.record()) ? 3h : 25h));
        CHECK_THAT(all_that_was_said(house.room, house.incident), !Contains("resolved shortly"));
    }
}

TEST_CASE("a lie that is on the record already is left out at the promised minute, on time, and the owner can see it", "[S2.6][S2.9]") {
    House house;
    // Past every check, as by an older version: straight into the database.
    store::Commit smuggled;
    smuggled.incident = house.incident;
    const Fact bad{FactId("f9"), house.clock.time, "comms-lead", Confidence::confirmed, {}, Action{"We'll have this resolved shortly", false}};
    smuggled.events = {{house.record().version + 1, house.clock.time, "comms-lead", FactRecorded{bad}}};
    smuggled.declared_at = house.record().declared_at;
    smuggled.next_due = next_due(house.record(), house.room.desk.setup().cadence);
    REQUIRE(house.room.store.commit(std::vector{smuggled}));

    // Start-up recovery: a new daemon on the same file finds it due, and late.
    TestClock clock;
    clock.time = house.clock.time + (GENERATE(false, true) ? 40min : 0min);
    Newsroom again(house.folder / "candor.db", clock);
    again.random = 1000;
    again.run_until(clock.time + 16min);
    const Record& record = again.record(house.incident);
    REQUIRE(record.updates.size() >= 2);
    const UpdatePublished& update = record.updates.at(1).update;
    CHECK(update.withheld == std::vector<Withheld>{{"f9", "HON-101"}});
    CHECK_THAT(all_that_was_said(again, house.incident), !Contains("resolved shortly"));
    CHECK_THAT(again.text(update.id, "page/en"), Contains("Next update by"));
}

TEST_CASE("a title that the record has come to contradict gives way to the affected components", "[S2.6]") {
    House house;
    const IncidentId id = house.room.desk.new_id();
    house.room.does(id, Declare{id, "Brief outage of search", {ComponentId("search")}, Impact::minor, Origin::staff, "comms-lead", "",
                                {fact(Started{house.clock.time - 1min})}});
    house.room.run_until(house.clock.time + 2h);
    const UpdatePublished& update = house.room.record(id).updates.back().update;
    CHECK(update.withheld == std::vector<Withheld>{{"title", "HON-404"}});
    CHECK_THAT(house.room.text(update.id, "page/en"), !Contains("Brief") && Contains("Search"));
}

TEST_CASE("a warning is set aside by the author with a reason, and the history says so", "[S2.6]") {
    House house;
    const std::string warned = "Mistakes were made when the release was rolled out.";
    const auto refused = house.does(words(warned));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::warned_by_rule);
    CHECK_THAT(refused.error().message(), Contains("HON-304"));

    const auto done = house.does(words(warned, "the sentence after it names who"));
    REQUIRE(done.has_value());
    REQUIRE(done->published);
    const auto& overrides = house.record().updates.back().update.overrides;
    REQUIRE(overrides.size() >= 1);
    CHECK(overrides.front() == Override{"HON-304", "the sentence after it names who", "comms-lead", ""});
    CHECK_THAT(house.last_text(), Contains(warned));
}

TEST_CASE("a block needs a second person: the words wait, the clock does not, and the history names both", "[S2.6][S2.9]") {
    House house;
    const std::string blocked = "The cause was an expired certificate.";
    const auto asked = house.does(words(blocked, "the vendor confirmed it on the phone"));
    REQUIRE(asked.has_value());
    CHECK_FALSE(asked->published);
    REQUIRE(asked->asked == ApprovalId("a1"));
    CHECK(house.record().approvals.front().asked.rules == std::vector<std::string>{"HON-204"});

    house.room.run_until(house.clock.time + 31min);
    CHECK(house.record().updates.size() > 1);
    CHECK_THAT(all_that_was_said(house.room, house.incident), !Contains(blocked));

    const auto own = house.does(Approve{ApprovalId("a1")});
    REQUIRE(own.has_error());
    CHECK(own.error().code() == ErrorCode::second_person);

    const auto given = house.does(Approve{ApprovalId("a1")}, "head-of-support");
    REQUIRE(given.has_value());
    REQUIRE(given->published);
    CHECK_THAT(house.last_text(), Contains(blocked));
    CHECK(house.record().updates.back().update.overrides ==
          std::vector<Override>{{"HON-204", "the vendor confirmed it on the phone", "comms-lead", "head-of-support"}});
    const auto twice = house.does(Approve{ApprovalId("a1")}, "head-of-support");
    REQUIRE(twice.has_error());
    CHECK(twice.error().code() == ErrorCode::wrong_state);
}

TEST_CASE("approved words are checked again: what has become untrue meanwhile is not covered", "[S2.6]") {
    House house;
    REQUIRE(house.does(words("The cause was an expired certificate. No data was lost.", "we are sure"))->asked);
    CHECK(house.record().approvals.front().asked.rules == std::vector<std::string>{"HON-204", "HON-205"});
    REQUIRE(house.does(words("We will have a fix by 18:00 UTC.", "the vendor says so"))->asked == ApprovalId("a2"));
    const auto refused = house.does(Refuse{ApprovalId("a2"), "nobody here knows"}, "head-of-support");
    REQUIRE(refused.has_value());
    CHECK(house.record().approvals.at(1).state == ApprovalState::refused);
    const auto late = house.does(Approve{ApprovalId("a2")}, "head-of-support");
    REQUIRE(late.has_error());
    CHECK_THAT(all_that_was_said(house.room, house.incident), !Contains("18:00"));
}

TEST_CASE("a resolution whose words are blocked waits as a whole, and ends the incident when it is approved", "[S2.6]") {
    House house;
    Resolve resolve{"It will never happen again.", {fact(Verification{"50 test payments", true})}};
    resolve.because = "the machine was thrown away";
    REQUIRE(house.does(resolve)->asked);
    CHECK(is_open(house.record()));
    REQUIRE(house.does(Approve{ApprovalId("a1")}, "head-of-support").has_value());
    CHECK(house.record().status == Status::resolved);
    CHECK(house.record().updates.back().update.overrides.size() == 1);
}

TEST_CASE("a correction goes to all who received what it corrects, even those who would not hear of it now", "[S0.12][S2.9]") {
    TemporaryFolder folder;
    TestClock clock;
    auto setup = shop_setup();
    setup->channels.push_back({ChannelId("executives"), ChannelKind::email, "en", {}, Impact::critical});
    Newsroom room(folder / "candor.db", clock, setup);
    const IncidentId id = room.desk.new_id();
    room.does(id, Declare{id, "Card payments fail", {ComponentId("checkout")}, Impact::critical, Origin::staff, "comms-lead", "",
                          {fact(Symptom{"card payments are declined"})}});
    Publish lowered = words("Since the traffic was moved fewer payments fail.");
    lowered.impact = Impact::minor;
    room.does(id, lowered);
    clock.time += 5min;
    Publish correction = words("Not all cards fail, only those of one bank.");
    correction.corrects = room.record(id).updates.front().update.id;
    room.does(id, correction);
    const UpdatePublished& update = room.record(id).updates.back().update;
    CHECK(update.kind == UpdateKind::correction);
    CHECK(std::count(update.channels.begin(), update.channels.end(), ChannelId("executives")) == 1);
    CHECK_THAT(room.text(update.id, "email/en"), Contains("This corrects our update no. 1"));
}

TEST_CASE("what was said can be corrected after the end, too, and nothing is promised by it", "[S2.9][S0.16]") {
    House house;
    house.room.does(house.incident, Resolve{"", {fact(Verification{"50 test payments", true})}});
    Publish correction = words("Not 14:00 UTC but 13:40 UTC: the first payments failed earlier than we wrote.");
    correction.corrects = house.record().updates.back().update.id;
    correction.facts = {fact(Started{house.clock.time - 20min})};
    const auto done = house.does(correction);
    if (!done) FAIL(done.error().message());
    CHECK(house.record().status == Status::resolved);
    CHECK(house.record().updates.back().update.channels.size() == 3);
    const std::string text = house.last_text("email/en");
    CHECK_THAT(text, Contains("This corrects our update no. 2") && Contains("It began at 13:40 UTC.") && !Contains("Next update"));
    CHECK_THAT(text, Contains("we will ask you whether it is over for you, too") && !Contains("the last update"));
    // Only a correction: the incident stays over.
    CHECK(house.does(words("It is back.")).has_error());
    correction.status = Status::investigating;
    CHECK(house.does(correction).has_error());
}

TEST_CASE("an impact does not go down in silence", "[S2.6]") {
    House house;
    Publish lowered;
    lowered.impact = Impact::minor;
    const auto refused = house.does(lowered);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::missing_fact);
    lowered.words = "Since the traffic was moved fewer payments fail.";
    REQUIRE(house.does(lowered).has_value());
    CHECK_THAT(house.last_text(), Contains("We now rate the impact as minor; before, as major."));
}

TEST_CASE("every update keeps by which rules it was checked, and on which facts each sentence rests", "[S2.6]") {
    House house;
    const UpdatePublished& update = house.record().updates.front().update;
    CHECK(update.rules == house.room.desk.setup().honesty->version);
    CHECK(update.rules.size() == 64);
    const auto message = house.room.store.message(update.id, "page/en");
    REQUIRE(message);
    CHECK_THAT(message->provenance, Contains("\"facts\":[\"f2\"]"));
    CHECK(house.room.store.incident_of(update.id) == house.incident);
    CHECK(house.room.store.event_hash(house.incident, house.record().updates.front().seq));
}

TEST_CASE("a preview shows the findings of all that the command says, by field", "[S3.13]") {
    House house;
    Publish publish = words(lie);
    publish.facts = {fact(Action{lie, false})};
    const auto preview = house.room.await(house.room.desk.preview(house.incident, publish, "comms-lead"));
    REQUIRE(preview.has_value());
    std::map<std::string, bool> blocked;
    for (const desk::Checked& checked : preview->checked) blocked[checked.field] = honesty::has_block(checked.findings);
    CHECK(blocked == std::map<std::string, bool>{{"words", true}, {"facts[0]", true}});
}
