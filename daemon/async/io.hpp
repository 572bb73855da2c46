// What runs on the one I/O thread, in small pieces: its context and the executor that everything is handed.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>

namespace candor {

// The I/O thread is the one that calls run(). No stop(): run() returns when there is nothing left to do, so a clean end
// is one where every task has ended by itself.
class Io {
public:
    Io() : context_(1) {}
    Io(const Io&) = delete;
    Io& operator=(const Io&) = delete;

    [[nodiscard]] asio::any_io_executor executor() { return context_.get_executor(); }
    [[nodiscard]] asio::io_context& context() { return context_; }

    // Runs `task` and everything it starts, until nothing is left. Throws what `task` threw.
    void run(Task<> task);

private:
    asio::io_context context_;
};

}  // namespace candor
