#include "tests/sim/receivers.hpp"

#include "daemon/async/wakeup.hpp"
#include "tests/sim/diary.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace candor::sim {

using namespace std::chrono_literals;

namespace {

// What an attempt may take, as the channels have it; then nobody has answered.
constexpr Duration longest_attempt = 15s;
// An answer that is older than this is stored, unless the disk fails.
constexpr Duration noted_within = 3s;

Outcome said(Verdict verdict, int status, const char* detail) {
    return {verdict, status, detail, {}, {}};
}

}  // namespace

Task<Outcome> SimulatedChannel::attempt(std::shared_ptr<const delivery::Envelope> envelope) {
    const Receivers::Plan plan = receivers_.begins(id_, *envelope, clock_.now());
    Wakeup wait(co_await asio::this_coro::executor);
    co_await wait.wait_until(clock_.steady() + plan.travels);
    receivers_.arrives(plan, clock_.now());
    co_await wait.wait_until(clock_.steady() + plan.thinks);
    receivers_.ends(plan, clock_.now());
    co_return plan.outcome;
}

Receivers::Plan Receivers::begins(const ChannelId& channel, const delivery::Envelope& envelope, Time now) {
    const Letter letter{channel, envelope.recipient, envelope.incident, envelope.update};
    ++attempts_;
    judge(letter, envelope, now);
    Mailbox& box = mailbox(letter);
    box.host = host_of(envelope.address);
    ++box.attempts[letter.update];
    Host& host = hosts_[box.host];
    judge_host(host, box.host, now);
    ++host.in_flight;
    Plan plan = plan_for(mood_of(host, box.host, now), box);
    plan.number = ++numbers_;
    under_way_.emplace(plan.number, UnderWay{letter, plan, false});
    diary(now, "{}: attempt {} at {} of {} to {}@{}", plan.number, box.attempts[letter.update], letter.update.str(), letter.incident.str(), letter.recipient, box.host);
    return plan;
}

// What nobody may do to a recipient, whatever went before.
void Receivers::judge(const Letter& letter, const delivery::Envelope& envelope, Time now) {
    Mailbox& box = mailbox(letter);
    const auto who = [&] { return fmt::format("{} is written to ({})", letter.recipient, letter.update.str()); };
    if (!envelope.message) fault(who() + " without a text");
    if (frozen_) fault(who() + " by a frozen house");
    if (box.has_left) fault(who() + ", and has asked to be left alone");
    if (box.refused.contains(letter.update)) fault(who() + ", and has refused it for good");
    const auto [id, first] = box.ids.try_emplace(letter.update, envelope.id);
    if (!first && id->second != envelope.id) fault(who() + " under another id");
    const auto asked = box.not_before.find(letter.update);
    if (asked != box.not_before.end() && now < asked->second.first && VirtualTime::current().steady() < asked->second.second) fault(who() + " before the time it has asked for");
    if (!envelope.reply_to_ref.empty() && !box.names.contains(envelope.reply_to_ref)) fault(who() + " in reply to what it has never said");
    for (const auto& [number, other] : under_way_) {
        if (other.letter.channel == letter.channel && other.letter.recipient == letter.recipient && other.letter.incident == letter.incident)
            fault(who() + " while an earlier word of the same incident is on its way");
    }
}

void Receivers::judge_host(const Host& host, const std::string& name, Time now) {
    if (under_way_.size() >= static_cast<std::size_t>(limits_.in_flight)) fault("more attempts at once than there may be");
    if (host.in_flight >= limits_.per_host) fault(name + " gets more attempts at once than it may");
    if (host.unanswered >= limits_.failures && now < host.last_unanswered + limits_.probe_every) fault(name + " does not answer, and is tried all the same");
}

Receivers::Mood Receivers::mood_of(Host& host, const std::string& name, Time now) {
    if (well_) return Mood::well;
    const Steady steady = VirtualTime::current().steady();
    if (host.until <= steady) {
        const std::uint64_t drawn = chance_() % 16;
        host.mood = drawn < 7 ? static_cast<Mood>(drawn) : Mood::well;
        const Duration lasts = up_to(chance_, one_in(chance_, 3) ? Duration(90min) : Duration(10min));
        host.until = steady + lasts;
        diary(now, "{} is in mood {} until {}", name, static_cast<int>(host.mood), to_rfc3339(now + lasts));
    }
    if (host.mood != Mood::well) bad_times_.push_back({name, now, now + std::chrono::ceil<Duration>(host.until - steady)});  // anew, as clocks are set
    return host.mood;
}

