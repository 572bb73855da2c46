#include "daemon/pages/figures.hpp"

#include "daemon/pages/frame.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace candor::pages {

namespace {

struct Label {
    std::string_view metric;
    std::string_view figure;
    const char* text;
};

constexpr std::array labels{
    Label{"M1", "detect_to_open", "From the beginning to the declaration"},
    Label{"M1", "open_to_published", "From the declaration to the first update"},
    Label{"M1", "time_to_workaround", "From the declaration to a way around it"},
    Label{"M1", "time_to_resolution", "From the declaration to the end"},
    Label{"M2", "kept", "Promised updates that came in time"},
    Label{"M3", "kept", "Promises of every kind that were kept"},
    Label{"M3", "beaten", "Promises kept sooner than promised"},
    Label{"M3", "early", "How much sooner, the middle one of them"},
    Label{"M3", "eta_error", "The end, against what we said last"},
    Label{"M3", "eta_off_either_way", "What we said of the end, off to either side"},
    Label{"M4", "corrections", "Corrections, for each 100 updates"},
    Label{"M4", "blocked", "Findings that blocked words or facts, for each 100 updates"},
    Label{"M4", "overrides", "Findings that people set aside, for each 100 updates"},
    Label{"M5", "delivered", "Messages that arrived"},
    Label{"M5", "delivered_in_5_min", "Messages that arrived within 5 minutes"},
    Label{"M5", "reached_in_5_min", "Recipients reached within 5 minutes"},
    Label{"M5", "affected", "Customers affected"},
    Label{"M5", "reached_of_affected", "Recipients reached, against the customers affected"},
    Label{"M6", "reports_before_first_update", "Reports before our first update, for each 1,000 recipients"},
    Label{"M6", "reports_after_first_update", "Reports after it, for each 1,000 recipients"},
    Label{"M6", "proactive", "We spoke before anybody had reported it"},
    Label{"M6", "contacts_per_case", "Times that a customer with a case had to come to us"},
    Label{"M7", "resolved", "Cases solved by whoever took them on"},
    Label{"M8", "follow_up_sent", "The question whether it is over was sent"},
    Label{"M8", "satisfied", "Of those who answered: it is over for them"},
    Label{"M8", "prevention_in_time", "What was to change by now, done in time"},
    Label{"M8", "attrition", "Of those whom we told: no recipients any more"},
};

const char* name_of(std::string_view metric) {
    static constexpr std::array names{"How soon", "Promised updates", "Promises", "Corrections", "Reach", "What customers had to do", "Cases", "After the end"};
    const auto index = static_cast<std::size_t>(metric.back() - '1');
    return index < names.size() ? names.at(index) : "";
}

std::string length(double seconds) {
    if (std::abs(seconds) < 1) return "less than 1 s";
    return duration_text(Duration(std::llround(std::abs(seconds) * 1000)));
}

// A share that is not whole is never rounded to one that is.
std::string percent(double share) {
    const double shown = std::floor(share * 1000 + 1e-9) / 10;
    return fmt::format("{} %", shown);
}

std::string words_of(std::string_view metric, const review::Figure& figure) {
    const double value = *figure.value;
    if (figure.name == "proactive" && (value == 0 || value == 1)) return value == 1 ? "yes" : "no";
    if (figure.name == "follow_up_sent" && (value == 0 || value == 1)) return value == 1 ? "yes" : "no";
    if (figure.name == "eta_error") return value == 0 ? "as we said" : length(value) + (value > 0 ? " later" : " sooner");
    if (metric == "M1" && figure.unit == "s") return length(value) + (value < 0 ? " before" : "");
    if (figure.unit == "s") return length(value);
    if (figure.unit == "ratio") return percent(value);
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

}  // namespace

FillingList figure_groups(std::span<const review::Metric> metrics) {
    FillingList groups;
    for (const review::Metric& metric : metrics) {
        Filling& group = groups.emplace_back();
        set(group, "name", name_of(metric.id));
        for (const review::Figure& figure : metric.figures) {
            for (const Label& label : labels) {
                if (label.metric != metric.id || label.figure != figure.name) continue;
                Filling& line = group.lists["figures"].emplace_back();
                set(line, "label", label.text);
                if (figure.value) set(line, "value", words_of(metric.id, figure));
                else set(line, "missing", std::string(figure.missing));
            }
        }
    }
    return groups;
}

}  // namespace candor::pages
