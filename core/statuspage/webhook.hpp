// One update as Atlassian Statuspage tells it to webhooks, for the many programs that read that: the keys and their order are
// theirs (docs/webhook.md). Theirs is unsigned; our signature stands in headers, and leaves the body as it is. What it changed of a
// component's state is a notification of its own, as theirs is.
#pragma once

#include "core/statuspage/changes.hpp"
#include "core/statuspage/documents.hpp"
#include "core/statuspage/mapping.hpp"

#include <string>

namespace candor::statuspage {

struct Notification {
    const PublicRecord* shown = nullptr;  // as of the update that is told; outlives this
    State worst = State::operational;     // of everything that is open
    std::string page_url;
    const TimeZone* zone = nullptr;
    std::vector<Component> components;  // names of those that it may affect
    std::string unsubscribe;            // where its reader leaves
    Time now{};
};

// Updates that are named, the newest first: whoever reads `incident_updates[0]` reads what is new.
inline constexpr std::size_t most_told = 25;

[[nodiscard]] std::string webhook_notification(const Notification& what);
// One change by the newest update of `what`; `id`: of the change.
[[nodiscard]] std::string component_notification(const Notification& what, const Change& change, const std::string& id);

}  // namespace candor::statuspage
