// candor remedies, give, given, similar: what those who suffered get, and whether it has happened before.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

void add_remedies_command(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "remedies", "what may be given to customers, what was, and what is left");
    auto incident = std::make_shared<std::string>();
    command->add_option("INC", *incident, "in this incident; left out: the plan's catalogue");
    command->callback([&draft, incident] {
        if (incident->empty()) return draft.call("GET", "/api/v1/remedies", nullptr, render_remedies);
        draft.call_incident(*incident, "GET", "/remedies", nullptr, render_remedies);
    });
}

struct GiveArguments {
    std::string first;
    std::string second;
    std::string to;
    bool everyone = false;
    std::string role;
    std::string owner;
    std::string due;
    std::string because;
    std::string key;
};

object gift(const Draft& draft, const GiveArguments& arguments) {
    object body{{"remedy", arguments.second}};
    set_if_given(body, "to", arguments.to);
    if (arguments.everyone) body["everyone"] = true;
    set_if_given(body, "as", arguments.role);
    set_if_given(body, "owner", arguments.owner);
    set_if_given(body, "reason", arguments.because);
    set_if_given(body, "key", arguments.key);
    if (!arguments.due.empty()) body["due"] = draft.time("--by", arguments.due, Towards::future);
    return body;
}

void add_give(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "give", "give a customer something, within the caps of the plan");
    auto arguments = std::make_shared<GiveArguments>();
    command->add_option("INC", arguments->first, "the incident; left out where only one is open")->required();
    command->add_option("REMEDY", arguments->second, "which one: candor remedies lists them; none: nothing is given");
    command->add_option("--to", arguments->to, "the customer, by your reference: \"order 4711\"");
    command->add_flag("--everyone", arguments->everyone, "everybody affected: updates tell it");
    command->add_option("--as", arguments->role, "for whom of the plan you give it, where it does not know you");
    command->add_option("--owner,-o", arguments->owner, "who sees to it that it arrives");
    command->add_option("--by", arguments->due, "by when: 14:30, +2d, or RFC 3339 (in a week)");
    command->add_option("--because", arguments->because, "why: needed over a cap, and where nothing is given");
    command->add_option("--key", arguments->key, "the same key gives only once, however often it is sent");
    command->callback([&draft, arguments] {
        if (arguments->second.empty()) std::swap(arguments->first, arguments->second);
        if (arguments->second != "none") return draft.call_incident(arguments->first, "POST", "/remedies", gift(draft, *arguments), render_grant);
        draft.call_incident(arguments->first, "POST", "/remedies", object{{"none", arguments->because}}, render_declined);
    });
    command->footer(
        "Under the caps nobody is asked; over one, a second person is.\n"
        "Examples:\n  candor give 4f7k voucher --to \"order 4711\"\n  candor give 4f7k day-pass --everyone\n"
        "  candor give 4f7k none --because \"nobody noticed: it was at night, for two minutes\"");
}

struct GivenArguments {
    std::string first;
    std::string second;
    std::string note;
};

void add_given(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "given", "say that a customer has got what was granted");
    auto arguments = std::make_shared<GivenArguments>();
    command->add_option("INC", arguments->first, "the incident; left out where only one is open")->required();
    command->add_option("GRANT", arguments->second, "which one, like g1: candor remedies INC lists them");
    command->add_option("--note", arguments->note, "how");
    command->callback([&draft, arguments] {
        if (arguments->second.empty()) std::swap(arguments->first, arguments->second);
        object body{{"answer", "given"}};
        set_if_given(body, "note", arguments->note);
        draft.call_incident(arguments->first, "POST", "/remedies/" + path_segment(arguments->second), std::move(body), render_grant);
    });
}

void add_similar(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "similar", "has it happened before?");
    auto incident = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->callback([&draft, incident] { draft.call_incident(*incident, "GET", "/similar", nullptr, render_similar); });
}

}  // namespace

void add_remedies(CLI::App& app, Draft& draft) {
    add_remedies_command(app, draft);
    add_give(app, draft);
    add_given(app, draft);
    add_similar(app, draft);
}

}  // namespace candor::ctl
