#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"

#include <array>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

// The commands, by group, in the order of the help. A new group is one line here and one file in command/.
struct Group {
    void (*add)(CLI::App& app, Draft& draft);
};
constexpr std::array groups{Group{add_declare}, Group{add_fact},   Group{add_updates}, Group{add_views},
                            Group{add_deliveries}, Group{add_check},  Group{add_access},  Group{add_sandbox}, Group{add_program}};

constexpr const char* about =
    "candor keeps your word while something is broken: declare an incident, record\n"
    "facts, and customers hear at every promised minute until it is resolved.";

constexpr const char* after_help =
    "INC is the id of an incident, the beginning of it, or - (or nothing) where one\n"
    "is open. TIME is 14:30 (UTC), +45m, -10m, now, or 2026-11-22T14:30:00Z.\n"
    "Exit codes: 0 done, 1 refused, 2 usage, 3 no daemon, 4 the daemon failed.\n"
    "Start here: candor status; candor COMMAND --help";

// The command that the words reached before they went wrong.
std::string deepest(const CLI::App& app) {
    std::string path = app.get_name();
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        path += " " + at->get_name();
    }
    return path;
}

Refusal refuse(const CLI::App& app, const CLI::ParseError& error) {
    const auto text = fmt::format("candor: {}\n  to mend it {} --help\n", neutral(error.what(), true), deepest(app));
    return {exit_code::usage, text};
}

const CLI::App* reached(const CLI::App& app) {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    return at;
}

}  // namespace

std::variant<Invocation, Refusal> parse_command_line(int argc, const char* const* argv, const Surroundings& surroundings) {
    CLI::App app(about, "candor");
    Draft draft(surroundings);
    app.get_formatter()->column_width(30);
    app.require_subcommand(1);
    app.footer(after_help);
    app.set_help_flag("--help,-h", "this text");
    draft.add_global_options(app, "Options for every command");
    for (const Group& group : groups) group.add(app, draft);
    app.parse_complete_callback([&draft] { draft.settle_options(); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Refusal{exit_code::ok, reached(app)->help(deepest(app))};
    } catch (const CLI::ParseError& error) {
        return refuse(app, error);
    }
    return std::move(draft.invocation);
}

}  // namespace candor::ctl
