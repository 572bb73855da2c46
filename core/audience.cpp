#include "core/audience.hpp"

#include <algorithm>
#include <set>

namespace candor {

const ChannelId& case_channel() {
    static const ChannelId id("case:mail");
    return id;
}

const ChannelId& report_channel() {
    static const ChannelId id("report:mail");
    return id;
}

const ChannelId& subscriber_mail_channel() {
    static const ChannelId id("subscribers:mail");
    return id;
}

const ChannelId& subscriber_webhook_channel() {
    static const ChannelId id("subscribers:webhook");
    return id;
}

const ChannelId& confirmation_channel() {
    static const ChannelId id("subscribers:confirm");
    return id;
}

const ChannelId& contact_channel() {
    static const ChannelId id("subscribers:contact");
    return id;
}

bool hears(const ChannelRoute& channel, const std::vector<ComponentId>& components, Impact impact) {
    if (impact < channel.min_impact) return false;
    if (channel.components.empty()) return true;
    return std::any_of(components.begin(), components.end(), [&](const ComponentId& id) {
        return std::find(channel.components.begin(), channel.components.end(), id) != channel.components.end();
    });
}

std::vector<ChannelKind> audiences(const std::vector<ChannelRoute>& channels, const std::vector<ComponentId>& components,
                                   Impact impact) {
    std::set<ChannelKind> kinds;
    for (const ChannelRoute& channel : channels) {
        if (hears(channel, components, impact)) kinds.insert(channel.kind);
    }
    return {kinds.begin(), kinds.end()};
}

}  // namespace candor
