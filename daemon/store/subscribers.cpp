#include "daemon/store/subscribers.hpp"

#include "core/audience.hpp"
#include "core/subscriber/webhook.hpp"
#include "daemon/store/outbox.hpp"
#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

constexpr const char* columns = "recipient, name, channel, address, state, since, created_at, confirmed_at, written_at, language, components, incident, "
                                "preference, bounces, bounced_at, bounce_reported, reason, basis, added_by, format, failing_since, contact FROM subscriber ";

std::optional<Time> optional_time(const soci::row& row, std::size_t column) {
    if (row.get_indicator(column) != soci::i_ok) return std::nullopt;
    return from_db(row.get<long long>(column));
}

StoredSubscriber read(const soci::row& row) {
    StoredSubscriber stored;
    stored.recipient = row.get<long long>(0);
    Subscriber& one = stored.subscriber;
    one.id = SubscriberId(row.get<std::string>(1));
    one.channel = ChannelId(row.get<std::string>(2));
    one.address = row.get<std::string>(3);
    one.state = parse_name<SubscriberState>(row.get<std::string>(4)).value_or(SubscriberState::left);
    one.since = from_db(row.get<long long>(5));
    one.created_at = from_db(row.get<long long>(6));
    one.confirmed_at = optional_time(row, 7);
    one.written_at = optional_time(row, 8);
    one.wish.language = row.get<std::string>(9);
    one.wish.components = parse_components(row.get<std::string>(10));
    one.wish.incident = IncidentId(row.get<std::string>(11));
    one.wish.preference = parse_preference(row.get<std::string>(12)).value_or(Preference{});
    one.bounces = {row.get<int>(13), optional_time(row, 14), row.get<int>(15) == 1};
    one.reason = row.get<std::string>(16);
    one.basis = row.get<std::string>(17);
    one.added_by = row.get<std::string>(18);
    one.wish.format = parse_name<WebhookFormat>(row.get<std::string>(19)).value_or(WebhookFormat::candor);
    one.failing_since = optional_time(row, 20);
    one.contact = row.get<std::string>(21);
    return stored;
}

// In whose rows the recipient stands: who has not confirmed is in a channel that no update goes to.
const ChannelId& channel_of(const Subscriber& one) {
    return one.state == SubscriberState::pending ? confirmation_channel() : one.channel;
}

// The path of a URL has its own case.
std::string key_of(const Subscriber& one) {
    return one.channel == subscriber_webhook_channel() ? one.address : subscriber_key(one.address);
}

bool is_reached(SubscriberState state) {
    return state == SubscriberState::pending || state == SubscriberState::active;
}

std::int64_t row_of(soci::session& sql, const SubscriberId& id) {
    std::int64_t row = 0;
    sql << "SELECT recipient FROM subscriber WHERE name = :name", into(row), use(id.str());
    return sql.got_data() ? row : 0;
}

// The ids of webhooks come with a table; a row under one that somebody has, or had, would be theirs.
bool is_taken(soci::session& sql, const Subscriber& one) {
    if (one.channel != subscriber_webhook_channel()) return false;
    std::int64_t rows = 0;
    sql << "SELECT COUNT(*) FROM recipient WHERE channel = :channel AND name = :name", into(rows), use(one.channel.str()), use(one.id.str());
    return rows > 0 || row_of(sql, one.id) != 0;
}

std::int64_t add_recipient(soci::session& sql, const Subscriber& one) {
    std::int64_t row = 0;
    sql << "SELECT COALESCE(MAX(id), 0) + 1 FROM recipient", into(row);
    sql << "INSERT INTO recipient (id, channel, name, address, active) VALUES (:id, :channel, :name, '', 0)", use(row), use(channel_of(one).str()), use(one.id.str());
    return row;
}

void write_recipient(soci::session& sql, std::int64_t row, const Subscriber& one) {
    const int active = is_reached(one.state) ? 1 : 0;
    const std::string variant = wanted_variant(one.wish);
    const std::string components = components_text(one.wish.components);
    const std::string preference = to_text(one.wish.preference);
    sql << "UPDATE recipient SET channel = :channel, active = :active, language = :language, components = :components, incident = :incident, "
           "preference = :preference WHERE id = :id",
        use(channel_of(one).str()), use(active), use(variant), use(components), use(one.wish.incident.str()), use(preference), use(row);
}

