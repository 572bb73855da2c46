#include "core/audience.hpp"
#include "core/incident/event.hpp"
#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

Report read_report(const soci::row& row) {
    Report report;
    report.reference = ReportRef(row.get<std::string>(1));
    report.at = from_db(row.get<long long>(2));
    report.text = row.get<std::string>(3);
    report.blocked_task = row.get<std::string>(4);
    report.component = ComponentId(row.get<std::string>(5));
    report.incident = IncidentId(row.get<std::string>(6));
    report.contact = row.get<std::string>(7);
    return report;
}

constexpr std::int64_t most_tasks = 5;

std::vector<CountedTask> tasks_of(soci::session& sql, const std::string& incident) {
    std::vector<CountedTask> tasks;
    soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT first.blocked_task, CAST(grouped.times AS TEXT) FROM (SELECT MIN(id) AS id, COUNT(*) AS times FROM report "
                        "WHERE incident = :incident AND task_key <> '' GROUP BY task_key) AS grouped "
                        "JOIN report AS first ON first.id = grouped.id ORDER BY grouped.times DESC, first.id LIMIT :most",
         use(incident), use(most_tasks));
    for (const soci::row& row : rows) tasks.push_back({row.get<std::string>(0), std::stoll(row.get<std::string>(1))});
    return tasks;
}

}  // namespace

bool Store::add_report(const Report& report) {
    Transaction transaction(state_->sql);
    const std::int64_t at = to_db(report.at);
    const std::string key = task_key(report.blocked_task);
    soci::statement insert =
        (state_->sql.prepare << "INSERT INTO report (id, reference, at, text, blocked_task, task_key, component, incident, contact) "
                                "VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM report), :reference, :at, :text, :task, :key, :component, "
                                ":incident, :contact) ON CONFLICT (reference) DO NOTHING",
         use(report.reference.str()), use(at), use(report.text), use(report.blocked_task), use(key), use(report.component.str()),
         use(report.incident.str()), use(report.contact));
    insert.execute(true);
    const bool added = insert.get_affected_rows() > 0;
    transaction.commit();
    return added;
}

std::int64_t Store::count_reports(const IncidentId& incident, const ComponentId& component, Time since) {
    std::int64_t count = 0;
    const std::int64_t from = to_db(since);
    if (incident.empty()) {
        state_->sql << "SELECT COUNT(*) FROM report WHERE incident = '' AND component = :component AND at >= :since", into(count),
            use(component.str()), use(from);
    } else {
        state_->sql << "SELECT COUNT(*) FROM report WHERE incident = :incident AND at >= :since", into(count), use(incident.str()), use(from);
    }
    return count;
}

std::size_t Store::attach_reports(const ComponentId& component, Time since, const IncidentId& incident) {
    Transaction transaction(state_->sql);
    const std::int64_t from = to_db(since);
    soci::statement attach =
        (state_->sql.prepare << "UPDATE report SET incident = :incident WHERE incident = '' AND component = :component AND at >= :since",
         use(incident.str()), use(component.str()), use(from));
    attach.execute(true);
    const auto attached = static_cast<std::size_t>(attach.get_affected_rows());
    transaction.commit();
    return attached;
}

std::vector<Report> Store::reports(const ReportFilter& filter) {
    std::vector<Report> reports;
    const std::string incident = filter.incident ? filter.incident->str() : "";
    const std::string component = filter.component ? filter.component->str() : "";
    const int any_incident = filter.incident ? 0 : 1;
    const int any_component = filter.component ? 0 : 1;
    const auto most = static_cast<std::int64_t>(filter.limit);
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT id, reference, at, text, blocked_task, component, incident, contact FROM report "
                                "WHERE (:any_incident = 1 OR incident = :incident) AND (:any_component = 1 OR component = :component) "
                                "ORDER BY id DESC LIMIT :most",
         use(any_incident), use(incident), use(any_component), use(component), use(most));
    for (const soci::row& row : rows) reports.push_back(read_report(row));
    return reports;
}

