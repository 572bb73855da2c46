// candor backup: a copy of the database, and whether a copy is whole. Needs no daemon; it may be running.
#include "daemon/config/outline.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/store/backup.hpp"

#include <iostream>

namespace candor::ctl {

namespace {

constexpr const char* usual_config = "/etc/candor/candor.yaml";
constexpr const char* usual_database = "/var/lib/candor/candor.db";

struct BackupArguments {
    std::string file;
    std::string database;
    std::string config;
    bool check = false;
};

std::string database_of(const BackupArguments& arguments) {
    if (!arguments.database.empty()) return arguments.database;
    const auto outline = config::read_outline(arguments.config.empty() ? usual_config : arguments.config);
    return outline && !outline->database.empty() ? outline->database.string() : usual_database;
}

boost::json::value answer_of(const BackupArguments& arguments, const store::Backup& backup) {
    boost::json::array damage;
    for (const store::Damage& one : backup.contents.damage) damage.push_back(boost::json::object{{"incident", one.incident.str()}, {"what", one.what}});
    return boost::json::object{{"file", arguments.file},          {"bytes", backup.bytes},  {"records", backup.contents.records},
                               {"texts", backup.contents.texts}, {"made", !arguments.check}, {"damage", std::move(damage)}};
}

int run(const BackupArguments& arguments, bool as_json, const Look& look) {
    const auto done = arguments.check ? store::look_through(arguments.file) : store::back_up(database_of(arguments), arguments.file, "candor backup", look.now);
    if (!done) {
        std::cerr << "candor: " << neutral(done.error().message()) << "\n  to mend it    " << neutral(done.error().mend()) << '\n';
        return exit_code::refused;
    }
    const auto answer = answer_of(arguments, *done);
    if (as_json) std::cout << answer << '\n';
    else std::cout << render_backup(answer, look);
    return done->contents.damage.empty() ? exit_code::ok : exit_code::refused;
}

}  // namespace

void add_backup(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "backup", "copy the database, while it is in use or not");
    auto arguments = std::make_shared<BackupArguments>();
    command->add_option("FILE", arguments->file, "the copy; nothing may be there yet")->required();
    command->add_flag("--check", arguments->check, "there is a copy already: is it whole?");
    command->add_option("--config", arguments->config, "of the daemon (/etc/candor/candor.yaml)");
    command->add_option("--database", arguments->database, "instead of the one that the configuration names");
    command->callback([&draft, arguments] {
        Look look;
        look.now = draft.surroundings().now;
        look.zone = draft.invocation.zone.get();
        draft.invocation.action = LocalCommand{[arguments, as_json = draft.invocation.options.json, look, zone = draft.invocation.zone] { return run(*arguments, as_json, look); }};
    });
    command->footer("Every record and every text in the copy is held against its hash; 1 is the exit status where one differs.\n"
                    "A candord that opens a copy sends nothing until `candor resume`. docs/operating.md says how to restore one.");
}

}  // namespace candor::ctl
