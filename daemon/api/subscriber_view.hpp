// Those who subscribed, as JSON, and what they want, from it. Inside this folder only.
#pragma once

#include "core/subscriber/entry.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/store/store.hpp"

#include <span>

namespace candor::api {

inline constexpr std::size_t most_shown_deliveries = 20;

// For administrators: with the address.
[[nodiscard]] json::object subscriber_view(const Subscriber& one);
// For who owns a webhook: without what operators know of it.
[[nodiscard]] json::object owners_view(const Subscriber& one);
[[nodiscard]] json::array deliveries_view(std::span<const store::SentDelivery> sent);

// What they want, as the body says it; what it leaves out is as in `entry`. Errors: those of `fields`.
[[nodiscard]] Result<Entry> read_wishes(http::FieldReader& fields, Entry entry);

[[nodiscard]] json::value text_or_null(const std::string& text);

}  // namespace candor::api
