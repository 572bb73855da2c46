// candor ack, recheck, dismiss: what the people on duty answer.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

void add_ack(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "ack", "answer a reminder: you are there, and nothing is new");
    auto incident = std::make_shared<std::string>();
    auto note = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->add_option("--note", *note, "for the record; customers do not read it");
    command->callback([&draft, incident, note] {
        object body;
        set_if_given(body, "note", *note);
        draft.call_incident(*incident, "POST", "/ack", std::move(body), render_answered);
    });
    command->footer("Any other command is an answer, too. The update says, on time, that there is nothing new.");
}

void add_recheck(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "recheck", "after the end: you looked again, and it holds or does not");
    auto about = std::make_shared<IncidentAndWords>();
    auto passed = std::make_shared<bool>(false);
    auto failed = std::make_shared<bool>(false);
    about->add_to(*command, "METHOD", "how it was checked: \"20 test payments\"");
    auto* holds = command->add_flag("--passed", *passed, "it holds");
    command->add_flag("--failed", *failed, "it does not: opening it again is proposed")->excludes(holds);
    command->callback([&draft, about, passed, failed] {
        if (*passed == *failed) throw CLI::RequiredError("--passed or --failed");
        about->settle();
        object body{{"method", draft.words(about->words)}, {"passed", *passed}};
        draft.call_incident(about->incident, "POST", "/recheck", std::move(body), render_answered);
    });
    command->footer("Example:\n  candor recheck 4f7k \"20 test payments, all accepted\" --passed");
}

void add_dismiss(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "dismiss", "opening it again was proposed; say why it stays resolved");
    auto about = std::make_shared<IncidentAndWords>();
    about->add_to(*command, "REASON", "why it is over all the same");
    command->callback([&draft, about] {
        about->settle();
        draft.call_incident(about->incident, "POST", "/dismiss", object{{"reason", draft.words(about->words)}}, render_answered);
    });
}

}  // namespace

void add_duty(CLI::App& app, Draft& draft) {
    add_ack(app, draft);
    add_recheck(app, draft);
    add_dismiss(app, draft);
}

}  // namespace candor::ctl
