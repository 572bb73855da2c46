// candor update, correct, resolve, withdraw, approve, refuse, why, assign: what is said, and who answers for it.
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
    std::string verified;
    Clearance clearance;
    std::string prepared;
    std::string no_remedy;
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

void add_template(CLI::App& command, UpdateArguments& arguments) {
    command.add_option("--template", arguments.prepared, "words that the plan has ready, put before your own: its name");
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
    arguments->clearance.add_to(*command);
    add_template(*command, *arguments);
    add_preview(*command, *arguments);
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body;
        set_if_given(body, "words", draft.words(arguments->about.words));
        set_if_given(body, "template", arguments->prepared);
        arguments->clearance.put(body);
        set_if_given(body, "status", arguments->status);
        set_if_given(body, "impact", arguments->impact);
        draft.call_incident(arguments->about.incident, "POST", publish_path("updates", arguments->preview),
                            std::move(body), arguments->preview ? render_preview : render_update);
    });
    command->footer(
        "Examples:\n  candor update 4f7k --preview\n"
        "  candor update 4f7k \"We have moved half of the traffic.\" --status identified");
}

// [INC] UPD ...: where an incident is left out, the one that is open.
struct UpdateReference {
    std::string first;
    std::string second;
    std::string third;

    void add_to(CLI::App& command, const std::string& third_name, const std::string& third_description) {
        command.add_option("INC", first, "the incident: its id, the beginning of it, or - for the one that is open")->required();
        command.add_option("UPD", second, "the update: its number, or its id");
        if (!third_name.empty()) command.add_option(third_name, third, third_description);
    }

    // The last of `wanted` that are given are the ones meant.
    void settle(std::size_t wanted) {
        const std::string& last = wanted == 3 ? third : second;
        if (!last.empty()) return;
        if (wanted == 3) third = std::move(second);
        second = std::move(first);
        first.clear();
    }
};

void add_correct(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "correct", "say what was wrong in an update, and what is right");
    auto reference = std::make_shared<UpdateReference>();
    auto arguments = std::make_shared<UpdateArguments>();
    reference->add_to(*command, "WORDS", "what was wrong, and what is right; or - for standard input");
    arguments->clearance.add_to(*command);
    add_preview(*command, *arguments);
    command->callback([&draft, reference, arguments] {
        reference->settle(3);
        object body{{"words", draft.words(reference->third)}, {"corrects", update_reference(reference->second)}};
        arguments->clearance.put(body);
        draft.call_incident(reference->first, "POST", publish_path("updates", arguments->preview), std::move(body),
                            arguments->preview ? render_preview : render_update);
    });
    command->footer(
        "What was published is never edited: the correction names the update, goes to all who\n"
        "received it, and stands beside it. It works after the end, too.\n"
        "Example:\n  candor correct 4f7k 2 \"Not 5 % but 12 % of payments fail: we had left out one region.\"");
}

void add_why(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "why", "on which facts each sentence of an update rests");
    auto reference = std::make_shared<UpdateReference>();
    auto variant = std::make_shared<std::string>();
    reference->add_to(*command, "", "");
    command->add_option("--variant", *variant, "the text of one audience, like email/en; the page's if left out");
    command->callback([&draft, reference, variant] {
        reference->settle(2);
        const std::string query = variant->empty() ? "" : "?variant=" + path_segment(*variant);
        const bool by_id = reference->first.empty() && update_reference(reference->second).is_string();
        if (by_id) return draft.call("GET", "/api/v1/updates/" + path_segment(reference->second) + "/why" + query, nullptr, render_why);
        draft.call_incident(reference->first, "GET", "/updates/" + path_segment(reference->second) + "/why" + query, nullptr, render_why);
    });
    command->footer("Examples:\n  candor why 3\n  candor why 4f7k 3 --variant email/en");
}

void add_answer(CLI::App& app, Draft& draft, const std::string& verb, const std::string& description) {
    auto* command = draft.command(app, verb, description);
    auto reference = std::make_shared<UpdateReference>();
    auto reason = std::make_shared<std::string>();
    command->add_option("INC", reference->first, "the incident; left out where only one is open")->required();
    command->add_option("APPROVAL", reference->second, "what waits, like a1 (words) or g1 (a remedy)");
    if (verb == "refuse") command->add_option("--reason", *reason, "why not; the author reads it")->required();
    command->callback([&draft, reference, reason, verb] {
        reference->settle(2);
        object body{{"answer", verb}};
        set_if_given(body, "reason", *reason);
        // g1 is something over a cap, a1 words.
        if (reference->second.starts_with('g')) {
            return draft.call_incident(reference->first, "POST", "/remedies/" + path_segment(reference->second), std::move(body), render_grant);
        }
        draft.call_incident(reference->first, "POST", "/approvals/" + path_segment(reference->second), std::move(body),
                            verb == "approve" ? render_update : render_refused);
    });
}

void add_resolve(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "resolve", "say that it is over, and how that was checked");
    auto arguments = std::make_shared<UpdateArguments>();
    arguments->about.add_to(*command, "WORDS", "own words put before the facts, or - for standard input");
    command->add_option("--verified", arguments->verified, "how it was checked that customers are served again");
    command->add_option("--no-remedy", arguments->no_remedy, "why nothing is given to those who were affected");
    arguments->clearance.add_to(*command);
    add_template(*command, *arguments);
    add_preview(*command, *arguments);
    command->callback([&draft, arguments] {
        arguments->about.settle();
        object body;
        set_if_given(body, "words", draft.words(arguments->about.words));
        set_if_given(body, "template", arguments->prepared);
        arguments->clearance.put(body);
        set_if_given(body, "verified", arguments->verified);
        set_if_given(body, "no_remedy", arguments->no_remedy);
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
    add_correct(app, draft);
    add_resolve(app, draft);
    add_withdraw(app, draft);
    add_answer(app, draft, "approve", "let words be said that a rule blocks; not your own");
    add_answer(app, draft, "refuse", "do not let them be said");
    add_why(app, draft);
    add_assign(app, draft);
}

}  // namespace candor::ctl
