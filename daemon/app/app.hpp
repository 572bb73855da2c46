// The composition root: owns every part, starts them in order, and takes them down in the opposite one.
#pragma once

#include "daemon/app/assemble.hpp"
#include "daemon/app/check.hpp"
#include "daemon/async/io.hpp"
#include "daemon/async/worker_thread.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/descriptors.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/http/server.hpp"
#include "daemon/listen/hooks.hpp"
#include "daemon/meaning_clock.hpp"
#include "daemon/supervisor.hpp"

#include <filesystem>
#include <memory>

namespace candor::app {

class App {
public:
    // `file`: where a reload reads the configuration again.
    App(Prepared prepared, std::filesystem::path file);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // Until SIGTERM or SIGINT has been obeyed. Throws what makes it impossible to go on: a database that cannot be opened,
    // an address that is taken.
    void run();

private:
    [[nodiscard]] Task<> live();
    [[nodiscard]] Task<> last_as_one();
    [[nodiscard]] Task<> open_store();
    [[nodiscard]] Task<> listen();
    [[nodiscard]] Task<> deliver();
    [[nodiscard]] Task<> sync_recipients();
    [[nodiscard]] Task<listen::Hooks::Answer> test_hook(listen::Hooks::Test test);
    void tell_of_quarantines();
    [[nodiscard]] Task<> ask_servers_for_limits();
    [[nodiscard]] Task<> reload();
    [[nodiscard]] Task<Result<void>> swap(Prepared wanted);
    [[nodiscard]] Task<> take_down();

    config::Config config_;
    std::shared_ptr<const desk::Setup> setup_;  // handed on at the start, as the pages are
    std::shared_ptr<const pages::PageTemplates> pages_;
    Manners manners_;
    std::filesystem::path file_;
    DescriptorShares descriptors_ = share_out(raise_descriptor_limit());
    SystemClock machine_clock_;
    MeaningClock clock_{machine_clock_};
    Io io_;
    WorkerThread database_{"database"};
    std::unique_ptr<store::Store> store_;
    LinkKeys link_keys_;
    delivery::Transfers transfers_;
    delivery::HttpClient webhooks_;
    std::vector<std::shared_ptr<delivery::Mastodon>> mastodons_;
    std::shared_ptr<delivery::Webhook> hooks_;  // of subscribers; none: nobody can subscribe
    std::unique_ptr<dispatch::Dispatcher> dispatcher_;
    std::unique_ptr<desk::Desk> desk_;
    struct Front;  // the HTTP side
    std::unique_ptr<Front> front_;
    TaskGroup tasks_;
    Supervisor supervisor_;
    Wakeup stop_;
    bool reloading_ = false;
    bool stopping_ = false;
};

}  // namespace candor::app
