#include "daemon/api/totals.hpp"

namespace candor::api {

namespace {

void add_settled(Sums& sums, Duration lateness) {
    sums.late_milliseconds += lateness.count();
    for (std::size_t i = 0; i < lateness_bounds.size(); ++i) {
        if (lateness <= std::chrono::seconds(lateness_bounds.at(i))) ++sums.within.at(i);
    }
}

void add_update(Sums& sums, const UpdatePublished& update) {
    ++sums.updates;
    for (const Override& one : update.overrides) ++(one.approved_by.empty() ? sums.warnings_set_aside : sums.blocks_set_aside);
    sums.withheld += static_cast<std::int64_t>(update.withheld.size());
}

Sums sums_of(const Record& record, Time since) {
    Sums sums;
    for (const PublishedUpdate& published : record.updates) {
        if (published.at >= since) add_update(sums, published.update);
    }
    for (const Promise& promise : record.promises) {
        if (const auto* kept = std::get_if<PromiseKept>(&promise.state); kept != nullptr && kept->at >= since) {
            ++sums.kept;
            add_settled(sums, Duration{0});
        }
        if (const auto* broken = std::get_if<PromiseBroken>(&promise.state); broken != nullptr && broken->at >= since) ++sums.missed;
        if (const auto* missed = std::get_if<PromiseMissed>(&promise.state); missed != nullptr && missed->at >= since) {
            ++sums.missed;
            add_settled(sums, missed->lateness);
        }
    }
    return sums;
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
    updates += other.updates;
    kept += other.kept;
    missed += other.missed;
    warnings_set_aside += other.warnings_set_aside;
    blocks_set_aside += other.blocks_set_aside;
    withheld += other.withheld;
    late_milliseconds += other.late_milliseconds;
    for (std::size_t i = 0; i < within.size(); ++i) within.at(i) += other.within.at(i);
    return *this;
}

Sums Totals::observe(std::span<const Record* const> records) {
    std::map<IncidentId, Sums> now;
    Sums all;
    for (const Record* record : records) {
        const Sums sums = sums_of(*record, since_);
        now.emplace(record->id, sums);
        all += sums;
    }
    for (const auto& [id, sums] : at_hand_) {
        if (!now.contains(id)) gone_ += sums;
    }
    at_hand_ = std::move(now);
    all += gone_;
    return all;
}

}  // namespace candor::api
