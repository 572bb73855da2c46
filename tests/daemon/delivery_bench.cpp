// Webhooks a second through Webhook and Transfers, against a bare libcurl multi loop that sends the same requests to
// the same server in the same run. Only the ratio means anything.
//
// delivery_bench [requests] [rounds] [in flight] [hosts]
#include "core/delivery/signature.hpp"
#include "daemon/delivery/webhook.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace candor;
using namespace candor::delivery;

namespace {

struct Load {
    int requests = 40000;
    int rounds = 5;
    int in_flight = 64;
    int hosts = 1;
    std::uint16_t port = 0;
    std::string body;
    [[nodiscard]] std::string url(int i) const {
        const int host = i % hosts;
        return fmt::format("http://127.{}.{}.{}:{}/hook", 1 + host / 62500, host / 250 % 250, 1 + host % 250, port);
    }
};

void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(cpu), &set);
    sched_setaffinity(0, sizeof set, &set);
}

int listen_anywhere(std::uint16_t& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd, generic, length) != 0 || ::listen(fd, 4096) != 0) std::abort();
    ::getsockname(fd, generic, &length);
    port = ntohs(address.sin_port);
    return fd;
}

// Answers every read that completes a request with 200: the requests are all alike, so it need not parse them.
[[noreturn]] void serve(int listener) {
    const int poller = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    ::epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    std::vector<epoll_event> events(512);
    std::vector<char> buffer(65536);
    static constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for (;;) {
        const int count = ::epoll_wait(poller, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener) {
                for (int peer = 0; (peer = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
                    const int on = 1;
                    ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    event.data.fd = peer;
                    ::epoll_ctl(poller, EPOLL_CTL_ADD, peer, &event);
                }
                continue;
            }
            const long got = ::recv(fd, buffer.data(), buffer.size(), 0);
            if (got <= 0) ::close(fd);
            else if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) ::close(fd);
        }
    }
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// --- the bare loop -------------------------------------------------------------------------------------------------

struct Bare {
    explicit Bare(const Load& wanted) : load(wanted), poller(::epoll_create1(0)), multi(curl_multi_init()) {
        secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }

    static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void* known) {
        auto& bare = *static_cast<Bare*>(self);
        epoll_event event{};
        event.data.fd = fd;
        event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
        if (what == CURL_POLL_REMOVE) ::epoll_ctl(bare.poller, EPOLL_CTL_DEL, fd, nullptr);
        else ::epoll_ctl(bare.poller, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
        curl_multi_assign(bare.multi, fd, what == CURL_POLL_REMOVE ? nullptr : self);
        return 0;
    }
    static int on_timer(CURLM*, long wait, void* self) {
        static_cast<Bare*>(self)->wait_ms = wait;
        return 0;
    }
    static std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

    void next(CURL* easy, curl_slist*& headers) {
        std::string signature;
        const std::string id = fmt::format("{:032x}", started);
        sign_webhook(secrets, id, 1'795'000'000, load.body, scratch, signature);
        curl_slist_free_all(headers);
        headers = curl_slist_append(nullptr, "Content-Type: application/json");
        headers = curl_slist_append(headers, "Expect:");
        headers = curl_slist_append(headers, ("webhook-id: " + id).c_str());
        headers = curl_slist_append(headers, "webhook-timestamp: 1795000000");
        headers = curl_slist_append(headers, ("webhook-signature: " + signature).c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_URL, load.url(started).c_str());
        ++started;
        curl_multi_add_handle(multi, easy);
    }

    double run() {
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &on_socket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &on_timer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2048L);
        std::vector<CURL*> easies(static_cast<std::size_t>(load.in_flight));
        std::vector<curl_slist*> headers(easies.size(), nullptr);
        for (std::size_t i = 0; i < easies.size(); ++i) {
            easies[i] = curl_easy_init();
            curl_easy_setopt(easies[i], CURLOPT_PRIVATE, &headers[i]);
            curl_easy_setopt(easies[i], CURLOPT_NOSIGNAL, 1L);
            curl_easy_setopt(easies[i], CURLOPT_TCP_NODELAY, 1L);
            curl_easy_setopt(easies[i], CURLOPT_TIMEOUT_MS, 15000L);
            curl_easy_setopt(easies[i], CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
            curl_easy_setopt(easies[i], CURLOPT_WRITEFUNCTION, &ignore);
            curl_easy_setopt(easies[i], CURLOPT_POSTFIELDS, load.body.c_str());
            curl_easy_setopt(easies[i], CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(load.body.size()));
        }
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < easies.size(); ++i) next(easies[i], headers[i]);
        std::vector<epoll_event> events(256);
        int running = 0;
        while (finished < load.requests) {
            const int count =
                ::epoll_wait(poller, events.data(), static_cast<int>(events.size()), static_cast<int>(wait_ms));
            if (count == 0 || wait_ms == 0) curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
            for (int i = 0; i < count; ++i) {
                const epoll_event& event = events[static_cast<std::size_t>(i)];
                const int what = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                                 ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
                curl_multi_socket_action(multi, event.data.fd, what, &running);
            }
            int left = 0;
            while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
                CURL* easy = message->easy_handle;
                long status = 0;
                curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
                if (message->data.result != CURLE_OK || status != 200) ++failed;
                ++finished;
                curl_multi_remove_handle(multi, easy);
                curl_slist** list = nullptr;
                curl_easy_getinfo(easy, CURLINFO_PRIVATE, &list);
                if (started < load.requests) next(easy, *list);
            }
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        for (CURL* easy : easies) curl_easy_cleanup(easy);
        for (curl_slist* list : headers) curl_slist_free_all(list);
        curl_multi_cleanup(multi);
        ::close(poller);
        if (failed > 0) fmt::print("bare: {} failed\n", failed);
        return load.requests / took.count();
    }

    const Load& load;
    int poller;
    CURLM* multi;
    long wait_ms = -1;
    int started = 0;
    int finished = 0;
    int failed = 0;
    std::vector<SigningSecret> secrets;
    std::string scratch;
};

