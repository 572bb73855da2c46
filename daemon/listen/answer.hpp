// What somebody who reports something is told at once: what the record bears out, and nothing else.
#pragma once

#include "core/page.hpp"
#include "core/report/report.hpp"
#include "daemon/desk/desk.hpp"

#include <string>
#include <vector>

namespace candor::listen {

// An incident that we know of, as it is told.
struct Known {
    IncidentId id;
    std::string title;
    Status status = Status::investigating;
    std::string url;
    std::int64_t update = 0;  // the number of the last one
    Time updated_at{};
    std::string text;         // what it said on the page
    std::optional<Time> next;
    bool overdue = false;     // the promised time has passed
    std::optional<Time> ended_at;
};

struct Answer {
    ReportRef reference;         // empty: the words were not kept
    Time at{};
    ComponentId component;
    std::string component_name;  // empty: they named none
    std::vector<Known> known;    // empty: we know of nothing
    std::string read_by;         // who reads the reports, as customers know it
    std::string contact;         // where a person is reached; may be empty

    [[nodiscard]] bool is_kept() const { return !reference.empty(); }
};

// What we know about this component: the open incidents that name it, the oldest first; where it is empty, all of them.
// `counted_with`: the incident that the report is counted with, open or ended; null where there is none.
[[nodiscard]] Answer answer_to(const desk::Setup& setup, const ComponentId& component, const std::vector<desk::DossierPtr>& open,
                               const desk::DossierPtr& counted_with, Time now);

// The same in sentences, a line each, for those who read it elsewhere than on the page.
[[nodiscard]] std::string text_of(const Answer& answer, const TimeZone& zone);

}  // namespace candor::listen
