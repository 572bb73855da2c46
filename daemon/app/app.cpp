#include "daemon/app/app.hpp"

#include "core/audience.hpp"
#include "daemon/api/api.hpp"
#include "daemon/api/stored_tokens.hpp"
#include "daemon/app/check.hpp"
#include "daemon/app/link_key.hpp"
#include "daemon/app/site_targets.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/desk/freeze.hpp"
#include "daemon/desk/inspector.hpp"
#include "daemon/delivery/mastodon.hpp"
#include "daemon/delivery/page_reader.hpp"
#include "daemon/listen/audience.hpp"
#include "daemon/listen/hooks.hpp"
#include "daemon/feeds/feeds.hpp"
#include "daemon/http/read_cache.hpp"
#include "daemon/listen/intake.hpp"
#include "daemon/mirror/mirror.hpp"
#include "daemon/listen/monitors.hpp"
#include "daemon/listen/roster.hpp"
#include "daemon/listen/subscriptions.hpp"
#include "daemon/log.hpp"
#include "daemon/pages/answers.hpp"
#include "daemon/pages/history_pages.hpp"
#include "daemon/pages/reporting.hpp"
#include "daemon/pages/review_pages.hpp"
#include "daemon/pages/site.hpp"
#include "daemon/pages/subscribing.hpp"
#include "daemon/random.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace candor::app {

using namespace std::chrono_literals;

namespace {

template <class T>
T value_or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(fmt::format("{} {}", result.error().message(), result.error().mend()));
    return std::move(*result);
}

void or_throw(const std::optional<Error>& error) {
    if (error) throw std::runtime_error(fmt::format("{} {}", error->message(), error->mend()));
}

constexpr std::uint64_t ballast = 16 * 1024 * 1024;  // bytes: some thousand updates and their deliveries

// Where the site in files begins: the first page, and what no page of it links to.
mirror::SiteSource mirrored_site(const std::shared_ptr<const http::Router>& router, const desk::Desk& desk) {
    mirror::SiteSource source{router, desk.setup().url, feeds::Feeds::paths()};
    source.paths.emplace_back("/robots.txt");
    return source;
}

}  // namespace

// The HTTP side: tokens, pages, the routes of both, and the server in front of them.
struct App::Front {
    std::shared_ptr<api::StoredTokens> tokens;
    std::unique_ptr<listen::Intake> intake;
    std::unique_ptr<listen::Monitors> monitors;
    std::unique_ptr<listen::Roster> roster;
    std::unique_ptr<listen::Hooks> hooks;
    std::unique_ptr<http::ReadCache> cache;
    std::unique_ptr<listen::Subscriptions> subscriptions;
    std::unique_ptr<pages::Site> pages;
    std::unique_ptr<feeds::Feeds> feeds;
    std::unique_ptr<mirror::Mirror> to_folder;  // the site, elsewhere: one for each place
    std::unique_ptr<mirror::Mirror> to_bucket;
    std::unique_ptr<mirror::Mirror> to_git;
    std::shared_ptr<const http::Router> router;
    std::unique_ptr<pages::Answers> answers;
    std::unique_ptr<pages::Reporting> reporting;
    std::unique_ptr<pages::HookPages> hook_pages;
    std::unique_ptr<pages::Subscribing> subscribing;
    std::unique_ptr<pages::ReviewPages> reviews;
    std::unique_ptr<pages::Chronicle> chronicle;
    std::unique_ptr<pages::HistoryPages> history;
    std::unique_ptr<delivery::PageReader> reader;
    std::unique_ptr<listen::Readback> readback;
    std::unique_ptr<desk::Inspector> inspector;
    std::unique_ptr<http::Server> server;
};

App::App(Prepared prepared, std::filesystem::path file)
    : config_(std::move(prepared.config)), setup_(std::make_shared<const desk::Setup>(std::move(prepared.setup))),
      pages_(std::make_shared<const pages::PageTemplates>(std::move(prepared.pages))), manners_(std::move(prepared.manners)), file_(std::move(file)),
      transfers_(io_.context(), std::min<std::size_t>(descriptors_.kept / 8, 256)),
      webhooks_(io_.executor(), std::min<std::size_t>(descriptors_.kept - descriptors_.kept / 8, 2048)), tasks_(io_.executor()),
      supervisor_(io_.executor(), clock_, database_, {[this] { stop_.notify(); }, [this] { tasks_.spawn("reload", reload()); }}), stop_(io_.executor()) {}

App::~App() = default;

void App::run() {
    io_.run(live());
}

