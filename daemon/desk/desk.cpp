#include "daemon/desk/desk.hpp"

#include "core/audience.hpp"
#include "core/incident/fold.hpp"
#include "core/plan/offer.hpp"
#include "daemon/async/give_way.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/desk/proofread.hpp"
#include "daemon/desk/statuspage.hpp"
#include "daemon/desk/wanted.hpp"
#include "daemon/failpoint.hpp"
#include "daemon/log.hpp"
#include "daemon/store/doubt.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor::desk {

namespace {

constexpr std::size_t kept_at_hand = 50;      // of each kind, ended, for the page
constexpr std::size_t most_in_one_tick = 64;  // updates committed together: a thousand that are due do not hold up a command

const std::string clock_name(clock_actor);

Dossier to_dossier(const store::StoredIncident& stored) {
    Dossier dossier;
    dossier.record.id = stored.id;
    dossier.record = fold(std::move(dossier.record), stored.events);
    dossier.damaged = !stored.intact;
    if (dossier.damaged) log::error("a record is not what was committed; it is shown as far as it is, and kept from going on", {{"incident", stored.id.str()}, {"event", stored.events.size() + 1}});
    return dossier;
}

// What the page said of an update; in the language of that time, where the organisation has changed its own since.
std::string page_text(store::Store& store, const UpdateId& update, const std::string& variant) {
    if (auto message = store.message(update, variant)) return std::move(message->message.text);
    for (store::StoredMessage& message : store.messages(update)) {
        if (message.variant.starts_with("page/")) return std::move(message.message.text);
    }
    return {};
}

// Reads what each update said on the page, and whether reporters are written to. On the database thread.
void read_beside(store::Store& store, const std::string& variant, Dossier& dossier) {
    dossier.has_reporters = store.has_reporters(dossier.record.id);
    for (const PublishedUpdate& published : dossier.record.updates) dossier.texts.push_back(page_text(store, published.update.id, variant));
}

std::string page_text(const store::Commit& commit, const std::string& variant) {
    for (const store::RenderedVariant& rendered : commit.publication->messages) {
        if (rendered.variant == variant) return rendered.message.text;
    }
    return {};
}

// Somebody else was quicker, and what they recorded has not been read.
Result<void> require_version(const Record& record, std::optional<std::int64_t> version) {
    if (!version || record.version == *version) return {};
    return Error(ErrorCode::stale, fmt::format("The record is at version {} by now, not at {}.", record.version, *version), "If-Match",
                 fmt::format("Read what is new, and decide again: candor show {}", record.id.str()));
}

Result<void> require_whole(const Dossier& dossier) {
    if (!dossier.damaged) return {};
    return Error(ErrorCode::store_failed, fmt::format("What the database has of {} is not what was committed.", dossier.record.id.str()), "",
                 "Nothing can be added to it. Restore a backup (docs/operating.md), or declare it anew.");
}

std::optional<ApprovalId> asked_among(std::span<const Event> events) {
    for (const Event& event : events) {
        if (const auto* asked = std::get_if<ApprovalAsked>(&event.body)) return asked->id;
    }
    return std::nullopt;
}

// Does it matter to the command what may be given?
bool is_about_remedies(const Command& command) {
    return std::holds_alternative<GrantRemedy>(command) || std::holds_alternative<Resolve>(command);
}

// The oldest of a kind gives way: many small maintenances leave the incidents where they are.
void keep_at_hand(std::vector<DossierPtr>& ended, RecordKind kind) {
    const auto same = [kind](const DossierPtr& dossier) { return dossier->record.kind == kind; };
    if (static_cast<std::size_t>(std::count_if(ended.begin(), ended.end(), same)) <= kept_at_hand) return;
    ended.erase(std::prev(std::find_if(ended.rbegin(), ended.rend(), same).base()));
}

// What an update had to leave out is its owner's to mend.
void tell_of_faults(const Record& record, const Proof& proof) {
    if (!proof.variants.empty()) {
        for (const Withheld& one : record.updates.back().update.withheld) {
            log::warning("left out of an update: the record does not bear it out", {{"incident", record.id.str()}, {"what", one.what}, {"rule", one.rule}});
        }
    }
    for (const std::string& fault : proof.unmended) log::error("a text of the daemon's own is at fault", {{"incident", record.id.str()}, {"finding", fault}});
}

}  // namespace

Desk::Desk(asio::any_io_executor executor, Parts parts, std::shared_ptr<const Setup> setup)
    : parts_(std::move(parts)), setup_(std::move(setup)), turn_(executor), alarm_(executor, parts_.clock) {}

