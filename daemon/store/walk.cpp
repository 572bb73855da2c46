#include "daemon/store/walk.hpp"

#include "core/subscriber/subscriber.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

// Rows looked at for one that is met: a step stays short however few asked.
constexpr std::size_t patience = 16;

}  // namespace

Steps walk_on(soci::session& sql, const WalkFrom& from, std::size_t most) {
    Steps steps;
    steps.position = from.position;
    Met met;
    std::string components;
    std::string incident;
    const std::size_t most_rows = most * patience;
    const auto limit = static_cast<std::int64_t>(most_rows);
    soci::statement next = (sql.prepare << "SELECT r.id, r.name, COALESCE(s.address, r.address), r.preference, r.components, r.incident FROM recipient r "
                                           "LEFT JOIN subscriber s ON s.recipient = r.id WHERE r.channel = :channel AND r.language = :language AND r.active = 1 "
                                           "AND r.id > :position AND r.id <= :last AND r.about = :about ORDER BY r.id LIMIT :most",
                            into(met.recipient), into(met.name), into(met.address), into(met.preference), into(components), into(incident),
                            use(from.channel.str()), use(from.language), use(from.position), use(from.last), use(from.about), use(limit));
    std::size_t rows = 0;
    next.execute();
    while (steps.met.size() < most && next.fetch()) {
        ++rows;
        steps.position = met.recipient;
        // What is under somebody's own name is theirs alone.
        const bool asked = met.name == from.incident.str() || ((incident.empty() || incident == from.incident.str()) && takes_in(components, from.components));
        if (asked) steps.met.push_back(met);
    }
    steps.at_end = steps.met.size() < most && rows < most_rows;
    return steps;
}

}  // namespace candor::store
