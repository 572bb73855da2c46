#include "core/review/next.hpp"

#include "core/incident/recording.hpp"
#include "core/incident/duty.hpp"
#include "core/incident/loop.hpp"
#include "core/message/compose_facts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor::review {

namespace {

template <class Body>
const Body& body_of(const RecordedFact& recorded) {
    return std::get<Body>(recorded.fact.body);
}

// One argument of a command line. What a shell would make something of stands in single quotes, where nothing does.
std::string quoted(std::string_view text) {
    if (text.find_first_of("\"\\$`!") == std::string_view::npos) return fmt::format("\"{}\"", text);
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// Looks at one thing after another, in the order of their urgency.
class Adviser {
public:
    Adviser(const Record& record, const Surroundings& around) : record_(record), around_(around), id_(record.id.str()) {}

    std::vector<Step> advise() {
        if (record_.version == 0) return {};
        const bool open = is_open(record_);
        if (open) overdue();
        overdue_promises();
        alarms();
        left_out();
        if (open) approvals();
        remedies_asked();
        failed_deliveries();
        reports();
        alerts();
        if (open) {
            passed_eta();
            next_update();
            people();
            cases();
            what_its_kind_needs();
            tasks();
        } else if (is_over(record_)) {
            cases();
            if (record_.kind != RecordKind::maintenance || !loose_ends(record_, around_.deliveries_under_way).empty()) to_close();
        }
        return std::move(steps_);
    }

private:
    void add(Step step) { steps_.push_back(std::move(step)); }

    // --- a word that is being broken ---

    [[nodiscard]] std::string audiences_due(Time due) const {
        std::vector<std::string_view> names;
        for (const auto& [audience, clock] : record_.clocks) {
            if (clock.due == due) names.push_back(to_string(audience));
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    [[nodiscard]] std::optional<Time> soonest() const {
        std::optional<Time> due;
        for (const auto& [audience, clock] : record_.clocks) due = std::min(due.value_or(clock.due), clock.due);
        return due;
    }

    void overdue() {
        const auto due = soonest();
        if (!due || *due >= around_.now) return;
        add({"update_overdue", Urgency::now, fmt::format("The update promised to {} is late.", audiences_due(*due)),
             fmt::format("candor update {}", id_), {"HON-603"}, due});
    }

    // What somebody was promised, and nobody has said that it was kept.
    void overdue_promises() {
        for (const Promise& promise : record_.promises) {
            if (!is_kept_by_people(promise.kind) || !is_overdue(promise, around_.now)) continue;
            if (promise.kind == PromiseKind::remedy) {
                add({"remedy_overdue", Urgency::now, fmt::format("{} should have arrived by now: {}.", promise.grant.str(), promise.text),
                     fmt::format("candor given {} {}", id_, promise.grant.str()), {}, promise.due});
                continue;
            }
            add({"promise_overdue", Urgency::now, fmt::format("{} promised \"{}\", and the time has passed.", promise.owner, promise.text),
                 fmt::format("candor kept {} {}", id_, promise.id.str()), {}, promise.due});
        }
    }

    // What the people on duty were told of, and nobody has answered.
    void alarms() {
        for (const RaisedAlarm& alarm : record_.alarms) {
            if (alarm.seq <= record_.answered_seq || alarm.raised.kind == AlarmKind::regression) continue;
            add({"alarm", Urgency::now, alarm.raised.text, fmt::format("candor ack {}", id_), {}, {}});
        }
    }

    // --- after the end ---

    void rechecks() {
        for (const Time due : missing_rechecks(record_, around_.rechecks, around_.now)) {
            add({"recheck", Urgency::soon, "It has not been looked at again: does it still hold?", fmt::format("candor recheck {} \"...\" --passed", id_), {}, due});
        }
    }

    void to_close() {
        rechecks();
        const auto ends = loose_ends(record_, around_.deliveries_under_way);
        for (const LooseEnd& end : ends) {
            const auto [step, urgency] = end.may_not_be_over ? std::pair("reopening_proposed", Urgency::now) : std::pair("loose_end", Urgency::then);
            add({step, urgency, end.what, end.mend.empty() ? fmt::format("candor promises {}", id_) : end.mend, {}, {}});
        }
        if (ends.empty()) add({"close", Urgency::then, "Nothing is left to do: the loop can be closed.", fmt::format("candor close {}", id_), {}, {}});
    }

    void left_out() {
        if (record_.updates.empty()) return;
        for (const Withheld& one : record_.updates.back().update.withheld) {
            if (one.what == "title") {
                add({"title_withheld", Urgency::now, "The title is left out of updates: the record does not bear it out.",
                     fmt::format("candor check {} {}", id_, quoted(record_.title)), {one.rule}, {}});
                continue;
            }
            const RecordedFact* fact = find_fact(record_, FactId(one.what));
            if (fact == nullptr || !fact->current) continue;
            const std::string mend = is_open(record_) ? fmt::format("candor fact {} retract {} --reason \"...\"", id_, one.what)
                                                      : fmt::format("candor why {} {}", id_, record_.updates.back().update.number);
            add({"fact_withheld", Urgency::now, fmt::format("{} is left out of updates: the record does not bear it out.", one.what), mend, {one.rule}, {}});
        }
    }

    void approvals() {
        for (const Approval& approval : record_.approvals) {
            if (approval.state != ApprovalState::waiting) continue;
            const auto& approvers = approval.asked.approvers;
            const std::string who = approvers.empty() ? "a second person" : fmt::format("{}", fmt::join(approvers, " or "));
            add({"approval_waiting", Urgency::now, fmt::format("Words wait for {} ({} put them).", who, approval.by),
                 fmt::format("candor approve {} {}", id_, approval.asked.id.str()), approval.asked.rules, approval.asked.holding_at});
        }
    }

    void remedies_asked() {
        for (const Grant& grant : record_.grants) {
            if (grant.state != GrantState::asked) continue;
            add({"remedy_waiting", Urgency::now, fmt::format("{} is over a cap and waits for a second person ({} asked).", grant.giving.id.str(), grant.by),
                 fmt::format("candor approve {} {}", id_, grant.giving.id.str()), {}, {}});
        }
    }

    // What somebody makes by hand stands on their list until it is done.
    void tasks() {
        for (const Grant& grant : record_.grants) {
            const Giving& giving = grant.giving;
            if (grant.state != GrantState::granted || !is_made_by_hand(giving.remedy.kind) || giving.due < around_.now) continue;
            add({"remedy_task", Urgency::then, fmt::format("{} sees to it: {}, for {}.", giving.owner, giving.remedy.text, giving.to.empty() ? "everyone affected" : giving.to),
                 fmt::format("candor given {} {}", id_, giving.id.str()), {}, giving.due});
        }
    }

    void past() {
        if (record_.similar.empty() || current_fact<Cause>(record_) != nullptr) return;
        const PastIncident& last = record_.similar.front();
        add({"similar_found", Urgency::soon, fmt::format("It has happened before: {}, \"{}\". Is it the same?", last.id.str(), last.title),
             fmt::format("candor similar {}", id_), {"HON-201"}, {}});
    }

    void failed_deliveries() {
        const auto failed = around_.failed_deliveries;
        if (failed == 0) return;
        add({"deliveries_failed", Urgency::now, failed == 1 ? "1 delivery has failed." : fmt::format("{} deliveries have failed.", failed),
             fmt::format("candor retry {}", id_), {}, {}});
    }

    void passed_eta() {
        const RecordedFact* eta = current_fact<Eta>(record_);
        if (eta == nullptr || body_of<Eta>(*eta).latest >= around_.now || current_fact<Ended>(record_) != nullptr) return;
        add({"eta_passed", Urgency::now, "The expected end has passed.",
             fmt::format("candor fact {} eta --latest TIME --basis \"...\" --replaces {}", id_, eta->fact.id.str()), {"HON-104"}, body_of<Eta>(*eta).latest});
    }

    void people() {
        if (record_.owner.empty()) {
            add({"owner_missing", Urgency::now, "Nobody owns this incident.", fmt::format("candor assign {} NAME", id_), {"HON-509"}, {}});
        } else if (record_.deputy.empty() && record_.impact >= Impact::major) {
            add({"deputy_missing", Urgency::soon, fmt::format("Impact is {}, and there is no deputy.", to_string(record_.impact)),
                 fmt::format("candor assign {} {} --deputy \"...\"", id_, quoted(record_.owner)), {}, {}});
        }
    }

    void what_its_kind_needs() {
        switch (record_.kind) {
            case RecordKind::case_: return personal();
            case RecordKind::maintenance: return maintenance();
            case RecordKind::incident: break;
        }
        facts();
        past();
        cause();
        phase();
        before_the_end();
    }

    // --- one customer's own thread ---

    void cases() {
        if (around_.open_cases == 0) return;
        const bool one = around_.open_cases == 1;
        add({"cases_open", is_open(record_) ? Urgency::then : Urgency::soon,
             one ? std::string("1 customer's own case belongs to this, and is open.") : fmt::format("{} customers' own cases belong to this, and are open.", around_.open_cases),
             "candor case list", {}, {}});
    }

    // Or to watch it, as long as the plan wants that.
    void to_resolve() {
        const auto watched = soaked_at(record_, around_.soak);
        if (watched && *watched > around_.now) {
            add({"watch", Urgency::then, "A check has passed: watch whether it holds. Then it can be resolved.", fmt::format("candor update {} --status monitoring", id_), {"HON-401"}, watched});
            return;
        }
        add({"resolve", Urgency::then, "A check has passed: it can be resolved.", fmt::format("candor resolve {} --preview", id_), {"HON-401"}, {}});
    }

    void personal() {
        if (around_.incident == Status::resolved || around_.incident == Status::closed) {
            add({"check_with_customer", Urgency::now, "The incident that this belongs to is resolved: ask this customer whether it is over for them.",
                 fmt::format("candor resolve {} --verified \"...\"", id_), {}, {}});
        }
        const auto actions = current_facts<Action>(record_);
        const bool busy = std::any_of(actions.begin(), actions.end(), [](const RecordedFact* action) { return !body_of<Action>(*action).done; });
        if (!busy) ask_for("action_missing", Urgency::soon, "What is being done for this customer is not recorded.", "action \"...\"", {"HON-503"});
        if (verification() != nullptr && verification()->passed) to_resolve();
    }

    // --- a maintenance ---

    void maintenance() {
        const Window& window = *record_.window;
        if (record_.status == Status::scheduled) {
            const bool late = around_.now > window.from;
            return add({late ? "start_overdue" : "start", late ? Urgency::now : Urgency::then,
                        late ? "It was announced to have begun by now." : "It begins when it was announced.", fmt::format("candor start {}", id_), {}, window.from});
        }
        const bool late = around_.now > window.until;
        if (late) {
            add({"end_overdue", Urgency::now, "It was announced to be over by now.",
                 fmt::format("candor fact {} eta --latest TIME --basis \"...\"", id_), {}, window.until});
        }
        if (record_.status == Status::in_progress) {
            add({"verify", Urgency::soon, "When the work is done: say that it is being checked.", fmt::format("candor verify {}", id_), {}, window.until});
        }
        add({"complete", Urgency::then, "When a check has passed: say that it is over.", fmt::format("candor complete {} --verified \"...\"", id_), {"HON-401"}, window.until});
}

    // --- what others say ---

    void reports() {
        const ReportSummary& reports = around_.reports;
        if (reports.count == 0 || !reports.last) return;
        const std::string many = reports.count == 1 ? "1 customer reports this" : fmt::format("{} customers report this", reports.count);
        if (record_.ended_at && *reports.last > *record_.ended_at) {
            add({"reported_after_end", Urgency::now, "Customers still report this after it was called over.", fmt::format("candor reports {}", id_), {}, reports.last});
        } else if (is_open(record_) && !reports.tasks.empty()) {
            add({"reports_keep_from", Urgency::soon, many + fmt::format("; it keeps them from: {}.", kept_from()),
                 fmt::format("candor fact {} symptom {} --confidence suspected", id_, quoted(reports.tasks.front().text)), {"HON-502"}, {}});
        } else if (is_open(record_)) {
            add({"reports", Urgency::soon, many + ".", fmt::format("candor reports {}", id_), {}, {}});
        }
    }

    // What it keeps them from doing, most often first.
    [[nodiscard]] std::string kept_from() const {
        std::vector<std::string> tasks;
        for (const CountedTask& task : around_.reports.tasks) tasks.push_back(fmt::format("{} ({})", task.text, task.times));
        return fmt::format("{}", fmt::join(tasks, ", "));
    }

    // An alert that stops is a sign and no proof; one that still fires after the end is a sign, too.
    void alerts() {
        if (is_open(record_) && around_.alerts_stopped > 0 && around_.alerts_firing == 0 && verification() == nullptr) {
            ask_for("alerts_stopped", Urgency::soon, "The alerts have stopped: check whether it works for customers.", "verification \"...\" --passed", {"HON-401"});
        }
        if (record_.status == Status::resolved && around_.alerts_firing > 0) {
            add({"alerts_after_end", Urgency::now, "An alert still fires after it was called over.", fmt::format("candor reopen {} \"...\"", id_), {}, {}});
        }
    }

    // --- before the next update ---

    void next_update() {
        const auto due = soonest();
        if (!due || *due < around_.now) return;
        add({"update_due", Urgency::soon, fmt::format("The next update goes to {}.", audiences_due(*due)),
             fmt::format("candor update {} --preview", id_), {}, due});
    }

    void ask_for(std::string id, Urgency urgency, std::string what, std::string_view fact, std::vector<std::string> rules) {
        add({std::move(id), urgency, std::move(what), fmt::format("candor fact {} {}", id_, fact), std::move(rules), {}});
    }

    void facts() {
        if (current_fact<Symptom>(record_) == nullptr) {
            ask_for("symptom_missing", Urgency::soon, "What customers notice is not recorded.", "symptom \"...\"", {"HON-502"});
        }
        const RecordedFact* scope = current_fact<Scope>(record_);
        if (scope == nullptr || !tells_scope(body_of<Scope>(*scope))) {
            ask_for("scope_unknown", Urgency::soon, "How many are affected is not known.", "scope LABEL --method \"...\"", {"HON-402"});
        }
        const auto actions = current_facts<Action>(record_);
        const bool busy = std::any_of(actions.begin(), actions.end(), [](const RecordedFact* action) { return !body_of<Action>(*action).done; });
        if (!busy && record_.status != Status::monitoring) {
            ask_for("action_missing", Urgency::soon, "What is being done now is not recorded.", "action \"...\"", {"HON-503"});
        }
        if (current_fact<Started>(record_) == nullptr) {
            ask_for("start_missing", Urgency::soon, "When it began is not recorded.", "started TIME", {"HON-507"});
        }
        if (current_fact<Workaround>(record_) == nullptr) {
            ask_for("workaround_missing", Urgency::soon, "No workaround is recorded.", "workaround \"...\"", {"HON-504"});
        }
    }

    void cause() {
        const RecordedFact* cause = current_fact<Cause>(record_);
        if (cause == nullptr) {
            return ask_for("cause_unknown", Urgency::soon, "No cause is recorded, not even a suspected one.", "cause \"...\" --confidence suspected", {"HON-505"});
        }
        if (is_confirmed(*cause)) return;
        ask_for("cause_suspected", Urgency::soon, "The cause is suspected: confirm it, or take it back.",
                fmt::format("cause {} --confidence confirmed --replaces {}", quoted(body_of<Cause>(*cause).text), cause->fact.id.str()), {"HON-204"});
    }

    // --- before it can end ---

    [[nodiscard]] bool fix_is_done() const {
        const auto actions = current_facts<Action>(record_);
        return std::any_of(actions.begin(), actions.end(), [](const RecordedFact* action) { return body_of<Action>(*action).done; });
    }

    [[nodiscard]] const Verification* verification() const {
        const RecordedFact* check = current_fact<Verification>(record_);
        return check == nullptr ? nullptr : &body_of<Verification>(*check);
    }

    void phase() {
        const RecordedFact* cause = current_fact<Cause>(record_);
        if (record_.status == Status::investigating && cause != nullptr && is_confirmed(*cause)) {
            add({"cause_found", Urgency::soon, "The cause is confirmed: say so.", fmt::format("candor update {} --status identified", id_), {}, {}});
        }
        if (record_.status == Status::identified && fix_is_done()) {
            add({"fix_done", Urgency::soon, "Something was done: say that you are watching it.", fmt::format("candor update {} --status monitoring", id_), {}, {}});
        }
        if (verification() != nullptr && !verification()->passed) {
            ask_for("check_failed", Urgency::soon, "The last check failed: check again after the fix.", "verification \"...\" --passed", {"HON-401"});
        } else if (verification() == nullptr && record_.status == Status::monitoring) {
            ask_for("verification_missing", Urgency::then, "It cannot be resolved before a check has passed.", "verification \"...\" --passed", {"HON-401"});
        }
    }

    void before_the_end() {
        const bool verified = verification() != nullptr && verification()->passed;
        if (record_.status != Status::monitoring && !verified) return;
        const RecordedFact* loss = current_fact<DataLoss>(record_);
        if (loss == nullptr || body_of<DataLoss>(*loss).answer == Answer::unknown) {
            ask_for("data_loss_unknown", Urgency::then, "Whether data was lost is not recorded.", "data-loss ANSWER --method \"...\"", {"HON-205", "HON-508"});
        }
        if (current_fact<Ended>(record_) == nullptr) ask_for("end_missing", Urgency::then, "When it ended is not recorded.", "ended TIME", {"HON-508"});
        if (current_fact<Prevention>(record_) == nullptr) {
            ask_for("prevention_missing", Urgency::then, "Nothing is recorded that makes it less likely to happen again.",
                    "prevention \"...\" --owner \"...\" --due +14d", {});
        }
        const bool given = std::any_of(record_.grants.begin(), record_.grants.end(), [](const Grant& grant) { return grant.state != GrantState::refused; });
        if (!around_.may_give.empty() && record_.impact >= Impact::major && !given && record_.no_remedy.empty()) {
            add({"remedy_missing", Urgency::then, "Nothing is given to those who are affected, and nothing says why not.",
                 fmt::format("candor give {} {} --everyone", id_, around_.may_give), {"HON-305"}, {}});
        }
        if (verified) to_resolve();
    }

    const Record& record_;
    const Surroundings& around_;
    std::string id_;
    std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> next_steps(const Record& record, const Surroundings& around) {
    auto steps = Adviser(record, around).advise();
    std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.urgency < b.urgency; });
    return steps;
}

}  // namespace candor::review
