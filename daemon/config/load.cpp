#include "daemon/config/load.hpp"

#include "core/delivery/signature.hpp"
#include "core/yaml/document.hpp"
#include "core/yaml/reader.hpp"
#include "daemon/config/scalars.hpp"
#include "daemon/config/secret_file.hpp"
#include "daemon/config/text_file.hpp"

#include <algorithm>

namespace candor::config {

namespace {

constexpr std::size_t longest_name = 80;
constexpr std::size_t longest_title = 120;
constexpr std::size_t longest_label = 500;
constexpr std::int64_t most_reports = 1'000'000;
constexpr std::size_t longest_socket_path = 107;  // sockaddr_un

// Reads a whole configuration. Its functions are the reference in code: one for each section, in the order of the file.
class Loader {
public:
    Loader(const std::filesystem::path& folder, const Surroundings& around)
        : folder_(folder), around_(around), secret_(secret_reference({folder, around.credentials_directory})) {}

    Config load(const Value& root) {
        read_fields(root, fields());
        return std::move(config_);
    }

private:
    // What other sections refer to comes first: components and allowed addresses before channels.
    Fields fields() {
        return {
            required("organisation", config_.organisation, made_of<Organisation>(&Loader::organisation)),
            required("components", config_.components, components()),
            optional("default_owner", config_.default_owner, line_up_to(longest_name)),
            optional("default_deputy", config_.default_deputy, line_up_to(longest_name)),
            optional("cadence", config_.cadence, made_of<CadencePolicy>(&Loader::cadence)),
            optional("plan", config_.plan, made_of<PlanFile>(&Loader::plan)),
            optional("delivery", config_.delivery, made_of<Delivery>(&Loader::delivery)),
            required("channels", config_.channels, channels()),
            optional("store", config_.store, made_of<Store>(&Loader::store)),
            optional("http", config_.http, made_of<Http>(&Loader::http)),
            optional("templates", config_.templates, made_of<Templates>(&Loader::templates)),
            optional("honesty", config_.honesty, made_of<Honesty>(&Loader::honesty)),
            optional("review", config_.review, made_of<Review>(&Loader::review)),
            optional("reports", config_.reports, made_of<Reports>(&Loader::reports)),
            optional("readback", config_.readback, truth()),
            optional("alerts", config_.alerts, list_of(made_of<AlertRule>(&Loader::alert_rule), {0, 200})),
            optional("cases", config_.cases, made_of<Cases>(&Loader::cases)),
            optional("subscribers", config_.subscribers, made_of<Subscribers>(&Loader::subscribers)),
            optional("export", config_.site, made_of<Export>(&Loader::site)),
            optional("log", config_.log, made_of<Log>(&Loader::log)),
            optional("drain_timeout", config_.drain_timeout, duration(0s, 5min)),
        };
    }

    void organisation(const Value& value, Organisation& organisation) {
        const Fields fields{
            required("name", organisation.name, line_up_to(longest_name)),
            required("url", organisation.url, page_url()),
            optional("time_zone", organisation.time_zone, time_zone(around_.zone_exists)),
            optional("language", organisation.language, language_tag()),
            optional("contact", organisation.contact, contact()),
            optional("name_owner", organisation.name_owner, truth()),
            optional("logo", organisation.logo, path_from(folder_)),
            optional("colour", organisation.colour, colour()),
        };
        read_fields(value, fields);
    }

    void component(const Value& value, Component& component) {
        const Fields fields{
            required("id", component.id, id<ComponentTag>()),
            required("name", component.name, line_up_to(longest_name)),
            optional("description", component.description, line_up_to(200)),
        };
        read_fields(value, fields);
    }

    void cadence(const Value& value, CadencePolicy& cadence) {
        const Fields fields{
            optional("margin", cadence.margin, duration(0s, 10min)),
            optional("otherwise", cadence.otherwise, duration(1s, 24h)),
            optional("follow_up_after", cadence.follow_up_after, duration(1s, 720h)),
            optional("recheck_after", cadence.recheck_after, list_of(duration(1s, 720h), {0, 10})),
            optional("reopen_at", cadence.reopen_at, number(1, 1000000)),
            optional("case_every", cadence.case_every, duration(1s, 24h)),
            optional("urgent_case_every", cadence.urgent_case_every, duration(1s, 24h)),
            optional("reminders", cadence.reminders, list_of(duration(1s, 720h), {0, 5})),
            optional("rules", cadence.rules, list_of(made_of<CadenceRule>(&Loader::cadence_rule), {0, 50})),
        };
        read_fields(value, fields);
        std::sort(cadence.recheck_after.begin(), cadence.recheck_after.end());
    }

