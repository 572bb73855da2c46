#include "daemon/api/commands.hpp"

#include "core/incident/codec.hpp"
#include "core/plan/offer.hpp"
#include "daemon/http/json_body.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::api {

using http::FieldReader;

namespace {

// In bytes: generous, as decide() counts characters as people do.
constexpr std::size_t name_bytes = 1000;
constexpr std::size_t line_bytes = 8000;
constexpr std::size_t words_bytes = 32000;
constexpr std::size_t most_components = 200;

template <NamedEnum E>
std::optional<E> read_word(FieldReader& fields, std::string_view name) {
    return fields.word(name, [](std::string_view text) { return parse_name<E>(text); }, names_of<E>());
}

// Who, when and which number is the daemon's to say.
std::optional<Error> given_by_the_daemon(const json::object& fact, const std::string& path) {
    for (const std::string_view member : {"id", "at", "author"}) {
        if (!fact.contains(member)) continue;
        return Error(ErrorCode::invalid_argument, fmt::format("`{}` of a fact is given by the daemon.", member),
                     fmt::format("{}.{}", path, member), "Leave it out.");
    }
    return std::nullopt;
}

Result<NewFact> read_fact(const json::object& fact, const std::string& path) {
    if (auto error = given_by_the_daemon(fact, path)) return *error;
    return new_fact_from_json(fact, path);
}

void add_listed_facts(FieldReader& fields, std::vector<NewFact>& facts) {
    const json::array* list = fields.array("facts");
    if (list == nullptr) return;
    if (list->size() > most_facts) return fields.fail("facts", fmt::format("has more than {} entries", most_facts));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string place = fmt::format("facts[{}]", i);
        const json::object* object = (*list)[i].if_object();
        if (object == nullptr) return fields.fail(place, "is not an object");
        auto fact = read_fact(*object, place);
        if (!fact) return fields.fail(fact.error());
        facts.push_back(std::move(*fact));
    }
}

void add_shorthand(std::vector<NewFact>& facts, FactBody body) {
    facts.push_back({std::move(body), Confidence::confirmed, std::nullopt});
}

std::string known_components(const desk::Setup& setup) {
    std::string names;
    for (const auto& [id, name] : setup.components) names += (names.empty() ? "" : ", ") + id.str();
    return names.empty() ? "No component is configured." : fmt::format("The components are: {}.", names);
}

std::vector<ComponentId> read_components(FieldReader& fields, const desk::Setup& setup) {
    std::vector<ComponentId> components;
    for (std::string& name : fields.texts("components", most_components, name_bytes)) {
        const ComponentId id(std::move(name));
        const bool known = std::any_of(setup.components.begin(), setup.components.end(), [&](const auto& one) { return one.first == id; });
        if (!known) {
            fields.fail(Error(ErrorCode::invalid_argument, fmt::format("There is no component {}.", id.str()),
                              fmt::format("components[{}]", components.size()), known_components(setup)));
        }
        if (std::find(components.begin(), components.end(), id) == components.end()) components.push_back(id);
    }
    return components;
}

Window read_window(FieldReader& fields) {
    const auto from = fields.time("from");
    const auto until = fields.time("until");
    if (!from) fields.fail("from", "is missing: when it is to begin, in RFC 3339");
    if (!until) fields.fail("until", "is missing: when it is to have ended, in RFC 3339");
    return {from.value_or(Time{}), until.value_or(Time{})};
}

// The component whose reports are taken, and its name: they say what the declaration leaves out.
std::optional<std::pair<ComponentId, std::string>> read_reported(FieldReader& fields, const desk::Setup& setup) {
    const auto name = fields.optional_text("from_reports", name_bytes);
    if (!name) return std::nullopt;
    for (const auto& component : setup.components) {
        if (component.first.str() == *name) return component;
    }
    fields.fail(Error(ErrorCode::invalid_argument, fmt::format("There is no component {}.", *name), "from_reports", known_components(setup)));
    return std::nullopt;
}

// The member "answer", which is one of two words.
std::optional<std::string> read_one_of(FieldReader& fields, std::string_view one, std::string_view other) {
    const auto parse = [&](std::string_view text) { return text == one || text == other ? std::optional(std::string(text)) : std::nullopt; };
    auto answer = fields.word("answer", parse, fmt::format("{}, {}", one, other));
    if (!answer) fields.fail("answer", fmt::format("is missing: {} or {}", one, other));
    return answer;
}

