#include "tests/sim/receivers.hpp"

namespace candor::sim {

using namespace std::chrono_literals;

Receivers::Mood Receivers::mood(const Letter& letter, Time now) {
    if (well_) return Mood::well;
    auto& [mood, until] = moods_[{letter.channel, letter.recipient}];
    if (until <= now) {
        const std::uint64_t drawn = chance_() % 8;
        mood = drawn == 0 ? Mood::failing : drawn == 1 ? Mood::vanishing : Mood::well;
        until = now + Duration(1min) * static_cast<std::int64_t>(1 + chance_() % 90);
    }
    return mood;
}

Attempt Receivers::attempt(const Letter& letter, Time now) {
    const Duration takes{static_cast<std::int64_t>(1 + chance_() % 8000)};
    if (!well_ && one_in(chance_, 400)) return {{Verdict::permanent, 550, "no such mailbox", {}, {}}, false, takes};
    if (!well_ && one_in(chance_, 800)) return {{Verdict::gone, 410, "gone", {}, {}}, false, takes};
    switch (mood(letter, now)) {
        case Mood::failing: return {{Verdict::transient, 503, "busy", {}, {}}, false, takes};
        case Mood::vanishing: return {{Verdict::ambiguous, 0, "no answer", {}, {}}, one_in(chance_, 2), takes};
        case Mood::well: break;
    }
    return {{Verdict::delivered, 200, "", {}, letter.update.str()}, true, takes};
}

void Receivers::noted(const Letter& letter, DeliveryState state) {
    Mailbox& box = mailbox(letter);
    if (state == DeliveryState::failed || state == DeliveryState::gone) box.refused.insert(letter.update);
    if (state == DeliveryState::gone) box.has_left = true;
}

void Receivers::perhaps_noted(const Letter& letter, DeliveryState state) {
    excuse(letter);
    Mailbox& box = mailbox(letter);
    if (state == DeliveryState::failed || state == DeliveryState::gone) box.refused.insert(letter.update);
    if (state == DeliveryState::gone) box.may_have_left = true;
}

}  // namespace candor::sim
