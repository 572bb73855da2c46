// Subscribing by mail, as people do it: the form, the mail with its link, what is heard, what is changed, and leaving. On the
// real desk, database and dispatcher; the mailbox is the test's, and so is the clock.
#include "subscriber_rig.hpp"

#include "core/statuspage/mapping.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

TEST_CASE("from the form to the last mail: confirm, hear, change the language, leave by one click", "[S4.4]") {
    Public house;
    CHECK_THAT(house.get("/").text, Contains("href=\"./subscribe\""));
    const Reply form = house.get("/subscribe");
    CHECK_THAT(form.text, Contains("name=\"email\"") && Contains("<option value=\"de\" lang=\"de\">Deutsch</option>") && !Contains("<script") && !Contains("{{"));
    CHECK(form.header("Cache-Control") == "no-store");

    const Reply asked = house.ask_for("ana@example.net");
    CHECK(asked.status == 200);
    CHECK_THAT(asked.text, Contains("Check your mailbox"));
    CHECK(house.mails_written == 1);
    const std::string id = house.declare({{"symptom", "card payments are declined"}});
    house.deliver();
    REQUIRE(house.relay->count("ana@example.net") == 1);  // who has not confirmed hears of nothing but that
    const auto& question = house.relay->last("ana@example.net");
    CHECK_THAT(question.message->subject, Contains("Please confirm") && Contains("Example Shop"));
    CHECK(question.unsubscribe.empty());

    const std::string confirm = link_in(question.message->text, "/subscribe/confirm/");
    for (int scans = 0; scans < 3; ++scans) CHECK_THAT(house.get(confirm).text, Contains("a…@example.net") && Contains("Yes, send me updates"));
    CHECK(house.state_of("ana@example.net") == SubscriberState::pending);
    CHECK_THAT(house.submit(confirm, "").text, Contains("You are subscribed"));
    CHECK(house.submit(confirm, "").status == 200);  // twice is once
    CHECK(house.state_of("ana@example.net") == SubscriberState::active);

    house.say(id, "vouchers are declined");
    REQUIRE(house.relay->count("ana@example.net") == 2);
    const auto english = house.relay->last("ana@example.net");
    CHECK_THAT(english.message->text, Contains("vouchers are declined") && Contains("You get this because you subscribed"));
    CHECK_THAT(english.message->html, Contains("Unsubscribe"));
    CHECK(english.message->text.find("\xEE\x80\x80") == std::string::npos);
    CHECK_THAT(english.unsubscribe, Contains("https://status.example.org/unsubscribe/"));
    CHECK_THAT(english.return_path, Contains("bounce+"));

    const std::string manage = link_in(english.message->text, "/subscriptions/");
    CHECK_THAT(house.get(manage).text, Contains("a…@example.net") && Contains("value=\"every\" checked"));
    const Reply changed = house.submit(manage, "act=change&what=all&updates=every&language=de&quiet_from=22%3A00&quiet_until=07%3A00&time_zone=Europe%2FBerlin");
    CHECK_THAT(changed.text, Contains("<strong>Saved.</strong>") && Contains("value=\"22:00\"") && Contains("value=\"de\" lang=\"de\" selected"));
    house.say(id, "the basket is empty");
    const auto german = house.relay->last("ana@example.net");
    CHECK(german.message->language == "de");
    CHECK_THAT(german.message->text, Contains("weil Sie es abonniert haben"));
    CHECK(german.thread.size() == 1);  // of what they were sent before, though in another language

    const std::string leave = german.unsubscribe.substr(std::string_view("https://status.example.org").size());
    for (int scans = 0; scans < 3; ++scans) CHECK_THAT(house.get(leave).text, Contains("<form method=\"post\""));
    CHECK(house.state_of("ana@example.net") == SubscriberState::active);
    CHECK_THAT(house.submit(leave, "List-Unsubscribe=One-Click").text, Contains("You are unsubscribed"));
    CHECK(house.state_of("ana@example.net") == SubscriberState::left);
    CHECK(house.submit(leave, "List-Unsubscribe=One-Click").status == 200);
    house.say(id, "search is slow");
    CHECK(house.relay->count("ana@example.net") == 3);
    CHECK(house.submit(manage, "act=change&what=all&language=en").status == 409);
    CHECK(house.submit(confirm, "").status == 409);  // an old link brings nobody back
}

