// The delivery loop's one transaction: outcomes in, the next attempts out.
#include "core/audience.hpp"
#include "daemon/failpoint.hpp"
#include "daemon/store/delivery_rows.hpp"
#include "daemon/store/state.hpp"
#include "daemon/store/subscribers.hpp"
#include "daemon/store/walk.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace candor::store {

using soci::into;
using soci::use;

namespace {

constexpr std::int64_t fanout_of(std::int64_t key) {
    return key >> 32;
}
constexpr std::int64_t recipient_of(std::int64_t key) {
    return key & 0xFFFFFFFF;
}
constexpr std::int64_t key_of(std::int64_t fanout, std::int64_t recipient) {
    return fanout << 32 | recipient;
}

// What a batch changes in the counts of one fan-out.
struct Change {
    std::int64_t unsettled = 0;
    std::int64_t delivered = 0;
    std::int64_t failed = 0;
    std::int64_t gone = 0;
    std::int64_t superseded = 0;

    void settle(DeliveryState state) {
        --unsettled;
        switch (state) {
            case DeliveryState::attempting:
            case DeliveryState::retrying:
            case DeliveryState::waiting: ++unsettled; break;
            case DeliveryState::delivered: ++delivered; break;
            case DeliveryState::failed: ++failed; break;
            case DeliveryState::gone: ++gone; break;
            case DeliveryState::superseded: ++superseded; break;
        }
    }
};

struct FanoutRow {
    FanoutInfo info;
    std::int64_t position = 0;
    std::int64_t last = 0;
    int state = 0;
    int blocking = 0;
    std::optional<UpdateKind> kind;
    std::string about;
    std::string language;
    std::string components;
};

FanoutRow read_fanout(soci::session& sql, std::int64_t id) {
    FanoutRow row;
    std::string update;
    std::string incident;
    std::string channel;
    int is_protected = 0;
    std::int64_t created_at = 0;
    std::string kind;
    sql << "SELECT update_id, incident, channel, variant, protected, created_at, position, last, state, blocking, kind, about, language, components FROM fanout WHERE id = :id",
        into(update), into(incident), into(channel), into(row.info.variant), into(is_protected), into(created_at), into(row.position),
        into(row.last), into(row.state), into(row.blocking), into(kind), into(row.about), into(row.language), into(row.components), use(id);
    row.kind = parse_name<UpdateKind>(kind);
    row.info.id = id;
    row.info.update = UpdateId(update);
    row.info.incident = IncidentId(incident);
    row.info.channel = ChannelId(channel);
    row.info.is_protected = is_protected == 1;
    row.info.published_at = from_db(created_at);
    return row;
}

// The fan-outs of earlier updates of one incident to one channel, oldest first.
struct Earlier {
    std::vector<std::int64_t> fanouts;
    std::vector<std::int64_t> unfinished;  // protected, and not settled for everyone
    std::vector<UpdateId> thread;
};

// `changes`: what this exchange has made of them, and not written yet.
Earlier earlier_than(soci::session& sql, const FanoutRow& fanout, const std::map<std::int64_t, Change>& changes) {
    Earlier earlier;
    soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT id, update_id, protected, unsettled, state FROM fanout WHERE incident = :incident AND channel = :channel AND id < :id AND update_id <> :update ORDER BY id",
         use(fanout.info.incident.str()), use(fanout.info.channel.str()), use(fanout.info.id), use(fanout.info.update.str()));
    for (const soci::row& row : rows) {
        const std::int64_t id = row.get<long long>(0);
        earlier.fanouts.push_back(id);
        const auto change = changes.find(id);
        const std::int64_t unsettled = row.get<long long>(3) + (change == changes.end() ? 0 : change->second.unsettled);
        const bool under_way = unsettled > 0 || row.get<int>(4) == 0;
        if (row.get<int>(2) == 1 && under_way) earlier.unfinished.push_back(id);
        UpdateId update(row.get<std::string>(1));
        if (!earlier.thread.empty() && earlier.thread.back() == update) continue;  // the same, in another language
        if (earlier.thread.size() == 2) earlier.thread.pop_back();
        earlier.thread.push_back(std::move(update));
    }
    return earlier;
}

// What recipients want, as their rows say it.
class Wishes {
public:
    Wishes(const Store::FindZone& zones, Time now) : zones_(zones), now_(now) {}

