// What an operator can set, typed and checked: the loader (load.hpp) makes it from YAML, and nothing else does in the
// daemon. The defaults here are the defaults; etc/candor.yaml shows every key and says what it means.
#pragma once

#include "core/alert/alert.hpp"
#include "core/audience/preference.hpp"
#include "core/cadence.hpp"
#include "core/delivery/retry.hpp"
#include "core/id.hpp"
#include "core/network.hpp"
#include "core/report/report.hpp"
#include "core/secret.hpp"
#include "daemon/log.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace candor {

template <>
inline constexpr auto enum_names<log::Level> = std::to_array<std::string_view>({"debug", "info", "warning", "error"});

}  // namespace candor

namespace candor::config {

using namespace std::chrono_literals;

// Who speaks. (Paths, here and below, are absolute: relative ones in the YAML start from the folder of its file.)
struct Organisation {
    std::string name;  // required; as customers know it; 1 ... 80 characters, one line
    std::string url;   // required; where the public page is reached: https (http on loopback), no final slash
    std::string time_zone = "UTC";  // IANA name, for the times in texts
    std::string language = "en";    // BCP 47; of every text, unless its channel says otherwise
    std::string contact;            // where customers reach a person: https URL or mail address; empty: not named
    bool name_owner = false;        // each update ends with who is responsible for it, by name
    std::filesystem::path logo;     // PNG or SVG for the page, at most 256 KiB; empty: none
    std::string colour;             // "#1a2b3c", of the page's edge and buttons; empty: the usual
    friend bool operator==(const Organisation&, const Organisation&) = default;
};

// Something customers use.
struct Component {
    ComponentId id;    // required; [a-z0-9-], 1 ... 40 characters, unique; part of the record, so never reuse one
    std::string name;  // required; as customers know it; 1 ... 80 characters, one line
    std::string description;  // one line for the page; up to 200 characters; empty: none
    friend bool operator==(const Component&, const Component&) = default;
};

// Which incidents a channel carries.
struct Route {
    std::vector<ComponentId> components;  // incidents of any of these; empty: of all
    Impact min_impact = Impact::none;     // incidents at least as bad as this
    friend bool operator==(const Route&, const Route&) = default;
};

struct WebhookRecipient {
    std::string name;             // required; [a-z0-9-], 1 ... 40, unique in its channel; what logs and the API show
    std::string url;              // required; https; http only to a loopback host that delivery.allow_addresses covers
    std::vector<Secret> secrets;  // required; 1 ... 4 signing keys, whsec_ and base64 of 24 ... 64 bytes; all sign
    Preference wants;             // how much, and when not; the time zone of the quiet hours: the organisation's
    friend bool operator==(const WebhookRecipient&, const WebhookRecipient&) = default;
};

struct WebhookChannel {
    WebhookFormat format = WebhookFormat::candor;  // of the body; statuspage has the language of the page
    std::vector<WebhookRecipient> recipients;  // required; 1 or more
    friend bool operator==(const WebhookChannel&, const WebhookChannel&) = default;
};

enum class Tls { starttls, implicit, none };  // none: only to a loopback host

struct EmailRecipient {
    std::string address;  // required; unique in its channel
    std::string name;     // display name, one line; empty: none
    Preference wants;     // how much, and when not; the time zone of the quiet hours: the organisation's
    friend bool operator==(const EmailRecipient&, const EmailRecipient&) = default;
};

struct EmailChannel {
    std::string host;                        // required; of the SMTP relay: a name, or an address without brackets
    std::uint16_t port = 587;                // 1 ... 65535; 465 where tls is implicit
    Tls tls = Tls::starttls;                 // starttls is required, never merely tried
    std::string user;                        // for AUTH; empty: no AUTH. Refused where tls is none
    Secret password;                         // with user, and only with it
    std::string from;                        // required; mail address
    std::string from_name;                   // display name; the organisation's name
    std::string reply_to;                    // mail address; empty: no Reply-To
    std::string list_id;                     // List-Id without brackets: status.example.org; empty: no List-Id
    std::string message_id_domain;           // the right side of Message-ID; the domain of `from`
    std::vector<EmailRecipient> recipients;  // required; 1 or more
    int concurrency = 4;                     // connections at once to the relay; 1 ... 64
    friend bool operator==(const EmailChannel&, const EmailChannel&) = default;
};

enum class Visibility { public_, unlisted, private_, direct };

struct MastodonChannel {
    std::string base_url;                         // required; https://social.example.org, no path; http as for webhooks
    Secret token;                                 // required; an access token with the scopes write:statuses and read
    Visibility visibility = Visibility::public_;  // of every post
    friend bool operator==(const MastodonChannel&, const MastodonChannel&) = default;
};

// A configured way out.
struct Channel {
    ChannelId id;  // required; [a-z0-9-], 1 ... 40 characters, unique
    ChannelKind kind = ChannelKind::webhook;
    Route route;                                                      // default: every incident
    std::string language;                                             // BCP 47; the organisation's
    std::variant<WebhookChannel, EmailChannel, MastodonChannel> way;  // the alternative that `kind` names
    friend bool operator==(const Channel&, const Channel&) = default;
};

struct Store {
    std::filesystem::path path = "/var/lib/candor/candor.db";  // SQLite; its folder must be writable, on a local disk
    friend bool operator==(const Store&, const Store&) = default;
};

struct ListenAddress {
    std::string address;     // a literal IPv4 or IPv6 address, without brackets
    std::uint16_t port = 0;  // 1 ... 65535
    friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

struct Http {
    std::filesystem::path socket = "/run/candor/candord.sock";  // peers here are admin; at most 107 bytes
    std::uint32_t socket_mode = 0660;                           // octal in YAML ("0660"); never open to others
    std::string socket_group;                                   // who may use `candor`; empty: the daemon's own group
    std::vector<ListenAddress> listen{{"127.0.0.1", 8080}, {"::1", 8080}};  // page and API; empty: the socket alone
    std::vector<Network> trusted_proxies;  // whose X-Forwarded-For is believed; empty: nobody's
    friend bool operator==(const Http&, const Http&) = default;
};

// When an endpoint fails again and again, it is probed instead of tried.
struct Circuit {
    int failures = 5;             // in a row, before it opens; 1 ... 100
    Duration probe_every = 1min;  // 1s ... 1h
    friend bool operator==(const Circuit&, const Circuit&) = default;
};

struct Delivery {
    int in_flight = 256;             // attempts at once; 1 ... 4096
    int per_host = 4;                // attempts at once to one host; 1 ... 256, at most in_flight
    Duration attempt_timeout = 15s;  // one attempt, from name look-up to answer; 1s ... 5m
    // The waits between attempts, before jitter; after the last the delivery has failed. 1 ... 20 of 1s ... 24h each.
    // `protected`: corrections, resolutions and withdrawals. `intermediate`: the others, which a newer update replaces.
    std::vector<Duration> protected_retry = RetrySchedule::for_protected().waits;
    std::vector<Duration> intermediate_retry = RetrySchedule::for_replaceable().waits;
    Circuit circuit;
    std::vector<std::uint16_t> ports{443, 8443};  // that URLs of channels may name; allowed loopback may name any
    std::vector<Network> allow_addresses;         // exceptions to the refusal of private addresses; empty: none
    std::vector<ListenAddress> only_to;           // nothing else is contacted, by any channel; empty: whatever is allowed
    std::filesystem::path ca_file;                // PEM; instead of the system's authorities; empty: the system's
    friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Templates {
    std::filesystem::path directory = "/usr/share/candor/templates";
    std::filesystem::path own;  // files here take the place of those of the same name; empty: none
    friend bool operator==(const Templates&, const Templates&) = default;
};

struct Honesty {
    std::filesystem::path directory = "/etc/candor/honesty";  // <language>.yaml
    bool strict = false;                                      // warnings block as well
    friend bool operator==(const Honesty&, const Honesty&) = default;
};

// What is decided before anything breaks: core/plan, docs/plan.md. Read and checked when the daemon takes the
// configuration over.
struct PlanFile {
    std::filesystem::path file;  // empty: there is no plan
    friend bool operator==(const PlanFile&, const PlanFile&) = default;
};

// What customers report.
struct Reports {
    ReportThresholds thresholds;  // escalate_at 1 ... 1,000,000; within 1m ... 24h; declare_at likewise, or never
    std::string read_by;  // who reads them, as customers know it: a function, no name; up to 80 characters; empty: the team on duty
    friend bool operator==(const Reports&, const Reports&) = default;
};

struct Review {
    std::string motto;  // ends the agenda of `candor review --agenda`; one line of up to 200 characters; empty: none
    friend bool operator==(const Review&, const Review&) = default;
};

// Customers' own cases. How often they hear is cadence.case_every and cadence.urgent_case_every.
struct Cases {
    std::vector<std::string> languages;  // that their mails may have beside the organisation's and the channels'; BCP 47
    friend bool operator==(const Cases&, const Cases&) = default;
};

// A bucket that speaks the API of Amazon S3, by path: endpoint/bucket/prefix/name.
struct Bucket {
    std::string endpoint;  // https://s3.example.net, without a final slash; http: loopback only
    std::string region = "us-east-1";
    std::string bucket;    // 3 ... 63 of a-z 0-9 . -
    std::string prefix;    // "status/": before each name; letters, digits and . _ - /; empty: none
    Secret access_key;
    Secret secret_key;
    friend bool operator==(const Bucket&, const Bucket&) = default;
};

// A working copy that is committed and pushed.
struct GitCopy {
    std::filesystem::path directory;  // a clone of the repository, for this alone
    std::string remote = "origin";
    std::string branch = "main";
    friend bool operator==(const GitCopy&, const GitCopy&) = default;
};

// The page as files, for a server that does not share the daemon's fate. Each is written after each change.
struct Export {
    std::filesystem::path directory;  // empty: none is
    std::optional<Bucket> bucket;     // `s3` in the file
    std::optional<GitCopy> git;
    friend bool operator==(const Export&, const Export&) = default;
};

// Those who subscribe on the page.
struct Subscribers {
    ChannelId email;                     // of channels, kind email: whose relay and sender are used; empty: nobody can subscribe
    bool form = true;                    // the page offers it
    bool webhook_form = true;            // ... and a form for webhooks beside it
    std::vector<std::string> languages;  // that they may choose; BCP 47, 1 ... 20; the organisation's
    std::string bounce_address;          // mail that cannot be delivered comes back to it, as name+...@domain; empty: to `from`
    friend bool operator==(const Subscribers&, const Subscribers&) = default;
};

struct Log {
    log::Level level = log::Level::info;
    friend bool operator==(const Log&, const Log&) = default;
};

struct Config {
    Organisation organisation;
    std::vector<Component> components;  // required; 1 or more
    std::string default_owner;          // who owns an incident declared without --owner; empty: then it is refused
    std::string default_deputy;         // likewise; empty: no deputy
    CadencePolicy cadence;              // intervals 1s ... 24h, margin 0 ... 10m, follow-up 1s ... 720h, up to 50 rules; see core/cadence.hpp
    PlanFile plan;                      // its rules of cadence and its owners go before those above
    std::vector<Channel> channels;      // required; 1 or more
    Store store;
    Http http;
    Delivery delivery;
    Templates templates;
    Honesty honesty;
    Review review;
    Reports reports;
    bool readback = false;          // after publishing look at organisation.url; otherwise at the daemon's own listener
    std::vector<AlertRule> alerts;  // up to 200; the first that matches an alert decides
    Cases cases;
    Export site;                    // `export` in the file
    Subscribers subscribers;
    Log log;
    Duration drain_timeout = 20s;  // how long a stopping daemon waits for what is in flight; 0s ... 5m
};

// The keys that differ between the two and cannot be changed while the daemon runs: "store.path", "http.listen", ...
[[nodiscard]] std::vector<std::string> needs_restart(const Config& running, const Config& wanted);

}  // namespace candor::config

namespace candor {

template <>
inline constexpr auto enum_names<config::Tls> = std::to_array<std::string_view>({"starttls", "implicit", "none"});

template <>
inline constexpr auto enum_names<config::Visibility> = std::to_array<std::string_view>({"public", "unlisted", "private",
                                                                                        "direct"});

}  // namespace candor
