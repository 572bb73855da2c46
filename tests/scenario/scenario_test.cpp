// Three days of one incident, as people live them: what they type goes through the command line, the API and the desk; what
// the clock does, it does at its own times.
#include "daemon/ctl/invocation.hpp"
#include "tests/daemon/api_rig.hpp"
#include "tests/daemon/planned.hpp"
#include "tests/daemon/shell_words.hpp"
#include "tests/scenario/script.hpp"

#include <set>

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

const std::vector<ChannelId> all_channels{ChannelId("mail"), ChannelId("social"), ChannelId("partners"),
                                          ChannelId("duty:mail"), ChannelId("duty:webhook"), ChannelId("case:mail")};

std::shared_ptr<const desk::Setup> web_shop() {
    auto setup = planned_setup();
    setup->case_languages = {"en"};
    return setup;
}

ctl::Surroundings at_the_terminal(Time now) {
    return {now, [](const char*) { return std::nullopt; }, [] { return Result<std::string>(std::string()); },
            [](std::string_view) -> Result<std::unique_ptr<TimeZone>> { return Error(ErrorCode::invalid_config, "everybody lives by UTC"); }};
}

// The house: its people, its customers, and a script that they follow.
class Days {
public:
    Days() : office(web_shop()) {
        office.room.store.sync_recipients(ChannelId("mail"), std::vector<store::Recipient>{{"ana", "ana@example.net"}, {"sam", "sam@example.net"}});
        office.room.store.sync_recipients(ChannelId("social"), std::vector<store::Recipient>{{"mastodon", "https://social.example.test"}});
        office.room.store.sync_recipients(ChannelId("partners"), std::vector<store::Recipient>{{"alpha", "https://alpha.example.test/hook"}});
    }

    void live(const std::vector<ScriptLine>& script) {
        const Time begin = office.clock.time;
        for (const ScriptLine& line : script) {
            pass_until(begin + line.after);
            INFO("line " << line.number << ": " << line.who << " " << line.what);
            line.who == "customer" ? hear(line) : type(line);
            deliver();
        }
    }

    [[nodiscard]] const Record& record(const std::string& name) { return office.room.record(IncidentId(ids_.at(name))); }
    [[nodiscard]] std::string texts(const std::string& name) {
        std::string all;
        for (const PublishedUpdate& published : record(name).updates) all += office.room.text(published.update.id, "page/en") + "\n";
        return all;
    }

    Office office;
    int commands = 0;

private:
    // The clock acts at each of its times, and what it says arrives before the next.
    void pass_until(Time end) {
        for (auto next = office.room.desk.next_tick(); next && *next <= end; next = office.room.desk.next_tick()) {
            office.room.run_until(*next);
            deliver();
        }
        office.clock.time = end;
    }

    void deliver() {
        std::vector<store::Room> rooms;
        for (const ChannelId& channel : all_channels) rooms.push_back({channel, 100, false});
        for (;;) {
            const store::Exchange claimed = office.room.store.exchange({}, rooms, office.clock.time);
            if (claimed.claims.empty()) return;
            std::vector<store::Settled> settled;
            for (const store::Claim& claim : claimed.claims) {
                const Outcome outcome{Verdict::delivered, 200, "", {}, {}};
                settled.push_back({claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_replaceable(), office.clock.time, 1), office.clock.time});
            }
            (void)office.room.store.exchange(settled, {}, office.clock.time);
        }
    }

    // "checkout: what they see / what it keeps them from", "chooses 2", or the answer to the question after the end.
    void hear(const ScriptLine& line) {
        const auto colon = line.what.find(": ");
        if (line.what.starts_with("chooses ")) return answer(LinkPurpose::option, line.what.substr(8));
        if (colon == std::string::npos) return answer(LinkPurpose::follow_up, line.what);
        const auto slash = line.what.find(" / ");
        const Reply reply = office.post("/api/v1/reports", json::object{{"component", line.what.substr(0, colon)},
                                                                        {"text", line.what.substr(colon + 2, slash - colon - 2)},
                                                                        {"blocked_task", line.what.substr(slash + 3)}});
        INFO(reply.text);
        REQUIRE(reply.status == 201);
    }

    void answer(LinkPurpose purpose, const std::string& choice) {
        const Link link{purpose, IncidentId(ids_.at("-")), customer_.at(answers_++ % customer_.size()), office.clock.time + 1h};
        const Reply reply = office.submit("/answer/" + sign(link, office.link_key), "choice=" + choice);
        INFO(reply.text);
        REQUIRE(reply.status == 200);
    }

    void type(const ScriptLine& line) {
        const auto words = filled(words_of(line.what));
        std::vector<const char*> arguments{"candor"};
        for (const std::string& word : words) arguments.push_back(word.c_str());
        const auto parsed = ctl::parse_command_line(static_cast<int>(arguments.size()), arguments.data(), at_the_terminal(office.clock.time));
        if (const auto* refusal = std::get_if<ctl::Refusal>(&parsed)) FAIL(refusal->text);
        const auto& call = std::get<ctl::ApiCall>(std::get<ctl::Invocation>(parsed).action);
        std::string path = call.request.path;
        if (const auto at = path.find("{incident}"); at != std::string::npos) path.replace(at, 10, call.incident);
        office.who = {line.who, http::Scope::respond};
        const Reply reply = office.ask(call.request.method == "PUT" ? Method::put : Method::post, path, call.request.body);
        INFO(reply.text);
        REQUIRE(reply.status < 300);
        ++commands;
        const std::map<std::string, std::string> opens{{"declare", "-"}, {"case", "="}, {"maintenance", "+"}};
        if (const auto opened = opens.find(words.front()); opened != opens.end()) ids_[opened->second] = reply.string(words.front() == "case" ? "/case/id" : "/incident/id");
    }

    // "-", "=" and "+" are the records that the script has opened; "p:order" a promise to somebody, "p:prevention" one of that kind.
    std::vector<std::string> filled(std::vector<std::string> words) {
        for (std::string& word : words) {
            if (const auto known = ids_.find(word); known != ids_.end()) word = known->second;
            else if (word.starts_with("p:")) word = promise(word.substr(2));
        }
        return words;
    }

    std::string promise(const std::string& about) {
        for (const Promise& promise : record("-").promises) {
            if (is_open(promise) && (promise.to.starts_with(about) || to_string(promise.kind) == about)) return promise.id.str();
        }
        FAIL("no open promise is about " << about);
        return {};
    }

    std::map<std::string, std::string> ids_;
    std::vector<std::int64_t> customer_{1, 2};  // the recipients of the mail channel, in the order in which they were added
    std::size_t answers_ = 0;
};