TEST_CASE("only the languages of those who hear are rendered, and nothing where nobody does") {
    Public house;
    const auto variants = [&](const std::string& id) {
        std::set<std::string> names;
        for (const auto& message : house.room.store.messages(house.room.record(IncidentId(id)).updates.back().update.id)) names.insert(message.variant);
        return names;
    };
    const std::string first = house.declare();
    CHECK(variants(first) == std::set<std::string>{"webhook/en", "page/en"});
    house.subscribe("ben@example.net", "&language=de");
    house.submit("/subscribe", "email=de%40example.net&what=all&updates=every&language=de");
    house.deliver();
    house.submit(link_in(house.relay->last("de@example.net").message->text, "/subscribe/confirm/"), "");
    const std::string second = house.declare();
    CHECK(variants(second) == std::set<std::string>{"webhook/en", "page/en", "subscriber/en", "subscriber/de"});
}

TEST_CASE("one component, one incident: whoever heard the start hears the end, and of nothing else", "[S4.4]") {
    Public house;
    const std::string id = house.declare();
    house.subscribe("search@example.net", "&what=components");
    house.submit("/subscribe", "email=pay%40example.net&what=components&component-search=yes&component-checkout=yes&language=en");
    house.submit("/subscribe", "email=other%40example.net&what=components&component-search=yes&language=en");
    house.submit("/subscribe", "email=one%40example.net&what=incident&incident=" + id + "&language=en");
    house.deliver();
    for (const char* who : {"pay@example.net", "other@example.net", "one@example.net"}) {
        house.submit(link_in(house.relay->last(who).message->text, "/subscribe/confirm/"), "");
    }
    house.relay->mails.clear();
    house.say(id, "vouchers are declined");
    CHECK(house.relay->count("pay@example.net") == 1);
    CHECK(house.relay->count("one@example.net") == 1);
    CHECK(house.relay->count("other@example.net") == 0);
    const std::string next = house.declare({{"components", {"search"}}, {"title", "Search is slow"}});
    house.deliver();
    CHECK(house.relay->count("one@example.net") == 1);
    CHECK(house.relay->count("other@example.net") == 1);
    CHECK_THAT(house.submit("/subscribe", "email=x%40example.net&what=components").text, Contains("Choose at least one"));
    CHECK_THAT(house.get("/subscribe?incident=" + id).text, Contains("Only this: Card payments fail at checkout"));
}

TEST_CASE("nobody learns who subscribes, and nobody is flooded", "[S4.4]") {
    Public house;
    house.subscribe("ana@example.net");
    const std::string unknown = house.ask_for("new@example.net").text;
    CHECK(house.ask_for("ana@example.net").text == unknown);
    CHECK(house.ask_for("ANA@example.NET").text == unknown);
    house.deliver();
    const std::size_t before = house.relay->mails.size();
    for (int i = 0; i < 10'000; ++i) {
        house.address = "10." + std::to_string(i / 250 % 250) + "." + std::to_string(i % 250) + ".1";
        house.clock.time += 2s;
        const int status = house.ask_for("victim@example.net").status;
        if (status != 200 && status != 429) FAIL("answered with " << status);
    }
    house.deliver();
    CHECK(house.relay->count("victim@example.net") == 1);
    CHECK(house.relay->mails.size() == before + 1);

    // A day later who subscribes already is told so, and that is all.
    house.clock.time += 25h;
    CHECK(house.ask_for("ana@example.net").status == 200);
    house.deliver();
    CHECK_THAT(house.relay->last("ana@example.net").message->text, Contains("You get them already; nothing has changed."));
    CHECK(house.state_of("ana@example.net") == SubscriberState::active);
}

