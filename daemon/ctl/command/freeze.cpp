// candor freeze, resume: the brake of the whole house.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

void add_brake(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "freeze", "stop everything that leaves the house, until `candor resume`");
    auto reason = std::make_shared<std::string>();
    command->add_option("REASON", *reason, "for those who wonder why nothing is sent; customers do not read it");
    command->callback([&draft, reason] {
        object body;
        set_if_given(body, "reason", *reason);
        draft.call("POST", "/api/v1/freeze", std::move(body), render_frozen);
    });
    command->footer("Commands are recorded as ever, the clock publishes nothing, and the page says that updates are paused.\n"
                    "What is on its way this moment cannot be called back.");
}

void add_release(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "resume", "send again, after `candor freeze` or out of a backup");
    auto drop = std::make_shared<bool>(false);
    auto send = std::make_shared<bool>(false);
    auto* drops = command->add_flag("--drop-waiting", *drop, "what was published before the freeze and has not arrived is not sent any more");
    command->add_flag("--send-waiting", *send, "it is sent")->excludes(drops);
    command->callback([&draft, drop, send] {
        object body;
        if (*drop) body["waiting"] = "drop";
        if (*send) body["waiting"] = "send";
        draft.call("POST", "/api/v1/resume", std::move(body), render_resumed);
    });
    command->footer("Where neither is said, it is sent; out of a backup it is dropped, as it may have been sent before.\n"
                    "Updates that were due meanwhile go out at once, and say that they are late.");
}

}  // namespace

void add_freeze(CLI::App& app, Draft& draft) {
    add_brake(app, draft);
    add_release(app, draft);
}

}  // namespace candor::ctl
