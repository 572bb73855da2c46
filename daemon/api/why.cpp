// Why an update said what it said: each sentence with the facts that it rests on, and what it was checked by.
#include "core/incident/codec.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

#include <boost/json/parse.hpp>
#include <charconv>
#include <fmt/format.h>

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

// What the store knows of one update.
struct Stored {
    std::vector<store::StoredMessage> messages;
    std::string record_hash;
};

std::optional<std::size_t> find_index(const Record& record, std::string_view number_or_id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(number_or_id.data(), number_or_id.data() + number_or_id.size(), number);
    const bool is_number = number_or_id.size() < 10 && error == std::errc{} && end == number_or_id.data() + number_or_id.size();
    for (std::size_t i = 0; i < record.updates.size(); ++i) {
        const UpdatePublished& update = record.updates[i].update;
        if (is_number ? update.number == number : update.id.str() == number_or_id) return i;
    }
    return std::nullopt;
}

// The facts of a sentence, in full: what was recorded, by whom, when, how sure.
json::array facts_view(const Record& record, const json::value& ids) {
    json::array facts;
    for (const json::value& id : ids.as_array()) {
        const RecordedFact* fact = find_fact(record, FactId(std::string(id.as_string())));
        if (fact != nullptr) facts.push_back(fact_view(*fact));
    }
    return facts;
}

json::array sentences_view(const Record& record, const std::string& provenance) {
    const json::value read = json::parse(provenance);
    json::array sentences;
    for (const json::value& stored : read.as_array()) {
        const json::object& sentence = stored.as_object();
        sentences.push_back(json::object{{"text", sentence.at("text")},
                                         {"slot", sentence.at("slot")},
                                         {"facts", facts_view(record, sentence.at("facts"))},
                                         {"fields", sentence.at("fields")}});
    }
    return sentences;
}

const store::StoredMessage* pick(const std::vector<store::StoredMessage>& messages, const std::string& variant) {
    for (const store::StoredMessage& message : messages) {
        if (message.variant == variant) return &message;
    }
    return nullptr;
}

std::string variants_of(const std::vector<store::StoredMessage>& messages) {
    std::string names;
    for (const store::StoredMessage& message : messages) names += (names.empty() ? "" : ", ") + message.variant;
    return names;
}

Response answer(const desk::Dossier& dossier, std::size_t index, const Stored& stored, const std::string& variant) {
    const PublishedUpdate& published = dossier.record.updates[index];
    const store::StoredMessage* message = pick(stored.messages, variant);
    if (message == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("This update has no variant {}.", variant), "variant",
                     fmt::format("It has: {}.", variants_of(stored.messages)));
    }
    json::object out;
    out["incident"] = dossier.record.id.str();
    out["update"] = update_view(dossier, index);
    out["variant"] = message->variant;
    out["intact"] = message->intact;
    out["sentences"] = sentences_view(dossier.record, message->provenance);
    // What decided the findings: the text, the record as far as this event, and the rules.
    out["text_sha256"] = message->hash;
    out["record_seq"] = published.seq;
    out["record_sha256"] = stored.record_hash;
    out["rules_sha256"] = published.update.rules.empty() ? json::value(nullptr) : json::value(published.update.rules);
    return http::json(200, out);
}

Task<Response> why(const Parts& parts, const Request& request, const Params& params) {
    QueryReader query(request);
    std::string variant = query.text("variant").value_or(desk::page_variant(parts.desk.setup()));
    if (auto error = query.error()) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const desk::DossierPtr dossier = *found;
    const auto index = find_index(dossier->record, params["update"]);
    if (!index) {
        co_return Error(ErrorCode::not_found, fmt::format("This incident has no update {}.", params["update"]), "update", "candor show lists them by number.");
    }
    const PublishedUpdate& published = dossier->record.updates[*index];
    auto job = [&store = parts.store, update = published.update.id, incident = dossier->record.id, seq = published.seq] {
        return Stored{store.messages(update), store.event_hash(incident, seq).value_or("")};
    };
    const Stored stored = co_await parts.database.run(std::move(job));
    co_return answer(*dossier, *index, stored, variant);
}

// The same for an update by its id alone.
Task<Response> why_update(const Parts& parts, const Request& request, const Params& params) {
    auto job = [&store = parts.store, update = UpdateId(params["update"])] { return store.incident_of(update); };
    const auto incident = co_await parts.database.run(std::move(job));
    if (!incident) co_return Error(ErrorCode::not_found, fmt::format("There is no update {}.", params["update"]), "update", "candor show INC lists those of an incident.");
    Params with_incident = params;
    with_incident.add("id", incident->str());
    co_return co_await why(parts, request, with_incident);
}

}  // namespace

void add_why(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::get, "/incidents/{id}/updates/{update}/why", http::Scope::read, why);
    add(routes, parts, http::Method::get, "/updates/{update}/why", http::Scope::read, why_update);
}

}  // namespace candor::api
