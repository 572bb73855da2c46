#include "daemon/ctl/command/draft.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

}  // namespace

// Ids are lower-case letters and digits (core/id.hpp); "-" stands for the one that is open.
bool could_be_incident(std::string_view text) {
    if (text.empty() || text == "-") return true;
    return text.size() >= 3 && text.size() <= 12 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
           });
}

CLI::App* Draft::command(CLI::App& parent, const std::string& name, const std::string& description) {
    auto* app = parent.add_subcommand(name, description);
    add_global_options(*app, "");
    return app;
}

void Draft::call(std::string method, std::string path, boost::json::value body, Render render) {
    ApiCall call;
    call.request = {std::move(method), std::move(path), std::move(body)};
    call.render = render;
    invocation.action = std::move(call);
}

void Draft::call_incident(std::string incident, std::string method, const std::string& rest, boost::json::value body,
                          Render render) {
    call(std::move(method), "/api/v1/incidents/{incident}" + rest, std::move(body), render);
    auto& made = std::get<ApiCall>(invocation.action);
    made.about_incident = true;
    made.incident = std::move(incident);
}

boost::json::string Draft::time(const std::string& option, const std::string& text, Towards towards) const {
    const auto moment = parse_moment(text, surroundings_.now, *invocation.zone, towards);
    if (moment.has_error()) throw CLI::ValidationError(option, moment.error().message() + ": " + moment.error().mend());
    return boost::json::string(to_rfc3339(*moment));
}

std::string Draft::words(const std::string& text) const {
    if (text != "-") return text;
    auto read = surroundings_.standard_input();
    if (read.has_error()) throw CLI::ValidationError("-", read.error().message());
    auto found = std::move(*read);
    while (!found.empty() && found.back() == '\n') found.pop_back();
    return found;
}

void Draft::add_global_options(CLI::App& app, const std::string& group) {
    auto& options = invocation.options;
    app.add_option("--socket", options.socket, fmt::format("the daemon's socket ($CANDOR_SOCKET; {})", default_socket))
        ->group(group);
    app.add_option("--url", options.url, "speak to this address instead of the socket ($CANDOR_URL)")->group(group);
    app.add_option("--token-file", options.token_file, "file with the token for --url ($CANDOR_TOKEN_FILE)")
        ->group(group);
    app.add_option("--zone", options.zone, "time zone of the times printed and of HH:MM ($CANDOR_ZONE; UTC)")
        ->group(group);
    app.add_flag("--utc", options.utc, "the same as --zone UTC")->group(group);
    app.add_flag("--json", options.json, "print what the API answers, as JSON")->group(group);
    app.add_option("--if-version", options.if_version, "act only if the record is at this version still (show --json says it)")->check(CLI::PositiveNumber)->group(group);
    app.add_flag("--no-color,--no-colour", options.no_colour, "no colour ($NO_COLOR)")->group(group);
}

void Draft::settle_options() {
    auto& options = invocation.options;
    const auto from_environment = [&](std::string& value, const char* name) {
        if (value.empty()) value = surroundings_.environment(name).value_or("");
    };
    // What is typed goes before what is set: --socket is not overruled by a CANDOR_URL of the environment.
    if (options.socket.empty()) from_environment(options.url, "CANDOR_URL");
    from_environment(options.socket, "CANDOR_SOCKET");
    from_environment(options.token_file, "CANDOR_TOKEN_FILE");
    from_environment(options.zone, "CANDOR_ZONE");
    if (options.socket.empty()) options.socket = default_socket;
    if (options.utc || options.zone.empty()) options.zone = "UTC";
    if (!surroundings_.environment("NO_COLOR").value_or("").empty()) options.no_colour = true;
    if (options.zone == "UTC") {  // needs no tz database
        invocation.zone = std::shared_ptr<const TimeZone>(&utc(), [](const TimeZone*) {});
        return;
    }
    auto zone = surroundings_.locate_zone(options.zone);
    if (zone.has_error()) throw CLI::ValidationError("--zone", zone.error().message());
    invocation.zone = std::move(*zone);
}

void IncidentAndWords::add_to(CLI::App& app, const std::string& second, const std::string& description) {
    add_incident(app, incident);
    app.add_option(second, words, description);
}

void IncidentAndWords::settle() {
    if (words.empty() && !could_be_incident(incident)) std::swap(incident, words);
}

void Clearance::add_to(CLI::App& app) {
    app.add_option("--because", because, "why to say it though a rule warns; where one blocks, a second person is asked");
    app.add_option("--ask", ask, "a class of the plan whose people see the words first, like security");
}

void Clearance::put(boost::json::object& body) const {
    set_if_given(body, "because", because);
    set_if_given(body, "ask", ask);
}

void add_incident(CLI::App& app, std::string& incident) {
    app.add_option("INC", incident, "the incident: its id, the beginning of it, or - for the one that is open");
}

std::string path_segment(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

void set_if_given(boost::json::object& object, const char* key, const std::string& value) {
    if (!value.empty()) object[key] = value;
}

}  // namespace candor::ctl
