// candor subscribers: who hears, and how operators enter, change and remove them.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

constexpr const char* collection = "/api/v1/subscribers";

struct Wishes {
    std::string language;
    std::vector<std::string> components;
    std::string incident;
    std::string updates;
    std::string quiet;
    std::string time_zone;

    void add_to(CLI::App& app) {
        app.add_option("--language", language, "of what they receive: en, de ...");
        app.add_option("--component", components, "incidents of this component; may be repeated; left out: all")->allow_extra_args(false);
        app.add_option("--incident", incident, "this incident alone");
        app.add_option("--updates", updates, "every, digest (one an hour) or milestones")->check(CLI::IsMember({"every", "digest", "milestones"}));
        app.add_option("--quiet", quiet, "hours without messages: 22:00-07:00");
        app.add_option("--time-zone", time_zone, "of these hours: Europe/Berlin");
    }
    void put(boost::json::object& body) const {
        set_if_given(body, "language", language);
        set_if_given(body, "incident", incident);
        set_if_given(body, "updates", updates);
        set_if_given(body, "quiet", quiet);
        set_if_given(body, "time_zone", time_zone);
        if (components.empty()) return;
        boost::json::array ids;
        for (const std::string& id : components) ids.emplace_back(id);
        body["components"] = std::move(ids);
    }
};

void add_audience_list(CLI::App& group, Draft& draft) {
    auto* command = draft.command(group, "list", "who they are, with their addresses");
    auto state = std::make_shared<std::string>();
    auto kind = std::make_shared<std::string>();
    auto address = std::make_shared<std::string>();
    auto after = std::make_shared<std::string>();
    command->add_option("--state", *state, "pending, active, quarantined, suppressed or left");
    command->add_option("--kind", *kind, "mail or webhook");
    command->add_option("--address", *address, "this one alone");
    command->add_option("--after", *after, "where the list before ended");
    command->callback([=, &draft] {
        std::string query;
        const auto add = [&](const char* name, const std::string& value) {
            if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + path_segment(value);
        };
        add("state", *state);
        add("kind", *kind);
        add("address", *address);
        add("after", *after);
        draft.call("GET", collection + query, nullptr, render_subscribers);
    });
}

void add_add(CLI::App& group, Draft& draft) {
    auto* command = draft.command(group, "add", "subscribe a mail address, or a webhook");
    auto address = std::make_shared<std::string>();
    auto basis = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>();
    auto wishes = std::make_shared<Wishes>();
    command->add_option("ADDRESS", *address, "a mail address, or the https URL of a webhook")->required();
    command->add_option("--basis", *basis, "why they may be written to: \"contract 2026\"")->required();
    command->add_option("--format", *format, "of a webhook: candor or statuspage")->check(CLI::IsMember({"candor", "statuspage"}));
    wishes->add_to(*command);
    command->callback([=, &draft] {
        const bool webhook = address->find("://") != std::string::npos;
        boost::json::object body{{webhook ? "url" : "address", *address}, {"basis", *basis}};
        if (!format->empty()) body["format"] = *format;
        wishes->put(body);
        draft.call("POST", webhook ? "/api/v1/webhooks" : collection, std::move(body), webhook ? render_hook : render_subscriber);
    });
    command->footer("Examples:\n  candor subscribers add ana@example.org --basis \"contract 2026\"\n  candor subscribers add https://hooks.example.org/x --basis \"our bridge\"");
}

void add_change(CLI::App& group, Draft& draft) {
    auto* command = draft.command(group, "change", "what somebody hears");
    auto id = std::make_shared<std::string>();
    auto wishes = std::make_shared<Wishes>();
    command->add_option("ID", *id, "as `candor subscribers list` shows it")->required();
    wishes->add_to(*command);
    command->callback([=, &draft] {
        boost::json::object body;
        wishes->put(body);
        if (body.empty()) throw CLI::ValidationError("change", "nothing is to be changed");
        draft.call("PATCH", std::string(collection) + "/" + path_segment(*id), std::move(body), render_subscriber);
    });
}

// What takes one id and nothing else.
void add_simple(CLI::App& group, Draft& draft, const char* name, const char* about, const std::function<void(const std::string&)>& act) {
    auto* command = draft.command(group, name, about);
    auto id = std::make_shared<std::string>();
    command->add_option("ID", *id, "as `candor subscribers list` shows it")->required();
    command->callback([=] { act(std::string(collection) + "/" + path_segment(*id)); });
}

void add_list_import(CLI::App& group, Draft& draft) {
    auto* command = draft.command(group, "import", "subscribe the rows of a CSV file");
    auto table = std::make_shared<ImportTable>();
    command->add_option("FILE", table->file, "the file; - is standard input")->required();
    command->add_option("--basis", table->basis, "why they may be written to, for rows that have none");
    command->callback([=, &draft] { draft.invocation.action = *table; });
    command->footer("The first row names the columns: address, and any of language, components,\nincident, updates, quiet, time_zone, basis; of webhooks format, contact, id.\n"
                    "Examples:\n  candor subscribers import customers.csv --basis \"contract 2026\"");
}

void add_list_export(CLI::App& group, Draft& draft) {
    auto* command = draft.command(group, "export", "all subscribers, as a CSV file");
    auto table = std::make_shared<ExportTable>();
    command->add_option("FILE", table->file, "a new file; left out: standard output");
    command->callback([=, &draft] { draft.invocation.action = *table; });
}

}  // namespace

void add_subscribers(CLI::App& app, Draft& draft) {
    auto* group = draft.command(app, "subscribers", "who hears: how many, who, enter, remove, import, export");
    group->require_subcommand(0, 1);
    group->callback([&draft, group] {
        if (group->get_subcommands().empty()) draft.call("GET", "/api/v1/subscribers/counts", nullptr, render_subscriber_counts);
    });
    add_audience_list(*group, draft);
    add_simple(*group, draft, "show", "one of them, and what was sent lately", [&draft](const std::string& path) { draft.call("GET", path, nullptr, render_subscriber); });
    add_add(*group, draft);
    add_change(*group, draft);
    add_simple(*group, draft, "enable", "write again to one that was quarantined or suppressed", [&draft](const std::string& path) {
        draft.call("PATCH", path, boost::json::object{{"state", "active"}}, render_subscriber);
    });
    add_simple(*group, draft, "remove", "unsubscribe one of them", [&draft](const std::string& path) { draft.call("DELETE", path, nullptr, render_unsubscribed); });
    add_list_import(*group, draft);
    add_list_export(*group, draft);
}

}  // namespace candor::ctl