    // What cannot be read, a newer version has written: whoever it is hears everything.
    [[nodiscard]] WhenToSend when(const std::string& text, UpdateKind kind, std::optional<Time> last_heard) {
        const auto preference = parse_preference(text);
        if (!preference) return SendNow{};
        const TimeZone* zone = zones_ && !preference->time_zone.empty() ? zones_(preference->time_zone) : nullptr;
        return when_to_send(*preference, kind, last_heard, now_, zone == nullptr ? utc() : *zone);
    }

private:
    const Store::FindZone& zones_;
    Time now_;
};

class Exchanger {
public:
    Exchanger(soci::session& sql, Time now, const Store::FindZone& zones) : sql_(sql), now_(now), wishes_(zones, now) {}

    void record(std::span<const Settled> settled) {
        std::vector<const Settled*> sorted;  // by key: the rows of a batch lie together
        for (const Settled& one : settled) sorted.push_back(&one);
        std::sort(sorted.begin(), sorted.end(), [](const Settled* a, const Settled* b) { return a->key < b->key; });
        write_outcomes(sorted);
        for (const Settled* one : sorted) follow_up(*one);
        note_bounces(sql_, those_to(subscriber_mail_channel(), sorted));
        exchange_.put_aside += note_webhooks(sql_, those_to(subscriber_webhook_channel(), sorted));
    }

    void claim(std::span<const Room> rooms) {
        for (const Room& room : rooms) {
            std::size_t left = room.most;
            left -= claim_retries(room, left);
            for (const std::int64_t id : open_fanouts(room.channel)) {
                if (left == 0) break;
                left -= claim_next(room, id, left);
            }
            if ((left == 0 || std::exchange(stopped_short_, false)) && room.most > 0) exchange_.more.push_back(room.channel);
        }
    }

    [[nodiscard]] Exchange finish() {
        write_counts();
        for (const ChannelId& channel : due_again_) {
            if (std::find(exchange_.more.begin(), exchange_.more.end(), channel) == exchange_.more.end()) exchange_.more.push_back(channel);
        }
        std::int64_t next = 0;
        soci::indicator found = soci::i_null;
        const std::int64_t now = to_db(now_);
        sql_ << "SELECT MIN(next_at) FROM delivery WHERE state = 1 AND next_at > :now", into(next, found), use(now);
        if (found == soci::i_ok) exchange_.next_retry = from_db(next);
        return std::move(exchange_);
    }

private:
    // One statement for the whole batch: binding row by row costs more than the writing.
    void write_outcomes(const std::vector<const Settled*>& settled) {
        if (settled.empty()) return;
        Outcomes rows(settled.size());
        for (const Settled* one : settled) {
            const DeliveryState end = final_state(*one);
            rows.add(*one, end);
            changes_[fanout_of(one->key)].settle(end);
            if (end == DeliveryState::retrying && *one->delivery.next_at <= now_) due_again_.insert(fanout(fanout_of(one->key)).info.channel);
        }
        soci::statement update =
            (sql_.prepare << "UPDATE delivery SET state = :state, attempts = :attempts, next_at = :next, settled_at = :settled, status = :status, "
                             "detail = :detail, remote_ref = :ref WHERE id = :id",
             use(rows.states), use(rows.attempts), use(rows.next_at.values, rows.next_at.indicators),
             use(rows.settled_at.values, rows.settled_at.indicators), use(rows.statuses), use(rows.details), use(rows.remote_refs), use(rows.keys));
        update.execute(true);
    }

    [[nodiscard]] std::vector<const Settled*> those_to(const ChannelId& channel, std::vector<const Settled*> settled) {
        std::erase_if(settled, [&](const Settled* one) { return fanout(fanout_of(one->key)).info.channel != channel; });
        return settled;
    }

    // A failed attempt of an update that was replaced meanwhile is not tried again.
    [[nodiscard]] DeliveryState final_state(const Settled& one) {
        if (one.delivery.state == DeliveryState::retrying && fanout(fanout_of(one.key)).state == 2) return DeliveryState::superseded;
        return one.delivery.state;
    }

