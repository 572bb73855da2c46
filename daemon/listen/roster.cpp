#include "daemon/listen/roster.hpp"

#include "core/audience.hpp"
#include "daemon/listen/audience.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace candor::listen {

using store::StoredSubscriber;

namespace {

Error not_known(const SubscriberId& id) {
    return {ErrorCode::not_found, fmt::format("There is no subscriber {}.", id.str()), "id", "candor subscribers lists them."};
}

Error nothing_changed() {
    return {ErrorCode::store_failed, "The database refused; nothing was changed.", "", "See the daemon's log; free disk space is the usual cause."};
}

// nullopt: the database refused.
template <class Job>
Task<std::optional<std::invoke_result_t<Job>>> run_safely(WorkerThread& database, Job job) {
    try {
        co_return co_await database.run(std::move(job));
    } catch (const std::exception& error) {
        log::error("subscribers could not be read or stored", {{"error", error.what()}});
    }
    co_return std::nullopt;
}

// The rows of a table as subscribers, and those that cannot be.
class TableReader {
public:
    TableReader(const Table& table, const EntryRules& rules, std::function<SubscriberId()> new_id) : table_(table), rules_(rules), new_id_(std::move(new_id)) {}

    Result<void> read() {
        CsvReader reader([this](CsvRow row) { take(std::move(row)); });
        reader.feed(table_.text);
        reader.finish();
        if (error_) return *error_;
        if (!columns_)
            return Error(ErrorCode::invalid_argument, "There is nothing in it.", "body", "The first row names the columns: address,language,components");
        return {};
    }

    std::vector<Subscriber> asked;
    std::vector<std::int64_t> lines;  // of `asked`
    std::vector<RefusedRow> refused;

private:
    void take(CsvRow row) {
        if (error_) return;
        if (!columns_) return take_header(row);
        const std::int64_t line = table_.line + row.line - 2;
        if (asked.size() + refused.size() >= most_rows) {
            error_ = Error(ErrorCode::too_large, fmt::format("There are more than {} rows in it.", most_rows), "body",
                           "Send it in pieces, each with the first row.");
        } else if (!row.problem.empty()) {
            refused.push_back({line, {}, std::move(row.problem), {}});
        } else if (auto subscriber = subscriber_of_row(row)) {
            asked.push_back(std::move(*subscriber));
            lines.push_back(line);
        } else {
            const Error& error = subscriber.error();
            refused.push_back({line, error.field(), error.message(), error.mend()});
        }
    }

    void take_header(const CsvRow& row) {
        if (!row.problem.empty()) error_ = Error(ErrorCode::invalid_argument, row.problem, "header");
        auto columns = EntryTable::of(row.fields);
        if (columns) columns_ = std::move(*columns);
        else if (!error_) error_ = columns.error();
    }

    Result<Subscriber> subscriber_of_row(const CsvRow& row) {
        auto entry = columns_->entry(row.fields);
        if (!entry) return entry.error();
        if (entry->basis.empty()) entry->basis = table_.basis;
        return subscriber_of(*entry, new_id_(), rules_);
    }

    const Table& table_;
    const EntryRules& rules_;
    std::function<SubscriberId()> new_id_;
    std::optional<EntryTable> columns_;
    std::optional<Error> error_;
};

void count(Imported& sums, Entered what) {
    switch (what) {
        case Entered::added: ++sums.added; break;
        case Entered::confirmed: ++sums.confirmed; break;
        case Entered::known: ++sums.known; break;
    }
}

}  // namespace

Result<EntryRules> Roster::rules(std::string by) const {
    const desk::Setup& setup = parts_.desk.setup();
    if (setup.subscription_languages.empty())
        return Error(ErrorCode::wrong_state, "Nobody can subscribe here: the configuration has no `subscribers`.", "",
                     "Set subscribers.email to the id of an email channel.");
    EntryRules rules = entry_rules(setup, std::move(by), parts_.clock.now());
    rules.endpoint = parts_.endpoint;
    return rules;
}