TEST_CASE("one network asks ten times an hour, and a robot is answered and leaves nothing") {
    Public house;
    int taken = 0;
    for (int i = 0; i < 20; ++i) {
        house.address = "203.0.113." + std::to_string(i);
        taken += house.ask_for("n" + std::to_string(i) + "@example.net").status == 200 ? 1 : 0;
    }
    CHECK(taken == 10);
    house.address = "203.0.114.1";
    CHECK(house.ask_for("elsewhere@example.net").status == 200);
    CHECK_THAT(house.ask_for("robot@example.net", "&website=x").text, Contains("Check your mailbox"));
    CHECK_FALSE(house.room.store.find_subscriber(subscriber_mail_channel(), "robot@example.net").has_value());
}

TEST_CASE("no word of a stranger is in the mail, and all they type is text on the page") {
    Public house;
    const std::string form = "email=ana%40example.net&what=all&language=%3Cscript%3E&time_zone=%3Cscript%3E&incident=%22%3E%3Cscript%3E&quiet_from=x";
    const Reply refused = house.submit("/subscribe", form);
    CHECK(refused.status == 422);
    CHECK_THAT(refused.text, !Contains("<script") && Contains("role=\"alert\""));
    CHECK_THAT(house.get("/subscribe?incident=%22%3E%3Cscript%3E&component=%3Cscript%3E").text, !Contains("<script"));
    for (const char* bad : {"ana", "%3Cscript%3E%40example.net", "a%40b", "ana%40example.net%0D%0ABcc%3Ax%40y.org"}) {
        const Reply answer = house.submit("/subscribe", std::string("email=") + bad);
        CHECK(answer.status >= 400);
        CHECK_THAT(answer.text, !Contains("<script"));
    }
    CHECK(house.submit("/subscribe", "email=ana%40example.net&what=all&time_zone=Nowhere%2FLand&quiet_from=22%3A00&quiet_until=07%3A00").status == 422);
    house.deliver();
    CHECK(house.relay->mails.empty());
}

TEST_CASE("links are for one purpose and their time; those of the key before still let people leave") {
    Public house;
    house.ask_for("ana@example.net");
    house.deliver();
    const std::string confirm = link_in(house.relay->last("ana@example.net").message->text, "/subscribe/confirm/");
    const std::string token = confirm.substr(confirm.rfind('/') + 1);
    for (const char* elsewhere : {"/subscriptions/", "/unsubscribe/", "/answer/"}) CHECK(house.get(elsewhere + token).status == 404);
    CHECK(house.submit("/unsubscribe/" + token, "List-Unsubscribe=One-Click").status == 404);
    CHECK(house.get(confirm.substr(0, confirm.size() - 1) + (confirm.back() == 'A' ? 'B' : 'A')).status == 404);
    house.clock.time += 49h;
    CHECK(house.submit(confirm, "").status == 409);
    CHECK(house.room.await(house.subscriptions.tend()) == 1);

    house.subscribe("ben@example.net");
    const auto stored = *house.room.store.find_subscriber(subscriber_mail_channel(), "ben@example.net");
    const Secret older("fedcba9876543210fedcba9876543210");
    listen::Subscriptions rotated(house.room.io.executor(), {house.room.desk, house.room.store, house.room.thread, house.clock, [] { return std::uint64_t{5}; }, {Secret("another key of thirty-two bytes!"), house.link_key}});
    const Time expires = house.clock.time + for_good;
    const IncidentId incident(stored.subscriber.id.str());
    const std::string manage = sign({LinkPurpose::manage, incident, stored.recipient, expires}, house.link_key);
    const std::string leave = sign({LinkPurpose::leave, incident, stored.recipient, expires}, house.link_key);
    CHECK_FALSE(house.room.await(rotated.visit(manage, LinkPurpose::manage)).has_value());
    CHECK_FALSE(house.room.await(rotated.leave(sign({LinkPurpose::leave, incident, stored.recipient, expires}, older))).has_value());
    CHECK(house.room.await(rotated.leave(leave)).has_value());
    CHECK(house.state_of("ben@example.net") == SubscriberState::left);
}

