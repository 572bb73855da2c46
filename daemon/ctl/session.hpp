// Carries out one call: finds out which incident is meant, asks the daemon, prints, and says how it went.
#pragma once

#include "daemon/ctl/invocation.hpp"

#include <iosfwd>

namespace candor::ctl {

// Returns the exit code (exit_code.hpp). `answers` is standard output, `remarks` standard error.
[[nodiscard]] int carry_out(const GlobalOptions& options, const ApiCall& call, Look look, std::ostream& answers,
                            std::ostream& remarks);

}  // namespace candor::ctl
