// candor fact: one known thing, with how sure we are of it. Text can say only what is recorded here.
#include "core/incident/fact.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/command/names.hpp"

namespace candor::ctl {

namespace {

using boost::json::object;

// The words of one `fact` command: those of its kind are set, the others stay empty.
struct FactArguments {
    std::string incident;
    std::string text;
    std::string second;
    std::string method;
    std::string replaces;
    std::string confidence;
    std::string category;
    std::string party;
    std::string earliest;
    std::string latest;
    std::string basis;
    std::string owner;
    std::string due;
    std::string reason;
    std::optional<std::int64_t> count;
    std::optional<double> fraction;
    bool done = false;
    bool passed = false;
    bool failed = false;
};

using Arguments = std::shared_ptr<FactArguments>;

void record(Draft& draft, const FactArguments& arguments, object fact) {
    set_if_given(fact, "confidence", arguments.confidence);
    set_if_given(fact, "replaces", arguments.replaces);
    object body;
    body["facts"] = boost::json::array{std::move(fact)};
    draft.call_incident(arguments.incident, "POST", "/facts", std::move(body), render_facts);
}

// A kind of fact: its command, with the options that all kinds take.
CLI::App* add_kind(CLI::App& fact, Draft& draft, const Arguments& arguments, const std::string& name,
                   const std::string& meaning) {
    auto* kind = draft.command(fact, name, meaning);
    kind->add_option("--replaces", arguments->replaces, "the fact that this one replaces (f1, f2, ...)");
    return kind;
}

void add_confidence(CLI::App& kind, const Arguments& arguments) {
    kind.add_option("--confidence", arguments->confidence, names_of<Confidence>())->check(one_of<Confidence>());
}

// symptom, workaround: one sentence.
void add_sentence(CLI::App& fact, Draft& draft, const Arguments& arguments, const std::string& name,
                  const std::string& meaning) {
    auto* kind = add_kind(fact, draft, arguments, name, meaning);
    kind->add_option("TEXT", arguments->text, "the sentence, or - for standard input")->required();
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments, name] {
        record(draft, *arguments, {{"kind", name}, {"text", draft.words(arguments->text)}});
    });
}

void add_scope(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "scope", "how many are affected");
    kind->add_option("LABEL", arguments->text, names_of<ScopeLabel>())->required()->check(one_of<ScopeLabel>());
    kind->add_option("--count", arguments->count, "customers affected");
    kind->add_option("--fraction", arguments->fraction, "part of all customers, 0 to 1")->check(CLI::Range(0.0, 1.0));
    kind->add_option("--method", arguments->method, "how it was found out");
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments] {
        object body{{"kind", "scope"}, {"label", arguments->text}};
        if (arguments->count) body["count"] = *arguments->count;
        if (arguments->fraction) body["fraction"] = *arguments->fraction;
        set_if_given(body, "method", arguments->method);
        record(draft, *arguments, std::move(body));
    });
}

void add_cause(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "cause", "why it happens; suspected until it is confirmed");
    kind->add_option("TEXT", arguments->text, "the cause, or - for standard input")->required();
    add_confidence(*kind, arguments);
    kind->add_option("--party", arguments->party, "who else is involved (a supplier)");
    kind->add_option("--category", arguments->category, names_of<CauseCategory>())->check(one_of<CauseCategory>());
    kind->callback([&draft, arguments] {
        object body{{"kind", "cause"}, {"text", draft.words(arguments->text)}};
        set_if_given(body, "category", arguments->category);
        set_if_given(body, "party", arguments->party);
        record(draft, *arguments, std::move(body));
    });
}

void add_action(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "action", "what is being done, or has been");
    kind->add_option("TEXT", arguments->text, "what is done, or - for standard input")->required();
    kind->add_flag("--done", arguments->done, "it is done");
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments] {
        object body{{"kind", "action"}, {"text", draft.words(arguments->text)}};
        if (arguments->done) body["done"] = true;
        record(draft, *arguments, std::move(body));
    });
}

void add_eta(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "eta", "when it is expected to be over, and what that rests on");
    kind->add_option("--latest", arguments->latest, "at the latest (14:30, +45m, RFC 3339)")->required();
    kind->add_option("--earliest", arguments->earliest, "at the earliest");
    kind->add_option("--basis", arguments->basis, "what the expectation rests on")->required();
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments] {
        object body{{"kind", "eta"}};
        if (!arguments->earliest.empty())
            body["earliest"] = draft.time("--earliest", arguments->earliest, Towards::future);
        body["latest"] = draft.time("--latest", arguments->latest, Towards::future);
        body["basis"] = arguments->basis;
        record(draft, *arguments, std::move(body));
    });
}

void add_verification(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "verification", "how it was checked that customers are served again");
    kind->add_option("METHOD", arguments->text, "how, or - for standard input")->required();
    auto* passed = kind->add_flag("--passed", arguments->passed, "it works");
    auto* failed = kind->add_flag("--failed", arguments->failed, "it does not")->excludes(passed);
    kind->callback([&draft, arguments, failed] {
        if (!arguments->passed && !arguments->failed) throw CLI::RequiredError("--passed or " + failed->get_name());
        record(draft, *arguments,
               {{"kind", "verification"}, {"method", draft.words(arguments->text)}, {"passed", arguments->passed}});
    });
}

