// The plan and the people on duty: whose incident it is, how they are kept at it, and how they are written to.
#pragma once

#include "core/duty.hpp"
#include "core/incident/command.hpp"
#include "core/review/notice.hpp"
#include "daemon/desk/setup.hpp"
#include "daemon/store/store.hpp"

#include <span>

namespace candor::desk {

// A case is its opener's: the first person a customer meets stays with them. Any other declaration without an owner or a deputy gets those whom the plan has on duty for its impact and scope; without a
// plan, the configuration's. The plan never gives both parts to one person. Any other command stays as it is.
void name_responsible(Command& command, const Setup& setup, const std::string& actor, Time now);

// The situation that a command makes of the record's, as far as the command itself says: what is declared, an impact.
[[nodiscard]] plan::Situation situation_after(const Record& record, const Command& command);

// For the situation as it is on the record; none without a plan.
[[nodiscard]] std::optional<DutyPolicy> duty_of(const Setup& setup, const Record& record, Time now);

// How long a passed check must hold before it is called resolved; nothing without a plan, or for a case, which its customer ends.
[[nodiscard]] Duration soak_of(const Setup& setup, const Record& record);

// When the clock must next act on this incident: for customers, or for the people who are on duty at `now`.
[[nodiscard]] std::optional<Time> next_tick_of(const Setup& setup, const Record& record, Time now);

// Is there a channel whose relay can carry a mail to one person?
[[nodiscard]] bool has_relay(const Setup& setup);

// The channels over which people on duty are reached. No channel of the configuration can have these ids.
inline const ChannelId duty_mail{"duty:mail"};
inline const ChannelId duty_webhook{"duty:webhook"};

// What is written to each person for the notices among these events. One whom the plan does not know, or knows no way to,
// is not written to; the log says so.
[[nodiscard]] std::vector<store::Publication> notices_of(const Setup& setup, const Record& after, std::span<const Event> events);

// What the owner and the deputy of an incident that nobody has declared yet are written. None: without a plan, or where it knows
// no way to them.
[[nodiscard]] std::optional<store::Publication> notice_of(const Setup& setup, const review::UnansweredReports& reports, Time now);

// The same of webhooks that were put aside.
[[nodiscard]] std::optional<store::Publication> notice_of(const Setup& setup, const review::WebhooksPutAside& webhooks, Time now);

}  // namespace candor::desk
