// The API and the pages on a real desk and a real database, asked without a socket: the router finds the handler, the
// scope decides, and errors become answers as in the server.
#pragma once

#include "newsroom.hpp"

#include "daemon/api/api.hpp"
#include "daemon/api/stored_tokens.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "daemon/feeds/feeds.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/http/respond.hpp"
#include "daemon/listen/hooks.hpp"
#include "daemon/listen/intake.hpp"
#include "daemon/listen/monitors.hpp"
#include "daemon/mirror/mirror.hpp"
#include "daemon/listen/roster.hpp"
#include "daemon/pages/answers.hpp"
#include "daemon/pages/history_pages.hpp"
#include "daemon/pages/reporting.hpp"
#include "daemon/listen/subscriptions.hpp"
#include "daemon/pages/review_pages.hpp"
#include "daemon/pages/subscribing.hpp"

#include <boost/json.hpp>

namespace candor::test {

namespace json = boost::json;
using http::Method;

struct Reply {
    int status = 0;
    std::string text;
    json::value body;  // null where it is no JSON
    std::vector<http::Header> headers;

    [[nodiscard]] std::string header(std::string_view name) const {
        for (const auto& header : headers) {
            if (header.name == name) return header.value;
        }
        return {};
    }
    // at("/incident/id")
    [[nodiscard]] const json::value& at(std::string_view pointer) const { return body.at_pointer(pointer); }
    [[nodiscard]] std::string string(std::string_view pointer) const { return std::string(at(pointer).as_string()); }
};

inline std::map<std::string, std::string> template_files() {
    const fs::path folder = fs::path(CANDOR_SOURCE_DIR) / "templates";
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        std::ostringstream text;
        text << file.rdbuf();
        files[fs::relative(entry.path(), folder).generic_string()] = text.str();
    }
    return files;
}

// In the language of the setup.
inline std::shared_ptr<const pages::PageTemplates> shipped_pages(const desk::Setup& setup) {
    auto templates = pages::load_page_templates(template_files(), setup.templates.page_words(setup.language));
    if (!templates) FAIL(templates.error().message());
    return std::make_shared<const pages::PageTemplates>(std::move(*templates));
}

class Office {
public:
    explicit Office(std::shared_ptr<const desk::Setup> setup = shop_setup())
        : room(folder / "candor.db", clock, std::move(setup)),
          dispatcher(room.io.executor(), {room.store, room.thread, clock, [] { return std::uint64_t{7}; }}, {}, {}),
          tokens(std::make_shared<api::StoredTokens>(room.store, room.thread, [this](std::span<std::uint8_t> bytes) { fill(bytes); })),
          cache(clock), site(room.desk, clock, shipped_pages(room.desk.setup()), cache), feeds({room.desk, clock, cache}),
          mirror(room.io.executor(), [this] { return mirror::SiteSource{router, room.desk.setup().url, feeds::Feeds::paths()}; }),
          intake(room.io.executor(), {room.desk, room.store, room.thread, clock, [this] { return ++reports_taken_ * 0x9E3779B97F4A7C15ULL; }}),
          monitors(room.io.executor(), {room.desk, room.store, room.thread, clock}),
          reporting(site, room.desk, intake),
          answers({room.desk, room.store, room.thread, clock, link_key}, shipped_pages(room.desk.setup())),
          reviews(room.io.executor(), {site, room.desk, room.store, room.thread, clock}),
          subscriptions(room.io.executor(), {room.desk, room.store, room.thread, clock, [this] { return ++subscribers_ * 0x9E3779B97F4A7C15ULL; }, {link_key, {}}, [this] { ++mails_written; }}),
          hook_pages(site, room.desk, hooks),
          subscribing(site, room.desk, subscriptions, hook_pages),
          chronicle(room.io.executor(), {room.desk, room.store, room.thread, clock}),
          history(site, room.desk, chronicle, clock) {
        site.show_history(chronicle);
        room.await(tokens->load());
        auto routes = api::routes({room.desk, room.store, room.thread, dispatcher, clock, tokens, "0.1.0", clock.time, intake, monitors, roster, nullptr, &subscriptions, &hooks});
        for (auto& route : site.routes()) routes.push_back(std::move(route));
        for (auto& route : feeds.routes()) routes.push_back(std::move(route));
        for (auto& route : mirror.routes()) routes.push_back(std::move(route));
        for (auto& route : reporting.routes()) routes.push_back(std::move(route));
        for (auto& route : answers.routes()) routes.push_back(std::move(route));
        for (auto& route : reviews.routes()) routes.push_back(std::move(route));
        for (auto& route : hook_pages.routes()) routes.push_back(std::move(route));
        for (auto& route : subscribing.routes()) routes.push_back(std::move(route));
        for (auto& route : history.routes()) routes.push_back(std::move(route));
        router = std::make_shared<const http::Router>(std::move(routes));
    }

