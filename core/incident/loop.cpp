#include "core/incident/loop.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

// A serious incident ends with something that changes, owned and dated.
bool needs_prevention(const Record& record) {
    return record.impact >= Impact::major;
}

bool is_owned_and_dated(const RecordedFact& fact) {
    const auto& prevention = std::get<Prevention>(fact.fact.body);
    return !prevention.owner.empty() && prevention.due.has_value();
}

class Inspector {
public:
    explicit Inspector(const Record& record) : record_(record), id_(record.id.str()) {}

    std::vector<LooseEnd> inspect(std::int64_t deliveries) {
        if (record_.kind == RecordKind::incident) understanding();
        if (!was_published_since_end(record_, UpdateKind::follow_up)) add("Nobody has been asked yet whether it is over for them.", "");
        const bool reviewed = record_.kind != RecordKind::incident || was_published_since_end(record_, UpdateKind::review);
        if (!reviewed) add("The review is not published.", fmt::format("candor review {} --publish", id_));
        promises();
        approvals();
        if (is_reopening_proposed(record_)) {
            ends_.push_back({fmt::format("Opening it again is proposed: {}", record_.proposals.back().reason), fmt::format("candor reopen {} \"...\"", id_), true});
        }
        if (deliveries > 0) add(fmt::format("{} deliveries are still under way.", deliveries), fmt::format("candor deliveries {}", id_));
        return std::move(ends_);
    }

private:
    void add(std::string what, std::string mend) { ends_.push_back({std::move(what), std::move(mend), false}); }

    void understanding() {
        const RecordedFact* cause = current_fact<Cause>(record_);
        if (cause == nullptr) add("The cause is not recorded, nor that it could not be found.", fmt::format("candor fact {} cause \"...\"", id_));
        const auto preventions = current_facts<Prevention>(record_);
        if (!needs_prevention(record_)) return;
        const bool owned = std::any_of(preventions.begin(), preventions.end(), [](const RecordedFact* fact) { return is_owned_and_dated(*fact); });
        if (!owned) add("Nothing that will change is recorded with an owner and a date.", fmt::format("candor fact {} prevention \"...\" --owner NAME --due +14d", id_));
    }

    void promises() {
        for (const Promise& promise : record_.promises) {
            if (!is_open(promise) || promise.kind == PromiseKind::follow_up) continue;
            if (promise.kind == PromiseKind::remedy) {
                add(fmt::format("{} is granted and not given yet: {}.", promise.grant.str(), promise.text), fmt::format("candor given {} {}", id_, promise.grant.str()));
                continue;
            }
            add(fmt::format("Promise {} is open: {}.", promise.id.str(), promise.text), fmt::format("candor kept {} {}", id_, promise.id.str()));
        }
    }

    void approvals() {
        for (const Grant& grant : record_.grants) {
            if (grant.state == GrantState::asked) add(fmt::format("{} waits for a second person.", grant.giving.id.str()), fmt::format("candor approve {} {}", id_, grant.giving.id.str()));
        }
        for (const Approval& approval : record_.approvals) {
            if (approval.state != ApprovalState::waiting) continue;
            add(fmt::format("{} waits for a second person.", approval.asked.id.str()), fmt::format("candor approve {} {}", id_, approval.asked.id.str()));
        }
    }

    const Record& record_;
    std::string id_;
    std::vector<LooseEnd> ends_;
};

}  // namespace

std::vector<LooseEnd> loose_ends(const Record& record, std::int64_t deliveries) {
    return Inspector(record).inspect(deliveries);
}

bool was_published_since_end(const Record& record, UpdateKind kind) {
    for (auto published = record.updates.rbegin(); published != record.updates.rend(); ++published) {
        if (published->update.kind == kind) return true;
        if (published->update.kind == UpdateKind::resolution) return false;
    }
    return false;
}

}  // namespace candor
