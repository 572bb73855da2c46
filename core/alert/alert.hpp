// What a monitoring system tells us: a group of alerts in the shape of Alertmanager's webhook (version 4), and what the
// configuration makes of its labels. Pure.
#pragma once

#include "core/error.hpp"
#include "core/incident/event.hpp"

#include <boost/json/fwd.hpp>
#include <map>
#include <string>
#include <vector>

namespace candor {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Alert {
    bool firing = false;
    Labels labels;
    Time started{};
};

struct AlertGroup {
    std::string key;  // the same as long as the group is the same
    std::vector<Alert> alerts;
};

// Members that are not known here are left alone: later versions of the sender may have more. Errors: invalid_argument
// with the field.
[[nodiscard]] Result<AlertGroup> read_alert_group(const boost::json::object& body);

// What an alert with these labels means for customers.
struct AlertRule {
    Labels match;                         // each of these labels has this value
    std::vector<ComponentId> components;  // one or more
    Impact impact = Impact::minor;
    std::string title;                    // empty: the names of the components
    friend bool operator==(const AlertRule&, const AlertRule&) = default;
};

[[nodiscard]] bool is_firing(const AlertGroup& group);
// Since when, by the firing ones.
[[nodiscard]] Time started(const AlertGroup& group);

// What its firing alerts mean together: every component that a rule names for one of them, and the worst impact. For each
// alert the first rule that matches counts. nullopt: no rule is meant for any of them.
struct AlertMeaning {
    std::vector<ComponentId> components;
    Impact impact = Impact::none;
    std::string title;
};
[[nodiscard]] std::optional<AlertMeaning> meaning(const AlertGroup& group, const std::vector<AlertRule>& rules);

}  // namespace candor
