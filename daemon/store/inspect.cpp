// Is what is stored what was committed? Records by their chains, texts by their hashes; SQLite itself would not notice.
#include "core/incident/fold.hpp"
#include "daemon/store/outbox.hpp"
#include "daemon/store/state.hpp"

#include <fmt/format.h>

namespace candor::store {

using soci::into;
using soci::use;

namespace {

// The columns of a record that follow from its events.
bool row_agrees(soci::session& sql, const StoredIncident& incident) {
    std::int64_t version = 0;
    std::string status;
    Nullable ended_at;
    sql << "SELECT version, status, ended_at FROM incident WHERE id = :id", into(version), into(status), into(ended_at.value, ended_at.indicator), use(incident.id.str());
    const Record record = fold(Record{}, incident.events);
    return version == record.version && status == to_string(record.status) && ended_at.time() == record.ended_at;
}

// The updates whose texts are kept under another record: the hash of a text does not say whose it is.
std::vector<std::string> strayed(soci::session& sql, const StoredIncident& incident) {
    std::vector<std::string> updates;
    for (const Event& event : incident.events) {
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update == nullptr) continue;
        std::int64_t elsewhere = 0;
        sql << "SELECT COUNT(*) FROM message WHERE update_id = :update AND incident NOT IN ('', :incident)", into(elsewhere), use(update->id.str()), use(incident.id.str());
        if (elsewhere > 0) updates.push_back(update->id.str());
    }
    return updates;
}

std::vector<std::string> records_after(soci::session& sql, const IncidentId& after, std::size_t most) {
    std::vector<std::string> ids;
    const auto limit = static_cast<std::int64_t>(most);
    soci::rowset<std::string> rows = (sql.prepare << "SELECT id FROM incident WHERE id > :after ORDER BY id LIMIT :most", use(after.str()), use(limit));
    for (const std::string& id : rows) ids.push_back(id);
    return ids;
}

struct TextRow {
    std::int64_t row = 0;
    IncidentId incident;
    UpdateId update;
    std::string variant;
    Message message;
    std::string hash;
};

std::vector<TextRow> texts_after(soci::session& sql, std::int64_t after, std::size_t most) {
    std::vector<TextRow> texts;
    const auto limit = static_cast<std::int64_t>(most);
    soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT CAST(rowid AS TEXT), incident, update_id, variant, language, subject, text, html, json, hash FROM message WHERE rowid > :after ORDER BY rowid LIMIT :most",
         use(after), use(limit));
    for (const soci::row& row : rows) {
        const auto text = [&](std::size_t column) { return row.get<std::string>(column); };
        texts.push_back({std::stoll(text(0)), IncidentId(text(1)), UpdateId(text(2)), text(3), {text(4), text(5), text(6), text(7), text(8)}, text(9)});
    }
    return texts;
}

}  // namespace

Inspection Store::inspect(Inspection so_far, std::size_t most) {
    const auto records = records_after(state_->sql, so_far.last_record, most);
    for (const std::string& id : records) {
        so_far.last_record = IncidentId(id);
        ++so_far.records;
        const auto incident = find_incident(so_far.last_record);
        if (!incident) {
            so_far.damage.push_back({so_far.last_record, "its events, which are missing"});
            continue;
        }
        if (!incident->intact) so_far.damage.push_back({incident->id, fmt::format("event {}, or what follows it", incident->events.size() + 1)});
        else if (!row_agrees(state_->sql, *incident)) so_far.damage.push_back({incident->id, "its status, which is not what its events say"});
        for (const std::string& update : strayed(state_->sql, *incident)) so_far.damage.push_back({incident->id, fmt::format("the text of update {}, which is kept elsewhere", update)});
    }
    const auto texts = texts_after(state_->sql, so_far.last_text, most);
    for (const TextRow& text : texts) {
        so_far.last_text = text.row;
        ++so_far.texts;
        if (message_hash(text.update, text.variant, text.message) != text.hash) so_far.damage.push_back({text.incident, fmt::format("the text of update {} ({})", text.update.str(), text.variant)});
    }
    so_far.at_end = records.size() < most && texts.size() < most;
    return so_far;
}

}  // namespace candor::store
