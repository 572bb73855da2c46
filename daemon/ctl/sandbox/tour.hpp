// The tour: a daemon of its own, one incident from the first words to the last, and what every audience received and when,
// against what was promised. All through the same command lines, API and channels that anybody uses.
#pragma once

#include "daemon/ctl/sandbox/stage.hpp"

namespace candor::ctl {

class Tour {
public:
    // `program` is this executable, `daemon` candord. `rig` is set up and open.
    Tour(Rig& rig, const Look& look, const Clock& clock, std::filesystem::path program, std::filesystem::path daemon);

    // The exit code. Ends the daemon before it returns.
    [[nodiscard]] Task<int> run(bool stay);

private:
    [[nodiscard]] Task<> play(bool stay);
    [[nodiscard]] Task<bool> live_through();
    [[nodiscard]] Task<> stay_until_stopped();
    void conclude();

    [[nodiscard]] int reached(ChannelKind audience) const;
    [[nodiscard]] bool all_reached(int social, int others) const;
    [[nodiscard]] bool all_heard(std::string_view kind) const;

    Rig& rig_;
    Stage stage_;
    std::filesystem::path program_;
    bool kept_ = false;
};

}  // namespace candor::ctl
