// candor reports: what customers report, in their words.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

void add_reports(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "reports", "what customers report, in their words, and what it keeps them from");
    auto incident = std::make_shared<std::string>();
    auto waiting = std::make_shared<bool>(false);
    command->add_option("INC", *incident, "about this incident; left out: about everything, grouped");
    command->add_flag("--waiting", *waiting, "those that no incident has yet");
    command->callback([&draft, incident, waiting] {
        if (*waiting) return draft.call("GET", "/api/v1/reports?incident=none", nullptr, render_reports);
        if (incident->empty()) return draft.call("GET", "/api/v1/reports", nullptr, render_reports);
        draft.call("GET", "/api/v1/reports?incident={incident}", nullptr, render_reports);
        auto& made = std::get<ApiCall>(draft.invocation.action);
        made.about_incident = true;
        made.incident = *incident;
    });
    command->footer("Examples:\n  candor reports\n  candor reports 4f7k\n  candor declare --from-reports checkout");
}

}  // namespace candor::ctl
