// What follows from reports: those who left an address are written to, that it is known and what became of it; and those on
// duty, where nobody has declared an incident.
#include "core/digest.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/desk/publish.hpp"
#include "daemon/log.hpp"

namespace candor::desk {

namespace {

// What is delivered needs a name of its own: a greeting is one for each update that is the newest when it is written.
UpdateId name_of_greeting(const UpdateId& update) {
    return UpdateId(id_from_bits(first_bits(sha256_of({"greeting", update.str()}))));
}

// Whoever says that it is not over after all is not told that it is: the next end, or a correction, reaches them.
bool is_to_be_greeted(const Record& record) {
    return is_open(record) && !record.updates.empty();
}

}  // namespace

Task<> Desk::greet_reporters(IncidentId id) {
    if (!has_relay(*setup_)) co_return;
    const auto turn = co_await turn_.take();
    const auto dossier = co_await read(id);
    const Record& record = dossier->record;
    if (record.kind != RecordKind::incident || (!is_open(record) && !is_over(record))) co_return;
    auto job = [&store = parts_.store, setup = setup_, id, update = is_to_be_greeted(record) ? record.updates.back().update.id : UpdateId(), now = parts_.clock.now()] {
        if (!store.has_new_reporters(id)) return std::size_t{0};
        std::optional<store::Publication> greeting;
        const auto stored = update.empty() ? std::nullopt : store.find_incident(id);
        if (stored) {
            const std::string variant = report_variant(*setup);
            greeting = store::Publication{name_of_greeting(update), true, {greeting_of(*setup, id, stored->events, update)}, {{report_channel(), variant, {}, true}}};
        }
        return store.greet_reporters(id, greeting, now);
    };
    std::string failure;
    try {
        const std::size_t greeted = co_await parts_.database.run(std::move(job));
        if (greeted == 0) co_return;
        auto now_known = std::make_shared<Dossier>(*dossier);
        now_known->has_reporters = true;
        if (at_hand(id) != nullptr) take_in(now_known);
        log::info("those who reported it are written to", {{"incident", id.str()}, {"reporters", greeted}});
        if (on_change) on_change(true);
        co_return;
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("those who reported it could not be written to", {{"incident", id.str()}, {"error", failure}});
}

Task<> Desk::call_on_duty(review::UnansweredReports reports) {
    const Time now = parts_.clock.now();
    auto notice = notice_of(*setup_, reports, now);
    if (!notice) co_return;
    auto job = [&store = parts_.store, notice = std::move(*notice), now] { store.tell(notice, now); };
    std::string failure;
    try {
        co_await parts_.database.run(std::move(job));
        if (on_change) on_change(true);
        co_return;
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("those on duty could not be written to", {{"component", reports.component.str()}, {"error", failure}});
}

}  // namespace candor::desk
