#include "daemon/pages/subscribers_json.hpp"

#include "core/public_record.hpp"
#include "core/statuspage/mapping.hpp"
#include "daemon/http/form.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/pages/subscribing.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace candor::pages {

namespace json = boost::json;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t longest_email = 254;
constexpr std::size_t longest_id = 200;  // of a link's token, too
constexpr std::string_view suffix = ".json";

// What may stand under "subscriber".
struct Asked {
    std::string email;
    std::string endpoint;
    std::string incident;
    std::vector<std::string> components;
    std::string language;
    std::string id;
};

Error misread(std::string field, std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_argument, std::move(message), "subscriber." + std::move(field), std::move(mend)};
}

Result<Asked> read_json(const Request& request) {
    auto body = http::json_object(request);
    if (!body) return body.error();
    http::FieldReader outer(*body);
    const json::object* inner = outer.object("subscriber");
    if (inner == nullptr) outer.fail("subscriber", "is missing: {\"subscriber\": {\"email\": \"...\"}}");
    if (auto error = outer.error()) return *error;
    http::FieldReader fields(*inner, "subscriber");
    Asked asked;
    const auto read = [&](const char* name, std::string& into, std::size_t longest) { into = fields.optional_text(name, longest).value_or(into); };
    read("email", asked.email, longest_email);
    read("endpoint", asked.endpoint, 2048);
    read("incident", asked.incident, longest_id);
    read("incident_id", asked.incident, longest_id);
    read("language", asked.language, 35);
    read("id", asked.id, longest_id);
    asked.components = fields.texts("component_ids", most_components_wanted, longest_id);
    if (auto one = fields.optional_text("component_id", longest_id)) asked.components.push_back(std::move(*one));
    if (auto error = fields.error()) return *error;
    return asked;
}

// Fields of one name more than once are no matter here: a form names one component at most, as their clients do.
Result<Asked> read_fields(const Request& request) {
    const auto form = http::read_form(request);
    if (!form) return form.error();
    const auto field = [&](const std::string& name, std::size_t longest) { return form->text("subscriber[" + name + "]").substr(0, longest + 1); };
    Asked asked;
    asked.email = field("email", longest_email);
    asked.endpoint = field("endpoint", 2048);
    asked.incident = field("incident_id", longest_id);
    if (asked.incident.empty()) asked.incident = field("incident", longest_id);
    asked.language = field("language", 35);
    asked.id = field("id", longest_id);
    for (const char* name : {"component_id", "component_ids][", "component_ids"}) {
        if (auto one = field(name, longest_id); !one.empty()) asked.components.push_back(std::move(one));
    }
    return asked;
}

Result<Asked> read_asked(const Request& request) {
    return request.media_type() == "application/x-www-form-urlencoded" ? read_fields(request) : read_json(request);
}

// By our own id, or by the one that components.json has.
Result<Wish> wish_of(const Asked& asked, const desk::Desk& desk) {
    const desk::Setup& setup = desk.setup();
    Wish wish;
    wish.language = asked.language.empty() ? desk::language_for(setup, setup.language) : asked.language;
    if (!asked.language.empty() && desk::language_for(setup, asked.language) != asked.language) {
        return misread("language", "Mails are not written in this language here.", fmt::format("Use {}.", fmt::join(setup.subscription_languages, ", ")));
    }
    for (const std::string& id : asked.components) {
        const auto found = std::find_if(setup.components.begin(), setup.components.end(),
                                        [&](const auto& one) { return one.first.str() == id || statuspage::component_id(one.first) == id; });
        if (found == setup.components.end()) return misread("component_ids", "There is no such component.", "/api/v2/components.json has their ids.");
        wish.components.push_back(found->first);
    }
    if (asked.incident.empty()) return wish;
    wish.incident = IncidentId(asked.incident);
    if (title_at_hand(desk, wish.incident).empty()) return misread("incident_id", "There is no such incident.", "/api/v2/incidents.json has their ids.");
    return wish;
}

