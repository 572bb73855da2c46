#include "daemon/store/connection.hpp"

#include "daemon/failpoint.hpp"
#include "daemon/store/doubt.hpp"

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

namespace candor::store {

namespace {

auto* handle_of(soci::session& sql) {
    return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
}

// Where the log was written and then could not be synced, SQLite counts the transaction as undone, but all of it stands in the
// log: whoever opens the file after a crash takes it for committed. The next commit is written over it; so one that changes
// nothing follows at once, and only then may it be said that nothing was accepted.
void make_undone_for_good(soci::session& sql, const std::string& failure) {
    try {
        sql << "PRAGMA user_version = 0";
    } catch (const soci::soci_error& error) {
        throw CommitInDoubt(fmt::format("{}; then {}", failure, error.what()));
    }
}

// Each connection is used by one thread at a time, and nobody asks how much memory SQLite has: its locks around every call and
// its counting took a tenth of the database thread's time. Before the first connection only; later SQLite refuses, and is
// merely slower.
void configure_sqlite() {
    [[maybe_unused]] static const bool once = [] {
        return sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK && sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
    }();
}

}  // namespace

void open_sqlite(soci::session& sql, const std::string& path) {
    configure_sqlite();
    sql.open(soci::sqlite3, "dbname=\"" + path + "\" timeout=10");
    auto* handle = handle_of(sql);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -16384",
                               "PRAGMA wal_autocheckpoint = 2000", "PRAGMA foreign_keys = ON"}) {
        sql << pragma;
    }
}

Transaction::Transaction(soci::session& sql) : sql_(sql) {
    sql_ << "BEGIN IMMEDIATE";
}

Transaction::~Transaction() {
    if (open_) undo();
}

void Transaction::undo() {
    open_ = false;
    try {
        sql_ << "ROLLBACK";
    } catch (const std::exception&) {
        // SQLite has rolled back by itself (disk full, I/O error): nothing is left to undo.
    }
}

void Transaction::commit() {
    FAILPOINT("store.before_commit");
    std::string failure;
    int code = SQLITE_OK;
    try {
        sql_ << "COMMIT";
        open_ = false;
    } catch (const soci::soci_error& error) {
        failure = error.what();
        code = sqlite3_errcode(handle_of(sql_));
    }
    if (open_) {
        undo();
        if (code != SQLITE_FULL) make_undone_for_good(sql_, failure);  // perhaps the log was written to its end
        throw soci::sqlite3_soci_error(failure, code);
    }
    FAILPOINT("store.after_commit");
}

}  // namespace candor::store
