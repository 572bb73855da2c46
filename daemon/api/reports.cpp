// What customers report: taken from anybody, and shown to those who respond.
#include "daemon/api/asked.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/reports_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/intake.hpp"

#include <algorithm>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t most_bytes = 16'000;  // of a text; characters are counted later
constexpr std::int64_t most_reports = 1000;
constexpr Duration groups_within = std::chrono::hours{24};

// Whatever a keyboard or another program has put between the words is left out, not refused.
json::object cleaned(json::object body) {
    for (auto& member : body) {
        if (auto* text = member.value().if_string()) *text = without_controls(std::string_view(text->data(), text->size()), true);
    }
    return body;
}

Result<Report> read_report(const json::object& given) {
    const json::object body = cleaned(given);
    http::FieldReader fields(body);
    Report report;
    report.text = fields.text("text", most_bytes);
    report.blocked_task = fields.optional_text("blocked_task", most_bytes).value_or("");
    report.component = ComponentId(fields.optional_text("component", most_bytes).value_or(""));
    report.contact = fields.optional_text("contact", most_bytes).value_or("");
    report.incident = IncidentId(fields.optional_text("incident", 12).value_or(""));
    if (auto error = fields.error()) return *error;
    return report;
}

// A colleague who enters what somebody has said on the phone is no flood.
std::string limited_address(const Request& request) {
    const bool known = request.peer.local || request.who.scope >= Scope::respond;
    return known ? std::string() : request.peer.address;
}

Task<Response> take_report(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    if (request.body->size() > listen::largest_request) co_return Error(ErrorCode::too_large, "A report is 64 KiB at most.", "body", "Say it in fewer words.");
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    const auto report = read_report(*body);
    if (!report) co_return report.error();
    Report given = *report;
    listen::Sender sender{limited_address(request), false};
    const auto answer = co_await parts.intake.take(std::move(given), std::move(sender));
    if (!answer) co_return answer.error();
    co_return http::json(answer->is_kept() ? 201 : 200, answer_view(*answer, parts.desk.setup()));
}

struct Found {
    std::vector<Report> reports;
    std::vector<store::ReportGroup> groups;
    std::optional<ReportSummary> summary;
};

Task<Response> list_reports(const Parts& parts, const Request& request, const Params&) {
    QueryReader query(request);
    const auto incident = query.text("incident");
    const auto component = query.text("component");
    store::ReportFilter filter;
    filter.limit = static_cast<std::size_t>(query.number("limit", 100, 1, most_reports));
    if (auto error = query.error()) co_return *error;
    if (component) filter.component = ComponentId(*component);
    if (incident == "none") filter.incident = IncidentId();
    if (incident && incident != "none") {
        const auto found = co_await parts.desk.find(std::string(*incident));
        if (!found) co_return found.error();
        filter.incident = (*found)->record.id;
    }
    const Time since = parts.desk.now() - groups_within;
    auto job = [&store = parts.store, filter, since] {
        Found found{store.reports(filter), store.report_groups(since), {}};
        if (filter.incident && !filter.incident->empty()) found.summary = store.report_summary(*filter.incident);
        return found;
    };
    const Found found = co_await parts.database.run(std::move(job));
    json::array reports;
    for (const Report& report : found.reports) reports.push_back(report_view(report));
    json::array groups;
    for (const store::ReportGroup& group : found.groups) groups.push_back(group_view(group, parts.desk.setup()));
    json::object answer;
    answer["incident"] = filter.incident && !filter.incident->empty() ? json::value(filter.incident->str()) : json::value(nullptr);
    answer["reports"] = std::move(reports);
    answer["summary"] = found.summary ? json::value(report_summary_view(*found.summary, true)) : json::value(nullptr);
    answer["groups"] = std::move(groups);
    co_return http::json(200, answer);
}

}  // namespace

void add_reports(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/reports", Scope::none, take_report);
    add(routes, parts, Method::get, "/reports", Scope::respond, list_reports);
}

}  // namespace candor::api
