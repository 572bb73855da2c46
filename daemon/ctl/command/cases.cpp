// candor case: one customer's own thread. What is said in it goes by the commands for incidents.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

struct OpenArguments {
    std::string told;
    std::string customer;
    std::string mail;
    std::string about;
    std::string language;
    std::string owner;
    bool urgent = false;
};

void add_open(CLI::App& parent, Draft& draft) {
    auto* command = draft.command(parent, "open", "take a customer's case on: they hear every hour until it is solved");
    auto arguments = std::make_shared<OpenArguments>();
    command->add_option("TOLD", arguments->told, "what they see and what it stops them doing; or - for standard input")->required();
    command->add_option("--customer", arguments->customer, "who they are to you: \"order 4711\"")->required();
    command->add_option("--mail", arguments->mail, "where they read it; seen by nobody else")->required();
    command->add_option("--about", arguments->about, "the incident that it belongs to: what that tells, they hear");
    command->add_option("--language", arguments->language, "of the mails (the organisation's)");
    command->add_option("--owner,-o", arguments->owner, "who stays with them until it is solved (you)");
    command->add_flag("--urgent", arguments->urgent, "every half hour, and first in the lists");
    command->callback([&draft, arguments] {
        boost::json::object body{{"told", draft.words(arguments->told)}, {"customer", arguments->customer}, {"mail", arguments->mail}};
        set_if_given(body, "about", arguments->about);
        set_if_given(body, "language", arguments->language);
        set_if_given(body, "owner", arguments->owner);
        if (arguments->urgent) body["urgent"] = true;
        draft.call("POST", "/api/v1/cases", std::move(body), render_case_opened);
    });
    command->footer("Example:\n  candor case open \"Cannot pay for order 4711, which must leave today\" \\\n      --customer \"order 4711\" --mail kim@example.org --about 4f7k");
}

}  // namespace

void add_cases(CLI::App& app, Draft& draft) {
    auto* cases = draft.command(app, "case", "one customer's own thread: open, list, show");
    cases->require_subcommand(1);
    add_open(*cases, draft);
    auto* list = draft.command(*cases, "list", "the cases that are open, urgent ones first");
    auto ended = std::make_shared<bool>(false);
    list->add_flag("--ended", *ended, "those that are solved or closed");
    list->callback([&draft, ended] { draft.call("GET", *ended ? "/api/v1/cases?ended=true" : "/api/v1/cases", nullptr, render_cases); });
    auto* show = draft.command(*cases, "show", "one case: whose it is, what was said, what is promised");
    auto id = std::make_shared<std::string>();
    show->add_option("CASE", *id, "its id, or the beginning of it")->required();
    show->callback([&draft, id] { draft.call("GET", "/api/v1/cases/" + path_segment(*id), nullptr, render_case); });
}

}  // namespace candor::ctl
