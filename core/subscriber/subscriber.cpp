#include "core/subscriber/subscriber.hpp"

#include "core/link.hpp"
#include "core/message/mime.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <utility>

namespace candor {

namespace {

Subscriber moved_to(Subscriber subscriber, SubscriberState state, Time now) {
    if (subscriber.state == state) return subscriber;
    subscriber.state = state;
    subscriber.since = now;
    return subscriber;
}

// Folds the case of ASCII; domains are ASCII by then.
std::string lower(std::string_view text) {
    std::string folded(text);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return folded;
}

bool was_written_to_lately(const Subscriber& subscriber, Time now) {
    return subscriber.written_at && now - *subscriber.written_at < one_mail_each;
}

bool hears_or_may_again(SubscriberState state) {
    return state == SubscriberState::active || state == SubscriberState::quarantined;
}

}  // namespace

std::string wanted_variant(const Wish& wish) {
    return wish.format == WebhookFormat::candor ? wish.language : "statuspage";
}

std::string components_text(const std::vector<ComponentId>& components) {
    std::string text;
    for (const ComponentId& component : components) text += (text.empty() ? " " : "") + component.str() + " ";
    return text;
}

std::vector<ComponentId> parse_components(std::string_view text) {
    std::vector<ComponentId> components;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) components.emplace_back(std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return components;
}

bool takes_in(std::string_view wanted, std::string_view touched) {
    if (wanted.empty()) return true;
    std::size_t begin = wanted.find_first_not_of(' ');
    while (begin != std::string_view::npos) {
        const std::size_t end = wanted.find(' ', begin);
        if (end == std::string_view::npos) return false;  // not as components_text() writes it
        if (touched.find(wanted.substr(begin - 1, end - begin + 2)) != std::string_view::npos) return true;
        begin = wanted.find_first_not_of(' ', end);
    }
    return false;
}

Result<std::string> clean_subscriber_address(std::string_view text) {
    const auto address = parse_mail_address(trimmed(text));
    if (address && is_public(*address)) return address->str();
    return Error(ErrorCode::invalid_argument, "That is not a mail address.", "email", "Write it as name@example.org.");
}

std::string subscriber_key(std::string_view address) {
    return lower(address);
}

SignedUp sign_up(const std::optional<Subscriber>& known, const Subscriber& asked, Time now) {
    if (!known) {
        Subscriber fresh = asked;
        fresh.state = SubscriberState::pending;
        fresh.since = now;
        fresh.created_at = now;
        fresh.written_at = now;
        return {std::move(fresh), Written::confirmation};
    }
    if (was_written_to_lately(*known, now)) return {*known, Written::nothing};
    Subscriber again = *known;
    again.written_at = now;
    if (hears_or_may_again(again.state)) return {std::move(again), Written::known_already};
    again.state = SubscriberState::pending;
    again.since = now;
    again.address = asked.address;
    again.wish = asked.wish;
    again.bounces = {};
    again.reason.clear();
    return {std::move(again), Written::confirmation};
}

Result<Subscriber> confirmed(Subscriber subscriber, Time now) {
    switch (subscriber.state) {
        case SubscriberState::active: return subscriber;
        case SubscriberState::pending: break;
        case SubscriberState::quarantined:
        case SubscriberState::suppressed:
        case SubscriberState::left:
            return Error(ErrorCode::wrong_state, "This link was used already, and the subscription has ended since.", "", "Subscribe again: a new link comes by mail.");
    }
    subscriber.confirmed_at = now;
    return moved_to(std::move(subscriber), SubscriberState::active, now);
}

Result<Subscriber> changed(Subscriber subscriber, Wish wish) {
    if (!hears_or_may_again(subscriber.state)) {
        return Error(ErrorCode::wrong_state, "This subscription has ended; there is nothing to change.", "", "Subscribe again: a new link comes by mail.");
    }
    wish.format = subscriber.wish.format;  // which the receiver was made for
    subscriber.wish = std::move(wish);
    return subscriber;
}

Subscriber left(Subscriber subscriber, Time now) {
    return moved_to(std::move(subscriber), SubscriberState::left, now);
}

Result<Subscriber> enabled(Subscriber subscriber, Time now) {
    switch (subscriber.state) {
        case SubscriberState::active: return subscriber;
        case SubscriberState::quarantined:
        case SubscriberState::suppressed: break;
        case SubscriberState::pending:
        case SubscriberState::left: return Error(ErrorCode::wrong_state, "Only they themselves can make this subscription active.", "state", "They subscribe again on the page.");
    }
    subscriber.bounces = {};
    subscriber.failing_since.reset();
    subscriber.reason.clear();
    return moved_to(std::move(subscriber), SubscriberState::active, now);
}

Subscriber refused(Subscriber subscriber, Refusal refusal, std::string_view reason, Time now) {
    if (subscriber.state != SubscriberState::active) return subscriber;
    Bounces& bounces = subscriber.bounces;
    const bool counted_today = bounces.reported && bounces.last && now - *bounces.last < std::chrono::hours{24};
    if (refusal == Refusal::later && counted_today) return subscriber;
    const bool long_ago = bounces.last && now - *bounces.last > longest_row;
    bounces.in_a_row = long_ago ? 1 : bounces.in_a_row + 1;
    bounces.last = now;
    bounces.reported = refusal == Refusal::later;
    if (bounces.in_a_row < most_bounces) return subscriber;
    subscriber.reason = std::string(reason);
    return moved_to(std::move(subscriber), SubscriberState::suppressed, now);
}

Subscriber accepted(Subscriber subscriber, Time now) {
    const Bounces& bounces = subscriber.bounces;
    const bool may_still_be_reported = bounces.reported && bounces.last && now - *bounces.last < longest_queue;
    if (!may_still_be_reported) subscriber.bounces = {};
    return subscriber;
}

std::optional<Time> erased_at(SubscriberState state, Time since) {
    switch (state) {
        case SubscriberState::pending: return since + confirm_within;
        case SubscriberState::left: return since + erase_after;
        case SubscriberState::active:
        case SubscriberState::quarantined:
        case SubscriberState::suppressed: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace candor
