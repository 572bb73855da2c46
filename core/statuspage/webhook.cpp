#include "core/statuspage/webhook.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace candor::statuspage {

namespace json = boost::json;

namespace {

class NotificationWriter {
public:
    explicit NotificationWriter(const Notification& what) : what_(what), record_(*what.shown->record) {}

    [[nodiscard]] json::object write() const {
        json::object out = frame();
        out["incident"] = incident();
        return out;
    }

    [[nodiscard]] json::object write(const Change& change, const std::string& id) const {
        json::object update{{"created_at", time(told_at(record_))}, {"new_status", to_string(change.to)}, {"old_status", to_string(change.from)}};
        update["id"] = id;
        update["component_id"] = component_id(change.component);
        json::object out = frame();
        out["component_update"] = std::move(update);
        out["component"] = component(change.component, change.to);
        return out;
    }

private:
    [[nodiscard]] json::object frame() const {
        const Standing standing = standing_of(what_.worst);
        json::object out;
        out["meta"] = json::object{{"unsubscribe", what_.unsubscribe}, {"documentation", what_.page_url + "/how"}};
        out["page"] = json::object{{"id", page_id(what_.page_url)}, {"status_indicator", standing.indicator}, {"status_description", standing.description}};
        return out;
    }

    [[nodiscard]] json::value time(Time at) const { return json::value(to_rfc3339(at, *what_.zone)); }
    [[nodiscard]] json::value time_or_null(const std::optional<Time>& at) const { return at ? time(*at) : json::value(nullptr); }

    [[nodiscard]] json::object incident() const {
        const PublishedUpdate* review = published_review(record_);
        json::object out;
        out["backfilled"] = false;
        out["created_at"] = time(record_.declared_at);
        out["impact"] = incident_impact(record_);
        out["impact_override"] = nullptr;
        out["monitoring_at"] = time_or_null(monitored_at());
        out["postmortem_body"] = review == nullptr ? json::value(nullptr) : json::value(said(*review));
        out["postmortem_body_last_updated_at"] = review == nullptr ? json::value(nullptr) : time(review->at);
        out["postmortem_ignored"] = false;
        out["postmortem_notified_subscribers"] = review != nullptr;
        out["postmortem_notified_twitter"] = false;
        out["postmortem_published_at"] = review == nullptr ? json::value(nullptr) : time(review->at);
        out["resolved_at"] = time_or_null(record_.ended_at);
        out["scheduled_auto_transition"] = false;
        out["scheduled_for"] = record_.window ? time(record_.window->from) : json::value(nullptr);
        out["scheduled_remind_prior"] = false;
        out["scheduled_reminded_at"] = nullptr;
        out["scheduled_until"] = record_.window ? time(record_.window->until) : json::value(nullptr);
        out["shortlink"] = what_.shown->url;
        out["status"] = incident_status(record_);
        out["updated_at"] = time(told_at(record_));
        out["id"] = record_.id.str();
        out["organization_id"] = page_id(what_.page_url);
        out["incident_updates"] = updates();
        out["name"] = what_.shown->title;
        // Theirs has these since; receivers of today look for them.
        out["components"] = components();
        out["started_at"] = time(began_at(record_));
        return out;
    }

    [[nodiscard]] json::array updates() const {
        json::array list;
        for (std::size_t i = record_.updates.size(); i-- > 0 && list.size() < most_told;) {
            const PublishedUpdate& published = record_.updates[i];
            const json::value at = time(published.at);
            list.push_back(json::object{{"body", what_.shown->said[i]},
                                        {"created_at", at},
                                        {"display_at", at},
                                        {"status", update_status(published, record_)},
                                        {"twitter_updated_at", nullptr},
                                        {"updated_at", at},
                                        {"wants_twitter_update", false},
                                        {"id", published.update.id.str()},
                                        {"incident_id", record_.id.str()}});
        }
        return list;
    }

    [[nodiscard]] json::array components() const {
        const bool ended = record_.ended_at.has_value();
        const State now = ended ? State::operational : state_of(record_, what_.now);
        json::array list;
        for (const ComponentId& id : record_.components) list.push_back(component(id, now));
        return list;
    }

    [[nodiscard]] json::object component(const ComponentId& id, State state) const {
        const auto found = std::find_if(what_.components.begin(), what_.components.end(), [&](const Component& one) { return one.id == id; });
        const std::string name = readable_line(found == what_.components.end() ? id.str() : found->name);
        return {{"created_at", time(Time{})}, {"id", component_id(id)}, {"name", name}, {"status", to_string(state)}};
    }

    [[nodiscard]] std::string said(const PublishedUpdate& published) const {
        return what_.shown->said[static_cast<std::size_t>(&published - record_.updates.data())];
    }

    [[nodiscard]] std::optional<Time> monitored_at() const {
        const auto found = std::find_if(record_.updates.begin(), record_.updates.end(),
                                        [](const PublishedUpdate& published) { return published.status == Status::monitoring; });
        return found == record_.updates.end() ? std::nullopt : std::optional(found->at);
    }

    const Notification& what_;
    const Record& record_;
};

}  // namespace

std::string webhook_notification(const Notification& what) {
    return json::serialize(NotificationWriter(what).write());
}

std::string component_notification(const Notification& what, const Change& change, const std::string& id) {
    return json::serialize(NotificationWriter(what).write(change, id));
}

}  // namespace candor::statuspage
