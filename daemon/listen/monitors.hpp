// What monitoring reports becomes an incident as anybody's declaration does, once for each time that something breaks. An
// alert that stops resolves nothing: that somebody has looked is a person's to say.
//
// Lives on the I/O thread.
#pragma once

#include "core/alert/alert.hpp"
#include "daemon/async/turn.hpp"
#include "daemon/desk/desk.hpp"

namespace candor::listen {

// What an alert came to.
struct Noted {
    desk::DossierPtr incident;  // null: it is about none
    bool declared = false;      // opened by this one
    std::string note;           // for the log of the sender: why nothing was declared; empty otherwise
};

class Monitors {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
    };

    Monitors(asio::any_io_executor executor, Parts parts) : parts_(parts), turn_(std::move(executor)) {}

    // Errors: as Desk::execute().
    [[nodiscard]] Task<Result<Noted>> take(AlertGroup group, std::string actor);
    // The groups that this incident has to do with.
    [[nodiscard]] Task<std::vector<store::MonitoredGroup>> groups_of(IncidentId incident);

private:
    [[nodiscard]] Task<Result<Noted>> take_firing(AlertGroup group, desk::DossierPtr before, std::string actor);
    [[nodiscard]] Task<Result<Noted>> declare(AlertMeaning meaning, Time started, std::string actor);
    [[nodiscard]] desk::DossierPtr open_about(const std::vector<ComponentId>& components) const;
    [[nodiscard]] Task<> remember(std::string key, IncidentId incident, bool firing);

    Parts parts_;
    Turn turn_;
};

}  // namespace candor::listen