// The number of an update, or its id.
std::optional<UpdateId> read_corrected(FieldReader& fields, const json::object& body, const Record& record) {
    const json::value* given = body.if_contains("corrects");
    if (given != nullptr && given->is_string()) {
        if (const auto id = fields.optional_text("corrects", name_bytes)) return UpdateId(*id);
        return std::nullopt;
    }
    const auto number = fields.integer("corrects", 1, 1'000'000'000);
    if (!number) return std::nullopt;
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.number == *number) return published.update.id;
    }
    fields.fail(Error(ErrorCode::not_found, fmt::format("This incident has no update no. {}.", *number), "corrects"));
    return std::nullopt;
}

// What the plan has ready under "template", and then "words".
Result<std::string> read_words(FieldReader& fields, const Record& record, const desk::Setup& setup) {
    std::string words = fields.optional_text("words", words_bytes).value_or("");
    const auto wanted = fields.optional_text("template", name_bytes);
    if (!wanted) return words;
    if (!setup.plan) return Error(ErrorCode::invalid_argument, "There is no plan, and so no template.", "template", "Name a plan in the configuration, or write the words.");
    auto ready = plan::prepared_words(*setup.plan, plan::situation_of(record), *wanted);
    if (!ready || words.empty()) return ready;
    return *ready + " " + words;
}

}  // namespace

