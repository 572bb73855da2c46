// Everything that outlives the process. Synchronous; used on the database thread only; throws soci::soci_error (or
// std::runtime_error) where the database fails, after which nothing of the call has happened.
#pragma once

#include "core/audience/preference.hpp"
#include "core/delivery/delivery.hpp"
#include "core/freeze.hpp"
#include "core/incident/event.hpp"
#include "core/message/message.hpp"
#include "core/report/report.hpp"
#include "core/subscriber/entry.hpp"
#include "core/subscriber/subscriber.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace candor::store {

// ---- the record ----------------------------------------------------------------------------------------------------

struct RenderedVariant {
    std::string variant;  // "email/en"
    Message message;
    std::string provenance;  // JSON: which facts each sentence rests on
};

struct Route {
    ChannelId channel;
    std::string variant;
    std::optional<std::string> recipient = {};  // to this one alone; one that is not known gets nothing
    bool to_reporters = false;                  // to those who reported the incident; newer ones never replace it
    std::string language = {};                  // only to recipients with this one: those who subscribed have one
    std::vector<ComponentId> components = {};   // what the incident touches, or ever touched: some want only these
};

// An update on its way out: what is said, and to which channels.
struct Publication {
    UpdateId update;
    bool is_protected = false;  // newer ones do not replace it
    std::vector<RenderedVariant> messages;
    std::vector<Route> routes;
    std::optional<UpdateKind> kind = {};  // what recipients may want later, or not at all; none: a notice
    // 12 characters: in place of the incident, its deliveries are ordered, and give way, among those of the same; empty: the incident's.
    IncidentId queue = {};
};

struct Recipient {
    std::string name;  // the key in its channel
    std::string address;
    std::string preference = {};  // core/audience/preference.hpp, as text; empty: everything, at any hour
};

// All that one command changes, in one transaction.
struct Commit {
    IncidentId incident;
    std::vector<Event> events;  // at least one; the first follows the version the decision was made on
    Status status = Status::investigating;
    Time declared_at{};
    std::optional<Time> ended_at;
    std::optional<Time> next_due;
    std::optional<Publication> publication;
    std::vector<Publication> notices = {};  // to people on duty, and what changed of components
    RecordKind kind = RecordKind::incident;
    std::optional<Recipient> recipient = {};  // of a case that is opened: its customer, under the name of the case
};

struct StoredIncident {
    IncidentId id;
    std::vector<Event> events;
    bool intact = true;  // false: the event after these is not what was committed
};

// Something that is not what was committed.
struct Damage {
    IncidentId incident;  // empty: of none
    std::string what;     // "event 4 and what follows it", "the text of update u-... (email/en)"
    friend bool operator==(const Damage&, const Damage&) = default;
};

// A walk through everything that is stored, in as many steps as one likes.
struct Inspection {
    IncidentId last_record;
    std::int64_t last_text = 0;
    bool at_end = false;
    std::int64_t records = 0;
    std::int64_t texts = 0;
    std::vector<Damage> damage;
};

struct Ended {
    IncidentId id;
    RecordKind kind = RecordKind::incident;
    std::int64_t version = 0;  // of its last event
};

struct StoredMessage {
    std::string variant;
    Message message;
    std::string provenance;
    std::string hash;    // SHA-256 of what was committed, hex
    bool intact = true;  // the text is what was committed
};

// ---- delivery ------------------------------------------------------------------------------------------------------

// One delivery whose next attempt is committed: it may be sent.
struct Claim {
    std::int64_t key = 0;  // the row
    std::int64_t fanout = 0;
    std::string recipient;
    std::string address;
    Delivery delivery;  // state attempting
    std::string reply_to_ref;
};

// What the claims of one fan-out share.
struct FanoutInfo {
    std::int64_t id = 0;
    UpdateId update;
    IncidentId incident;
    ChannelId channel;
    std::string variant;
    bool is_protected = false;
    Time published_at{};
    std::vector<UpdateId> thread;  // the first and the last update before this one on this channel, oldest first
};

struct Settled {
    std::int64_t key = 0;
    Delivery delivery;
    Time at{};
};

// How many deliveries a channel can take now.
struct Room {
    ChannelId channel;
    std::size_t most = 0;
    bool threaded = false;  // its deliveries reply to the first one, by the name the other side gave it
};

struct Exchange {
    std::vector<Claim> claims;
    std::vector<FanoutInfo> fanouts;  // of the claims
    std::optional<Time> next_retry;   // the earliest that is not due yet
    std::vector<ChannelId> more;      // channels whose room was filled: there may be more to claim now
    std::size_t put_aside = 0;        // webhooks of subscribers that failed for too long just now: somebody is to be told
};