Time last_told(const desk::Desk& desk) {
    Time newest{};
    const auto look = [&](const desk::DossierPtr& dossier) {
        if (is_public(dossier->record)) newest = std::max(newest, told_at(dossier->record));
    };
    for (const RecordKind kind : {RecordKind::incident, RecordKind::maintenance}) {
        for (const desk::DossierPtr& dossier : desk.open(kind)) look(dossier);
    }
    for (const desk::DossierPtr& dossier : desk.recent()) look(dossier);
    return newest;
}

// What their clients read of a subscription by mail. `email` as it was sent, whatever is known of it.
json::object subscription(const desk::Desk& desk, const std::string& email) {
    const desk::Setup& setup = desk.setup();
    json::object page{{"id", statuspage::page_id(setup.url)}, {"name", readable_line(setup.organisation)}, {"url", setup.url}};
    page["time_zone"] = setup.zone->name();
    page["updated_at"] = to_rfc3339(last_told(desk), *setup.zone);
    return {{"page", std::move(page)}, {"email", email}, {"mode", "email_sms"}, {"can_select_components", !setup.components.empty()}};
}

Response told(int status, const json::value& body) {
    Response response = http::json(status, body);
    response.with("Cache-Control", "no-store").with("Access-Control-Allow-Origin", "*");
    return response;
}

Error nobody_can() {
    return {ErrorCode::not_found, "Nobody can subscribe by mail here."};
}

}  // namespace

Task<Response> SubscribersJson::subscribe(const Request& request) {
    if (!desk_.setup().subscription_form) co_return nobody_can();
    auto asked = read_asked(request);
    if (!asked) co_return asked.error();
    if (!asked->endpoint.empty()) {
        co_return misread("endpoint", "An endpoint has to be shown to be yours, and is given a secret.", "POST it to /api/v1/webhooks with \"format\": \"statuspage\", or use the form under /subscribe/webhook.");
    }
    auto wish = wish_of(*asked, desk_);
    if (!wish) co_return wish.error();
    std::string email = asked->email;
    listen::Asking asking{request.peer.address, false};
    const auto done = co_await subscriptions_.sign_up(std::move(email), std::move(*wish), std::move(asking));
    if (!done) co_return done.error();
    co_return told(201, subscription(desk_, asked->email));
}

// By the token of one's own link, at once; by an address, the link is sent there.
Task<Response> SubscribersJson::leave(const Request& request) {
    if (!desk_.setup().subscription_form) co_return nobody_can();
    Asked asked;
    if (!request.body->empty()) {
        auto sent = read_asked(request);
        if (!sent) co_return sent.error();
        asked = std::move(*sent);
    } else {
        asked.id = request.query("subscriber[id]").value_or("").substr(0, longest_id);
        asked.email = request.query("subscriber[email]").value_or("").substr(0, longest_email);
    }
    if (!asked.id.empty()) co_return co_await leave_by(std::move(asked.id));
    listen::Asking asking{request.peer.address, false};
    const auto done = co_await subscriptions_.ask_for_link(std::move(asked.email), std::move(asking));
    if (!done) co_return done.error();
    co_return told(202, json::object{{"message", "If this address hears from us, a mail with the link to leave is on its way to it."}});
}

Task<Response> SubscribersJson::leave_by(std::string token) {
    if (token.ends_with(suffix)) token.resize(token.size() - suffix.size());
    const auto gone = co_await subscriptions_.leave(std::move(token));
    if (!gone) co_return gone.error();
    co_return told(200, true);
}

std::vector<http::Route> SubscribersJson::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::post, "/api/v2/subscribers.json", Scope::none, [this](const Request& request, const Params&) { return subscribe(request); });
    routes.emplace_back(Method::del, "/api/v2/subscribers.json", Scope::none, [this](const Request& request, const Params&) { return leave(request); });
    routes.emplace_back(Method::del, "/api/v2/subscribers/{id}", Scope::none,
                        [this](const Request&, const Params& params) { return leave_by(std::string(params["id"])); });
    return routes;
}

}  // namespace candor::pages
