#include "daemon/api/goodwill_view.hpp"

#include "core/money.hpp"
#include "daemon/api/view.hpp"

#include <algorithm>
#include <boost/json/value_from.hpp>

namespace candor::api {

namespace {

json::object cap_view(const GivingLimits& limits, std::int64_t most, std::int64_t given, const Record* record) {
    json::object out{{"most", most}, {"most_text", amount_text(most, limits.currency)}};
    if (record == nullptr) return out;
    const std::int64_t left = std::max<std::int64_t>(most - given, 0);
    out["given"] = given;
    out["left"] = left;
    out["left_text"] = amount_text(left, limits.currency);
    return out;
}

}  // namespace

std::string amount_text(std::int64_t amount, const std::string& currency) {
    const auto known = find_currency(currency);
    if (known) return money_text(amount, *known);
    return amount == 0 ? "nothing" : std::to_string(amount);
}

json::array catalogue_view(const RemedyOffer& offer, bool in_a_situation) {
    json::array list;
    for (const RemedyTerms& terms : offer.catalogue) {
        json::object out;
        out["id"] = terms.id;
        out["kind"] = to_string(terms.kind);
        out["text"] = terms.text;
        out["value"] = terms.value;
        out["cost"] = terms.cost;
        out["currency"] = text_or_null(terms.currency);
        out["value_text"] = amount_text(terms.value, terms.currency);
        out["cost_text"] = amount_text(terms.cost, terms.currency);
        out["allowed"] = in_a_situation ? json::value(is_allowed(offer, terms.id)) : json::value(nullptr);
        list.push_back(std::move(out));
    }
    return list;
}

json::array caps_view(const RemedyOffer& offer, const Record* record) {
    json::array list;
    for (const GivingLimits& limits : offer.limits) {
        const auto given_so_far = record == nullptr ? 0 : given(*record, limits.currency);
        const auto everybody = record == nullptr ? 0 : given_to(*record, limits.currency, "");
        json::object out{{"currency", limits.currency}};
        out["customer"] = cap_view(limits, limits.per_customer, everybody, record);
        out["incident"] = cap_view(limits, limits.per_incident, given_so_far, record);
        json::array roles;
        for (const RoleLimit& role : limits.roles) {
            json::object one{{"role", role.role}};
            for (auto& member : cap_view(limits, role.most, record == nullptr ? 0 : given_by(*record, limits.currency, role.role), record)) one[member.key()] = member.value();
            one["yours"] = std::find(offer.roles.begin(), offer.roles.end(), role.role) != offer.roles.end();
            roles.push_back(std::move(one));
        }
        out["roles"] = std::move(roles);
        list.push_back(std::move(out));
    }
    return list;
}

json::object grant_view(const Grant& grant) {
    const Giving& giving = grant.giving;
    json::array over;
    for (const Cap cap : grant.over) over.emplace_back(to_string(cap));
    json::object out;
    out["id"] = giving.id.str();
    out["state"] = to_string(grant.state);
    out["remedy"] = giving.remedy.id;
    out["kind"] = to_string(giving.remedy.kind);
    out["text"] = giving.remedy.text;
    out["to"] = text_or_null(giving.to);
    out["everyone"] = giving.to.empty();
    out["customers"] = giving.customers;
    out["value"] = giving.remedy.value;
    out["cost"] = cost_of(giving);
    out["cost_text"] = amount_text(cost_of(giving), giving.remedy.currency);
    out["currency"] = text_or_null(giving.remedy.currency);
    out["cost_bearer"] = "organisation";
    out["role"] = text_or_null(giving.role);
    out["owner"] = text_or_null(giving.owner);
    out["reason"] = text_or_null(giving.reason);
    out["due"] = to_rfc3339(giving.due);
    out["by"] = grant.by;
    out["at"] = to_rfc3339(grant.at);
    out["over"] = std::move(over);
    out["answered_by"] = text_or_null(grant.answered_by);
    out["refusal"] = text_or_null(grant.refusal);
    out["promise"] = text_or_null(grant.promise.str());
    out["note"] = grant.note;
    return out;
}

json::array grants_view(const Record& record) {
    json::array list;
    for (const Grant& grant : record.grants) list.push_back(grant_view(grant));
    return list;
}

json::array similar_view(const Record& record) {
    json::array list;
    for (const PastIncident& past : record.similar) {
        json::array components;
        for (const ComponentId& component : past.components) components.emplace_back(component.str());
        json::object out;
        out["id"] = past.id.str();
        out["title"] = past.title;
        out["declared_at"] = to_rfc3339(past.at);
        out["cause"] = to_string(past.cause);
        out["components"] = std::move(components);
        out["words"] = json::value_from(past.words);
        out["same_cause"] = past.same_cause;
        list.push_back(std::move(out));
    }
    return list;
}

}  // namespace candor::api
