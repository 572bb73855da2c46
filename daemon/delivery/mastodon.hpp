// Posts to a Mastodon server (or one that speaks its API): POST /api/v1/statuses.
//
// Idempotency-Key is the delivery's id, which the server remembers for an hour: within it a repeated post has no
// effect. A later attempt looks through the account's own posts first.
#pragma once

#include "core/secret.hpp"
#include "daemon/delivery/address_policy.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/delivery/transfers.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace candor::delivery {

struct MastodonSettings {
    std::string base_url;               // "https://social.example.org", without a path
    Secret token;                       // an access token with the scopes write:statuses and read
    std::string visibility = "public";  // public, unlisted, private or direct
    bool allow_plain_http = false;
    std::string ca_file;  // trusted instead of the system's authorities; empty: the system's
    Duration connect_timeout = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{15};
};

// How long a post may be, and what a link counts in it.
struct StatusLimits {
    int characters = 500;
    int characters_per_url = 23;
    friend bool operator==(const StatusLimits&, const StatusLimits&) = default;
};

// The plain text of a post as the server shows it (HTML), with every run of white space as one space.
[[nodiscard]] std::string status_text(std::string_view html);

class Mastodon final : public Channel {
public:
    Mastodon(Transfers& transfers, MastodonSettings settings, std::shared_ptr<const AddressPolicy> policy);
    ~Mastodon() override;

    [[nodiscard]] Task<Outcome> attempt(std::shared_ptr<const Envelope> envelope) override;
    [[nodiscard]] std::string host_of(const std::string& address) const override;
    [[nodiscard]] bool idempotent() const override { return true; }

    // Asks the server (GET /api/v1/instance); the usual limits where it does not say.
    [[nodiscard]] Task<StatusLimits> limits();

private:
    class Call;
    struct Search;

    [[nodiscard]] Task<Outcome> post(std::shared_ptr<const Envelope> envelope, std::string reply_to);
    [[nodiscard]] Task<Search> find_posted(std::shared_ptr<const Envelope> envelope);
    [[nodiscard]] Task<bool> learn_account();
    [[nodiscard]] std::unique_ptr<Call> make_call() const;
    [[nodiscard]] Outcome outcome_of(const Call& call, const TransferResult& result, Time now) const;

    Transfers& transfers_;
    MastodonSettings settings_;
    std::shared_ptr<const AddressPolicy> policy_;
    TransferPool<Call> calls_;
    std::string account_;  // our id on the server, once known
};

}  // namespace candor::delivery
