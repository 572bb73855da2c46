// Counting what the headline metrics rest on.
#include "core/review/metrics.hpp"

#include <algorithm>

namespace candor::review {

namespace {

void add(std::vector<Duration>& all, const std::optional<Duration>& one) {
    if (one) all.push_back(*one);
}

void add(std::vector<Duration>& all, const std::vector<Duration>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

template <class Number>
void add(std::optional<Number>& sum, const std::optional<Number>& more) {
    if (!more) return;
    if (sum) *sum += *more;
    else sum = more;
}

// Was its time up, one way or the other?
bool was_due(const Promise& promise, Time now) {
    return !is_open(promise) || is_overdue(promise, now);
}

void count_promises(Basis& basis, const Review& review) {
    for (const Promise& promise : review.ledger.promises) {
        if (!was_due(promise, review.as_of)) continue;
        const auto* kept = std::get_if<PromiseKept>(&promise.state);
        const Share one{kept == nullptr ? 0 : 1, 1};
        basis.promises += one;
        if (promise.kind == PromiseKind::next_update) basis.cadence += one;
        if (promise.kind == PromiseKind::prevention) basis.prevention += one;
        if (promise.kind == PromiseKind::follow_up) {
            const bool sent = kept != nullptr || std::holds_alternative<PromiseMissed>(promise.state);  // missed: sent, and late
            basis.follow_ups += Share{sent ? 1 : 0, 1};
        }
        if (kept == nullptr || kept->at >= promise.due) continue;
        ++basis.beaten;
        basis.early.push_back(promise.due - kept->at);
    }
    const auto& etas = review.ledger.etas;
    if (!etas.empty()) basis.eta_errors.push_back(etas.back().error);
    for (const EtaError& eta : etas) basis.eta_misses.push_back(std::chrono::abs(eta.error));
}

// Words that were refused, and that their author then reworded, leave no trace in the record: they are not counted.
std::int64_t blocked_findings(const Review& review) {
    auto blocked = static_cast<std::int64_t>(review.withheld.size());
    for (const Approval& approval : review.record.approvals) blocked += static_cast<std::int64_t>(approval.asked.rules.size());
    return blocked;
}

void count_reach(Basis& basis, const Review& review) {
    Share in_time;
    bool counted = true;
    for (const Reach& one : review.reach) {
        const Share share{one.delivered, one.delivered + one.failed + one.under_way};
        basis.delivered += share;
        in_time += Share{one.in_time.value_or(0), share.whole};
        counted = counted && one.in_time.has_value();
    }
    if (counted) basis.in_time = in_time;
    const RecordedFact* scope = current_fact<Scope>(review.record);
    if (scope != nullptr) basis.affected = std::get<Scope>(scope->fact.body).count;
    if (review.told) basis.reached = review.told->in_time;
    if (basis.reached && basis.affected) basis.reached_of_affected = {*basis.reached, *basis.affected};
}

void count_effort(Basis& basis, const Review& review) {
    if (review.heard) {
        basis.listened = 1;
        basis.proactive = review.heard->is_proactive() ? 1 : 0;
        basis.reports_before = review.heard->before;
        basis.reports_after = review.heard->after;
        basis.recipients = review.heard->recipients;
    }
    // A case is opened by a customer who comes to us, and each answer that it is not over is one who has to come again.
    basis.cases = review.cases;
    basis.contacts = review.cases + (review.told && review.cases > 0 ? review.told->not_over_cases : 0);
    basis.first_contact = {review.first_contact.without_transfer, review.first_contact.solved};
}

void count_loop(Basis& basis, const Review& review) {
    if (!review.told) return;
    const Told& told = *review.told;
    basis.satisfied = {told.over, told.over + told.not_over};
    if (told.recipients && told.left) basis.attrition = Share{*told.left, *told.recipients};
}

}  // namespace

std::optional<double> Share::ratio() const {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

Share& Share::operator+=(const Share& other) {
    part += other.part;
    whole += other.whole;
    return *this;
}

Basis& Basis::operator+=(const Basis& other) {
    add(to_declaration, other.to_declaration);
    add(to_first_update, other.to_first_update);
    add(to_workaround, other.to_workaround);
    add(to_resolution, other.to_resolution);
    cadence += other.cadence;
    promises += other.promises;
    beaten += other.beaten;
    add(early, other.early);
    add(eta_errors, other.eta_errors);
    add(eta_misses, other.eta_misses);
    updates += other.updates;
    corrections += other.corrections;
    blocked += other.blocked;
    overrides += other.overrides;
    delivered += other.delivered;
    add(in_time, other.in_time);
    add(reached, other.reached);
    add(affected, other.affected);
    reached_of_affected += other.reached_of_affected;
    listened += other.listened;
    proactive += other.proactive;
    reports_before += other.reports_before;
    reports_after += other.reports_after;
    recipients += other.recipients;
    cases += other.cases;
    contacts += other.contacts;
    first_contact += other.first_contact;
    follow_ups += other.follow_ups;
    satisfied += other.satisfied;
    prevention += other.prevention;
    add(attrition, other.attrition);
    return *this;
}

Basis basis_of(const Review& review) {
    Basis basis;
    add(basis.to_declaration, review.repair.to_declaration);
    add(basis.to_first_update, review.communication.to_first_update);
    add(basis.to_workaround, review.repair.to_workaround);
    add(basis.to_resolution, review.repair.to_resolution);
    count_promises(basis, review);
    basis.updates = static_cast<std::int64_t>(review.record.updates.size());
    basis.corrections = review.communication.corrections;
    basis.blocked = blocked_findings(review);
    basis.overrides = static_cast<std::int64_t>(review.overridden.size());
    count_reach(basis, review);
    count_effort(basis, review);
    count_loop(basis, review);
    return basis;
}

}  // namespace candor::review
