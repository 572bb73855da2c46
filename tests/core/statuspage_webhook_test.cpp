#include "core/statuspage/webhook.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace candor;
namespace json = boost::json;

namespace {

std::vector<std::string> keys_of(const json::value& value) {
    std::vector<std::string> keys;
    for (const auto& member : value.as_object()) keys.emplace_back(member.key());
    return keys;
}

const Time noon{std::chrono::seconds{1'795'000'000}};

Record told_twice() {
    Record record;
    record.id = IncidentId("incident0001");
    record.title = "Card payments fail";
    record.components = {ComponentId("checkout")};
    record.impact = Impact::major;
    record.status = Status::monitoring;
    record.declared_at = record.last_event_at = noon;
    for (int i = 1; i <= 2; ++i) {
        PublishedUpdate published;
        published.update.id = UpdateId("update00000" + std::to_string(i));
        published.at = noon + std::chrono::minutes{30 * (i - 1)};
        published.seq = i;
        published.status = i == 1 ? Status::investigating : Status::monitoring;
        published.impact = Impact::major;
        record.updates.push_back(published);
    }
    return record;
}

statuspage::Notification notification(const PublicRecord& shown) {
    statuspage::Notification what;
    what.shown = &shown;
    what.worst = statuspage::State::partial_outage;
    what.page_url = "https://status.example.org";
    what.zone = &utc();
    what.components = {{ComponentId("checkout"), "Checkout", {}}};
    what.unsubscribe = "https://status.example.org/unsubscribe/x";
    what.now = noon;
    return what;
}

json::value told(const Record& record, std::vector<std::string> said) {
    PublicRecord shown;
    shown.record = &record;
    shown.title = record.title;
    shown.url = "https://status.example.org/incidents/incident0001";
    shown.said = std::move(said);
    return json::parse(statuspage::webhook_notification(notification(shown)));
}

}  // namespace

TEST_CASE("the keys of a Statuspage notification are theirs, in their order") {
    const Record record = told_twice();
    const json::value body = told(record, {"We are looking into it.", "A fix is in place."});
    CHECK(keys_of(body) == std::vector<std::string>{"meta", "page", "incident"});
    CHECK(keys_of(body.at("meta")) == std::vector<std::string>{"unsubscribe", "documentation"});
    CHECK(keys_of(body.at("page")) == std::vector<std::string>{"id", "status_indicator", "status_description"});
    auto incident = keys_of(body.at("incident"));
    CHECK(std::vector<std::string>(incident.end() - 2, incident.end()) == std::vector<std::string>{"components", "started_at"});
    incident.resize(incident.size() - 2);
    CHECK(incident == std::vector<std::string>{"backfilled", "created_at", "impact", "impact_override", "monitoring_at", "postmortem_body",
                                               "postmortem_body_last_updated_at", "postmortem_ignored", "postmortem_notified_subscribers",
                                               "postmortem_notified_twitter", "postmortem_published_at", "resolved_at", "scheduled_auto_transition",
                                               "scheduled_for", "scheduled_remind_prior", "scheduled_reminded_at", "scheduled_until", "shortlink", "status",
                                               "updated_at", "id", "organization_id", "incident_updates", "name"});
    CHECK(keys_of(body.at_pointer("/incident/incident_updates/0")) ==
          std::vector<std::string>{"body", "created_at", "display_at", "status", "twitter_updated_at", "updated_at", "wants_twitter_update", "id", "incident_id"});
}

TEST_CASE("who reads the first of incident_updates reads what is new") {
    const Record record = told_twice();
    const json::value body = told(record, {"We are looking into it.", "A fix is in place. \"</script>\" \xE2\x80\xA6"});
    CHECK(body.at_pointer("/incident/incident_updates/0/id").as_string() == "update000002");
    CHECK(body.at_pointer("/incident/incident_updates/0/body").as_string() == "A fix is in place. \"</script>\" \xE2\x80\xA6");
    CHECK(body.at_pointer("/incident/incident_updates/0/status").as_string() == "monitoring");
    CHECK(body.at_pointer("/incident/incident_updates/1/status").as_string() == "investigating");
    CHECK(body.at_pointer("/incident/monitoring_at") == body.at_pointer("/incident/incident_updates/0/created_at"));
    CHECK(body.at_pointer("/incident/resolved_at").is_null());
    CHECK(body.at_pointer("/page/status_indicator").as_string() == "major");
    CHECK(body.at_pointer("/incident/components/0/name").as_string() == "Checkout");
}

TEST_CASE("a long story is told by its newest updates") {
    Record record = told_twice();
    std::vector<std::string> said{"one", "two"};
    for (int i = 3; i <= 100; ++i) {
        PublishedUpdate next = record.updates.back();
        next.update.id = UpdateId("update" + std::to_string(100'000 + i));
        next.seq = i;
        record.updates.push_back(next);
        said.push_back(std::to_string(i));
    }
    const json::value body = told(record, said);
    CHECK(body.at_pointer("/incident/incident_updates").as_array().size() == statuspage::most_told);
    CHECK(body.at_pointer("/incident/incident_updates/0/body").as_string() == "100");
}

TEST_CASE("the keys of a change of a component are theirs, in their order") {
    const Record record = told_twice();
    PublicRecord shown;
    shown.record = &record;
    const statuspage::Change change{ComponentId("checkout"), statuspage::State::operational, statuspage::State::partial_outage};
    const json::value body = json::parse(statuspage::component_notification(notification(shown), change, "change000001"));
    CHECK(keys_of(body) == std::vector<std::string>{"meta", "page", "component_update", "component"});
    CHECK(keys_of(body.at("component_update")) == std::vector<std::string>{"created_at", "new_status", "old_status", "id", "component_id"});
    CHECK(keys_of(body.at("component")) == std::vector<std::string>{"created_at", "id", "name", "status"});
    CHECK(body.at_pointer("/component_update/old_status").as_string() == "operational");
    CHECK(body.at_pointer("/component_update/new_status").as_string() == "partial_outage");
    CHECK(body.at_pointer("/component/status") == body.at_pointer("/component_update/new_status"));
    CHECK(body.at_pointer("/component/name").as_string() == "Checkout");
    CHECK(body.at_pointer("/component/id") == body.at_pointer("/component_update/component_id"));
    CHECK(body.at_pointer("/component_update/created_at").as_string() == to_rfc3339(record.updates.back().at, utc()));
}

TEST_CASE("a component changes where its worst does, and only by what was told") {
    using statuspage::Change;
    using statuspage::changes_between;
    using statuspage::State;
    const ComponentId checkout("checkout");
    const auto saying = [](const char* id, Status status, Impact impact) {
        Record record = told_twice();
        record.id = IncidentId(id);
        record.updates.back().status = status;
        record.updates.back().impact = impact;
        return record;
    };
    Record nothing;
    nothing.id = IncidentId("incident0001");
    const Record minor = saying("incident0001", Status::investigating, Impact::minor);
    const Record critical = saying("incident0001", Status::investigating, Impact::critical);
    const Record over = saying("incident0001", Status::resolved, Impact::critical);
    const Record other = saying("incident0002", Status::monitoring, Impact::major);
    Record elsewhere = saying("incident0003", Status::monitoring, Impact::critical);
    elsewhere.components = {ComponentId("search")};
    Record silent = critical;
    silent.updates.clear();
    Record customers = critical;
    customers.kind = RecordKind::case_;
    const std::vector<const Record*> alone{&minor};
    const std::vector<const Record*> both{&minor, &other, &elsewhere};

    CHECK(changes_between(nothing, minor, {}) == std::vector<Change>{{checkout, State::operational, State::degraded_performance}});
    CHECK(changes_between(minor, critical, alone) == std::vector<Change>{{checkout, State::degraded_performance, State::major_outage}});
    CHECK(changes_between(critical, over, alone) == std::vector<Change>{{checkout, State::major_outage, State::operational}});
    CHECK(changes_between(critical, over, both) == std::vector<Change>{{checkout, State::major_outage, State::partial_outage}});
    CHECK(changes_between(nothing, minor, both).empty());   // the other one is worse
    CHECK(changes_between(critical, critical, alone).empty());
    CHECK(changes_between(nothing, silent, {}).empty());    // it has told nobody anything
    CHECK(changes_between(nothing, customers, {}).empty());  // and this is one customer's own
}