    void cadence_rule(const Value& value, CadenceRule& rule) {
        const Fields fields{
            optional("channels", rule.group, one_of<ChannelGroup>()),
            optional("scope", rule.scopes, list_of(one_of<ScopeLabel>(), {1, 5})),
            optional("impact", rule.impacts, list_of(one_of<Impact>(), {1, 4})),
            required("every", rule.every, duration(1s, 24h)),
        };
        read_fields(value, fields);
    }

    void plan(const Value& value, PlanFile& plan) {
        read_fields(value, {required("file", plan.file, path_from(folder_))});
    }

    void channel(const Value& value, Channel& channel) {
        Fields fields{
            required("id", channel.id, id<ChannelTag>()),
            required("kind", channel.kind, one_of<ChannelKind>()),
            optional("route", channel.route, made_of<Route>(&Loader::route)),
            optional("language", channel.language, language_tag()),
        };
        channel.language = config_.organisation.language;
        const auto kind = parse_name<ChannelKind>(value.at("kind").node().text);
        if (!kind) {
            read_fields(value, fields, Unknown::ignored);  // which keys belong here, nobody can say
            return;
        }
        switch (*kind) {
            case ChannelKind::webhook: return webhook(value, std::move(fields), channel.way.emplace<WebhookChannel>());
            case ChannelKind::email: return email(value, std::move(fields), channel.way.emplace<EmailChannel>());
            case ChannelKind::mastodon:
                return mastodon(value, std::move(fields), channel.way.emplace<MastodonChannel>());
        }
    }

    void route(const Value& value, Route& route) {
        const Fields fields{
            optional("components", route.components, list_of(known_component(), {1})),
            optional("min_impact", route.min_impact, one_of<Impact>()),
        };
        read_fields(value, fields);
    }

    void webhook(const Value& value, Fields fields, WebhookChannel& webhook) {
        fields.push_back(optional("format", webhook.format, one_of<WebhookFormat>()));
        fields.push_back(required("recipients", webhook.recipients,
                                  list_of(made_of<WebhookRecipient>(&Loader::webhook_recipient), {1})));
        if (read_fields(value, fields)) refuse_repeats(value.at("recipients"), "name");
    }

    void webhook_recipient(const Value& value, WebhookRecipient& recipient) {
        Fields fields{
            required("name", recipient.name, short_name()),
            required("url", recipient.url, endpoint_url(config_.delivery, false)),
            required("secrets", recipient.secrets, list_of(signing_key(), {1, 4})),
        };
        read_wishes(value, std::move(fields), recipient.wants);
    }

    // What a recipient wants beside what they are reached by.
    void read_wishes(const Value& value, Fields fields, Preference& wants) {
        fields.push_back(optional("updates", wants.updates, one_of<HowMuch>()));
        fields.push_back(optional("quiet", wants.quiet, quiet_hours()));
        fields.push_back(optional("time_zone", wants.time_zone, time_zone(around_.zone_exists)));
        read_fields(value, fields);
        if (value.has("time_zone") && !value.has("quiet")) value.at("time_zone").refuse("has no quiet hours beside it", "quiet: \"22:00-07:00\"");
        if (wants.quiet && wants.time_zone.empty()) wants.time_zone = config_.organisation.time_zone;
    }

    static Reader<std::optional<QuietHours>> quiet_hours() {
        static constexpr const char* expected = "hours such as \"22:00-07:00\"";
        return scalar<std::optional<QuietHours>>(expected, [](const Node& node) -> Result<std::optional<QuietHours>> {
            if (const auto quiet = parse_quiet_hours(node.text)) return std::optional(*quiet);
            return Error(ErrorCode::invalid_config, "is not a range of hours");
        });
    }

