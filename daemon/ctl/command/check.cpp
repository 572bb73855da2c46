// candor check, rules: whether the record bears out what a text says. With --record it needs no daemon.
#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/check/check.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/shipped.hpp"

#include <iostream>

namespace candor::ctl {

namespace {

struct CheckArguments {
    IncidentAndWords about;
    CheckOptions options;
    std::string format = "text";
};

std::string honesty_folder(const std::string& typed) {
    return typed.empty() ? find_shipped(this_program(), "/etc/candor/honesty", "etc/honesty").string() : typed;
}

int show(const CheckOutcome& outcome) {
    std::cout << outcome.out;
    std::cerr << outcome.err;
    return outcome.exit_code;
}

// Both words of [INC] [TEXT] are the text where a record takes the incident's place.
void check_with_record(Draft& draft, CheckArguments& arguments) {
    auto options = arguments.options;
    options.text = draft.words(arguments.about.words.empty() ? arguments.about.incident : arguments.about.words);
    options.json = arguments.format == "json" || draft.invocation.options.json;
    draft.invocation.action = LocalCommand{[options]() mutable {
        options.honesty_dir = honesty_folder(options.honesty_dir);
        return show(check_offline(options));
    }};
}

// As with a record file: 1 where the words would be refused.
int judge_findings(const boost::json::value& answer) {
    for (const Answer finding : Answer(answer)["findings"].items()) {
        if (finding["severity"].text() == "block") return exit_code::refused;
    }
    return exit_code::ok;
}

void check_with_daemon(Draft& draft, CheckArguments& arguments) {
    arguments.about.settle();
    if (arguments.about.words.empty()) throw CLI::RequiredError("TEXT");
    boost::json::object body{{"text", draft.words(arguments.about.words)}, {"language", arguments.options.lang}};
    draft.invocation.options.json = draft.invocation.options.json || arguments.format == "json";
    draft.call_incident(arguments.about.incident, "POST", "/check", std::move(body), render_check);
    std::get<ApiCall>(draft.invocation.action).judge = judge_findings;
}

void add_check_command(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "check", "whether the record bears out what a text says");
    auto arguments = std::make_shared<CheckArguments>();
    arguments->about.add_to(*command, "TEXT", "the text, or - for standard input");
    auto& options = arguments->options;
    command->add_option("--record", options.record, "check against this file, without a daemon");
    command->add_option("--lang", options.lang, "the language of the text (en)");
    command->add_option("--phase", options.phase, "of the incident, with --record: investigating, ...");
    command->add_option("--kind", options.kind, "of the update, with --record: first, progress, ...");
    command->add_option("--now", options.now, "the time to check at, with --record (RFC 3339)");
    command->add_flag("--whole", options.whole, "the text is the whole statement, with --record");
    command->add_flag("--strict", options.strict, "warnings block as well, with --record");
    command->add_option("--honesty", options.honesty_dir, "the folder of the rules, with --record");
    command->add_option("--format", arguments->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->callback([&draft, arguments] {
        arguments->options.record.empty() ? check_with_daemon(draft, *arguments) : check_with_record(draft, *arguments);
    });
}

void add_rules_command(CLI::App& app, Draft& draft) {
    auto* rules = draft.command(app, "rules", "the rules of the honesty check");
    auto folder = std::make_shared<std::string>();
    rules->add_option("--honesty", *folder, "the folder of the rules");
    rules->require_subcommand(0, 1);
    auto* explain = draft.command(*rules, "explain", "one rule: what it forbids, and why");
    auto rule = std::make_shared<std::string>();
    explain->add_option("RULE", *rule, "its id, like HON-101")->required();
    rules->callback([&draft, folder, rule, explain] {
        const bool one = explain->parsed();
        draft.invocation.action = LocalCommand{[folder, rule, one] {
            const auto path = honesty_folder(*folder);
            return show(one ? explain_rule(path, *rule) : list_rules(path));
        }};
    });
}

}  // namespace

void add_check(CLI::App& app, Draft& draft) {
    add_check_command(app, draft);
    add_rules_command(app, draft);
}

}  // namespace candor::ctl
