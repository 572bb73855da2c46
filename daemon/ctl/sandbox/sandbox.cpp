#include "daemon/ctl/sandbox/sandbox.hpp"

#include "daemon/async/io.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/sandbox/temporary_folder.hpp"
#include "daemon/ctl/sandbox/tour.hpp"
#include "daemon/ctl/sheet.hpp"
#include "daemon/ctl/shipped.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <unistd.h>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

// The secret that is in the folder already, so that a daemon that runs from it goes on working; else a new one.
std::string kept_secret(const std::filesystem::path& file, std::string (*make)()) {
    std::ifstream stream(file);
    std::string secret;
    return stream >> secret ? secret : make();
}

void complete(SandboxSetup& setup, const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto program = this_program();
    setup.folder = std::filesystem::absolute(folder, ignored);
    setup.templates = find_shipped(program, "/usr/share/candor/templates", "templates");
    setup.honesty = find_shipped(program, "/etc/candor/honesty", "etc/honesty");
    setup.webhook_secret = kept_secret(setup.folder / "webhook.key", &new_webhook_secret);
    setup.mastodon_token = kept_secret(setup.folder / "mastodon.token", &new_token);
}

void say(std::string_view text) {
    std::cout << text << std::flush;
}

void put_receivers(Sheet& sheet, const SandboxSetup& setup) {
    sheet.table({{{"webhook", Style::bold}, {setup.webhook_url()}, {"checks every signature"}},
                 {{"email", Style::bold}, {fmt::format("smtp://127.0.0.1:{}", setup.mail_port)}, {"takes every mail"}},
                 {{"social", Style::bold}, {setup.mastodon_url()}, {"speaks Mastodon's API"}}});
}

std::string banner(const SandboxSetup& setup, const Look& look) {
    Sheet sheet(look);
    sheet.title("Candor sandbox");
    sheet.paragraph("Three receivers on this machine stand for your audiences. Nothing leaves it.");
    put_receivers(sheet, setup);
    return sheet.take();
}

std::string how_to_use(const SandboxSetup& setup, bool written, const Look& look) {
    Sheet sheet(look);
    if (written) {
        sheet.next({{"candord --config " + setup.config().string(), "in another terminal: the daemon"},
                    {"export CANDOR_SOCKET=" + setup.socket().string(), "so that candor finds it"},
                    {"candor declare \"Log-in fails\" -c accounts -i minor", "and watch it arrive here"}});
    } else {
        sheet.section("The configuration of a daemon that speaks to these receivers");
        sheet.paragraph(
            fmt::format("(webhook.key holds {}\nmastodon.token holds {})", setup.webhook_secret, setup.mastodon_token),
            2);
        sheet.next({{"candor sandbox --write-config DIR", "writes all of it into a folder"},
                    {"candor sandbox --tour", "shows it all at work"}});
    }
    sheet.blank();
    sheet.line({{"What arrives is shown here. Ctrl-C ends it."}});
    sheet.blank();
    return sheet.take();
}

Task<int> watch(Rig& rig, const Look& look, const Clock& clock) {
    while (!rig.stopping()) {
        static_cast<void>(co_await rig.wait(60s));
        Look now = look;
        now.now = clock.now();
        for (const Arrival& arrival : rig.take_arrivals()) say(arrival_row(arrival, now));
    }
    say("\n");
    co_return exit_code::ok;
}

// Runs `body` with the receivers open, and closes them whatever comes of it.
Task<> with_receivers(Rig& rig, std::function<Task<int>()> body, int& code) {
    rig.open();
    std::exception_ptr failure;
    try {
        code = co_await body();
    } catch (...) {
        failure = std::current_exception();
    }
    co_await rig.close();
    if (failure) std::rethrow_exception(failure);
}

int run_plain(const SandboxOptions& options, Rig& rig, Io& io, const Look& look, const Clock& clock) {
    const bool written = !options.write_config.empty();
    complete(rig.setup, written ? options.write_config : std::filesystem::path("."));
    if (written) {
        const auto done = write_sandbox(rig.setup);
        if (done.has_error()) {
            std::cerr << "candor: " << neutral(done.error().message()) << '\n';
            return exit_code::usage;
        }
    }
    say(banner(rig.setup, look));
    if (!written) say("\n" + sandbox_config(rig.setup));
    say("\n" + how_to_use(rig.setup, written, look));
    int code = exit_code::ok;
    io.run(with_receivers(
        rig, [&] { return watch(rig, look, clock); }, code));
    return code;
}

int run_tour(const SandboxOptions& options, Rig& rig, Io& io, const Look& look, const Clock& clock) {
    TemporaryFolder folder;
    complete(rig.setup, options.write_config.empty() ? folder.path() : options.write_config);
    const auto written = write_sandbox(rig.setup);
    if (written.has_error()) {
        std::cerr << "candor: " << neutral(written.error().message()) << '\n';
        return exit_code::usage;
    }
    const auto program = this_program();
    const auto daemon =
        options.daemon.empty() ? program.parent_path() / "candord" : std::filesystem::absolute(options.daemon);
    say(banner(rig.setup, look));
    Sheet intro(look);
    intro.paragraph(
        "One incident, from the first words to the last. The cadence is in seconds here: 6 s on social, 12 s "
        "elsewhere. You declare and record; when and what to publish candord decides from the record.");
    say("\n" + intro.take() + "\n");
    int code = exit_code::refused;
    Tour tour(rig, look, clock, program, daemon);
    io.run(with_receivers(
        rig, [&] { return tour.run(isatty(STDIN_FILENO) != 0); }, code));
    if (code != exit_code::ok && !rig.stopping()) {
        folder.keep();
        std::cerr << "candor: kept for you to look at: " << rig.setup.folder.string() << '\n';
    }
    return code;
}

}  // namespace

int run_sandbox(const SandboxOptions& options, const Look& look, const Clock& clock) {
    Io io;
    try {
        Rig rig(io.executor(), clock, options.port);
        return options.tour ? run_tour(options, rig, io, look, clock) : run_plain(options, rig, io, look, clock);
    } catch (const boost::system::system_error& failure) {
        std::cerr << "candor: the sandbox cannot listen: " << failure.code().message() << " (see --port)\n";
        return exit_code::usage;
    }
}

}  // namespace candor::ctl
