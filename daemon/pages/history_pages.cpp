#include "daemon/pages/history_pages.hpp"

#include "daemon/pages/render.hpp"
#include "daemon/pages/render_history.hpp"

#include <algorithm>

namespace candor::pages {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t most_entries = 200;  // on one page

}  // namespace

Task<Response> HistoryPages::show(const Request& request, std::string month, std::string root) {
    const auto wanted = month.empty() ? std::optional(month_of(clock_.now(), *desk_.setup().zone)) : parse_month(month);
    if (!wanted) co_return site_.not_found(request, root);
    const std::string key = "/history/" + month;
    const http::Basis basis{desk_.revision(), {desk_.setup_ptr()}, std::chrono::floor<std::chrono::minutes>(clock_.now())};
    if (const auto kept = site_.cache().find(key, basis)) co_return http::serve(request, kept);
    co_await chronicle_.refresh();
    http::Made made = page_of(co_await render(*wanted, std::move(root)));
    co_return http::serve(request, site_.cache().put(key, basis, std::move(made)));
}

Task<std::string> HistoryPages::render(std::chrono::year_month wanted, std::string root) {
    const Month month = month_at(wanted, *desk_.setup().zone);
    auto entries = co_await this->entries(month.from, month.until);
    const Time now = clock_.now();
    std::erase_if(entries, [&](const desk::DossierPtr& dossier) { return !belongs(dossier->record, month, now); });
    const bool cut = entries.size() > most_entries;
    if (cut) entries.resize(most_entries);
    const HistoryShown shown{month, entries, chronicle_.listed(), chronicle_.since(), cut, std::move(root)};
    co_return render_history(site_.templates(), desk_.setup(), shown, now);
}

// What may belong to the time: one more than a page shows, so that it can say that there were more.
Task<std::vector<desk::DossierPtr>> HistoryPages::entries(Time from, Time until) {
    std::vector<IncidentId> ids;
    for (const store::ListedRecord& one : chronicle_.listed()) {
        if (one.declared_at < until && (!one.ended_at || *one.ended_at >= from) && ids.size() <= most_entries) ids.push_back(one.id);
    }
    std::vector<desk::DossierPtr> found;
    for (const IncidentId& id : ids) {
        std::string wanted = id.str();
        if (auto dossier = co_await desk_.find(std::move(wanted))) found.push_back(std::move(*dossier));
    }
    co_return found;
}

std::vector<http::Route> HistoryPages::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/history", Scope::none, [this](const Request& request, const Params&) { return show(request, "", "./"); });
    routes.emplace_back(Method::get, "/history/{month}", Scope::none,
                        [this](const Request& request, const Params& params) { return show(request, params["month"], "../"); });
    return routes;
}

}  // namespace candor::pages
