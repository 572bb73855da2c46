// Customers choose: options under numbers that stay, told in every language, and taken back with a reason.
#include "core/incident/choice.hpp"
#include "core/incident/codec.hpp"
#include "core/link.hpp"
#include "tests/core/message_story.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;
using Catch::Contains;
using story::Story;

namespace {

const std::vector<PlannedOption> plan{{ComponentId("checkout"), "Pay by invoice"}, {ComponentId("checkout"), "Pay by bank transfer"}, {ComponentId("checkout"), "Wait"}};

struct Shop {
    Story told;
    Shop() {
        told.options = plan;
        told.declare("14:00", {story::sure(Symptom{"cards are declined"}), story::sure(Workaround{"pay at the counter"})});
    }

    Error refusal(const Command& command) {
        Circumstances around{told.record().last_event_at + 1min, "comms-lead", 1, told.policy, told.audiences};
        around.options = told.options;
        const auto events = decide(told.record(), command, around);
        REQUIRE_FALSE(events.has_value());
        return events.error();
    }

    std::vector<std::pair<std::int64_t, std::string>> listed() const {
        std::vector<std::pair<std::int64_t, std::string>> numbers;
        for (const ListedOption& option : options_of(told.record(), told.options)) numbers.emplace_back(option.number, option.text);
        return numbers;
    }
};

using Listed = std::vector<std::pair<std::int64_t, std::string>>;

}  // namespace

TEST_CASE("options have numbers that stay theirs, whatever becomes of the plan", "[S0.21]") {
    Shop shop;
    CHECK(shop.listed() == Listed{{1, "Pay by invoice"}, {2, "Pay by bank transfer"}, {3, "Wait"}});
    shop.told.act("14:05", OfferOptions{{3, 1}, {"Pay at the door"}});
    CHECK(shop.listed() == Listed{{1, "Pay by invoice"}, {2, "Pay by bank transfer"}, {3, "Wait"}, {4, "Pay at the door"}});
    shop.told.options = {{ComponentId("checkout"), "Ask a friend"}, {ComponentId("checkout"), "Wait"}};
    CHECK(shop.listed() == Listed{{1, "Pay by invoice"}, {3, "Wait"}, {4, "Pay at the door"}, {5, "Ask a friend"}});
    shop.told.act("14:06", OfferOptions{{5}, {}});
    shop.told.act("14:07", WithdrawOption{1, "the bank says no"});
    shop.told.act("14:08", OfferOptions{{}, {"Pay by invoice"}});  // the same again: the same number
    CHECK(shop.listed() == Listed{{1, "Pay by invoice"}, {3, "Wait"}, {4, "Pay at the door"}, {5, "Ask a friend"}});
    CHECK(choosable(shop.told.record()).size() == 4);
}

TEST_CASE("what cannot be offered, or taken back, is refused with what mends it", "[S0.21]") {
    Shop shop;
    CHECK(shop.refusal(OfferOptions{{7}, {}}).code() == ErrorCode::not_found);
    CHECK_THAT(shop.refusal(OfferOptions{{7}, {}}).mend(), Contains("candor offer INC"));
    CHECK(shop.refusal(OfferOptions{}).code() == ErrorCode::invalid_argument);
    CHECK(shop.refusal(OfferOptions{{}, {"  "}}).field() == "words[0]");
    CHECK(shop.refusal(WithdrawOption{2, "it is full"}).code() == ErrorCode::not_found);
    shop.told.act("14:05", OfferOptions{{2}, {}});
    const auto before = shop.told.record().version;
    shop.told.act("14:06", OfferOptions{{2}, {}});  // said twice is offered once
    CHECK(shop.told.record().version == before);
    CHECK(shop.refusal(WithdrawOption{2, ""}).field() == "reason");
    shop.told.act("14:07", WithdrawOption{2, "it is full"});
    CHECK(shop.refusal(WithdrawOption{2, "it is full"}).code() == ErrorCode::wrong_state);
    for (int i = 0; i < 19; ++i) shop.told.act("14:08", OfferOptions{{}, {"Choice " + std::to_string(i)}});
    CHECK_THAT(shop.refusal(OfferOptions{{}, {"one too many"}}).message(), Contains("20 options"));
    shop.told.act("14:09", Resolve{"", {story::sure(Verification{"50 test payments", true})}});
    CHECK(shop.refusal(OfferOptions{{1}, {}}).code() == ErrorCode::wrong_state);
}

