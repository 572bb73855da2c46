// What has happened, beyond what the desk keeps at hand: listed from the database when something has changed, and kept.
#pragma once

#include "core/component_history.hpp"
#include "daemon/async/turn.hpp"
#include "daemon/desk/desk.hpp"

#include <map>
#include <vector>

namespace candor::pages {

// Lives on the I/O thread.
class Chronicle {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
    };
    Chronicle(asio::any_io_executor executor, Parts parts) : parts_(parts), turn_(std::move(executor)) {}

    // Looks at the database if something has changed since, or an hour has passed; once for all who ask meanwhile.
    [[nodiscard]] Task<> refresh();
    // Newest first, at most `most_listed`. No cases.
    [[nodiscard]] const std::vector<store::ListedRecord>& listed() const { return listed_; }
    [[nodiscard]] std::optional<Time> since() const { return parts_.desk.history().since; }
    // Each configured component's last 90 days.
    [[nodiscard]] std::map<ComponentId, std::vector<ComponentDay>> days(Time now) const;

    static constexpr std::size_t most_listed = 5000;
    static constexpr std::size_t shown_days = 90;

private:
    // What is remembered of a record that has ended.
    struct Remembered {
        std::int64_t version = 0;
        std::vector<ComponentId> components;
        std::vector<StatedSpan> spans;
    };

    [[nodiscard]] bool is_fresh() const;
    [[nodiscard]] Task<> remember(store::ListedRecord listed);

    Parts parts_;
    Turn turn_;
    std::uint64_t seen_ = 0;  // the desk's revision at the last look
    std::optional<Time> looked_;
    std::vector<store::ListedRecord> listed_;
    std::map<IncidentId, Remembered> remembered_;
};

}  // namespace candor::pages