std::optional<Report> Store::find_report(const ReportRef& reference) {
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT id, reference, at, text, blocked_task, component, incident, contact "
                                                           "FROM report WHERE reference = :reference",
                                    use(reference.str()));
    for (const soci::row& row : rows) return read_report(row);
    return std::nullopt;
}

std::vector<ReportGroup> Store::report_groups(Time since) {
    std::vector<ReportGroup> groups;
    const std::int64_t from = to_db(since);
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT component, incident, CAST(COUNT(*) AS TEXT), CAST(MIN(at) AS TEXT), CAST(MAX(at) AS TEXT) FROM report WHERE at >= :since "
                                "GROUP BY component, incident ORDER BY COUNT(*) DESC, component, incident LIMIT 200",
         use(from));
    for (const soci::row& row : rows) {
        const auto number = [&row](std::size_t column) { return std::stoll(row.get<std::string>(column)); };
        groups.push_back({ComponentId(row.get<std::string>(0)), IncidentId(row.get<std::string>(1)), number(2), from_db(number(3)), from_db(number(4))});
    }
    return groups;
}

ReportSummary Store::report_summary(const IncidentId& incident) {
    ReportSummary summary;
    Nullable first;
    Nullable last;
    state_->sql << "SELECT COUNT(*), MIN(at), MAX(at) FROM report WHERE incident = :incident", into(summary.count),
        into(first.value, first.indicator), into(last.value, last.indicator), use(incident.str());
    summary.first = first.time();
    summary.last = last.time();
    if (summary.count > 0) summary.tasks = tasks_of(state_->sql, incident.str());
    return summary;
}

std::int64_t Store::count_recipients(const IncidentId& incident) {
    std::int64_t count = 0;
    // An update that a newer one overtook reached fewer than that did.
    state_->sql << "SELECT COALESCE(SUM(most), 0) FROM (SELECT MAX(unsettled + delivered + failed + gone + superseded + " << not_yet_claimed << ") AS most FROM fanout "
                   "WHERE incident = :incident AND channel NOT LIKE 'duty:%' GROUP BY channel, language, about) AS told",
        into(count), use(incident.str());
    return count;
}

std::vector<Time> Store::report_times(const IncidentId& incident) {
    std::vector<Time> times;
    soci::rowset<long long> rows = (state_->sql.prepare << "SELECT at FROM report WHERE incident = :incident ORDER BY at LIMIT 100000", use(incident.str()));
    for (const long long at : rows) times.push_back(from_db(at));
    return times;
}

std::optional<MonitoredGroup> Store::find_group(const std::string& key) {
    std::string incident;
    int firing = 0;
    std::int64_t at = 0;
    state_->sql << "SELECT incident, firing, at FROM alert_group WHERE key = :key", into(incident), into(firing), into(at), use(key);
    if (!state_->sql.got_data()) return std::nullopt;
    return MonitoredGroup{key, IncidentId(incident), firing != 0, from_db(at)};
}

void Store::put_group(const MonitoredGroup& group) {
    Transaction transaction(state_->sql);
    const int firing = group.firing ? 1 : 0;
    const std::int64_t at = to_db(group.at);
    state_->sql << "INSERT INTO alert_group (key, incident, firing, at) VALUES (:key, :incident, :firing, :at) "
                   "ON CONFLICT (key) DO UPDATE SET incident = excluded.incident, firing = excluded.firing, at = excluded.at",
        use(group.key), use(group.incident.str()), use(firing), use(at);
    transaction.commit();
}

std::vector<MonitoredGroup> Store::groups_of(const IncidentId& incident) {
    std::vector<MonitoredGroup> groups;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT key, firing, at FROM alert_group WHERE incident = :incident ORDER BY at LIMIT 100", use(incident.str()));
    for (const soci::row& row : rows) {
        groups.push_back({row.get<std::string>(0), incident, row.get<int>(1) != 0, from_db(row.get<long long>(2))});
    }
    return groups;
}

}  // namespace candor::store
