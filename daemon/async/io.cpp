#include "daemon/async/io.hpp"

#include <boost/asio/co_spawn.hpp>

namespace candor {

void Io::run(Task<> task) {
    std::exception_ptr failure;
    asio::co_spawn(context_, std::move(task), [&failure](std::exception_ptr thrown) { failure = std::move(thrown); });
    context_.restart();
    context_.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace candor
