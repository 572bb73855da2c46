#include "daemon/app/assemble.hpp"

#include "core/audience.hpp"
#include "core/plan/gaps.hpp"
#include "core/plan/load.hpp"
#include "core/subscriber/webhook.hpp"
#include "daemon/clock.hpp"
#include "daemon/config/text_file.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/delivery/email.hpp"
#include "daemon/delivery/webhook.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <set>

namespace candor::app {

namespace {

namespace fs = std::filesystem;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::vector<std::string> wanted_languages(const config::Config& config) {
    std::set<std::string> languages{config.organisation.language};
    for (const config::Channel& channel : config.channels) languages.insert(channel.language);
    languages.insert(config.cases.languages.begin(), config.cases.languages.end());
    languages.insert(config.subscribers.languages.begin(), config.subscribers.languages.end());
    return {languages.begin(), languages.end()};
}

// The relay that carries the mails of cases; nullptr: there is none.
const config::Channel* first_email(const config::Config& config) {
    for (const config::Channel& channel : config.channels) {
        if (channel.kind == ChannelKind::email) return &channel;
    }
    return nullptr;
}

ChannelRoute route_of(const config::Channel& channel) {
    const auto* webhook = std::get_if<config::WebhookChannel>(&channel.way);
    return {channel.id,
            channel.kind,
            channel.language,
            channel.route.components,
            channel.route.min_impact,
            webhook != nullptr ? webhook->format : WebhookFormat::candor};
}

// A start waits for what is read: every processor helps.
void at_once(const Jobs& jobs) {
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < jobs.size(); ++i) others.push_back(std::async(jobs[i]));
    if (!jobs.empty()) jobs.front()();
    for (auto& other : others) other.get();
}

Result<honesty::Engine> make_honesty(const config::Config& config, const honesty::Keeping& kept) {
    auto files = read_texts(config.honesty.directory);
    if (!files)
        return Error(ErrorCode::invalid_lexicon, files.error().message(), "honesty.directory", "Point honesty.directory at the folder with the lexicons.");
    const auto strictness = config.honesty.strict ? honesty::Strictness::strict : honesty::Strictness::normal;
    return honesty::load_engine(*files, wanted_languages(config), strictness, at_once, kept);
}

plan::Known known_to_plan(const config::Config& config) {
    plan::Known known;
    known.zone = [](std::string_view name) -> std::shared_ptr<const TimeZone> {
        auto zone = locate_zone(name);
        return zone ? std::move(*zone) : nullptr;
    };
    known.channels.emplace();
    for (const config::Channel& channel : config.channels) known.channels->push_back(channel.id);
    known.components.emplace();
    for (const config::Component& component : config.components) known.components->push_back(component.id);
    return known;
}

Error no_plan(const std::vector<std::string>& lines) {
    return {ErrorCode::invalid_config, fmt::format("{}", fmt::join(lines, "\n")), "plan.file", "candor plan check shows the same."};
}

// Null where the configuration names none.
Result<std::shared_ptr<const plan::Plan>> make_plan(const config::Config& config) {
    const std::string file = config.plan.file.string();
    if (file.empty()) return std::shared_ptr<const plan::Plan>();
    const auto text = config::read_text_file(file);
    if (!text) return no_plan({fmt::format("{}: {}; expected a plan", file, text.error().message())});
    auto loaded = plan::load_plan(*text, file, known_to_plan(config));
    std::vector<std::string> lines;
    for (const yaml::Problem& problem : loaded.problems) lines.push_back(describe(problem));
    if (loaded.plan) {
        for (const plan::Gap& gap : plan::find_gaps(*loaded.plan)) {
            for (const std::string& where : describe(gap)) lines.push_back(fmt::format("{}: {}", file, where));
        }
    }
    if (!lines.empty()) return no_plan(lines);
    return std::make_shared<const plan::Plan>(std::move(*loaded.plan));
}

class Receivers final : public delivery::WebhookReceivers {
public:
    void add(const std::string& name, std::shared_ptr<const delivery::WebhookReceiver> receiver) { known_[name] = std::move(receiver); }

