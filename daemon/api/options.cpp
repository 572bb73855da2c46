// What customers can choose meanwhile: what there is, offering it, and taking it back.
#include "daemon/api/asked.hpp"
#include "daemon/api/options_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

#include <charconv>
#include <fmt/format.h>

namespace candor::api {

using http::FieldReader;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t option_line_bytes = 8000;
constexpr std::int64_t highest_number = 1000;

void read_numbers(FieldReader& fields, std::vector<std::int64_t>& numbers) {
    const json::array* given = fields.array("numbers");
    if (given == nullptr) return;
    if (given->size() > most_options) return fields.fail("numbers", fmt::format("has more than {} items", most_options));
    for (const json::value& value : *given) {
        const bool fits = value.is_int64() && value.as_int64() > 0 && value.as_int64() <= highest_number;
        if (!fits) return fields.fail("numbers", "holds something else than the numbers of options");
        numbers.push_back(value.as_int64());
    }
}

Result<OfferOptions> read_offer(const json::object& body) {
    FieldReader fields(body);
    OfferOptions command;
    read_numbers(fields, command.numbers);
    command.words = fields.texts("words", most_options, option_line_bytes);
    if (auto error = fields.error()) return *error;
    return command;
}

// The option in the path. One that is no number is none.
std::int64_t number_in(const Params& params) {
    const std::string text = params["number"];
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

Result<WithdrawOption> read_withdrawal(const json::object& body, std::int64_t number) {
    FieldReader fields(body);
    WithdrawOption command{number, fields.text("reason", option_line_bytes)};
    if (auto error = fields.error()) return *error;
    return command;
}

Task<Response> answer_with(const Parts& parts, desk::DossierPtr dossier, int status) {
    auto job = [&store = parts.store, id = dossier->record.id] { return store.answers(id, store::choice_question); };
    const ChoiceCounts counts = co_await parts.database.run(std::move(job));
    const Record& record = dossier->record;
    json::object answer{{"incident", summary_view(*dossier, parts.desk.setup())}};
    answer["options"] = options_view(record, parts.desk.planned_options(record), counts);
    co_return http::json(status, answer);
}

Task<Response> list_options(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    desk::DossierPtr dossier = *found;
    co_return co_await answer_with(parts, std::move(dossier), 200);
}

Task<Response> offer(const Parts& parts, const Request& request, const Params& params) {
    const auto done = co_await carry_out(parts, request, params, read_offer);
    if (!done) co_return done.error();
    desk::DossierPtr dossier = done->dossier;
    co_return co_await answer_with(parts, std::move(dossier), done->events.empty() ? 200 : 201);
}

Task<Response> withdraw_option(const Parts& parts, const Request& request, const Params& params) {
    const auto read = [&](const json::object& body) { return read_withdrawal(body, number_in(params)); };
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    desk::DossierPtr dossier = done->dossier;
    co_return co_await answer_with(parts, std::move(dossier), 200);
}

}  // namespace

void add_options(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/incidents/{id}/options", Scope::read, list_options);
    add(routes, parts, Method::post, "/incidents/{id}/options", Scope::respond, offer);
    add(routes, parts, Method::post, "/incidents/{id}/options/{number}/withdraw", Scope::respond, withdraw_option);
}

}  // namespace candor::api
