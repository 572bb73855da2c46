// What a command line came to: one request to the API and how to show its answer, or something done on this machine.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "daemon/ctl/render/render.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace candor::ctl {

inline constexpr std::string_view default_socket = "/run/candor/candord.sock";

// Options that every command takes.
struct GlobalOptions {
    std::string socket;      // --socket, $CANDOR_SOCKET, or default_socket
    std::string url;         // --url, $CANDOR_URL; empty: the socket is used
    std::string token_file;  // --token-file, $CANDOR_TOKEN_FILE; only with a URL
    std::string zone;        // --zone, $CANDOR_ZONE, or UTC
    std::string if_version;  // of the record; empty: whatever it is at
    bool utc = false;
    bool json = false;
    bool no_colour = false;
};

struct Request {
    std::string method;
    std::string path;         // "{incident}" in it stands for the id that is still to be found out
    boost::json::value body;  // null: none is sent
    std::string table = {};   // CSV, sent instead; empty: none
    bool wants_table = false; // what is answered is CSV
};

struct ApiCall {
    Request request;
    bool about_incident = false;
    std::string incident;  // as typed; empty or "-": the one that is open
    Render render = nullptr;
    // What is done on this machine with a good answer; what it gives is shown in the answer's place. None: nothing is.
    std::function<Result<boost::json::value>(const boost::json::value& answer)> act = {};
    int (*judge)(const boost::json::value& answer) = nullptr;  // the exit code that a good answer means; none: 0
};

// `candor sandbox`.
struct SandboxOptions {
    bool tour = false;
    std::filesystem::path write_config;  // empty: the snippet is only printed
    std::uint16_t port = 0;        // of the webhook receiver; mail and Mastodon take the next two. 0: any free ones
    std::filesystem::path daemon;  // candord; empty: the one beside this program
};

// `candor drill`.
struct DrillOptions {
    std::string playbook;  // empty: a major failure that many notice
    std::string config;    // empty: the usual one
    std::string plan;      // empty: the one that the configuration names
    std::filesystem::path report;  // empty: candor-drill-TIME.json
    std::filesystem::path daemon;  // candord; empty: the one beside this program
    bool json = false;
    std::function<std::shared_ptr<const TimeZone>(std::string_view)> zone;
};

// `candor subscribers import`.
struct ImportTable {
    std::string file;   // "-": standard input
    std::string basis;  // of the rows that have none
};

// `candor subscribers export`.
struct ExportTable {
    std::string file;  // empty or "-": standard output
};

struct PrintText {
    std::string text;
};

// A command that needs no daemon, made by another part of the program; returns the exit code.
struct LocalCommand {
    std::function<int()> run;
};

struct Invocation {
    GlobalOptions options;
    std::shared_ptr<const TimeZone> zone;
    std::variant<std::monostate, ApiCall, SandboxOptions, DrillOptions, ImportTable, ExportTable, PrintText, LocalCommand> action;
};

// The command line itself ended it: help was asked for, or it cannot be understood.
struct Refusal {
    int exit_code = 0;
    std::string text;  // for standard output where exit_code is 0, else for standard error
};

// Everything outside the words themselves that a command line can depend on.
struct Surroundings {
    Time now{};
    std::function<std::optional<std::string>(const char* name)> environment;
    std::function<Result<std::string>()> standard_input;  // all of it, bounded
    std::function<Result<std::unique_ptr<TimeZone>>(std::string_view name)> locate_zone;
};

[[nodiscard]] std::variant<Invocation, Refusal> parse_command_line(int argc, const char* const* argv,
                                                                   const Surroundings& surroundings);

}  // namespace candor::ctl
