#include "daemon/ctl/session.hpp"

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/client.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/sheet.hpp"

#include <fmt/format.h>
#include <ostream>

namespace candor::ctl {

namespace {

class Session {
public:
    Session(Client client, const GlobalOptions& options, Look look, std::ostream& answers, std::ostream& remarks)
        : client_(std::move(client)), options_(options), look_(std::move(look)), answers_(answers), remarks_(remarks) {}

    int run(const ApiCall& call);

private:
    // The id to put into the path; empty: it is not settled, and what is wrong has been said.
    std::string settle_incident(const std::string& typed);
    std::string choose(Answer incidents);
    // An answer of 200 ... 299; else what is wrong has been said and exit_code_ is set.
    std::optional<boost::json::value> ask(const Request& request);
    void complain(std::string_view message, std::string_view mend);
    int print(const boost::json::value& answer, const ApiCall& call);

    Client client_;
    const GlobalOptions& options_;
    Look look_;
    std::ostream& answers_;
    std::ostream& remarks_;
    int exit_code_ = exit_code::ok;
};

void replace_incident(std::string& path, const std::string& id) {
    constexpr std::string_view mark = "{incident}";
    if (const auto at = path.find(mark); at != std::string::npos) path.replace(at, mark.size(), path_segment(id));
}

void Session::complain(std::string_view message, std::string_view mend) {
    Sheet sheet(look_);
    sheet.paragraph("candor: " + neutral(message), 0, Style::bad);
    sheet.field("to mend it", neutral(mend));
    remarks_ << sheet.take();
}

std::optional<boost::json::value> Session::ask(const Request& request) {
    auto sent = client_.send(request);
    if (sent.has_error()) {
        complain(sent.error().message(), sent.error().mend());
        exit_code_ = exit_code::unreachable;
        return std::nullopt;
    }
    Response response = std::move(*sent);
    if (response.status >= 200 && response.status < 300 && response.readable) return std::move(response.body);
    if (!response.readable) {
        complain(fmt::format("what answered (status {}) is not candord: this is no answer of its API", response.status),
                 "look at --socket or --url");
        exit_code_ = exit_code::daemon_failed;
        return std::nullopt;
    }
    if (options_.json) answers_ << boost::json::serialize(response.body) << '\n';
    remarks_ << render_error(response.body, response.status, look_);
    exit_code_ = response.status >= 400 && response.status < 500 ? exit_code::refused : exit_code::daemon_failed;
    return std::nullopt;
}

std::string Session::choose(Answer incidents) {
    const auto found = incidents.items();
    if (found.size() == 1) {
        auto id = found.front()["id"].text();
        if (!options_.json)
            remarks_ << fmt::format("{}  {} (the one that is open)\n\n", id, found.front()["title"].text());
        return id;
    }
    exit_code_ = exit_code::usage;
    if (found.empty()) {
        complain("no incident is open, so it must be named", "candor status --ended lists those that are over");
        return {};
    }
    complain("more than one incident is open, so it must be named", "put one of these after the command");
    Sheet sheet(look_);
    std::vector<std::vector<Cell>> rows;
    rows.reserve(found.size());
    for (const Answer incident : found)
        rows.push_back({{incident["id"].text(), Style::bold}, {incident["title"].text()}});
    sheet.table(rows);
    remarks_ << sheet.take();
    return {};
}

std::string Session::settle_incident(const std::string& typed) {
    if (!typed.empty() && typed != "-") return typed;
    const auto open = ask({"GET", "/api/v1/incidents?state=open&limit=20", nullptr});
    return open ? choose(Answer(*open)["incidents"]) : std::string();
}

int Session::print(const boost::json::value& answer, const ApiCall& call) {
    if (options_.json) {
        if (!answer.is_null()) answers_ << boost::json::serialize(answer) << '\n';
    } else {
        answers_ << call.render(answer, look_);
    }
    answers_.flush();
    return call.judge == nullptr ? exit_code::ok : call.judge(answer);
}

int Session::run(const ApiCall& call) {
    Request request = call.request;
    if (call.about_incident) {
        look_.incident = settle_incident(call.incident);
        if (look_.incident.empty()) return exit_code_;
        replace_incident(request.path, look_.incident);
    }
    const auto answer = ask(request);
    if (!answer) return exit_code_;
    if (!call.act) return print(*answer, call);
    const auto done = call.act(*answer);
    if (done) return print(*done, call);
    complain(done.error().message(), done.error().mend());
    return exit_code::refused;
}

}  // namespace

int carry_out(const GlobalOptions& options, const ApiCall& call, Look look, std::ostream& answers,
              std::ostream& remarks) {
    auto client = Client::make(options);
    if (client.has_error()) {
        Sheet sheet(look);
        sheet.paragraph("candor: " + neutral(client.error().message()), 0, Style::bad);
        sheet.field("field", neutral(client.error().field()));
        sheet.field("to mend it", neutral(client.error().mend()));
        remarks << sheet.take();
        return exit_code::usage;
    }
    return Session(std::move(*client), options, std::move(look), answers, remarks).run(call);
}

}  // namespace candor::ctl
