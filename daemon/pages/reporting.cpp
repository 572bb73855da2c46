#include "daemon/pages/reporting.hpp"

#include "daemon/http/form.hpp"
#include "daemon/pages/problems.hpp"
#include "daemon/pages/render_listening.hpp"

#include <algorithm>

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

Response page(int status, std::string html) {
    Response response = http::html(status, std::make_shared<const std::string>(std::move(html)));
    response.with("Cache-Control", "no-store");
    return response;
}

// As ids are made (core/id.hpp): anything else is nobody's, and is not shown again.
IncidentId incident_from(const std::string& text) {
    const bool plain = text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
    return plain ? IncidentId(text) : IncidentId();
}

// What people cannot see, and robots fill in.
constexpr const char* hidden_field = "website";

Report typed_in(const http::Form& form) {
    Report report;
    report.text = form.text("text");
    report.blocked_task = form.text("blocked_task");
    report.component = ComponentId(form.text("component"));
    report.contact = form.text("contact");
    report.incident = incident_from(form.text("incident"));
    return report;
}

}  // namespace

Task<Response> Reporting::form(const Request& request) {
    ReportForm form;
    form.typed.component = ComponentId(request.query("component").value_or(""));
    form.typed.incident = incident_from(request.query("incident").value_or(""));
    form.title = title_at_hand(desk_, form.typed.incident);
    if (form.title.empty()) form.typed.incident = {};
    co_return page(200, render_report_form(site_.templates(), desk_.setup(), form, desk_.now()));
}

Task<Response> Reporting::report(const Request& request) {
    ReportForm form;
    if (request.body->size() > listen::largest_request) {
        form.problem = Voice(desk_.setup()).text("problem.too_long");
        co_return page(413, render_report_form(site_.templates(), desk_.setup(), form, desk_.now()));
    }
    const auto sent = http::read_form(request);
    if (!sent) {
        form.problem = problem_text(Voice(desk_.setup()), sent.error());
        co_return page(error_info(sent.error().code()).http_status, render_report_form(site_.templates(), desk_.setup(), form, desk_.now()));
    }
    form.typed = typed_in(*sent);
    listen::Sender sender{request.peer.address, !sent->text(hidden_field).empty()};
    Report report = form.typed;
    const auto answer = co_await intake_.take(std::move(report), std::move(sender));
    if (answer) co_return page(200, render_reported(site_.templates(), desk_.setup(), *answer));
    form.title = title_at_hand(desk_, form.typed.incident);
    form.problem = problem_text(Voice(desk_.setup()), answer.error());
    co_return page(error_info(answer.error().code()).http_status, render_report_form(site_.templates(), desk_.setup(), form, desk_.now()));
}

std::vector<http::Route> Reporting::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/report", Scope::none, [this](const Request& request, const Params&) { return form(request); });
    routes.emplace_back(Method::post, "/report", Scope::none, [this](const Request& request, const Params&) { return report(request); });
    return routes;
}

}  // namespace candor::pages
