#include "daemon/pages/review_pages.hpp"

#include "daemon/desk/hindsight.hpp"
#include "daemon/pages/render.hpp"
#include "daemon/pages/render_review.hpp"
#include "daemon/pages/validators.hpp"

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t most_kept = 50;  // pages in memory
constexpr Duration made_again_after = std::chrono::minutes{5};  // answers come in, and people leave

}  // namespace

bool ReviewPages::holds(const Page& page, const Record& record) const {
    return page.html && page.version == record.version && page.setup == &parts_.desk.setup() && page.templates == &parts_.site.templates() &&
           parts_.clock.now() < page.made + made_again_after;
}

Task<Response> ReviewPages::show(const Request& request, std::string id) {
    if (!could_be_id(id)) co_return not_found();
    std::string wanted = id;
    const auto found = co_await parts_.desk.find(std::move(wanted));
    // A case is one customer's own: it has no page.
    const bool shown = found && (*found)->record.id.str() == id && (*found)->record.kind != RecordKind::case_ && published_review((*found)->record) != nullptr;
    if (!shown) co_return not_found();
    const desk::DossierPtr dossier = *found;
    const IncidentId incident = dossier->record.id;
    if (!holds(pages_[incident], dossier->record)) {
        const Turn::Held turn = co_await turn_.take();
        if (!holds(pages_[incident], dossier->record)) {  // nobody has made it meanwhile
            const review::Review review = co_await desk::look_back(parts_.desk, parts_.store, parts_.database, dossier);
            const Time now = parts_.clock.now();
            Page page;
            page.html = std::make_shared<const std::string>(render_review(parts_.site.templates(), parts_.desk.setup(), *dossier, review, now));
            page.etag = etag_of(*page.html);
            page.version = dossier->record.version;
            page.setup = &parts_.desk.setup();
            page.templates = &parts_.site.templates();
            page.made = now;
            if (pages_.size() >= most_kept) pages_.clear();
            pages_[incident] = std::move(page);
        }
    }
    const Page page = pages_[incident];
    co_return page_response(request, page.html, page.etag);
}

Response ReviewPages::not_found() const {
    auto html = std::make_shared<const std::string>(render_not_found(parts_.site.templates(), parts_.desk.setup(), "../../", parts_.clock.now()));
    Response response = http::html(404, std::move(html));
    response.with("Cache-Control", "no-cache");
    return response;
}

std::vector<http::Route> ReviewPages::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/incidents/{id}/review", Scope::none,
                        [this](const Request& request, const Params& params) { return show(request, params["id"]); });
    return routes;
}

}  // namespace candor::pages