    void email(const Value& value, Fields fields, EmailChannel& email) {
        const Fields own{
            required("host", email.host, host()),
            optional("port", email.port, port()),
            optional("tls", email.tls, one_of<Tls>()),
            optional("user", email.user, line_up_to(longest_name)),
            optional("password", email.password, secret_),
            required("from", email.from, mail_address()),
            optional("from_name", email.from_name, line_up_to(longest_name)),
            optional("reply_to", email.reply_to, mail_address()),
            optional("list_id", email.list_id, domain()),
            optional("message_id_domain", email.message_id_domain, domain()),
            required("recipients", email.recipients, list_of(email_recipient(), {1})),
            optional("concurrency", email.concurrency, number(1, 64)),
        };
        fields.insert(fields.end(), own.begin(), own.end());
        email.port = 0;
        email.from_name = config_.organisation.name;
        if (!read_fields(value, fields)) return;
        if (email.port == 0) email.port = email.tls == Tls::implicit ? 465 : 587;
        if (email.message_id_domain.empty()) email.message_id_domain = email.from.substr(email.from.find('@') + 1);
        check_email(value, email);
    }

    static void check_email(const Value& value, const EmailChannel& email) {
        if (email.tls == Tls::none && !email.host.empty() && !is_loopback_host(email.host)) {
            value.at("tls").refuse("is none, but host is another machine", "starttls or implicit");
        }
        if (email.tls == Tls::none && !email.user.empty()) {
            value.at("user").refuse("would send a password in clear", "tls: starttls or implicit, or no user");
        }
        const bool has_password = value.has("password");
        if (value.has("user") && !has_password)
            value.at("user").refuse("has no password beside it", "password: file:/path");
        if (has_password && !value.has("user")) value.at("password").refuse("has no user beside it", "user: name");
        refuse_repeats(value.at("recipients"), "address");
    }

    void mastodon(const Value& value, Fields fields, MastodonChannel& mastodon) {
        const Fields own{
            required("base_url", mastodon.base_url, endpoint_url(config_.delivery, true)),
            required("token", mastodon.token, secret_),
            optional("visibility", mastodon.visibility, one_of<Visibility>()),
        };
        fields.insert(fields.end(), own.begin(), own.end());
        read_fields(value, fields);
    }

    void store(const Value& value, Store& store) {
        read_fields(value, {optional("path", store.path, path_from(folder_))});
    }

    void http(const Value& value, Http& http) {
        const Fields fields{
            optional("socket", http.socket, path_from(folder_)),
            optional("socket_mode", http.socket_mode, file_mode()),
            optional("socket_group", http.socket_group, line_up_to(32)),
            optional("listen", http.listen, list_of(listen_address(), {0, 16})),
            optional("trusted_proxies", http.trusted_proxies, list_of(network(), {0, 100})),
        };
        read_fields(value, fields);
        if (http.socket.native().size() > longest_socket_path) {
            value.at("socket").refuse("is longer than a socket's path can be",
                                      fmt::format("at most {} bytes", longest_socket_path));
        }
        if (value.has("listen")) refuse_repeats(value.at("listen"), {});
    }

    void delivery(const Value& value, Delivery& delivery) {
        const auto retry = [] { return list_of(duration(1s, 24h), {1, 20}); };
        const Fields fields{
            optional("in_flight", delivery.in_flight, number(1, 4096)),
            optional("per_host", delivery.per_host, number(1, 256)),
            optional("attempt_timeout", delivery.attempt_timeout, duration(1s, 5min)),
            optional("protected_retry", delivery.protected_retry, retry()),
            optional("intermediate_retry", delivery.intermediate_retry, retry()),
            optional("circuit", delivery.circuit, made_of<Circuit>(&Loader::circuit)),
            optional("ports", delivery.ports, list_of(port(), {1, 50})),
            optional("allow_addresses", delivery.allow_addresses, list_of(network(), {0, 100})),
            optional("only_to", delivery.only_to, list_of(listen_address(), {0, 100})),
            optional("ca_file", delivery.ca_file, path_from(folder_)),
        };
        read_fields(value, fields);
        if (delivery.per_host > delivery.in_flight) {
            value.at("per_host")
                .refuse(fmt::format("per_host ({}) is more than in_flight ({})", delivery.per_host, delivery.in_flight),
                        "at most in_flight");
        }
    }

    void circuit(const Value& value, Circuit& circuit) {
        const Fields fields{
            optional("failures", circuit.failures, number(1, 100)),
            optional("probe_every", circuit.probe_every, duration(1s, 1h)),
        };
        read_fields(value, fields);
    }

    void templates(const Value& value, Templates& templates) {
        read_fields(value, {optional("directory", templates.directory, path_from(folder_)), optional("own", templates.own, path_from(folder_))});
    }

    void honesty(const Value& value, Honesty& honesty) {
        const Fields fields{
            optional("directory", honesty.directory, path_from(folder_)),
            optional("strict", honesty.strict, truth()),
        };
        read_fields(value, fields);
    }

