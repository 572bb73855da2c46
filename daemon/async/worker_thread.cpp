#include "daemon/async/worker_thread.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <pthread.h>
#include <thread>

namespace candor {

struct WorkerThread::Loop {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    std::thread thread;
};

namespace {

// Signals belong to the I/O thread: this one is born with all of them blocked.
std::thread start_without_signals(asio::io_context& context, const char* name) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    std::thread thread([&context] { context.run(); });
    pthread_setname_np(thread.native_handle(), name);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

}  // namespace

WorkerThread::WorkerThread(const char* name) : loop_(std::make_unique<Loop>()) {
    loop_->thread = start_without_signals(loop_->context, name);
}

WorkerThread::~WorkerThread() {
    loop_->work.reset();
    loop_->thread.join();
}

Task<> WorkerThread::cross(std::function<void()> job) {
    const asio::any_io_executor home = co_await asio::this_coro::executor;
    // Not co_spawn on the other executor: cancelling that is a use-after-free in Boost 1.81 (asio #1332).
    auto initiation = [this, home, job = std::move(job)](auto handler) mutable {
        auto there = [home, job = std::move(job), handler = std::move(handler)]() mutable {
            job();
            job = nullptr;  // what the job captured goes on this thread or with the caller's frame, never in between
            asio::post(home, std::move(handler));
        };
        asio::post(loop_->context, std::move(there));
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(initiation), asio::use_awaitable);
    ++crossings_;
}

}  // namespace candor
