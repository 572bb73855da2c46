// What operators do with those who subscribed: look, enter, change, remove, take a table over and give one out. What that makes of
// a subscriber is decided in core/subscriber.
//
// Lives on the I/O thread.
#pragma once

#include "core/subscriber/entry.hpp"
#include "daemon/clock.hpp"
#include "daemon/desk/desk.hpp"

#include <functional>

namespace candor::listen {

// A row of a table that was not taken over.
struct RefusedRow {
    std::int64_t line = 0;
    std::string field;    // may be empty
    std::string message;  // why; never the address
    std::string mend;
};

struct Imported {
    std::int64_t added = 0;
    std::int64_t confirmed = 0;  // had asked, and not confirmed
    std::int64_t known = 0;      // heard already; left as they were
    std::vector<RefusedRow> refused;
};

struct Table {
    std::string text;       // CSV; its first row names the columns
    std::string basis;      // of the rows that have none of their own
    std::string by;         // who takes it over
    std::int64_t line = 2;  // of the second row in the file that this is a piece of
};

// Rows that one piece of a table may have: it is one transaction, which everything else waits for.
inline constexpr std::size_t most_rows = 5'000;

class Roster {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<Result<void>(std::string_view)> endpoint = {};  // may this URL be written to? empty: no webhook is taken over
    };
    explicit Roster(Parts parts) : parts_(parts) {}

    // Errors: wrong_state (nobody can subscribe here, or they left), invalid_argument, store_failed.
    [[nodiscard]] Task<Result<EnteredSubscriber>> add(Entry entry, std::string by);
    // Errors: invalid_argument (no table, or too many rows), wrong_state, store_failed.
    [[nodiscard]] Task<Result<Imported>> import(Table table);
    // Errors: not_found, store_failed.
    [[nodiscard]] Task<Result<store::StoredSubscriber>> find(SubscriberId id);
    // What `change` makes of them. Errors: those of find() and of `change`.
    using Change = std::function<Result<Subscriber>(Subscriber)>;
    [[nodiscard]] Task<Result<store::StoredSubscriber>> change(SubscriberId id, Change change);
    // Leaves, as if they had done it themselves; erased after erase_after. Errors: those of find().
    [[nodiscard]] Task<Result<void>> remove(SubscriberId id);

    // By what entries are judged. `by`: who enters them.
    [[nodiscard]] Result<EntryRules> rules(std::string by) const;

private:
    [[nodiscard]] Task<Result<std::vector<Result<Entered>>>> enter(std::vector<Subscriber> asked);

    Parts parts_;
};

}  // namespace candor::listen
