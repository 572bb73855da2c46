#include "daemon/pages/site.hpp"

#include "daemon/pages/render.hpp"
#include "daemon/pages/render_listening.hpp"
#include "daemon/http/respond.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

// A picture that is opened by itself runs nothing and loads nothing, whatever is in it.
constexpr auto picture_policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
constexpr std::string_view robots = "User-agent: *\nDisallow: /api/\nDisallow: /answer/\nDisallow: /metrics\n";

http::Made file_of(const char* type, std::string content) {
    return {type, std::move(content), http::Keep::file};
}

}  // namespace

http::Made page_of(std::string html) {
    return {std::string(http::html_type), std::move(html), http::Keep::page, http::html_headers()};
}

std::string title_at_hand(const desk::Desk& desk, const IncidentId& incident) {
    std::vector<desk::DossierPtr> all = desk.open();
    all.insert(all.end(), desk.recent().begin(), desk.recent().end());
    for (const desk::DossierPtr& dossier : all) {
        const Record& record = dossier->record;
        if (record.id == incident && !record.updates.empty()) return desk::shown_title(desk.setup(), record, record.updates.back().update);
    }
    return {};
}

Site::Site(desk::Desk& desk, const Clock& clock, std::shared_ptr<const PageTemplates> templates, http::ReadCache& cache)
    : desk_(desk), clock_(clock), templates_(std::move(templates)), cache_(cache) {}

void Site::adopt(std::shared_ptr<const PageTemplates> templates) {
    templates_ = std::move(templates);
    cache_.clear();
}

bool could_be_id(std::string_view text) {
    return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

Time Site::minute() const {
    return std::chrono::floor<std::chrono::minutes>(clock_.now());
}

// What is made of all that is told. It says when it was made, to the minute.
http::Basis Site::everything() const {
    return {desk_.revision(), {}, minute()};
}

Task<Response> Site::index(const Request& request) {
    if (chronicle_ != nullptr) co_await chronicle_->refresh();
    const auto page = cache_.get("/", everything(), [&] {
        const auto open = desk_.open();
        const auto planned = desk_.open(RecordKind::maintenance);
        Shown shown{open, planned, desk_.recent(), {}};
        if (chronicle_ != nullptr) shown.days = chronicle_->days(clock_.now());
        return page_of(render_index(*templates_, desk_.setup(), shown, clock_.now()));
    });
    co_return http::serve(request, page);
}

Task<Response> Site::how(const Request& request) {
    const auto page = cache_.get("/how", everything(), [&] {
        std::vector<desk::DossierPtr> all = desk_.open();
        all.insert(all.end(), desk_.recent().begin(), desk_.recent().end());
        return page_of(render_how(*templates_, desk_.setup(), all, clock_.now()));
    });
    co_return http::serve(request, page);
}

Task<Response> Site::incident(const Request& request, std::string id) {
    if (!could_be_id(id)) co_return not_found(request, "../");
    const std::string key = "/incidents/" + id;
    // While nothing at all has changed, not even one that ended long ago needs a look at the database.
    if (const auto kept = cache_.find(key, everything())) co_return http::serve(request, kept);
    const http::Basis basis = everything();
    std::string wanted = id;
    const auto found = co_await desk_.find(std::move(wanted));
    // A case is one customer's own: it has no page.
    const bool shown = found && (*found)->record.id.str() == id && (*found)->record.kind != RecordKind::case_;
    if (!shown) co_return not_found(request, "../");
    const auto page = cache_.put(key, basis, page_of(render_incident(*templates_, desk_.setup(), **found, clock_.now())));
    co_return http::serve(request, page);
}

Response Site::not_found(const Request& request, const std::string& root) {
    const auto page = cache_.get("404 " + root, everything(), [&] {
        http::Made made = page_of(render_not_found(*templates_, desk_.setup(), root, clock_.now()));
        made.status = 404;
        return made;
    });
    return http::serve(request, page);
}

std::vector<http::Route> Site::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/", Scope::none, [this](const Request& request, const Params&) { return index(request); });
    routes.emplace_back(Method::get, "/incidents/{id}", Scope::none,
                        [this](const Request& request, const Params& params) { return incident(request, params["id"]); });
    routes.emplace_back(Method::get, "/how", Scope::none, [this](const Request& request, const Params&) { return how(request); });
    routes.emplace_back(Method::get, "/style.css", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        co_return http::serve(request, cache_.get("/style.css", {}, [&] { return file_of("text/css; charset=utf-8", *templates_->style); }));
    });
    routes.emplace_back(Method::get, "/favicon.svg", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        co_return http::serve(request, cache_.get("/favicon.svg", {}, [&] { return file_of("image/svg+xml", *templates_->icon); }));
    });
    routes.emplace_back(Method::get, "/colours.css", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        if (templates_->theme.colours == nullptr) co_return not_found(request, "./");
        co_return http::serve(request, cache_.get("/colours.css", {}, [&] { return file_of("text/css; charset=utf-8", *templates_->theme.colours); }));
    });
    routes.emplace_back(Method::get, "/logo", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        if (templates_->theme.logo == nullptr) co_return not_found(request, "./");
        co_return http::serve(request, cache_.get("/logo", {}, [&] {
            http::Made made = file_of(templates_->theme.logo_type.c_str(), *templates_->theme.logo);
            made.headers.push_back({"Content-Security-Policy", picture_policy});
            return made;
        }));
    });
    routes.emplace_back(Method::get, "/robots.txt", Scope::none, [this](const Request& request, const Params&) -> Task<Response> {
        co_return http::serve(request, cache_.get("/robots.txt", {}, [] { return file_of("text/plain; charset=utf-8", std::string(robots)); }));
    });
    // Whoever follows a wrong link is shown the way; deeper addresses are answered by the server.
    routes.emplace_back(Method::get, "/{page}", Scope::none,
                        [this](const Request& request, const Params&) -> Task<Response> { co_return not_found(request, "./"); });
    return routes;
}

}  // namespace candor::pages
