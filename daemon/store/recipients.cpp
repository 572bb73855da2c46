#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

std::int64_t next_id(soci::session& sql) {
    std::int64_t id = 0;
    sql << "SELECT COALESCE(MAX(id), 0) + 1 FROM recipient", into(id);
    return id;
}

}  // namespace

void Store::sync_recipients(const ChannelId& channel, std::span<const Recipient> recipients) {
    soci::session& sql = state_->sql;
    Transaction transaction(sql);
    sql << "UPDATE recipient SET active = 0 WHERE channel = :channel", use(channel.str());

    std::string name;
    std::string address;
    std::string preference;
    std::int64_t id = next_id(sql);
    // A name that is known keeps its id, and with it its history. Whoever asked to be left alone is, until their address changes.
    soci::statement update = (sql.prepare << "UPDATE recipient SET active = CASE WHEN gone = :same THEN 0 ELSE 1 END, address = :address, preference = :preference "
                                             "WHERE channel = :channel AND name = :name",
                              use(address), use(address), use(preference), use(channel.str()), use(name));
    soci::statement insert = (sql.prepare << "INSERT INTO recipient (id, channel, name, address, active, preference) VALUES (:id, :channel, :name, :address, 1, :preference)",
                              use(id), use(channel.str()), use(name), use(address), use(preference));
    for (const Recipient& recipient : recipients) {
        name = recipient.name;
        address = recipient.address;
        preference = recipient.preference;
        update.execute(true);
        if (update.get_affected_rows() > 0) continue;
        insert.execute(true);
        ++id;
    }
    transaction.commit();
}

}  // namespace candor::store