void write_subscriber(soci::session& sql, std::int64_t row, const Subscriber& one) {
    sql << "DELETE FROM subscriber WHERE recipient = :id", use(row);
    const std::string key = key_of(one);
    const std::string state(to_string(one.state));
    const std::int64_t since = to_db(one.since);
    const std::int64_t created_at = to_db(one.created_at);
    Nullable confirmed_at(one.confirmed_at);
    Nullable written_at(one.written_at);
    Nullable bounced_at(one.bounces.last);
    Nullable failing_since(one.failing_since);
    const std::string format(to_string(one.wish.format));
    const std::string components = components_text(one.wish.components);
    const std::string preference = to_text(one.wish.preference);
    const int reported = one.bounces.reported ? 1 : 0;
    sql << "INSERT INTO subscriber (recipient, name, channel, address, address_key, state, since, created_at, confirmed_at, written_at, language, "
           "components, incident, preference, bounces, bounced_at, bounce_reported, reason, basis, added_by, format, failing_since, contact) VALUES (:recipient, :name, :channel, :address, :key, :state, "
           ":since, :created, :confirmed, :written, :language, :components, :incident, :preference, :bounces, :bounced, :reported, :reason, :basis, :by, :format, :failing, :contact)",
        use(row), use(one.id.str()), use(one.channel.str()), use(one.address), use(key), use(state), use(since), use(created_at),
        use(confirmed_at.value, confirmed_at.indicator), use(written_at.value, written_at.indicator), use(one.wish.language), use(components),
        use(one.wish.incident.str()), use(preference), use(one.bounces.in_a_row), use(bounced_at.value, bounced_at.indicator), use(reported), use(one.reason),
        use(one.basis), use(one.added_by), use(format), use(failing_since.value, failing_since.indicator), use(one.contact);
}

// Whoever looks after a webhook is a recipient as long as there is something to tell them: while it is put aside.
void write_contact(soci::session& sql, const Subscriber& one) {
    const bool is_told = one.state == SubscriberState::quarantined && !one.contact.empty();
    const int active = is_told ? 1 : 0;
    const std::string address = is_told ? one.contact : std::string();
    soci::statement change = (sql.prepare << "UPDATE recipient SET address = :address, active = :active WHERE channel = :channel AND name = :name", use(address),
                              use(active), use(contact_channel().str()), use(one.id.str()));
    change.execute(true);
    if (!is_told || change.get_affected_rows() > 0) return;
    sql << "INSERT INTO recipient (id, channel, name, address, active) SELECT COALESCE(MAX(id), 0) + 1, :channel, :name, :address, 1 FROM recipient",
        use(contact_channel().str()), use(one.id.str()), use(address);
}

// What was to be tried again for somebody who hears no more: they are gone. What is under way ends as it ends.
void give_up(soci::session& sql, std::int64_t row, const ChannelId& channel) {
    std::vector<std::int64_t> fanouts;
    soci::rowset<long long> open = (sql.prepare << "SELECT id FROM fanout WHERE channel = :channel AND unsettled > 0", use(channel.str()));
    for (const long long id : open) fanouts.push_back(id);
    for (const std::int64_t id : fanouts) {
        const std::int64_t key = id << 32 | row;
        soci::statement end = (sql.prepare << "UPDATE delivery SET state = 5, next_at = NULL WHERE id = :id AND state IN (1, 2)", use(key));
        end.execute(true);
        if (end.get_affected_rows() == 0) continue;
        sql << "UPDATE fanout SET unsettled = unsettled - 1, gone = gone + 1 WHERE id = :id", use(id);
    }
}

std::int64_t write(soci::session& sql, const Subscriber& one) {
    std::int64_t row = row_of(sql, one.id);
    const bool is_new = row == 0;
    if (is_new) row = add_recipient(sql, one);
    write_subscriber(sql, row, one);
    write_recipient(sql, row, one);
    if (one.channel == subscriber_webhook_channel()) write_contact(sql, one);
    if (!is_new && !is_reached(one.state)) give_up(sql, row, one.channel);
    return row;
}

// The same words to many on one day are kept once.
void write_mail(soci::session& sql, const Subscriber& one, const Publication& mail, Time now) {
    for (const RenderedVariant& rendered : mail.messages) {
        int known = 0;
        sql << "SELECT 1 FROM message WHERE update_id = :update AND variant = :variant", into(known), use(mail.update.str()), use(rendered.variant);
        if (!sql.got_data()) insert_message(sql, {}, mail, rendered);
    }
    // Under the subscriber's own id, so that mails to others are none of its history.
    for (const Route& route : mail.routes) start_fanout(sql, {IncidentId(one.id.str()), now}, mail, route);
}

