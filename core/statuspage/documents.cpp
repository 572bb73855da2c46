#include "core/statuspage/documents.hpp"

#include "core/statuspage/mapping.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <functional>

namespace candor::statuspage {

namespace json = boost::json;

namespace {

using Shown = std::vector<const PublicRecord*>;

bool is_shown(const PublicRecord& shown) {
    return is_public(*shown.record) && shown.record->status != Status::withdrawn;
}

bool is_maintenance(const PublicRecord& shown) {
    return shown.record->kind == RecordKind::maintenance;
}

// Does it say something of its components now?
bool is_felt(const Record& record) {
    return record.kind == RecordKind::maintenance ? is_under_way(record) : is_open(record);
}

class Writer {
public:
    explicit Writer(const Page& page) : page_(page), id_(page_id(page.url)) {
        for (const PublicRecord& shown : page.records) {
            if (is_shown(shown)) records_.push_back(&shown);
        }
        // Newest first; of two of one moment the order is the same each time.
        std::sort(records_.begin(), records_.end(), [](const PublicRecord* a, const PublicRecord* b) {
            return std::tie(b->record->declared_at, b->record->id) < std::tie(a->record->declared_at, a->record->id);
        });
        find_components();
    }

    [[nodiscard]] json::object write(Document which) const {
        json::object out{{"page", page()}};
        switch (which) {
            case Document::summary:
                out["components"] = components();
                out["incidents"] = incidents(unresolved());
                out["scheduled_maintenances"] = incidents(planned());
                out["status"] = status();
                break;
            case Document::status: out["status"] = status(); break;
            case Document::components: out["components"] = components(); break;
            case Document::incidents: out["incidents"] = incidents(newest(false)); break;
            case Document::unresolved: out["incidents"] = incidents(unresolved()); break;
            case Document::maintenances: out["scheduled_maintenances"] = incidents(newest(true)); break;
            case Document::upcoming: out["scheduled_maintenances"] = incidents(upcoming()); break;
            case Document::active: out["scheduled_maintenances"] = incidents(active()); break;
        }
        return out;
    }

private:
    // As configured, and then those that open incidents name besides.
    void find_components() {
        components_ = page_.components;
        for (const PublicRecord* shown : records_) {
            if (!is_open(*shown->record)) continue;
            for (const ComponentId& id : shown->record->components) {
                const bool known = std::any_of(components_.begin(), components_.end(), [&](const Component& one) { return one.id == id; });
                if (!known) components_.push_back({id, id.str(), ""});
            }
        }
    }

    [[nodiscard]] std::string time(Time at) const { return to_rfc3339(at, *page_.zone); }
    [[nodiscard]] json::value time_or_null(const std::optional<Time>& at) const { return at ? json::value(time(*at)) : json::value(nullptr); }

    [[nodiscard]] Shown of(const std::function<bool(const PublicRecord&)>& wanted) const {
        Shown found;
        for (const PublicRecord* shown : records_) {
            if (wanted(*shown)) found.push_back(shown);
        }
        return found;
    }
    [[nodiscard]] Shown newest(bool maintenance) const {
        Shown found = of([&](const PublicRecord& shown) { return is_maintenance(shown) == maintenance; });
        if (found.size() > most_listed) found.resize(most_listed);
        return found;
    }
    [[nodiscard]] Shown unresolved() const {
        return of([](const PublicRecord& shown) { return !is_maintenance(shown) && is_open(*shown.record); });
    }
    [[nodiscard]] Shown soonest_first(Shown found) const {
        std::stable_sort(found.begin(), found.end(), [](const PublicRecord* a, const PublicRecord* b) { return starts(*a) < starts(*b); });
        return found;
    }
    [[nodiscard]] Shown upcoming() const {
        return soonest_first(of([](const PublicRecord& shown) { return is_maintenance(shown) && shown.record->status == Status::scheduled; }));
    }
    [[nodiscard]] Shown active() const {
        return soonest_first(of([](const PublicRecord& shown) { return is_maintenance(shown) && is_under_way(*shown.record); }));
    }
    // What is being carried out, and then what is to come.
    [[nodiscard]] Shown planned() const {
        Shown found = active();
        const Shown later = upcoming();
        found.insert(found.end(), later.begin(), later.end());
        return found;
    }

    static Time starts(const PublicRecord& shown) { return shown.record->window ? shown.record->window->from : shown.record->declared_at; }

    [[nodiscard]] Time told() const {
        Time newest{};
        for (const PublicRecord* shown : records_) newest = std::max(newest, told_at(*shown->record));
        return records_.empty() ? page_.known_since : newest;
    }

    [[nodiscard]] json::object page() const {
        return {{"id", id_}, {"name", page_.name}, {"url", page_.url}, {"time_zone", page_.zone->name()}, {"updated_at", time(told())}};
    }

    [[nodiscard]] State state(const ComponentId& id) const {
        State worst = State::operational;
        for (const PublicRecord* shown : records_) {
            const auto& affected = shown->record->components;
            if (!is_felt(*shown->record) || std::find(affected.begin(), affected.end(), id) == affected.end()) continue;
            worst = std::max(worst, state_of(*shown->record, page_.now));
        }
        return worst;
    }

