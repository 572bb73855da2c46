// Those who want to hear: they ask, confirm, change and leave, and their mail comes back. What this does to a subscriber is
// decided in core/subscriber; here it meets the store, and what is written to them is committed with it.
//
// Lives on the I/O thread.
#pragma once

#include "core/link.hpp"
#include "core/subscriber/subscriber.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/listen/limiter.hpp"

#include <functional>

namespace candor::listen {

// Who asks, as far as it matters for limits.
struct Asking {
    std::string address;    // of the network; empty: somebody whom we know
    bool is_robot = false;  // has filled in what people do not see
};

// A mail that could not be delivered, as a mail server reports it.
struct Bounce {
    std::string to;      // the return path that the report was sent to
    std::string reason;  // for the operator; no address
};

// Of one /24 or /64 ten an hour, and of all three hundred at once and then one each two seconds.
[[nodiscard]] Limiter::Limits sign_up_limits();

class Subscriptions {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<std::uint64_t()> random_bits;
        LinkKeys keys;
        std::function<void()> on_mail = [] {};  // something was written to somebody
    };

    Subscriptions(asio::any_io_executor executor, Parts parts, Limiter limiter = Limiter(sign_up_limits()));

    // Somebody typed this address into the form. The same answer whether we know it or not: the mail alone says more.
    // Errors: invalid_argument (field "email"), too_many_requests, store_failed, wrong_state (nobody can subscribe here).
    [[nodiscard]] Task<Result<void>> sign_up(std::string address, Wish wish, Asking asking);
    // Somebody without their link wants to change or leave: it is sent to the address, where that hears from us, once a day at most. The
    // same answer and the same limits as for signing up. Errors: those of sign_up().
    [[nodiscard]] Task<Result<void>> ask_for_link(std::string address, Asking asking);

    // Whose link this is. Errors: not_found, wrong_state (it has expired).
    [[nodiscard]] Task<Result<store::StoredSubscriber>> visit(std::string token, LinkPurpose purpose);
    // Errors: those of visit() and of core/subscriber, store_failed.
    [[nodiscard]] Task<Result<store::StoredSubscriber>> confirm(std::string token);
    [[nodiscard]] Task<Result<store::StoredSubscriber>> change(std::string token, Wish wish);
    // By a link to leave, or to change; who has left, or is forgotten, has left. Errors: not_found, store_failed.
    [[nodiscard]] Task<Result<void>> leave(std::string token);
    // Errors: not_found (no return path of ours), store_failed.
    [[nodiscard]] Task<Result<store::StoredSubscriber>> bounced(Bounce bounce);

    // The token with which they change what they hear.
    [[nodiscard]] std::string manage_token(const store::StoredSubscriber& stored) const;

    // Erases those whose time has come, and tells of webhooks that were put aside, until close(). tend(): once; returns how many
    // were erased.
    [[nodiscard]] Task<> run();
    [[nodiscard]] Task<std::size_t> tend();
    // Tells, once for each time one is put aside, whoever was named as its contact, and the people on duty of the others. What is
    // written is committed together with the note that it was. Returns of how many.
    [[nodiscard]] Task<std::size_t> tell_of_quarantines();
    void look();  // webhooks were put aside: now, not within the hour
    void close();

    [[nodiscard]] std::uint64_t refused() const { return refused_; }  // sign-ups beyond the limits, or by robots

private:
    // What somebody who typed an address is to become, and be written; nullopt: nothing.
    using Typed = std::function<std::optional<SignedUp>(const std::optional<Subscriber>& known, const Subscriber& asked)>;
    [[nodiscard]] Task<Result<void>> take(std::string address, Wish wish, Asking asking, Typed typed);
    using Step = std::function<Result<Subscriber>(Subscriber)>;
    [[nodiscard]] Result<Link> opened(const std::string& token, LinkPurpose purpose) const;
    [[nodiscard]] Task<Result<store::StoredSubscriber>> step(std::int64_t recipient, Step step);

    Parts parts_;
    Limiter limiter_;
    Alarm alarm_;
    bool closed_ = false;
    std::uint64_t refused_ = 0;
};

}  // namespace candor::listen
