// A record built the way the daemon builds it: every command goes through decide(), every event through fold().
#pragma once

#include "core/incident/decide.hpp"
#include "core/incident/duty.hpp"
#include "core/incident/fold.hpp"

#include <catch2/catch.hpp>

namespace candor::test {

using namespace std::chrono_literals;

class Incident {
public:
    Time now = *parse_rfc3339("2026-11-22T14:00:00Z");
    std::string actor = "comms-lead";
    CadencePolicy policy;
    std::optional<DutyPolicy> duty;        // none: there is no plan
    std::optional<ApprovalNeed> approval;  // what words wait for
    std::vector<ChannelKind> audiences{ChannelKind::email, ChannelKind::mastodon};
    Record record;
    std::vector<Event> events;

    Incident() { record.id = IncidentId("inc"); }

    Result<std::vector<Event>> try_command(const Command& command) {
        auto decided = decide(record, command, {now, actor, ++random, policy, audiences, {}, {}, approval, duty});
        if (decided) {
            record = fold(std::move(record), *decided);
            events.insert(events.end(), decided->begin(), decided->end());
        }
        return decided;
    }

    std::vector<Event> does(const Command& command) {
        auto decided = try_command(command);
        if (!decided) FAIL(decided.error().message());
        return *decided;
    }

    void declare(ScopeLabel scope = ScopeLabel::many) {
        does(Declare{record.id, "Card payments fail at checkout", {ComponentId("checkout")}, Impact::major, Origin::staff,
                     "comms-lead", "", {{Scope{scope, {}, {}, ""}, Confidence::confirmed, {}}}});
    }

    // Lets the clock run to `end`, ticking exactly when something is due. Returns how many updates each audience got.
    std::map<ChannelKind, int> run_until(Time end) {
        std::map<ChannelKind, int> heard;
        while (const auto due = next_tick()) {
            if (*due > end) break;
            now = std::max(now, *due);
            for (const Event& event : tick()) {
                const auto* update = std::get_if<UpdatePublished>(&event.body);
                if (update == nullptr) continue;
                for (const Promised& promised : update->audiences) ++heard[promised.audience];
            }
        }
        now = end;
        return heard;
    }

    [[nodiscard]] std::optional<Time> next_tick() const {
        const auto update = next_due(record, policy);
        const auto notice = duty ? next_notice(record, policy, *duty) : std::nullopt;
        return update && notice ? std::min(update, notice) : update ? update : notice;
    }

    std::vector<Event> tick() {
        const std::string person = std::exchange(actor, std::string(clock_actor));
        auto happened = does(Tick{});
        actor = person;
        return happened;
    }

    // Why the command is refused.
    std::string refusal(const Command& command) {
        const auto decided = try_command(command);
        return decided ? "it was accepted" : decided.error().message();
    }

    std::uint64_t random = 0;  // one beside others on the same database begins elsewhere
};

inline NewFact fact(FactBody body, Confidence confidence = Confidence::confirmed) {
    return {std::move(body), confidence, std::nullopt};
}

}  // namespace candor::test
