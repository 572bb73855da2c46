// The shape of the database, brought up to date one numbered migration at a time.
#pragma once

#include <soci/soci.h>
#include <span>
#include <string_view>

namespace candor::store {

struct Migration {
    std::string_view name;  // "0001_record_and_delivery.sql"
    std::string_view sql;
};

[[nodiscard]] std::span<const Migration> migrations();

// Applies what is missing, each migration in a transaction of its own. Throws std::runtime_error where the database was
// written by a newer version: an older daemon never touches it.
void migrate(soci::session& sql);

}  // namespace candor::store
