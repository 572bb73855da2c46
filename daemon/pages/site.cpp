#include "daemon/pages/site.hpp"

#include "daemon/pages/render.hpp"
#include "daemon/pages/render_listening.hpp"
#include "daemon/pages/validators.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t most_kept = 200;  // incident pages in memory
// A picture that is opened by itself runs nothing and loads nothing, whatever is in it.
constexpr auto picture_policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
constexpr std::string_view robots = "User-agent: *\nDisallow: /api/\nDisallow: /metrics\n";

}  // namespace

Site::Site(desk::Desk& desk, const Clock& clock, std::shared_ptr<const PageTemplates> templates)
    : desk_(desk), clock_(clock), templates_(std::move(templates)) {}

void Site::adopt(std::shared_ptr<const PageTemplates> templates) {
    templates_ = std::move(templates);
    index_ = {};
    how_ = {};
    incidents_.clear();
}

bool Site::is_ended_page(const Page& page) const {
    return page.setup == &desk_.setup() && page.minute == std::chrono::floor<std::chrono::minutes>(clock_.now()) && !page.from.empty() &&
           !is_open(page.from.front()->record);
}

// The page as it is, or made anew: where it was made of something else, or in another minute.
template <class Render>
const Site::Page& Site::fresh(Page& page, std::vector<desk::DossierPtr> from, Render render) {
    const Time now = clock_.now();
    const Time minute = std::chrono::floor<std::chrono::minutes>(now);
    if (page.html && page.minute == minute && page.setup == &desk_.setup() && page.from == from) return page;
    page.html = std::make_shared<const std::string>(render(now));
    page.etag = etag_of(*page.html);
    page.from = std::move(from);
    page.setup = &desk_.setup();
    page.minute = minute;
    ++rendered_;
    return page;
}

Task<Response> Site::index(const Request& request) {
    if (chronicle_ != nullptr) co_await chronicle_->refresh();
    const auto open = desk_.open();
    const auto& ended = desk_.recent();
    const auto planned = desk_.open(RecordKind::maintenance);
    std::vector<desk::DossierPtr> from = open;
    from.insert(from.end(), planned.begin(), planned.end());
    from.insert(from.end(), ended.begin(), ended.end());
    const Page& page = fresh(index_, std::move(from), [&](Time now) {
        Shown shown{open, planned, ended, {}};
        if (chronicle_ != nullptr) shown.days = chronicle_->days(now);
        return render_index(*templates_, desk_.setup(), shown, now);
    });
    co_return page_response(request, page.html, page.etag);
}

Task<Response> Site::how(const Request& request) {
    std::vector<desk::DossierPtr> from = desk_.open();
    const auto& ended = desk_.recent();
    from.insert(from.end(), ended.begin(), ended.end());
    const std::vector<desk::DossierPtr> all = from;
    const Page& page = fresh(how_, std::move(from), [&](Time now) { return render_how(*templates_, desk_.setup(), all, now); });
    co_return page_response(request, page.html, page.etag);
}

Task<Response> Site::incident(const Request& request, std::string id) {
    if (!could_be_id(id)) co_return not_found("../");
    // What has ended stays as it is: no look at the database for each of its readers.
    const auto kept = incidents_.find(IncidentId(id));
    if (kept != incidents_.end() && is_ended_page(kept->second)) co_return page_response(request, kept->second.html, kept->second.etag);
    std::string wanted = id;
    const auto found = co_await desk_.find(std::move(wanted));
    // A case is one customer's own: it has no page.
    const bool shown = found && (*found)->record.id.str() == id && (*found)->record.kind != RecordKind::case_;
    if (!shown) co_return not_found("../");
    const desk::DossierPtr dossier = *found;
    if (incidents_.size() >= most_kept) incidents_.clear();
    const Page& page = fresh(incidents_[dossier->record.id], {dossier},
                             [&](Time now) { return render_incident(*templates_, desk_.setup(), *dossier, now); });
    co_return page_response(request, page.html, page.etag);
}

Response Site::not_found(const std::string& root) {
    Response response = http::html(404, std::make_shared<const std::string>(render_not_found(*templates_, desk_.setup(), root, clock_.now())));
    response.with("Cache-Control", "no-cache");
    return response;
}

std::vector<http::Route> Site::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/", Scope::none, [this](const Request& request, const Params&) { return index(request); });
    routes.emplace_back(Method::get, "/incidents/{id}", Scope::none,
                        [this](const Request& request, const Params& params) { return incident(request, params["id"]); });
    routes.emplace_back(Method::get, "/how", Scope::none, [this](const Request& request, const Params&) { return how(request); });
    routes.emplace_back(Method::get, "/style.css", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        co_return file_response(request, "text/css; charset=utf-8", templates_->style);
    });
    routes.emplace_back(Method::get, "/favicon.svg", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        co_return file_response(request, "image/svg+xml", templates_->icon);
    });
    routes.emplace_back(Method::get, "/colours.css", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        if (templates_->theme.colours == nullptr) co_return not_found("./");
        co_return file_response(request, "text/css; charset=utf-8", templates_->theme.colours);
    });
    routes.emplace_back(Method::get, "/logo", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        if (templates_->theme.logo == nullptr) co_return not_found("./");
        Response response = file_response(request, templates_->theme.logo_type, templates_->theme.logo);
        response.with("Content-Security-Policy", picture_policy);
        co_return response;
    });
    routes.emplace_back(Method::get, "/robots.txt", Scope::none, [](const Request&, const Params&) -> Task<Response> {
        co_return http::text(200, std::string(robots));
    });
    // Whoever follows a wrong link is shown the way; deeper addresses are answered by the server.
    routes.emplace_back(Method::get, "/{page}", Scope::none,
                        [this](const Request&, const Params&) -> Task<Response> { co_return not_found("./"); });
    return routes;
}

}  // namespace candor::pages
