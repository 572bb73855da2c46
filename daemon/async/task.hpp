// The one coroutine type of the project.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace candor {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

}  // namespace candor
