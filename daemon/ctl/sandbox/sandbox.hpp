// `candor sandbox`: receivers for every channel on this machine, and the tour that lives through one incident with them.
#pragma once

#include "daemon/clock.hpp"
#include "daemon/ctl/invocation.hpp"
#include "daemon/ctl/terminal.hpp"

namespace candor::ctl {

// Runs until Ctrl-C; the tour ends by itself where standard input is no terminal. Returns the exit code: of the tour, 0
// only if every promise was kept and every delivery arrived, else 1.
[[nodiscard]] int run_sandbox(const SandboxOptions& options, const Look& look, const Clock& clock);

}  // namespace candor::ctl