void add_instant(CLI::App& fact, Draft& draft, const Arguments& arguments, const std::string& name,
                 const std::string& meaning) {
    auto* kind = add_kind(fact, draft, arguments, name, meaning);
    kind->add_option("TIME", arguments->text, "14:30, -10m, now, RFC 3339")->required();
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments, name] {
        record(draft, *arguments, {{"kind", name}, {"time", draft.time("TIME", arguments->text, Towards::past)}});
    });
}

// data-loss, security: yes, no or unknown.
void add_answer(CLI::App& fact, Draft& draft, const Arguments& arguments, const std::string& name,
                const std::string& kind_name, const char* key, const std::string& meaning) {
    auto* kind = add_kind(fact, draft, arguments, name, meaning);
    kind->add_option("ANSWER", arguments->text, names_of<candor::Answer>())
        ->required()
        ->check(one_of<candor::Answer>());
    kind->add_option("--method", arguments->method, "how it was found out; \"no\" needs it");
    add_confidence(*kind, arguments);
    kind->callback([&draft, arguments, kind_name, key] {
        object body{{"kind", kind_name}, {key, arguments->text}};
        set_if_given(body, "method", arguments->method);
        record(draft, *arguments, std::move(body));
    });
}

void add_unaffected(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "unaffected", "something that was checked and is not affected");
    kind->add_option("SUBJECT", arguments->text, "what")->required();
    kind->add_option("--method", arguments->method, "how it was checked")->required();
    kind->callback([&draft, arguments] {
        record(draft, *arguments,
               {{"kind", "unaffected"}, {"subject", arguments->text}, {"method", arguments->method}});
    });
}

void add_third_party(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "third-party", "what another party has committed to");
    kind->add_option("PARTY", arguments->text, "who")->required();
    kind->add_option("COMMITMENT", arguments->second, "what they accepted to do")->required();
    kind->add_option("--due", arguments->due, "by when (14:30, +2h, RFC 3339)");
    kind->callback([&draft, arguments] {
        object body{{"kind", "third_party"}, {"party", arguments->text}, {"commitment", arguments->second}};
        if (!arguments->due.empty()) body["due"] = draft.time("--due", arguments->due, Towards::future);
        record(draft, *arguments, std::move(body));
    });
}

void add_prevention(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* kind = add_kind(fact, draft, arguments, "prevention", "what will change so that it does not come back");
    kind->add_option("TEXT", arguments->text, "what will change, or - for standard input")->required();
    kind->add_option("--owner", arguments->owner, "who sees to it");
    kind->add_option("--due", arguments->due, "by when (+14d, RFC 3339)");
    kind->callback([&draft, arguments] {
        object body{{"kind", "prevention"}, {"text", draft.words(arguments->text)}};
        set_if_given(body, "owner", arguments->owner);
        if (!arguments->due.empty()) body["due"] = draft.time("--due", arguments->due, Towards::future);
        record(draft, *arguments, std::move(body));
    });
}

void add_retract(CLI::App& fact, Draft& draft, const Arguments& arguments) {
    auto* retract = draft.command(fact, "retract", "a recorded fact is not true: say why");
    retract->add_option("FACT", arguments->text, "f1, f2, ... as `candor show` lists them")->required();
    retract->add_option("--reason", arguments->reason, "why it does not hold")->required();
    retract->callback([&draft, arguments] {
        draft.call_incident(arguments->incident, "POST", "/facts/" + path_segment(arguments->text) + "/retract",
                            object{{"reason", arguments->reason}}, render_retracted);
    });
}

}  // namespace

void add_fact(CLI::App& app, Draft& draft) {
    auto* fact = draft.command(app, "fact", "record what is known: updates can say nothing else");
    auto arguments = std::make_shared<FactArguments>();
    add_incident(*fact, arguments->incident);
    fact->require_subcommand(1);
    add_sentence(*fact, draft, arguments, "symptom", "what customers notice");
    add_scope(*fact, draft, arguments);
    add_cause(*fact, draft, arguments);
    add_sentence(*fact, draft, arguments, "workaround", "what customers can do meanwhile");
    add_action(*fact, draft, arguments);
    add_eta(*fact, draft, arguments);
    add_verification(*fact, draft, arguments);
    add_instant(*fact, draft, arguments, "started", "when it began for customers");
    add_instant(*fact, draft, arguments, "ended", "when it ended for customers");
    add_answer(*fact, draft, arguments, "data-loss", "data_loss", "answer", "whether data was lost");
    add_unaffected(*fact, draft, arguments);
    add_answer(*fact, draft, arguments, "security", "security", "incident", "whether it is an attack");
    add_third_party(*fact, draft, arguments);
    add_prevention(*fact, draft, arguments);
    add_retract(*fact, draft, arguments);
    fact->footer("Example:\n  candor fact 4f7k cause \"the payment provider's gateway\" --confidence suspected");
}

}  // namespace candor::ctl
