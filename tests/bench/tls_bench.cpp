// First contact over TLS: one webhook to each of many names, each a handshake of its own.
//   raw       OpenSSL alone: full handshakes, the certificate verified, the same request, 64 at once
//   first     Candor's first update to these names: the dispatcher on SQLite with FULL sync
//   second    the next one to the same names, right after it
// The names are *.hooks.localhost, which is this machine (RFC 6761).
//
//   tls_bench CERTIFICATE KEY AUTHORITY [NAMES] [ROUNDS]     PEM files; the certificate is for *.hooks.localhost
#include "tests/bench/receivers.hpp"
#include "tests/bench/tls_ends.hpp"
#include "tests/bench/whole.hpp"

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace candor;
using namespace candor::bench;

namespace {

constexpr int at_once = 64;

std::string name_of(int i) {
    return fmt::format("h{}.hooks.localhost", i);
}

Work work_for(int names, std::uint16_t port, const std::string& authority) {
    Work work;
    work.deliveries = work.to_arrive = names;
    work.in_flight = at_once;
    work.message.json = kilobyte();
    work.address = [port](int i) { return fmt::format("https://{}:{}/hook", name_of(i), port); };
    work.channel = [authority](const Carriers& carriers) {
        delivery::HttpSettings settings;
        settings.ca_file = authority;
        return webhooks_to_this_machine(carriers.webhooks, settings);
    };
    return work;
}

void measure(int names, int rounds, std::uint16_t port, const std::string& authority) {
    const Work work = work_for(names, port, authority);
    const std::string request = fmt::format(
        "POST /hook HTTP/1.1\r\nHost: hooks.localhost\r\nContent-Length: {}\r\n\r\n{}", kilobyte().size(), kilobyte());
    for (int round = 0; round < rounds; ++round) {
        say("raw", figure_of(names, [&] { return RawTls(port, authority, request, name_of).run(names, at_once); }));
        Whole whole(work);
        const std::vector<Figure> figures = whole.run(2);
        say("first", figures[0]);
        say("second", figures[1]);
        end_line();
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return EXIT_FAILURE;
    const int names = argc > 4 ? std::atoi(argv[4]) : 500;
    const int rounds = argc > 5 ? std::atoi(argv[5]) : 5;
    take_descriptors();
    std::uint16_t port = 0;
    const int listener = listen_anywhere(port);
    const pid_t server = ::fork();
    if (server == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(1);
        TlsServer(listener, argv[1], argv[2]).run();
    }
    ::close(listener);
    pin(0);
    measure(names, rounds, port, argv[3]);
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
}
