// A desk on a real database with a clock that the test moves.
#pragma once

#include "core/incident/decide.hpp"
#include "core/text.hpp"
#include "daemon/async/io.hpp"
#include "daemon/desk/desk.hpp"
#include "tests/daemon/shipped_lexicons.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace candor::test {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class TestClock final : public Clock {
public:
    Time time = *parse_rfc3339("2026-11-22T14:00:00Z");
    [[nodiscard]] Time now() const override { return time; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
};

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "candor-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { fs::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }

private:
    fs::path path_;
};

inline TemplateSet shipped_templates() {
    const fs::path folder = fs::path(CANDOR_SOURCE_DIR) / "templates";
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path());
        std::ostringstream text;
        text << file.rdbuf();
        files[fs::relative(entry.path(), folder).generic_string()] = text.str();
    }
    auto templates = load_templates(files, "en");
    if (!templates) FAIL(templates.error().message());
    return *templates;
}

inline std::shared_ptr<const honesty::Engine> shipped_honesty() {
    static const auto engine = shipped_lexicons({"en"});
    return engine;
}

// Without rules everything may be said.
inline std::shared_ptr<desk::Setup> shop_setup(std::shared_ptr<const honesty::Engine> rules) {
    auto setup = std::make_shared<desk::Setup>();
    setup->organisation = "Example Shop";
    setup->url = "https://status.example.org";
    setup->language = "en";
    setup->zone = std::shared_ptr<const TimeZone>(&utc(), [](const TimeZone*) {});
    setup->default_owner = "comms-lead";
    setup->components = {{ComponentId("checkout"), "Checkout"}, {ComponentId("search"), "Search"}};
    setup->templates = shipped_templates();
    setup->honesty = std::move(rules);
    setup->channels = {{ChannelId("customers"), ChannelKind::email, "en", {}, Impact::none},
                       {ChannelId("social"), ChannelKind::mastodon, "en", {}, Impact::none},
                       {ChannelId("partners"), ChannelKind::webhook, "en", {}, Impact::none}};
    return setup;
}

inline std::shared_ptr<desk::Setup> shop_setup() {
    return shop_setup(shipped_honesty());
}

class Newsroom {
public:
    // `clock_to_use`: the test moves it. run_until() works with a TestClock only.
    explicit Newsroom(fs::path database, const Clock& clock_to_use, std::shared_ptr<const desk::Setup> setup = shop_setup())
        : clock(clock_to_use), store(database.string()), desk(io.executor(), {store, thread, clock, [this] { return ++random; }}, std::move(setup)) {
        await(desk.load());
    }

    // Runs a task to its end, and with it all that it starts.
    template <class T>
    T await(Task<T> task) {
        std::optional<T> value;
        auto wrapped = [](Task<T> inner, std::optional<T>& out) -> Task<> { out.emplace(co_await std::move(inner)); };
        io.run(wrapped(std::move(task), value));
        io.context().restart();
        return std::move(*value);
    }
    void await(Task<> task) {
        io.run(std::move(task));
        io.context().restart();
    }

    desk::Done does(const IncidentId& id, Command command) {
        auto done = await(desk.execute(id, std::move(command), "comms-lead"));
        if (!done) FAIL(done.error().message() << " " << done.error().field());
        return *done;
    }

    IncidentId declare(ScopeLabel scope = ScopeLabel::many) {
        const IncidentId id = desk.new_id();
        does(id, Declare{id,
                         "Card payments fail at checkout",
                         {ComponentId("checkout")},
                         Impact::major,
                         Origin::staff,
                         "comms-lead",
                         "",
                         {{Scope{scope, {}, {}, ""}, Confidence::confirmed, {}}, {Symptom{"card payments are declined"}, Confidence::confirmed, {}}}});
        return id;
    }

    // Lets time pass: the desk acts at each of its own times.
    std::size_t run_until(Time end) {
        std::size_t published = 0;
        auto& time = const_cast<TestClock&>(dynamic_cast<const TestClock&>(clock)).time;
        for (auto next = desk.next_tick(); next && *next <= end; next = desk.next_tick()) {
            time = std::max(time, *next);
            published += await(desk.tick());
        }
        time = end;
        return published;
    }

    const Record& record(const IncidentId& id) {
        kept_ = *await(desk.find(id.str()));
        return kept_->record;
    }

    std::string text(const UpdateId& update, const std::string& variant) {
        const auto message = store.message(update, variant);
        if (!message) FAIL("there is no variant " << variant);
        return message->message.text;
    }

    const Clock& clock;
    Io io;
    WorkerThread thread{"database"};
    store::Store store;
    desk::Desk desk;

    std::uint64_t random = 0;  // a second newsroom on the same file begins elsewhere

private:
    desk::DossierPtr kept_;
};

}  // namespace candor::test