    void follow_up(const Settled& one) {
        const Delivery& delivery = one.delivery;
        if (delivery.state != DeliveryState::delivered && !delivery.last.detail.empty()) log_attempt(one);
        if (delivery.state == DeliveryState::gone) {
            const std::int64_t recipient = recipient_of(one.key);
            sql_ << "UPDATE recipient SET active = 0, gone = address WHERE id = :id", use(recipient);
        }
        if (is_settled(delivery.state) && fanout(fanout_of(one.key)).blocking == 1) release_waiting(one.key);
    }

    void log_attempt(const Settled& one) {
        const std::string verdict(to_string(one.delivery.last.verdict));
        const std::int64_t at = to_db(one.at);
        sql_ << "INSERT INTO attempt (delivery, number, ended_at, verdict, status, detail) VALUES (:delivery, :number, :at, :verdict, :status, :detail) "
                "ON CONFLICT (delivery, number) DO NOTHING",
            use(one.key), use(one.delivery.attempts), use(at), use(verdict), use(one.delivery.last.status), use(one.delivery.last.detail);
    }

    // Newer deliveries to this recipient may go now: as far as the next that may not be overtaken either, which lets go of the rest.
    void release_waiting(std::int64_t key) {
        const FanoutRow& older = fanout(fanout_of(key));
        const std::int64_t now = to_db(now_);
        soci::rowset<soci::row> newer = (sql_.prepare << "SELECT id, protected FROM fanout WHERE incident = :incident AND channel = :channel AND id > :id ORDER BY id",
                                         use(older.info.incident.str()), use(older.info.channel.str()), use(older.info.id));
        for (const soci::row& row : newer) {
            const std::int64_t waiting = key_of(row.get<long long>(0), recipient_of(key));
            soci::statement release = (sql_.prepare << "UPDATE delivery SET state = 1, next_at = :now WHERE id = :id AND state = 2", use(now), use(waiting));
            release.execute(true);
            if (release.get_affected_rows() == 0) continue;
            due_again_.insert(older.info.channel);
            if (row.get<int>(1) == 1) return;
        }
    }

    std::size_t claim_retries(const Room& room, std::size_t most) {
        const std::int64_t now = to_db(now_);
        const auto limit = static_cast<std::int64_t>(most);
        std::vector<Claim> due;
        std::vector<std::int64_t> left;  // to recipients who are none any more
        {
            soci::rowset<soci::row> rows =
                (sql_.prepare << "SELECT d.id, d.attempts, d.first_at, r.name, COALESCE(s.address, r.address), r.active, d.interrupted FROM delivery d "
                                 "JOIN fanout f ON f.id = d.id / 4294967296 JOIN recipient r ON r.id = d.id % 4294967296 "
                                 "LEFT JOIN subscriber s ON s.recipient = r.id "
                                 "WHERE d.state = 1 AND d.next_at <= :now AND f.channel = :channel ORDER BY d.next_at LIMIT :most",
                 use(now), use(room.channel.str()), use(limit));
            for (const soci::row& row : rows) {
                if (row.get<int>(5) == 0) {
                    left.push_back(row.get<long long>(0));
                    continue;
                }
                Claim claim;
                claim.key = row.get<long long>(0);
                claim.delivery.attempts = row.get<int>(1) + 1;
                claim.delivery.interrupted = row.get<int>(6);
                claim.delivery.first_at = from_db(row.get<long long>(2));
                claim.recipient = row.get<std::string>(3);
                claim.address = row.get<std::string>(4);
                due.push_back(std::move(claim));
            }
        }
        for (const std::int64_t key : left) leave_alone(key);
        std::int64_t key = 0;
        soci::statement start = (sql_.prepare << "UPDATE delivery SET state = 0, attempts = attempts + 1, next_at = NULL WHERE id = :id", use(key));
        for (Claim& claim : due) {
            key = claim.key;
            start.execute(true);
            hand_out(room, std::move(claim));
        }
        return due.size() + left.size();
    }

    // Nothing more is sent there, and nothing waits for it.
    void leave_alone(std::int64_t key) {
        const std::int64_t now = to_db(now_);
        sql_ << "UPDATE delivery SET state = 5, next_at = NULL, settled_at = :now WHERE id = :id", use(now), use(key);
        changes_[fanout_of(key)].settle(DeliveryState::gone);
        if (fanout(fanout_of(key)).blocking == 1) release_waiting(key);
    }

