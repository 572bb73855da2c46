// Subscribing a webhook with the form, and what becomes of one that fails: put aside, its contact told by mail, used again.
#include "subscriber_rig.hpp"

#include "planned.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

const std::string endpoint_url = "https://hooks.example.org/in/s3cret";

std::shared_ptr<desk::Setup> with_hooks() {
    auto setup = with_subscriptions();
    setup->webhook_form = true;
    return setup;
}

listen::Hooks::Answer echo(const listen::Hooks::Test& test) {
    return {true, std::string(json::parse(test.body).at_pointer("/data/challenge").as_string())};
}

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const auto begin = text.find(before);
    if (begin == std::string::npos) FAIL("no " << before << " in: " << text);
    const auto start = begin + before.size();
    return text.substr(start, text.find(after, start) - start);
}

struct Hooked : Public {
    explicit Hooked(std::shared_ptr<desk::Setup> setup = with_hooks()) : Public(std::move(setup)) { endpoint = echo; }

    Reply fill_in(const std::string& url, const std::string& contact, const std::string& more = {}) {
        return submit("/subscribe/webhook", "url=" + url + "&contact=" + contact + "&what=all&updates=every&language=en" + more);
    }
    // The path of its own page.
    std::string subscribe_hook(const std::string& url, const std::string& contact = "ops%40example.net") {
        const Reply made = fill_in(url, contact);
        INFO(made.text);
        REQUIRE(made.status == 200);
        return "/subscriptions/" + between(made.text, "href=\"../subscriptions/", "\"");
    }
    Subscriber hook(const std::string& url = endpoint_url) {
        const auto stored = room.store.find_subscriber(subscriber_webhook_channel(), url);
        if (!stored) FAIL("nobody has " << url);
        return stored->subscriber;
    }
    // Something is said, and the endpoint answers that it wants no more.
    void fail_with(const std::string& url) {
        endpoints->answers[url] = Outcome{Verdict::gone, 410, "HTTP 410", {}, ""};
        declare({{"symptom", "card payments are declined"}});
        deliver();
    }
    void tell() {
        room.await(subscriptions.tend());
        deliver();
    }
};

}  // namespace

TEST_CASE("a webhook is subscribed with a form, tested first, its secret shown once, and changed and ended under its own link", "[S4.4]") {
    Hooked house;
    CHECK_THAT(house.get("/subscribe").text, Contains("href=\"./subscribe/webhook\""));
    const Reply form = house.get("/subscribe/webhook");
    CHECK_THAT(form.text, Contains("name=\"url\"") && Contains("name=\"contact\"") && !Contains("name=\"email\"") && !Contains("{{") && !Contains("<script"));
    CHECK(form.header("Cache-Control") == "no-store");

    const Reply made = house.fill_in(endpoint_url, "ops%40example.net", "&format=statuspage");
    INFO(made.text);
    REQUIRE(made.status == 200);
    CHECK(made.header("Cache-Control") == "no-store");
    CHECK(house.tested.url == endpoint_url);
    const std::string secret = between(made.text, "class=\"secret\">", "<");
    CHECK(secret.starts_with("whsec_"));
    CHECK(house.hook().contact == "ops@example.net");
    CHECK(house.hook().wish.format == WebhookFormat::statuspage);
    CHECK(house.hook().state == SubscriberState::active);

    const std::string own = "/subscriptions/" + between(made.text, "href=\"../subscriptions/", "\"");
    const Reply page = house.get(own);
    CHECK_THAT(page.text, Contains("Messages to https://hooks.example.org/…") && Contains("o…@example.net") && Contains("Nothing yet."));
    CHECK_THAT(page.text, !Contains("s3cret") && !Contains(secret) && !Contains("ops@example.net"));

    house.declare({{"symptom", "card payments are declined"}});
    house.deliver();
    REQUIRE(house.endpoints->count(endpoint_url) == 2);  // the incident, and what changed of its component
    CHECK_THAT(house.get(own).text, Contains("Arrived") && Contains(">Card payments fail at checkout</a>"));

    CHECK_THAT(house.submit(own, "act=test").text, Contains("It answered the test message as it must."));
    house.endpoint = [](const listen::Hooks::Test&) { return listen::Hooks::Answer{true, "OK"}; };
    const Reply failed = house.submit(own, "act=test");
    CHECK(failed.status == 422);
    CHECK_THAT(failed.text, Contains("was not answered as it must be"));

    CHECK_THAT(house.submit(own, "act=change&what=components&component-search=yes&updates=milestones&language=de").text, Contains("Saved."));
    CHECK(house.hook().wish.preference.updates == HowMuch::milestones);
    CHECK(house.hook().wish.format == WebhookFormat::statuspage);
    CHECK(house.submit(own, "act=leave").status == 200);
    CHECK(house.hook().state == SubscriberState::left);
}

