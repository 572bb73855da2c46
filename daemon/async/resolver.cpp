#include "daemon/async/resolver.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fmt/format.h>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <pthread.h>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace candor {

using Endpoint = asio::ip::tcp::endpoint;

namespace {

constexpr int most_at_once = 512;  // threads: those given up may go on for as long as the system's resolver tries

std::optional<Endpoint> endpoint_of(const addrinfo& found, std::uint16_t port) {
    Endpoint endpoint;
    if (found.ai_addrlen > endpoint.capacity()) return std::nullopt;
    std::copy_n(reinterpret_cast<const char*>(found.ai_addr), found.ai_addrlen, reinterpret_cast<char*>(endpoint.data()));
    endpoint.resize(found.ai_addrlen);
    endpoint.port(port);
    return endpoint;
}

// Names of this machine, which nobody is to be asked for (RFC 6761, 6.3). "localhost" itself stands in the system's table of hosts.
bool is_this_machine(std::string_view host) {
    return host.ends_with(".localhost");
}

Resolved ask_system(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    Resolved resolved;
    const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (code != 0) {
        resolved.failure = fmt::format("the name cannot be resolved: {}", ::gai_strerror(code));
        return resolved;
    }
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        if (auto endpoint = endpoint_of(*each, port)) resolved.endpoints.push_back(*endpoint);
    }
    ::freeaddrinfo(found);
    return resolved;
}

}  // namespace

struct Resolver::Home {
    explicit Home(asio::any_io_executor on) : executor(std::move(on)) {}

    std::mutex mutex;
    asio::any_io_executor executor;
    bool there = true;
    int asking = 0;
};

// Nothing here belongs to a loop: the thread may be the last to let it go.
struct Resolver::Question {
    std::string host;
    std::uint16_t port;
    asio::steady_timer* waiting = nullptr;  // on the I/O thread only, as the answer is
    std::optional<Resolved> answer;
};

Resolver::Resolver(asio::any_io_executor executor) : home_(std::make_shared<Home>(std::move(executor))) {}

Resolver::~Resolver() {
    const std::lock_guard lock(home_->mutex);
    home_->there = false;
}

void Resolver::look_up(const std::shared_ptr<Home>& home, const std::shared_ptr<Question>& question) {
    Resolved resolved = ask_system(question->host, question->port);
    const std::lock_guard lock(home->mutex);
    --home->asking;
    if (!home->there) return;
    asio::post(home->executor, [question, resolved = std::move(resolved)]() mutable {
        question->answer = std::move(resolved);
        if (question->waiting != nullptr) question->waiting->cancel();
    });
}

Task<Resolved> Resolver::ask(std::string host, std::uint16_t port, std::chrono::steady_clock::time_point until) {
    Resolved at_once;
    boost::system::error_code no_literal;
    const auto literal = asio::ip::make_address(host, no_literal);
    if (!no_literal) {
        at_once.endpoints.emplace_back(literal, port);
        co_return at_once;
    }
    if (is_this_machine(host)) {
        at_once.endpoints.emplace_back(asio::ip::address_v4::loopback(), port);
        at_once.endpoints.emplace_back(asio::ip::address_v6::loopback(), port);
        co_return at_once;
    }
    const auto question = std::make_shared<Question>(Question{std::move(host), port, nullptr, std::nullopt});
    const auto home = home_;  // this may go while it waits
    if (!start(home, question)) {
        at_once.failure = "too many names are being looked up";
        co_return at_once;
    }
    co_await wait_for(home->executor, question, until);
    if (question->answer) co_return std::move(*question->answer);
    at_once.failure = "the name is not resolved in time";
    co_return at_once;
}

Task<> Resolver::wait_for(asio::any_io_executor executor, std::shared_ptr<Question> question, std::chrono::steady_clock::time_point until) {
    struct Waiting {
        Waiting(const asio::any_io_executor& executor, std::shared_ptr<Question> on) : timer(executor), question(std::move(on)) { question->waiting = &timer; }
        ~Waiting() { question->waiting = nullptr; }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        asio::steady_timer timer;
        std::shared_ptr<Question> question;
    };
    Waiting waiting(executor, std::move(question));
    waiting.timer.expires_at(until);
    boost::system::error_code ended;  // cancelled where there is an answer
    co_await waiting.timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

// False where there are too many threads already. They take no signals: those belong to the I/O thread.
bool Resolver::start(const std::shared_ptr<Home>& home, const std::shared_ptr<Question>& question) {
    {
        const std::lock_guard lock(home->mutex);
        if (home->asking >= most_at_once) return false;
        ++home->asking;
    }
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    bool started = true;
    try {
        std::thread([home, question] { look_up(home, question); }).detach();
    } catch (const std::system_error&) {
        const std::lock_guard lock(home->mutex);
        --home->asking;
        started = false;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return started;
}

}  // namespace candor
