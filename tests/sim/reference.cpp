#include "tests/sim/reference.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::sim {

namespace {

struct Said {
    UpdatePublished update;
    Time at{};
};

// A server that works hears within this time, whatever others do: an older attempt has ended, and a host that has failed is tried again.
constexpr Duration patience = std::chrono::minutes{2};
// Attempts at what is never replaced, and at everything else.
constexpr int attempts_at_protected = 10;
constexpr int attempts_at_others = 9;

bool is_never_replaced(UpdateKind kind) {
    return kind == UpdateKind::correction || kind == UpdateKind::resolution || kind == UpdateKind::withdrawal;
}

class Reference {
public:
    Reference(store::Store& store, const Seen& seen) : store_(store), seen_(seen) {}

    std::vector<std::string> look_at(const std::vector<IncidentId>& incidents) {
        std::set<UpdateId> recorded;
        for (const IncidentId& id : incidents) {
            incident_ = id;
            said_.clear();
            const auto stored = store_.find_incident(id);
            if (!stored) continue;  // the power went before it was committed; nobody was told that it was
            for (const Event& event : stored->events) {
                if (const auto* update = std::get_if<UpdatePublished>(&event.body)) said_.push_back({*update, event.at});
            }
            for (const Said& one : said_) {
                recorded.insert(one.update.id);
                if (seen_.refused.contains(one.update.words)) fault("what was refused is on the record: " + one.update.words);
            }
            if (store_.broken_link(id)) fault("its chain is broken");
            times();
            ends();
            for (const auto& [whose, box] : seen_.mailboxes) mailbox(whose, box);
            settled();
        }
        for (const UpdateId& update : seen_.acknowledged) {
            if (!recorded.contains(update)) fault("an update that its author was told of is not on the record: " + update.str());
        }
        return std::move(faults_);
    }

private:
    // Each audience hears by the time that it was last promised, but for the time when nobody could keep it.
    void times() {
        std::map<ChannelKind, Time> due;
        Time last{};
        for (const Said& one : said_) {
            if (one.at < last) fault(fmt::format("update {} is from before the one before it", one.update.number));
            last = one.at;
            for (const Promised& promised : one.update.audiences) {
                const auto before = due.find(promised.audience);
                if (before != due.end() && one.at > before->second && !was_interrupted(before->second, one.at))
                    fault(fmt::format("update {} came at {}, promised for {}", one.update.number, to_rfc3339(one.at), to_rfc3339(before->second)));
                due.erase(promised.audience);
                if (promised.next) due[promised.audience] = *promised.next;
            }
        }
    }
    [[nodiscard]] bool was_interrupted(Time promised, Time heard) const {
        return std::any_of(seen_.interruptions.begin(), seen_.interruptions.end(),
                           [&](const Interruption& one) { return one.from <= heard && one.until >= promised; });
    }

    // Nothing is said by the clock of what is over.
    void ends() {
        bool over = false;
        for (const Said& one : said_) {
            if (over && one.update.kind == UpdateKind::holding) fault("a holding update after the end");
            if (one.update.kind == UpdateKind::resolution || one.update.kind == UpdateKind::withdrawal) over = true;
            if (one.update.kind == UpdateKind::progress) over = false;
        }
    }

