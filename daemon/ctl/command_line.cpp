#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace candor::ctl {

namespace {

// The commands, by group, in the order of the help. A new group is one line here and one file in command/.
struct CommandGroup {
    void (*add)(CLI::App& app, Draft& draft);
};
constexpr std::array groups{CommandGroup{add_declare}, CommandGroup{add_fact},    CommandGroup{add_updates},    CommandGroup{add_duty},  CommandGroup{add_follow_through}, CommandGroup{add_cases}, CommandGroup{add_maintenance}, CommandGroup{add_remedies}, CommandGroup{add_options},
                            CommandGroup{add_views},   CommandGroup{add_look},    CommandGroup{add_reports}, CommandGroup{add_subscribers},    CommandGroup{add_deliveries}, CommandGroup{add_freeze}, CommandGroup{add_backup}, CommandGroup{add_bounce}, CommandGroup{add_check},
                            CommandGroup{add_plan},       CommandGroup{add_access}, CommandGroup{add_export}, CommandGroup{add_drill}, CommandGroup{add_sandbox},   CommandGroup{add_program}};

constexpr const char* about =
    "candor keeps your word while something is broken: declare an incident, record\n"
    "facts, and customers hear at every promised minute until it is resolved.";

constexpr const char* after_help =
    "INC is the id of an incident, the beginning of it, or - (or nothing) where one\n"
    "is open. TIME is 14:30 (UTC), +45m, -10m, now, or 2026-11-22T14:30:00Z.\n"
    "Exit codes: 0 done, 1 refused, 2 usage, 3 no daemon, 4 the daemon failed.\n"
    "Start here: candor status; candor COMMAND --help";

// The help, in 80 columns and without the types of the library.
class HelpText final : public CLI::Formatter {
public:
    HelpText() { column_width(26); }

    std::string make_option(const CLI::Option* option, bool positional) const override {
        const auto name = positional ? option->get_name(true) : option->get_name(false, true);
        return entry(name, option->get_description() + (option->get_required() ? " (needed)" : ""));
    }
    std::string make_subcommand(const CLI::App* command) const override {
        return entry(command->get_name(), command->get_description());
    }
    std::string make_usage(const CLI::App* app, std::string path) const override {
        std::string usage = "\nUsage: " + path + " [OPTIONS]";
        for (const auto* option : app->get_options([](const CLI::Option* o) { return o->get_positional(); })) {
            usage += option->get_required() ? " " + option->get_name(true) : " [" + option->get_name(true) + "]";
        }
        if (!app->get_subcommands([](const CLI::App*) { return true; }).empty()) usage += " COMMAND";
        return usage + "\n";
    }

private:
    [[nodiscard]] std::string entry(const std::string& name, const std::string& description) const {
        const auto width = get_column_width();
        std::string out = "  " + padded(name, width - 2);
        if (columns(name) + 4 > width) out += "\n" + std::string(width, ' ');
        bool first = true;
        for (const auto& line : wrapped(description, 80 - width)) {
            out += (first ? "" : "\n" + std::string(width, ' ')) + line;
            first = false;
        }
        return out + "\n";
    }
};

// The commands that the words reached: the program itself, then "fact", then "symptom".
std::vector<const CLI::App*> reached(const CLI::App& app) {
    std::vector<const CLI::App*> path{&app};
    while (!path.back()->get_subcommands().empty()) path.push_back(path.back()->get_subcommands().front());
    return path;
}

std::string path_of(const CLI::App& app) {
    std::string text;
    for (const auto* one : reached(app)) text += (text.empty() ? "" : " ") + one->get_name();
    return text;
}

// How many letters must change to make one of the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const auto changed = diagonal + (one[i - 1] == other[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

// A word that is no command: which one was meant?
std::string unknown_command(const CLI::App& app, const std::string& word) {
    std::string text = fmt::format("there is no command \"{}\"", neutral(word));
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    const auto nearest = std::min_element(commands.begin(), commands.end(), [&](const auto* a, const auto* b) {
        return distance(word, a->get_name()) < distance(word, b->get_name());
    });
    if (nearest != commands.end() && distance(word, (*nearest)->get_name()) <= 2)
        text += fmt::format("; did you mean {}?", (*nearest)->get_name());
    return text;
}

Refusal refuse(const CLI::App& app, const CLI::ParseError& error) {
    const auto* last = reached(app).back();
    const auto extra = last->remaining();
    const bool wants_command = !last->get_subcommands([](const CLI::App*) { return true; }).empty();
    const auto what = wants_command && !extra.empty() && !extra.front().starts_with('-')
                          ? unknown_command(*last, extra.front())
                          : neutral(error.what(), true);
    return {exit_code::usage, fmt::format("candor: {}\n  to mend it    {} --help\n", what, path_of(app))};
}

}  // namespace

std::variant<Invocation, Refusal> parse_command_line(int argc, const char* const* argv,
                                                     const Surroundings& surroundings) {
    CLI::App app(about, "candor");
    Draft draft(surroundings);
    app.formatter(std::make_shared<HelpText>());
    app.require_subcommand(1);
    app.footer(after_help);
    app.set_help_flag("--help,-h", "this text");
    draft.add_global_options(app, "Options for every command");
    for (const CommandGroup& group : groups) group.add(app, draft);
    app.parse_complete_callback([&draft] { draft.settle_options(); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        auto text = app.get_formatter()->make_help(reached(app).back(), path_of(app), CLI::AppFormatMode::Normal);
        text.erase(text.find_last_not_of('\n') + 1);
        return Refusal{exit_code::ok, text + "\n"};
    } catch (const CLI::ParseError& error) {
        return refuse(app, error);
    }
    return std::move(draft.invocation);
}

}  // namespace candor::ctl
