#include "core/incident/promising.hpp"

#include "core/incident/give.hpp"
#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

void promise(Draft& draft, PromiseKind kind, const std::string& text, const std::string& to, const std::string& owner, Time due) {
    const PromiseId id(fmt::format("p{}", draft.record().promises.size() + 1));
    draft.add(PromiseMade{id, kind, text, to, owner.empty() ? draft.record().owner : owner, due});
}

Result<const Promise*> open_promise(const Record& record, const PromiseId& id) {
    if (auto unfinished = require_unfinished(record); !unfinished) return unfinished.error();
    const auto found = std::find_if(record.promises.begin(), record.promises.end(), [&](const Promise& promise) { return promise.id == id; });
    if (found == record.promises.end()) {
        return Error(ErrorCode::not_found, fmt::format("This incident has no promise {}.", id.str()), "promise", "candor promises lists them.");
    }
    if (is_open(*found)) return &*found;
    return Error(ErrorCode::wrong_state, fmt::format("Promise {} is settled already: {}.", id.str(), state_name(*found)), "promise");
}

}  // namespace

Result<void> make_promise(Draft& draft, const MakePromise& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto text = validate_text(command.text, "text"); !text) return text;
    if (auto to = optional_name(command.to, "to"); !to) return to;
    if (auto owner = optional_name(command.owner, "owner"); !owner) return owner;
    if (command.due <= draft.now()) return Error(ErrorCode::invalid_argument, "The time has passed already.", "due", "Promise a time to come.");
    promise(draft, PromiseKind::get_back, command.text, command.to, command.owner, command.due);
    return {};
}

Result<void> keep_promise(Draft& draft, const KeepPromise& command) {
    if (auto note = optional_reason(command.note); !note) return note;
    const auto found = open_promise(draft.record(), command.promise);
    if (!found) return found.error();
    if (!is_kept_by_people((*found)->kind)) {
        return Error(ErrorCode::wrong_state, fmt::format("{} is kept, or missed, by what happens; nobody's word settles it.", command.promise.str()), "promise");
    }
    if (!(*found)->grant.empty()) return give(draft, FulfilRemedy{(*found)->grant, command.note});
    draft.add(PromiseSettled{command.promise, true, command.note});
    return {};
}

Result<void> break_promise(Draft& draft, const BreakPromise& command) {
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    const auto found = open_promise(draft.record(), command.promise);
    if (!found) return found.error();
    const bool for_everyone = (*found)->kind == PromiseKind::remedy && (*found)->to.empty();
    if (!is_kept_by_people((*found)->kind) || for_everyone) {
        return Error(ErrorCode::wrong_state, fmt::format("{} stands: it was told to everybody.", command.promise.str()), "promise",
                     "Say in an update what becomes of it.");
    }
    draft.add(PromiseSettled{command.promise, false, command.reason});
    return {};
}

void promise_to_ask(Draft& draft) {
    const auto planned = draft.circumstances().duty ? draft.circumstances().duty->follow_up_after : std::nullopt;
    promise(draft, PromiseKind::follow_up, {}, {}, {}, draft.now() + planned.value_or(draft.circumstances().policy.follow_up_after));
}

void reopen(Draft& draft) {
    for (const Promise& promise : std::vector<Promise>(draft.record().promises)) {
        if (promise.kind == PromiseKind::follow_up && is_open(promise)) draft.add(PromiseSettled{promise.id, true, "opened again"});
    }
    draft.add(StatusChanged{Status::investigating});
}

}  // namespace candor
