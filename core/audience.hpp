// Which channels hear of an incident.
#pragma once

#include "core/incident/record.hpp"
#include "core/message/message.hpp"

#include <vector>

namespace candor {

struct ChannelRoute {
    ChannelId id;
    ChannelKind kind = ChannelKind::webhook;
    std::string language;                 // BCP 47
    std::vector<ComponentId> components;  // incidents of any of these; empty: of all
    Impact min_impact = Impact::none;     // incidents at least as bad
    WebhookFormat format = WebhookFormat::candor;  // of a webhook
};

// The way to the customers of cases, over the first email channel's relay. No configuration can take this id.
[[nodiscard]] const ChannelId& case_channel();
// The same to those who reported an incident and left an address: a recipient for each, under the reference of the report.
[[nodiscard]] const ChannelId& report_channel();

// To those who subscribed. Who has not confirmed yet is a recipient of another channel, and is reached by no update.
[[nodiscard]] const ChannelId& subscriber_mail_channel();
[[nodiscard]] const ChannelId& subscriber_webhook_channel();
[[nodiscard]] const ChannelId& confirmation_channel();
// To those who look after a webhook that was put aside; its recipients have the ids of the subscriptions.
[[nodiscard]] const ChannelId& contact_channel();

[[nodiscard]] bool hears(const ChannelRoute& channel, const std::vector<ComponentId>& components, Impact impact);

// The kinds of channel that hear, without repeats, in the order of their values.
[[nodiscard]] std::vector<ChannelKind> audiences(const std::vector<ChannelRoute>& channels, const std::vector<ComponentId>& components,
                                                 Impact impact);

}  // namespace candor
