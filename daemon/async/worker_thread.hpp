// A thread for what takes its time (the database, files of the mirror, a configuration that is read again), and the crossing to it and
// back. Everything else of the daemon is on the I/O thread.
#pragma once

#include "daemon/async/task.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace candor {

// One worker thread that runs what it is given, in order. Made and destroyed by the I/O thread, before its context goes.
class WorkerThread {
public:
    explicit WorkerThread(const char* name);  // as the system shows it, 15 characters at most
    ~WorkerThread();                          // runs what was queued, then joins the thread
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    // Runs f() on this thread and resumes on the caller's executor with what it returned or threw. Not
    // cancellable: what has been started is finished and its outcome known. The result may be move-only. Name the
    // callable before handing it over (`auto job = [..]{..}; co_await db.run(std::move(job))`): g++ 12 destroys a
    // temporary with captures twice.
    template <class F>
    [[nodiscard]] Task<std::invoke_result_t<F&>> run(F f) {
        auto call = std::make_shared<Call<F>>(std::move(f));
        std::function<void()> job = [call] { call->invoke(); };
        co_await cross(std::move(job));
        if (call->failure) std::rethrow_exception(call->failure);
        if constexpr (!std::is_void_v<std::invoke_result_t<F&>>) co_return std::move(*call->result);
    }

    // How many jobs have come back. It grows as long as the thread makes progress: the watchdog reads it.
    [[nodiscard]] std::uint64_t crossings() const noexcept { return crossings_; }

private:
    // Shared by both sides, so that neither outlives what it points to, whatever ends first.
    template <class F>
    struct Call {
        using Value = std::invoke_result_t<F&>;
        static_assert(!std::is_reference_v<Value>, "a reference into the other thread's data is a race");

        explicit Call(F f) : function(std::move(f)) {}

        void invoke() noexcept {
            try {
                if constexpr (std::is_void_v<Value>) {
                    function();
                } else {
                    result.emplace(function());
                }
            } catch (...) {
                failure = std::current_exception();
            }
        }

        F function;
        std::optional<std::conditional_t<std::is_void_v<Value>, bool, Value>> result;
        std::exception_ptr failure;
    };

    [[nodiscard]] Task<> cross(std::function<void()> job);

    struct Loop;
    std::unique_ptr<Loop> loop_;
    std::uint64_t crossings_ = 0;  // touched on the I/O thread only
};

}  // namespace candor