Task<> App::live() {
    co_await open_store();
    link_keys_ = value_or_throw(link_keys(config_.store.path.parent_path() / "link.key"));
    auto outlets = value_or_throw(make_outlets(config_, std::exchange(manners_, {}), {transfers_, webhooks_}, link_keys_));
    mastodons_ = mastodon_channels(outlets);
    hooks_ = webhook_of_subscribers(outlets);
    desk_ = std::make_unique<desk::Desk>(io_.executor(), desk::Desk::Parts{*store_, database_, clock_, random_bits}, std::move(setup_));
    dispatcher_ = std::make_unique<dispatch::Dispatcher>(
        io_.executor(), dispatch::Dispatcher::Parts{*store_, database_, clock_, random_bits, link_keys_.current, [this] { tell_of_quarantines(); }},
        make_dispatch_settings(config_, descriptors_.deliveries), std::move(outlets));
    co_await desk_->load();
    co_await sync_recipients();
    co_await listen::follow_audience(*desk_, *store_, database_);
    co_await listen();
    co_await desk::stay_frozen(*desk_, *store_, database_);
    for (const desk::DossierPtr& dossier : desk_->open()) co_await desk_->greet_reporters(dossier->record.id);  // whom a crash kept waiting

    tasks_.spawn("supervisor", supervisor_.run());
    tasks_.spawn("dispatcher", deliver());
    tasks_.spawn("desk", desk_->run());
    tasks_.spawn("server", front_->server->run());
    tasks_.spawn("readback", front_->readback->run());
    tasks_.spawn("site in a folder", front_->to_folder->run());
    tasks_.spawn("site in a bucket", front_->to_bucket->run());
    tasks_.spawn("site in a repository", front_->to_git->run());
    tasks_.spawn("inspector", front_->inspector->run());
    tasks_.spawn("subscriptions", front_->subscriptions->run());
    tasks_.spawn("limits", ask_servers_for_limits());
    tasks_.spawn("stop", take_down());
    supervisor_.ready(fmt::format("{} open incidents", desk_->open().size()));
    log::info("candord is ready", {{"version", CANDOR_VERSION}, {"open_incidents", desk_->open().size()}});
    co_await last_as_one();
}

// A daemon of which one part has ended would seem to live, and keep nobody's word.
Task<> App::last_as_one() {
    try {
        co_await tasks_.join();
    } catch (const std::exception& error) {
        log::error("candord ends at once; the next start goes on from what was committed", {{"error", error.what()}});
        ::_exit(EXIT_FAILURE);
    }
}

Task<> App::open_store() {
    auto open = [path = config_.store.path.string()] {
        auto store = std::make_unique<store::Store>(path, known_zones());
        store->keep_ballast(path + ".ballast", ballast, [] {
            log::error(
                "the disk is full: the reserve beside the database is in use; make room, or soon nothing can be "
                "recorded");
        });
        return store;
    };
    store_ = co_await database_.run(std::move(open));
    auto recover = [&store = *store_, now = clock_.now()] { return store.recover_attempts(now); };
    const std::size_t unknown = co_await database_.run(std::move(recover));
    if (unknown > 0) log::warning("attempts had no outcome when candord last ended; they are tried again under the same ids", {{"attempts", unknown}});
}