    // `body`: null sends none.
    Reply ask(Method method, const std::string& target, const json::value& body = nullptr, std::vector<http::Header> headers = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) request.query_text = target.substr(question + 1);
        request.headers = std::move(headers);
        if (!body.is_null()) {
            request.body = std::make_shared<const std::string>(json::serialize(body));
            request.headers.push_back({"content-type", "application/json"});
        }
        request.who = who;
        request.peer.address = address;
        request.id = "test-1";
        return read(response(request));
    }
    // As a browser sends a form.
    Reply submit(const std::string& path, const std::string& form) {
        http::Request request;
        request.method = Method::post;
        request.target = path;
        request.path = path;
        request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
        request.body = std::make_shared<const std::string>(form);
        request.peer.address = address;
        request.id = "test-1";
        return read(response(request));
    }
    // As a table is sent.
    Reply send_table(const std::string& target, const std::string& table) {
        http::Request request;
        request.method = Method::post;
        request.target = target;
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) request.query_text = target.substr(question + 1);
        request.headers.push_back({"content-type", "text/csv"});
        request.body = std::make_shared<const std::string>(table);
        request.who = who;
        request.id = "test-1";
        return read(response(request));
    }
    Reply get(const std::string& target, std::vector<http::Header> headers = {}) { return ask(Method::get, target, nullptr, std::move(headers)); }
    Reply post(const std::string& target, const json::value& body = json::object(), std::vector<http::Header> headers = {}) {
        return ask(Method::post, target, body, std::move(headers));
    }

    // Declares the usual incident; its id.
    std::string declare(json::object more = {}) {
        json::object body{{"title", "Card payments fail at checkout"}, {"components", {"checkout"}}, {"impact", "major"}, {"scope", "many"}};
        for (auto& member : more) body[member.key()] = member.value();
        const Reply answer = post("/api/v1/incidents", body);
        INFO(answer.text);
        REQUIRE(answer.status == 201);
        return answer.string("/incident/id");
    }

    TemporaryFolder folder;
    TestClock clock;
    Newsroom room;
    dispatch::Dispatcher dispatcher;
    std::shared_ptr<api::StoredTokens> tokens;
    http::ReadCache cache;
    pages::Site site;
    feeds::Feeds feeds;
    mirror::Mirror mirror;
    listen::Intake intake;
    listen::Monitors monitors;
    listen::Roster roster{{room.desk, room.store, room.thread, clock, [this](std::string_view url) { return hooks.may_name(url); }}};
    // What endpoints answer to the test message; the last one that was sent.
    std::function<listen::Hooks::Answer(const listen::Hooks::Test&)> endpoint = [](const listen::Hooks::Test&) { return listen::Hooks::Answer{}; };
    listen::Hooks::Test tested;
    listen::Hooks hooks{{room.desk, room.store, room.thread, clock, [this] { return ++hooks_asked * 0x9E3779B97F4A7C15ULL; }, {Secret("0123456789abcdef0123456789abcdef"), {}},
                         [this](listen::Hooks::Test test) -> Task<listen::Hooks::Answer> {
                             tested = test;
                             co_return endpoint(test);
                         }},
                        {{}, {443, 8443}},
                        listen::Limiter(listen::hook_limits())};
    std::uint64_t hooks_asked = 0;
    pages::Reporting reporting;
    const Secret link_key{"0123456789abcdef0123456789abcdef"};
    pages::Answers answers;
    pages::ReviewPages reviews;
    listen::Subscriptions subscriptions;
    pages::HookPages hook_pages;
    pages::Subscribing subscribing;
    int mails_written = 0;  // about subscriptions
    pages::Chronicle chronicle;
    pages::HistoryPages history;
    std::shared_ptr<const http::Router> router;
    http::Identity who{"comms-lead", http::Scope::respond};
    std::string address;  // of the one who asks

private:
    http::Response response(const http::Request& request) {
        auto match = router->match(request.method, request.path);
        if (const auto* refused = std::get_if<http::Router::Refused>(&match)) return http::respond(refused->error, request.id);
        if (const auto* options = std::get_if<http::Router::Options>(&match)) return http::respond(*options);
        const auto& found = std::get<http::Router::Found>(match);
        if (auto refusal = http::authorise(request.who, found.route->scope)) return http::respond(*refusal, request.id);
        auto answer = room.await(found.route->handler(request, found.params));
        if (!answer.refusal) return answer;
        auto mapped = http::respond(*answer.refusal, request.id);
        for (const auto& header : answer.headers) mapped.headers.push_back(header);
        return mapped;
    }

    static Reply read(const http::Response& response) {
        Reply answer;
        answer.status = response.status;
        answer.headers = response.headers;
        if (response.body) answer.text = *response.body;
        if (response.content_type == "application/json") answer.body = json::parse(answer.text);
        return answer;
    }

    void fill(std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(++filled_ * 37);
    }

    unsigned filled_ = 0;
    std::uint64_t reports_taken_ = 0;
    std::uint64_t subscribers_ = 0;
};

}  // namespace candor::test
