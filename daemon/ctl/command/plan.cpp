// candor plan: what is decided before anything breaks. Needs no daemon.
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

PlanOptions options_of(const Draft& draft, PlanOptions options) {
    options.json = draft.invocation.options.json;
    options.zone = [locate =
                        draft.surroundings().locate_zone](std::string_view name) -> std::shared_ptr<const TimeZone> {
        if (name == "UTC") return {&utc(), [](const TimeZone*) {}};
        auto zone = locate(name);
        return zone ? std::move(*zone) : nullptr;
    };
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

void add_plan(CLI::App& app, Draft& draft) {
    auto* plan = draft.command(app, "plan", "what is decided before anything breaks");
    plan->require_subcommand(1);
    add_plan_check(*plan, draft);
    add_plan_show(*plan, draft);
}

}  // namespace candor::ctl
