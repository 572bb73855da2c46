// Who waits for a transfer. Apart from transfer.hpp, because channels need not see what Asio brings along for it.
#pragma once

#include "daemon/async/task.hpp"
#include "daemon/delivery/transfer.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <optional>

namespace candor::delivery {

struct Transfer::Waiter {
    using Handler = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;
    std::optional<Handler> handler;
};

}  // namespace candor::delivery
