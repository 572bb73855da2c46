// The exit codes of `candor`, as docs/cli.md documents them.
#pragma once

namespace candor::ctl::exit_code {

inline constexpr int ok = 0;
inline constexpr int refused = 1;        // the daemon refused: an answer of 400 ... 499
inline constexpr int usage = 2;          // the command line cannot be understood, or an incident must be named
inline constexpr int unreachable = 3;    // no daemon answered
inline constexpr int daemon_failed = 4;  // an answer of 500 ... 599, or one that is no answer of the API

}  // namespace candor::ctl::exit_code
