// Extra check that the product is in its place: after publishing, the page is fetched as its readers get it, and must hold
// the update, word for word.
//
// Lives on the I/O thread.
#pragma once

#include "daemon/clock.hpp"
#include "daemon/desk/desk.hpp"

#include <functional>
#include <map>

namespace candor::listen {

class Readback {
public:
    // The page at an address; empty where there is none to be had.
    using Fetch = std::function<Task<std::string>(std::string url)>;

    struct Settings {
        std::string url;                                // of the page, without a final slash; empty: nothing is looked at
        Duration patience = std::chrono::seconds{60};   // from being published to being there
        Duration between = std::chrono::seconds{2};     // two looks
    };

    struct State {
        std::int64_t found = 0;    // updates, since the daemon started
        std::int64_t missing = 0;  // that were not there in time
        std::optional<IncidentId> absent;  // an incident whose last update is not there now, though it should be
    };

    Readback(asio::any_io_executor executor, desk::Desk& desk, const Clock& clock, Fetch fetch, Settings settings);

    // Until close().
    [[nodiscard]] Task<> run();
    void close();
    void look() { alarm_.notify(); }  // something was published
    void adopt(Settings settings);

    // Looks once at each page that has not been found in order since its last update. Returns whether any is left.
    [[nodiscard]] Task<bool> check();
    [[nodiscard]] const State& state() const { return state_; }

private:
    struct Looked {
        UpdateId update;
        bool found = false;
        bool raised = false;  // those in charge were called
    };

    [[nodiscard]] std::vector<desk::DossierPtr> to_look_at();
    [[nodiscard]] Task<bool> look_at(desk::DossierPtr dossier);
    [[nodiscard]] Task<> call_those_in_charge(desk::DossierPtr dossier);

    desk::Desk& desk_;
    const Clock& clock_;
    Fetch fetch_;
    Settings settings_;
    Alarm alarm_;
    Time since_;  // what was published before is not ours to look at
    bool closed_ = false;
    std::map<IncidentId, Looked> looked_;
    State state_;
};

// How a page says which words it holds: the hash of an update's text.
[[nodiscard]] std::string page_mark(std::int64_t number, std::string_view text);

}  // namespace candor::listen
