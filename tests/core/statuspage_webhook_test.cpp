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

json::value told(const Record& record, std::vector<std::string> said) {
    PublicRecord shown;
    shown.record = &record;
    shown.title = record.title;
    shown.url = "https://status.example.org/incidents/incident0001";
    shown.said = std::move(said);
    statuspage::Notification what;
    what.shown = &shown;
    what.worst = statuspage::State::partial_outage;
    what.page_url = "https://status.example.org";
    what.zone = &utc();
    what.components = {{ComponentId("checkout"), "Checkout", {}}};
    what.unsubscribe = "https://status.example.org/unsubscribe/x";
    what.now = noon;
    return json::parse(statuspage::webhook_notification(what));
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