    [[nodiscard]] std::shared_ptr<const delivery::WebhookReceiver> find(const std::string& recipient) const override {
        const auto found = known_.find(recipient);
        return found == known_.end() ? nullptr : found->second;
    }

private:
    std::map<std::string, std::shared_ptr<const delivery::WebhookReceiver>> known_;
};

// Everybody is one, as long as the plan names them: others are no recipients of that channel.
class Chats final : public delivery::WebhookReceivers {
public:
    [[nodiscard]] std::shared_ptr<const delivery::WebhookReceiver> find(const std::string&) const override { return chat_; }

private:
    std::shared_ptr<const delivery::WebhookReceiver> chat_ = std::make_shared<delivery::WebhookReceiver>(delivery::WebhookReceiver{{}, true});
};

// RFC 2919: what the programs of those who subscribed sort by.
std::string list_id_of(const config::Config& config, const ChannelId& id, const config::EmailChannel& way) {
    const bool is_a_list = id == config.subscribers.email;
    return way.list_id.empty() && is_a_list ? "updates." + way.message_id_domain : way.list_id;
}

// Whoever subscribed a webhook has a secret that follows from the key of links; it signs with the one before as well.
class Subscribed final : public delivery::WebhookReceivers {
public:
    explicit Subscribed(LinkKeys keys) : keys_(std::move(keys)) {}

    [[nodiscard]] std::shared_ptr<const delivery::WebhookReceiver> find(const std::string& recipient) const override {
        auto receiver = std::make_shared<delivery::WebhookReceiver>();
        for (const Secret* key : {&keys_.current, &keys_.previous}) {
            if (key->reveal().empty()) continue;
            if (auto secret = SigningSecret::parse(webhook_secret(SubscriberId(recipient), *key))) receiver->secrets.push_back(std::move(*secret));
        }
        return receiver;
    }

private:
    LinkKeys keys_;
};

class ChannelMaker {
public:
    ChannelMaker(const config::Config& config, const Manners& manners, const Carriers& carriers) : config_(config), manners_(manners), carriers_(carriers) {}

    [[nodiscard]] Result<dispatch::Outlet> make(const config::Channel& channel) const {
        return std::visit([&](const auto& way) { return make(channel.id, way); }, channel.way);
    }

private:
    [[nodiscard]] Result<dispatch::Outlet> make(const ChannelId& id, const config::WebhookChannel& way) const {
        auto receivers = std::make_shared<Receivers>();
        for (const config::WebhookRecipient& recipient : way.recipients) {
            auto receiver = std::make_shared<delivery::WebhookReceiver>();
            for (const Secret& secret : recipient.secrets) {
                auto key = SigningSecret::parse(secret.reveal());
                if (!key) return in_channel(id, key.error());
                receiver->secrets.push_back(*key);
            }
            receivers->add(recipient.name, std::move(receiver));
        }
        return webhooks(id, std::move(receivers));
    }

    [[nodiscard]] Result<dispatch::Outlet> make(const ChannelId& id, const config::EmailChannel& way) const {
        delivery::EmailSettings settings;
        settings.host = way.host;
        settings.port = way.port;
        settings.tls = way.tls == config::Tls::starttls   ? delivery::EmailSettings::Tls::starttls
                       : way.tls == config::Tls::implicit ? delivery::EmailSettings::Tls::implicit
                                                          : delivery::EmailSettings::Tls::none;
        settings.user = way.user;
        settings.password = way.password;
        settings.ca_file = config_.delivery.ca_file.string();
        settings.from = way.from;
        settings.from_name = way.from_name.empty() ? config_.organisation.name : way.from_name;
        settings.reply_to = way.reply_to;
        settings.list_id = list_id_of(config_, id, way);
        settings.message_id_domain = way.message_id_domain;
        auto email = delivery::Email::create(carriers_.transfers, std::move(settings), manners_.relays);
        if (!email) return in_channel(id, email.error());
        return dispatch::Outlet{id, std::shared_ptr<delivery::Channel>(std::move(*email)), way.concurrency, false};
    }

