#include "core/incident/maintenance.hpp"

#include "core/incident/promising.hpp"
#include "core/incident/recording.hpp"
#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

constexpr Duration a_minute = std::chrono::minutes{1};

Result<void> validate_window(const Window& window, Time now) {
    if (window.from <= now) {
        return Error(ErrorCode::invalid_argument, "A maintenance is announced before it begins.", "from",
                     "What has begun already is an incident: candor declare \"...\" --component ID --impact major");
    }
    if (window.until <= window.from) return Error(ErrorCode::invalid_argument, "It ends before it begins.", "until", "Give an end after the beginning.");
    if (window.until - window.from > longest_maintenance) {
        return Error(ErrorCode::invalid_argument, "It is longer than three days.", "until", "Announce each part by itself.");
    }
    return {};
}

Result<void> require_maintenance(const Record& record) {
    if (auto unfinished = require_unfinished(record); !unfinished) return unfinished;
    if (record.kind == RecordKind::maintenance) return {};
    return Error(ErrorCode::wrong_state, "This is no maintenance, and does not become one.", "", "Plan one: candor maintenance \"...\" --component ID --from TIME --until TIME");
}

// Is it time for it? It begins not before the announced minute.
Result<void> require_step(const Record& record, Status next, Time now) {
    if (auto maintenance = require_maintenance(record); !maintenance) return maintenance;
    const bool fits = (next == Status::in_progress && record.status == Status::scheduled) || (next == Status::verifying && record.status == Status::in_progress) ||
                      (next == Status::completed && is_under_way(record));
    if (!fits) {
        return Error(ErrorCode::wrong_state, fmt::format("The maintenance is {}; {} does not follow on that.", to_string(record.status), to_string(next)), "",
                     record.status == Status::scheduled ? fmt::format("candor start {}", record.id.str()) : fmt::format("candor show {}", record.id.str()));
    }
    if (next != Status::in_progress || now + a_minute >= record.window->from) return {};
    return Error(ErrorCode::wrong_state, fmt::format("It was announced for {}: people rely on that.", to_rfc3339(record.window->from)), "",
                 fmt::format("Announce another time first: candor move {} --from TIME --until TIME \"why\"", record.id.str()));
}

Result<void> require_movable(const Record& record, const MoveTo& command, Time now) {
    if (auto maintenance = require_maintenance(record); !maintenance) return maintenance;
    if (record.status != Status::scheduled) {
        return Error(ErrorCode::wrong_state, fmt::format("The maintenance is {}; only one that has not begun can be moved.", to_string(record.status)), "",
                     "Where it takes longer, say so: candor fact INC eta --latest TIME --basis \"...\"");
    }
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    if (command.window == *record.window) return Error(ErrorCode::invalid_argument, "It is announced for this time already.", "from");
    return validate_window(command.window, now);
}

// Did it take longer than announced, or did one of its checks fail? Then those who were told are asked after it.
bool went_wrong(const Record& record, Time now) {
    const bool failed = std::any_of(record.facts.begin(), record.facts.end(), [](const RecordedFact& recorded) {
        const auto* check = std::get_if<Verification>(&recorded.fact.body);
        return check != nullptr && !check->passed;
    });
    return failed || (record.window && now > record.window->until);
}

// The next step, said to everyone.
Result<void> step(Draft& draft, Status next, const std::string& words, const std::vector<NewFact>& facts) {
    if (auto may = require_step(draft.record(), next, draft.now()); !may) return may;
    if (auto valid = validate_words(words, "words"); !valid) return valid;
    if (auto recorded = record_facts(draft, facts); !recorded) return recorded;
    const bool over = next == Status::completed;
    if (over) {
        if (auto verified = require_verification(draft.record()); !verified) return verified;
        draft.add_facts({{Ended{draft.now()}, Confidence::confirmed, std::nullopt}});
    }
    if (next == Status::in_progress) draft.add_facts({{Started{draft.now()}, Confidence::confirmed, std::nullopt}});
    draft.add(StatusChanged{next});
    if (over && went_wrong(draft.record(), draft.now())) promise_to_ask(draft);
    publish(draft, {over ? UpdateKind::resolution : UpdateKind::progress, false, words, {}, everyone(draft)});
    return {};
}

}  // namespace

Result<void> validate_maintenance(const Declare& command, const Circumstances& circumstances) {
    if (!command.window) return Error(ErrorCode::invalid_argument, "Say when it is to take place.", "from", "Add --from TIME --until TIME.");
    if (auto window = validate_window(*command.window, circumstances.now); !window) return window;
    if (!circumstances.affected_by) return {};
    return Error(ErrorCode::wrong_state, "An incident is open for one of these components: what is broken is not maintained, it is mended.", "components",
                 fmt::format("Say it in that incident: candor update {} \"...\"", circumstances.affected_by->str()));
}

Result<void> advance(Draft& draft, const Start& command) { return step(draft, Status::in_progress, command.words, command.facts); }
Result<void> advance(Draft& draft, const Verify& command) { return step(draft, Status::verifying, command.words, command.facts); }
Result<void> advance(Draft& draft, const Complete& command) { return step(draft, Status::completed, command.words, command.facts); }

Result<void> move(Draft& draft, const MoveTo& command) {
    if (auto movable = require_movable(draft.record(), command, draft.now()); !movable) return movable;
    const std::string announced = draft.record().updates.back().update.id.str();
    draft.add(Moved{command.window, command.reason});
    publish(draft, {UpdateKind::correction, false, {}, announced, everyone(draft)});
    return {};
}

Result<void> refuse_times(const Record& record, const FactBody& fact, const std::string& field) {
    const bool is_time = std::holds_alternative<Started>(fact) || std::holds_alternative<Ended>(fact);
    if (record.kind != RecordKind::maintenance || !is_time) return {};
    return Error(ErrorCode::wrong_state, "A maintenance begins and ends when that is said.", field, "candor start INC; candor complete INC --verified \"...\"");
}

Result<void> refuse_for_maintenance(const Record& record, bool status, bool impact) {
    if (record.kind != RecordKind::maintenance) return {};
    if (status) {
        return Error(ErrorCode::wrong_state, "A maintenance has steps of its own.", "status", "candor start, candor verify, candor complete");
    }
    if (!impact) return {};
    return Error(ErrorCode::wrong_state, "What goes beyond the announced impact is no maintenance.", "impact",
                 "Declare it: candor declare \"...\" --component ID --impact major");
}

}  // namespace candor