struct DeliveryCounts {
    std::int64_t pending = 0;  // not claimed yet
    std::int64_t unsettled = 0;
    std::int64_t delivered = 0;
    std::int64_t failed = 0;
    std::int64_t gone = 0;
    std::int64_t superseded = 0;
};

struct ChannelCounts {
    ChannelId channel;
    DeliveryCounts counts;
};

// Of one incident: whom its updates reached.
struct Reached {
    std::int64_t recipients = 0;
    std::int64_t in_time = 0;  // of them: one update within the limit
    std::int64_t left = 0;     // of them: no recipient any more
};

struct DeliveryRow {
    std::int64_t key = 0;
    UpdateId update;
    ChannelId channel;
    std::string recipient;
    Delivery delivery;
};

struct DeliveryFilter {
    std::optional<DeliveryState> state;
    std::optional<ChannelId> channel;
    std::int64_t after = 0;  // the key of the last row seen
    std::size_t limit = 100;
};

// ---- answers -------------------------------------------------------------------------------------------------------

// What a recipient answers by their own link.
struct Answer {
    IncidentId incident;
    std::string question;  // "over/6": is it over, asked by update no. 6; "option": which of the options
    std::int64_t recipient = 0;
    std::string choice;
};

// Which of the options somebody chooses: the number of one.
inline constexpr std::string_view choice_question = "option";

// Who a row of the recipients is.
struct KnownRecipient {
    ChannelId channel;
    std::string name;
    bool active = true;  // still one of the channel's recipients
};

// ---- what customers report -----------------------------------------------------------------------------------------

struct ReportFilter {
    std::optional<IncidentId> incident;  // an empty id: those that belong to none
    std::optional<ComponentId> component;
    std::size_t limit = 100;
};

struct ReportGroup {
    ComponentId component;  // empty: they did not say
    IncidentId incident;    // empty: none was open
    std::int64_t count = 0;
    Time first{};
    Time last{};
};

// ---- what there is ---------------------------------------------------------------------------------------------------

struct ListedRecord {
    IncidentId id;
    RecordKind kind = RecordKind::incident;
    std::int64_t version = 0;
    Time declared_at{};
    std::optional<Time> ended_at;  // none: it is open
};

// ---- what monitoring reports ---------------------------------------------------------------------------------------

// A group of alerts, and the incident that it has to do with.
struct MonitoredGroup {
    std::string key;
    IncidentId incident;
    bool firing = false;
    Time at{};  // when it was last heard of
};

// ---- those who subscribed ------------------------------------------------------------------------------------------

struct StoredSubscriber {
    std::int64_t recipient = 0;  // the row that deliveries go to, and that links are for
    Subscriber subscriber;
};

// A delivery to one subscriber.
struct SentDelivery {
    UpdateId update;
    IncidentId incident;
    DeliveryState state = DeliveryState::attempting;
    int attempts = 0;
    Time first_at{};
    std::optional<Time> settled_at;
    int status = 0;      // HTTP status or SMTP reply code of the last attempt; 0: none
    std::string detail;  // of one that failed
};

struct SubscriberCount {
    ChannelId channel;
    SubscriberState state = SubscriberState::pending;
    std::string language;
    std::int64_t count = 0;
};

struct SubscriberFilter {
    std::optional<ChannelId> channel;
    std::optional<SubscriberState> state;
    std::int64_t after = 0;  // the row of the last one seen
    std::size_t limit = 100;
};

// ---- access --------------------------------------------------------------------------------------------------------

struct Token {
    std::string name;
    std::string sha256;  // hex, of the token
    std::string scope;   // read, respond, admin
    Time created_at{};
    std::optional<Time> expires_at;
    std::optional<Time> last_used_at;
};

// What becomes of a database that an earlier version wrote.
enum class Schema { brought_up_to_date, as_it_is };

class Store {
public:
    // The zone of this name; nullptr: it is not known.
    using FindZone = std::function<const TimeZone*(const std::string& name)>;

    // Makes the file, and brings the schema up to date. ":memory:" is allowed. `zones`: for the quiet hours of recipients;
    // without it, and for zones that it does not know, these are by UTC.
    explicit Store(const std::string& path, FindZone zones = {}, Schema schema = Schema::brought_up_to_date);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // `bytes` of the disk are kept in `file`, and thrown off where it is full, so that what is due can still be written down.
    // `on_full`: called then, on the database thread. Where there is no room for them, there are none.
    void keep_ballast(const std::string& file, std::uint64_t bytes, std::function<void()> on_full);
    // Again, once there is room.
    void take_on_ballast();