    [[nodiscard]] Result<dispatch::Outlet> make(const ChannelId& id, const config::MastodonChannel& way) const {
        delivery::MastodonSettings settings;
        settings.base_url = way.base_url;
        settings.token = way.token;
        settings.visibility = std::string(to_string(way.visibility));
        settings.allow_plain_http = true;  // as for webhooks
        settings.ca_file = config_.delivery.ca_file.string();
        settings.timeout = config_.delivery.attempt_timeout;
        auto mastodon = std::make_shared<delivery::Mastodon>(carriers_.transfers, std::move(settings), manners_.outside);
        return dispatch::Outlet{id, std::move(mastodon), config_.delivery.per_host, true};
    }

public:
    // Chats of people on duty: what is posted there is signed by nobody, as a chat's address is its own secret.
    [[nodiscard]] dispatch::Outlet make_chats() const { return webhooks(desk::duty_webhook, std::make_shared<Chats>()); }

    [[nodiscard]] dispatch::Outlet make_hooks(const LinkKeys& keys) const { return webhooks(subscriber_webhook_channel(), std::make_shared<Subscribed>(keys)); }

private:
    [[nodiscard]] dispatch::Outlet webhooks(const ChannelId& id, std::shared_ptr<const delivery::WebhookReceivers> receivers) const {
        return {id, std::make_shared<delivery::Webhook>(carriers_.webhooks, manners_.webhooks, std::move(receivers)), config_.delivery.per_host, false};
    }

    static Error in_channel(const ChannelId& id, const Error& error) {
        return {ErrorCode::invalid_config, fmt::format("channel {}: {}", id.str(), error.message()), error.field(), error.mend()};
    }

    const config::Config& config_;
    const Manners& manners_;
    const Carriers& carriers_;
};

// People on duty are reached through the first relay that is configured, and through their chats.
void add_ways_to_people(const config::Config& config, const ChannelMaker& maker, std::vector<dispatch::Outlet>& outlets) {
    if (config.plan.file.empty()) return;
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        if (config.channels[i].kind != ChannelKind::email) continue;
        dispatch::Outlet mail = outlets[i];
        mail.id = desk::duty_mail;
        outlets.push_back(std::move(mail));
        break;
    }
    outlets.push_back(maker.make_chats());
}

// Over the relay of their channel; who has not confirmed yet has nothing to leave.
void add_ways_to_subscribers(const config::Config& config, const dispatch::Outlet& relay, std::vector<dispatch::Outlet>& outlets) {
    dispatch::OwnWays own;
    if (const auto bounces = parse_mail_address(config.subscribers.bounce_address)) own.bounces = *bounces;
    dispatch::Outlet confirmations = relay;
    confirmations.id = confirmation_channel();
    confirmations.own = std::make_shared<const dispatch::OwnWays>(own);
    own.unsubscribe = fmt::format("{}/unsubscribe/", config.organisation.url);
    dispatch::Outlet mails = relay;
    mails.id = subscriber_mail_channel();
    mails.own = std::make_shared<const dispatch::OwnWays>(std::move(own));
    dispatch::Outlet contacts = relay;
    contacts.id = contact_channel();
    outlets.push_back(std::move(contacts));
    outlets.push_back(std::move(confirmations));
    outlets.push_back(std::move(mails));
}

}  // namespace

Result<std::map<std::string, std::string>> read_texts(const fs::path& folder) {
    std::map<std::string, std::string> texts;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::string text(entry.file_size(), '\0');
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
        texts[fs::relative(entry.path(), folder).generic_string()] = std::move(text);
    }
    if (error) {
        return Error(ErrorCode::invalid_template, fmt::format("{} cannot be read: {}", folder.string(), error.message()), "templates.directory",
                     "Point templates.directory at the folder with the templates.");
    }
    return texts;
}

Result<std::map<std::string, std::string>> template_files(const config::Templates& templates) {
    auto files = read_texts(templates.directory);
    if (!files || templates.own.empty()) return files;
    auto own = read_texts(templates.own);
    if (!own) return own.error();
    own->merge(*files);  // what is in both stays as it is in the first
    return own;
}

