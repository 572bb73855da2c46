// candor reopen, close, promise, promises, kept, broken: what was promised, and what comes after the end.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

void add_reopen(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "reopen", "a resolved incident is not over after all: everyone who was told hears it");
    auto about = std::make_shared<IncidentAndWords>();
    auto clearance = std::make_shared<Clearance>();
    auto preview = std::make_shared<bool>(false);
    about->add_to(*command, "WORDS", "what is happening again, as customers notice it; or - for standard input");
    clearance->add_to(*command);
    command->add_flag("--preview,-n", *preview, "show what each audience would read; publish nothing");
    command->callback([&draft, about, clearance, preview] {
        object body{{"words", draft.words(about->words)}};
        clearance->put(body);
        draft.call_incident(about->incident, "POST", *preview ? "/reopen?preview=true" : "/reopen", std::move(body), *preview ? render_preview : render_update);
    });
    command->footer("Example:\n  candor reopen 4f7k \"Card payments fail again since 16:20.\"");
}

void add_close(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "close", "the loop is closed: asked, understood, reviewed, every promise kept");
    auto incident = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->callback([&draft, incident] { draft.call_incident(*incident, "POST", "/close", object{}, render_closed); });
    command->footer("Where something is still to be done it is refused, and says what: nothing is closed by hand.");
}

struct PromiseArguments {
    IncidentAndWords about;
    std::string due;
    std::string to;
    std::string owner;
};

void add_promise(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "promise", "promise somebody an answer, by a time; it stands on the ledger");
    auto arguments = std::make_shared<PromiseArguments>();
    arguments->about.add_to(*command, "TEXT", "what is promised: \"we call you back\"");
    command->add_option("--by", arguments->due, "by when: 14:30, +30m, or RFC 3339 (+30m)");
    command->add_option("--to", arguments->to, "to whom");
    command->add_option("--owner,-o", arguments->owner, "who keeps it; the incident's owner if left out");
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body{{"text", draft.words(arguments->about.words)}};
        body["due"] = draft.time("--by", arguments->due.empty() ? "+30m" : arguments->due, Towards::future);
        set_if_given(body, "to", arguments->to);
        set_if_given(body, "owner", arguments->owner);
        draft.call_incident(arguments->about.incident, "POST", "/promises", std::move(body), render_promised);
    });
    command->footer("Example:\n  candor promise 4f7k \"We call you back with the state of your order\" --to \"order 4711\" --by +30m");
}

void add_promises(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "promises", "what is promised to whom by when, and how many promises were kept");
    auto incident = std::make_shared<std::string>();
    command->add_option("INC", *incident, "of this incident, all of them; left out: what is open, of every incident");
    command->callback([&draft, incident] {
        if (incident->empty()) return draft.call("GET", "/api/v1/promises", nullptr, render_promises);
        draft.call_incident(*incident, "GET", "/promises", nullptr, render_promises);
    });
}

struct SettleArguments {
    std::string first;
    std::string second;
    std::string text;
};

void add_settle(CLI::App& app, Draft& draft, const std::string& verb, const std::string& description, const char* member) {
    auto* command = draft.command(app, verb, description);
    auto arguments = std::make_shared<SettleArguments>();
    const bool broken = verb == "broken";
    command->add_option("INC", arguments->first, "the incident; left out where only one is open")->required();
    command->add_option("PROMISE", arguments->second, "which one, like p7: candor promises lists them");
    auto* text = command->add_option(broken ? "--reason" : "--note", arguments->text, broken ? "why it will not be kept" : "how it was kept");
    if (broken) text->required();
    command->callback([&draft, arguments, verb, member] {
        if (arguments->second.empty()) std::swap(arguments->first, arguments->second);
        object body{{"answer", verb}};
        set_if_given(body, member, arguments->text);
        draft.call_incident(arguments->first, "POST", "/promises/" + path_segment(arguments->second), std::move(body), render_promised);
    });
}

}  // namespace

void add_follow_through(CLI::App& app, Draft& draft) {
    add_reopen(app, draft);
    add_close(app, draft);
    add_promise(app, draft);
    add_promises(app, draft);
    add_settle(app, draft, "kept", "say that a promise was kept", "note");
    add_settle(app, draft, "broken", "say that a promise will not be kept, and why", "reason");
}

}  // namespace candor::ctl
