#include "daemon/delivery/transfers.hpp"

#include "daemon/delivery/transfer_waiter.hpp"

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <new>
#include <optional>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace candor::delivery {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

using Executor = asio::io_context::executor_type;
using Timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;

constexpr milliseconds sweep_interval{250};

int open_poller() {
    const int fd = ::epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return fd;
}

}  // namespace

struct Transfers::Engine {
    // What handlers hold in place of the engine: it says whether the engine is still there.
    struct Anchor {
        Engine* engine;
    };

    Engine(asio::io_context& context, std::size_t idle_connections);
    ~Engine();

    void start(Transfer& transfer);
    void take_out(Transfer& transfer, CURLcode code);
    void resume(Transfer& transfer);
    void finish(Transfer& transfer, CURLcode code);
    void finish_all(std::vector<Transfer*> transfers);
    void act(curl_socket_t fd, int events);
    void collect_finished();

    void watch(curl_socket_t fd, int what, bool known);
    void wait_for_descriptors();
    void on_descriptors();
    [[nodiscard]] std::uint32_t& generation_of(curl_socket_t fd);

    void set_deadline(long wait_ms);
    void kick();
    void arm(steady_clock::time_point when);
    void on_deadline();
    void rest();
    void start_sweeping();
    void sweep();

    static int on_socket(CURL*, curl_socket_t fd, int what, void* engine, void* known);
    static int on_timer(CURLM*, long wait_ms, void* engine);

    asio::io_context& io;
    std::shared_ptr<Anchor> anchor = std::make_shared<Anchor>(Anchor{this});
    std::shared_ptr<void> process = curl_process();
    // libcurl's descriptors are borrowed: it opens and closes them. They are watched by an epoll of our own, which is
    // one descriptor to Asio; registering each with Asio costs 5 us a request. An event carries the generation of its
    // descriptor number, so a late one cannot be taken for one of the next owner of that number.
    Descriptor poller;
    bool polling = false;
    std::vector<std::uint32_t> generations;  // by descriptor number; destroyed after the multi handle
    Timer timer;
    std::optional<steady_clock::time_point> armed;   // when the timer will fire
    std::optional<steady_clock::time_point> wanted;  // when libcurl wants to be called
    bool kicked = false;
    Timer sweeper;
    bool sweeping = false;
    std::vector<Transfer*> running;
    TransferCounters counters;
    CURLM* multi;
};

Transfers::Engine::Engine(asio::io_context& context, std::size_t idle_connections)
    : io(context), poller(context.get_executor(), open_poller()), timer(context.get_executor()),
      sweeper(context.get_executor()), multi(curl_multi_init()) {
    if (multi == nullptr) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Engine::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Engine::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, static_cast<void*>(this));
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(idle_connections));
}

Transfers::Engine::~Engine() {
    anchor->engine = nullptr;
    while (!running.empty()) {
        Transfer& transfer = *running.back();
        take_out(transfer, CURLE_ABORTED_BY_CALLBACK);
        transfer.waiter_->handler.reset();  // whoever waits is destroyed by its executor
    }
    curl_multi_cleanup(multi);  // calls back for every descriptor: while `generations` is still there
}

void Transfers::Engine::start(Transfer& transfer) {
    transfer.start_over();
    transfer.in_flight_ = true;
    transfer.place_ = running.size();
    running.push_back(&transfer);
    ++counters.started;
    if (curl_multi_add_handle(multi, transfer.easy_) == CURLM_OK) return start_sweeping();
    take_out(transfer, CURLE_FAILED_INIT);
    asio::post(io, [this, held = anchor, &transfer] {
        if (held->engine != nullptr) resume(transfer);
    });
}

void Transfers::Engine::take_out(Transfer& transfer, CURLcode code) {
    transfer.result_ = transfer.collect(code);
    curl_multi_remove_handle(multi, transfer.easy_);
    running.at(transfer.place_) = running.back();
    running.at(transfer.place_)->place_ = transfer.place_;
    running.pop_back();
    transfer.in_flight_ = false;
    ++counters.finished;
    if (running.empty()) rest();
}

// The last thing done with a transfer: its owner runs on from here and may start the next one.
void Transfers::Engine::resume(Transfer& transfer) {
    auto handler = std::move(*transfer.waiter_->handler);
    transfer.waiter_->handler.reset();
    std::move(handler)();
}

void Transfers::Engine::finish(Transfer& transfer, CURLcode code) {
    take_out(transfer, code);
    resume(transfer);
}

// By value: whoever is resumed may start and end others. A transfer that runs is not destroyed.
void Transfers::Engine::finish_all(std::vector<Transfer*> transfers) {
    const auto held = anchor;
    for (Transfer* transfer : transfers) {
        if (held->engine == nullptr) return;
        if (transfer->in_flight_) finish(*transfer, CURLE_ABORTED_BY_CALLBACK);
    }
}

void Transfers::Engine::act(curl_socket_t fd, int events) {
    int still_running = 0;
    curl_multi_socket_action(multi, fd, events, &still_running);
    collect_finished();
}

void Transfers::Engine::collect_finished() {
    const auto held = anchor;
    int left = 0;
    while (held->engine != nullptr) {
        const CURLMsg* message = curl_multi_info_read(multi, &left);
        if (message == nullptr) return;
        if (message->msg != CURLMSG_DONE) continue;
        void* transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(*static_cast<Transfer*>(transfer), message->data.result);
    }
}

// --- descriptors ---------------------------------------------------------------------------------------------------