TEST_CASE("an address is erased thirty days after its owner has left, and the record stays whole") {
    Public house;
    house.subscribe("ana@example.net");
    const std::string id = house.declare();
    house.deliver();
    const std::string manage = link_in(house.relay->last("ana@example.net").message->text, "/subscriptions/");
    CHECK_THAT(house.submit(manage, "act=leave").text, Contains("You are unsubscribed"));
    house.clock.time += 30 * 24h - 1s;
    CHECK(house.room.await(house.subscriptions.tend()) == 0);
    house.clock.time += 1s;
    CHECK(house.room.await(house.subscriptions.tend()) == 1);
    CHECK_FALSE(house.room.store.find_subscriber(subscriber_mail_channel(), "ana@example.net").has_value());
    CHECK_FALSE(house.room.store.broken_link(IncidentId(id)).has_value());
    CHECK(house.get(manage).status == 409);
}

TEST_CASE("mail that comes back is counted by its return path, and ends it after three") {
    Public house;
    house.subscribe("ana@example.net");
    house.declare();
    house.deliver();
    const std::string to = house.relay->last("ana@example.net").return_path;
    for (int day = 1; day <= 3; ++day) {
        house.clock.time += 24h;
        const Reply noted = house.post("/api/v1/bounces", {{"to", to}, {"reason", "550 5.1.1 <ana@example.net> no such user"}});
        CHECK(noted.status == 200);
        CHECK(noted.at("/failures_in_a_row").as_int64() == day);
        CHECK(house.post("/api/v1/bounces", {{"to", to}}).at("/failures_in_a_row").as_int64() == day);  // sent twice
    }
    CHECK(house.state_of("ana@example.net") == SubscriberState::suppressed);
    CHECK(house.post("/api/v1/bounces", {{"to", "bounce+0000002a0123456789abcdef0123@example.org"}}).status == 404);
    CHECK(house.post("/api/v1/bounces", {{"reason", "x"}}).status == 422);
    // A refusal at once counts by itself.
    house.address = "203.0.115.1";
    house.subscribe("ben@example.net");
    house.relay->answers["ben@example.net"] = {Verdict::permanent, 550, "550 5.1.1 (address) unknown (at RCPT)", {}, "", true};
    for (int i = 0; i < 3; ++i) {
        CHECK(house.state_of("ben@example.net") == SubscriberState::active);
        house.declare();
        house.deliver();
    }
    CHECK(house.state_of("ben@example.net") == SubscriberState::suppressed);
}

TEST_CASE("where nobody can subscribe, nothing of it is shown") {
    Office office;
    CHECK_THAT(office.get("/").text, !Contains("subscribe"));
    CHECK(office.get("/subscribe").status == 404);
    CHECK(office.submit("/subscribe", "email=ana%40example.net").status == 404);
}

namespace {

// What a program of another house sends, and what it is answered.
struct Programs : Public {
    using Public::Public;
    Reply ask_as_json(json::object subscriber, Method method = Method::post) { return ask(method, "/api/v2/subscribers.json", json::object{{"subscriber", std::move(subscriber)}}); }
};

}  // namespace

TEST_CASE("a program subscribes an address as with Statuspage: nothing is heard until its owner has confirmed") {
    Programs house;
    const std::string search = "search";
    const Reply asked = house.ask_as_json({{"email", "ana@example.net"}, {"component_ids", {search, statuspage::component_id(ComponentId("checkout"))}}, {"language", "de"}});
    INFO(asked.text);
    REQUIRE(asked.status == 201);
    CHECK(asked.string("/email") == "ana@example.net");
    CHECK(asked.string("/mode") == "email_sms");
    CHECK(asked.string("/page/name") == "Example Shop");
    CHECK(asked.body.as_object().if_contains("id") == nullptr);
    CHECK(asked.header("Cache-Control") == "no-store");
    CHECK(house.state_of("ana@example.net") == SubscriberState::pending);
    house.deliver();
    CHECK(house.submit(link_in(house.relay->last("ana@example.net").message->text, "/subscribe/confirm/"), "").status == 200);
    const auto stored = house.room.store.find_subscriber(subscriber_mail_channel(), "ana@example.net");
    CHECK(stored->subscriber.wish.components == std::vector<ComponentId>{ComponentId("search"), ComponentId("checkout")});
    CHECK(stored->subscriber.wish.language == "de");

    // As a form, too; and what is known of an address shows in no answer.
    const Reply form = house.submit("/api/v2/subscribers.json", "subscriber%5Bemail%5D=bob%40example.net");
    CHECK(form.status == 201);
    CHECK(house.state_of("bob@example.net") == SubscriberState::pending);
    CHECK(house.ask_as_json({{"email", "ana@example.net"}}).text == asked.text);
    CHECK(house.state_of("ana@example.net") == SubscriberState::active);
}

