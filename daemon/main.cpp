// candord: reads its configuration, takes the lock on its database, and keeps its word until it is told to stop.
#include "daemon/app/app.hpp"
#include "daemon/app/check.hpp"
#include "daemon/app/lock.hpp"
#include "daemon/async/out_of_memory.hpp"
#include "daemon/log.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/prctl.h>

namespace {

using namespace candor;

enum Exit { ok = 0, failed = 1, usage = 2, locked = 3, bad_config = 4 };

int run(app::Prepared prepared, const std::string& file) {
    auto lock = app::InstanceLock::take(prepared.config.store.path);
    if (!lock) {
        fmt::print(stderr, "candord: {} {}\n", lock.error().message(), lock.error().mend());
        return lock.error().code() == ErrorCode::conflict ? locked : bad_config;
    }
    log::start(prepared.config.log.level, log::format_for_stderr());
    try {
        app::App daemon(std::move(prepared), file);
        daemon.run();
        return ok;
    } catch (const std::exception& error) {
        log::error("candord cannot go on", {{"error", error.what()}});
        return failed;
    }
}

}  // namespace

int main(int argc, char** argv) {
    end_when_memory_is_out();
    prctl(PR_SET_DUMPABLE, 0);  // secrets are in memory: no core dumps, no peeking
    CLI::App options("candord keeps an organisation's word while something is broken.", "candord");
    std::string file = "/etc/candor/candor.yaml";
    bool check_only = false;
    options.add_option("--config", file, "The configuration file")->capture_default_str();
    options.add_flag("--check-config", check_only, "Read the configuration and everything it names, say every problem, and end");
    options.set_version_flag("--version", std::string("candord " CANDOR_VERSION));
    options.footer(
        "Signals: SIGHUP reads the configuration again, whole or not at all; SIGTERM and SIGINT end it cleanly.\n"
        "Exit status: 0 ended when told to, 1 failed, 2 usage, 3 another candord has the database, 4 bad "
        "configuration.");
    try {
        options.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return options.exit(error) == 0 ? ok : usage;
    }
    auto prepared = app::load_checked(file, check_only ? app::Proving::each_time : app::Proving::once);
    if (!prepared) return bad_config;
    if (check_only) {
        fmt::print("{}: no problems; {} channels, {} components\n", file, prepared->config.channels.size(), prepared->config.components.size());
        return ok;
    }
    return run(std::move(*prepared), file);
}
