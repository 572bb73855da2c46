#include "core/alert/alert.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace candor {

namespace json = boost::json;

namespace {

constexpr std::size_t most_alerts = 1000;
constexpr std::size_t longest_key = 4096;

Error wrong_alert(std::string field, std::string_view what) {
    return {ErrorCode::invalid_argument, fmt::format("`{}` {}.", field, what), std::move(field), "Send the webhook of Alertmanager, version 4."};
}

std::optional<std::string> text(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->as_string());
}

Labels read_labels(const json::object& alert) {
    Labels labels;
    const json::value* given = alert.if_contains("labels");
    const json::object* object = given == nullptr ? nullptr : given->if_object();
    if (object == nullptr) return labels;
    for (const auto& member : *object) {
        if (member.value().is_string()) labels.emplace(std::string(member.key()), std::string(member.value().as_string()));
    }
    return labels;
}

Result<Alert> read_alert(const json::value& value, const std::string& place) {
    const json::object* object = value.if_object();
    if (object == nullptr) return wrong_alert(place, "is not an object");
    const auto status = text(*object, "status");
    if (status != "firing" && status != "resolved") return wrong_alert(place + ".status", "is neither firing nor resolved");
    const auto starts = parse_rfc3339(text(*object, "startsAt").value_or(""));
    if (!starts) return wrong_alert(place + ".startsAt", "is not a time (RFC 3339)");
    return Alert{status == "firing", read_labels(*object), *starts};
}

bool matches(const AlertRule& rule, const Labels& labels) {
    return std::all_of(rule.match.begin(), rule.match.end(), [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

void add(AlertMeaning& all, const AlertRule& rule) {
    for (const ComponentId& component : rule.components) {
        if (std::find(all.components.begin(), all.components.end(), component) == all.components.end()) all.components.push_back(component);
    }
    all.impact = std::max(all.impact, rule.impact);
    if (all.title.empty()) all.title = rule.title;
}

}  // namespace

Result<AlertGroup> read_alert_group(const json::object& body) {
    if (text(body, "version") != "4") return wrong_alert("version", "is not \"4\"");
    AlertGroup group;
    group.key = text(body, "groupKey").value_or("");
    if (group.key.empty() || group.key.size() > longest_key) return wrong_alert("groupKey", "is missing, or longer than 4096 bytes");
    const json::value* given = body.if_contains("alerts");
    const json::array* alerts = given == nullptr ? nullptr : given->if_array();
    if (alerts == nullptr || alerts->empty()) return wrong_alert("alerts", "is not a list of alerts");
    if (alerts->size() > most_alerts) return wrong_alert("alerts", fmt::format("has more than {} entries", most_alerts));
    for (std::size_t i = 0; i < alerts->size(); ++i) {
        auto alert = read_alert((*alerts)[i], fmt::format("alerts[{}]", i));
        if (!alert) return alert.error();
        group.alerts.push_back(std::move(*alert));
    }
    return group;
}

bool is_firing(const AlertGroup& group) {
    return std::any_of(group.alerts.begin(), group.alerts.end(), [](const Alert& alert) { return alert.firing; });
}

Time started(const AlertGroup& group) {
    Time first = Time::max();
    for (const Alert& alert : group.alerts) {
        if (alert.firing) first = std::min(first, alert.started);
    }
    return first;
}

std::optional<AlertMeaning> meaning(const AlertGroup& group, const std::vector<AlertRule>& rules) {
    AlertMeaning all;
    for (const Alert& alert : group.alerts) {
        if (!alert.firing) continue;
        const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AlertRule& one) { return matches(one, alert.labels); });
        if (rule != rules.end()) add(all, *rule);
    }
    if (all.components.empty()) return std::nullopt;
    return all;
}

}  // namespace candor