Receivers::Plan Receivers::plan_for(Mood mood, Mailbox& box) {
    Plan plan;
    plan.travels = up_to(chance_, 900ms);
    plan.thinks = up_to(chance_, mood == Mood::slow ? Duration(12s) : Duration(2s));
    if (!well_ && one_in(chance_, 400)) box.wants_nothing = true;
    if (mood == Mood::refusing) {
        plan.outcome = said(Verdict::transient, 0, "connection refused");
    } else if (mood == Mood::silent) {
        plan.arrives = one_in(chance_, 2);
        plan.thinks = longest_attempt - plan.travels;
        plan.outcome = said(Verdict::ambiguous, 0, "no answer");
    } else if (mood == Mood::vanishing) {
        plan.arrives = one_in(chance_, 2);
        plan.outcome = said(Verdict::ambiguous, 0, "closed before it answered");
    } else if (box.wants_nothing) {
        plan.outcome = said(Verdict::gone, 410, "gone");
    } else if (!well_ && one_in(chance_, 300)) {
        plan.outcome = said(Verdict::permanent, 550, "no such mailbox");
    } else if (mood == Mood::busy) {
        plan.outcome = said(Verdict::transient, one_in(chance_, 2) ? 503 : 451, "busy");
    } else if (mood == Mood::limiting) {
        plan.outcome = said(Verdict::transient, 429, "slower, please");
        plan.outcome.retry_after = one_in(chance_, 20) ? Duration(24h) : up_to(chance_, 20min);
    } else {
        plan.arrives = true;
        plan.outcome = said(Verdict::delivered, 200, "");
        plan.outcome.remote_ref = fmt::format("status-{}", numbers_ + 1);
    }
    return plan;
}

void Receivers::arrives(const Plan& plan, Time now) {
    UnderWay& letter = under_way_.at(plan.number);
    letter.arrived = true;
    if (plan.arrives) receive(letter.letter, plan, now);
}

void Receivers::receive(const Letter& letter, const Plan& plan, Time now) {
    ++arrivals_;
    diary(now, "{}: arrives", plan.number);
    mailbox(letter).arrivals.push_back({letter.incident, letter.update, now});
    if (!plan.outcome.remote_ref.empty()) mailbox(letter).names.insert(plan.outcome.remote_ref);
}

void Receivers::ends(const Plan& plan, Time now) {
    const Letter letter = std::move(under_way_.extract(plan.number).mapped().letter);
    Mailbox& box = mailbox(letter);
    Host& host = hosts_[box.host];
    --host.in_flight;
    if (plan.outcome.status == 0) {
        ++host.unanswered;
        host.last_unanswered = now;
    } else {
        host.unanswered = 0;
    }
    note(letter, plan.outcome, now);
    diary(now, "{}: {} {} {}", plan.number, enum_names<Verdict>[static_cast<std::size_t>(plan.outcome.verdict)], plan.outcome.status, plan.outcome.detail);
    forget_noted();
    answered_.push_back({letter, plan.outcome, VirtualTime::current().steady()});
}

void Receivers::forget_noted() {
    const Steady steady = VirtualTime::current().steady();
    while (!disk_fails_ && !answered_.empty() && answered_.front().at + noted_within < steady) answered_.pop_front();
}

void Receivers::disk_fails(bool fails) {
    forget_noted();
    disk_fails_ = fails;
    for (Answered& one : answered_) one.at = VirtualTime::current().steady();
}

void Receivers::note(const Letter& letter, const Outcome& outcome, Time now) {
    Mailbox& box = mailbox(letter);
    if (outcome.verdict == Verdict::delivered) box.said_yes.try_emplace(letter.update, now);
    else ++failures_;
    if (outcome.verdict == Verdict::ambiguous) ++box.excuses[letter.update];
    if (outcome.verdict == Verdict::permanent || outcome.verdict == Verdict::gone) box.refused.insert(letter.update);
    if (outcome.verdict == Verdict::gone) box.has_left = true;
    if (outcome.retry_after) box.not_before[letter.update] = {now + *outcome.retry_after, VirtualTime::current().steady() + *outcome.retry_after};
}

void Receivers::lights_out(Time now, bool drained) {
    for (auto& [number, under_way] : under_way_) {
        ++mailbox(under_way.letter).excuses[under_way.letter.update];
        if (!under_way.arrived && under_way.plan.arrives && one_in(chance_, 2)) receive(under_way.letter, under_way.plan, now);
    }
    under_way_.clear();
    forget_noted();
    for (const Answered& one : answered_) {
        if (drained) continue;
        Mailbox& box = mailbox(one.letter);
        ++box.excuses[one.letter.update];
        box.not_before.erase(one.letter.update);
        box.said_yes.erase(one.letter.update);
        if (box.refused.erase(one.letter.update) > 0) box.may_be_refused.insert(one.letter.update);
        if (one.outcome.verdict == Verdict::gone) {
            box.may_have_left = true;
            box.has_left = false;
        }
    }
    answered_.clear();
    for (auto& [name, host] : hosts_) host = {host.mood, host.until, 0, 0, {}};
}

void Receivers::fault(std::string what) {
    if (faults_.size() < 5) faults_.push_back(std::move(what));
}

}  // namespace candor::sim
