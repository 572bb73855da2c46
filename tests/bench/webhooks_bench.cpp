// Webhooks a second, three ways in turn, in one run against one server:
//   bare      a libcurl multi loop that stores nothing
//   channel   Webhook on HttpClient, nothing stored
//   whole     the dispatcher on SQLite with FULL sync: attempts and outcomes durable, a row for each recipient
// Only the ratios mean anything.
//
//   webhooks_bench [requests] [rounds] [in flight] [hosts] [whole: that alone, to be looked at with a profiler]
#include "tests/bench/bare_loop.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/receivers.hpp"
#include "tests/bench/whole.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace candor;
using namespace candor::bench;
using namespace candor::delivery;

namespace {

struct Progress {
    int started = 0;
    int failed = 0;
};

Task<> worker(Webhook& webhook, const Load& load, std::shared_ptr<const Message> message, Progress& progress) {
    while (progress.started < load.requests) {
        auto envelope = std::make_shared<Envelope>();
        envelope->id = DeliveryId(fmt::format("{:032x}", progress.started));
        envelope->recipient = "receiver";
        envelope->address = load.url(progress.started);
        envelope->message = message;
        envelope->at = Time{std::chrono::seconds{1'795'000'000}};
        ++progress.started;
        const Outcome outcome = co_await webhook.attempt(envelope);
        if (outcome.verdict != Verdict::delivered) ++progress.failed;
    }
}

double run_channel(const Load& load) {
    boost::asio::io_context io(1);
    HttpClient client(io.get_executor());
    const auto webhook = webhooks_to_this_machine(client, {});
    auto message = std::make_shared<Message>();
    message->json = load.body;
    Progress progress;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < load.in_flight; ++i) {
        boost::asio::co_spawn(io, worker(*webhook, load, message, progress), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }
    io.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (progress.failed > 0) fmt::print("channel: {} failed\n", progress.failed);
    return load.requests / took.count();
}

Work work_for(const Load& load) {
    Work work;
    work.deliveries = work.to_arrive = load.requests;
    work.in_flight = work.per_host = load.in_flight;
    work.message.json = load.body;
    work.address = [&load](int i) { return load.url(i); };
    work.channel = [](const Carriers& carriers) { return webhooks_to_this_machine(carriers.webhooks, {}); };
    return work;
}

void print_ratios(const char* name, std::vector<double> ratios) {
    std::sort(ratios.begin(), ratios.end());
    fmt::print("{:8} / bare: median {:.2f}  [{:.2f} - {:.2f}]  of {} rounds\n", name, ratios[ratios.size() / 2], ratios.front(), ratios.back(), ratios.size());
}

void all_in_turn(const Load& load) {
    std::vector<double> channel_ratios;
    std::vector<double> whole_ratios;
    for (int round = 0; round < load.rounds; ++round) {
        const Figure bare = figure_of(load.requests, [&] { return Bare(load).run(); });
        const Figure channel = figure_of(load.requests, [&] { return run_channel(load); });
        const Work work = work_for(load);
        const Figure whole = Whole(work).run().front();
        say("bare", bare);
        say("channel", channel);
        say("whole", whole);
        end_line();
        channel_ratios.push_back(channel.rate / bare.rate);
        whole_ratios.push_back(whole.rate / bare.rate);
    }
    print_ratios("channel", std::move(channel_ratios));
    print_ratios("whole", std::move(whole_ratios));
}

void whole_alone(const Load& load) {
    const Work work = work_for(load);
    for (int round = 0; round < load.rounds; ++round) {
        say("whole", Whole(work).run().front());
        end_line();
    }
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    if (argc > 1) load.requests = std::atoi(argv[1]);
    if (argc > 2) load.rounds = std::atoi(argv[2]);
    if (argc > 3) load.in_flight = std::atoi(argv[3]);
    if (argc > 4) load.hosts = std::atoi(argv[4]);
    load.body = kilobyte();
    take_descriptors();
    const int listener = listen_anywhere(load.port);
    const pid_t server = ::fork();
    if (server == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(1);
        serve(listener);
    }
    ::close(listener);
    pin(0);
    if (argc > 5 && std::string_view(argv[5]) == "whole") whole_alone(load);
    else all_in_turn(load);
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
}
