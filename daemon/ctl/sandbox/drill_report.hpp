// What came of a drill: timed, logged, and kept. Pure.
#pragma once

#include "daemon/ctl/sandbox/timeline.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace candor::ctl {

struct DrillStep {
    Time at{};
    std::string name;     // "declare"
    Duration took{0};     // until it was done
    bool done = false;
};

struct DrillReport {
    std::string organisation;
    std::string plan;       // its name; empty: there is none
    std::string playbook;   // that was asked for; empty: none
    std::string situation;  // "major, many, technology"
    std::int64_t times_faster = 1;
    Time began{};
    Time ended{};
    Time declared{};
    Duration first_words_limit = std::chrono::minutes{1};
    std::vector<DrillStep> steps;
    std::vector<Reached> reached;
    std::vector<std::string> reachable;  // the only addresses that the daemon was let contact
    std::vector<std::string> left_out;   // channels of a kind that no receiver stands in for
    std::int64_t promises_kept = 0;
    std::int64_t promises_missed = 0;
    std::int64_t deliveries = 0;
    std::int64_t delivered = 0;
    boost::json::value delivery_list;  // of GET /incidents/{id}/deliveries: which channel an arrival came by
};

// The slowest of all audiences; none where one has heard nothing.
[[nodiscard]] std::optional<Duration> to_first_words(const DrillReport& report);
// Every step done, every promise kept, every delivery arrived, and the first words within the plan's time.
[[nodiscard]] bool passed(const DrillReport& report);

[[nodiscard]] boost::json::object drill_json(const DrillReport& report);
[[nodiscard]] std::string render_drill(const DrillReport& report, const std::string& kept_in, const Look& look);

}  // namespace candor::ctl
