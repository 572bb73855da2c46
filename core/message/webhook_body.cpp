#include "core/message/webhook_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace candor {

namespace json = boost::json;

namespace {

json::value time_or_null(const std::optional<Time>& time) {
    return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

json::array components(const Statement& statement) {
    json::array list;
    for (std::size_t i = 0; i < statement.components.size(); ++i) {
        list.push_back(json::object{{"id", statement.components[i].str()}, {"name", statement.component_names[i]}});
    }
    return list;
}

json::value scope(const Statement& statement) {
    if (!statement.scope) return nullptr;
    json::object object;
    object["label"] = to_string(statement.scope->label);
    object["count"] = statement.scope->count ? json::value(*statement.scope->count) : json::value(nullptr);
    object["fraction"] = statement.scope->fraction ? json::value(*statement.scope->fraction) : json::value(nullptr);
    object["as_of"] = time_or_null(statement.scope_as_of);
    return object;
}

json::object incident(const Statement& statement, const RenderContext& context) {
    json::object object;
    object["id"] = statement.incident.str();
    object["title"] = statement.title;
    object["status"] = to_string(statement.status);
    object["impact"] = statement.impact ? json::value(to_string(*statement.impact)) : json::value(nullptr);
    object["components"] = components(statement);
    object["scope"] = scope(statement);
    object["url"] = context.url;
    object["declared_at"] = to_rfc3339(statement.declared_at);
    return object;
}

json::array sentences_of(const std::vector<SentenceProvenance>& sentences) {
    json::array list;
    for (const SentenceProvenance& sentence : sentences) {
        json::array facts;
        for (const FactId& fact : sentence.facts) facts.emplace_back(fact.str());
        list.push_back(
            json::object{{"slot", to_string(sentence.slot)}, {"text", sentence.text}, {"facts", std::move(facts)}});
    }
    return list;
}

json::value late_by_seconds(const Statement& statement) {
    if (!statement.late_by) return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(*statement.late_by).count();
}

}  // namespace

std::string webhook_body(const Statement& statement, std::string_view text, std::string_view language,
                         const std::vector<SentenceProvenance>& sentences, const RenderContext& context) {
    json::object update;
    update["id"] = statement.update.str();
    update["number"] = statement.number;
    update["kind"] = to_string(statement.kind);
    update["text"] = text;
    update["language"] = language;
    update["published_at"] = to_rfc3339(statement.published_at);
    update["scheduled"] = statement.scheduled;
    update["late_by_seconds"] = late_by_seconds(statement);
    update["next_update_at"] = time_or_null(statement.next_update);
    update["corrects"] = statement.corrects ? json::value(statement.corrects->str()) : json::value(nullptr);
    update["sentences"] = sentences_of(sentences);

    json::object data;
    data["version"] = 1;
    data["organisation"] = context.organisation;
    data["incident"] = incident(statement, context);
    data["update"] = std::move(update);
    if (!context.subscription.leave.empty()) {
        data["subscription"] = json::object{{"manage_url", context.subscription.manage}, {"unsubscribe_url", context.subscription.leave}};
    }

    json::object body;
    body["type"] = "incident.update.published";
    body["timestamp"] = to_rfc3339(statement.published_at);
    body["data"] = std::move(data);
    return json::serialize(body);
}

}  // namespace candor
