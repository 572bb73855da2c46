#include "daemon/ctl/sandbox/tour.hpp"

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/render/render.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

constexpr int readiness_tries = 300;
constexpr auto between_tries = 50ms;
constexpr auto patience_on_stop = 25s;  // a little more than the daemon's own drain_timeout
constexpr std::array audiences{ChannelKind::webhook, ChannelKind::email, ChannelKind::mastodon};

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

// What to type to run this very program.
std::string callable(const std::filesystem::path& program) {
    if (program.parent_path() == "/usr/bin") return "candor";
    const auto near = program.lexically_relative(std::filesystem::current_path());
    return near.empty() || *near.begin() == ".." ? program.string() : near.string();
}

}  // namespace

Tour::Tour(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path program, std::filesystem::path daemon)
    : rig_(rig), look_(look), clock_(clock), program_(std::move(program)), daemon_(std::move(daemon)) {}

Task<int> Tour::run(bool stay) {
    std::exception_ptr failure;
    try {
        co_await play(stay);
    } catch (...) {
        failure = std::current_exception();
    }
    if (child_) {
        const bool by_itself = co_await child_->stop(patience_on_stop);
        if (!by_itself) complain("the daemon did not end within 25 s of SIGTERM and was killed");
        kept_ = kept_ && by_itself;
    }
    if (failure) std::rethrow_exception(failure);
    co_return kept_ ? exit_code::ok : exit_code::refused;
}

Task<> Tour::play(bool stay) {
    const bool started = co_await start_daemon();
    if (!started) co_return;
    const bool lived = co_await live_through();
    if (!lived) co_return;
    conclude();
    if (stay && !rig_.stopping()) co_await stay_until_stopped();
}