Task<Result<std::vector<Result<Entered>>>> Roster::enter(std::vector<Subscriber> asked) {
    auto job = [&store = parts_.store, asked = std::move(asked), now = parts_.clock.now()] { return store.enter_subscribers(asked, now); };
    auto entered = co_await run_safely(parts_.database, std::move(job));
    if (!entered) co_return nothing_changed();
    co_await follow_audience(parts_.desk, parts_.store, parts_.database);
    co_return std::move(*entered);
}

Task<Result<EnteredSubscriber>> Roster::add(Entry entry, std::string by) {
    const auto rules = this->rules(std::move(by));
    if (!rules) co_return rules.error();
    entry.kind = "mail";  // a webhook is tested before it is subscribed, or is a row of a table
    auto asked = subscriber_of(entry, SubscriberId(parts_.desk.new_id().str()), *rules);
    if (!asked) co_return asked.error();
    const std::string key = subscriber_key(asked->address);
    std::vector<Subscriber> one{std::move(*asked)};
    const auto results = co_await enter(std::move(one));
    if (!results) co_return results.error();
    if (!results->front()) co_return results->front().error();
    auto look = [&store = parts_.store, key] { return store.find_subscriber(subscriber_mail_channel(), key); };
    const auto stored = co_await run_safely(parts_.database, std::move(look));
    if (!stored || !*stored) co_return nothing_changed();
    co_return EnteredSubscriber{*results->front(), (*stored)->subscriber};
}

Task<Result<Imported>> Roster::import(Table table) {
    const auto rules = this->rules(table.by);
    if (!rules) co_return rules.error();
    TableReader reader(table, *rules, [this] { return SubscriberId(parts_.desk.new_id().str()); });
    if (const auto read = reader.read(); !read) co_return read.error();
    Imported sums;
    sums.refused = std::move(reader.refused);
    std::vector<Subscriber> asked = std::move(reader.asked);
    const auto results = co_await enter(std::move(asked));
    if (!results) co_return results.error();
    for (std::size_t i = 0; i < results->size(); ++i) {
        const Result<Entered>& result = (*results)[i];
        if (result) count(sums, *result);
        else sums.refused.push_back({reader.lines[i], result.error().field(), result.error().message(), result.error().mend()});
    }
    std::sort(sums.refused.begin(), sums.refused.end(), [](const RefusedRow& a, const RefusedRow& b) { return a.line < b.line; });
    co_return sums;
}

Task<Result<StoredSubscriber>> Roster::find(SubscriberId id) {
    auto job = [&store = parts_.store, id] { return store.find_subscriber(id); };
    auto found = co_await run_safely(parts_.database, std::move(job));
    if (!found) co_return nothing_changed();
    if (!*found) co_return not_known(id);
    co_return std::move(**found);
}

Task<Result<StoredSubscriber>> Roster::change(SubscriberId id, Change change) {
    auto job = [&store = parts_.store, id, change = std::move(change)]() -> Result<StoredSubscriber> {
        auto found = store.find_subscriber(id);
        if (!found) return not_known(id);
        auto after = change(found->subscriber);
        if (!after) return after.error();
        if (!(*after == found->subscriber)) store.put_subscriber(*after);
        return StoredSubscriber{found->recipient, std::move(*after)};
    };
    auto result = co_await run_safely(parts_.database, std::move(job));
    if (!result) co_return nothing_changed();
    if (*result) co_await follow_audience(parts_.desk, parts_.store, parts_.database);
    co_return std::move(*result);
}

Task<Result<void>> Roster::remove(SubscriberId id) {
    Change leave = [now = parts_.clock.now()](Subscriber one) -> Result<Subscriber> { return left(std::move(one), now); };
    const auto gone = co_await change(std::move(id), std::move(leave));
    if (!gone) co_return gone.error();
    co_return Result<void>{};
}

}  // namespace candor::listen