std::optional<StoredSubscriber> first_of(soci::rowset<soci::row>& rows) {
    const auto found = rows.begin();
    if (found == rows.end()) return std::nullopt;
    return read(*found);
}

// A link that went to whoever looks after a webhook is for that webhook.
std::optional<StoredSubscriber> find(soci::session& sql, std::int64_t recipient) {
    soci::rowset<soci::row> rows = (sql.prepare << "SELECT " << columns << "WHERE recipient = :id OR name = (SELECT r.name FROM recipient r WHERE r.id = :contact AND r.channel = :channel)",
                                    use(recipient), use(recipient), use(contact_channel().str()));
    return first_of(rows);
}

// All that is personal about these; their rows as recipients stay.
void forget(soci::session& sql, const std::vector<std::int64_t>& rows, const ChannelId& channel) {
    for (const std::int64_t row : rows) {
        sql << "UPDATE recipient SET address = '', active = 0 WHERE channel = :channel AND name = (SELECT name FROM subscriber WHERE recipient = :id)",
            use(contact_channel().str()), use(row);
        sql << "DELETE FROM subscriber WHERE recipient = :id", use(row);
        sql << "UPDATE recipient SET active = 0, language = '', components = '', incident = '', preference = '' WHERE id = :id", use(row);
        give_up(sql, row, channel);
    }
}

// Who wanted one incident alone has heard of its end.
std::size_t erase_of_ended(soci::session& sql, Time now, std::size_t most) {
    const std::int64_t before = to_db(now - erase_after);
    const auto limit = static_cast<std::int64_t>(most);
    std::vector<std::int64_t> rows;
    soci::rowset<long long> found = (sql.prepare << "SELECT s.recipient FROM subscriber s JOIN incident i ON i.id = s.incident WHERE s.incident <> '' "
                                                    "AND i.ended_at <= :before AND i.next_due IS NULL LIMIT :most",
                                     use(before), use(limit));
    for (const long long row : found) rows.push_back(row);
    forget(sql, rows, subscriber_mail_channel());
    return rows.size();
}

std::size_t erase(soci::session& sql, SubscriberState state, Time now, std::size_t most) {
    const auto age = erased_at(state, Time{});
    if (!age) return 0;
    const std::string name(to_string(state));
    const std::int64_t before = to_db(now - age->time_since_epoch());
    const auto limit = static_cast<std::int64_t>(most);
    std::vector<std::int64_t> rows;
    soci::rowset<long long> found = (sql.prepare << "SELECT recipient FROM subscriber WHERE state = :state AND since <= :before LIMIT :most", use(name), use(before), use(limit));
    for (const long long row : found) rows.push_back(row);
    forget(sql, rows, state == SubscriberState::pending ? confirmation_channel() : subscriber_mail_channel());
    return rows.size();
}

void note_bounce(soci::session& sql, const Settled& one) {
    const auto stored = find(sql, one.key & 0xFFFFFFFF);
    if (!stored) return;
    const Subscriber& before = stored->subscriber;
    const bool is_delivered = one.delivery.state == DeliveryState::delivered;
    const Subscriber after = is_delivered ? accepted(before, one.at) : refused(before, Refusal::at_once, one.delivery.last.detail, one.at);
    if (!(after == before)) write(sql, after);
}

// True: it is put aside.
bool note_webhook(soci::session& sql, const Settled& one) {
    const auto stored = find(sql, one.key & 0xFFFFFFFF);
    if (!stored) return false;
    const Subscriber after = after_webhook(stored->subscriber, one.delivery, one.at);
    if (!(after == stored->subscriber)) write(sql, after);
    return after.state == SubscriberState::quarantined && stored->subscriber.state != SubscriberState::quarantined;
}

}  // namespace

void note_bounces(soci::session& sql, const std::vector<const Settled*>& settled) {
    std::int64_t recipient = 0;
    int bounces = 0;
    soci::statement count = (sql.prepare << "SELECT bounces FROM subscriber WHERE recipient = :id", into(bounces), use(recipient));
    std::vector<const Settled*> of_note;
    for (const Settled* one : settled) {
        recipient = one->key & 0xFFFFFFFF;
        const bool is_delivered = one->delivery.state == DeliveryState::delivered;
        const bool is_refused = one->delivery.state == DeliveryState::failed && one->delivery.last.address_refused;
        // Of most there is nothing to forget.
        if (is_refused || (is_delivered && count.execute(true) && bounces > 0)) of_note.push_back(one);
    }
    for (const Settled* one : of_note) note_bounce(sql, *one);
}

