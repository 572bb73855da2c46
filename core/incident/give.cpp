#include "core/incident/give.hpp"

#include "core/incident/goodwill.hpp"
#include "core/incident/validate.hpp"
#include "core/money.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor {

namespace {

std::string amount(std::int64_t sum, const std::string& currency) {
    const auto known = find_currency(currency);
    return known ? money_text(sum, *known) : std::to_string(sum);
}

std::string allowed_here(const RemedyOffer& offer) {
    if (offer.catalogue.empty()) return "The plan has no remedies: add them to the file that `plan` of the configuration names.";
    if (offer.allowed.empty()) return "The plan lets nothing be given in this situation.";
    return fmt::format("Here the plan allows: {}. See candor remedies INC.", fmt::join(offer.allowed, ", "));
}

Result<RemedyTerms> terms_of(const RemedyOffer& offer, const std::string& id) {
    const RemedyTerms* terms = find_terms(offer, id);
    if (terms == nullptr) return Error(ErrorCode::not_found, fmt::format("The plan has no remedy {}.", id), "remedy", allowed_here(offer));
    if (is_allowed(offer, id)) return *terms;
    return Error(ErrorCode::wrong_state, fmt::format("The plan does not allow {} in this situation.", id), "remedy", allowed_here(offer));
}

Result<void> validate(const GrantRemedy& command) {
    if (command.everyone != command.to.empty()) {
        return Error(ErrorCode::invalid_argument, "Say to whom: one customer, or everybody affected.", "to",
                     "candor give INC REMEDY --to \"order 4711\", or --everyone");
    }
    if (auto to = optional_name(command.to, "to"); !to) return to;
    if (auto role = optional_name(command.role, "as"); !role) return role;
    if (auto owner = optional_name(command.owner, "owner"); !owner) return owner;
    if (!command.reason.empty()) return validate_text(command.reason, "reason");
    return {};
}

// How many get it: a sum that nobody knows cannot be held against a cap.
Result<std::int64_t> customers_of(const Record& record, const GrantRemedy& command, const RemedyTerms& terms) {
    if (!command.everyone) return 1;
    const RecordedFact* scope = current_fact<Scope>(record);
    const auto count = scope == nullptr ? std::nullopt : std::get<Scope>(scope->fact.body).count;
    if (count) return std::max<std::int64_t>(*count, 1);
    if (terms.cost == 0) return 1;
    return Error(ErrorCode::missing_fact, "How many are affected is not recorded, and so not what it would cost.", "everyone",
                 fmt::format("candor fact {} scope LABEL --count N --method \"...\"", record.id.str()));
}

Result<Giving> giving_of(const Draft& draft, const GrantRemedy& command) {
    const Record& record = draft.record();
    const RemedyOffer& offer = draft.circumstances().remedies;
    auto terms = terms_of(offer, command.remedy);
    if (!terms) return terms.error();
    const auto customers = customers_of(record, command, *terms);
    if (!customers) return customers.error();
    const auto planned = offer.within.find(command.remedy);
    const Time due = command.due.value_or(draft.now() + (planned == offer.within.end() ? usual_time_to_fulfil : planned->second));
    if (due <= draft.now()) return Error(ErrorCode::invalid_argument, "The time has passed already.", "due", "Promise a time to come.");
    Giving giving;
    giving.id = GrantId(fmt::format("g{}", record.grants.size() + 1));
    giving.remedy = *terms;
    giving.to = std::string(trimmed(command.to));
    giving.customers = *customers;
    giving.reason = command.reason;
    giving.due = due;
    giving.key = command.key;
    const std::string& maker = is_made_by_hand(terms->kind) ? draft.circumstances().actor : record.owner;
    giving.owner = command.owner.empty() ? maker : command.owner;
    auto role = role_for(record, offer, giving, command.role);
    if (!role) return role.error();
    giving.role = *role;
    return giving;
}

const Grant* given_under(const Record& record, const std::string& key) {
    if (key.empty()) return nullptr;
    const auto found = std::find_if(record.grants.begin(), record.grants.end(), [&](const Grant& grant) { return grant.giving.key == key; });
    return found == record.grants.end() ? nullptr : &*found;
}

Error needs_reason(const Giving& giving, const std::vector<Cap>& over) {
    std::vector<std::string_view> caps;
    for (const Cap cap : over) caps.push_back(to_string(cap));
    return {ErrorCode::missing_fact,
            fmt::format("{} is over the cap ({}): a second person decides, and needs to know why.",
                        amount(cost_of(giving), giving.remedy.currency), fmt::join(caps, ", ")),
            "reason", "Add --because \"...\"."};
}

Result<const Grant*> waiting(const Record& record, const GrantId& id) {
    if (auto unfinished = require_unfinished(record); !unfinished) return unfinished.error();
    const Grant* grant = find_grant(record, id);
    if (grant == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("Nothing called {} was given in this incident.", id.str()), "grant", "candor remedies INC lists it.");
    }
    if (grant->state == GrantState::asked) return grant;
    return Error(ErrorCode::wrong_state, fmt::format("{} waits for nobody: it is {} already.", id.str(), to_string(grant->state)), "grant");
}

}  // namespace

