// A stand-in for candord on a unix socket: answers one request after the other by a script, and remembers what was asked.
#pragma once

#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace candor::ctl {

class DaemonStandIn {
public:
    struct Scripted {
        int status = 200;
        std::string body = "{}";
    };

    // Listens at once; `script` is used up from the front, and its last answer is given from then on.
    explicit DaemonStandIn(std::deque<Scripted> script);
    ~DaemonStandIn();
    DaemonStandIn(const DaemonStandIn&) = delete;
    DaemonStandIn& operator=(const DaemonStandIn&) = delete;

    [[nodiscard]] std::string socket() const { return (folder_ / "s").string(); }
    // "POST /api/v1/incidents {...}": each request so far.
    [[nodiscard]] std::vector<std::string> asked();

private:
    void serve();
    void answer(int connection);

    std::filesystem::path folder_;
    std::deque<Scripted> script_;
    std::vector<std::string> asked_;
    std::mutex mutex_;
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace candor::ctl
