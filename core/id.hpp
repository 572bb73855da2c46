// Strong identifiers: an IncidentId cannot be passed where an UpdateId is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace candor {

// An opaque, printable key. Two ids of different tags do not compare and do not convert.
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string value) : value_(std::move(value)) {}

    [[nodiscard]] const std::string& str() const noexcept { return value_; }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string value_;
};

using IncidentId = Id<struct IncidentTag>;   // 12 lower-case letters and digits
using UpdateId = Id<struct UpdateTag>;       // 12 lower-case letters and digits
using FactId = Id<struct FactTag>;           // "f1", "f2", ...: short, because people type it; unique in its incident. In a case: "INC.f1" from its incident
using PromiseId = Id<struct PromiseTag>;     // "p1", "p2", ...: unique in its incident
using ApprovalId = Id<struct ApprovalTag>;   // "a1", "a2", ...: unique in its incident
using GrantId = Id<struct GrantTag>;         // "g1", "g2", ...: unique in its incident
using NoticeId = Id<struct NoticeTag>;       // "n1", "n2", ...: unique in its incident
using ComponentId = Id<struct ComponentTag>; // from the configuration, [a-z0-9-]
using ChannelId = Id<struct ChannelTag>;     // from the configuration, [a-z0-9-]
using DeliveryId = Id<struct DeliveryTag>;   // 32 hex digits: the same over all attempts of one delivery

// The 12 characters of an IncidentId or UpdateId, from 64 random bits given by the caller.
[[nodiscard]] std::string id_from_bits(std::uint64_t bits);

}  // namespace candor

template <class Tag>
struct std::hash<candor::Id<Tag>> {
    std::size_t operator()(const candor::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
