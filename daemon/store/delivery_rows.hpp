// Rows of deliveries, column by column: SOCI binds many at once, at a third of what they cost one by one. Inside this folder only.
#pragma once

#include "daemon/store/state.hpp"

#include <string>
#include <vector>

namespace candor::store {

struct Times {
    std::vector<std::int64_t> values;
    std::vector<soci::indicator> indicators;

    void reserve(std::size_t rows) {
        values.reserve(rows);
        indicators.reserve(rows);
    }
    void add(std::optional<Time> time) {
        const Nullable value(time);
        values.push_back(value.value);
        indicators.push_back(value.indicator);
    }
};

// What became of deliveries.
struct Outcomes {
    explicit Outcomes(std::size_t rows) {
        for (auto* numbers : {&states, &attempts, &statuses}) numbers->reserve(rows);
        for (auto* texts : {&details, &remote_refs}) texts->reserve(rows);
        for (auto* times : {&next_at, &settled_at}) times->reserve(rows);
        keys.reserve(rows);
    }
    void add(const Settled& one, DeliveryState end) {
        keys.push_back(one.key);
        states.push_back(static_cast<int>(end));
        attempts.push_back(one.delivery.attempts);
        statuses.push_back(one.delivery.last.status);
        next_at.add(end == DeliveryState::retrying ? one.delivery.next_at : std::nullopt);
        settled_at.add(is_settled(end) ? std::optional(one.at) : std::nullopt);
        details.push_back(one.delivery.last.detail);
        remote_refs.push_back(one.delivery.last.remote_ref);
    }

    std::vector<std::int64_t> keys;
    std::vector<int> states;
    std::vector<int> attempts;
    std::vector<int> statuses;
    Times next_at;
    Times settled_at;
    std::vector<std::string> details;
    std::vector<std::string> remote_refs;
};

// Deliveries that are new.
struct Begun {
    Begun(std::size_t rows, Time now) : first_at(rows, to_db(now)) {
        for (auto* numbers : {&states, &attempts}) numbers->reserve(rows);
        next_at.reserve(rows);
        keys.reserve(rows);
    }
    void add(const Claim& claim) {
        const bool held = claim.delivery.state == DeliveryState::retrying;
        keys.push_back(claim.key);
        states.push_back(static_cast<int>(claim.delivery.state));
        attempts.push_back(claim.delivery.state == DeliveryState::attempting ? 1 : 0);
        next_at.add(held ? claim.delivery.next_at : std::nullopt);
    }

    std::vector<std::int64_t> keys;
    std::vector<int> states;
    std::vector<int> attempts;
    std::vector<std::int64_t> first_at;
    Times next_at;
};

}  // namespace candor::store
