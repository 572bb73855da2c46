// HON-407 to HON-410: the state that is shown. It follows from the record; it is never made better by words.
#include "core/honesty/rules/case.hpp"

#include <algorithm>

namespace candor::honesty {

using namespace std::chrono_literals;

namespace {

bool stale(const Case& trial) {
    const auto& page = trial.record.page;
    return page.data_at && trial.now && *trial.now - *page.data_at > page.fresh_for.value_or(Duration(10min));
}

void green(Case& trial) {
    for (const Claim* claim : trial.text.all("all_green")) {
        if (trial.customer_facing()) trial.find("HON-407", claim->span);
        if (stale(trial) || trial.record.probe == Health::unknown) trial.find("HON-408", claim->span);
    }
    if (trial.record.page.headline.empty()) return;
    const auto headline = read(trial.record.page.headline, trial.lexicon);
    if (!headline.says("all_green")) return;
    if (trial.customer_facing() && !trial.says("all_green")) trial.find("HON-407", {0, 0}, {}, "headline");
    if (stale(trial) && !trial.says("all_green")) trial.find("HON-408", {0, 0});
}

void component_claims(Case& trial) {
    if (!(stale(trial) || trial.record.probe == Health::unknown)) return;
    for (const Claim* claim : trial.text.all("component_ok")) trial.find("HON-408", claim->span);
}

// Lower than last said in public, and the text gives no reason.
void downgrade(Case& trial) {
    if (trial.record.previous_updates.empty() || trial.says("downgrade_reason")) return;
    const PreviousUpdate& last = trial.record.previous_updates.back();
    const auto& severity = trial.record.severity;
    const auto& fraction = trial.record.scope.fraction;
    const bool milder = severity && last.severity && *severity < *last.severity && trial.record.severity_reason.empty();
    const bool smaller = fraction && last.fraction && *fraction < *last.fraction * 0.8 && !trial.says("correction");
    if ((milder || smaller) && !trial.closing()) trial.find("HON-409", trial.whole(), {}, milder ? "" : "scope");
}

void relabel(Case& trial) {
    const auto& kind = trial.record.kind;
    const auto& announced = trial.record.announced_at;
    const bool announced_before = announced && (!trial.record.started_at || *announced < *trial.record.started_at);
    if (announced_before || trial.input.phase == Phase::scheduled) return;
    for (const Claim* claim : trial.text.all("maintenance")) {
        if (kind == "incident" || kind == "maintenance" || announced) trial.find("HON-410", claim->span);
        else if (!trial.input.phase || !is_maintenance(*trial.input.phase)) trial.find("HON-410", claim->span, Severity::warn, {}, "unknown");
    }
}

}  // namespace

void check_page(Case& trial) {
    green(trial);
    component_claims(trial);
    downgrade(trial);
    relabel(trial);
}

}  // namespace candor::honesty
