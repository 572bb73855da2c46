// One rendered variant of an update: rendered once, shared by every recipient who gets that variant, immutable.
#pragma once

#include "core/id.hpp"
#include "core/time.hpp"

#include <string>
#include <string_view>
#include <optional>

namespace candor {

// The kinds of way out. Cadence is promised per kind, because people who follow a kind see one clock.
enum class ChannelKind { webhook, email, mastodon };

[[nodiscard]] std::string_view to_string(ChannelKind kind);
[[nodiscard]] std::optional<ChannelKind> parse_channel_kind(std::string_view text);
// Social channels (Mastodon today) are read by the many and share the social cadence.
[[nodiscard]] bool is_social(ChannelKind kind);

struct Message {
    std::string language;  // BCP 47: "en"
    std::string subject;   // one line; mail only, empty elsewhere
    std::string text;      // plain text, lines end in \n; the whole message where the channel has no other form
    std::string html;      // a whole HTML document; mail only
    std::string json;      // the body of a webhook; webhook only
};

}  // namespace candor
