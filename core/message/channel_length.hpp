// How long a text is as a channel counts, and how a text is made shorter or harmless for it.
#pragma once

#include "core/message/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace candor {

struct Limits {
    std::size_t longest = 0;      // in the channel's own counting; 0: no limit
    std::size_t link_length = 0;  // what every link counts as; 0: as it is written
};

// mastodon: 500 characters, a link counts 23. webhook: 20,000 bytes of JSON. email: none.
[[nodiscard]] Limits default_limits(ChannelKind kind);

// Mastodon's counting: grapheme clusters; a link counts as `link_length`; of "@name@host" only "@name" counts. Where it
// is not certain that the server sees a link, the text counts in full: never too short.
[[nodiscard]] std::size_t mastodon_length(std::string_view text, std::size_t link_length);

// At most `longest` graphemes, cut at a word boundary, with an ellipsis for what is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t longest);

// "@name" would call somebody into the conversation: "@ name" does not.
[[nodiscard]] std::string without_mentions(std::string_view text);

}  // namespace candor