Result<desk::Setup> make_setup(const config::Config& config, const honesty::Keeping& kept) {
    auto reading = std::async(make_honesty, std::cref(config), std::cref(kept));  // beside the rest: it is half of what a start takes
    desk::Setup setup;
    setup.organisation = config.organisation.name;
    setup.url = config.organisation.url;
    setup.contact = config.organisation.contact;
    setup.names_owner = config.organisation.name_owner;
    setup.language = config.organisation.language;
    setup.has_logo = !config.organisation.logo.empty();
    setup.has_colours = !config.organisation.colour.empty();
    auto zone = locate_zone(config.organisation.time_zone);
    if (!zone) return zone.error();
    setup.zone = std::move(*zone);
    setup.time_zone = config.organisation.time_zone;
    setup.default_owner = config.default_owner;
    setup.default_deputy = config.default_deputy;
    setup.motto = config.review.motto;
    setup.reports = config.reports.thresholds;
    setup.alerts = config.alerts;
    for (const config::Component& component : config.components) setup.components.emplace_back(component.id, component.name);
    auto plan = make_plan(config);
    if (!plan) return plan.error();
    setup.plan = std::move(*plan);
    setup.cadence = setup.plan ? plan::cadence_of(*setup.plan, config.cadence) : config.cadence;
    auto files = template_files(config.templates);
    if (!files) return files.error();
    auto templates = load_templates(*files, config.organisation.language, wanted_languages(config));
    if (!templates) return templates.error();
    setup.templates = std::move(*templates);
    setup.reports_read_by = config.reports.read_by;
    if (setup.reports_read_by.empty()) setup.reports_read_by = setup.templates.page_words(setup.language).text("people.on_duty");
    auto honesty = reading.get();
    if (!honesty) return honesty.error();
    setup.honesty = std::make_shared<const honesty::Engine>(std::move(*honesty));
    for (const config::Channel& channel : config.channels) setup.channels.push_back(route_of(channel));
    if (!config.subscribers.email.empty()) setup.subscription_languages = config.subscribers.languages;
    setup.subscription_form = !config.subscribers.email.empty() && config.subscribers.form;
    setup.webhook_form = setup.subscription_form && config.subscribers.webhook_form;
    if (first_email(config) != nullptr) setup.case_languages = wanted_languages(config);
    return setup;
}

Result<pages::Theme> make_theme(const config::Organisation& organisation) {
    std::string logo;
    if (!organisation.logo.empty()) {
        std::ifstream file(organisation.logo, std::ios::binary);
        logo.resize(pages::largest_logo + 1);  // one byte more than is allowed shows that there are too many
        file.read(logo.data(), static_cast<std::streamsize>(logo.size()));
        logo.resize(static_cast<std::size_t>(file.gcount()));
        if (logo.empty()) {
            return Error(ErrorCode::invalid_argument, fmt::format("{} cannot be read, or is empty.", organisation.logo.string()), "organisation.logo",
                         "Point organisation.logo at a PNG or SVG that candord may read.");
        }
    }
    return pages::make_theme(std::move(logo), organisation.colour);
}

Result<pages::PageTemplates> make_page_templates(const config::Config& config) {
    auto files = template_files(config.templates);
    if (!files) return files.error();
    auto words = load_templates(*files, config.organisation.language);
    if (!words) return words.error();
    auto templates = pages::load_page_templates(*files, words->page_words(config.organisation.language));
    if (!templates) return templates.error();
    auto theme = make_theme(config.organisation);
    if (!theme) return theme.error();
    templates->theme = std::move(*theme);
    return std::move(*templates);
}

listen::Readback::Settings make_readback(const config::Config& config) {
    listen::Readback::Settings settings;
    if (config.readback) {
        settings.url = config.organisation.url;
    } else if (!config.http.listen.empty()) {
        const config::ListenAddress& ours = config.http.listen.front();
        const std::string address = ours.address == "0.0.0.0" ? "127.0.0.1" : ours.address == "::" ? "::1" : ours.address;
        const bool ipv6 = address.find(':') != std::string::npos;
        settings.url = fmt::format("http://{}{}{}:{}", ipv6 ? "[" : "", address, ipv6 ? "]" : "", ours.port);
    }
    return settings;
}

