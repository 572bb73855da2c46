#include "daemon/pages/review_pages.hpp"

#include "daemon/desk/hindsight.hpp"
#include "daemon/pages/render.hpp"
#include "daemon/pages/render_review.hpp"

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::chrono::minutes made_again_after{5};  // answers come in, and people leave

}  // namespace

Task<Response> ReviewPages::show(const Request& request, std::string id) {
    static const std::string root = "../../";
    if (!could_be_id(id)) co_return parts_.site.not_found(request, root);
    std::string wanted = id;
    const auto found = co_await parts_.desk.find(std::move(wanted));
    // A case is one customer's own: it has no page.
    const bool shown = found && (*found)->record.id.str() == id && (*found)->record.kind != RecordKind::case_ && published_review((*found)->record) != nullptr;
    if (!shown) co_return parts_.site.not_found(request, root);
    const desk::DossierPtr dossier = *found;
    const std::string key = "/incidents/" + id + "/review";
    const Time now = parts_.clock.now();
    // It is of this record and of nothing else that is told.
    const http::Basis basis{static_cast<std::uint64_t>(dossier->record.version), {parts_.desk.setup_ptr()}, now - now.time_since_epoch() % made_again_after};
    http::ReadCache& cache = parts_.site.cache();
    auto page = cache.find(key, basis);
    if (page) co_return http::serve(request, page);
    const Turn::Held turn = co_await turn_.take();
    page = cache.find(key, basis);  // somebody may have made it meanwhile
    if (page) co_return http::serve(request, page);
    const review::Review review = co_await desk::look_back(parts_.desk, parts_.store, parts_.database, dossier);
    http::Made made = page_of(render_review(parts_.site.templates(), parts_.desk.setup(), *dossier, review, parts_.clock.now()));
    co_return http::serve(request, cache.put(key, basis, std::move(made)));
}

std::vector<http::Route> ReviewPages::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/incidents/{id}/review", Scope::none,
                        [this](const Request& request, const Params& params) { return show(request, params["id"]); });
    return routes;
}

}  // namespace candor::pages
