// One update to many hosts, of which some are dead: half of these take the connection and never answer, half refuse it. What counts is
// how fast the others hear. One run each time, so that whoever compares can let runs take turns.
//
//   hosts_bench DELIVERIES HOSTS [IN FLIGHT] [DEAD PER THOUSAND] [FOR EACH HOST AT ONCE]
#include "tests/bench/figures.hpp"
#include "tests/bench/receivers.hpp"
#include "tests/bench/whole.hpp"

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace candor;
using namespace candor::bench;

namespace {

struct Hosts {
    int count = 1000;
    int dead_per_thousand = 0;
    std::uint16_t well = 0;    // port of those that answer
    std::uint16_t silent = 0;  // takes connections, and nothing else
    std::uint16_t refusing = 0;

    [[nodiscard]] bool dead(int i) const { return i % count % 1000 < dead_per_thousand; }
    [[nodiscard]] std::string url(int i) const {
        Load load;
        load.hosts = count;
        load.port = !dead(i) ? well : i % 2 == 0 ? silent : refusing;
        return load.url(i);
    }
};

std::uint16_t refused_port() {
    std::uint16_t port = 0;
    ::close(listen_anywhere(port));
    return port;
}

Work work_for(const Hosts& hosts, int deliveries, int in_flight, int per_host) {
    Work work;
    work.deliveries = deliveries;
    work.in_flight = in_flight;
    work.per_host = per_host;
    work.message.json = kilobyte();
    work.address = [&hosts](int i) { return hosts.url(i); };
    work.channel = [](const Carriers& carriers) {
        delivery::HttpSettings settings;
        settings.timeout = std::chrono::seconds{2};
        return webhooks_to_this_machine(carriers.webhooks, settings);
    };
    for (int i = 0; i < deliveries; ++i) work.to_arrive += hosts.dead(i) ? 0 : 1;
    return work;
}

int number(char** argv, int argc, int place, int otherwise) {
    return argc > place ? std::atoi(argv[place]) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    Hosts hosts;
    const int deliveries = number(argv, argc, 1, 40000);
    hosts.count = number(argv, argc, 2, 1000);
    hosts.dead_per_thousand = number(argv, argc, 4, 0);
    take_descriptors();
    const int listener = listen_anywhere(hosts.well);
    const int silent = listen_anywhere(hosts.silent);
    hosts.refusing = refused_port();
    const pid_t server = ::fork();
    if (server == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(1);
        serve(listener);
    }
    ::close(listener);
    pin(0);
    const Work work = work_for(hosts, deliveries, number(argv, argc, 3, 256), number(argv, argc, 5, 4));
    Whole whole(work);
    say("whole", whole.run().front());
    end_line();
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
    ::close(silent);
}