// --- ours ----------------------------------------------------------------------------------------------------------

class AnyReceiver final : public WebhookReceivers {
public:
    AnyReceiver() {
        receiver_->secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }
    [[nodiscard]] std::shared_ptr<const WebhookReceiver> find(const std::string&) const override { return receiver_; }

private:
    std::shared_ptr<WebhookReceiver> receiver_ = std::make_shared<WebhookReceiver>();
};

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

double run_ours(const Load& load) {
    boost::asio::io_context io(1);
    Transfers transfers(io);
    WebhookSettings settings;
    settings.allow_plain_http = true;
    const auto policy = std::make_shared<const AddressPolicy>(std::vector{Network::parse("127.0.0.0/8").value()},
                                                              std::vector<std::uint16_t>{});
    Webhook webhook(transfers, settings, std::make_shared<AnyReceiver>(), policy);
    auto message = std::make_shared<Message>();
    message->json = load.body;
    Progress progress;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < load.in_flight; ++i) {
        boost::asio::co_spawn(io, worker(webhook, load, message, progress), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }
    io.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (progress.failed > 0) fmt::print("ours: {} failed\n", progress.failed);
    return load.requests / took.count();
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    if (argc > 1) load.requests = std::atoi(argv[1]);
    if (argc > 2) load.rounds = std::atoi(argv[2]);
    if (argc > 3) load.in_flight = std::atoi(argv[3]);
    if (argc > 4) load.hosts = std::atoi(argv[4]);
    load.body = R"({"type":"incident.update","data":{"text":")" + std::string(960, 'x') + R"("}})";
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int listener = listen_anywhere(load.port);
    const pid_t server = ::fork();
    if (server == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(1);
        serve(listener);
    }
    ::close(listener);
    pin(0);
    std::vector<double> ratios;
    for (int round = 0; round < load.rounds; ++round) {
        const double cpu_0 = cpu_seconds();
        const double bare = Bare(load).run();
        const double cpu_1 = cpu_seconds();
        const double ours = run_ours(load);
        const double cpu_2 = cpu_seconds();
        const double per_request = 1e6 / load.requests;
        fmt::print("bare {:8.0f}/s {:5.1f} us   ours {:8.0f}/s {:5.1f} us   ratio {:.3f}   cpu {:.3f}\n", bare,
                   (cpu_1 - cpu_0) * per_request, ours, (cpu_2 - cpu_1) * per_request, ours / bare,
                   (cpu_1 - cpu_0) / (cpu_2 - cpu_1));
        std::fflush(stdout);
        ratios.push_back(ours / bare);
    }
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
    std::sort(ratios.begin(), ratios.end());
    fmt::print("median ratio {:.3f} [{:.3f} - {:.3f}]\n", ratios[ratios.size() / 2], ratios.front(), ratios.back());
}
