// A daemon of its own, the receivers around it, and one incident: what the tour and a drill are played on. All through
// the same command lines, API and channels that anybody uses.
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

class Stage {
public:
    // `daemon` is candord. `rig` is set up and open. Quiet: nothing is shown but what goes wrong.
    Stage(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path daemon, bool quiet = false);

    // Starts candord and waits until it answers. False: it did not, and why has been said.
    [[nodiscard]] Task<bool> start();
    // Ends it. False: it had to be killed.
    [[nodiscard]] Task<bool> stop();
    [[nodiscard]] bool running() const { return child_ && child_->running(); }

    // One command of `candor`, shown as it is typed. Nothing: it was refused, and why has been said.
    std::optional<boost::json::value> command(const std::vector<std::string>& words);
    [[nodiscard]] std::optional<boost::json::value> fetch(const std::string& path);
    [[nodiscard]] std::optional<boost::json::value> fetch_deliveries() { return fetch("/api/v1/incidents/" + incident_ + "/deliveries?limit=1000"); }

    // Shows what arrives until `condition` holds; false when that took too long or somebody pressed Ctrl-C.
    [[nodiscard]] Task<bool> until(std::function<bool()> condition, std::chrono::seconds longest, std::string what);
    // Until every delivery has come to an end.
    [[nodiscard]] Task<bool> settle();
    void show_arrivals();

    [[nodiscard]] const std::string& incident() const { return incident_; }
    [[nodiscard]] Time declared() const { return declared_; }
    [[nodiscard]] const std::vector<Reached>& reached() const { return reached_; }
    [[nodiscard]] bool heard(ChannelKind audience, std::string_view kind) const;

    [[nodiscard]] Rig& rig() { return rig_; }
    [[nodiscard]] Look look_now() const;
    void say(std::string_view text) const;
    void complain(std::string_view text) const;

private:
    [[nodiscard]] bool all_settled();

    Rig& rig_;
    Look look_;
    const Clock& clock_;
    std::filesystem::path daemon_;
    bool quiet_;
    std::unique_ptr<Child> child_;
    std::optional<Client> client_;
    std::string incident_;
    Time declared_{};
    std::vector<Reached> reached_;
    std::map<std::int64_t, std::set<std::string>> said_;  // by the number of the update: the paragraphs that were shown
};

}  // namespace candor::ctl
