// candor declare: from one line to the first public words.
#include "core/incident/event.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/command/names.hpp"

namespace candor::ctl {

namespace {

struct DeclareArguments {
    std::string title;
    std::vector<std::string> components;
    std::string impact;
    std::string scope;
    std::string owner;
    std::string deputy;
    std::string symptom;
    std::string origin;
    std::string started;
    std::string from_reports;
};

boost::json::object body_of(const DeclareArguments& arguments, const Draft& draft) {
    boost::json::object body;
    set_if_given(body, "from_reports", arguments.from_reports);
    set_if_given(body, "title", draft.words(arguments.title));
    if (!arguments.components.empty()) body["components"] = boost::json::array(arguments.components.begin(), arguments.components.end());
    set_if_given(body, "impact", arguments.impact);
    set_if_given(body, "owner", arguments.owner);
    set_if_given(body, "deputy", arguments.deputy);
    set_if_given(body, "origin", arguments.origin);
    set_if_given(body, "scope", arguments.scope);
    set_if_given(body, "symptom", arguments.symptom);
    if (!arguments.started.empty()) {
        boost::json::object started{{"kind", "started"},
                                    {"time", draft.time("--started", arguments.started, Towards::past)}};
        body["facts"] = boost::json::array{std::move(started)};
    }
    return body;
}

// What customers report says it all; what nobody has reported, somebody must say.
void require_what_is_needed(const DeclareArguments& arguments) {
    if (!arguments.from_reports.empty()) return;
    if (arguments.title.empty()) throw CLI::RequiredError("TITLE");
    if (arguments.components.empty()) throw CLI::RequiredError("--component");
    if (arguments.impact.empty()) throw CLI::RequiredError("--impact");
}

}  // namespace

void add_declare(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "declare", "declare an incident: the first words go out at once");
    auto arguments = std::make_shared<DeclareArguments>();
    command->add_option("TITLE", arguments->title, "what customers notice, in one line");
    command->add_option("--component,-c", arguments->components, "what is affected, by its id (repeatable, or a,b)")
        ->allow_extra_args(false)
        ->delimiter(',');
    command->add_option("--impact,-i", arguments->impact, "how bad: " + names_of<Impact>())
        ->check(one_of<Impact>());
    command->add_option("--scope,-s", arguments->scope, "how many are affected: " + names_of<ScopeLabel>())
        ->check(one_of<ScopeLabel>());
    command->add_option("--owner,-o", arguments->owner, "who gathers the facts (whoever is on duty)");
    command->add_option("--deputy", arguments->deputy, "who does when the owner cannot");
    command->add_option("--symptom", arguments->symptom, "what goes wrong, in a sentence");
    command->add_option("--origin", arguments->origin, "how we know: " + names_of<Origin>())->check(one_of<Origin>());
    command->add_option("--started", arguments->started, "when it began for customers (14:30, -10m, RFC 3339)");
    command->add_option("--from-reports", arguments->from_reports, "take what customers report about this component: no more is needed");
    command->callback([&draft, arguments] {
        require_what_is_needed(*arguments);
        draft.call("POST", "/api/v1/incidents", body_of(*arguments, draft), render_declared);
    });
    command->footer(
        "Example:\n  candor declare \"Card payments fail at checkout\" --component checkout \\\n"
        "      --impact major --scope many --owner comms-lead\n  candor declare --from-reports checkout");
}

}  // namespace candor::ctl
