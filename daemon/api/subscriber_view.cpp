#include "daemon/api/subscriber_view.hpp"

#include "core/audience.hpp"

namespace candor::api {

std::string_view kind_of(const ChannelId& channel) {
    return channel == subscriber_webhook_channel() ? "webhook" : "mail";
}

json::object subscriber_view(const Subscriber& one) {
    json::object out = owners_view(one);
    out["bounces"] = one.bounces.in_a_row;
    out["basis"] = text_or_null(one.basis);
    out["added_by"] = text_or_null(one.added_by);
    return out;
}

json::object owners_view(const Subscriber& one) {
    const Preference& wants = one.wish.preference;
    json::array components;
    for (const ComponentId& id : one.wish.components) components.emplace_back(id.str());
    json::object out{{"id", one.id.str()}, {"kind", kind_of(one.channel)}, {"address", text_or_null(one.address)}, {"state", to_string(one.state)}};
    out["since"] = to_rfc3339(one.since);
    out["created_at"] = to_rfc3339(one.created_at);
    out["confirmed_at"] = time_or_null(one.confirmed_at);
    out["language"] = one.wish.language;
    out["components"] = std::move(components);
    out["incident"] = text_or_null(one.wish.incident.str());
    out["updates"] = to_string(wants.updates);
    out["quiet"] = wants.quiet ? json::value(to_text(*wants.quiet)) : json::value(nullptr);
    out["time_zone"] = text_or_null(wants.time_zone);
    out["reason"] = text_or_null(one.reason);
    if (one.channel != subscriber_webhook_channel()) return out;
    out["format"] = to_string(one.wish.format);
    out["failing_since"] = time_or_null(one.failing_since);
    out["contact"] = text_or_null(one.contact);
    return out;
}

json::array deliveries_view(std::span<const store::SentDelivery> sent) {
    json::array all;
    for (const store::SentDelivery& one : sent) {
        all.push_back(json::object{{"update", one.update.str()},
                                   {"incident", one.incident.str()},
                                   {"state", to_string(one.state)},
                                   {"attempts", one.attempts},
                                   {"first_at", to_rfc3339(one.first_at)},
                                   {"settled_at", time_or_null(one.settled_at)},
                                   {"status", one.status == 0 ? json::value(nullptr) : json::value(one.status)},
                                   {"detail", text_or_null(one.detail)}});
    }
    return all;
}

// What they want, as the body says it; what it leaves out is as in `entry`.
Result<Entry> read_wishes(http::FieldReader& fields, Entry entry) {
    const auto set = [&](const char* name, std::string& field) {
        if (auto given = fields.optional_text(name, longest_field)) field = std::move(*given);
    };
    set("language", entry.language);
    set("incident", entry.incident);
    set("updates", entry.updates);
    set("quiet", entry.quiet);
    set("time_zone", entry.time_zone);
    if (fields.array("components") != nullptr) {
        entry.components.clear();
        for (const std::string& id : fields.texts("components", most_components_wanted, 100)) entry.components += id + " ";
    }
    if (auto error = fields.error()) return *error;
    return entry;
}

}  // namespace candor::api