Task<> App::listen() {
    front_ = std::make_unique<Front>();
    front_->tokens = std::make_shared<api::StoredTokens>(*store_, database_, fill_random);
    co_await front_->tokens->load();
    front_->answers = std::make_unique<pages::Answers>(pages::Answers::Parts{*desk_, *store_, database_, clock_, link_keys_.current}, pages_);
    front_->cache = std::make_unique<http::ReadCache>(clock_);
    front_->pages = std::make_unique<pages::Site>(*desk_, clock_, std::move(pages_), *front_->cache);
    front_->feeds = std::make_unique<feeds::Feeds>(feeds::Feeds::Parts{*desk_, clock_, *front_->cache});
    for (auto* mirror : {&front_->to_folder, &front_->to_bucket, &front_->to_git}) {
        *mirror = std::make_unique<mirror::Mirror>(io_.executor(), [this] { return mirrored_site(front_->router, *desk_); });
    }
    front_->to_folder->write_to(folder_target(config_));
    front_->to_bucket->write_to(bucket_target(config_, transfers_));
    front_->to_git->write_to(git_target(config_));
    front_->intake = std::make_unique<listen::Intake>(io_.executor(), listen::Intake::Parts{*desk_, *store_, database_, clock_, random_bits});
    front_->monitors = std::make_unique<listen::Monitors>(io_.executor(), listen::Monitors::Parts{*desk_, *store_, database_, clock_});
    front_->roster = std::make_unique<listen::Roster>(
        listen::Roster::Parts{*desk_, *store_, database_, clock_, [this](std::string_view url) { return front_->hooks->may_name(url); }});
    front_->hooks =
        std::make_unique<listen::Hooks>(listen::Hooks::Parts{*desk_, *store_, database_, clock_, random_bits, link_keys_,
                                                             [this](listen::Hooks::Test test) { return test_hook(std::move(test)); }},
                                        listen::Hooks::Reach{config_.delivery.allow_addresses, config_.delivery.ports}, listen::Limiter(listen::hook_limits()));
    front_->reader = std::make_unique<delivery::PageReader>(transfers_, config_.delivery.ca_file.string());
    listen::Readback::Fetch fetch = [reader = front_->reader.get()](std::string url) { return reader->read(std::move(url)); };
    front_->readback = std::make_unique<listen::Readback>(io_.executor(), *desk_, clock_, std::move(fetch), make_readback(config_));
    front_->inspector = std::make_unique<desk::Inspector>(io_.executor(), *store_, database_, clock_);
    listen::Subscriptions::Parts subscription_parts{*desk_, *store_, database_, clock_, random_bits, link_keys_, [this] { dispatcher_->wake(); }};
    front_->subscriptions = std::make_unique<listen::Subscriptions>(io_.executor(), std::move(subscription_parts));
    front_->hook_pages = std::make_unique<pages::HookPages>(*front_->pages, *desk_, *front_->hooks);
    front_->subscribing = std::make_unique<pages::Subscribing>(*front_->pages, *desk_, *front_->subscriptions, *front_->hook_pages);
    front_->reporting = std::make_unique<pages::Reporting>(*front_->pages, *desk_, *front_->intake);
    front_->reviews = std::make_unique<pages::ReviewPages>(io_.executor(), pages::ReviewPages::Parts{*front_->pages, *desk_, *store_, database_, clock_});
    front_->chronicle = std::make_unique<pages::Chronicle>(io_.executor(), pages::Chronicle::Parts{*desk_, *store_, database_, clock_});
    front_->pages->show_history(*front_->chronicle);
    front_->history = std::make_unique<pages::HistoryPages>(*front_->pages, *desk_, *front_->chronicle, clock_);
    desk_->on_change = [this](bool sends) {
        for (const auto* mirror : {&front_->to_folder, &front_->to_bucket, &front_->to_git}) (*mirror)->wake();
        dispatcher_->hold(desk_->setup().frozen.has_value());
        if (!sends) return;
        dispatcher_->wake();
        front_->readback->look();
    };

    std::vector<http::Route> routes =
        api::routes({*desk_, *store_, database_, *dispatcher_, clock_, front_->tokens, CANDOR_VERSION, clock_.now(), *front_->intake, *front_->monitors,
                     *front_->roster, front_->readback.get(), front_->subscriptions.get(), front_->hooks.get(), front_->inspector.get()});
    for (http::Route& route : front_->pages->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->feeds->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->to_folder->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->answers->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->reporting->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->reviews->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->hook_pages->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->subscribing->routes()) routes.push_back(std::move(route));
    for (http::Route& route : front_->history->routes()) routes.push_back(std::move(route));
    http::Server::Settings settings;
    settings.trusted_proxies = config_.http.trusted_proxies;
    settings.limits.connections = std::min(settings.limits.connections, descriptors_.visitors);
    settings.limits.local_connections = std::min(settings.limits.local_connections, descriptors_.local);
    front_->router = std::make_shared<const http::Router>(std::move(routes));
    front_->server = std::make_unique<http::Server>(io_.executor(), clock_, std::move(settings), front_->router, front_->tokens);
    or_throw(front_->server->listen_unix(config_.http.socket.string(), {config_.http.socket_mode, config_.http.socket_group}));
    for (const config::ListenAddress& where : config_.http.listen) value_or_throw(front_->server->listen_tcp(where.address, where.port));
}

// The test message goes the way that updates go: to the same addresses and no others, signed with the same secret.
Task<listen::Hooks::Answer> App::test_hook(listen::Hooks::Test test) {
    const auto way = hooks_;
    if (!way) co_return listen::Hooks::Answer{};
    auto message = std::make_shared<Message>();
    message->json = std::move(test.body);
    auto envelope = std::make_shared<delivery::Envelope>();
    envelope->id = DeliveryId("test_" + test.id.str());
    envelope->recipient = test.id.str();
    envelope->address = std::move(test.url);
    envelope->message = std::move(message);
    envelope->at = envelope->published_at = test.at;
    std::shared_ptr<const delivery::Envelope> sent = std::move(envelope);
    const auto reply = co_await way->ask(std::move(sent));
    co_return listen::Hooks::Answer{reply.outcome.verdict == Verdict::delivered, reply.body};
}

// Before the front is up nobody waits for it: it looks when it begins.
void App::tell_of_quarantines() {
    if (front_ && front_->subscriptions) front_->subscriptions->look();
}

