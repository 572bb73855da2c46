// candor: the command line of Candor.
#include "daemon/clock.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/invocation.hpp"
#include "daemon/ctl/sandbox/drill.hpp"
#include "daemon/ctl/sandbox/sandbox.hpp"
#include "daemon/ctl/session.hpp"
#include "daemon/ctl/table/table.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <curl/curl.h>
#include <exception>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

using namespace candor;
using namespace candor::ctl;

constexpr std::size_t longest_input = 512U << 10;

Result<std::string> read_standard_input() {
    std::string text;
    char buffer[4096];
    while (std::cin.read(buffer, sizeof buffer) || std::cin.gcount() > 0) {
        text.append(buffer, static_cast<std::size_t>(std::cin.gcount()));
        if (text.size() > longest_input) return Error(ErrorCode::too_large, "standard input is longer than 512 KiB");
    }
    return text;
}

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets one
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return std::clamp<std::size_t>(size.ws_col, 60, 100);
}

Look look_for(const Invocation& invocation, Time now) {
    Look look;
    look.width = isatty(STDOUT_FILENO) != 0 ? terminal_width() : 80;
    look.colour = !invocation.options.no_colour && isatty(STDOUT_FILENO) != 0;
    look.now = now;
    look.zone = invocation.zone.get();
    return look;
}

int act(const Invocation& invocation, const Clock& clock) {
    const Look look = look_for(invocation, clock.now());
    if (const auto* call = std::get_if<ApiCall>(&invocation.action)) {
        return carry_out(invocation.options, *call, look, std::cout, std::cerr);
    }
    if (const auto* sandbox = std::get_if<SandboxOptions>(&invocation.action))
        return run_sandbox(*sandbox, look, clock);
    if (const auto* drill = std::get_if<DrillOptions>(&invocation.action)) return run_drill(*drill, look, clock);
    if (const auto* table = std::get_if<ImportTable>(&invocation.action)) return run_import(invocation.options, *table, look);
    if (const auto* table = std::get_if<ExportTable>(&invocation.action)) return run_export(invocation.options, *table, look);
    if (const auto* local = std::get_if<LocalCommand>(&invocation.action)) return local->run();
    if (const auto* print = std::get_if<PrintText>(&invocation.action)) std::cout << print->text;
    return exit_code::ok;
}

int run(int argc, char** argv) {
    const SystemClock clock;
    const Surroundings surroundings{clock.now(), &environment, &read_standard_input, &locate_zone};
    const auto parsed = parse_command_line(argc, argv, surroundings);
    if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
        (refusal->exit_code == exit_code::ok ? std::cout : std::cerr) << refusal->text;
        return refusal->exit_code;
    }
    return act(std::get<Invocation>(parsed), clock);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // `candor show | head` ends by an error of the stream
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int code = exit_code::daemon_failed;
    try {
        code = run(argc, argv);
    } catch (const std::exception& failure) {
        std::cerr << "candor: " << failure.what() << '\n';
    }
    curl_global_cleanup();
    return code;
}
