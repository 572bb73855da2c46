#include "core/plan/rota.hpp"

namespace candor::plan {

using namespace std::chrono_literals;

namespace {

// The moment at which the clock on the wall shows `local`.
Time from_local(Time local, const TimeZone& zone) {
    const Time earlier = local - zone.at(local - 24h).from_utc;
    const Time later = local - zone.at(local + 24h).from_utc;
    const bool is_earlier = earlier + zone.at(earlier).from_utc == local;
    const bool is_later = later + zone.at(later).from_utc == local;
    return is_later && !is_earlier ? later : earlier;
}

Duration length(Turn turn) {
    return turn == Turn::day ? 24h : 7 * 24h;
}

}  // namespace

Duty on_duty(const Rota& rota, Time now) {
    const Duration turn = length(rota.turn);
    const auto handover = [&](std::int64_t number) { return from_local(rota.first + number * turn, *rota.zone); };
    std::int64_t number = (now + rota.zone->at(now).from_utc - rota.first) / turn;
    while (handover(number) > now) --number;
    while (handover(number + 1) <= now) ++number;
    const auto people = static_cast<std::int64_t>(rota.people.size());
    const std::int64_t index = (number % people + people) % people;
    return {static_cast<std::size_t>(index), handover(number + 1)};
}

}  // namespace candor::plan
