// Updates: looked at, published, and the last one of an incident.
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/goodwill_view.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

json::object preview_view(const desk::RenderedFor& shown) {
    const Rendered& rendered = shown.rendered;
    json::array dropped;
    for (const Slot slot : rendered.dropped) dropped.emplace_back(to_string(slot));
    json::object out;
    out["audience"] = shown.variant.substr(0, shown.variant.find('/'));
    out["variant"] = shown.variant;
    out["kind"] = to_string(shown.promised.kind);
    out["subject"] = rendered.message.subject;
    out["text"] = rendered.message.text;
    out["html_length"] = rendered.message.html.size();
    out["length"] = rendered.length;
    out["limit"] = rendered.limit == 0 ? json::value(nullptr) : json::value(rendered.limit);
    out["fits"] = rendered.fits;
    out["next"] = time_or_null(shown.promised.next);
    out["dropped"] = std::move(dropped);
    return out;
}

// Every finding about what the command says, with the field that it is in.
json::array findings_of(const desk::Preview& preview) {
    json::array findings;
    for (const desk::Checked& checked : preview.checked) {
        for (json::value& finding : honesty::to_json(checked.findings)) {
            finding.as_object()["field"] = checked.field;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

Task<Response> preview(const Parts& parts, const Request& request, IncidentId id, Command command) {
    std::string actor = request.who.name;
    const auto preview = co_await parts.desk.preview(std::move(id), std::move(command), std::move(actor));
    if (!preview) co_return preview.error();
    json::array previews;
    for (const desk::RenderedFor& shown : preview->variants) previews.push_back(preview_view(shown));
    json::object answer{{"previews", std::move(previews)}};
    answer["findings"] = findings_of(*preview);
    co_return http::json(200, answer);
}

// Publishes, and answers with the update that came of it.
Task<Response> publish(const Parts& parts, const Request& request, desk::DossierPtr dossier, Command command, int status) {
    const auto done = co_await carry_out(parts, request, dossier->record.id, std::move(command));
    if (!done) co_return done.error();
    json::object answer;
    answer["update"] = done->published ? json::value(update_view(*done->dossier, *done->published)) : json::value(nullptr);
    // 202: the words wait for a second person.
    if (done->asked) answer["approval"] = done->asked->str();
    answer["incident"] = shown(parts, *done->dossier);
    const Record& record = done->dossier->record;
    if (record.status == Status::resolved && !record.similar.empty()) answer["similar"] = similar_view(record);
    co_return http::json(done->asked ? 202 : status, answer);
}

using ReadUpdate = Result<Command> (*)(const json::object& body, const Record& record, const desk::Setup& setup);

// What publishes an update can be looked at first.
Task<Response> say(const Parts& parts, const Request& request, const Params& params, ReadUpdate read, int status) {
    QueryReader query(request);
    const bool only_look = query.flag("preview");
    if (auto error = query.error()) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    const auto command = read(asked->body, asked->dossier->record, parts.desk.setup());
    if (!command) co_return command.error();
    Command wanted = *command;
    if (only_look) co_return co_await preview(parts, request, asked->dossier->record.id, std::move(wanted));
    co_return co_await publish(parts, request, asked->dossier, std::move(wanted), status);
}

template <class Wanted>
Result<Command> to_command(const Result<Wanted>& wanted) {
    if (!wanted) return wanted.error();
    return Command(*wanted);
}

Task<Response> update(const Parts& parts, const Request& request, const Params& params) {
    return say(parts, request, params, [](const json::object& body, const Record& record, const desk::Setup& setup) { return to_command(read_update(body, record, setup)); }, 201);
}

Task<Response> resolve(const Parts& parts, const Request& request, const Params& params) {
    return say(parts, request, params, [](const json::object& body, const Record& record, const desk::Setup& setup) { return to_command(read_resolution(body, record, setup)); }, 200);
}

Task<Response> reopen(const Parts& parts, const Request& request, const Params& params) {
    return say(parts, request, params, [](const json::object& body, const Record&, const desk::Setup&) { return to_command(read_reopening(body)); }, 200);
}

Task<Response> publish_review(const Parts& parts, const Request& request, const Params& params) {
    return say(parts, request, params, [](const json::object& body, const Record&, const desk::Setup&) { return to_command(read_review(body)); }, 201);
}

Task<Response> withdraw_incident(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    const auto command = read_withdrawal(asked->body);
    if (!command) co_return command.error();
    Command wanted = *command;
    co_return co_await publish(parts, request, asked->dossier, std::move(wanted), 200);
}

Task<Response> answer_approval(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    const auto command = read_answer(asked->body, ApprovalId(params["approval"]));
    if (!command) co_return command.error();
    Command wanted = *command;
    co_return co_await publish(parts, request, asked->dossier, std::move(wanted), 200);
}

}  // namespace

void add_updates(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/incidents/{id}/updates", Scope::respond, update);
    add(routes, parts, Method::post, "/incidents/{id}/approvals/{approval}", Scope::respond, answer_approval);
    add(routes, parts, Method::post, "/incidents/{id}/resolve", Scope::respond, resolve);
    add(routes, parts, Method::post, "/incidents/{id}/withdraw", Scope::respond, withdraw_incident);
    add(routes, parts, Method::post, "/incidents/{id}/reopen", Scope::respond, reopen);
    add(routes, parts, Method::post, "/incidents/{id}/review", Scope::respond, publish_review);
}

}  // namespace candor::api
