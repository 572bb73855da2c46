#include "daemon/ctl/sandbox/stage.hpp"

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/render/render.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

constexpr int readiness_tries = 1200;  // a minute: a machine that is busy takes its time
constexpr auto between_tries = 50ms;
constexpr auto patience_on_stop = 25s;  // a little more than the daemon's own drain_timeout

bool stands_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:=+").find(c) != std::string_view::npos;
}

// As it would be typed into a shell.
std::string typed(const std::vector<std::string>& words) {
    std::string line = "candor";
    for (const auto& word : words) {
        const bool bare = !word.empty() && std::all_of(word.begin(), word.end(), stands_bare);
        line += bare ? " " + word : " \"" + word + "\"";
    }
    return line;
}

// The end of the daemon's log: why it did not start.
std::string last_lines(const std::filesystem::path& path, std::size_t count) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(neutral(line));
    std::string text;
    for (auto i = lines.size() > count ? lines.size() - count : 0; i < lines.size(); ++i)
        text += "  " + lines[i] + "\n";
    return text;
}

}  // namespace

Stage::Stage(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path daemon, bool quiet)
    : rig_(rig), look_(look), clock_(clock), daemon_(std::move(daemon)), quiet_(quiet) {}

Task<bool> Stage::start() {
    if (!std::filesystem::exists(daemon_)) {
        complain("there is no candord at " + daemon_.string() + "; build it, or name it with --daemon");
        co_return false;
    }
    const auto& setup = rig_.setup;
    const std::vector<std::string> words{daemon_.string(), "--config", setup.config().string()};
    std::function<void()> on_exit = [this] { rig_.notify(); };
    auto started = Child::start(rig_.executor(), rig_.tasks(), words, setup.log(), std::move(on_exit));
    if (started.has_error()) {
        complain(started.error().message());
        co_return false;
    }
    child_ = std::move(*started);
    GlobalOptions options;
    options.socket = setup.socket().string();
    auto client = Client::make(options);
    client_ = std::move(*client);
    for (int i = 0; i < readiness_tries && child_->running() && !rig_.stopping(); ++i) {
        if (fetch("/api/v1/health")) co_return true;
        static_cast<void>(co_await rig_.wait(between_tries));
    }
    if (!rig_.stopping()) {
        complain("candord did not become ready. Its log says:");
        std::cerr << last_lines(setup.log(), 20);
    }
    co_return false;
}

Task<bool> Stage::stop() {
    if (!child_) co_return true;
    const bool by_itself = co_await child_->stop(patience_on_stop);
    if (!by_itself) complain("the daemon did not end within 25 s of SIGTERM and was killed");
    co_return by_itself;
}

Task<bool> Stage::settle() {
    for (int i = 0; i < 100 && !rig_.stopping(); ++i) {
        if (all_settled()) co_return true;
        static_cast<void>(co_await rig_.wait(100ms));
    }
    complain("some deliveries did not come to an end within 10 s");
    co_return false;
}

bool Stage::all_settled() {
    const auto deliveries = fetch("/api/v1/incidents/" + incident_ + "/deliveries?limit=1000");
    if (!deliveries) return false;
    const Answer counts = Answer(*deliveries)["counts"];
    return counts["waiting"].count() + counts["attempting"].count() + counts["retrying"].count() == 0;
}

std::optional<boost::json::value> Stage::command(const std::vector<std::string>& words) {
    const Look look = look_now();
    Sheet sheet(look);
    sheet.table(
        {{{padded(exact_time(look.now, look), 12)}, {padded("you", 8), Style::bold}, {typed(words), Style::bold}}}, 0);
    say(sheet.take());
    std::vector<const char*> arguments{"candor"};
    for (const auto& word : words) arguments.push_back(word.c_str());
    const Surroundings surroundings{look.now, [](const char*) { return std::nullopt; },
                                    [] { return Result<std::string>(std::string()); }, &locate_zone};
    const auto parsed = parse_command_line(static_cast<int>(arguments.size()), arguments.data(), surroundings);
    const auto* invocation = std::get_if<Invocation>(&parsed);
    const auto* call = invocation == nullptr ? nullptr : std::get_if<ApiCall>(&invocation->action);
    if (call == nullptr) return complain("this command line is not one of candor's"), std::nullopt;
    Request request = call->request;
    constexpr std::string_view mark = "{incident}";
    if (const auto at = request.path.find(mark); at != std::string::npos)
        request.path.replace(at, mark.size(), incident_);
    const auto response = client_->send(request);
    if (response.has_error()) return complain(response.error().message()), std::nullopt;
    if (response->status >= 300) {
        std::cerr << render_error(response->body, response->status, look);
        return std::nullopt;
    }
    if (incident_.empty()) {
        const Answer incident = Answer(response->body)["incident"];
        incident_ = incident["id"].text();
        declared_ = incident["declared_at"].time().value_or(look.now);
    }
    return response->body;
}

std::optional<boost::json::value> Stage::fetch(const std::string& path) {
    auto response = client_->send({"GET", path, nullptr});
    if (response.has_error() || response->status != 200 || !response->readable) return std::nullopt;
    return std::move(response->body);
}

Task<bool> Stage::until(std::function<bool()> condition, std::chrono::seconds longest, std::string what) {
    const auto deadline = clock_.steady() + longest;
    while (true) {
        show_arrivals();
        if (condition()) co_return true;
        if (rig_.stopping()) co_return false;
        if (!child_->running()) {
            complain(fmt::format("candord ended with exit code {}. Its log says:", child_->exit_code()));
            std::cerr << last_lines(rig_.setup.log(), 20);
            co_return false;
        }
        if (clock_.steady() >= deadline) {
            complain("waited in vain for " + what + "; the daemon's log is " + rig_.setup.log().string());
            co_return false;
        }
        static_cast<void>(co_await rig_.wait(500ms));
    }
}

void Stage::show_arrivals() {
    const auto arrivals = rig_.take_arrivals();
    if (arrivals.empty()) return;
    const auto incident = fetch("/api/v1/incidents/" + incident_);
    const auto deliveries = fetch("/api/v1/incidents/" + incident_ + "/deliveries?limit=1000");
    for (const Arrival& arrival : arrivals) {
        const auto known = incident && deliveries ? recognise(arrival, *incident, *deliveries) : Known{};
        say(timeline_row(arrival, known, declared_, said_[known.number], look_now()));
        reached_.push_back({arrival, known});
    }
}

bool Stage::heard(ChannelKind audience, std::string_view kind) const {
    return std::any_of(reached_.begin(), reached_.end(), [&](const Reached& one) { return one.arrival.audience == audience && one.known.kind == kind; });
}

Look Stage::look_now() const {
    Look look = look_;
    look.now = clock_.now();
    return look;
}

void Stage::say(std::string_view text) const {
    if (quiet_) return;
    std::cout << text << std::flush;
}

void Stage::complain(std::string_view text) const {
    std::cout << std::flush;
    std::cerr << styled("candor: " + neutral(text), Style::bad, look_) << '\n';
}

}  // namespace candor::ctl