Desk::~Desk() = default;

Task<> Desk::load() {
    const std::string variant = page_variant(*setup_);
    auto job = [&store = parts_.store, variant] {
        std::vector<Dossier> dossiers;
        for (const store::StoredIncident& incident : store.live_incidents()) {
            Dossier dossier = to_dossier(incident);
            if (!incident.events.empty()) dossiers.push_back(std::move(dossier));
        }
        const auto live = dossiers.size();
        std::vector<IncidentId> newest;
        for (const RecordKind kind : {RecordKind::incident, RecordKind::maintenance, RecordKind::case_}) {
            for (IncidentId& id : store.incident_ids("", kept_at_hand + live, kind)) newest.push_back(std::move(id));
        }
        for (const IncidentId& id : newest) {
            const bool known = std::any_of(dossiers.begin(), dossiers.begin() + static_cast<std::ptrdiff_t>(live),
                                           [&](const Dossier& dossier) { return dossier.record.id == id; });
            const auto stored = known ? std::nullopt : store.find_incident(id);
            if (!stored || stored->events.empty()) continue;
            Dossier dossier = to_dossier(*stored);
            if (!is_open(dossier.record)) dossiers.push_back(std::move(dossier));
        }
        for (Dossier& dossier : dossiers) read_beside(store, variant, dossier);
        return dossiers;
    };
    auto dossiers = co_await parts_.database.run(std::move(job));
    // Oldest first, so that the newest ends up first among the recent ones.
    std::stable_sort(dossiers.begin(), dossiers.end(),
                     [](const Dossier& a, const Dossier& b) { return a.record.declared_at < b.record.declared_at; });
    auto remember_all = [&store = parts_.store, now = parts_.clock.now()] { return read_history(store, now); };
    history_ = co_await parts_.database.run(std::move(remember_all));
    for (Dossier& dossier : dossiers) take_in(std::make_shared<const Dossier>(std::move(dossier)));
}

Task<> Desk::run() {
    while (!closed_) {
        const auto next = next_tick();
        if (!next) {
            co_await alarm_.wait();
            continue;
        }
        if (co_await alarm_.wait_until(*next) == Alarm::Ended::due && !closed_) {
            FAILPOINT("tick.timer_fired");
            co_await tick();
        }
    }
}

void Desk::close() {
    closed_ = true;
    alarm_.notify();
}

void Desk::adopt(std::shared_ptr<const Setup> setup) {
    setup_ = std::move(setup);
    ++revision_;
    for (const auto& [id, dossier] : live_) note_down(*dossier);
    alarm_.notify();
}

std::optional<Time> Desk::next_tick() const {
    if (agenda_.empty() || setup_->frozen) return std::nullopt;
    return agenda_.begin()->first;
}

std::vector<DossierPtr> Desk::due(std::size_t most) const {
    std::vector<DossierPtr> due;
    if (setup_->frozen) return due;
    for (const auto& [at, id] : agenda_) {
        if (due.size() == most || at > parts_.clock.now()) break;
        due.push_back(live_.at(id));
    }
    return due;
}

Task<std::size_t> Desk::tick() {
    std::size_t published = 0;
    for (;;) {
        const auto turn = co_await turn_.take();
        Batch batch;
        std::vector<Done> done;
        for (const DossierPtr& dossier : due(most_in_one_tick)) {
            if (auto prepared = prepare_due(dossier, batch)) done.push_back(std::move(*prepared));
            co_await give_way();  // a whole second's updates must not hold up deliveries and readers
        }
        if (done.empty()) co_return published;
        FAILPOINT("tick.after_render");
        const auto committed = co_await commit(std::move(batch.commits));
        if (!committed) {
            log::error("a due update could not be stored; trying again in a second", {{"error", committed.error().message()}});
            co_await alarm_.wait_until(parts_.clock.now() + std::chrono::seconds(1));
            continue;
        }
        for (const Done& one : done) {
            take_in(one.dossier);
            published += one.published ? 1U : 0U;
        }
        FAILPOINT("tick.before_wake");
        if (on_change) on_change(true);
    }
}

// What a mistake of ours does to one incident must not silence the others.
std::optional<Done> Desk::prepare_due(const DossierPtr& dossier, Batch& batch) {
    try {
        auto prepared = prepare(dossier, Tick{}, clock_name, batch);
        if (prepared && !prepared->events.empty()) return std::move(*prepared);
        note_down(*dossier);  // others are on duty by now, and there is nothing to tell them
    } catch (const std::exception& failure) {
        log::error("a due update could not be composed; trying again in a minute", {{"incident", dossier->record.id.str()}, {"reason", failure.what()}});
        set_appointment(dossier->record.id, parts_.clock.now() + std::chrono::minutes(1));
    }
    return std::nullopt;
}

