// Runs another program and waits for it: without a shell, with nothing of ours open but its own three descriptors.
#pragma once

#include "core/error.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace candor::mirror {

// What ends a program from another thread, at once and for good.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    void stop() const;
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

struct Ran {
    int status = 0;      // what it ended with; 128 + the signal where it was killed
    std::string output;  // the end of what it wrote, both ways: 4 KiB at most
};

struct Program {
    std::vector<std::string> words;        // the program, found in PATH, and its arguments
    std::filesystem::path folder;          // where it runs
    std::vector<std::string> environment;  // "NAME=value", besides ours
    std::chrono::seconds most{60};         // then it is killed, with what it has started
};

// Blocks. Errors: internal: it cannot be started, took too long, or was stopped.
[[nodiscard]] Result<Ran> run_program(const Program& program, const StopSignal& stop);

}  // namespace candor::mirror
