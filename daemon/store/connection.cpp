#include "daemon/store/connection.hpp"

#include "daemon/failpoint.hpp"

#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

namespace candor::store {

void open_sqlite(soci::session& sql, const std::string& path) {
    sql.open(soci::sqlite3, "dbname=\"" + path + "\" timeout=10");
    auto* handle = static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
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
    if (!open_) return;
    try {
        sql_ << "ROLLBACK";
    } catch (const std::exception&) {
        // SQLite has rolled back by itself (disk full, I/O error): nothing is left to undo.
    }
}

void Transaction::commit() {
    FAILPOINT("store.before_commit");
    sql_ << "COMMIT";
    open_ = false;
    FAILPOINT("store.after_commit");
}

}  // namespace candor::store
