// candor plan, drill: what is decided before anything breaks, and trying it out. Needs no daemon.
#include "daemon/ctl/plan/plan.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/command/names.hpp"

#include <iostream>

namespace candor::ctl {

namespace {

struct PlanArguments {
    PlanOptions options;
    std::string impact;
    std::string scope;
    std::string cause = "unknown";
};

int show(const PlanOutcome& outcome) {
    std::cout << outcome.out;
    std::cerr << outcome.err;
    return outcome.exit_code;
}

void add_files(CLI::App& command, PlanOptions& options) {
    command.add_option("FILE", options.file, "the plan (the one that the configuration names)");
    command.add_option("--config", options.config, "of the daemon (/etc/candor/candor.yaml)");
}

// What a command on this machine prints with: no colour, as it may be read by another program.
Look look_of(const Draft& draft) {
    Look look;
    look.now = draft.surroundings().now;
    look.zone = draft.invocation.zone.get();
    return look;
}

std::function<std::shared_ptr<const TimeZone>(std::string_view)> zones(const Draft& draft) {
    return [locate = draft.surroundings().locate_zone](std::string_view name) -> std::shared_ptr<const TimeZone> {
        if (name == "UTC") return {&utc(), [](const TimeZone*) {}};
        auto zone = locate(name);
        return zone ? std::move(*zone) : nullptr;
    };
}

PlanOptions options_of(const Draft& draft, PlanOptions options) {
    options.json = draft.invocation.options.json;
    options.zone = zones(draft);
    return options;
}

void add_plan_check(CLI::App& parent, Draft& draft) {
    auto* command = draft.command(parent, "check", "every gap, or what each situation comes to");
    auto arguments = std::make_shared<PlanArguments>();
    add_files(*command, arguments->options);
    command->callback([&draft, arguments] {
        draft.invocation.action = LocalCommand{[options = options_of(draft, arguments->options),
                                                look = look_of(draft)] { return show(check_plan(options, look)); }};
    });
}

void add_plan_show(CLI::App& parent, Draft& draft) {
    auto* command = draft.command(parent, "show", "one situation: who, when, how, and what may be given");
    auto arguments = std::make_shared<PlanArguments>();
    command->add_option("--impact,-i", arguments->impact, "how bad it is: minor, major or critical")
        ->required()
        ->check(CLI::IsMember({"minor", "major", "critical"}));
    command->add_option("--scope,-s", arguments->scope, "for how many: " + names_of<ScopeLabel>())
        ->required()
        ->check(one_of<ScopeLabel>());
    command->add_option("--cause", arguments->cause, "what failed: " + names_of<CauseCategory>())
        ->check(one_of<CauseCategory>());
    add_files(*command, arguments->options);
    command->callback([&draft, arguments] {
        const plan::Situation situation{*parse_name<Impact>(arguments->impact),
                                        *parse_name<ScopeLabel>(arguments->scope),
                                        *parse_name<CauseCategory>(arguments->cause)};
        draft.invocation.action =
            LocalCommand{[options = options_of(draft, arguments->options), situation, look = look_of(draft)] {
                return show(show_plan(options, situation, look));
            }};
    });
}

}  // namespace

void add_drill(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "drill", "rehearse a situation of the plan; no real channel can be reached");
    auto options = std::make_shared<DrillOptions>();
    auto format = std::make_shared<std::string>("text");
    command->add_option("PLAYBOOK", options->playbook, "of the plan (a major failure that many notice)");
    command->add_option("--config", options->config, "of the daemon (/etc/candor/candor.yaml)");
    command->add_option("--plan", options->plan, "the plan (the one that the configuration names)");
    command->add_option("--format", *format, "of the report: text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_option("--report", options->report, "keep it in this file (candor-drill-TIME.json)");
    command->add_option("--daemon", options->daemon, "the candord to start (the one beside this program)");
    command->callback([&draft, options, format] {
        DrillOptions wanted = *options;
        wanted.json = *format == "json" || draft.invocation.options.json;
        wanted.zone = zones(draft);
        draft.invocation.action = std::move(wanted);
    });
    command->footer(
        "Names, languages, templates and the plan are the organisation's own. In the place of\n"
        "every channel stands a receiver on this machine; addresses and secrets are not read.\n"
        "Example:\n  candor drill emergency --config /etc/candor/candor.yaml");
}

void add_plan(CLI::App& app, Draft& draft) {
    auto* plan = draft.command(app, "plan", "what is decided before anything breaks");
    plan->require_subcommand(1);
    add_plan_check(*plan, draft);
    add_plan_show(*plan, draft);
}

}  // namespace candor::ctl
