// What the parsers of the commands share: they fill in an Invocation, and refuse what they cannot read.
#pragma once

#include "daemon/ctl/invocation.hpp"
#include "daemon/ctl/moment.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace candor::ctl {

class Draft {
public:
    explicit Draft(const Surroundings& surroundings) : surroundings_(surroundings) {}

    Invocation invocation;
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

    // A command with the options that every command takes.
    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& description);

    void call(std::string method, std::string path, boost::json::value body, Render render);
    // The path begins with /api/v1/incidents/{incident}.
    void call_incident(std::string incident, std::string method, const std::string& rest, boost::json::value body,
                       Render render);

    // RFC 3339 for the API. Throws CLI::ValidationError.
    [[nodiscard]] boost::json::string time(const std::string& option, const std::string& text, Towards towards) const;
    // "-" is standard input. Throws CLI::ValidationError where it cannot be read.
    [[nodiscard]] std::string words(const std::string& text) const;

    void add_global_options(CLI::App& app, const std::string& group);
    void settle_options();  // the environment and the defaults, after parsing

private:
    const Surroundings& surroundings_;
};

// [INC] [WORDS]: a single word that cannot be an id is the second of the two.
struct IncidentAndWords {
    std::string incident;
    std::string words;
    void add_to(CLI::App& app, const std::string& second, const std::string& description);
    void settle();  // in the callback, before reading
};

// How words get past what stops them: a reason, and the people who see them first.
struct Clearance {
    std::string because;
    std::string ask;
    void add_to(CLI::App& app);
    void put(boost::json::object& body) const;
};

// Could this be an id, the beginning of one, or "-"?
[[nodiscard]] bool could_be_incident(std::string_view text);
// "INC" of a command.
void add_incident(CLI::App& app, std::string& incident);

// For path segments: everything but unreserved characters (RFC 3986, section 2.3) is percent-encoded.
[[nodiscard]] std::string path_segment(std::string_view text);

// Sets object[key] where the option was given.
void set_if_given(boost::json::object& object, const char* key, const std::string& value);

// The commands, one function for each group, in the order of the help.
void add_declare(CLI::App& app, Draft& draft);
void add_fact(CLI::App& app, Draft& draft);
void add_updates(CLI::App& app, Draft& draft);     // update, correct, resolve, withdraw, approve, refuse, why, assign
void add_follow_through(CLI::App& app, Draft& draft);  // reopen, close, promise, promises, kept, broken
void add_cases(CLI::App& app, Draft& draft);       // case
void add_maintenance(CLI::App& app, Draft& draft); // maintenance, start, verify, complete, move
void add_duty(CLI::App& app, Draft& draft);        // ack, recheck, dismiss
void add_remedies(CLI::App& app, Draft& draft);    // remedies, give, given, similar
void add_options(CLI::App& app, Draft& draft);     // offer
void add_views(CLI::App& app, Draft& draft);       // status, show
void add_subscribers(CLI::App& app, Draft& draft); // subscribers
void add_reports(CLI::App& app, Draft& draft);     // reports
void add_bounce(CLI::App& app, Draft& draft);      // bounce
void add_look(CLI::App& app, Draft& draft);        // next, say, review
void add_deliveries(CLI::App& app, Draft& draft);  // deliveries, retry
void add_check(CLI::App& app, Draft& draft);       // check, rules
void add_plan(CLI::App& app, Draft& draft);        // plan
void add_access(CLI::App& app, Draft& draft);      // token, whoami
void add_backup(CLI::App& app, Draft& draft);      // backup
void add_freeze(CLI::App& app, Draft& draft);      // freeze, resume
void add_export(CLI::App& app, Draft& draft);      // export-site
void add_sandbox(CLI::App& app, Draft& draft);     // sandbox
void add_drill(CLI::App& app, Draft& draft);       // drill
void add_program(CLI::App& app, Draft& draft);     // completion, version

}  // namespace candor::ctl
