// Which request each command makes: what the daemon allows a request, it allows the command.
#pragma once

#include <span>
#include <string_view>

namespace candor::ctl {

struct CommandRequest {
    std::string_view command;  // "candor fact"
    std::string_view method;
    std::string_view path;     // as in the daemon's table of routes
};

[[nodiscard]] std::span<const CommandRequest> command_requests();

}  // namespace candor::ctl