Result<void> give(Draft& draft, const GrantRemedy& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto valid = validate(command); !valid) return valid;
    if (command.everyone && draft.record().kind == RecordKind::case_) {
        return Error(ErrorCode::invalid_argument, "A case is one customer's: nobody else is told of what is given in it.", "everyone",
                     fmt::format("candor give {} {} --to \"{}\"", draft.record().id.str(), command.remedy, draft.record().customer->reference));
    }
    if (const Grant* before = given_under(draft.record(), command.key)) {
        const bool same = before->giving.remedy.id == command.remedy && same_customer(before->giving.to, command.to);
        if (same) return {};
        return Error(ErrorCode::conflict, "This Idempotency-Key was used to give something else.", "idempotency-key", "Take a new key.");
    }
    auto giving = giving_of(draft, command);
    if (!giving) return giving.error();
    const auto over = exceeded(draft.record(), draft.circumstances().remedies, *giving);
    if (over.empty()) {
        draft.add(RemedyGranted{*giving});
    } else {
        if (trimmed(command.reason).empty()) return needs_reason(*giving, over);
        draft.add(RemedyAsked{*giving, over});
    }
    return {};
}

Result<void> give(Draft& draft, const ApproveRemedy& command) {
    const auto found = waiting(draft.record(), command.grant);
    if (!found) return found.error();
    if ((*found)->by == draft.circumstances().actor) {
        return Error(ErrorCode::second_person, fmt::format("You have asked for {} yourself; somebody else approves it.", command.grant.str()), "grant",
                     fmt::format("Ask a colleague: candor approve {} {}", draft.record().id.str(), command.grant.str()));
    }
    Giving giving = (*found)->giving;
    if (giving.due <= draft.now()) giving.due = draft.now() + usual_time_to_fulfil;  // it was waited for too long
    draft.add(RemedyGranted{std::move(giving)});
    return {};
}

Result<void> give(Draft& draft, const RefuseRemedy& command) {
    const auto found = waiting(draft.record(), command.grant);
    if (!found) return found.error();
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    draft.add(RemedyRefused{command.grant, command.reason});
    return {};
}

Result<void> give(Draft& draft, const FulfilRemedy& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto note = optional_reason(command.note); !note) return note;
    const Grant* grant = find_grant(draft.record(), command.grant);
    if (grant == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("Nothing called {} was given in this incident.", command.grant.str()), "grant",
                     "candor remedies INC lists it.");
    }
    if (grant->state != GrantState::granted) {
        return Error(ErrorCode::wrong_state, fmt::format("{} is {}, not granted.", command.grant.str(), to_string(grant->state)), "grant",
                     grant->state == GrantState::asked ? fmt::format("A second person decides first: candor approve {} {}", draft.record().id.str(), command.grant.str()) : "");
    }
    draft.add(RemedyFulfilled{command.grant, command.note});
    return {};
}

Result<void> give(Draft& draft, const DeclineRemedies& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    const auto& grants = draft.record().grants;
    if (std::any_of(grants.begin(), grants.end(), counts)) {
        return Error(ErrorCode::wrong_state, "Something was given already.", "reason", "candor remedies INC shows what.");
    }
    draft.add(RemediesDeclined{command.reason});
    return {};
}

Result<void> require_remedy(const Record& record, const RemedyOffer& offer) {
    const bool settled = !record.no_remedy.empty() || std::any_of(record.grants.begin(), record.grants.end(), counts);
    if (record.impact < Impact::major || offer.allowed.empty() || settled) return {};
    return Error(ErrorCode::warned_by_rule,
                 fmt::format("An apology with nothing behind it: the impact is {}, and nobody was given anything.", to_string(record.impact)), "no_remedy",
                 fmt::format("Give something: candor give {} {} --everyone\nOr say why not: candor resolve {} --no-remedy \"...\"", record.id.str(),
                             offer.allowed.front(), record.id.str()));
}

}  // namespace candor