    [[nodiscard]] json::object status() const {
        State worst = State::operational;
        for (const PublicRecord* shown : records_) {
            if (is_felt(*shown->record)) worst = std::max(worst, state_of(*shown->record, page_.now));
        }
        const Standing standing = standing_of(worst);
        return {{"indicator", standing.indicator}, {"description", standing.description}};
    }

    // When something that names it was told last. Since when it has existed is not known, and said as the beginning of time.
    [[nodiscard]] Time changed(const ComponentId& id) const {
        Time newest{};
        for (const PublicRecord* shown : records_) {
            const auto& affected = shown->record->components;
            if (std::find(affected.begin(), affected.end(), id) != affected.end()) newest = std::max(newest, told_at(*shown->record));
        }
        return newest;
    }

    [[nodiscard]] json::object component(std::size_t index) const {
        const Component& one = components_[index];
        json::object out{{"id", component_id(one.id)}, {"name", readable_line(one.name)}, {"status", to_string(state(one.id))}};
        out["created_at"] = time(Time{});
        out["updated_at"] = time(changed(one.id));
        out["position"] = index + 1;
        out["description"] = one.description.empty() ? json::value(nullptr) : json::value(readable_line(one.description));
        out["showcase"] = true;
        out["start_date"] = nullptr;
        out["group_id"] = nullptr;
        out["page_id"] = id_;
        out["group"] = false;
        out["only_show_if_degraded"] = false;
        return out;
    }

    [[nodiscard]] json::array components() const {
        json::array list;
        for (std::size_t i = 0; i < components_.size(); ++i) list.push_back(component(i));
        return list;
    }

    [[nodiscard]] json::array components_of(const Record& record) const {
        json::array list;
        for (std::size_t i = 0; i < components_.size(); ++i) {
            if (std::find(record.components.begin(), record.components.end(), components_[i].id) != record.components.end()) list.push_back(component(i));
        }
        return list;
    }

    [[nodiscard]] std::string name_of(const ComponentId& id) const {
        const auto found = std::find_if(components_.begin(), components_.end(), [&](const Component& one) { return one.id == id; });
        return readable_line(found == components_.end() ? id.str() : found->name);
    }

    [[nodiscard]] json::value affected(const Record& record, std::size_t index) const {
        if (record.components.empty()) return nullptr;
        const State after = state_after(record, record.updates[index]);
        const State before = index == 0 ? State::operational : state_after(record, record.updates[index - 1]);
        json::array list;
        for (const ComponentId& id : record.components) {
            list.push_back(json::object{{"code", component_id(id)}, {"name", name_of(id)}, {"old_status", to_string(before)}, {"new_status", to_string(after)}});
        }
        return list;
    }

    [[nodiscard]] json::object update(const PublicRecord& shown, std::size_t index) const {
        const PublishedUpdate& published = shown.record->updates[index];
        const std::string at = time(published.at);
        json::object out{{"id", published.update.id.str()}, {"status", update_status(published, *shown.record)}, {"body", shown.said[index]}};
        out["incident_id"] = shown.record->id.str();
        out["created_at"] = at;
        out["updated_at"] = at;
        out["display_at"] = at;
        out["affected_components"] = affected(*shown.record, index);
        out["deliver_notifications"] = true;
        out["custom_tweet"] = nullptr;
        out["tweet_id"] = nullptr;
        return out;
    }

    [[nodiscard]] std::optional<Time> monitored_at(const Record& record) const {
        const auto found = std::find_if(record.updates.begin(), record.updates.end(),
                                        [](const PublishedUpdate& published) { return published.status == Status::monitoring; });
        return found == record.updates.end() ? std::nullopt : std::optional(found->at);
    }

    [[nodiscard]] json::object incident(const PublicRecord& shown) const {
        const Record& record = *shown.record;
        json::object out{{"id", record.id.str()}, {"name", shown.title}, {"status", incident_status(record)}};
        out["created_at"] = time(record.declared_at);
        out["updated_at"] = time(told_at(record));
        out["monitoring_at"] = time_or_null(monitored_at(record));
        out["resolved_at"] = time_or_null(record.ended_at);
        out["impact"] = incident_impact(record);
        out["shortlink"] = shown.url;
        out["started_at"] = time(began_at(record));
        out["page_id"] = id_;
        json::array updates;  // newest first
        for (std::size_t i = record.updates.size(); i-- > 0;) updates.push_back(update(shown, i));
        out["incident_updates"] = std::move(updates);
        out["components"] = components_of(record);
        if (!record.window) return out;
        out["scheduled_for"] = time(record.window->from);
        out["scheduled_until"] = time(record.window->until);
        return out;
    }

    [[nodiscard]] json::array incidents(const Shown& wanted) const {
        json::array list;
        for (const PublicRecord* shown : wanted) list.push_back(incident(*shown));
        return list;
    }

    const Page& page_;
    std::string id_;
    Shown records_;  // that are shown, newest first
    std::vector<Component> components_;
};

}  // namespace

std::string document(Document which, const Page& page) {
    return json::serialize(Writer(page).write(which));
}

}  // namespace candor::statuspage
