#include "daemon/listen/limiter.hpp"

#include "core/network.hpp"

#include <algorithm>
#include <utility>

namespace candor::listen {

namespace {

double earned(const Allowance& allowance, Duration passed) {
    return static_cast<double>(std::max<Duration>(passed, Duration{0}).count()) / static_cast<double>(allowance.each.count());
}

}  // namespace

bool Limiter::take(Bucket& bucket, const Allowance& allowance, Time now) {
    bucket.level = std::min(allowance.burst, bucket.level + earned(allowance, now - bucket.at));
    bucket.at = now;
    if (bucket.level < 1) return false;
    bucket.level -= 1;
    return true;
}

// What has earned its whole allowance again is as if it had never asked.
void Limiter::forget_the_idle(Time now) {
    std::erase_if(one_, [&](const auto& entry) {
        return entry.second.level + earned(limits_.one, now - entry.second.at) >= limits_.one.burst;
    });
}

Limiter::Bucket& Limiter::bucket_of(const std::string& key, Time now) {
    if (const auto found = one_.find(key); found != one_.end()) return found->second;
    if (one_.size() >= limits_.most_addresses) forget_the_idle(now);
    if (one_.size() < limits_.most_addresses) return one_.emplace(key, Bucket{limits_.one.burst, now}).first->second;
    if (!std::exchange(rest_used_, true)) rest_ = {limits_.one.burst, now};
    return rest_;
}

bool Limiter::allow(std::string_view address, Time now) {
    if (!std::exchange(all_used_, true)) all_ = {limits_.all.burst, now};
    if (!address.empty() && !take(bucket_of(address_key(address, limits_.ipv4_bytes), now), limits_.one, now)) return false;
    return take(all_, limits_.all, now);
}

std::string address_key(std::string_view address, std::size_t ipv4_bytes) {
    const auto bytes = parse_address(address);
    if (!bytes) return std::string(address.substr(0, 64));
    const bool ipv4 = std::all_of(bytes->begin(), bytes->begin() + 10, [](std::uint8_t b) { return b == 0; }) && (*bytes)[10] == 0xFF && (*bytes)[11] == 0xFF;
    const std::size_t prefix = ipv4 ? 12 + std::min<std::size_t>(ipv4_bytes, 4) : 8;
    return {reinterpret_cast<const char*>(bytes->data()), prefix};
}

}  // namespace candor::listen
