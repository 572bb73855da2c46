// candor next, say, review: what to do, what may be said, and what can be learned.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

void add_next(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "next", "what to do next, the most urgent first");
    auto incident = std::make_shared<std::string>();
    auto all = std::make_shared<bool>(false);
    add_incident(*command, *incident);
    command->add_flag("--all", *all, "not only the first five");
    command->callback([&draft, incident, all] {
        draft.call_incident(*incident, "GET", "/next", nullptr, *all ? render_next_all : render_next);
    });
}

void add_say(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "say", "what support staff may read out, in 40 seconds at most");
    auto incident = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->callback([&draft, incident] { draft.call_incident(*incident, "GET", "/say", nullptr, render_say); });
}

Render render_of(bool agenda, bool markdown) {
    if (agenda) return markdown ? render_agenda_markdown : render_agenda;
    return markdown ? render_review_markdown : render_review;
}

struct ReviewArguments {
    IncidentAndWords about;
    std::string format = "text";
    Clearance clearance;
    bool agenda = false;
    bool publish = false;
    bool preview = false;
};

// The review as customers have it: an update to everyone who was told.
void publish_review(Draft& draft, const ReviewArguments& arguments) {
    boost::json::object body;
    set_if_given(body, "words", draft.words(arguments.about.words));
    arguments.clearance.put(body);
    draft.call_incident(arguments.about.incident, "POST", arguments.preview ? "/review?preview=true" : "/review", std::move(body),
                        arguments.preview ? render_preview : render_update);
}

void add_review_command(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "review", "look back: what was promised, said, repaired, learned");
    auto arguments = std::make_shared<ReviewArguments>();
    arguments->about.add_to(*command, "WORDS", "with --publish: own words put before the facts");
    command->add_option("--format", arguments->format, "text, markdown or json")->check(CLI::IsMember({"text", "markdown", "json"}));
    command->add_flag("--agenda", arguments->agenda, "what to talk about: what was learned, what will change");
    command->add_flag("--publish", arguments->publish, "tell everyone who was told: what happened, why, what changes");
    arguments->clearance.add_to(*command);
    command->add_flag("--preview,-n", arguments->preview, "with --publish: show what each audience would read; publish nothing");
    command->callback([&draft, arguments] {
        arguments->about.settle();
        if (arguments->publish) return publish_review(draft, *arguments);
        if (arguments->format == "json") draft.invocation.options.json = true;
        draft.call_incident(arguments->about.incident, "GET", "/review", nullptr, render_of(arguments->agenda, arguments->format == "markdown"));
    });
    command->footer("Examples:\n  candor review 4f7k\n  candor review 4f7k --agenda --format markdown > agenda.md\n  candor review 4f7k --publish --preview");
}

}  // namespace

void add_look(CLI::App& app, Draft& draft) {
    add_next(app, draft);
    add_say(app, draft);
    add_review_command(app, draft);
}

}  // namespace candor::ctl
