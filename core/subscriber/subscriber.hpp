// Somebody who asked to hear: what they want, where they stand, and what each thing that happens makes of that. Pure; the
// address stands in here and in no event, so that it can be erased though events cannot.
#pragma once

#include "core/audience/preference.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/message/message.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

using SubscriberId = Id<struct SubscriberTag>;  // 12 characters, as those of incidents: what logs and deliveries show

enum class SubscriberState {
    pending,      // asked, and has not confirmed: hears of nothing but that
    active,
    quarantined,  // a webhook that failed for long: waits until its owner says that it works
    suppressed,   // the address refused again and again
    left,
};
template <>
inline constexpr auto enum_names<SubscriberState> =
    std::to_array<std::string_view>({"pending", "active", "quarantined", "suppressed", "left"});

// What they asked for.
struct Wish {
    std::string language;                 // BCP 47; one of those that are offered
    std::vector<ComponentId> components;  // incidents that touch any of these; empty: all
    IncidentId incident;                  // this one alone; empty: all of them
    Preference preference;                // its time zone only with quiet hours
    WebhookFormat format = WebhookFormat::candor;  // of a webhook
    friend bool operator==(const Wish&, const Wish&) = default;
};

// What is rendered once for all who want the same: "de", or "statuspage", which has the language of the page.
[[nodiscard]] std::string wanted_variant(const Wish& wish);
inline constexpr std::size_t most_components_wanted = 50;

// " checkout search ": as a row keeps the components of a wish, or of an incident. Empty: none are named.
[[nodiscard]] std::string components_text(const std::vector<ComponentId>& components);
[[nodiscard]] std::vector<ComponentId> parse_components(std::string_view text);
// Does a wish, as its row keeps it, take in an incident that touches (or ever touched) these? Both as components_text().
[[nodiscard]] bool takes_in(std::string_view wanted, std::string_view touched);

// Failures in a row, by what was refused at once (at RCPT) and by what a mail server reported later.
struct Bounces {
    int in_a_row = 0;
    std::optional<Time> last;
    bool reported = false;  // the last one was a report (RFC 3464): the relay had accepted the mail
    friend bool operator==(const Bounces&, const Bounces&) = default;
};
inline constexpr int most_bounces = 3;
// So long a mail may wait at a relay before it is reported as failed: until then "accepted" proves nothing.
inline constexpr Duration longest_queue = std::chrono::hours{5 * 24};
// Failures that are further apart are not in a row.
inline constexpr Duration longest_row = std::chrono::hours{30 * 24};

struct Subscriber {
    SubscriberId id;
    ChannelId channel;    // subscribers:mail or subscribers:webhook
    std::string address;  // a mail address, or a URL; empty: erased
    SubscriberState state = SubscriberState::pending;
    Time since{};         // of the state
    Time created_at{};
    std::optional<Time> confirmed_at;
    std::optional<Time> written_at;  // when the last mail about the subscription itself was written
    Wish wish;
    Bounces bounces;
    std::string reason;   // why suppressed or quarantined, for the operator; never an address
    std::string basis;    // on what an operator subscribed them: "contract 2026"; empty: they did it themselves
    std::string added_by; // who that was
    std::optional<Time> failing_since;  // of a webhook: since then nothing has arrived
    std::string contact;  // of a webhook: a mail address that is told when it is put aside; empty: the operator is
    friend bool operator==(const Subscriber&, const Subscriber&) = default;
};

// An address that somebody may subscribe with, in the form that is written to. Errors: invalid_argument, field "email".
[[nodiscard]] Result<std::string> clean_subscriber_address(std::string_view text);
// Addresses with the same key are one subscriber: folded case. What stands after a plus counts: it may be another mailbox.
[[nodiscard]] std::string subscriber_key(std::string_view address);

// ---- what a sign-up leads to ---------------------------------------------------------------------------------------

inline constexpr Duration one_mail_each = std::chrono::hours{24};   // about the subscription itself, to one address

enum class Written { nothing, confirmation, known_already };
template <>
inline constexpr auto enum_names<Written> = std::to_array<std::string_view>({"nothing", "confirmation", "known_already"});

struct SignedUp {
    Subscriber subscriber;
    Written mail = Written::nothing;
};
// Somebody typed this address into the form. Who has confirmed is not changed by that: anybody may have typed it.
// `known`: the subscriber of that address; none: nobody. `id`: of a new one.
[[nodiscard]] SignedUp sign_up(const std::optional<Subscriber>& known, const Subscriber& asked, Time now);

// ---- what happens to one -------------------------------------------------------------------------------------------

// Opened their own link and said yes. Once: who confirmed already stays as they are. Errors: wrong_state: who has left, or
// was suppressed, asks again.
[[nodiscard]] Result<Subscriber> confirmed(Subscriber subscriber, Time now);
// Errors: wrong_state where they hear nothing (any more), so that there is nothing to change.
[[nodiscard]] Result<Subscriber> changed(Subscriber subscriber, Wish wish);
[[nodiscard]] Subscriber left(Subscriber subscriber, Time now);
// Somebody has seen to it that what failed works again. Errors: wrong_state: it neither failed nor hears.
[[nodiscard]] Result<Subscriber> enabled(Subscriber subscriber, Time now);

enum class Refusal {
    at_once,  // 5xx at RCPT: each is of another mail
    later,    // a delivery status report: servers repeat these, so that one a day counts
};
[[nodiscard]] Subscriber refused(Subscriber subscriber, Refusal refusal, std::string_view reason, Time now);
// A mail was accepted. It ends what was refused at once; what was reported later only when that long ago.
[[nodiscard]] Subscriber accepted(Subscriber subscriber, Time now);

inline constexpr Duration erase_after = std::chrono::hours{30 * 24};  // of leaving
// When all that is personal about them is erased; none: while they stay.
[[nodiscard]] std::optional<Time> erased_at(SubscriberState state, Time since);

}  // namespace candor
