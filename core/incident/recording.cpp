#include "core/incident/recording.hpp"

#include "core/incident/maintenance.hpp"
#include "core/incident/validate.hpp"
#include "core/time.hpp"

#include <fmt/format.h>

namespace candor {

namespace {

// An end that is still expected, a check that failed: then it is not over.
bool speaks_of_now(const FactBody& body) {
    const auto* verification = std::get_if<Verification>(&body);
    return std::holds_alternative<Eta>(body) || (verification != nullptr && !verification->passed);
}

// What "resolved" rests on.
bool is_passed_check(const FactBody& body) {
    const auto* check = std::get_if<Verification>(&body);
    return check != nullptr && check->passed;
}

Error not_over(const std::string& field) {
    return {ErrorCode::wrong_state, "It has ended, and this says that it is not over.", field, "Open it again: candor reopen INC \"...\""};
}

Result<const RecordedFact*> require_current(const Record& record, const FactId& id, std::string field) {
    const RecordedFact* found = find_fact(record, id);
    if (found == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("This incident has no fact {}.", id.str()), std::move(field),
                     "candor show lists the facts with their ids.");
    }
    if (found->current) return found;
    return Error(ErrorCode::wrong_state, fmt::format("Fact {} was replaced or retracted already.", id.str()), std::move(field));
}

Result<void> require_order(const Record& record) {
    const RecordedFact* started = current_fact<Started>(record);
    const RecordedFact* ended = current_fact<Ended>(record);
    if (started == nullptr || ended == nullptr) return {};
    if (std::get<Started>(started->fact.body).time <= std::get<Ended>(ended->fact.body).time) return {};
    return Error(ErrorCode::invalid_argument, "By this it began after it ended.", "facts", "Retract or replace the wrong one of the two times.");
}

// `over`: the record has ended, and stays so.
Result<void> require_fit(const Record& record, const NewFact& fact, const std::string& field, bool over) {
    if (auto valid = validate(fact, field); !valid) return valid;
    if (auto fits = refuse_times(record, fact.body, field); !fits) return fits;
    if (over && speaks_of_now(fact.body)) return not_over(field);
    if (!fact.replaces) return {};
    const auto replaced = require_current(record, *fact.replaces, field + ".replaces");
    if (!replaced) return replaced.error();
    const bool rests_on_it = over && is_passed_check((*replaced)->fact.body);
    return rests_on_it && !is_passed_check(fact.body) ? Result<void>(not_over(field + ".replaces")) : Result<void>{};
}

Result<void> record(Draft& draft, const std::vector<NewFact>& facts, bool over) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (auto fits = require_fit(draft.record(), facts[i], fmt::format("facts[{}]", i), over); !fits) return fits;
    }
    draft.add_facts(facts);
    return require_order(draft.record());
}

}  // namespace

Result<void> record_facts(Draft& draft, const std::vector<NewFact>& facts) {
    return record(draft, facts, is_over(draft.record()));
}

Result<void> record_facts_to_reopen(Draft& draft, const std::vector<NewFact>& facts) {
    return record(draft, facts, false);
}

Result<void> retract(Draft& draft, const RetractFact& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    const auto fact = require_current(draft.record(), command.fact, "fact");
    if (!fact) return fact.error();
    if (is_over(draft.record()) && is_passed_check((*fact)->fact.body)) return not_over("fact");
    draft.add(FactRetracted{command.fact, command.reason});
    return {};
}

Result<void> require_verification(const Record& record) {
    const RecordedFact* newest = current_fact<Verification>(record);
    if (newest == nullptr) {
        return Error(ErrorCode::missing_fact, "\"Resolved\" needs a verification, and none is on the record.", "facts",
                     "Say how it was checked: candor resolve INC --verified \"50 test payments, all accepted\"");
    }
    if (std::get<Verification>(newest->fact.body).passed) return {};
    return Error(ErrorCode::missing_fact, fmt::format("The last verification ({}) failed.", newest->fact.id.str()), "facts",
                 "Check again, and say how: candor resolve INC --verified \"...\"");
}

std::optional<Time> soaked_at(const Record& record, Duration soak) {
    std::optional<Time> since;
    for (const RecordedFact& recorded : record.facts) {
        if (!recorded.current || !std::holds_alternative<Verification>(recorded.fact.body)) continue;
        if (!is_passed_check(recorded.fact.body)) since.reset();
        else since = since.value_or(recorded.fact.at);
    }
    return since ? std::optional(*since + soak) : std::nullopt;
}

Result<void> require_soak(const Record& record, Duration soak, Time now) {
    const auto at = soaked_at(record, soak);
    if (!at || *at <= now) return {};
    return Error(ErrorCode::missing_fact, fmt::format("The plan wants it watched for {} after a check has passed; {} of that are left.", duration_text(soak), duration_text(*at - now)), "facts",
                 fmt::format("Record the check, say that you are watching, and resolve it then: candor fact {0} verification \"...\" --passed; candor update {0} --status monitoring", record.id.str()));
}

Result<void> require_cause(const Record& record) {
    if (current_fact<Cause>(record) != nullptr) return {};
    return Error(ErrorCode::missing_fact, "A review says why it happened, and no cause is on the record.", "facts",
                 "candor fact INC cause \"...\"; where it could not be found, that is the cause to record, as suspected.");
}

}  // namespace candor