int Transfers::Engine::on_socket(CURL*, curl_socket_t fd, int what, void* engine, void* known) {
    static_cast<Engine*>(engine)->watch(fd, what, known != nullptr);
    return 0;
}

std::uint32_t& Transfers::Engine::generation_of(curl_socket_t fd) {
    const auto place = static_cast<std::size_t>(fd);
    if (generations.size() <= place) generations.resize(place + 1);
    return generations[place];
}

// A descriptor that cannot be watched ends with its transfer's timeout.
void Transfers::Engine::watch(curl_socket_t fd, int what, bool known) {
    std::uint32_t& generation = generation_of(fd);
    if (what == CURL_POLL_REMOVE) {
        ++generation;
        ::epoll_ctl(poller.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
        curl_multi_assign(multi, fd, nullptr);
        return;
    }
    epoll_event event{};
    event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
    event.data.u64 = std::uint64_t{generation} << 32U | static_cast<std::uint32_t>(fd);
    ::epoll_ctl(poller.native_handle(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
    if (!known) curl_multi_assign(multi, fd, this);
    wait_for_descriptors();
}

void Transfers::Engine::wait_for_descriptors() {
    if (std::exchange(polling, true)) return;
    poller.async_wait(Descriptor::wait_read, [held = anchor](const boost::system::error_code& error) {
        if (held->engine == nullptr) return;
        held->engine->polling = false;
        if (!error) held->engine->on_descriptors();
        if (held->engine != nullptr && !held->engine->running.empty()) held->engine->wait_for_descriptors();
    });
}

// One batch, so that everybody else on the loop has a turn in between.
void Transfers::Engine::on_descriptors() {
    const auto held = anchor;
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(poller.native_handle(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count && held->engine != nullptr; ++i) {
        const epoll_event& event = events.at(static_cast<std::size_t>(i));
        const auto fd = static_cast<curl_socket_t>(event.data.u64 & 0xFFFFFFFFU);
        if (generation_of(fd) != event.data.u64 >> 32U) continue;
        const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;  // libcurl learns how from reading or writing
        const int in = broken || (event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0;
        const int out = broken || (event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0;
        act(fd, in | out);
    }
}

// --- time ----------------------------------------------------------------------------------------------------------

int Transfers::Engine::on_timer(CURLM*, long wait_ms, void* engine) {
    static_cast<Engine*>(engine)->set_deadline(wait_ms);
    return 0;
}

void Transfers::Engine::set_deadline(long wait_ms) {
    wanted.reset();
    if (wait_ms == 0) kick();
    if (wait_ms <= 0) return;
    wanted = steady_clock::now() + milliseconds(wait_ms);
    if (!armed || *wanted < *armed) arm(*wanted);
}

// "At once" is the next turn of the loop: libcurl must not be called from its own callback. Many become one.
void Transfers::Engine::kick() {
    if (std::exchange(kicked, true)) return;
    asio::post(io, [held = anchor] {
        if (held->engine == nullptr) return;
        held->engine->kicked = false;
        held->engine->act(CURL_SOCKET_TIMEOUT, 0);
    });
}

// A timer that fires too early looks again: cheaper than moving it for every transfer.
void Transfers::Engine::arm(steady_clock::time_point when) {
    armed = when;
    timer.expires_at(when);
    timer.async_wait([held = anchor](const boost::system::error_code& error) {
        if (!error && held->engine != nullptr) held->engine->on_deadline();
    });
}

void Transfers::Engine::on_deadline() {
    armed.reset();
    if (!wanted) return;
    if (*wanted > steady_clock::now()) return arm(*wanted);
    wanted.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
}

// Nothing runs: no timer may wake the process, or keep its loop alive.
void Transfers::Engine::rest() {
    wanted.reset();
    if (armed) timer.cancel();
    armed.reset();
    if (std::exchange(sweeping, false)) sweeper.cancel();
    if (polling) poller.cancel();
}

void Transfers::Engine::start_sweeping() {
    if (std::exchange(sweeping, true)) return;
    sweeper.expires_after(sweep_interval);
    sweeper.async_wait([held = anchor](const boost::system::error_code& error) {
        if (!error && held->engine != nullptr) held->engine->sweep();
    });
}

// Ends the bodies that trickle. There are at most as many transfers as the dispatcher allows in flight.
void Transfers::Engine::sweep() {
    sweeping = false;
    const auto now = steady_clock::now();
    std::vector<Transfer*> late;
    std::copy_if(running.begin(), running.end(), std::back_inserter(late),
                 [&](const Transfer* t) { return t->overdue(now); });
    if (!running.empty()) start_sweeping();
    finish_all(std::move(late));
}

// --- Transfers -----------------------------------------------------------------------------------------------------

Transfers::Transfers(asio::io_context& io, std::size_t idle_connections)
    : engine_(std::make_unique<Engine>(io, idle_connections)) {}

Transfers::~Transfers() = default;

Task<TransferResult> Transfers::perform(Transfer& transfer) {
    const auto begin = [engine = engine_.get(), t = &transfer](Transfer::Waiter::Handler handler) {
        t->waiter_->handler.emplace(std::move(handler));
        engine->start(*t);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(begin, asio::use_awaitable);
    co_return transfer.result_;
}

void Transfers::abort() {
    engine_->finish_all(engine_->running);
}

boost::asio::any_io_executor Transfers::executor() const {
    return engine_->io.get_executor();
}

TransferCounters Transfers::counters() const {
    TransferCounters counters = engine_->counters;
    counters.in_flight = engine_->running.size();
    return counters;
}

}  // namespace candor::delivery
