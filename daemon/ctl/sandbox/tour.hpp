// The tour: a daemon of its own, one incident from the first words to the last, and what every audience received and when,
// against what was promised. All through the same command lines, API and channels that anybody uses.
#pragma once

#include "daemon/ctl/client.hpp"
#include "daemon/ctl/sandbox/child.hpp"
#include "daemon/ctl/sandbox/rig.hpp"
#include "daemon/ctl/sandbox/timeline.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace candor::ctl {

class Tour {
public:
    // `program` is this executable, `daemon` candord. `rig` is set up and open.
    Tour(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path program, std::filesystem::path daemon);

    // The exit code. Ends the daemon before it returns.
    [[nodiscard]] Task<int> run(bool stay);

private:
    [[nodiscard]] Task<> play(bool stay);
    [[nodiscard]] Task<bool> start_daemon();
    [[nodiscard]] Task<bool> live_through();
    [[nodiscard]] Task<bool> settle();
    [[nodiscard]] Task<> stay_until_stopped();
    void conclude();

    // One command of `candor`, shown as it is typed. False: it was refused, and why has been said.
    bool command(const std::vector<std::string>& words);
    [[nodiscard]] std::optional<boost::json::value> fetch(const std::string& path);

    // Shows what arrives until `condition` holds; false when that took too long or somebody pressed Ctrl-C.
    [[nodiscard]] Task<bool> until(std::function<bool()> condition, std::chrono::seconds longest, std::string what);
    void show_arrivals();
    [[nodiscard]] int reached(ChannelKind audience) const;
    [[nodiscard]] bool all_reached(int social, int others) const;
    [[nodiscard]] bool all_heard(std::string_view kind) const;
    [[nodiscard]] bool all_settled();

    [[nodiscard]] Look look_now() const;
    void say(std::string_view text) const;
    void complain(std::string_view text) const;

    Rig& rig_;
    Look look_;
    const Clock& clock_;
    std::filesystem::path program_;
    std::filesystem::path daemon_;
    std::unique_ptr<Child> child_;
    std::optional<Client> client_;
    std::string incident_;
    Time declared_{};
    std::vector<Reached> reached_;
    std::map<std::int64_t, std::set<std::string>> said_;  // by the number of the update: the paragraphs that were shown
    bool kept_ = false;
};

}  // namespace candor::ctl