    void mailbox(const std::pair<ChannelId, std::string>& whose, const Mailbox& box) {
        std::map<UpdateId, int> copies;
        std::int64_t newest = 0;
        for (const Arrival& arrival : box.arrivals) {
            if (arrival.incident != incident_) continue;
            const Said* one = find(arrival.update);
            if (one == nullptr) {
                fault(whose.second + " heard what is not on the record");
                continue;
            }
            ++copies[arrival.update];
            if (one->update.number < newest) fault(fmt::format("{} heard update {} after update {}", whose.second, one->update.number, newest));
            newest = std::max(newest, one->update.number);
        }
        for (const auto& [update, count] : copies) {
            const auto excuse = box.excuses.find(update);
            if (count > 1 + (excuse == box.excuses.end() ? 0 : excuse->second)) fault(fmt::format("{} heard update {} {} times", whose.second, find(update)->update.number, count));
        }
        for (const Said& one : said_) {
            const auto& channels = one.update.channels;
            if (std::find(channels.begin(), channels.end(), whose.first) == channels.end() || box.has_left || box.may_have_left) continue;
            if (!came_to_something(one, box)) fault(fmt::format("{} never heard update {}", whose.second, one.update.number));
            else if (nothing_hinders(one, box) && !came_to_something(one, box, one.at + patience))
                fault(fmt::format("{} could be reached, and had not heard update {} of {} by {}", whose.second, one.update.number, to_rfc3339(one.at), to_rfc3339(one.at + patience)));
        }
    }

    // By then it had arrived, was refused or had been tried for as long as there is; or a newer one was, where it may be replaced.
    [[nodiscard]] bool came_to_something(const Said& one, const Mailbox& box, Time latest = Time::max()) const {
        return std::any_of(said_.begin(), said_.end(), [&](const Said& other) {
            const bool stands_for_it = other.update.id == one.update.id || (other.update.number > one.update.number && !is_never_replaced(one.update.kind));
            return stands_for_it && (had_arrived(other.update.id, box, latest) || is_settled_without(other, box));
        });
    }
    [[nodiscard]] static bool had_arrived(const UpdateId& update, const Mailbox& box, Time latest) {
        return std::any_of(box.arrivals.begin(), box.arrivals.end(), [&](const Arrival& arrival) { return arrival.update == update && arrival.at <= latest; });
    }
    [[nodiscard]] bool is_settled_without(const Said& one, const Mailbox& box) const {
        if (box.refused.contains(one.update.id) || box.may_be_refused.contains(one.update.id)) return true;
        const auto tried = box.attempts.find(one.update.id);
        const int most = is_never_replaced(one.update.kind) ? attempts_at_protected : attempts_at_others;
        return tried != box.attempts.end() && tried->second + seen_.lives >= most && tried->second >= most / 2;
    }

    // Around that time the house was up and in order, the server worked, and nothing older had to arrive first.
    [[nodiscard]] bool nothing_hinders(const Said& one, const Mailbox& box) const {
        const Time from = one.at - patience;
        const Time until = one.at + patience;
        const bool was_bad = std::any_of(seen_.bad_times.begin(), seen_.bad_times.end(),
                                         [&](const BadTime& bad) { return bad.host == box.host && bad.from <= until && bad.until >= from; });
        if (was_bad || was_interrupted(from, until)) return false;
        return std::none_of(said_.begin(), said_.end(), [&](const Said& other) {
            const auto yes = box.said_yes.find(other.update.id);
            const bool is_known = yes != box.said_yes.end() && yes->second <= one.at;
            const bool goes_first = other.update.number < one.update.number && is_never_replaced(other.update.kind) && !is_known;
            const bool takes_its_place = other.update.number > one.update.number && other.at <= until;
            return goes_first || takes_its_place;
        });
    }

    void settled() {
        for (const store::ChannelCounts& channel : store_.delivery_counts(incident_)) {
            if (channel.counts.pending + channel.counts.unsettled != 0) fault("a delivery that never ended over " + channel.channel.str());
        }
    }

    [[nodiscard]] const Said* find(const UpdateId& update) const {
        const auto found = std::find_if(said_.begin(), said_.end(), [&](const Said& one) { return one.update.id == update; });
        return found == said_.end() ? nullptr : &*found;
    }
    void fault(const std::string& what) {
        if (faults_.size() < 5) faults_.push_back(incident_.str() + ": " + what);
    }

    store::Store& store_;
    const Seen& seen_;
    IncidentId incident_;
    std::vector<Said> said_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> faults_of(store::Store& store, const std::vector<IncidentId>& incidents, const Seen& seen) {
    return Reference(store, seen).look_at(incidents);
}

}  // namespace candor::sim