Result<Declare> read_declare(const json::object& body, IncidentId id, const desk::Setup& setup) {
    FieldReader fields(body);
    Declare command;
    command.id = std::move(id);
    const auto reported = read_reported(fields, setup);
    command.title = reported ? fields.optional_text("title", line_bytes).value_or(reported->second) : fields.text("title", line_bytes);
    command.components = read_components(fields, setup);
    if (reported && command.components.empty()) command.components = {reported->first};
    const auto impact = read_word<Impact>(fields, "impact");
    if (!impact && !reported) fields.fail("impact", "is missing: say how bad it is, " + names_of<Impact>());
    command.impact = impact.value_or(Impact::minor);
    command.origin = read_word<Origin>(fields, "origin").value_or(reported ? Origin::customer_report : Origin::staff);
    command.owner = fields.optional_text("owner", name_bytes).value_or("");  // the desk knows who is on duty
    command.deputy = fields.optional_text("deputy", name_bytes).value_or("");
    if (const auto scope = read_word<ScopeLabel>(fields, "scope")) add_shorthand(command.facts, Scope{*scope, {}, {}, {}});
    if (auto symptom = fields.optional_text("symptom", line_bytes)) add_shorthand(command.facts, Symptom{std::move(*symptom)});
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Declare> read_case(const json::object& body, IncidentId id) {
    FieldReader fields(body);
    Declare command;
    command.kind = RecordKind::case_;
    command.id = std::move(id);
    command.title = fields.text("told", line_bytes);
    command.origin = Origin::customer_report;
    command.customer.emplace();
    command.customer->reference = fields.text("customer", name_bytes);
    command.address = fields.text("mail", name_bytes);
    command.customer->language = fields.optional_text("language", name_bytes).value_or("");
    command.customer->about = IncidentId(fields.optional_text("about", name_bytes).value_or(""));
    command.customer->urgent = fields.flag("urgent").value_or(false);
    command.owner = fields.optional_text("owner", name_bytes).value_or("");
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Declare> read_maintenance(const json::object& body, IncidentId id, const desk::Setup& setup) {
    FieldReader fields(body);
    Declare command;
    command.kind = RecordKind::maintenance;
    command.id = std::move(id);
    command.title = fields.text("title", line_bytes);
    command.components = read_components(fields, setup);
    command.impact = read_word<Impact>(fields, "impact").value_or(Impact::minor);
    command.window = read_window(fields);
    command.owner = fields.optional_text("owner", name_bytes).value_or("");
    command.deputy = fields.optional_text("deputy", name_bytes).value_or("");
    if (auto effect = fields.optional_text("effect", line_bytes)) add_shorthand(command.facts, Symptom{std::move(*effect)});
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<MoveTo> read_move(const json::object& body) {
    FieldReader fields(body);
    MoveTo command;
    command.window = read_window(fields);
    command.reason = fields.text("reason", line_bytes);
    if (auto error = fields.error()) return *error;
    return command;
}

template <class Step>
Result<Step> read_step(const json::object& body) {
    FieldReader fields(body);
    Step command;
    command.words = fields.optional_text("words", words_bytes).value_or("");
    if constexpr (std::is_same_v<Step, Complete>) {
        if (auto method = fields.optional_text("verified", line_bytes)) add_shorthand(command.facts, Verification{std::move(*method), true});
    }
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}
template Result<Start> read_step(const json::object& body);
template Result<Verify> read_step(const json::object& body);
template Result<Complete> read_step(const json::object& body);

Result<RecordFacts> read_facts(const json::object& body) {
    RecordFacts command;
    if (body.contains("kind")) {
        auto fact = read_fact(body, "");
        if (!fact) return fact.error();
        command.facts.push_back(std::move(*fact));
        return command;
    }
    FieldReader fields(body);
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<RetractFact> read_retraction(const json::object& body, FactId fact) {
    FieldReader fields(body);
    RetractFact command{std::move(fact), fields.text("reason", line_bytes)};
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Publish> read_update(const json::object& body, const Record& record, const desk::Setup& setup) {
    FieldReader fields(body);
    Publish command;
    auto words = read_words(fields, record, setup);
    if (!words) return words.error();
    command.words = std::move(*words);
    command.status = read_word<Status>(fields, "status");
    command.impact = read_word<Impact>(fields, "impact");
    command.corrects = read_corrected(fields, body, record);
    command.because = fields.optional_text("because", line_bytes).value_or("");
    command.ask = fields.optional_text("ask", name_bytes).value_or("");
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Assign> read_owner(const json::object& body) {
    FieldReader fields(body);
    Assign command;
    command.owner = fields.text("owner", name_bytes);
    command.deputy = fields.optional_text("deputy", name_bytes).value_or("");
    command.note = fields.optional_text("note", words_bytes).value_or("");
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Resolve> read_resolution(const json::object& body, const Record& record, const desk::Setup& setup) {
    FieldReader fields(body);
    Resolve command;
    auto words = read_words(fields, record, setup);
    if (!words) return words.error();
    command.words = std::move(*words);
    command.because = fields.optional_text("because", line_bytes).value_or("");
    command.ask = fields.optional_text("ask", name_bytes).value_or("");
    command.no_remedy = fields.optional_text("no_remedy", line_bytes).value_or("");
    if (auto method = fields.optional_text("verified", line_bytes)) add_shorthand(command.facts, Verification{std::move(*method), true});
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Command> read_answer(const json::object& body, ApprovalId approval) {
    FieldReader fields(body);
    const auto answer = read_one_of(fields, "approve", "refuse");
    const auto reason = fields.optional_text("reason", line_bytes).value_or("");
    if (auto error = fields.error()) return *error;
    if (*answer == "approve") return Command(Approve{std::move(approval)});
    return Command(Refuse{std::move(approval), reason});
}

Result<Withdraw> read_withdrawal(const json::object& body) {
    FieldReader fields(body);
    Withdraw command{fields.text("reason", line_bytes)};
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Reopen> read_reopening(const json::object& body) {
    FieldReader fields(body);
    Reopen command;
    command.words = fields.text("words", words_bytes);
    command.because = fields.optional_text("because", line_bytes).value_or("");
    command.ask = fields.optional_text("ask", name_bytes).value_or("");
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<PublishReview> read_review(const json::object& body) {
    FieldReader fields(body);
    PublishReview command;
    command.words = fields.optional_text("words", words_bytes).value_or("");
    command.because = fields.optional_text("because", line_bytes).value_or("");
    command.ask = fields.optional_text("ask", name_bytes).value_or("");
    add_listed_facts(fields, command.facts);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Command> read_acknowledgement(const json::object& body) {
    FieldReader fields(body);
    Acknowledge command{fields.optional_text("note", line_bytes).value_or("")};
    if (auto error = fields.error()) return *error;
    return Command(std::move(command));
}

Result<Command> read_recheck(const json::object& body) {
    FieldReader fields(body);
    Recheck command{fields.text("method", line_bytes), true};
    const auto passed = fields.flag("passed");
    if (!passed) fields.fail("passed", "is missing: does it hold? true or false");
    command.passed = passed.value_or(false);
    if (auto error = fields.error()) return *error;
    return Command(std::move(command));
}

Result<Command> read_dismissal(const json::object& body) {
    FieldReader fields(body);
    DismissReopening command{fields.text("reason", line_bytes)};
    if (auto error = fields.error()) return *error;
    return Command(std::move(command));
}

Result<MakePromise> read_promise(const json::object& body) {
    FieldReader fields(body);
    MakePromise command;
    command.text = fields.text("text", line_bytes);
    command.to = fields.optional_text("to", name_bytes).value_or("");
    command.owner = fields.optional_text("owner", name_bytes).value_or("");
    const auto due = fields.time("due");
    if (!due) fields.fail("due", "is missing: by when, in RFC 3339");
    command.due = due.value_or(Time{});
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Command> read_settlement(const json::object& body, PromiseId promise) {
    FieldReader fields(body);
    const auto answer = read_one_of(fields, "kept", "broken");
    const auto note = fields.optional_text("note", line_bytes).value_or("");
    const auto reason = fields.optional_text("reason", line_bytes).value_or("");
    if (auto error = fields.error()) return *error;
    if (*answer == "kept") return Command(KeepPromise{std::move(promise), note});
    return Command(BreakPromise{std::move(promise), reason});
}

}  // namespace candor::api
