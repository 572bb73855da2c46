// From decided events to what is committed and sent: the update rendered once for each variant, and routed.
#pragma once

#include "core/message/render.hpp"
#include "daemon/desk/setup.hpp"
#include "daemon/store/store.hpp"

#include <span>

namespace candor::desk {

// The update among these events: a command publishes one at most. nullptr: none.
[[nodiscard]] const UpdatePublished* update_among(std::span<const Event> events);
[[nodiscard]] UpdatePublished* update_among(std::vector<Event>& events);
// Did people set this rule aside for the update's words?
[[nodiscard]] bool sets_aside(const UpdatePublished& update, std::string_view rule);

// The variant that the public page shows.
[[nodiscard]] std::string page_variant(const Setup& setup);

// What is told as Atlassian Statuspage tells it: to the webhooks of channels, and to those of subscribers.
inline constexpr std::string_view statuspage_variant = "statuspage";
inline constexpr std::string_view statuspage_hook_variant = "hook/statuspage";

struct RenderedFor {
    std::string variant;  // "email/en"
    Promised promised;    // what this audience is told about time
    Rendered rendered;
};

// What those who reported an incident hear by mail: its end, and what corrects what they were told. Nothing else.
[[nodiscard]] bool tells_reporters(const Record& before, const Record& after, const UpdatePublished& update);
[[nodiscard]] std::string report_variant(const Setup& setup);

// The title as this update shows it: the affected components' names where it was left out.
[[nodiscard]] std::string shown_title(const Setup& setup, const Record& record, const UpdatePublished& update);

// What an update withholds where its options do not hold: all of them.
inline constexpr std::string_view options_left_out = "options";
// The record as this update shows it: without what it leaves out.
[[nodiscard]] Record shown_record(const Setup& setup, const Record& after, const UpdatePublished& update);

// Each variant of the update among `events`, the page's last; empty where there is none. `before` is the record that the
// events were decided on, `after` the record with them folded in.
[[nodiscard]] std::vector<RenderedFor> render_update(const Setup& setup, const Record& before, const Record& after,
                                                     std::span<const Event> events);

// An update as it is told to somebody who has heard nothing before it, with what it had to admit to those who had.
// `events`: all of the incident's.
[[nodiscard]] Statement statement_for_newcomers(const Setup& setup, const IncidentId& incident, std::span<const Event> events,
                                                const UpdateId& update, bool reporter = false);
// The same as a mail to those who have reported it since.
[[nodiscard]] store::RenderedVariant greeting_of(const Setup& setup, const IncidentId& incident, std::span<const Event> events,
                                                 const UpdateId& update);

// All that is written for these events, in one transaction. `variants`: of the update among them.
[[nodiscard]] store::Commit make_commit(const Setup& setup, const Record& after, std::vector<Event> events, std::vector<RenderedFor> variants);

}  // namespace candor::desk