    std::vector<std::int64_t> open_fanouts(const ChannelId& channel) {
        std::vector<std::int64_t> ids;
        soci::rowset<long long> rows =
            (sql_.prepare << "SELECT id FROM fanout WHERE state = 0 AND channel = :channel ORDER BY protected DESC, id", use(channel.str()));
        for (const long long id : rows) ids.push_back(id);
        return ids;
    }

    // The next recipients of a fan-out: their rows are written and the cursor moves, so a crash claims nobody twice.
    std::size_t claim_next(const Room& room, std::int64_t id, std::size_t most) {
        const FanoutRow row = fanout(id);
        const Steps steps = walk_on(sql_, {row.info.channel, row.info.incident, row.about, row.language, row.components, row.position, row.last}, most);
        std::vector<Claim> claims = claims_of(row, steps);
        const std::size_t met = claims.size();
        const int state = steps.at_end ? 1 : 0;
        if (!steps.at_end && met < most) stopped_short_ = true;
        heed_wishes(row, claims);
        insert_deliveries(row, claims);
        FAILPOINT("claim.after_rows");
        sql_ << "UPDATE fanout SET position = :position, state = :state WHERE id = :id", use(steps.position), use(state), use(id);
        fanouts_.erase(id);
        FAILPOINT("claim.after_cursor");
        changes_[id].unsettled += static_cast<std::int64_t>(claims.size());
        for (Claim& claim : claims) {
            if (claim.delivery.state == DeliveryState::attempting) hand_out(room, std::move(claim));
        }
        return met;
    }

    std::vector<Claim> claims_of(const FanoutRow& fanout, const Steps& steps) {
        std::vector<Claim> claims;
        for (const Met& met : steps.met) {
            Claim claim;
            claim.key = key_of(fanout.info.id, met.recipient);
            claim.recipient = met.name;
            claim.address = met.address;
            claim.delivery.first_at = now_;
            if (!met.preference.empty()) preferences_[met.recipient] = met.preference;
            claims.push_back(std::move(claim));
        }
        return claims;
    }

    // Who wants to hear less gets no row; who wants to hear later gets one that waits for its time.
    void heed_wishes(const FanoutRow& fanout, std::vector<Claim>& claims) {
        const auto preferences = std::exchange(preferences_, {});
        if (!fanout.kind || preferences.empty()) return;
        const Earlier earlier = earlier_than(sql_, fanout, changes_);
        std::erase_if(claims, [&](Claim& claim) {
            const auto found = preferences.find(recipient_of(claim.key));
            if (found == preferences.end()) return false;
            const WhenToSend when = wishes_.when(found->second, *fanout.kind, last_heard(earlier, found->first));
            if (const auto* hold = std::get_if<HoldUntil>(&when)) claim.delivery.next_at = hold->time;
            return std::holds_alternative<LeaveOut>(when);
        });
    }

    // When an update of this incident last arrived there.
    std::optional<Time> last_heard(const Earlier& earlier, std::int64_t recipient) {
        for (auto id = earlier.fanouts.rbegin(); id != earlier.fanouts.rend(); ++id) {
            const std::int64_t key = key_of(*id, recipient);
            Nullable settled;
            sql_ << "SELECT settled_at FROM delivery WHERE id = :id AND state = 3", into(settled.value, settled.indicator), use(key);
            if (sql_.got_data()) return settled.time();
        }
        return std::nullopt;
    }

    void insert_deliveries(const FanoutRow& fanout, std::vector<Claim>& claims) {
        if (claims.empty()) return;
        const Earlier earlier = earlier_than(sql_, fanout, changes_);
        Begun rows(claims.size(), now_);
        for (Claim& claim : claims) {
            const bool waits = !earlier.unfinished.empty() && must_wait(earlier, recipient_of(claim.key));
            const bool is_held = !waits && claim.delivery.next_at.has_value();
            claim.delivery.state = waits ? DeliveryState::waiting : is_held ? DeliveryState::retrying : DeliveryState::attempting;
            rows.add(claim);
        }
        sql_ << "INSERT INTO delivery (id, state, attempts, first_at, next_at, status, detail, remote_ref) VALUES (:id, :state, :attempts, :now, :next, 0, '', '')",
            use(rows.keys), use(rows.states), use(rows.attempts), use(rows.first_at), use(rows.next_at.values, rows.next_at.indicators);
    }