TEST_CASE("the form refuses what the API refuses, and says so in the language of the page") {
    for (const char* language : {"en", "de", "fr", "es"}) {
        CAPTURE(language);
        auto setup = with_hooks();
        setup->language = language;
        Hooked house(setup);
        const PageWords& words = setup->templates.page_words(language);
        const auto says = [&](const Reply& reply, int status, PageText text) {
            INFO(text.name() << "\n" << reply.text);
            CHECK(reply.status == status);
            CHECK(reply.text.find(words.text(text)) != std::string::npos);
        };
        for (const char* url : {"http://hooks.example.org/", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/", "https://user:pw@hooks.example.org/", "file:///etc/passwd", ""}) {
            says(house.fill_in(url, "ops%40example.net"), 422, "problem.no_endpoint");
        }
        CHECK(house.tested.url.empty());
        says(house.fill_in(endpoint_url, ""), 422, "problem.mail_address");
        says(house.fill_in(endpoint_url, "ops%40example.net%0d%0aBcc%3ax%40example.net"), 422, "problem.mail_address");
        says(house.fill_in(endpoint_url, "ops%40example.net", "&website=http%3a%2f%2fspam.example"), 429, "problem.too_many_hooks");
        house.address = "198.51.100.7";
        house.endpoint = [](const listen::Hooks::Test&) { return listen::Hooks::Answer{true, "OK"}; };
        says(house.fill_in(endpoint_url, "ops%40example.net"), 422, "problem.test_failed");
        house.endpoint = echo;
        house.subscribe_hook(endpoint_url);
        says(house.fill_in(endpoint_url, "ops%40example.net"), 409, "problem.endpoint_known");
        says(house.submit("/subscribe", "email=x"), 422, "problem.mail_address");
        says(house.submit("/subscribe", "email=a%40example.net&what=components"), 422, "problem.nothing_chosen");
        says(house.submit("/subscribe", "email=a%40example.net&what=incident&incident=nothere00001"), 422, "problem.no_incident");
        says(house.submit("/subscribe", "email=a%40example.net&quiet_from=22%3A00"), 422, "problem.quiet_hours");
        says(house.submit("/subscribe", "email=a%40example.net&updates=some"), 422, "problem.how_much");
        says(house.submit("/subscribe", "email=a%40example.net&quiet_from=22%3A00&quiet_until=07%3A00&time_zone=Nowhere"), 422, "problem.time_zone");
        says(house.get("/subscriptions/not-one-of-ours"), 404, "problem.no_link");
        says(house.submit("/report", "text="), 422, "problem.say_what_you_see");
        says(house.submit("/report", "text=slow&contact=nobody"), 422, "problem.contact_address");
        says(house.submit("/report", "text=slow&component=none"), 422, "problem.no_component");
        says(house.submit("/report", "text=slow&incident=nothere00001"), 422, "problem.no_incident");
        says(house.submit("/report", "text=" + std::string(4000, 'a')), 422, "problem.too_long");
        says(house.submit("/report", "text=a%01b"), 400, "problem.unreadable");
        for (int i = 0; i < 12; ++i) house.fill_in("https://hooks.example.org/" + std::to_string(i), "ops%40example.net");
        says(house.fill_in("https://hooks.example.org/last", "ops%40example.net"), 429, "problem.too_many_hooks");
    }
}

TEST_CASE("where the configuration has no form for webhooks, there is none") {
    Hooked house(with_subscriptions());
    CHECK_THAT(house.get("/subscribe").text, !Contains("subscribe/webhook"));
    CHECK(house.get("/subscribe/webhook").status == 404);
    CHECK(house.fill_in(endpoint_url, "ops%40example.net").status == 404);
    CHECK(house.tested.url.empty());
}

TEST_CASE("whoever looks after a webhook is told by mail, once, that it was put aside, and uses it again from there", "[S4.4]") {
    Hooked house;
    house.subscribe_hook(endpoint_url);
    house.fail_with(endpoint_url);
    CHECK(house.put_aside == 1);
    REQUIRE(house.hook().state == SubscriberState::quarantined);
    CHECK(house.relay->count("ops@example.net") == 0);
    house.tell();
    REQUIRE(house.relay->count("ops@example.net") == 1);
    const delivery::Envelope mail = house.relay->last("ops@example.net");
    CHECK_THAT(mail.message->subject, Contains("gets no more updates"));
    CHECK_THAT(mail.message->text, Contains(house.hook().id.str()) && Contains("UTC") && !Contains("hooks.example.org") && !Contains("s3cret") && !Contains("{{"));
    CHECK(mail.unsubscribe.empty());
    house.tell();
    house.clock.time += 48h;
    house.tell();
    CHECK(house.relay->count("ops@example.net") == 1);

    const std::string link = link_in(mail.message->text, "/subscriptions/");
    const Reply page = house.get(link);
    CHECK(page.status == 200);
    CHECK_THAT(page.text, Contains("It has failed") && Contains("value=\"enable\"") && Contains("Failed"));
    house.endpoints->answers.clear();
    house.endpoint = [](const listen::Hooks::Test&) { return listen::Hooks::Answer{false, ""}; };
    CHECK(house.submit(link, "act=enable").status == 422);
    CHECK(house.hook().state == SubscriberState::quarantined);
    house.endpoint = echo;
    const Reply again = house.submit(link, "act=enable");
    CHECK(again.status == 200);
    CHECK_THAT(again.text, Contains("It gets updates.") && Contains("It answered the test message as it must."));
    CHECK(house.hook().state == SubscriberState::active);

    house.fail_with(endpoint_url);  // a second time is told of a second time
    house.tell();
    CHECK(house.relay->count("ops@example.net") == 2);
}

TEST_CASE("however many webhooks name a contact, it gets one mail a day") {
    Hooked house;
    for (int i = 0; i < 3; ++i) {
        const std::string url = "https://hooks.example.org/" + std::to_string(i);
        house.subscribe_hook(url);
        house.endpoints->answers[url] = Outcome{Verdict::gone, 410, "HTTP 410", {}, ""};
    }
    house.fail_with(endpoint_url);
    house.tell();
    CHECK(house.relay->count("ops@example.net") == 1);
    house.tell();
    CHECK(house.relay->count("ops@example.net") == 1);
    house.clock.time += 25h;
    house.tell();
    CHECK(house.relay->count("ops@example.net") == 2);
}

TEST_CASE("where no contact was named, the people on duty are told, once") {
    auto setup = with_hooks();
    const auto planned = planned_setup();
    setup->plan = planned->plan;
    setup->channels.push_back({ChannelId("mail"), ChannelKind::email, "en", {}, Impact::none});
    Hooked house(setup);
    std::vector<store::Recipient> people;
    for (const plan::Person& person : setup->plan->people) people.push_back({person.id.str(), person.mail.empty() ? "x@example.org" : person.mail});
    house.room.store.sync_recipients(desk::duty_mail, people);
    house.who = {"nobody", http::Scope::none};
    REQUIRE(house.post("/api/v1/webhooks", {{"url", endpoint_url}}).status == 201);
    house.who = {"lead", http::Scope::respond};
    house.fail_with(endpoint_url);
    const std::size_t before = house.relay->mails.size();
    house.tell();
    const auto told = [&](const delivery::Envelope& mail) { return mail.message->text.find("candor subscribers show " + house.hook().id.str()) != std::string::npos; };
    const auto count = std::count_if(house.relay->mails.begin() + static_cast<std::ptrdiff_t>(before), house.relay->mails.end(), told);
    CHECK(count >= 1);
    house.tell();
    CHECK(std::count_if(house.relay->mails.begin(), house.relay->mails.end(), told) == count);
}

TEST_CASE("what is personal about a contact goes with the subscription") {
    Hooked house;
    const std::string own = house.subscribe_hook(endpoint_url);
    house.fail_with(endpoint_url);
    house.tell();
    const std::string link = link_in(house.relay->last("ops@example.net").message->text, "/subscriptions/");
    CHECK(house.submit(link, "act=leave").status == 200);
    house.clock.time += 31 * 24h;
    house.tell();
    CHECK_FALSE(house.room.store.find_subscriber(subscriber_webhook_channel(), endpoint_url));
    CHECK(house.get(link).status != 200);
}
