// The rules of the house: which events a command brings about, or why it is refused.
#pragma once

#include "core/cadence.hpp"
#include "core/duty.hpp"
#include "core/error.hpp"
#include "core/incident/command.hpp"
#include "core/similar.hpp"

namespace candor {

// Words that somebody of the plan's choice has to see first.
struct ApprovalNeed {
    std::vector<std::string> classes;
    std::vector<std::string> approvers;  // people
    Duration holding_after{};            // unanswered for so long, a holding statement of facts goes out
};

// Everything decide() needs that is not in the record: time, randomness, who asks, and the policy in force.
struct Circumstances {
    Time now{};                // never before the record's last event
    std::string actor;         // a person's or a token's name; "candord" for the clock
    std::uint64_t random = 0;  // 64 random bits, for the id of the update that may come of it
    const CadencePolicy& policy;
    std::vector<ChannelKind> audiences;  // the kinds of channel that hear of this incident, without repeats
    // Rules of the honesty check that warn of the words and that the command sets aside.
    std::vector<std::string> set_aside = {};
    // Rules that block them: where the command gives a reason, the words are put before a second person.
    std::vector<std::string> blocking = {};
    std::optional<ApprovalNeed> approval = {};  // what the words of this command wait for
    std::optional<DutyPolicy> duty = {};  // none: there is no plan, and nobody is told anything
    // Of a case: the incident that it belongs to, as it is now. None: it belongs to none, or that one is not at hand.
    const Record* about = nullptr;
    // Of a maintenance that is announced: an incident that is open for one of its components.
    std::optional<IncidentId> affected_by = {};
    RemedyOffer remedies = {};           // what the plan lets the actor give here
    std::vector<PlannedOption> options = {};  // what the plan has for customers to choose, for what is affected
    const History* history = nullptr;    // incidents of the past; none: nobody looks
    Duration soak{0};                    // a check has passed, and it holds, for so long before it is called resolved
};

// Events are numbered from record.version + 1 and all carry circumstances.now. An empty list: nothing to do (a tick that
// came early). Errors: invalid_argument (with the field), wrong_state, missing_fact, not_found.
[[nodiscard]] Result<std::vector<Event>> decide(const Record& record, const Command& command, const Circumstances& circumstances);

}  // namespace candor