Circumstances Desk::circumstances(const Record& record, const Command& command, const std::string& actor) const {
    const auto* declare = std::get_if<Declare>(&command);
    const auto* publish = std::get_if<Publish>(&command);
    const auto& components = declare != nullptr ? declare->components : record.components;
    const Impact impact = declare != nullptr                     ? declare->impact
                          : publish != nullptr && publish->impact ? *publish->impact
                                                                  : record.impact;
    auto hearers = audiences(planned_channels(*setup_, situation_after(record, command)), components, impact);
    if (record.kind == RecordKind::case_ || (declare != nullptr && declare->kind == RecordKind::case_)) hearers = {ChannelKind::email};
    const RecordKind kind = declare != nullptr ? declare->kind : record.kind;
    const bool mailed = std::find(hearers.begin(), hearers.end(), ChannelKind::email) != hearers.end();
    if (!mailed && has_subscribers(*setup_, kind)) hearers.push_back(ChannelKind::email);
    const bool hooked = std::find(hearers.begin(), hearers.end(), ChannelKind::webhook) != hearers.end();
    if (!hooked && has_hooks(*setup_, kind)) hearers.push_back(ChannelKind::webhook);
    // The page is always read: where no channel hears, its readers are who is promised something.
    if (hearers.empty()) hearers.push_back(ChannelKind::webhook);
    const Time now = std::max(parts_.clock.now(), record.last_event_at);
    Circumstances around{now, actor, parts_.random_bits(), setup_->cadence, std::move(hearers)};
    around.duty = duty_of(*setup_, record, now);
    around.soak = soak_of(*setup_, record);
    if (is_about_remedies(command)) around.remedies = offer(record, actor);
    if (std::holds_alternative<OfferOptions>(command)) around.options = planned_options(record);
    around.history = &history_;
    const auto& customer = declare != nullptr ? declare->customer : record.customer;
    if (customer) around.about = at_hand(customer->about);
    if (declare != nullptr && declare->kind == RecordKind::maintenance) around.affected_by = incident_about(declare->components);
    return around;
}

const Record* Desk::at_hand(const IncidentId& id) const {
    if (const auto found = live_.find(id); found != live_.end()) return &found->second->record;
    const auto found = std::find_if(recent_.begin(), recent_.end(), [&](const DossierPtr& dossier) { return dossier->record.id == id; });
    return found == recent_.end() ? nullptr : &(*found)->record;
}

std::optional<IncidentId> Desk::incident_about(const std::vector<ComponentId>& components) const {
    for (const DossierPtr& dossier : open()) {
        const auto& affected = dossier->record.components;
        const bool same = std::any_of(components.begin(), components.end(), [&](const ComponentId& id) { return std::find(affected.begin(), affected.end(), id) != affected.end(); });
        if (same) return dossier->record.id;
    }
    return std::nullopt;
}

// A case is written to by mail, in a language that can be checked.
Result<void> Desk::require_way(const Command& command) const {
    const auto* declare = std::get_if<Declare>(&command);
    if (declare == nullptr || !declare->customer) return {};
    const auto& languages = setup_->case_languages;
    if (languages.empty()) {
        return Error(ErrorCode::wrong_state, "No email channel is configured: there is no way to the customer of a case.", "", "Add a channel with kind: email to the configuration.");
    }
    const std::string& language = declare->customer->language;
    if (language.empty() || std::find(languages.begin(), languages.end(), language) != languages.end()) return {};
    return Error(ErrorCode::invalid_argument, fmt::format("Mails are not written in \"{}\" here.", language), "language",
                 fmt::format("Use {}; others are added under cases.languages in the configuration.", fmt::join(languages, ", ")));
}

// Decides, and has what people wrote in it checked: refused, put before a second person, or set aside with a reason.
Result<std::vector<Event>> Desk::decide_checked(const Dossier& dossier, const Command& command, const std::string& actor) const {
    Circumstances circumstances = this->circumstances(dossier.record, command, actor);
    auto events = decide(dossier.record, command, circumstances);
    if (!events) return events;
    Dossier after = dossier;
    after.record = fold(dossier.record, *events);
    auto checked = check_events(*setup_, after, *events, circumstances.now);
    warn_of_reports(*setup_, command, checked);
    const auto wanted = words_wanted(command);
    const bool has_reason = wanted && !wanted->because.empty();
    circumstances.blocking = rules_about_words(checked, honesty::Severity::block);
    circumstances.set_aside = rules_about_words(checked, honesty::Severity::warn);
    if (auto refused = refusal_of_blocks(checked); refused && (!has_reason || refused->field() != "words")) return *refused;
    if (auto refused = refusal_of_warnings(checked); refused && !has_reason) return *refused;
    auto need = need_of(*setup_, after.record, wanted, actor);
    if (!need) return need.error();
    circumstances.approval = std::move(*need);
    if (circumstances.blocking.empty() && circumstances.set_aside.empty() && !circumstances.approval) return events;
    return decide(dossier.record, command, circumstances);
}

