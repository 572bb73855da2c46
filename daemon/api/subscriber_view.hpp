// Those who subscribed, as JSON, and what they want, from it. Inside this folder only.
#pragma once

#include "core/subscriber/entry.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/store/store.hpp"

#include <span>

namespace candor::api {

inline constexpr std::size_t most_shown_deliveries = 20;
inline constexpr std::size_t longest_field = 2048;  // bytes of one field of a subscriber

// "webhook" or "mail".
[[nodiscard]] std::string_view kind_of(const ChannelId& channel);
// For administrators: with the address.
[[nodiscard]] json::object subscriber_view(const Subscriber& one);
// For who owns a webhook: without what operators know of it.
[[nodiscard]] json::object owners_view(const Subscriber& one);
[[nodiscard]] json::array deliveries_view(std::span<const store::SentDelivery> sent);

// What they want, as the body says it; what it leaves out is as in `entry`. Errors: those of `fields`.
[[nodiscard]] Result<Entry> read_wishes(http::FieldReader& fields, Entry entry);

}  // namespace candor::api
