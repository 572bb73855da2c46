// After publishing, the page is looked at as its readers get it.
#include "api_rig.hpp"

#include "daemon/listen/readback.hpp"

using namespace candor;
using namespace candor::test;

namespace {

// An office whose page stands behind a cache: `shown` is what readers get.
class Behind : public Office {
public:
    enum class Shown { fresh, stale, nothing };

    Behind() : readback(room.io.executor(), room.desk, clock, [this](std::string url) { return fetch(std::move(url)); }, {"https://status.example.org", 60s, 2s}) {}

    bool check() { return room.await(readback.check()); }
    std::size_t alarms(const std::string& incident) {
        const auto stored = room.store.find_incident(IncidentId(incident));
        return static_cast<std::size_t>(std::count_if(stored->events.begin(), stored->events.end(),
                                                      [](const Event& event) { return std::holds_alternative<AlarmRaised>(event.body); }));
    }

    Shown shown = Shown::fresh;
    int fetched = 0;
    listen::Readback readback;

private:
    Task<std::string> fetch(std::string url) {
        ++fetched;
        const std::string prefix = "https://status.example.org";
        const std::string path = url.substr(prefix.size());
        if (shown == Shown::nothing) co_return std::string();
        if (shown == Shown::stale) co_return stale_;
        http::Request request;
        request.path = path;
        const auto found = router->match(Method::get, path);
        const auto& route = std::get<http::Router::Found>(found);
        const auto answer = co_await route.route->handler(request, route.params);
        stale_ = *answer.body;
        co_return stale_;
    }

    std::string stale_;
};

}  // namespace

TEST_CASE("an update that is on the page is found there, once", "[S2.22]") {
    Behind office;
    CHECK_FALSE(office.check());
    const std::string id = office.declare();
    CHECK_FALSE(office.check());
    CHECK(office.readback.state().found == 1);
    CHECK_FALSE(office.check());
    CHECK(office.fetched == 1);
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "The second site takes the traffic now."}}).status == 201);
    CHECK_FALSE(office.check());
    CHECK(office.readback.state().found == 2);
    CHECK(office.alarms(id) == 0);
}

TEST_CASE("a page that does not show the update within a minute raises an alarm, once", "[S2.22]") {
    for (const auto shown : {Behind::Shown::stale, Behind::Shown::nothing}) {
        Behind office;
        const std::string id = office.declare();
        CHECK_FALSE(office.check());
        office.shown = shown;
        REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "The second site takes the traffic now."}}).status == 201);
        office.clock.time += 59s;
        CHECK(office.check());
        CHECK(office.alarms(id) == 0);
        office.clock.time += 1s;
        CHECK(office.check());
        CHECK(office.alarms(id) == 1);
        office.clock.time += 10s;
        CHECK(office.check());
        CHECK(office.alarms(id) == 1);
        CHECK(office.readback.state().missing == 1);
        CHECK(office.readback.state().absent == IncidentId(id));

        // It is there after all.
        office.shown = Behind::Shown::fresh;
        CHECK_FALSE(office.check());
        CHECK_FALSE(office.readback.state().absent.has_value());
    }
}

TEST_CASE("other words than those that were published are not taken for them", "[S2.22]") {
    CHECK(listen::page_mark(2, "a") != listen::page_mark(2, "b"));
    CHECK(listen::page_mark(2, "a") != listen::page_mark(3, "a"));
    Behind office;
    const std::string id = office.declare();
    const auto dossier = *office.room.await(office.room.desk.find(id));
    CHECK_THAT(office.get("/incidents/" + id).text, Catch::Contains("data-text=\"" + listen::page_mark(1, dossier->texts[0]) + "\""));
}