// Decides, renders, and adds what is to be committed. Nothing has happened yet.
Result<Done> Desk::prepare(const DossierPtr& dossier, const Command& command, const std::string& actor, Batch& batch) const {
    const Record& before = dossier->record;
    auto events = decide_checked(*dossier, command, actor);
    if (!events) return events.error();
    if (events->empty()) return Done{dossier, {}, {}, {}, false};
    auto after = std::make_shared<Dossier>(*dossier);
    after->record = fold(before, *events);
    Proof proof = proofread(*setup_, before, *after, *events, events->back().at);
    if (proof.refusal) return *proof.refusal;
    tell_of_faults(after->record, proof);
    // With ten thousand open incidents, looking at all of them for each update would be most of the work.
    const bool is_of_all = has_statuspage(proof.variants);
    const auto open = is_of_all ? live_records(batch.after) : std::vector<const Record*>{};
    if (is_of_all) put_statuspage(*setup_, parts_.clock.now(), *after, open, proof.variants);
    Done done{nullptr, *events, std::nullopt, asked_among(*events), false};
    store::Commit commit = make_commit(*setup_, after->record, std::move(*events), std::move(proof.variants));
    if (const auto* declare = std::get_if<Declare>(&command); declare != nullptr && declare->customer) {
        commit.recipient = store::Recipient{after->record.id.str(), declare->address};
    }
    if (commit.publication) {
        after->texts.push_back(page_text(commit, page_variant(*setup_)));
        done.published = commit.publication->update;
    }
    if (is_of_all) tell_of_components(*setup_, parts_.clock.now(), before, *after, open, commit);
    done.sends = commit.publication || !commit.notices.empty();
    batch.after.push_back(after);
    done.dossier = std::move(after);
    batch.commits.push_back(std::move(commit));
    return done;
}

