// The JSON API, v1: what people and programs ask of the daemon. docs/api.md describes it for users.
#pragma once

#include "daemon/desk/desk.hpp"
#include "daemon/http/router.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::dispatch {
class Dispatcher;
}

namespace candor::desk {
class Inspector;
}

namespace candor::listen {
class Hooks;
class Intake;
class Monitors;
class Readback;
class Roster;
class Subscriptions;
}  // namespace candor::listen

namespace candor::api {

class StoredTokens;

// What the handlers work with. Everything referred to outlives the routes.
struct Parts {
    desk::Desk& desk;
    store::Store& store;
    WorkerThread& database;
    dispatch::Dispatcher& dispatcher;
    const Clock& clock;
    std::shared_ptr<StoredTokens> tokens;
    std::string version;
    Time started_at{};
    listen::Intake& intake;
    listen::Monitors& monitors;
    listen::Roster& roster;
    const listen::Readback* readback = nullptr;  // none: no page is looked at
    listen::Subscriptions* subscriptions = nullptr;
    listen::Hooks* hooks = nullptr;
    const desk::Inspector* inspector = nullptr;  // none: nobody looks whether what is stored is what was committed
};

[[nodiscard]] std::vector<http::Route> routes(Parts parts);

}  // namespace candor::api