TEST_CASE("updates tell what can be chosen right after the workaround, in every language, and what is no longer to be had", "[S0.21]") {
    Shop shop;
    shop.told.answer = "https://status.example.org/answer/";
    shop.told.act("14:05", OfferOptions{{1, 2}, {}});
    shop.told.publish("14:10", "We are on it.");
    const std::string english = shop.told.text(ChannelKind::email);
    CHECK_THAT(english, Contains("What you can choose meanwhile:\n- New: Option 1: Pay by invoice.\n- New: Option 2: Pay by bank transfer.\n"));
    CHECK(english.find("pay at the counter") < english.find("What you can choose"));
    CHECK_THAT(english, Contains("Choose yours, in one step and without signing in: https://status.example.org/answer/" + personal_mark(LinkPurpose::option)));
    CHECK_THAT(shop.told.text(ChannelKind::webhook), Contains("Option 2: Pay by bank transfer."));
    const std::string post = shop.told.text(ChannelKind::mastodon);
    CHECK_THAT(post, Contains("Option 1: Pay by invoice."));
    CHECK_FALSE(has_personal_mark(post));  // everybody reads it
    CHECK_THAT(shop.told.text(ChannelKind::email, "de"), Contains("Möglichkeit 1: Pay by invoice."));
    CHECK_THAT(shop.told.text(ChannelKind::email, "fr"), Contains("Option 1 : Pay by invoice."));
    CHECK_THAT(shop.told.text(ChannelKind::email, "es"), Contains("Opción 1: Pay by invoice."));

    shop.told.act("14:12", WithdrawOption{2, "the bank is closed today"});
    CHECK(shop.told.record().clocks.at(ChannelKind::email).last_seq < shop.told.record().version);
    shop.told.tick();
    const std::string later = shop.told.text(ChannelKind::email);
    CHECK_THAT(later, Contains("Option 2 is no longer offered: the bank is closed today."));
    CHECK_THAT(later, !Contains("Pay by bank transfer"));
    CHECK_THAT(later, !Contains("Nothing new"));
    shop.told.tick();
    CHECK_THAT(shop.told.text(ChannelKind::email), !Contains("no longer offered"));  // said once
    CHECK_THAT(shop.told.text(ChannelKind::email), Contains("- Option 1: Pay by invoice."));
}

TEST_CASE("where there is something to choose, nobody is told that there is no way out", "[S0.20][S0.21]") {
    Story told;
    told.declare("14:00");
    CHECK_THAT(told.text(ChannelKind::email), Contains("We know of no workaround yet."));
    told.act("14:05", OfferOptions{{}, {"Pay by invoice"}});
    told.publish("14:06");
    CHECK_THAT(told.text(ChannelKind::email), !Contains("no workaround"));
}

TEST_CASE("each update ends with who is responsible for it, where the organisation wants that") {
    Shop shop;
    CHECK_THAT(shop.told.text(ChannelKind::email), !Contains("Responsible"));
    shop.told.responsible = "Ada Example";
    CHECK_THAT(shop.told.text(ChannelKind::email), Contains("Responsible for these updates: Ada Example."));
    CHECK_THAT(shop.told.text(ChannelKind::email, "de"), Contains("Verantwortlich für diese Meldungen: Ada Example."));
    CHECK_THAT(shop.told.text(ChannelKind::email, "fr"), Contains("Responsable de ces messages : Ada Example."));
    CHECK_THAT(shop.told.text(ChannelKind::email, "es"), Contains("Responsable de estos mensajes: Ada Example."));
    shop.told.act("14:20", Resolve{"", {story::sure(Verification{"50 test payments", true})}});
    CHECK_THAT(shop.told.text(ChannelKind::email), Contains("Responsible for these updates: Ada Example."));
}

TEST_CASE("whoever reported it reads their own reference, and is promised the end and nothing else", "[S0.17]") {
    Shop shop;
    const std::string first = shop.told.rendered_for_reporters().message.text;
    CHECK_THAT(first, Contains("Your report " + name_mark() + " belongs to this. You need not tell us again."));
    CHECK_THAT(first, Contains("Answer nothing, and you hear from us only the end of this"));
    CHECK_THAT(first, !Contains("Next update"));
    CHECK_THAT(first, !Contains("We write every"));
    shop.told.act("14:50", Resolve{"", {story::sure(Verification{"50 test payments", true})}});
    const std::string end = shop.told.rendered_for_reporters().message.text;
    CHECK_THAT(end, Contains("Your report " + name_mark()));
    CHECK_THAT(end, Contains("This is resolved."));
    CHECK_THAT(end, !Contains("Answer nothing"));
    CHECK_THAT(end, !Contains(" late:"));  // no time was promised to them
}