std::size_t note_webhooks(soci::session& sql, const std::vector<const Settled*>& settled) {
    std::int64_t recipient = 0;
    int failing = 0;
    soci::statement look = (sql.prepare << "SELECT failing_since IS NOT NULL FROM subscriber WHERE recipient = :id", into(failing), use(recipient));
    std::vector<const Settled*> of_note;
    for (const Settled* one : settled) {
        recipient = one->key & 0xFFFFFFFF;
        const bool is_delivered = one->delivery.state == DeliveryState::delivered;
        // Of most there is nothing to forget.
        if (look.execute(true) && (!is_delivered || failing == 1)) of_note.push_back(one);
    }
    std::size_t put_aside = 0;
    for (const Settled* one : of_note) put_aside += note_webhook(sql, *one) ? 1U : 0U;
    return put_aside;
}

void Store::forget_subscriber(std::int64_t recipient) {
    Transaction transaction(state_->sql);
    forget(state_->sql, {recipient}, subscriber_webhook_channel());
    transaction.commit();
}

// A look at the key for each of the latest fan-outs, of which there are few.
std::vector<SentDelivery> Store::deliveries_to(const StoredSubscriber& stored, std::size_t most) {
    constexpr std::int64_t looked_at = 200;
    std::vector<SentDelivery> sent;
    std::vector<SentDelivery> fanouts;
    std::vector<std::int64_t> keys;
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT id, update_id, COALESCE((SELECT message.incident FROM message WHERE message.update_id = fanout.update_id "
                                                           "AND message.variant = fanout.variant AND message.incident <> ''), incident) "
                                                           "FROM fanout WHERE channel = :channel ORDER BY id DESC LIMIT :most",
                                    use(stored.subscriber.channel.str()), use(looked_at));
    for (const soci::row& row : rows) {
        keys.push_back((row.get<long long>(0) << 32) | stored.recipient);
        fanouts.push_back({UpdateId(row.get<std::string>(1)), IncidentId(row.get<std::string>(2)), DeliveryState::attempting, 0, {}, {}, 0, {}});
    }
    for (std::size_t i = 0; i < keys.size() && sent.size() < most; ++i) {
        int state = 0;
        std::int64_t first_at = 0;
        std::int64_t settled_at = 0;
        soci::indicator settled = soci::i_null;
        SentDelivery& one = fanouts[i];
        state_->sql << "SELECT state, attempts, first_at, settled_at, status, detail FROM delivery WHERE id = :id", into(state), into(one.attempts), into(first_at),
            into(settled_at, settled), into(one.status), into(one.detail), use(keys[i]);
        if (!state_->sql.got_data()) continue;
        one.state = static_cast<DeliveryState>(state);
        one.first_at = from_db(first_at);
        if (settled == soci::i_ok) one.settled_at = from_db(settled_at);
        sent.push_back(one);
    }
    return sent;
}

std::optional<StoredSubscriber> Store::find_subscriber(std::int64_t recipient) {
    return find(state_->sql, recipient);
}

std::optional<StoredSubscriber> Store::find_subscriber(const SubscriberId& id) {
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT " << columns << "WHERE name = :name", use(id.str()));
    return first_of(rows);
}

std::optional<StoredSubscriber> Store::find_subscriber(const ChannelId& channel, std::string_view key) {
    const std::string text(key);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT " << columns << "WHERE channel = :channel AND address_key = :key", use(channel.str()), use(text));
    return first_of(rows);
}

std::int64_t Store::put_subscriber(const Subscriber& subscriber, const std::optional<Publication>& mail, Time now) {
    Transaction transaction(state_->sql);
    const std::int64_t row = write(state_->sql, subscriber);
    if (mail) write_mail(state_->sql, subscriber, *mail, now);
    transaction.commit();
    return row;
}

void Store::put_subscribers(std::span<const Subscriber> subscribers, const std::optional<Publication>& notice, Time now) {
    Transaction transaction(state_->sql);
    for (const Subscriber& one : subscribers) write(state_->sql, one);
    if (notice) {
        for (const RenderedVariant& rendered : notice->messages) insert_message(state_->sql, {}, *notice, rendered);
        for (const Route& route : notice->routes) start_fanout(state_->sql, {IncidentId(), now}, *notice, route);
    }
    transaction.commit();
}

std::vector<StoredSubscriber> Store::untold_quarantines(Time now, std::size_t most) {
    std::vector<StoredSubscriber> found;
    const std::int64_t lately = to_db(now - one_mail_each);
    const auto limit = static_cast<std::int64_t>(most);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT " << columns << "WHERE state = 'quarantined' AND channel = :channel AND COALESCE(written_at, -1) < since "
                                                        << "AND NOT EXISTS (SELECT 1 FROM subscriber other WHERE other.contact <> '' AND other.contact = subscriber.contact "
                                                        << "AND other.written_at > :lately) ORDER BY since, recipient LIMIT :most",
                                    use(subscriber_webhook_channel().str()), use(lately), use(limit));
    for (const soci::row& row : rows) found.push_back(read(row));
    return found;
}

