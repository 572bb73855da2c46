#include "core/message/slot_fields.hpp"

namespace candor {

namespace {

SlotFields fields_for(Slot slot) {
    switch (slot) {
        case Slot::late: return {{"promised", "lateness"}, {}};
        case Slot::late_several: return {{"promised", "lateness", "every", "missed"}, {}};
        case Slot::correction: return {{"number", "published"}, {}};
        case Slot::nothing_new: return {{"since"}, {}};
        case Slot::retracted: return {{"earlier", "reason"}, {}};
        case Slot::replaced: return {{"earlier"}, {}};
        case Slot::resolved:
        case Slot::verification_passed:
        case Slot::verification_failed:
        case Slot::maintenance_completed:
        case Slot::data_safe:
        case Slot::no_attack:
        case Slot::scope_method: return {{"method"}, {}};
        case Slot::withdrawn:
        case Slot::case_withdrawn:
        case Slot::maintenance_cancelled: return {{"reason"}, {}};
        case Slot::status_changed: return {{"status"}, {"previous"}};
        case Slot::impact_changed: return {{"impact", "previous"}, {}};
        case Slot::cadence_changed: return {{"every", "previous"}, {}};
        case Slot::opening_staff:
        case Slot::opening_monitoring:
        case Slot::opening_reported:
        case Slot::opening_reported_confirmed:
        case Slot::opening_third_party:
        case Slot::opening_third_party_confirmed:
        case Slot::affected:
        case Slot::affected_unconfirmed:
        case Slot::affected_closing:
        case Slot::maintenance_verifying: return {{"components"}, {}};
        case Slot::apology:
        case Slot::apology_closing: return {{}, {"components"}};
        case Slot::symptom:
        case Slot::symptom_closing:
        case Slot::workaround:
        case Slot::workaround_item:
        case Slot::action_done:
        case Slot::cause_confirmed:
        case Slot::cause_suspected:
        case Slot::prevention:
        case Slot::doing:
        case Slot::remedy_given:
        case Slot::doing_still:
        case Slot::maintenance_effect:
        case Slot::case_opening: return {{"text"}, {}};
        case Slot::scope_few:
        case Slot::scope_some:
        case Slot::scope_many:
        case Slot::scope_all: return {{"as_of"}, {}};
        case Slot::scope_count: return {{"count", "as_of"}, {}};
        case Slot::scope_fraction: return {{"percent", "as_of"}, {}};
        case Slot::scope_count_fraction: return {{"count", "percent", "as_of"}, {}};
        case Slot::started:
        case Slot::ended:
        case Slot::repeating:
        case Slot::next_update: return {{"time"}, {}};
        case Slot::remedy: return {{"text", "due"}, {}};
        case Slot::lasted: return {{"started", "ended", "duration"}, {}};
        case Slot::unaffected: return {{"subject", "method"}, {}};
        case Slot::eta: return {{"latest", "basis"}, {}};
        case Slot::eta_range: return {{"earliest", "latest", "basis"}, {}};
        case Slot::eta_passed:
        case Slot::eta_missed: return {{"latest"}, {}};
        case Slot::third_party: return {{"party", "commitment"}, {}};
        case Slot::third_party_due: return {{"party", "commitment", "due"}, {}};
        case Slot::cause_party: return {{"party"}, {}};
        case Slot::prevention_due: return {{"text", "due"}, {}};
        case Slot::not_known:
        case Slot::not_known_closing: return {{"list"}, {}};
        case Slot::follow_up_promised: return {{"due"}, {}};
        case Slot::follow_up: return {{"ended"}, {}};
        case Slot::option_item: return {{"number", "text"}, {}};
        case Slot::option_withdrawn: return {{"number", "reason"}, {"text"}};
        case Slot::option_link:
        case Slot::answer_link: return {{"answer"}, {}};
        case Slot::report_belongs: return {{"reference"}, {}};
        case Slot::responsible: return {{"name"}, {}};
        case Slot::promises_kept: return {{"kept", "total"}, {}};
        case Slot::case_owner: return {{"owner"}, {}};
        case Slot::case_handover: return {{"owner", "previous"}, {}};
        case Slot::case_incident: return {{"status", "published"}, {"number"}};
        case Slot::maintenance_planned: return {{"components", "from", "until"}, {}};
        case Slot::maintenance_moved: return {{"from", "until", "reason"}, {}};
        case Slot::maintenance_under_way: return {{"components", "until"}, {}};
        case Slot::maintenance_not_begun: return {{"from"}, {}};
        case Slot::maintenance_not_over:
        case Slot::maintenance_overran: return {{"until"}, {}};
        case Slot::maintenance_question: return {{"ended"}, {}};
        case Slot::cadence: return {{"every"}, {}};
        case Slot::contact: return {{"contact"}, {}};
        case Slot::words:
        case Slot::empathy:
        case Slot::taken_back:
        case Slot::ownership:
        case Slot::workarounds:
        case Slot::no_workaround:
        case Slot::options:
        case Slot::report_quiet:
        case Slot::data_lost:
        case Slot::attack:
        case Slot::gathering:
        case Slot::review:
        case Slot::reopened:
        case Slot::again:
        case Slot::case_incident_over:
        case Slot::case_apology:
        case Slot::maintenance_final:
        case Slot::final: return {};
    }
    return {};
}

std::vector<SlotFields> make_table() {
    std::vector<SlotFields> table;
    for (std::size_t i = 0; i < enum_names<Slot>.size(); ++i) table.push_back(fields_for(static_cast<Slot>(i)));
    return table;
}

}  // namespace

const SlotFields& fields_of(Slot slot) {
    static const std::vector<SlotFields> table = make_table();
    return table[static_cast<std::size_t>(slot)];
}

}  // namespace candor