Task<Result<void>> Desk::commit(std::vector<store::Commit> commits) {
    auto job = [&store = parts_.store, commits = std::move(commits)] { return store.commit(commits); };
    std::string failure;
    bool in_doubt = false;
    try {
        if (co_await parts_.database.run(std::move(job))) co_return Result<void>{};
    } catch (const store::CommitInDoubt& error) {
        failure = error.what();
        in_doubt = true;
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (failure.empty()) co_return Error(ErrorCode::conflict, "The record changed meanwhile.", "", "Read it again and retry.");
    log::error("the database refused a commit", {{"error", failure}});
    if (in_doubt) {
        co_return Error(ErrorCode::internal, "The disk failed, and it is not certain that nothing was accepted. Nothing of it is sent for now.", "",
                        "See the daemon's log; look at the record before you say it again.");
    }
    co_return Error(ErrorCode::store_failed, "The database refused; nothing was accepted and nothing is sent.", "",
                    "See the daemon's log; free disk space is the usual cause.");
}

Task<Result<Done>> Desk::execute(IncidentId id, Command command, std::string actor, std::optional<std::int64_t> version) {
    if (closed_) co_return Error(ErrorCode::draining, "The daemon is shutting down; nothing was accepted.", "", "Try again in a moment.");
    const auto turn = co_await turn_.take();
    FAILPOINT("command.taken");
    auto dossier = co_await read(id);
    if (auto whole = require_whole(*dossier); !whole) co_return whole.error();
    if (auto current = require_version(dossier->record, version); !current) co_return current.error();
    if (auto* close = std::get_if<Close>(&command)) close->deliveries = co_await deliveries_under_way(id);
    if (auto* resolve = std::get_if<Resolve>(&command)) resolve->reports = co_await reports_lately(id);
    if (auto way = require_way(command); !way) co_return way.error();
    name_responsible(command, *setup_, actor, parts_.clock.now());
    Batch batch;
    auto done = prepare(dossier, command, actor, batch);
    if (!done) co_return done.error();
    if (batch.commits.empty()) co_return done;
    FAILPOINT("command.after_render");
    const auto committed = co_await commit(std::move(batch.commits));
    if (!committed) co_return committed.error();
    FAILPOINT("command.before_wake");
    take_in(done->dossier);
    remember(history_, done->dossier->record);
    alarm_.notify();
    if (on_change) on_change(done->sends);
    FAILPOINT("command.before_reply");
    co_return done;
}

Task<std::int64_t> Desk::deliveries_under_way(IncidentId id) {
    auto job = [&store = parts_.store, id] { return store.delivery_counts(id); };
    const auto channels = co_await parts_.database.run(std::move(job));
    std::int64_t under_way = 0;
    for (const store::ChannelCounts& channel : channels) under_way += channel.counts.pending + channel.counts.unsettled;
    co_return under_way;
}

Task<std::int64_t> Desk::reports_lately(IncidentId id) {
    auto job = [&store = parts_.store, id, since = parts_.clock.now() - setup_->reports.within] { return store.count_reports(id, ComponentId(), since); };
    co_return co_await parts_.database.run(std::move(job));
}

std::vector<honesty::Finding> Desk::findings(const Dossier& dossier, std::string_view words) const {
    return check_words(*setup_, dossier, words, UpdateKind::progress, parts_.clock.now());
}

Task<Result<Preview>> Desk::preview(IncidentId id, Command command, std::string actor) {
    const auto dossier = co_await read(id);
    if (auto* resolve = std::get_if<Resolve>(&command)) resolve->reports = co_await reports_lately(id);
    name_responsible(command, *setup_, actor, parts_.clock.now());
    co_return preview_of(*dossier, command, actor);
}

Result<Preview> Desk::preview_of(const Dossier& dossier, const Command& command, const std::string& actor) const {
    auto events = decide(dossier.record, command, circumstances(dossier.record, command, actor));
    if (!events) return events.error();
    Dossier after = dossier;
    after.record = fold(dossier.record, *events);
    Preview preview;
    preview.checked = check_events(*setup_, after, *events, parts_.clock.now());
    warn_of_reports(*setup_, command, preview.checked);
    Proof proof = proofread(*setup_, dossier.record, after, *events, parts_.clock.now());
    preview.variants = std::move(proof.variants);
    return preview;
}

// The dossier of an incident, or an empty one under this id where there is none yet.
Task<DossierPtr> Desk::read(IncidentId id) {
    if (auto found = ready(id)) co_return found;
    auto job = [&store = parts_.store, variant = page_variant(*setup_), id] {
        const auto stored = store.find_incident(id);
        Dossier dossier = to_dossier(stored.value_or(store::StoredIncident{id, {}}));
        read_beside(store, variant, dossier);
        return dossier;
    };
    co_return std::make_shared<const Dossier>(co_await parts_.database.run(std::move(job)));
}

void Desk::take_in(const DossierPtr& dossier) {
    const IncidentId& id = dossier->record.id;
    ++revision_;
    note_down(*dossier);
    live_.erase(id);
    auto& ended = dossier->record.kind == RecordKind::case_ ? recent_cases_ : recent_;
    std::erase_if(ended, [&](const DossierPtr& other) { return other->record.id == id; });
    if (is_open(dossier->record) || appointments_.contains(id)) live_.emplace(id, dossier);
    if (is_open(dossier->record)) return;
    ended.insert(ended.begin(), dossier);
    keep_at_hand(ended, dossier->record.kind);
}

void Desk::note_down(const Dossier& dossier) {
    const Record& record = dossier.record;
    const auto next = next_tick_of(*setup_, record, std::max(parts_.clock.now(), record.last_event_at));
    set_appointment(record.id, dossier.damaged ? std::nullopt : next);
}

void Desk::set_appointment(const IncidentId& id, std::optional<Time> at) {
    if (const auto noted = appointments_.find(id); noted != appointments_.end()) {
        agenda_.erase({noted->second, id});
        appointments_.erase(noted);
    }
    if (!at) return;
    agenda_.emplace(*at, id);
    appointments_.emplace(id, *at);
}

RemedyOffer Desk::offer(const Record& record, const std::string& actor) const {
    return setup_->plan ? plan::offer_for(*setup_->plan, plan::situation_of(record), actor) : RemedyOffer{};
}

std::vector<PlannedOption> Desk::planned_options(const Record& record) const {
    return setup_->plan ? plan::options_for(*setup_->plan, record.components) : std::vector<PlannedOption>{};
}

IncidentId Desk::new_id() const {
    return IncidentId(id_from_bits(parts_.random_bits()));
}

}  // namespace candor::desk
