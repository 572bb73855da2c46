// candor maintenance, start, verify, complete, move: work that is planned, and announced before it begins.
#include "core/incident/event.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/command/names.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

struct AnnounceArguments {
    std::string title;
    std::vector<std::string> components;
    std::string from;
    std::string until;
    std::string impact;
    std::string effect;
    std::string owner;
    std::string deputy;
};

void add_announce(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "maintenance", "announce planned work; without a title: what is planned");
    auto arguments = std::make_shared<AnnounceArguments>();
    command->add_option("TITLE", arguments->title, "what is done, in one line");
    command->add_option("--component,-c", arguments->components, "what is maintained, by its id (repeatable, or a,b)")->allow_extra_args(false)->delimiter(',');
    command->add_option("--from", arguments->from, "when it is to begin: TIME, in the future");
    command->add_option("--until", arguments->until, "when it is to have ended: TIME");
    command->add_option("--impact,-i", arguments->impact, "how bad while it lasts: " + names_of<Impact>() + " (minor)")->check(one_of<Impact>());
    command->add_option("--effect", arguments->effect, "what customers will notice");
    command->add_option("--owner,-o", arguments->owner, "who carries it out (whoever is on duty)");
    command->add_option("--deputy", arguments->deputy, "who does when the owner cannot");
    command->callback([&draft, arguments] {
        if (arguments->title.empty()) return draft.call("GET", "/api/v1/maintenance", nullptr, render_planned);
        object body{{"title", draft.words(arguments->title)}};
        body["components"] = boost::json::array(arguments->components.begin(), arguments->components.end());
        if (!arguments->from.empty()) body["from"] = draft.time("--from", arguments->from, Towards::future);
        if (!arguments->until.empty()) body["until"] = draft.time("--until", arguments->until, Towards::future);
        set_if_given(body, "impact", arguments->impact);
        set_if_given(body, "effect", arguments->effect);
        set_if_given(body, "owner", arguments->owner);
        set_if_given(body, "deputy", arguments->deputy);
        draft.call("POST", "/api/v1/maintenance", std::move(body), render_announced);
    });
    command->footer("Example:\n  candor maintenance \"Database upgrade\" -c checkout \\\n      --from 2026-12-06T02:00:00Z --until 2026-12-06T04:00:00Z --effect \"no payments\"");
}

struct StepArguments {
    IncidentAndWords about;
    std::string verified;
};

void add_step(CLI::App& app, Draft& draft, const std::string& verb, const std::string& description, bool ends) {
    auto* command = draft.command(app, verb, description);
    auto arguments = std::make_shared<StepArguments>();
    arguments->about.add_to(*command, "WORDS", "own words put before the facts; or - for standard input");
    if (ends) command->add_option("--verified", arguments->verified, "how it was checked that everything works");
    command->callback([&draft, arguments, verb] {
        arguments->about.settle();
        object body;
        set_if_given(body, "words", draft.words(arguments->about.words));
        set_if_given(body, "verified", arguments->verified);
        draft.call_incident(arguments->about.incident, "POST", "/" + verb, std::move(body), render_step);
    });
}

struct MoveArguments {
    IncidentAndWords about;
    std::string from;
    std::string until;
};

void add_move(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "move", "a maintenance takes place at another time: all who were told hear it");
    auto arguments = std::make_shared<MoveArguments>();
    arguments->about.add_to(*command, "REASON", "why; customers read it");
    command->add_option("--from", arguments->from, "when it is to begin now")->required();
    command->add_option("--until", arguments->until, "when it is to have ended now")->required();
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body{{"reason", draft.words(arguments->about.words)}};
        body["from"] = draft.time("--from", arguments->from, Towards::future);
        body["until"] = draft.time("--until", arguments->until, Towards::future);
        draft.call_incident(arguments->about.incident, "POST", "/move", std::move(body), render_step);
    });
}

}  // namespace

void add_maintenance(CLI::App& app, Draft& draft) {
    add_announce(app, draft);
    add_step(app, draft, "start", "a maintenance begins", false);
    add_step(app, draft, "verify", "its work is done, and is being checked", false);
    add_step(app, draft, "complete", "it is over: a check has passed", true);
    add_move(app, draft);
}

}  // namespace candor::ctl
