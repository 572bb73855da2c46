// One rendered variant of an update: rendered once, shared by every recipient who gets that variant, immutable.
#pragma once

#include "core/names.hpp"

#include <string>

namespace candor {

// The kinds of way out. Cadence is promised per kind, because people who follow a kind see one clock.
enum class ChannelKind { webhook, email, mastodon };

template <>
inline constexpr auto enum_names<ChannelKind> = std::to_array<std::string_view>({"webhook", "email", "mastodon"});

// Social channels are read by the many and share the social cadence.
[[nodiscard]] constexpr bool is_social(ChannelKind kind) {
    return kind == ChannelKind::mastodon;
}

// The shape of what a webhook receives: docs/webhook.md, or that of Atlassian Statuspage, which many programs read.
enum class WebhookFormat { candor, statuspage };
template <>
inline constexpr auto enum_names<WebhookFormat> = std::to_array<std::string_view>({"candor", "statuspage"});

struct Message {
    std::string language;  // BCP 47: "en"
    std::string subject;   // one line; mail only, empty elsewhere
    std::string text;      // plain text, lines end in \n; the whole message where the channel has no other form
    std::string html;      // a whole HTML document; mail only
    std::string json;      // the body of a webhook; webhook only
};

}  // namespace candor
