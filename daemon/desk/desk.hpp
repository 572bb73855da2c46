// Where the word is kept: commands and the clock meet the records here, and nothing is said that is not committed.
//
// Lives on the I/O thread. Every change takes the turn, is decided on the newest record, committed on the database thread,
// and only then folded in and handed on.
#pragma once

#include "core/incident/decide.hpp"
#include "core/review/notice.hpp"
#include "daemon/async/worker_thread.hpp"
#include "daemon/async/turn.hpp"
#include "daemon/clock.hpp"
#include "daemon/desk/dossier.hpp"
#include "daemon/desk/honesty.hpp"
#include "daemon/desk/past.hpp"
#include "daemon/desk/publish.hpp"

#include <functional>
#include <map>
#include <set>

namespace candor::desk {

// What a command came to.
struct Done {
    DossierPtr dossier;
    std::vector<Event> events;          // as committed
    std::optional<UpdateId> published;  // the update that is on its way
    std::optional<ApprovalId> asked;    // its words wait for a second person
    bool sends = false;                 // there is something to deliver: the update, or word to people on duty
};

// What would be said, and what the honesty check makes of it.
struct Preview {
    std::vector<RenderedFor> variants;
    std::vector<Checked> checked;  // what the command's author wrote
};

class Desk {
public:
    struct Parts {
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<std::uint64_t()> random_bits;
    };

    Desk(asio::any_io_executor executor, Parts parts, std::shared_ptr<const Setup> setup);
    ~Desk();

    // Reads the open incidents and the newest of the others. Once, before run().
    [[nodiscard]] Task<> load();
    // Keeps the clock until close(): publishes what is due, unless it is frozen. Missed times become one late update.
    [[nodiscard]] Task<> run();
    void close();
    // From now on decide and render by this.
    void adopt(std::shared_ptr<const Setup> setup);

    // `version`: only if the record is at it still. Errors: as decide(), blocked_by_rule, warned_by_rule, stale, store_failed,
    // draining.
    [[nodiscard]] Task<Result<Done>> execute(IncidentId id, Command command, std::string actor, std::optional<std::int64_t> version = {});
    // What would be said now, without saying it.
    [[nodiscard]] Task<Result<Preview>> preview(IncidentId id, Command command, std::string actor);
    // What the honesty check says of these words, if they were said in this incident now.
    [[nodiscard]] std::vector<honesty::Finding> findings(const Dossier& dossier, std::string_view words) const;
    // Publishes every update that is due now. (What run() does at the times it waits for.) Returns how many.
    [[nodiscard]] Task<std::size_t> tick();
    [[nodiscard]] std::optional<Time> next_tick() const;

    // By id or by a unique prefix of at least three characters. Errors: not_found, ambiguous_id.
    [[nodiscard]] Task<Result<DossierPtr>> find(std::string id_or_prefix);
    // Those of a kind that are open, oldest first.
    [[nodiscard]] std::vector<DossierPtr> open(RecordKind kind = RecordKind::incident) const;
    // What has ended and everybody may read, incidents and maintenance, newest first, as many as are kept at hand (at most 50
    // of each).
    [[nodiscard]] const std::vector<DossierPtr>& recent() const { return recent_; }
    // The same of cases, which only those who work on them may read.
    [[nodiscard]] const std::vector<DossierPtr>& recent_cases() const { return recent_cases_; }

    // Grows with whatever may change what is shown: what was recorded, or what the desk works by.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    [[nodiscard]] const Setup& setup() const { return *setup_; }
    [[nodiscard]] const std::shared_ptr<const Setup>& setup_ptr() const { return setup_; }
    // What happened before.
    [[nodiscard]] const History& history() const { return history_; }
    // What the plan lets somebody give in an incident; nothing without a plan.
    [[nodiscard]] RemedyOffer offer(const Record& record, const std::string& actor) const;
    // What it has for customers to choose there.
    [[nodiscard]] std::vector<PlannedOption> planned_options(const Record& record) const;
    // Writes to those who have reported this incident since they were last looked for: that their report belongs to it,
    // and how it stands. Once to each; from then on they hear its end.
    [[nodiscard]] Task<> greet_reporters(IncidentId id);
    // Writes to those who would own it, where the plan says who: customers report what no incident is about.
    [[nodiscard]] Task<> call_on_duty(review::UnansweredReports reports);
    [[nodiscard]] IncidentId new_id() const;
    [[nodiscard]] Time now() const { return parts_.clock.now(); }

    // Called on the I/O thread after each commit that changed something; `sends` says that there is something to deliver.
    std::function<void(bool sends)> on_change;

private:
    // Decided together, and committed together: each is decided as if those before it had been committed.
    struct Batch {
        std::vector<store::Commit> commits;
        std::vector<DossierPtr> after;
    };
    [[nodiscard]] std::optional<Done> prepare_due(const DossierPtr& dossier, Batch& batch);
    [[nodiscard]] Result<Done> prepare(const DossierPtr& dossier, const Command& command, const std::string& actor, Batch& batch) const;
    [[nodiscard]] Result<std::vector<Event>> decide_checked(const Dossier& dossier, const Command& command, const std::string& actor) const;
    [[nodiscard]] Result<Preview> preview_of(const Dossier& dossier, const Command& command, const std::string& actor) const;
    [[nodiscard]] Result<void> require_way(const Command& command) const;
    [[nodiscard]] DossierPtr ready(const IncidentId& id) const;
    // `instead`: as they will be.
    [[nodiscard]] std::vector<const Record*> live_records(const std::vector<DossierPtr>& instead) const;
    [[nodiscard]] const Record* at_hand(const IncidentId& id) const;
    [[nodiscard]] std::optional<IncidentId> incident_about(const std::vector<ComponentId>& components) const;
    [[nodiscard]] Circumstances circumstances(const Record& record, const Command& command, const std::string& actor) const;
    [[nodiscard]] Task<Result<void>> commit(std::vector<store::Commit> commits);
    [[nodiscard]] Task<DossierPtr> read(IncidentId id);
    [[nodiscard]] Task<std::int64_t> deliveries_under_way(IncidentId id);
    [[nodiscard]] Task<std::int64_t> reports_lately(IncidentId id);
    [[nodiscard]] std::vector<DossierPtr> due(std::size_t most) const;
    void take_in(const DossierPtr& dossier);
    void note_down(const Dossier& dossier);
    void set_appointment(const IncidentId& id, std::optional<Time> at);

    Parts parts_;
    std::shared_ptr<const Setup> setup_;
    Turn turn_;
    Alarm alarm_;
    bool closed_ = false;
    std::uint64_t revision_ = 0;
    std::map<IncidentId, DossierPtr> live_;         // those that the clock has something to do with
    std::set<std::pair<Time, IncidentId>> agenda_;  // when it must act on which of them
    std::map<IncidentId, Time> appointments_;       // the same, by incident
    std::vector<DossierPtr> recent_;
    std::vector<DossierPtr> recent_cases_;
    History history_;
};

}  // namespace candor::desk
