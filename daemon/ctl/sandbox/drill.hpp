// `candor drill`: a full rehearsal of one situation of the plan, from the first words until the loop is closed, with the
// organisation's own names, languages, templates and plan. In the place of every channel stands a receiver on this machine.
#pragma once

#include "core/plan/plan.hpp"
#include "daemon/clock.hpp"
#include "daemon/ctl/invocation.hpp"
#include "daemon/ctl/sandbox/drill_report.hpp"
#include "daemon/ctl/sandbox/stage.hpp"

namespace candor::ctl {

// The exit code: 0 only if every promise was kept and every delivery arrived.
[[nodiscard]] int run_drill(const DrillOptions& options, const Look& look, const Clock& clock);

// What is played, in one of the languages that there are texts for.
struct DrillTexts {
    std::string title;
    std::string symptom;
    std::string action;
    std::string workaround;
    std::string cause;
    std::string verification;
    std::string prevention;
    std::string no_remedy;
};
[[nodiscard]] const DrillTexts& drill_texts(std::string_view language);

// What is rehearsed.
struct DrillScript {
    plan::Situation situation{Impact::major, ScopeLabel::many, CauseCategory::technology};
    ComponentId component;
    std::string language = "en";
    std::string role;  // of the plan, for which something is given; empty: no plan
};

// Plays the script on the stage. The report says what came of each step.
class Drill {
public:
    Drill(Stage& stage, const DrillScript& script, DrillReport& report) : stage_(stage), script_(script), texts_(drill_texts(script.language)), report_(report) {}

    // False: a step failed, and the report says which.
    [[nodiscard]] Task<bool> play();

private:
    [[nodiscard]] Task<bool> begin();
    [[nodiscard]] Task<bool> tell_what_is_known();
    [[nodiscard]] Task<bool> end();
    [[nodiscard]] Task<bool> close_the_loop();
    // Something for a customer who does not exist, where the plan lets anything be given; else why nothing is.
    [[nodiscard]] std::vector<std::string> remedy();
    [[nodiscard]] bool keep_promises();

    // One command as a step of the report.
    bool step(const std::string& name, const std::vector<std::string>& words);
    // Until all who are told have heard an update of this kind.
    [[nodiscard]] Task<bool> heard(std::string name, std::string kind);
    [[nodiscard]] bool all_heard(const std::string& kind) const;
    [[nodiscard]] bool all_heard_again() const;

    Stage& stage_;
    const DrillScript& script_;
    const DrillTexts& texts_;
    DrillReport& report_;
    std::vector<ChannelKind> audiences_;  // that were told by the first update
};

}  // namespace candor::ctl
