#include "core/incident/maintenance.hpp"

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

}  // namespace

Result<void> validate_maintenance(const Declare& command, const Circumstances& circumstances) {
    if (!command.window) return Error(ErrorCode::invalid_argument, "Say when it is to take place.", "from", "Add --from TIME --until TIME.");
    if (auto window = validate_window(*command.window, circumstances.now); !window) return window;
    if (!circumstances.affected_by) return {};
    return Error(ErrorCode::wrong_state, "An incident is open for one of these components: what is broken is not maintained, it is mended.", "components",
                 fmt::format("Say it in that incident: candor update {} \"...\"", circumstances.affected_by->str()));
}

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

bool went_wrong(const Record& record, Time now) {
    const bool failed = std::any_of(record.facts.begin(), record.facts.end(), [](const RecordedFact& recorded) {
        const auto* check = std::get_if<Verification>(&recorded.fact.body);
        return check != nullptr && !check->passed;
    });
    return failed || (record.window && now > record.window->until);
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