Task<> App::sync_recipients() {
    for (const config::Channel& channel : config_.channels) {
        auto sync = [&store = *store_, id = channel.id, recipients = recipients_of(channel)] { store.sync_recipients(id, recipients); };
        co_await database_.run(std::move(sync));
    }
    auto people = [&store = *store_, plan = desk_->setup().plan] {
        store.sync_recipients(desk::duty_mail, people_by_mail(plan.get()));
        store.sync_recipients(desk::duty_webhook, people_by_webhook(plan.get()));
    };
    co_await database_.run(std::move(people));
}

// How long a post may be is the server's to say.
Task<> App::ask_servers_for_limits() {
    const auto asked = mastodons_;
    for (const auto& mastodon : asked) {
        const delivery::StatusLimits limits = co_await mastodon->limits();
        if (asked != mastodons_) co_return;  // a reload meanwhile asks anew
        auto setup = std::make_shared<desk::Setup>(desk_->setup());
        setup->limits[ChannelKind::mastodon] = {static_cast<std::size_t>(limits.characters), static_cast<std::size_t>(limits.characters_per_url)};
        desk_->adopt(std::move(setup));
    }
}

// Whole or not at all: everything is made before anything is swapped. Meanwhile the house goes on with what it has.
Task<> App::reload() {
    if (std::exchange(reloading_, true)) co_return;
    supervisor_.reloading();
    WorkerThread reader{"reload"};
    auto job = [file = file_] { return check(file, Proving::once); };
    Checked checked = co_await reader.run(std::move(job));
    if (stopping_) co_return;
    for (const std::string& problem : checked.problems) log::error("the configuration was not taken over", {{"problem", problem}});
    if (checked.prepared) {
        const auto swapped = co_await swap(std::move(*checked.prepared));
        if (!swapped) log::error("the configuration was not taken over", {{"problem", swapped.error().message()}});
    }
    supervisor_.ready(fmt::format("{} open incidents", desk_->open().size()));
    reloading_ = false;
}

Task<Result<void>> App::swap(Prepared wanted) {
    auto outlets = make_outlets(wanted.config, wanted.manners, {transfers_, webhooks_}, link_keys_);
    if (!outlets) co_return outlets.error();
    for (const std::string& key : config::needs_restart(config_, wanted.config)) {
        log::warning("a changed setting takes effect when candord is restarted", {{"key", key}});
    }
    const config::Config before = std::exchange(config_, std::move(wanted.config));
    wanted.setup.subscriber_languages = desk_->setup().subscriber_languages;
    wanted.setup.subscriber_hooks = desk_->setup().subscriber_hooks;
    wanted.setup.frozen = desk_->setup().frozen;
    desk_->adopt(std::make_shared<const desk::Setup>(std::move(wanted.setup)));
    co_await sync_recipients();
    co_await listen::follow_audience(*desk_, *store_, database_);
    mastodons_ = mastodon_channels(*outlets);
    hooks_ = webhook_of_subscribers(*outlets);
    front_->hooks->adopt({config_.delivery.allow_addresses, config_.delivery.ports});
    dispatcher_->adopt(make_dispatch_settings(config_, descriptors_.deliveries), std::move(*outlets));
    front_->readback->adopt(make_readback(config_));
    front_->server->trust(config_.http.trusted_proxies);
    const auto pages = std::make_shared<const pages::PageTemplates>(std::move(wanted.pages));
    front_->pages->adopt(pages);
    front_->answers->adopt(pages);
    // What a place knows of itself is not learned anew without need.
    if (before.site.directory != config_.site.directory) front_->to_folder->write_to(folder_target(config_));
    if (!(before.site.bucket == config_.site.bucket)) front_->to_bucket->write_to(bucket_target(config_, transfers_));
    if (!(before.site.git == config_.site.git)) front_->to_git->write_to(git_target(config_));
    for (const auto* mirror : {&front_->to_folder, &front_->to_bucket, &front_->to_git}) (*mirror)->wake();
    tasks_.spawn("limits", ask_servers_for_limits());
    log::info("the configuration was taken over");
    co_return Result<void>{};
}

// Waits for the signal; then no new work, what is under way ends within its time, and every outcome is stored.
Task<> App::take_down() {
    co_await stop_.wait();
    stopping_ = true;
    supervisor_.stopping("finishing what is under way");
    log::info("candord is stopping");
    desk_->close();
    front_->readback->close();
    for (const auto* mirror : {&front_->to_folder, &front_->to_bucket, &front_->to_git}) (*mirror)->close();
    front_->inspector->close();
    front_->subscriptions->close();
    dispatcher_->close(config_.drain_timeout);
    co_await front_->server->drain(std::min<Duration>(config_.drain_timeout, 5s));
    supervisor_.close();
}

// What has not ended when the time is over is cut off: its attempt stays without an outcome, and is tried again, under the
// same id, by the next candord.
Task<> App::deliver() {
    co_await dispatcher_->run();
    dispatcher_->abort();
    transfers_.abort();
    webhooks_.abort();
}

}  // namespace candor::app