    void review(const Value& value, Review& review) { read_fields(value, {optional("motto", review.motto, line_up_to(200))}); }

    void cases(const Value& value, Cases& cases) { read_fields(value, {optional("languages", cases.languages, list_of(language_tag(), {0, 20}))}); }

    void subscribers(const Value& value, Subscribers& subscribers) {
        const Fields fields{
            required("email", subscribers.email, known_email_channel()),
            optional("form", subscribers.form, truth()),
            optional("webhook_form", subscribers.webhook_form, truth()),
            optional("languages", subscribers.languages, list_of(language_tag(), {1, 20})),
            optional("bounce_address", subscribers.bounce_address, bounce_address()),
        };
        subscribers.languages = {config_.organisation.language};
        if (read_fields(value, fields) && value.has("languages")) refuse_repeats(value.at("languages"), {});
    }

    void reports(const Value& value, Reports& reports) {
        const Fields fields{
            optional("escalate_at", reports.thresholds.escalate_at, whole<std::int64_t>(1, most_reports)),
            optional("within", reports.thresholds.within, duration(1min, 24h)),
            optional("declare_at", reports.thresholds.declare_at, number_or_never()),
            optional("read_by", reports.read_by, line_up_to(longest_name)),
        };
        read_fields(value, fields);
    }

    void alert_rule(const Value& value, AlertRule& rule) {
        const Fields fields{
            required("match", rule.match, labels()),
            required("components", rule.components, list_of(known_component(), {1, 50})),
            required("impact", rule.impact, one_of<Impact>()),
            optional("title", rule.title, line_up_to(longest_title)),
        };
        read_fields(value, fields);
    }

    void site(const Value& value, Export& site) {
        if (value.has("s3")) site.bucket.emplace();
        if (value.has("git")) site.git.emplace();
        Fields fields{optional("directory", site.directory, path_from(folder_))};
        if (site.bucket) fields.push_back(optional("s3", *site.bucket, made_of<Bucket>(&Loader::bucket)));
        if (site.git) fields.push_back(optional("git", *site.git, made_of<GitCopy>(&Loader::git)));
        read_fields(value, fields);
    }

    void bucket(const Value& value, Bucket& bucket) {
        const Fields fields{
            required("endpoint", bucket.endpoint, page_url()),
            optional("region", bucket.region, plain_name("-", 40)),
            required("bucket", bucket.bucket, plain_name(".-", 63)),
            optional("prefix", bucket.prefix, object_prefix()),
            required("access_key", bucket.access_key, secret_),
            required("secret_key", bucket.secret_key, secret_),
        };
        read_fields(value, fields);
    }

    void git(const Value& value, GitCopy& git) {
        const Fields fields{
            required("directory", git.directory, path_from(folder_)),
            optional("remote", git.remote, plain_name("._-", 100)),
            optional("branch", git.branch, plain_name("._-/", 100)),
        };
        read_fields(value, fields);
    }

    void log(const Value& value, Log& log) { read_fields(value, {optional("level", log.level, one_of<log::Level>())}); }

    // --- what the sections are made of ---

    // A section that one of the functions above reads.
    template <class T>
    Reader<T> made_of(void (Loader::*read)(const Value&, T&)) {
        return section<T>([this, read](const Value& value, T& target) { (this->*read)(value, target); });
    }

    Reader<std::vector<Component>> components() {
        return without_repeats(list_of(made_of<Component>(&Loader::component), {1}), "id");
    }

    Reader<std::vector<Channel>> channels() {
        return without_repeats(list_of(made_of<Channel>(&Loader::channel), {1, 100}), "id");
    }

    template <class T>
    static Reader<std::vector<T>> without_repeats(const Reader<std::vector<T>>& list, const std::string& key) {
        return {list.expected, [read = list.read, key](const Value& value) {
                    auto items = read(value);
                    if (items) refuse_repeats(value, key);
                    return items;
                }};
    }

    // The id of a component above. Where the components themselves are wrong, that is said already.
    Reader<ComponentId> known_component() {
        std::vector<std::string> ids;
        for (const Component& component : config_.components) ids.push_back(component.id.str());
        return scalar<ComponentId>(fmt::format("an id from components ({})", fmt::join(ids, ", ")),
                                   [ids](const Node& node) -> Result<ComponentId> {
                                       const bool known = std::find(ids.begin(), ids.end(), node.text) != ids.end();
                                       if (known || ids.empty()) return ComponentId(node.text);
                                       return Error(ErrorCode::invalid_config, "is not a component");
                                   });
    }

