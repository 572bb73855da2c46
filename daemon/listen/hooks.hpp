// Webhooks that anybody may subscribe: an endpoint is tested before it is taken, and tested again before it is used once more.
// Whoever asks learns that the test failed, and not how: what is reachable from here is nobody's to find out.
//
// Lives on the I/O thread.
#pragma once

#include "core/subscriber/entry.hpp"
#include "core/subscriber/webhook.hpp"
#include "core/web_url.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/listen/limiter.hpp"

#include <functional>

namespace candor::listen {

struct HookRequest {
    std::string url;
    WebhookFormat format = WebhookFormat::candor;
    std::string contact;  // who is told by mail when it fails; empty: the operator
    Entry wishes;         // all but the address; with a basis where an operator asks
    std::string by;       // the operator; empty: anybody
    std::string from;     // the address that asks, for limits; empty: somebody whom we know
};

struct MadeHook {
    store::StoredSubscriber stored;
    std::string secret;  // shown once: it is kept nowhere
    std::string token;   // of the link that changes and ends it
};

class Hooks {
public:
    // What came of a test message. `body`: the beginning of the answer.
    struct Answer {
        bool accepted = false;  // 2xx
        std::string body;
    };
    struct Test {
        std::string url;
        SubscriberId id;  // whose secret signs it
        std::string body;
        Time at{};
    };
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<std::uint64_t()> random_bits;
        LinkKeys keys;
        std::function<Task<Answer>(Test)> send;
    };
    // Which endpoints may be named at all.
    struct Reach {
        std::vector<Network> exceptions;
        std::vector<std::uint16_t> ports;
    };

    Hooks(Parts parts, Reach reach, Limiter limiter);

    // Errors: invalid_argument (field "url" where it cannot be taken or did not pass the test), wrong_state, too_many_requests,
    // conflict (it is subscribed), store_failed.
    [[nodiscard]] Task<Result<MadeHook>> subscribe(HookRequest request);
    // May this URL be named at all? Errors: invalid_argument, field "url".
    [[nodiscard]] Result<void> may_name(std::string_view url) const;
    // Tests one that was put aside, and writes to it again. Errors: invalid_argument, wrong_state, store_failed.
    [[nodiscard]] Task<Result<store::StoredSubscriber>> enable(store::StoredSubscriber stored, bool by_operator);
    // Sends a test message to one that hears; limited by who asks (an address of the network). Nothing changes. Errors: as above,
    // too_many_requests.
    [[nodiscard]] Task<Result<void>> try_out(store::StoredSubscriber stored, std::string from);
    // What was sent there, the newest first.
    [[nodiscard]] Task<std::vector<store::SentDelivery>> sent_to(store::StoredSubscriber stored, std::size_t most);
    void adopt(Reach reach) { reach_ = std::move(reach); }

private:
    [[nodiscard]] Result<Subscriber> wanted(const HookRequest& request) const;
    [[nodiscard]] Task<bool> passes(Subscriber one, bool must_prove);
    [[nodiscard]] Task<Result<MadeHook>> keep(Subscriber one);

    Parts parts_;
    Reach reach_;
    Limiter limiter_;
    std::size_t testing_ = 0;
};

// Of one /24 or /64 ten an hour, and of all thirty at once and then one each ten seconds.
[[nodiscard]] Limiter::Limits hook_limits();

}  // namespace candor::listen
