// candor status, show: what is open, what was promised, what is recorded.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

void add_status(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "status", "the board: what is open, and when who hears next");
    auto incident = std::make_shared<std::string>("all");
    auto ended = std::make_shared<bool>(false);
    command->add_option("INC", *incident, "one incident, - for the one that is open, or all");
    command->add_flag("--ended", *ended, "those that are over");
    command->callback([&draft, incident, ended] {
        if (*ended) return draft.call("GET", "/api/v1/incidents?state=ended&limit=50", nullptr, render_ended);
        if (*incident == "all") return draft.call("GET", "/api/v1/status", nullptr, render_board);
        draft.call_incident(*incident, "GET", "", nullptr, render_incident_status);
    });
}

void add_show(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "show", "one incident in full: facts, timeline, promises");
    auto incident = std::make_shared<std::string>();
    auto events = std::make_shared<bool>(false);
    add_incident(*command, *incident);
    command->add_flag("--events", *events, "with the events of the record (for --json)");
    command->callback([&draft, incident, events] {
        draft.call_incident(*incident, "GET", *events ? "?events=true" : "", nullptr, render_incident);
    });
}

}  // namespace

void add_views(CLI::App& app, Draft& draft) {
    add_status(app, draft);
    add_show(app, draft);
}

}  // namespace candor::ctl