    // An older update that may not be overtaken is still on its way to this recipient.
    bool must_wait(const Earlier& earlier, std::int64_t recipient) {
        bool waits = false;
        for (const std::int64_t id : earlier.unfinished) {
            const std::int64_t key = key_of(id, recipient);
            int state = 0;
            int attempts = 0;
            sql_ << "SELECT state, attempts FROM delivery WHERE id = :id", into(state), into(attempts), use(key);
            const bool claimed = sql_.got_data();
            const FanoutRow older = fanout(id);
            const bool to_come = recipient > older.position && recipient <= older.last;
            if (claimed ? is_settled(static_cast<DeliveryState>(state)) : !to_come) continue;
            const bool is_held = claimed && static_cast<DeliveryState>(state) == DeliveryState::retrying && attempts == 0;
            if (is_held) send_now(key, older.info.channel);  // what may not be overtaken holds nothing else up
            sql_ << "UPDATE fanout SET blocking = 1 WHERE id = :id", use(id);
            fanouts_.erase(id);
            waits = true;
        }
        return waits;
    }

    void send_now(std::int64_t key, const ChannelId& channel) {
        const std::int64_t now = to_db(now_);
        sql_ << "UPDATE delivery SET next_at = :now WHERE id = :id", use(now), use(key);
        due_again_.insert(channel);
    }

    void hand_out(const Room& room, Claim claim) {
        claim.fanout = fanout_of(claim.key);
        const FanoutInfo& info = announce(claim.fanout);
        if (room.threaded && !info.thread.empty()) claim.reply_to_ref = first_ref(claim);
        exchange_.claims.push_back(std::move(claim));
    }

    std::string first_ref(const Claim& claim) {
        std::string ref;
        for (const std::int64_t id : earlier_than(sql_, fanout(claim.fanout), changes_).fanouts) {
            const std::int64_t key = key_of(id, recipient_of(claim.key));
            sql_ << "SELECT remote_ref FROM delivery WHERE id = :id", into(ref), use(key);
            if (sql_.got_data() && !ref.empty()) return ref;
        }
        return {};
    }

    // Tells the caller, once, what the claims of a fan-out share.
    const FanoutInfo& announce(std::int64_t id) {
        for (const FanoutInfo& info : exchange_.fanouts) {
            if (info.id == id) return info;
        }
        FanoutInfo info = fanout(id).info;
        info.thread = earlier_than(sql_, fanout(id), changes_).thread;
        return exchange_.fanouts.emplace_back(std::move(info));
    }

    const FanoutRow& fanout(std::int64_t id) {
        const auto found = fanouts_.find(id);
        if (found != fanouts_.end()) return found->second;
        return fanouts_.emplace(id, read_fanout(sql_, id)).first->second;
    }

    void write_counts() {
        for (const auto& [id, change] : changes_) {
            sql_ << "UPDATE fanout SET unsettled = unsettled + :unsettled, delivered = delivered + :delivered, failed = failed + :failed, "
                    "gone = gone + :gone, superseded = superseded + :superseded WHERE id = :id",
                use(change.unsettled), use(change.delivered), use(change.failed), use(change.gone), use(change.superseded), use(id);
        }
    }

    soci::session& sql_;
    Time now_;
    Exchange exchange_;
    std::map<std::int64_t, Change> changes_;
    std::map<std::int64_t, FanoutRow> fanouts_;
    Wishes wishes_;
    std::set<ChannelId> due_again_;  // something became due that this exchange may not have claimed: next_retry speaks of later ones alone
    bool stopped_short_ = false;  // a walk met few who asked, and goes on in the next exchange
    std::map<std::int64_t, std::string> preferences_;  // of the recipients that are looked at, as far as they have any
};

}  // namespace

Exchange Store::exchange(std::span<const Settled> settled, std::span<const Room> rooms, Time now) {
    return with_room(state_->ballast, [&] {
        Transaction transaction(state_->sql);
        Exchanger exchanger(state_->sql, now, state_->zones);
        exchanger.record(settled);
        FAILPOINT("exchange.after_outcomes");
        exchanger.claim(rooms);
        FAILPOINT("exchange.after_claims");
        Exchange result = exchanger.finish();
        transaction.commit();
        return result;
    });
}

}  // namespace candor::store