std::vector<Result<Entered>> Store::enter_subscribers(std::span<const Subscriber> asked, Time now) {
    std::vector<Result<Entered>> results;
    Transaction transaction(state_->sql);
    for (const Subscriber& one : asked) {
        const auto known = find_subscriber(one.channel, key_of(one));
        if (!known && is_taken(state_->sql, one)) {
            results.emplace_back(Error(ErrorCode::wrong_state, "Another subscription has or had this id.", "id", "Leave the column out: it gets a new id, and a new secret."));
            continue;
        }
        const auto wanted = entered(known ? std::optional(known->subscriber) : std::nullopt, one, now);
        if (!wanted) {
            results.emplace_back(wanted.error());
            continue;
        }
        if (wanted->what != Entered::known) write(state_->sql, wanted->subscriber);
        results.emplace_back(wanted->what);
    }
    transaction.commit();
    return results;
}

std::vector<StoredSubscriber> Store::subscribers(const SubscriberFilter& filter) {
    std::vector<StoredSubscriber> found;
    const std::string channel = filter.channel ? filter.channel->str() : std::string();
    const std::string state = filter.state ? std::string(to_string(*filter.state)) : std::string();
    const auto limit = static_cast<std::int64_t>(filter.limit);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT " << columns << "WHERE recipient > :after AND (:channel = '' OR channel = :same_channel) "
                                                        << "AND (:state = '' OR state = :same_state) ORDER BY recipient LIMIT :most",
                                    use(filter.after), use(channel), use(channel), use(state), use(state), use(limit));
    for (const soci::row& row : rows) found.push_back(read(row));
    return found;
}

// One look at the index for each language, however many they are.
std::vector<std::string> Store::subscriber_languages(const ChannelId& channel) {
    std::vector<std::string> languages;
    std::string last;
    while (true) {
        std::string language;
        state_->sql << "SELECT language FROM subscriber WHERE channel = :channel AND state = 'active' AND language > :last ORDER BY language LIMIT 1", into(language),
            use(channel.str()), use(last);
        if (!state_->sql.got_data()) return languages;
        languages.push_back(language);
        last = language;
    }
}

std::vector<std::string> Store::subscriber_variants(const ChannelId& channel) {
    std::vector<std::string> variants;
    std::string last;
    while (true) {
        std::string variant;
        state_->sql << "SELECT language FROM recipient WHERE channel = :channel AND active = 1 AND language > :last ORDER BY language LIMIT 1", into(variant),
            use(channel.str()), use(last);
        if (!state_->sql.got_data()) return variants;
        variants.push_back(variant);
        last = variant;
    }
}

std::vector<SubscriberCount> Store::count_subscribers() {
    std::vector<SubscriberCount> counts;
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT channel, state, language, CAST(COUNT(*) AS TEXT) FROM subscriber "
                                                           "GROUP BY channel, state, language ORDER BY channel, state, language");
    for (const soci::row& row : rows) {
        const auto state = parse_name<SubscriberState>(row.get<std::string>(1));
        if (!state) continue;
        counts.push_back({ChannelId(row.get<std::string>(0)), *state, row.get<std::string>(2), std::stoll(row.get<std::string>(3))});
    }
    return counts;
}

std::map<SubscriberState, std::int64_t> Store::count_subscribers(const ChannelId& channel) {
    std::map<SubscriberState, std::int64_t> counts;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT state, CAST(COUNT(*) AS TEXT) FROM subscriber WHERE channel = :channel GROUP BY state", use(channel.str()));
    for (const soci::row& row : rows) {
        if (const auto state = parse_name<SubscriberState>(row.get<std::string>(0))) counts[*state] = std::stoll(row.get<std::string>(1));
    }
    return counts;
}

std::size_t Store::erase_subscribers(Time now, std::size_t most) {
    Transaction transaction(state_->sql);
    std::size_t erased = 0;
    for (const SubscriberState state : {SubscriberState::pending, SubscriberState::left}) erased += erase(state_->sql, state, now, most);
    erased += erase_of_ended(state_->sql, now, most);
    transaction.commit();
    return erased;
}

}  // namespace candor::store
