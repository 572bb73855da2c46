#include "core/audience.hpp"
#include "tests/daemon/api_rig.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<desk::Setup> open_setup() {
    auto setup = shop_setup();
    setup->subscription_languages = {"en", "de"};
    return setup;
}

struct Subscribed : Office {
    explicit Subscribed(std::shared_ptr<const desk::Setup> setup = open_setup()) : Office(std::move(setup)) { who = {"ops", http::Scope::admin}; }

    std::string add(const std::string& mail) {
        const Reply answer = post("/api/v1/subscribers", {{"address", mail}, {"basis", "contract 2026"}});
        INFO(answer.text);
        REQUIRE(answer.status == 201);
        return answer.string("/subscriber/id");
    }
    std::string header_of(const Reply& reply, std::string_view name) {
        for (const auto& header : reply.headers) {
            if (header.name == name) return header.value;
        }
        return {};
    }
};

std::int64_t number(const Reply& reply, const char* pointer) {
    return reply.body.at_pointer(pointer).as_int64();
}

}  // namespace

TEST_CASE("an operator subscribes somebody, who hears at once, and why is kept") {
    Subscribed office;
    const Reply made = office.post("/api/v1/subscribers", {{"address", "Ana@Example.org"},
                                                           {"basis", "contract 2026"},
                                                           {"language", "de"},
                                                           {"components", {"checkout"}},
                                                           {"updates", "digest"},
                                                           {"quiet", "22:00-07:00"},
                                                           {"time_zone", "Europe/Berlin"}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    CHECK(made.string("/subscriber/state") == "active");
    CHECK(made.string("/subscriber/basis") == "contract 2026");
    CHECK(made.string("/subscriber/added_by") == "ops");
    const std::string id = made.string("/subscriber/id");
    CHECK(office.get("/api/v1/subscribers/" + id).string("/subscriber/language") == "de");
    CHECK(office.room.desk.setup().subscriber_languages == std::vector<std::string>{"de"});
    const Reply again = office.post("/api/v1/subscribers", {{"address", "ana@example.org"}, {"basis", "twice"}});
    CHECK(again.status == 200);
    CHECK(again.string("/subscriber/basis") == "contract 2026");
    CHECK(office.get("/api/v1/subscribers?address=ANA@example.org").body.at("subscribers").as_array().size() == 1);
}

TEST_CASE("who has left is not brought back by an operator") {
    Subscribed office;
    const std::string id = office.add("ana@example.org");
    CHECK(office.ask(Method::del, "/api/v1/subscribers/" + id).status == 204);
    CHECK(office.room.desk.setup().subscriber_languages.empty());
    const Reply again = office.post("/api/v1/subscribers", {{"address", "ana@example.org"}, {"basis", "please"}});
    CHECK(again.status == 409);
    const Reply table = office.send_table("/api/v1/subscribers/import?basis=please", "address\nana@example.org\n");
    CHECK(number(table, "/added") == 0);
    CHECK(table.string("/refused/0/message") == "They left: only they can come back.");
    CHECK(office.ask(Method::patch, "/api/v1/subscribers/" + id, {{"state", "active"}}).status == 409);
}

TEST_CASE("a table is taken over row by row, and each row that is not is named by its line") {
    Subscribed office;
    office.add("known@example.org");
    const std::string table = "Email,language,components\r\n"
                              "one@example.org,en,checkout\r\n"
                              "two@example.org,de,\"checkout, search\"\r\n"
                              "no address,en,\r\n"
                              "three@example.org,it,\r\n"
                              "four@example.org,en,nowhere\r\n"
                              "known@example.org,en,\r\n"
                              "one@example.org,en,\r\n"
                              "five@example.org\r\n"
                              "\"open,en,\r\n"
                              "six@example.org,,\r\n";
    const Reply done = office.send_table("/api/v1/subscribers/import?basis=contract%202026", table);
    INFO(done.text);
    REQUIRE(done.status == 200);
    CHECK(number(done, "/added") == 3);
    CHECK(number(done, "/known") == 2);
    std::vector<std::int64_t> lines;
    for (const auto& row : done.body.at("refused").as_array()) lines.push_back(row.at("line").as_int64());
    CHECK(lines == std::vector<std::int64_t>{4, 5, 6, 9, 10});
    CHECK(done.text.find("no address") == std::string::npos);  // what was typed is in no answer
    CHECK(office.room.desk.setup().subscriber_languages == std::vector<std::string>{"de", "en"});
}

TEST_CASE("a table that is sent in pieces names the lines of the whole") {
    Subscribed office;
    const Reply done = office.send_table("/api/v1/subscribers/import?basis=x&line=5001", "address\nbad\nfine@example.org\nbad too\n");
    CHECK(number(done, "/refused/0/line") == 5001);
    CHECK(number(done, "/refused/1/line") == 5003);
}

TEST_CASE("a table that cannot be understood is refused whole, and says why") {
    Subscribed office;
    const auto refused = [&](const std::string& table) { return office.send_table("/api/v1/subscribers/import?basis=x", table); };
    CHECK(refused("").status == 422);
    CHECK(refused("name,colour\nx,y\n").status == 422);
    CHECK(refused("language\nen\n").string("/error/message") == "No column is called address.");
    CHECK(office.post("/api/v1/subscribers/import?basis=x", json::object()).status == 415);
    CHECK(office.send_table("/api/v1/subscribers/import?baisis=x", "address\n").status == 422);
    const Reply baseless = office.send_table("/api/v1/subscribers/import", "address\nana@example.org\n");
    CHECK(baseless.string("/refused/0/field") == "basis");
    std::string endless = "address\n";
    for (int i = 0; i < 5'001; ++i) endless += "a\n";
    CHECK(refused(endless).status == 413);
}

TEST_CASE("what is exported comes in pieces, can be imported, and is no formula to a spreadsheet") {
    Subscribed office;
    office.send_table("/api/v1/subscribers/import?basis=%3Dcmd%7C%27%20%2FC%20calc%27!A0", "address\n=one@example.org\ntwo@example.org\nthree@example.org\n");
    const Reply first = office.get("/api/v1/subscribers/export?limit=2");
    REQUIRE(first.status == 200);
    CHECK(first.text.starts_with("id,kind,address,state,"));
    CHECK(first.text.find("\"'=one@example.org\"") != std::string::npos);
    CHECK(first.text.find("\"'=cmd|") != std::string::npos);
    CHECK(first.text.find(",=") == std::string::npos);
    const std::string link = office.header_of(first, "Link");
    REQUIRE(link.find("rel=\"next\"") != std::string::npos);
    const Reply rest = office.get(link.substr(1, link.find('>') - 1));
    CHECK(rest.text.find("three@example.org") != std::string::npos);
    CHECK(office.header_of(rest, "Link").empty());
    Subscribed elsewhere;
    const Reply taken = elsewhere.send_table("/api/v1/subscribers/import", first.text + rest.text);
    INFO(taken.text);
    CHECK(number(taken, "/added") == 3);
}

TEST_CASE("a webhook goes from one house to another with its form, its contact and its id, and takes nobody's place") {
    Subscribed office;
    office.endpoint = [](const listen::Hooks::Test&) { return listen::Hooks::Answer{true, "ok"}; };
    const Reply made = office.post("/api/v1/webhooks", {{"url", "https://hooks.example.org/Status"}, {"format", "statuspage"}, {"contact", "ops@example.net"},
                                                        {"components", {"checkout"}}, {"basis", "our bridge"}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    const std::string id = made.string("/id");
    const Reply table = office.get("/api/v1/subscribers/export");
    Subscribed elsewhere;
    const Reply taken = elsewhere.send_table("/api/v1/subscribers/import", table.text);
    INFO(taken.text);
    CHECK(number(taken, "/added") == 1);
    CHECK(elsewhere.get("/api/v1/subscribers/export").text == table.text);
    CHECK(elsewhere.get("/api/v1/subscribers/" + id).string("/subscriber/contact") == "ops@example.net");
    CHECK(elsewhere.room.desk.setup().subscriber_hooks == std::vector<std::string>{"statuspage"});
    CHECK(number(elsewhere.send_table("/api/v1/subscribers/import", table.text), "/known") == 1);

    const Reply refused = elsewhere.send_table("/api/v1/subscribers/import?basis=x", "id,address\r\n" + id + ",https://hooks.example.org/other\r\n,https://10.0.0.1/inside\r\n");
    INFO(refused.text);
    CHECK(number(refused, "/added") == 0);
    CHECK(refused.string("/refused/0/field") == "id");
    CHECK(refused.string("/refused/1/field") == "address");
    CHECK(elsewhere.get("/api/v1/subscribers/export").text == table.text);
}

TEST_CASE("addresses are for administrators alone; how many there are, for whoever responds") {
    Subscribed office;
    office.add("ana@example.org");
    office.who = {"lead", http::Scope::respond};
    CHECK(office.get("/api/v1/subscribers").status == 403);
    CHECK(office.get("/api/v1/subscribers/export").status == 403);
    const Reply counts = office.get("/api/v1/subscribers/counts");
    CHECK(counts.status == 200);
    CHECK(number(counts, "/counts/0/count") == 1);
    CHECK(counts.text.find("ana@") == std::string::npos);
    office.who = {"reader", http::Scope::read};
    CHECK(office.get("/metrics").text.find("candor_subscribers{kind=\"mail\",state=\"active\",language=\"en\"} 1") != std::string::npos);
}

TEST_CASE("what a subscriber hears is changed field by field") {
    Subscribed office;
    const std::string path = "/api/v1/subscribers/" + office.add("ana@example.org");
    CHECK(office.ask(Method::patch, path, {{"updates", "milestones"}}).string("/subscriber/updates") == "milestones");
    const Reply both = office.ask(Method::patch, path, {{"language", "de"}, {"components", {"search"}}});
    CHECK(both.string("/subscriber/updates") == "milestones");
    CHECK(both.string("/subscriber/components/0") == "search");
    CHECK(office.ask(Method::patch, path, {{"language", "it"}}).status == 422);
    CHECK(office.ask(Method::patch, path, {{"address", "other@example.org"}}).status == 422);
    CHECK(office.ask(Method::patch, path, {{"state", "left"}}).status == 422);
    CHECK(office.ask(Method::patch, "/api/v1/subscribers/nobody000000", {{"updates", "every"}}).status == 404);
}

TEST_CASE("where nobody can subscribe, nobody can be subscribed") {
    Subscribed office(shop_setup());
    const Reply refused = office.post("/api/v1/subscribers", {{"address", "ana@example.org"}, {"basis", "x"}});
    CHECK(refused.status == 409);
    CHECK(refused.string("/error/mend") == "Set subscribers.email to the id of an email channel.");
    CHECK(office.get("/api/v1/subscribers/counts").body.at("open") == false);
}
