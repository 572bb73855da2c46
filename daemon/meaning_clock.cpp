#include "daemon/meaning_clock.hpp"

#include "daemon/log.hpp"

namespace candor {

Time MeaningClock::now() const {
    const auto before = keeper_.judgement();
    const Time time = keeper_.now(machine_.now(), machine_.steady());
    if (keeper_.judgement() != before) report(before);
    return time;
}

void MeaningClock::report(Timekeeper::Judgement before) const {
    switch (keeper_.judgement()) {
        case Timekeeper::Judgement::stepped_ahead:
            log::warning("the wall clock jumped forward; it is believed, and what is due is published once");
            break;
        case Timekeeper::Judgement::stepped_back:
            log::warning("the wall clock was set back; times go on by the steady clock until it has caught up or candord is restarted");
            break;
        case Timekeeper::Judgement::steady:
            if (before == Timekeeper::Judgement::stepped_back) log::info("the wall clock has caught up");
            break;
    }
}

}  // namespace candor