TEST_CASE("what a program asks for and is not there is refused with its field, and a webhook is sent where it is tested") {
    Programs house;
    const auto field = [&](json::object subscriber) {
        const Reply refused = house.ask_as_json(std::move(subscriber));
        CHECK(refused.status == 422);
        return refused.string("/error/field");
    };
    CHECK(field({{"email", "nobody at all"}}) == "email");
    CHECK(field({{"email", "ana@example.net"}, {"component_id", "nowhere"}}) == "subscriber.component_ids");
    CHECK(field({{"email", "ana@example.net"}, {"incident_id", "nothing"}}) == "subscriber.incident_id");
    CHECK(field({{"email", "ana@example.net"}, {"language", "it"}}) == "subscriber.language");
    CHECK(field({{"email", "ana@example.net"}, {"endpoint", "https://hooks.example.org/"}}) == "subscriber.endpoint");
    CHECK(field({{"email", "ana@example.net"}, {"skip_confirmation_notification", true}}) == "subscriber.skip_confirmation_notification");
    CHECK(house.ask(Method::post, "/api/v2/subscribers.json", json::object{}).status == 422);
    CHECK(house.room.store.subscribers({}).empty());
    auto closed = shop_setup();
    Programs nobody(closed);
    CHECK(nobody.ask_as_json({{"email", "ana@example.net"}}).status == 404);
}

TEST_CASE("a program leaves by the token of its owner's link, and by an address it only has that link sent there") {
    Programs house;
    house.subscribe("ana@example.net");
    const Reply unknown = house.ask_as_json({{"email", "nobody@example.net"}}, Method::del);
    house.clock.time += 25h;  // one mail a day
    const Reply known = house.ask_as_json({{"email", "ana@example.net"}}, Method::del);
    INFO(known.text);
    CHECK(known.status == 202);
    CHECK(known.text == unknown.text);
    CHECK(house.room.store.subscribers({}).size() == 1);
    CHECK(house.state_of("ana@example.net") == SubscriberState::active);
    house.deliver();
    const std::string manage = link_in(house.relay->last("ana@example.net").message->text, "/subscriptions/");
    const std::string token = manage.substr(manage.rfind('/') + 1);
    CHECK(house.ask(Method::del, "/api/v2/subscribers/no-token-of-ours.json", nullptr).status == 404);
    const Reply left = house.ask(Method::del, "/api/v2/subscribers/" + token + ".json", nullptr);
    CHECK(left.status == 200);
    CHECK(left.text == "true\n");
    CHECK(house.state_of("ana@example.net") == SubscriberState::left);
    CHECK(house.ask_as_json({{"id", token}}, Method::del).status == 200);  // twice is once
}

TEST_CASE("programs and people share the limits of signing up") {
    Programs house;
    int refused = 0;
    for (int i = 0; i < 8; ++i) refused += house.ask_for("a" + std::to_string(i) + "@example.net").status == 429 ? 1 : 0;
    for (int i = 0; i < 8; ++i) refused += house.ask_as_json({{"email", "b" + std::to_string(i) + "@example.net"}}).status == 429 ? 1 : 0;
    for (int i = 0; i < 8; ++i) refused += house.ask_as_json({{"email", "b" + std::to_string(i) + "@example.net"}}, Method::del).status == 429 ? 1 : 0;
    CHECK(refused == 14);
}
