// candor update, resolve, withdraw, assign: what is said, and who answers for it.
#include "core/incident/event.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/command/names.hpp"

#include <algorithm>

namespace candor::ctl {

namespace {

using boost::json::object;

struct UpdateArguments {
    IncidentAndWords about;
    std::string status;
    std::string impact;
    std::string corrects;
    std::string verified;
    bool preview = false;
};

// The number of an update is a number in JSON, its id a string.
boost::json::value update_reference(const std::string& text) {
    const bool number =
        text.size() < 10 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number) return std::stoi(text);
    return boost::json::string(text);
}

std::string publish_path(const std::string& verb, bool preview) {
    return "/" + verb + (preview ? "?preview=true" : "");
}

void add_preview(CLI::App& command, UpdateArguments& arguments) {
    command.add_flag("--preview,-n", arguments.preview, "show what each audience would read; publish nothing");
}

void add_update(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "update", "publish an update made from the facts, with or without own words");
    auto arguments = std::make_shared<UpdateArguments>();
    arguments->about.add_to(*command, "WORDS", "own words put before the facts, or - for standard input");
    command->add_option("--status", arguments->status, "where it stands: " + names_of<Status>())
        ->check(one_of<Status>());
    command->add_option("--impact", arguments->impact, "how bad it is now: " + names_of<Impact>())
        ->check(one_of<Impact>());
    command->add_option("--corrects", arguments->corrects, "the number of the update that this one corrects");
    add_preview(*command, *arguments);
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body;
        set_if_given(body, "words", draft.words(arguments->about.words));
        set_if_given(body, "status", arguments->status);
        set_if_given(body, "impact", arguments->impact);
        if (!arguments->corrects.empty()) body["corrects"] = update_reference(arguments->corrects);
        draft.call_incident(arguments->about.incident, "POST", publish_path("updates", arguments->preview),
                            std::move(body), arguments->preview ? render_preview : render_update);
    });
    command->footer(
        "Examples:\n  candor update 4f7k --preview\n"
        "  candor update 4f7k \"We have moved half of the traffic.\" --status identified");
}

void add_resolve(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "resolve", "say that it is over, and how that was checked");
    auto arguments = std::make_shared<UpdateArguments>();
    arguments->about.add_to(*command, "WORDS", "own words put before the facts, or - for standard input");
    command->add_option("--verified", arguments->verified, "how it was checked that customers are served again");
    add_preview(*command, *arguments);
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body;
        set_if_given(body, "words", draft.words(arguments->about.words));
        set_if_given(body, "verified", arguments->verified);
        draft.call_incident(arguments->about.incident, "POST", publish_path("resolve", arguments->preview),
                            std::move(body), arguments->preview ? render_preview : render_ended_update);
    });
    command->footer("Example:\n  candor resolve 4f7k --verified \"300 test payments, none declined\"");
}

void add_withdraw(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "withdraw", "it was declared in error: tell all who heard of it");
    auto incident = std::make_shared<std::string>();
    auto reason = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->add_option("--reason", *reason, "why it is withdrawn; customers read it")->required();
    command->callback([&draft, incident, reason] {
        draft.call_incident(*incident, "POST", "/withdraw", object{{"reason", *reason}}, render_ended_update);
    });
}

struct AssignArguments {
    std::string first;
    std::string second;
    std::string deputy;
    std::string note;
};

void add_assign(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "assign", "name who gathers the facts from now on");
    auto arguments = std::make_shared<AssignArguments>();
    command->add_option("INC", arguments->first, "the incident; left out where only one is open")->required();
    command->add_option("OWNER", arguments->second, "the new owner");
    command->add_option("--deputy", arguments->deputy, "who does when the owner cannot");
    command->add_option("--note", arguments->note, "what the next one must know");
    command->callback([&draft, arguments] {
        const bool alone = arguments->second.empty();
        object body{{"owner", alone ? arguments->first : arguments->second}};
        set_if_given(body, "deputy", arguments->deputy);
        set_if_given(body, "note", arguments->note);
        draft.call_incident(alone ? "" : arguments->first, "PUT", "/owner", std::move(body), render_owner);
    });
}

}  // namespace

void add_updates(CLI::App& app, Draft& draft) {
    add_update(app, draft);
    add_resolve(app, draft);
    add_withdraw(app, draft);
    add_assign(app, draft);
}

}  // namespace candor::ctl
