// One connection to the database, and its transactions. Used on the database thread only.
#pragma once

#include <soci/soci.h>
#include <string>

namespace candor::store {

// Opens (or makes) the SQLite file with write-ahead log and FULL sync: what is committed survives a power cut.
void open_sqlite(soci::session& sql, const std::string& path);

// Writes from the start (BEGIN IMMEDIATE), so that it never fails half-way for having read first. Rolls back unless committed.
class Transaction {
public:
    explicit Transaction(soci::session& sql);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    // Throws soci_error where nothing was committed, and CommitInDoubt where that is not certain before the next commit.
    void commit();

private:
    void undo();

    soci::session& sql_;
    bool open_ = true;
};

}  // namespace candor::store
