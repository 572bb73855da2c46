#include "daemon/delivery/transfers.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/resource.h>
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

template <class T>
void set(CURL* easy, CURLoption option, T value) {
    const CURLcode code = curl_easy_setopt(easy, option, value);
    if (code != CURLE_OK) throw std::runtime_error(fmt::format("libcurl refuses option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
}

// libcurl's process-wide state, for as long as anybody holds it.
std::shared_ptr<void> curl_process() {
    static std::weak_ptr<void> current;
    if (auto held = current.lock()) return held;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to connections that the other side may have closed
    static int token = 0;
    const std::shared_ptr<void> process(&token, [](void*) { curl_global_cleanup(); });
    current = process;
    return process;
}

long bounded_by_descriptors(std::size_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return static_cast<long>(wanted);
    return static_cast<long>(std::min<std::size_t>(wanted, limit.rlim_cur / 2));
}

// "HTTP/1.1 200 ...": an interim answer (1xx) is none.
bool is_final_status_line(std::string_view line) {
    const std::size_t space = line.find(' ');
    return line.starts_with("HTTP/") && space + 1 < line.size() && line[space + 1] != '1';
}

int open_poller() {
    const int fd = ::epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return fd;
}

bool is_tls_failure(CURLcode code) {
    switch (code) {
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_USE_SSL_FAILED: return true;
        default: return false;
    }
}

}  // namespace

// --- one transfer --------------------------------------------------------------------------------------------------

struct Transfer::Waiter {
    using Handler = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;
    std::optional<Handler> handler;
};

Transfer::Transfer(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy)
    : easy_(nullptr),
      process_(curl_process()),
      policy_(std::move(policy)),
      waiter_(std::make_unique<Waiter>()),
      body_timeout_(options.body_timeout),
      header_limit_(options.header_limit),
      body_limit_(options.body_limit) {
    easy_ = curl_easy_init();
    if (easy_ == nullptr) throw std::bad_alloc();
    set_common_options(options);
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
}

void Transfer::set_common_options(const TransferOptions& options) {
    set(easy_, CURLOPT_PRIVATE, static_cast<void*>(this));
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    set(easy_, CURLOPT_ERRORBUFFER, error_.data());
    set(easy_, CURLOPT_PROTOCOLS_STR, options.protocols.c_str());
    set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy_, CURLOPT_PROXY, "");
    set(easy_, CURLOPT_NOPROXY, "*");
    set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    if (!options.user_agent.empty()) set(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());

    set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));  // HTTP/2 in 7.88 is known bad
    set(easy_, CURLOPT_TCP_NODELAY, 1L);
    set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
    set(easy_, CURLOPT_QUICK_EXIT, 1L);         // else removing a transfer waits for its resolver thread
    set(easy_, CURLOPT_DNS_CACHE_TIMEOUT, 0L);  // else every transfer walks the cache of all hosts

    set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy_, CURLOPT_CAPATH, static_cast<char*>(nullptr));  // a CApath disables the cache of parsed authorities
    if (!options.ca_file.empty()) set(easy_, CURLOPT_CAINFO, options.ca_file.c_str());

    set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open_socket);
    set(easy_, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Transfer::keep_body(bool keep, std::size_t limit) {
    keep_body_ = keep;
    body_limit_ = limit;
}

void Transfer::answer_line(std::string_view) {}

void Transfer::start_over() {
    result_ = {};
    header_bytes_ = 0;
    body_bytes_ = 0;
    body_.clear();
    refusal_.clear();
    answered_at_.reset();
    error_.front() = '\0';
}

TransferResult Transfer::collect(CURLcode code) const {
    TransferResult result = result_;
    long status = 0;
    long request_bytes = 0;
    curl_off_t uploaded = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &request_bytes);
    curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &uploaded);
    result.code = code;
    result.status = static_cast<int>(status);
    result.request_bytes = request_bytes;
    result.uploaded = uploaded;
    return result;
}

// The status has been read; more of the body than this is not worth a place.
bool Transfer::overdue(steady_clock::time_point now) const {
    return body_timeout_ > Duration::zero() && answered_at_ && now - *answered_at_ >= body_timeout_;
}

std::string_view Transfer::answer_header(const char* name) const {
    curl_header* header = nullptr;
    if (curl_easy_header(easy_, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
    return header->value;
}

std::string Transfer::failure(const TransferResult& result) const {
    if (!refusal_.empty()) return refusal_;
    // libcurl's own words say which certificate check failed; elsewhere they may repeat what came over the wire.
    if (is_tls_failure(result.code) && error_.front() != '\0') return error_.data();
    return curl_easy_strerror(result.code);
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(data, size * count);
    transfer.header_bytes_ += line.size();
    if (transfer.header_bytes_ > transfer.header_limit_) return 0;
    if (is_final_status_line(line) && !transfer.answered_at_) transfer.answered_at_ = steady_clock::now();
    transfer.answer_line(line);
    return line.size();
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t length = size * count;
    transfer.body_bytes_ += length;
    if (transfer.body_bytes_ > transfer.body_limit_) return 0;
    if (transfer.keep_body_) transfer.body_.append(data, length);
    return length;
}

// Called with the address that is about to be connected to: after the resolver, before the first packet.
curl_socket_t Transfer::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (auto refusal = transfer.policy_->refusal(address->addr)) {
        transfer.refusal_ = std::move(*refusal);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// --- the engine ----------------------------------------------------------------------------------------------------

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
    // libcurl's descriptors are borrowed: it opens and closes them. They are watched by an epoll of our own, which is one
    // descriptor to Asio; registering each with Asio costs 5 us a request. An event carries the generation of its
    // descriptor number, so a late one cannot be taken for one of the next owner of that number.
    Descriptor poller;
    bool polling = false;
    std::vector<std::uint32_t> generations;  // by descriptor number; destroyed after the multi handle
    Timer timer;
    std::optional<steady_clock::time_point> armed;    // when the timer will fire
    std::optional<steady_clock::time_point> wanted;   // when libcurl wants to be called
    bool kicked = false;
    Timer sweeper;
    bool sweeping = false;
    std::vector<Transfer*> running;
    TransferCounters counters;
    CURLM* multi;
};

Transfers::Engine::Engine(asio::io_context& context, std::size_t idle_connections)
    : io(context), poller(context.get_executor(), open_poller()), timer(context.get_executor()), sweeper(context.get_executor()), multi(curl_multi_init()) {
    if (multi == nullptr) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Engine::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Engine::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, static_cast<void*>(this));
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, bounded_by_descriptors(idle_connections));
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
    std::copy_if(running.begin(), running.end(), std::back_inserter(late), [&](const Transfer* t) { return t->overdue(now); });
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