Task<bool> Tour::start_daemon() {
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

Task<bool> Tour::live_through() {
    say(timeline_head(look_now()));
    if (!command({"declare", "Card payments fail at checkout", "--component", "checkout", "--impact", "major",
                  "--scope", "many"}))
        co_return false;
    std::function<bool()> first_words = [this] { return all_heard("first"); };
    std::string first = "the first words";
    const bool began = co_await until(std::move(first_words), 20s, std::move(first));
    if (!began) co_return false;
    if (!command({"fact", "symptom", "Card payments are declined with an error message"})) co_return false;
    if (!command({"fact", "cause", "a fault at our payment gateway", "--confidence", "suspected"})) co_return false;
    if (!command({"fact", "action", "switching payments to the second gateway"})) co_return false;
    if (!command({"fact", "workaround", "Pay by bank transfer, which works"})) co_return false;
    std::function<bool()> two_cadences = [this] { return all_reached(4, 3); };
    std::string cadences = "two updates at their promised times for every audience";
    const bool heard = co_await until(std::move(two_cadences), 60s, std::move(cadences));
    if (!heard) co_return false;
    if (!command({"fact", "verification", "300 test payments, none declined", "--passed"})) co_return false;
    if (!command({"resolve", "Thank you for your patience."})) co_return false;
    std::function<bool()> resolved = [this] { return all_heard("resolution"); };
    std::string end = "every audience to hear that it is over";
    const bool told = co_await until(std::move(resolved), 20s, std::move(end));
    if (!told) co_return false;
    co_return co_await settle();
}

Task<bool> Tour::settle() {
    for (int i = 0; i < 100 && !rig_.stopping(); ++i) {
        if (all_settled()) co_return true;
        static_cast<void>(co_await rig_.wait(100ms));
    }
    complain("some deliveries did not come to an end within 10 s");
    co_return false;
}

bool Tour::all_settled() {
    const auto deliveries = fetch("/api/v1/incidents/" + incident_ + "/deliveries?limit=1000");
    if (!deliveries) return false;
    const Answer counts = Answer(*deliveries)["counts"];
    return counts["waiting"].count() + counts["attempting"].count() + counts["retrying"].count() == 0;
}

void Tour::conclude() {
    show_arrivals();
    const auto promises = fetch("/api/v1/incidents/" + incident_ + "/promises");
    const auto deliveries = fetch("/api/v1/incidents/" + incident_ + "/deliveries?limit=1000");
    if (!promises || !deliveries) return complain("the daemon no longer answers");
    const auto verdict = summary(reached_, *promises, *deliveries, declared_, look_now());
    say("\n" + verdict.text);
    kept_ = verdict.kept;
}

Task<> Tour::stay_until_stopped() {
    const auto name = callable(program_);
    Sheet sheet(look_now());
    sheet.line(
        {{"The daemon goes on running until you press Ctrl-C. Its page:"}, {rig_.setup.page() + "/", Style::bold}});
    sheet.next(
        {{"export CANDOR_SOCKET=" + rig_.setup.socket().string(), "in another terminal, so that candor finds it"},
         {name + " show " + incident_, "the whole record of this incident"},
         {name + " declare \"Log-in fails\" -c accounts -i minor", "an incident of your own: watch it arrive here"},
         {name + " status", "the board, with its clocks"},
         {name + " --help", "everything else"}});
    say("\n" + sheet.take());
    while (!rig_.stopping() && child_->running()) {
        static_cast<void>(co_await rig_.wait(60s));
        for (const Arrival& arrival : rig_.take_arrivals()) say(arrival_row(arrival, look_now()));
    }
    if (!rig_.stopping()) complain("the daemon has ended; its log is " + rig_.setup.log().string());
    say("\n");
}

bool Tour::command(const std::vector<std::string>& words) {
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
    if (call == nullptr) return complain("this command line is not one of candor's"), false;
    Request request = call->request;
    constexpr std::string_view mark = "{incident}";
    if (const auto at = request.path.find(mark); at != std::string::npos)
        request.path.replace(at, mark.size(), incident_);
    const auto response = client_->send(request);
    if (response.has_error()) return complain(response.error().message()), false;
    if (response->status >= 300) {
        std::cerr << render_error(response->body, response->status, look);
        return false;
    }
    if (incident_.empty()) {
        const Answer incident = Answer(response->body)["incident"];
        incident_ = incident["id"].text();
        declared_ = incident["declared_at"].time().value_or(look.now);
    }
    return true;
}

std::optional<boost::json::value> Tour::fetch(const std::string& path) {
    auto response = client_->send({"GET", path, nullptr});
    if (response.has_error() || response->status != 200 || !response->readable) return std::nullopt;
    return std::move(response->body);
}

Task<bool> Tour::until(std::function<bool()> condition, std::chrono::seconds longest, std::string what) {
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

void Tour::show_arrivals() {
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

int Tour::reached(ChannelKind audience) const {
    return static_cast<int>(std::count_if(reached_.begin(), reached_.end(), [audience](const Reached& r) {
        return r.arrival.audience == audience && !r.arrival.repeated && r.known.number > 0;
    }));
}

bool Tour::all_reached(int social, int others) const {
    return std::all_of(audiences.begin(), audiences.end(), [&](ChannelKind audience) {
        return reached(audience) >= (is_social(audience) ? social : others);
    });
}

bool Tour::all_heard(std::string_view kind) const {
    return std::all_of(audiences.begin(), audiences.end(), [&](ChannelKind audience) {
        return std::any_of(reached_.begin(), reached_.end(),
                           [&](const Reached& r) { return r.arrival.audience == audience && r.known.kind == kind; });
    });
}

Look Tour::look_now() const {
    Look look = look_;
    look.now = clock_.now();
    return look;
}

void Tour::say(std::string_view text) const {
    std::cout << text << std::flush;
}

void Tour::complain(std::string_view text) const {
    std::cout << std::flush;
    std::cerr << styled("candor: " + neutral(text), Style::bad, look_) << '\n';
}

}  // namespace candor::ctl