dispatch::Settings make_dispatch_settings(const config::Config& config, std::size_t most) {
    dispatch::Settings settings;
    settings.in_flight = static_cast<int>(std::min(static_cast<std::size_t>(config.delivery.in_flight), most));
    settings.hosts = {config.delivery.per_host, config.delivery.circuit.failures, config.delivery.circuit.probe_every};
    settings.protected_retry.waits = config.delivery.protected_retry;
    settings.replaceable_retry.waits = config.delivery.intermediate_retry;
    return settings;
}

std::shared_ptr<delivery::Webhook> webhook_of_subscribers(const std::vector<dispatch::Outlet>& outlets) {
    for (const dispatch::Outlet& outlet : outlets) {
        if (outlet.id == subscriber_webhook_channel()) return std::dynamic_pointer_cast<delivery::Webhook>(outlet.channel);
    }
    return nullptr;
}

Result<std::vector<dispatch::Outlet>> make_outlets(const config::Config& config, const Manners& manners, const Carriers& carriers, const LinkKeys& keys) {
    const ChannelMaker maker(config, manners, carriers);
    std::vector<dispatch::Outlet> outlets;
    for (const config::Channel& channel : config.channels) {
        auto outlet = maker.make(channel);
        if (!outlet) return outlet.error();
        if (&channel == first_email(config)) {
            for (const ChannelId& personal : {case_channel(), report_channel()})
                outlets.push_back({personal, outlet->channel, outlet->per_host, outlet->threaded});
        }
        if (channel.id == config.subscribers.email) add_ways_to_subscribers(config, *outlet, outlets);
        outlets.push_back(std::move(*outlet));
    }
    add_ways_to_people(config, maker, outlets);
    if (!config.subscribers.email.empty()) outlets.push_back(maker.make_hooks(keys));
    return outlets;
}

std::vector<std::shared_ptr<delivery::Mastodon>> mastodon_channels(const std::vector<dispatch::Outlet>& outlets) {
    std::vector<std::shared_ptr<delivery::Mastodon>> found;
    for (const dispatch::Outlet& outlet : outlets) {
        if (auto mastodon = std::dynamic_pointer_cast<delivery::Mastodon>(outlet.channel)) found.push_back(std::move(mastodon));
    }
    return found;
}

std::vector<store::Recipient> people_by_mail(const plan::Plan* plan) {
    std::vector<store::Recipient> people;
    if (plan == nullptr) return people;
    for (const plan::Person& person : plan->people) {
        if (!person.mail.empty()) people.push_back({person.id.str(), person.mail});
    }
    return people;
}

std::vector<store::Recipient> people_by_webhook(const plan::Plan* plan) {
    std::vector<store::Recipient> people;
    if (plan == nullptr) return people;
    for (const plan::Person& person : plan->people) {
        if (!person.webhook.empty()) people.push_back({person.id.str(), person.webhook});
    }
    return people;
}

store::Store::FindZone known_zones() {
    using Zones = std::map<std::string, std::shared_ptr<const TimeZone>>;
    return [zones = std::make_shared<Zones>()](const std::string& name) -> const TimeZone* {
        auto found = zones->find(name);
        if (found == zones->end()) {
            auto zone = locate_zone(name);
            found = zones->emplace(name, zone ? std::move(*zone) : nullptr).first;
        }
        return found->second.get();
    };
}

std::vector<store::Recipient> recipients_of(const config::Channel& channel) {
    std::vector<store::Recipient> recipients;
    std::visit(Overloaded{
                   [&](const config::WebhookChannel& way) {
                       for (const auto& recipient : way.recipients) recipients.push_back({recipient.name, recipient.url, to_text(recipient.wants)});
                   },
                   [&](const config::EmailChannel& way) {
                       for (const auto& recipient : way.recipients) recipients.push_back({recipient.address, recipient.address, to_text(recipient.wants)});
                   },
                   [&](const config::MastodonChannel& way) {
                       recipients.push_back({"account", way.base_url});
                   },
               },
               channel.way);
    return recipients;
}

}  // namespace candor::app
