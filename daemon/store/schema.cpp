#include "daemon/store/schema.hpp"

#include "daemon/store/connection.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <string>

namespace candor::store {

namespace {

int applied(soci::session& sql) {
    sql << "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    int count = 0;
    sql << "SELECT COUNT(*) FROM schema_migration", soci::into(count);
    return count;
}

std::string_view without_comment(std::string_view line) {
    return line.substr(0, line.find("--"));
}

// Splits at semicolons at the end of a line; our migrations have them nowhere else outside comments.
void run_script(soci::session& sql, std::string_view script) {
    std::string statement;
    while (!script.empty()) {
        const auto end = script.find('\n');
        const std::string_view line = without_comment(script.substr(0, end));
        script.remove_prefix(end == std::string_view::npos ? script.size() : end + 1);
        statement += line;
        statement += '\n';
        const auto last = line.find_last_not_of(' ');
        if (last == std::string_view::npos || line[last] != ';') continue;
        sql << statement;
        statement.clear();
    }
}

}  // namespace

void migrate(soci::session& sql) {
    const auto known = migrations();
    const int done = applied(sql);
    if (static_cast<std::size_t>(done) > known.size()) {
        throw std::runtime_error(fmt::format("the database has schema {} and this candord knows {}: it was written by a newer version", done, known.size()));
    }
    for (int number = done + 1; static_cast<std::size_t>(number) <= known.size(); ++number) {
        const Migration& migration = known[static_cast<std::size_t>(number) - 1];
        Transaction transaction(sql);
        run_script(sql, migration.sql);
        const std::string name(migration.name);
        sql << "INSERT INTO schema_migration (number, name) VALUES (:number, :name)", soci::use(number), soci::use(name);
        transaction.commit();
    }
}

}  // namespace candor::store
