// candor token, whoami: who may do what over the network.
#include "daemon/ctl/command/draft.hpp"

namespace candor::ctl {

namespace {

struct TokenArguments {
    std::string name;
    std::string scope;
    std::string expires;
};

void add_create(CLI::App& token, Draft& draft) {
    auto* command = draft.command(token, "create", "make a token; it is shown once");
    auto arguments = std::make_shared<TokenArguments>();
    command->add_option("NAME", arguments->name, "whom or what it is for")->required();
    command->add_option("--scope", arguments->scope, "read, respond or admin")
        ->required()
        ->check(CLI::IsMember({"read", "respond", "admin"}));
    command->add_option("--expires", arguments->expires, "after this long (90d), or at a time (RFC 3339)");
    command->callback([&draft, arguments] {
        boost::json::object body{{"name", arguments->name}, {"scope", arguments->scope}};
        if (!arguments->expires.empty()) {
            const bool length = parse_duration(arguments->expires).has_value();
            body["expires"] = draft.time("--expires", (length ? "+" : "") + arguments->expires, Towards::future);
        }
        draft.call("POST", "/api/v1/tokens", std::move(body), render_token);
    });
}

void add_revoke(CLI::App& token, Draft& draft) {
    auto* command = draft.command(token, "revoke", "refuse a token from now on");
    auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "as `candor token list` shows it")->required();
    command->callback(
        [&draft, name] { draft.call("DELETE", "/api/v1/tokens/" + path_segment(*name), nullptr, render_revoked); });
}

}  // namespace

void add_access(CLI::App& app, Draft& draft) {
    auto* token = draft.command(app, "token", "who may use the API over the network");
    token->require_subcommand(1);
    add_create(*token, draft);
    auto* list = draft.command(*token, "list", "the tokens there are");
    list->callback([&draft] { draft.call("GET", "/api/v1/tokens", nullptr, render_tokens); });
    add_revoke(*token, draft);
    auto* whoami = draft.command(app, "whoami", "what the daemon takes you for");
    auto can = std::make_shared<bool>(false);
    whoami->add_flag("--can", *can, "with every command: whether you may");
    whoami->callback([&draft, can] {
        draft.call("GET", *can ? "/api/v1/whoami?can=true" : "/api/v1/whoami", nullptr, *can ? render_authority : render_whoami);
    });
}

}  // namespace candor::ctl
