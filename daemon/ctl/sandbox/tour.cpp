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

constexpr std::array audiences{ChannelKind::webhook, ChannelKind::email, ChannelKind::mastodon};

// What to type to run this very program.
std::string callable(const std::filesystem::path& program) {
    if (program.parent_path() == "/usr/bin") return "candor";
    const auto near = program.lexically_relative(std::filesystem::current_path());
    return near.empty() || *near.begin() == ".." ? program.string() : near.string();
}

}  // namespace

Tour::Tour(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path program, std::filesystem::path daemon)
    : rig_(rig), stage_(rig, look, clock, std::move(daemon)), program_(std::move(program)) {}

Task<int> Tour::run(bool stay) {
    std::exception_ptr failure;
    try {
        co_await play(stay);
    } catch (...) {
        failure = std::current_exception();
    }
    const bool by_itself = co_await stage_.stop();
    kept_ = kept_ && by_itself;
    if (failure) std::rethrow_exception(failure);
    co_return kept_ ? exit_code::ok : exit_code::refused;
}

Task<> Tour::play(bool stay) {
    const bool started = co_await stage_.start();
    if (!started) co_return;
    const bool lived = co_await live_through();
    if (!lived) co_return;
    conclude();
    if (stay && !rig_.stopping()) co_await stay_until_stopped();
}

Task<bool> Tour::live_through() {
    stage_.say(timeline_head(stage_.look_now()));
    if (!stage_.command({"declare", "Card payments fail at checkout", "--component", "checkout", "--impact", "major",
                  "--scope", "many"}))
        co_return false;
    std::function<bool()> first_words = [this] { return all_heard("first"); };
    std::string first = "the first words";
    const bool began = co_await stage_.until(std::move(first_words), 20s, std::move(first));
    if (!began) co_return false;
    if (!stage_.command({"fact", "symptom", "Card payments are declined with an error message"})) co_return false;
    if (!stage_.command({"fact", "cause", "a fault at our payment gateway", "--confidence", "suspected"})) co_return false;
    if (!stage_.command({"fact", "action", "switching payments to the second gateway"})) co_return false;
    if (!stage_.command({"fact", "workaround", "Pay by bank transfer, which works"})) co_return false;
    std::function<bool()> two_cadences = [this] { return all_reached(4, 3); };
    std::string cadences = "two updates at their promised times for every audience";
    const bool heard = co_await stage_.until(std::move(two_cadences), 60s, std::move(cadences));
    if (!heard) co_return false;
    if (!stage_.command({"fact", "verification", "300 test payments, none declined", "--passed"})) co_return false;
    if (!stage_.command({"resolve", "Thank you for your patience."})) co_return false;
    std::function<bool()> resolved = [this] { return all_heard("resolution"); };
    std::string end = "every audience to hear that it is over";
    const bool told = co_await stage_.until(std::move(resolved), 20s, std::move(end));
    if (!told) co_return false;
    co_return co_await stage_.settle();
}

void Tour::conclude() {
    stage_.show_arrivals();
    const auto promises = stage_.fetch("/api/v1/incidents/" + stage_.incident() + "/promises");
    const auto deliveries = stage_.fetch("/api/v1/incidents/" + stage_.incident() + "/deliveries?limit=1000");
    if (!promises || !deliveries) return stage_.complain("the daemon no longer answers");
    const auto verdict = summary(stage_.reached(), *promises, *deliveries, stage_.declared(), stage_.look_now());
    stage_.say("\n" + verdict.text);
    kept_ = verdict.kept;
}

Task<> Tour::stay_until_stopped() {
    const auto name = callable(program_);
    Sheet sheet(stage_.look_now());
    sheet.line(
        {{"The daemon goes on running until you press Ctrl-C. Its page:"}, {rig_.setup.page() + "/", Style::bold}});
    sheet.next(
        {{"export CANDOR_SOCKET=" + rig_.setup.socket().string(), "in another terminal, so that candor finds it"},
         {name + " show " + stage_.incident(), "the whole record of this incident"},
         {name + " declare \"Log-in fails\" -c accounts -i minor", "an incident of your own: watch it arrive here"},
         {name + " status", "the board, with its clocks"},
         {name + " --help", "everything else"}});
    stage_.say("\n" + sheet.take());
    while (!rig_.stopping() && stage_.running()) {
        static_cast<void>(co_await rig_.wait(60s));
        for (const Arrival& arrival : rig_.take_arrivals()) stage_.say(arrival_row(arrival, stage_.look_now()));
    }
    if (!rig_.stopping()) stage_.complain("the daemon has ended; its log is " + rig_.setup.log().string());
    stage_.say("\n");
}

int Tour::reached(ChannelKind audience) const {
    return static_cast<int>(std::count_if(stage_.reached().begin(), stage_.reached().end(), [audience](const Reached& r) {
        return r.arrival.audience == audience && !r.arrival.repeated && r.known.number > 0;
    }));
}

bool Tour::all_reached(int social, int others) const {
    return std::all_of(audiences.begin(), audiences.end(), [&](ChannelKind audience) {
        return reached(audience) >= (is_social(audience) ? social : others);
    });
}

bool Tour::all_heard(std::string_view kind) const {
    return std::all_of(audiences.begin(), audiences.end(), [&](ChannelKind audience) { return stage_.heard(audience, kind); });
}

}  // namespace candor::ctl
