// Names to addresses, without ever waiting on the I/O thread. Each question has a thread of its own for as long as it takes, so a
// name server that hangs holds up nobody but those who ask for its names. (Asio's resolver asks one after the other.)
//
// Nothing is remembered: whoever connects is judged by the addresses of this moment.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace candor {

struct Resolved {
    std::vector<asio::ip::tcp::endpoint> endpoints;
    std::string failure;  // why there are none
};

class Resolver {
public:
    explicit Resolver(asio::any_io_executor executor);
    // Before its executor goes. Who still waits then, waits until their time is over.
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    // `host`: a name, or an address without brackets. At `until` it is given up.
    [[nodiscard]] Task<Resolved> ask(std::string host, std::uint16_t port, std::chrono::steady_clock::time_point until);

private:
    struct Home;
    struct Question;
    [[nodiscard]] static bool start(const std::shared_ptr<Home>& home, const std::shared_ptr<Question>& question);
    [[nodiscard]] static Task<> wait_for(asio::any_io_executor executor, std::shared_ptr<Question> question, std::chrono::steady_clock::time_point until);
    static void look_up(const std::shared_ptr<Home>& home, const std::shared_ptr<Question>& question);

    std::shared_ptr<Home> home_;  // shared with the threads, which may end later
};

}  // namespace candor
