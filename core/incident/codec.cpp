#include "core/incident/codec.hpp"

#include "core/incident/describe.hpp"

namespace candor {

namespace {

// Calls make<I>() for the alternative of a variant that is named at run time.
template <class Variant, class Names, class Make, std::size_t... I>
auto alternative(std::string_view name, const Names& names, Make make, std::index_sequence<I...>)
    -> std::optional<Result<Variant>> {
    std::optional<Result<Variant>> result;
    (void)((names[I] == name && (result = make.template operator()<std::variant_alternative_t<I, Variant>>(), true)) || ...);
    return result;
}

template <class Variant, class Names, class Make>
auto alternative(std::string_view name, const Names& names, Make make) {
    return alternative<Variant>(name, names, make, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

std::string joined(auto names) {
    std::string text;
    for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

// The members every fact has beside its body's own.
constexpr auto fact_members = std::to_array<std::string_view>({"id", "kind", "at", "author", "confidence", "replaces"});

json::object without_fact_members(json::object in) {
    for (const std::string_view member : fact_members) in.erase(member);
    return in;
}

Result<FactBody> fact_body_from_json(const json::object& in, const std::string& path) {
    const json::value* kind = in.if_contains("kind");
    const std::string field = path.empty() ? "kind" : path + ".kind";
    if (kind == nullptr || !kind->is_string()) {
        return Error(ErrorCode::invalid_argument, "The fact has no kind.", field, fmt::format("Use one of: {}.", joined(fact_kinds)));
    }
    const std::string_view name = kind->get_string();
    auto body = alternative<FactBody>(name, fact_kinds, [&]<class Body>() -> Result<FactBody> {
        auto read = from_object<Body>(without_fact_members(in), path);
        if (!read) return read.error();
        return FactBody(*read);
    });
    if (body) return *body;
    return Error(ErrorCode::invalid_argument, fmt::format("There is no kind of fact called {}.", name), field,
                 fmt::format("Use one of: {}.", joined(fact_kinds)));
}

struct CommonMembers {
    std::optional<Confidence> confidence;
    std::optional<FactId> replaces;
};

template <class V, Described<CommonMembers> S>
void describe(V& visit, S& s) {
    visit("confidence", s.confidence);
    visit("replaces", s.replaces);
}

Result<CommonMembers> common_members(const json::object& in, const std::string& path) {
    json::object common;
    for (const std::string_view member : {"confidence", "replaces"}) {
        if (const json::value* value = in.if_contains(member)) common[member] = *value;
    }
    return from_object<CommonMembers>(common, path);
}

Result<Fact> fact_from_json(const json::object& in) {
    auto body = fact_body_from_json(in, "fact");
    if (!body) return body.error();
    Fact fact;
    fact.body = *body;
    json::object head;
    for (const std::string_view member : {"id", "at", "author", "confidence", "replaces"}) {
        if (const json::value* value = in.if_contains(member)) head[member] = *value;
    }
    JsonReader reader(head, "fact");
    reader.required("id", fact.id);
    reader.required("at", fact.at);
    reader("author", fact.author);
    reader("confidence", fact.confidence);
    reader("replaces", fact.replaces);
    if (auto problem = reader.problem()) return *problem;
    return fact;
}

json::object body_to_json(const EventBody& body) {
    if (const auto* recorded = std::get_if<FactRecorded>(&body)) return {{"fact", fact_to_json(recorded->fact)}};
    return std::visit(
        [](const auto& alternative) -> json::object {
            if constexpr (std::same_as<std::remove_cvref_t<decltype(alternative)>, FactRecorded>) return {};
            else return to_object(alternative);
        },
        body);
}

Result<EventBody> body_from_json(std::string_view type, const json::object& in) {
    auto body = alternative<EventBody>(type, event_types, [&]<class Body>() -> Result<EventBody> {
        if constexpr (std::same_as<Body, FactRecorded>) {
            const json::value* fact = in.if_contains("fact");
            if (fact == nullptr || !fact->is_object()) return Error(ErrorCode::internal, "The event has no fact.", "fact");
            auto read = fact_from_json(fact->get_object());
            if (!read) return read.error();
            return EventBody(FactRecorded{*read});
        } else {
            auto read = from_object<Body>(in, std::string(type));
            if (!read) return read.error();
            return EventBody(*read);
        }
    });
    if (body) return *body;
    return Error(ErrorCode::internal, fmt::format("There is no event of type {}.", type), "type");
}

}  // namespace

json::object fact_body_to_json(const FactBody& body) {
    json::object out = std::visit([](const auto& alternative) { return to_object(alternative); }, body);
    out["kind"] = kind_of(body);
    return out;
}

json::object fact_to_json(const Fact& fact) {
    json::object out = fact_body_to_json(fact.body);
    out["id"] = fact.id.str();
    out["at"] = to_rfc3339(fact.at);
    out["author"] = fact.author;
    out["confidence"] = to_string(fact.confidence);
    out["replaces"] = JsonWriter::to_json(fact.replaces);
    return out;
}

Result<NewFact> new_fact_from_json(const json::object& in, const std::string& path) {
    auto body = fact_body_from_json(in, path);
    if (!body) return body.error();
    auto common = common_members(in, path);
    if (!common) return common.error();
    const Confidence usual = std::holds_alternative<Cause>(*body) ? Confidence::suspected : Confidence::confirmed;
    return NewFact{*body, common->confidence.value_or(usual), common->replaces};
}

std::string event_body_to_text(const EventBody& body) {
    return json::serialize(body_to_json(body));
}

Result<EventBody> event_body_from_text(std::string_view type, std::string_view text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    if (error || !value.is_object()) return Error(ErrorCode::internal, "The event is not a JSON object.", std::string(type));
    return body_from_json(type, value.get_object());
}

std::string chain_hash(std::string_view previous, const IncidentId& incident, std::int64_t seq, Time at, std::string_view actor,
                       std::string_view type, std::string_view body) {
    return to_hex(sha256_of({previous, incident.str(), std::to_string(seq), std::to_string(at.time_since_epoch().count()), actor, type, body}));
}

}  // namespace candor