    // The id of an email channel above. Where the channels themselves are wrong, that is said already.
    Reader<ChannelId> known_email_channel() {
        std::vector<std::string> ids;
        for (const Channel& channel : config_.channels) {
            if (channel.kind == ChannelKind::email) ids.push_back(channel.id.str());
        }
        const bool any = !config_.channels.empty();
        const std::string expected = ids.empty() ? "the id of an email channel, and there is none" : fmt::format("the id of an email channel ({})", fmt::join(ids, ", "));
        return scalar<ChannelId>(expected, [ids, any](const Node& node) -> Result<ChannelId> {
            if (std::find(ids.begin(), ids.end(), node.text) != ids.end() || !any) return ChannelId(node.text);
            return Error(ErrorCode::invalid_config, "is not an email channel");
        });
    }

    static Reader<std::optional<std::int64_t>> number_or_never() {
        const std::string expected = fmt::format("a whole number from 1 to {}, or never", most_reports);
        return scalar<std::optional<std::int64_t>>(expected, [](const Node& node) -> Result<std::optional<std::int64_t>> {
            if (node.text == "never") return std::optional<std::int64_t>();
            const auto number = whole_number_within(node, 1, most_reports);
            if (!number) return number.error();
            return std::optional(*number);
        });
    }

    // label: value, as the monitoring system writes them.
    static Reader<Labels> labels() {
        return {"labels and their values", [](const Value& value) -> std::optional<Labels> {
                    Labels labels;
                    if (value.node().kind != Node::Kind::map || value.node().children.empty())
                        return value.refuse(std::string(value.kind_text()), "one label or more, each with its value");
                    for (const Node& child : value.node().children) {
                        auto text = line_up_to(longest_label).read(value.child(child, child.key));
                        if (text) labels.emplace(child.key, std::move(*text));
                    }
                    return labels;
                }};
    }

    // A secret that can sign.
    Reader<Secret> signing_key() {
        return {"a reference to a signing key: " + secret_.expected,
                [read = secret_.read](const Value& value) -> std::optional<Secret> {
                    auto secret = read(value);
                    if (!secret) return std::nullopt;
                    const auto key = SigningSecret::parse(secret->reveal());
                    if (!key)
                        return value.refuse("refers to a bad key: " + key.error().message(),
                                            "whsec_ and the base64 of 24 to 64 random bytes");
                    return secret;
                }};
    }

    // An address alone, or with a name.
    Reader<EmailRecipient> email_recipient() {
        return {"a mail address, or address and name", [this](const Value& value) -> std::optional<EmailRecipient> {
                    EmailRecipient recipient;
                    if (value.node().kind == Node::Kind::map) {
                        Fields fields{
                            required("address", recipient.address, mail_address()),
                            optional("name", recipient.name, line_up_to(longest_name)),
                        };
                        read_wishes(value, std::move(fields), recipient.wants);
                        return recipient;
                    }
                    auto address = mail_address().read(value);
                    if (!address) return std::nullopt;
                    recipient.address = std::move(*address);
                    return recipient;
                }};
    }

    std::filesystem::path folder_;
    const Surroundings& around_;
    Reader<Secret> secret_;
    Config config_;
};

LoadResult failed(const std::filesystem::path& file, std::string message, std::string expected) {
    return {std::nullopt, {{file.string(), 0, {}, std::move(message), std::move(expected)}}};
}

}  // namespace

LoadResult load_text(std::string_view yaml, const std::filesystem::path& file, const Surroundings& around) {
    const std::string name = file.string();
    const Document document = parse_document(yaml);
    if (const auto& fault = document.fault)
        return {std::nullopt, {{name, fault->line, {}, fault->message, fault->expected}}};

    LoadResult result;
    Loader loader(std::filesystem::absolute(file).parent_path(), around);
    Config config = loader.load({document.root, {}, name, result.problems});
    std::stable_sort(result.problems.begin(), result.problems.end(),
                     [](const Problem& one, const Problem& other) { return one.line < other.line; });
    if (result.problems.empty()) result.config = std::move(config);
    return result;
}

LoadResult load_file(const std::filesystem::path& file, const Surroundings& around) {
    const auto text = read_text_file(file);
    if (!text) return failed(file, text.error().message(), "a configuration file");
    return load_text(*text, file, around);
}

}  // namespace candor::config
