#include "daemon/store/walk.hpp"

#include "core/subscriber/subscriber.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

// Rows looked at for one that is met: a step stays short however few asked.
constexpr std::size_t patience = 16;
// So many rows are walked sooner than asked about.
constexpr std::int64_t short_walk = 500;
// Lists of components that differ: there are few, however many people ask for each.
constexpr int most_lists = 64;

bool exists(soci::session& sql, const std::string& condition, const WalkFrom& from, const std::string& incident) {
    int found = 0;
    sql << "SELECT EXISTS (SELECT 1 FROM recipient WHERE channel = :channel AND " + condition + ")", into(found), use(from.channel.str(), "channel"),
        use(from.language, "language"), use(from.about, "about"), use(incident, "incident");
    return found == 1;
}

// From one list to the next that differs, along the index.
bool some_list_takes_in(soci::session& sql, const WalkFrom& from) {
    std::string list;
    std::string after;
    soci::indicator found = soci::i_ok;
    soci::statement next = (sql.prepare << "SELECT MIN(components) FROM recipient WHERE channel = :channel AND language = :language AND about = :about "
                                           "AND incident = '' AND components > :after",
                            into(list, found), use(from.channel.str()), use(from.language), use(from.about), use(after));
    for (int lists = 0; lists < most_lists; ++lists) {
        next.execute(true);
        if (found != soci::i_ok) return false;
        if (takes_in(list, from.components)) return true;
        after = list;
    }
    return true;  // too many to say
}

// False: to walk would be to meet nobody.
bool anybody_may_have_asked(soci::session& sql, const WalkFrom& from) {
    const std::string of_these = "language = :language AND about = :about AND ";
    return exists(sql, of_these + "incident = :incident AND components = ''", from, "") || some_list_takes_in(sql, from) ||
           exists(sql, of_these + "incident = :incident", from, from.incident.str()) || exists(sql, of_these + "name = :incident", from, from.incident.str());
}

}  // namespace

Steps walk_on(soci::session& sql, const WalkFrom& from, std::size_t most) {
    Steps steps;
    steps.position = from.position;
    if (from.last - from.position > short_walk && !anybody_may_have_asked(sql, from)) return {{}, from.last, true};
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
