// A copy of the database, made while a candord writes to it. https://www.sqlite.org/backup.html
#pragma once

#include "core/error.hpp"
#include "daemon/store/store.hpp"

#include <filesystem>

namespace candor::store {

struct Backup {
    std::uintmax_t bytes = 0;
    Inspection contents;  // of the copy: whole, and with its damage where there is some
};

// `copy`: a file that is not there yet; only its owner may read it. What it holds is one moment of the database, and it says
// of itself that it is a copy: a candord that opens it sends nothing until somebody has said so (Freeze::restored). Errors:
// not_found, conflict, store_failed; then there is no copy.
[[nodiscard]] Result<Backup> back_up(const std::filesystem::path& database, const std::filesystem::path& copy, const std::string& by, Time now);

// Reads all of a database that no candord has open. Errors: not_found, store_failed where it cannot even be read.
[[nodiscard]] Result<Backup> look_through(const std::filesystem::path& database);

}  // namespace candor::store
