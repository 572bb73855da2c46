#include "daemon/feeds/feeds.hpp"

#include "core/feed/badge.hpp"
#include "core/feed/calendar.hpp"
#include "core/feed/feed.hpp"
#include "core/page.hpp"
#include "core/statuspage/documents.hpp"
#include "daemon/feeds/widget.hpp"

#include <algorithm>

namespace candor::feeds {

using http::Made;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;
using statuspage::Document;

namespace {

// What is told, as the desk has it; it lives as long as the desk does not change.
struct Told {
    std::vector<desk::DossierPtr> dossiers;
    std::vector<PublicRecord> records;  // of the dossiers
};

Told told_by(const desk::Desk& desk) {
    Told told;
    for (const RecordKind kind : {RecordKind::incident, RecordKind::maintenance}) {
        for (desk::DossierPtr& dossier : desk.open(kind)) told.dossiers.push_back(std::move(dossier));
    }
    told.dossiers.insert(told.dossiers.end(), desk.recent().begin(), desk.recent().end());
    const desk::Setup& setup = desk.setup();
    for (const desk::DossierPtr& dossier : told.dossiers) {
        const Record& record = dossier->record;
        if (!is_public(record)) continue;
        const std::string title = desk::shown_title(setup, record, record.updates.back().update);
        told.records.push_back(public_record(record, title, desk::incident_url(setup, record.id), dossier->texts));
    }
    return told;
}

const PageWords& words_of(const desk::Setup& setup) {
    return setup.templates.page_words(setup.language);
}

PageState state_of(const desk::Desk& desk, Time now) {
    const auto open = desk.open();
    const auto planned = desk.open(RecordKind::maintenance);
    std::vector<const Record*> records;
    for (const desk::DossierPtr& dossier : open) records.push_back(&dossier->record);
    for (const desk::DossierPtr& dossier : planned) {
        if (is_under_way(dossier->record)) records.push_back(&dossier->record);
    }
    return page_state(records, desk.setup().components, words_of(desk.setup()), now);
}

feed::Publisher publisher_of(const desk::Setup& setup, Time known_since) {
    return {setup.organisation, setup.url, setup.language, setup.zone.get(), known_since};
}

std::string document(Document which, const desk::Desk& desk, Time known_since, Time now) {
    const desk::Setup& setup = desk.setup();
    const Told told = told_by(desk);
    statuspage::Page page;
    page.name = setup.organisation;
    page.url = setup.url;
    page.zone = setup.zone.get();
    for (const auto& [id, name] : setup.components) page.components.push_back({id, name, ""});
    page.records = told.records;
    page.known_since = known_since;
    page.now = now;
    return statuspage::document(which, page);
}

using Write = std::string (*)(const feed::Publisher&, std::span<const PublicRecord>);

struct Feed {
    std::string_view path;
    const char* type;
    Write write;
};

constexpr std::array feed_table{
    Feed{"/history.atom", "application/atom+xml; charset=utf-8", feed::atom},
    Feed{"/history.rss", "application/rss+xml; charset=utf-8", feed::rss},
    Feed{"/feed.json", "application/feed+json; charset=utf-8", feed::json_feed},
    Feed{"/calendar.ics", "text/calendar; charset=utf-8", feed::calendar},
};
constexpr std::string_view badge_path = "/badge.svg";
constexpr std::string_view widget_path = "/widget.js";

// Whoever embeds the picture is another site; opened by itself it may load nothing.
std::vector<http::Header> badge_headers() {
    return {{"Access-Control-Allow-Origin", "*"},
            {"Cross-Origin-Resource-Policy", "cross-origin"},
            {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}};
}

}  // namespace

// Made by the revision of the desk and the minute: a promise that lapses changes the state though nothing was recorded.
Response Feeds::answer(const Request& request, std::string_view path) const {
    const http::Basis basis{parts_.desk.revision(), {}, std::chrono::floor<std::chrono::minutes>(parts_.clock.now())};
    return http::serve(request, parts_.cache.get(path, basis, [&] { return make(path); }));
}

Made Feeds::make(std::string_view path) const {
    const Time now = parts_.clock.now();
    if (path == badge_path) {
        const PageState state = state_of(parts_.desk, now);
        const desk::Setup& setup = parts_.desk.setup();
        const std::string words = words_of(setup).word(PageWordGroup::state, to_string(state.overall));
        return {"image/svg+xml; charset=utf-8", feed::badge(setup.organisation, state, words), http::Keep::page, badge_headers()};
    }
    if (path == widget_path) {
        return {"text/javascript; charset=utf-8", widget_script(words_of(parts_.desk.setup())), http::Keep::page,
                {{"Access-Control-Allow-Origin", "*"}, {"Cross-Origin-Resource-Policy", "cross-origin"}}};
    }
    const std::vector<http::Header> for_any_site{{"Access-Control-Allow-Origin", "*"}};
    for (const Feed& one : feed_table) {
        if (one.path != path) continue;
        return {one.type, one.write(publisher_of(parts_.desk.setup(), started_), told_by(parts_.desk).records), http::Keep::page, for_any_site};
    }
    const auto which = std::find(statuspage::document_paths.begin(), statuspage::document_paths.end(), path);
    const auto document_number = static_cast<std::size_t>(which - statuspage::document_paths.begin());
    return {"application/json; charset=utf-8", document(static_cast<Document>(document_number), parts_.desk, started_, now), http::Keep::page, for_any_site};
}

std::vector<std::string> Feeds::paths() {
    std::vector<std::string> paths(statuspage::document_paths.begin(), statuspage::document_paths.end());
    for (const Feed& one : feed_table) paths.emplace_back(one.path);
    paths.emplace_back(badge_path);
    paths.emplace_back(widget_path);
    return paths;
}

std::vector<http::Route> Feeds::routes() {
    std::vector<http::Route> routes;
    for (const std::string& path : paths()) {
        http::Route& route = routes.emplace_back(Method::get, path, Scope::none, [this, path](const Request& request, const Params&) -> Task<Response> {
            co_return answer(request, path);
        });
        route.for_any_site = true;
    }
    return routes;
}

}  // namespace candor::feeds