    // All of them or none, in one transaction. False: another writer was first on one of the incidents.
    [[nodiscard]] bool commit(std::span<const Commit> commits);

    // A notice that belongs to no incident, on its way.
    void tell(const Publication& notice, Time now);

    // Those that the clock still has something to do with: open, or ended with a question to ask.
    [[nodiscard]] std::vector<StoredIncident> live_incidents();
    [[nodiscard]] std::optional<StoredIncident> find_incident(const IncidentId& id);
    // When the first incident of all was declared.
    [[nodiscard]] std::optional<Time> first_declaration();
    // The ids of records, newest first; a prefix of "" fits all. `kind`: only those of this kind.
    [[nodiscard]] std::vector<IncidentId> incident_ids(std::string_view prefix, std::size_t limit, std::optional<RecordKind> kind = {});
    // Everything but cases, whatever became of it, newest first.
    [[nodiscard]] std::vector<ListedRecord> listed(std::size_t limit);
    // Those that ended since then and were not withdrawn, the newest first.
    [[nodiscard]] std::vector<Ended> ended_since(Time since, std::size_t limit);
    // Where the mails of a case go; empty: it was forgotten.
    [[nodiscard]] std::string address_of_case(const IncidentId& id);
    [[nodiscard]] std::vector<StoredMessage> messages(const UpdateId& update);
    [[nodiscard]] std::optional<StoredMessage> message(const UpdateId& update, std::string_view variant);
    [[nodiscard]] std::optional<IncidentId> incident_of(const UpdateId& update);
    // The hash of the chain as far as this event.
    [[nodiscard]] std::optional<std::string> event_hash(const IncidentId& incident, std::int64_t seq);
    // The number of the first event whose hash does not follow from what is stored; nullopt: the chain holds.
    [[nodiscard]] std::optional<std::int64_t> broken_link(const IncidentId& id);
    // Goes on with a walk, over `most` records and as many texts.
    [[nodiscard]] Inspection inspect(Inspection so_far, std::size_t most);

    // Makes the channel's active recipients exactly these, but for addresses that asked to be left alone (HTTP 410); the others
    // are kept, inactive.
    void sync_recipients(const ChannelId& channel, std::span<const Recipient> recipients);

    // At start-up: attempts without an outcome are ambiguous; they are tried again under the same key. Returns how many.
    std::size_t recover_attempts(Time now);
    // Records outcomes and claims what may be sent next, in one transaction: the attempts are committed when it returns.
    [[nodiscard]] Exchange exchange(std::span<const Settled> settled, std::span<const Room> rooms, Time now);

    // Without what is written to the people on duty, over "duty:..." channels.
    [[nodiscard]] std::vector<ChannelCounts> delivery_counts(const IncidentId& id);
    // By channel, how many deliveries arrived within `limit` of the publication of their update. nullopt: there are so many
    // (more than 100,000) that counting them would hold up others.
    [[nodiscard]] std::optional<std::map<ChannelId, std::int64_t>> delivered_within(const IncidentId& id, Duration limit);
    // Without the people on duty. nullopt: as for delivered_within().
    [[nodiscard]] std::optional<Reached> reached(const IncidentId& id, Duration limit);
    [[nodiscard]] std::vector<DeliveryRow> deliveries(const IncidentId& id, const DeliveryFilter& filter);
    // Makes failed deliveries and those that wait for their next attempt due now; not those that wait because their recipient
    // wants them later. Returns how many.
    std::size_t retry_now(const IncidentId& id, Time now);