std::multiset<std::string> missed(const Record& record) {
    std::multiset<std::string> kinds;
    for (const Promise& promise : record.promises) {
        if (std::holds_alternative<PromiseMissed>(promise.state)) kinds.emplace(to_string(promise.kind));
    }
    return kinds;
}

std::int64_t updates_by_clock(const Record& record) {
    return std::count_if(record.updates.begin(), record.updates.end(), [](const PublishedUpdate& one) { return one.update.scheduled; });
}

// How long the longest wait between two updates to this audience was, while they were promised any.
Duration longest_silence(const Record& record, ChannelKind audience, Time until = Time::max()) {
    Duration longest{};
    std::optional<Time> heard;
    for (const PublishedUpdate& published : record.updates) {
        if (published.at > until) break;
        const auto& audiences = published.update.audiences;
        const auto told = std::find_if(audiences.begin(), audiences.end(), [&](const Promised& one) { return one.audience == audience; });
        if (told == audiences.end()) continue;
        if (heard) longest = std::max<Duration>(longest, published.at - *heard);
        heard = told->next ? std::optional(published.at) : std::nullopt;  // nothing more is promised
    }
    return longest;
}

}  // namespace

TEST_CASE("three days, from the first customer who noticed to the loop that is closed", "[S0.5][S0.16][S0.23][S0.28][S2.10][S2.14][S3.13]") {
    Days days;
    days.live(read_script(CANDOR_SOURCE_DIR "/tests/scenario/three_days.txt"));
    const Record& incident = days.record("-");

    CHECK(incident.status == Status::closed);
    CHECK(days.record("=").status == Status::closed);
    CHECK(days.record("+").status == Status::completed);
    for (const char* name : {"-", "=", "+"}) {
        for (const Promise& promise : days.record(name).promises) CHECK_FALSE(is_open(promise));
    }
    CHECK(missed(incident) == std::multiset<std::string>{"eta"});  // and that was admitted
    CHECK_THAT(days.texts("-"), Contains("We said it would be over by 17:12 UTC. It is not over."));
    CHECK(missed(days.record("=")).empty());
    CHECK(missed(days.record("+")).empty());

    const Time first_day = incident.declared_at + 4h;  // while many are affected
    CHECK(longest_silence(incident, ChannelKind::mastodon, first_day) <= 15min);
    CHECK(longest_silence(incident, ChannelKind::mastodon) <= 30min);
    CHECK(longest_silence(incident, ChannelKind::email) <= 30min);
    CHECK(longest_silence(days.record("="), ChannelKind::email) <= 60min);
    CHECK(updates_by_clock(incident) > 20);
    CHECK(days.commands < static_cast<int>(incident.updates.size()) * 2);

    CHECK(days.office.room.store.answers(incident.id, store::choice_question) == std::map<std::string, std::int64_t>{{"2", 1}});
    const auto& first = incident.updates.front().update.channels;
    for (const PublishedUpdate& published : incident.updates) {
        const bool ends = is_protected(published.update.kind);
        if (ends) CHECK(published.update.channels == first);  // who heard the beginning hears every end of it
    }
    for (const store::ChannelCounts& channel : days.office.room.store.delivery_counts(incident.id)) {
        INFO(channel.channel.str());
        CHECK(channel.counts.pending + channel.counts.unsettled + channel.counts.failed == 0);
    }
    CHECK(days.office.room.store.broken_link(incident.id) == std::nullopt);
}
