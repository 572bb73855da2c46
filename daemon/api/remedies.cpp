// Goodwill: what may be given, giving it, and what a second person says where it is over a cap.
#include "core/digest.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/goodwill_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

#include <fmt/format.h>

namespace candor::api {

using http::FieldReader;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t remedy_name_bytes = 1000;
constexpr std::size_t remedy_line_bytes = 8000;

// The same key of the same asker gives once; another's does not count for it.
std::string key_of(const std::string& key, const std::string& asker) {
    return key.empty() ? std::string() : to_hex(sha256_of({"give", asker, key})).substr(0, 32);
}

Result<GrantRemedy> read_gift(const json::object& body, const Request& request) {
    FieldReader fields(body);
    GrantRemedy command;
    command.remedy = fields.text("remedy", remedy_name_bytes);
    command.to = fields.optional_text("to", remedy_name_bytes).value_or("");
    command.everyone = fields.flag("everyone").value_or(false);
    command.role = fields.optional_text("as", remedy_name_bytes).value_or("");
    command.owner = fields.optional_text("owner", remedy_name_bytes).value_or("");
    command.due = fields.time("due");
    command.reason = fields.optional_text("reason", remedy_line_bytes).value_or("");
    const std::string* header = request.header("idempotency-key");
    const auto key = fields.optional_text("key", remedy_name_bytes);
    if (header != nullptr && key) fields.fail("key", "is given twice: here and in the header");
    command.key = key_of(header != nullptr ? *header : key.value_or(""), request.who.name);
    if (auto error = fields.error()) return *error;
    return command;
}

Result<Command> read_decision(const json::object& body, GrantId grant) {
    static constexpr std::string_view words = "approve, refuse, given";
    FieldReader fields(body);
    const auto parse = [](std::string_view text) {
        return text == "approve" || text == "refuse" || text == "given" ? std::optional(std::string(text)) : std::nullopt;
    };
    const auto answer = fields.word("answer", parse, words);
    if (!answer) fields.fail("answer", fmt::format("is missing: one of {}", words));
    auto reason = fields.optional_text("reason", remedy_line_bytes).value_or("");
    auto note = fields.optional_text("note", remedy_line_bytes).value_or("");
    if (auto error = fields.error()) return *error;
    if (*answer == "approve") return Command(ApproveRemedy{std::move(grant)});
    if (*answer == "refuse") return Command(RefuseRemedy{std::move(grant), std::move(reason)});
    return Command(FulfilRemedy{std::move(grant), std::move(note)});
}

json::object about(const Parts& parts, const Request& request, const desk::Dossier& dossier) {
    const RemedyOffer offer = parts.desk.offer(dossier.record, request.who.name);
    json::object answer{{"incident", summary_view(dossier, parts.desk.setup())}};
    answer["caps"] = caps_view(offer, &dossier.record);
    return answer;
}

Response given_answer(const Parts& parts, const Request& request, const desk::Dossier& dossier, const Grant& grant, int status) {
    json::object answer = about(parts, request, dossier);
    answer["grant"] = grant_view(grant);
    return http::json(status, answer);
}

Task<Response> catalogue(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto& setup = parts.desk.setup();
    const RemedyOffer offer = parts.desk.offer(Record{}, request.who.name);
    json::object answer{{"remedies", catalogue_view(offer, false)}, {"caps", caps_view(offer, nullptr)}};
    answer["plan"] = setup.plan ? json::value(setup.plan->name) : json::value(nullptr);
    co_return http::json(200, answer);
}

Task<Response> list_remedies(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    json::object answer = about(parts, request, **found);
    answer["remedies"] = catalogue_view(parts.desk.offer(record, request.who.name), true);
    answer["grants"] = grants_view(record);
    answer["declined"] = record.no_remedy.empty() ? json::value(nullptr) : json::value(record.no_remedy);
    co_return http::json(200, answer);
}

const Grant& grant_under(const Record& record, const std::string& key) {
    for (const Grant& grant : record.grants) {
        if (!key.empty() && grant.giving.key == key) return grant;
    }
    return record.grants.back();
}

Task<Response> decline(const Parts& parts, const Request& request, desk::DossierPtr dossier, const json::object& body) {
    FieldReader fields(body);
    DeclineRemedies command{fields.text("none", remedy_line_bytes)};
    if (auto error = fields.error()) co_return *error;
    Command wanted = command;
    const auto done = co_await carry_out(parts, request, dossier->record.id, std::move(wanted));
    if (!done) co_return done.error();
    json::object answer = about(parts, request, *done->dossier);
    answer["declined"] = done->dossier->record.no_remedy;
    co_return http::json(200, answer);
}

Task<Response> give(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    if (asked->body.contains("none")) co_return co_await decline(parts, request, asked->dossier, asked->body);
    const auto command = read_gift(asked->body, request);
    if (!command) co_return command.error();
    Command wanted = *command;
    const auto done = co_await carry_out(parts, request, asked->dossier->record.id, std::move(wanted));
    if (!done) co_return done.error();
    const Grant& grant = grant_under(done->dossier->record, command->key);
    const int fresh = grant.state == GrantState::asked ? 202 : 201;
    co_return given_answer(parts, request, *done->dossier, grant, done->events.empty() ? 200 : fresh);
}

Task<Response> answer_grant(const Parts& parts, const Request& request, const Params& params) {
    const GrantId id(params["grant"]);
    const auto read = [&](const json::object& body) { return read_decision(body, id); };
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    co_return given_answer(parts, request, *done->dossier, *find_grant(done->dossier->record, id), 200);
}

Task<Response> similar(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    json::object answer{{"incident", summary_view(**found, parts.desk.setup())}};
    answer["similar"] = similar_view(record);
    answer["pattern"] = to_string(pattern_of(record));
    answer["known_since"] = time_or_null(record.known_since);
    co_return http::json(200, answer);
}

}  // namespace

void add_remedies(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/remedies", Scope::read, catalogue);
    add(routes, parts, Method::get, "/incidents/{id}/remedies", Scope::read, list_remedies);
    add(routes, parts, Method::post, "/incidents/{id}/remedies", Scope::respond, give);
    add(routes, parts, Method::post, "/incidents/{id}/remedies/{grant}", Scope::respond, answer_grant);
    add(routes, parts, Method::get, "/incidents/{id}/similar", Scope::read, similar);
}

}  // namespace candor::api