    // One answer for each recipient and question: the last counts. Returns how often each choice stands now.
    [[nodiscard]] std::map<std::string, std::int64_t> put_answer(const Answer& answer, Time at);
    // One answer for ever: the first. It gives way only to a later one where it is among `void_choices`. Returns the choice
    // that stands.
    [[nodiscard]] std::string put_first_answer(const Answer& answer, const std::vector<std::string>& void_choices, Time at);
    [[nodiscard]] std::optional<std::string> answer_of(const IncidentId& incident, std::string_view question, std::int64_t recipient);
    [[nodiscard]] std::map<std::string, std::int64_t> answers(const IncidentId& incident, std::string_view question);
    [[nodiscard]] std::optional<KnownRecipient> recipient(std::int64_t id);
    [[nodiscard]] bool add_report(const Report& report);  // false: the reference is taken
    // Those that came in since then: of the incident, or, where it is empty, of the component without an incident.
    [[nodiscard]] std::int64_t count_reports(const IncidentId& incident, const ComponentId& component, Time since);
    // Those of the component without an incident that came in since then are the incident's from now on. Returns how many.
    std::size_t attach_reports(const ComponentId& component, Time since, const IncidentId& incident);
    [[nodiscard]] std::vector<Report> reports(const ReportFilter& filter);  // newest first
    [[nodiscard]] std::optional<Report> find_report(const ReportRef& reference);
    [[nodiscard]] std::vector<ReportGroup> report_groups(Time since);  // the largest first
    [[nodiscard]] ReportSummary report_summary(const IncidentId& incident);
    // Those who reported it and left an address: are there any, and any that do not hear of it yet?
    [[nodiscard]] bool has_reporters(const IncidentId& incident);
    [[nodiscard]] bool has_new_reporters(const IncidentId& incident);
    // They hear of it from now on, each address once, under the reference of its first report; and at once by `greeting`,
    // where there is one. Returns how many.
    std::size_t greet_reporters(const IncidentId& incident, const std::optional<Publication>& greeting, Time now);
    // Those whom its updates were sent to, or are being sent to.
    [[nodiscard]] std::int64_t count_recipients(const IncidentId& incident);
    [[nodiscard]] std::vector<Time> report_times(const IncidentId& incident);  // oldest first, 100,000 at most

    [[nodiscard]] std::optional<MonitoredGroup> find_group(const std::string& key);
    void put_group(const MonitoredGroup& group);
    [[nodiscard]] std::vector<MonitoredGroup> groups_of(const IncidentId& incident);

    [[nodiscard]] std::optional<StoredSubscriber> find_subscriber(std::int64_t recipient);
    [[nodiscard]] std::optional<StoredSubscriber> find_subscriber(const SubscriberId& id);
    // By subscriber_key().
    [[nodiscard]] std::optional<StoredSubscriber> find_subscriber(const ChannelId& channel, std::string_view key);
    // A new one, or what became of one, with what is written to them about it, in one transaction. From then on claims go by
    // it; what was still to be tried for somebody who hears no more is given up. Returns the row.
    std::int64_t put_subscriber(const Subscriber& subscriber, const std::optional<Publication>& mail = {}, Time now = {});
    // The same for many (an import): all of them or none; `notice`: to whoever is told of it.
    void put_subscribers(std::span<const Subscriber> subscribers, const std::optional<Publication>& notice = {}, Time now = {});
    [[nodiscard]] std::vector<StoredSubscriber> subscribers(const SubscriberFilter& filter);  // by row
    // The languages of those who hear, in order: nothing is written in any other.
    [[nodiscard]] std::vector<std::string> subscriber_languages(const ChannelId& channel);
    [[nodiscard]] std::map<SubscriberState, std::int64_t> count_subscribers(const ChannelId& channel);
    // Those whom an operator subscribes, in one transaction, as entered() says; a result for each, in order.
    [[nodiscard]] std::vector<Result<Entered>> enter_subscribers(std::span<const Subscriber> asked, Time now);
    // As wanted_variant() has them, of those who hear: nothing is rendered in any other.
    [[nodiscard]] std::vector<std::string> subscriber_variants(const ChannelId& channel);
    [[nodiscard]] std::vector<SubscriberCount> count_subscribers();
    // Webhooks that were put aside and of which nobody has been told yet, oldest first. Where the same contact was written to less
    // than a day before `now`, it waits: however many somebody subscribed in another's name, these are mails of one a day.
    [[nodiscard]] std::vector<StoredSubscriber> untold_quarantines(Time now, std::size_t most = 100);
    // All that is kept of them; the rows of their deliveries stay, under a name that says nothing.
    void forget_subscriber(std::int64_t recipient);
    // The newest first.
    [[nodiscard]] std::vector<SentDelivery> deliveries_to(const StoredSubscriber& stored, std::size_t most);
    // Erases those whose time has come (erased_at), and those who wanted one incident alone that ended as long ago; the rows of their deliveries stay, under a name
    // that says nothing. Returns how many.
    std::size_t erase_subscribers(Time now, std::size_t most = 1000);

    // The brake, where it is on.
    [[nodiscard]] std::optional<Freeze> freeze();
    void put_freeze(const Freeze& freeze);
    // Takes it off. What was published until `give_up_until` and has not arrived is given up; nullopt: nothing is. Returns how
    // many deliveries that were.
    std::int64_t lift_freeze(const std::string& by, Time now, std::optional<Time> give_up_until);

    [[nodiscard]] std::vector<Token> tokens();
    [[nodiscard]] bool add_token(const Token& token);  // false: the name is taken
    [[nodiscard]] bool remove_token(std::string_view name);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace candor::store
