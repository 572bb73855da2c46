// What a good configuration becomes.
#include "config_files.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::config;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

const std::string smallest = R"(organisation: {name: Example, url: https://status.example.org}
components: [{id: checkout, name: Checkout}]
channels: [{id: mail, kind: email, host: localhost, from: status@example.org, recipients: [a@example.net]}]
)";

Config load_good(const std::string& yaml, const Folder& folder) {
    const LoadResult result =
        load_text(yaml, folder.path() / "candor.yaml", surroundings(folder.path() / "credentials"));
    CAPTURE(yaml, described(result));
    REQUIRE(result.config.has_value());
    CHECK(result.problems.empty());
    return *result.config;
}

}  // namespace

TEST_CASE("the smallest configuration is who, what and one way out; the rest has defaults") {
    const Folder folder;
    const Config config = load_good(smallest, folder);
    CHECK(config.organisation.url == "https://status.example.org");
    CHECK(config.organisation.time_zone == "UTC");
    CHECK(config.cadence.otherwise == 30min);
    CHECK(config.cadence.rules.size() == 1);
    CHECK(config.store.path == "/var/lib/candor/candor.db");
    CHECK(config.http.listen == std::vector<ListenAddress>{{"127.0.0.1", 8080}, {"::1", 8080}});
    CHECK(config.delivery.in_flight == 256);
    const auto& mail = std::get<EmailChannel>(config.channels.at(0).way);
    CHECK(mail.port == 587);
    CHECK(mail.tls == Tls::starttls);
    CHECK(mail.from_name == "Example");
    CHECK(mail.message_id_domain == "example.org");
    CHECK(config.channels[0].language == "en");
}

TEST_CASE("a channel takes the organisation's language, wherever in the file it stands") {
    const Folder folder;
    const std::string yaml =
        "channels: [{id: mail, kind: email, host: localhost, from: a@example.org, recipients: [b@example.org]},"
        " {id: english, kind: email, language: en, host: localhost, from: a@example.org, recipients: "
        "[b@example.org]}]\n"
        "components: [{id: x, name: X}]\n"
        "organisation: {name: E, url: https://e.example.org/, language: de-AT, time_zone: Europe/Berlin}\n";
    const Config config = load_good(yaml, folder);
    CHECK(config.channels[0].language == "de-AT");
    CHECK(config.channels[1].language == "en");
    CHECK(config.organisation.url == "https://e.example.org");
}

TEST_CASE("the cadence policy is what the rules say, in their order") {
    const Folder folder;
    const Config config = load_good(smallest + R"(cadence:
  margin: 30s
  otherwise: 20m
  rules:
    - {channels: direct, impact: [critical], every: 10m}
    - {scope: [all, many], every: 1h30m}
)",
                                    folder);
    CHECK(config.cadence.margin == 30s);
    CHECK(config.cadence.otherwise == 20min);
    REQUIRE(config.cadence.rules.size() == 2);
    CHECK(config.cadence.rules[0].group == ChannelGroup::direct);
    CHECK(config.cadence.rules[0].impacts == std::vector{Impact::critical});
    CHECK(config.cadence.rules[0].scopes.empty());
    CHECK(config.cadence.rules[1].group == ChannelGroup::any);
    CHECK(config.cadence.rules[1].scopes == std::vector{ScopeLabel::all, ScopeLabel::many});
    CHECK(config.cadence.rules[1].every == 90min);

    const Config without = load_good(smallest + "cadence: {rules: []}\n", folder);
    CHECK(without.cadence.rules.empty());
}

TEST_CASE("secrets come from files and credentials, without their line end") {
    const Folder folder;
    folder.write("keys/old", signing_key + "\n");
    folder.write("credentials/new", signing_key + "\r\n");
    folder.write("token", "mastodon-token");
    const Config config = load_good(replaced(smallest, "channels: [",
                                             R"(channels: [
  {id: hooks, kind: webhook, recipients: [
    {name: a, url: "https://hooks.example.org/x?y=1", secrets: ["file:keys/old", "credential:new"]}]},
  {id: social, kind: mastodon, base_url: "https://social.example.org/", token: "file:)" +
                                                 (folder.path() / "token").string() + "\", visibility: unlisted},\n  "),
                                    folder);
    const auto& hooks = std::get<WebhookChannel>(config.channels.at(0).way);
    REQUIRE(hooks.recipients.size() == 1);
    CHECK(hooks.recipients[0].secrets == std::vector{Secret(signing_key), Secret(signing_key)});
    CHECK(hooks.recipients[0].url == "https://hooks.example.org/x?y=1");
    const auto& social = std::get<MastodonChannel>(config.channels.at(1).way);
    CHECK(social.token.reveal() == "mastodon-token");
    CHECK(social.base_url == "https://social.example.org");
    CHECK(social.visibility == Visibility::unlisted);
}

TEST_CASE("plain http and any port are for a loopback host that has been allowed") {
    const Folder folder;
    folder.write("key", signing_key);
    const std::string hooks = R"({id: hooks, kind: webhook, recipients: [
    {name: four, url: "http://127.0.0.1:9001/hook", secrets: ["file:key"]},
    {name: six, url: "http://[::1]:9001/hook", secrets: ["file:key"]},
    {name: name, url: "http://localhost:9002", secrets: ["file:key"]}]}, )";
    const std::string yaml = replaced(smallest, "channels: [", "channels: [" + hooks) +
                             "delivery: {allow_addresses: [127.0.0.0/8, '::1']}\n";
    const Config config = load_good(yaml, folder);
    CHECK(std::get<WebhookChannel>(config.channels[0].way).recipients.size() == 3);
}

TEST_CASE("relative paths start from the folder of the file") {
    const Folder folder;
    const Config config = load_good(smallest +
                                        "store: {path: data/candor.db}\nhonesty: {directory: ../honesty}\n"
                                        "http: {socket: run/candord.sock, socket_mode: \"0600\", listen: []}\n",
                                    folder);
    CHECK(config.store.path == folder.path() / "data/candor.db");
    CHECK(config.honesty.directory == folder.path().parent_path() / "honesty");
    CHECK(config.http.socket_mode == 0600);
    CHECK(config.http.listen.empty());
}

TEST_CASE("an alias repeats what it refers to") {
    const Folder folder;
    const Config config = load_good(
        replaced(smallest, "recipients: [a@example.net]", "recipients: &us [a@example.net]") + "http: {listen: []}\n",
        folder);
    CHECK(std::get<EmailChannel>(config.channels[0].way).recipients[0].address == "a@example.net");
    const Config both = load_good(R"(organisation: {name: &who Example, url: https://status.example.org}
components: [{id: checkout, name: *who}]
channels: [{id: mail, kind: email, host: localhost, from: status@example.org,
  recipients: [{address: a@example.net, name: *who}]}]
)",
                                  folder);
    CHECK(both.components[0].name == "Example");
}

TEST_CASE("what cannot change while the daemon runs is named") {
    const Folder folder;
    const Config running = load_good(smallest, folder);
    CHECK(needs_restart(running, running).empty());
    const Config wanted = load_good(
        smallest + "store: {path: other.db}\nhttp: {listen: [\"127.0.0.1:9000\"]}\nlog: {level: debug}\n", folder);
    CHECK(needs_restart(running, wanted) == std::vector<std::string>{"store.path", "http.listen"});
}

TEST_CASE("a secret compares, copies and moves, and leaves nothing where it was") {
    const Secret original(signing_key);
    Secret copy = original;
    CHECK(copy == original);
    CHECK_FALSE(copy == Secret("another"));
    Secret moved = std::move(copy);
    CHECK(moved == original);
    copy = std::move(moved);
    CHECK(copy.reveal() == signing_key);

    Secret brief("short");  // lives inside its object: a move copies it
    const Secret taken = std::move(brief);
    CHECK(taken.reveal() == "short");
    CHECK(brief.empty());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is left is the point
    CHECK(std::string(brief.reveal().data(), 5) == std::string(5, '\0'));
}

TEST_CASE("a network contains its addresses, in either form, and no others") {
    const auto ten = Network::parse("10.0.0.0/8");
    REQUIRE(ten.has_value());
    CHECK(ten->contains(*parse_address("10.255.0.1")));
    CHECK(ten->contains(*parse_address("::ffff:10.0.0.1")));
    CHECK(ten->contains(*parse_address("::ffff:a00:1")));
    CHECK_FALSE(ten->contains(*parse_address("11.0.0.0")));
    CHECK(Network::parse("fd00::/8")->contains(*parse_address("fdff::1:2")));
    CHECK(Network::parse("::1")->contains(*parse_address("0:0:0:0:0:0:0:1")));
    CHECK_FALSE(Network::parse("::1")->contains(*parse_address("::2")));
    CHECK(Network::parse("0.0.0.0/0")->contains(*parse_address("203.0.113.7")));
    CHECK_FALSE(Network::parse("0.0.0.0/0")->contains(*parse_address("2001:db8::1")));
    CHECK(Network::parse("192.0.2.128/25").has_value());
    for (const char* text : {"",
                             "10.0.0.0/33",
                             "10.0.0.1/8",
                             "10.0.0/8",
                             "10.0.0.256",
                             "010.0.0.1",
                             "0x7f.0.0.1",
                             "2130706433",
                             "1.2.3.4.5",
                             "::1/129",
                             "fd00::1/8",
                             ":::",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "1::2::3",
                             "12345::",
                             "::1%eth0",
                             "1:2:3:4:5:6:7:8::",
                             "::1:",
                             ":1::2",
                             "10.0.0.0/",
                             "10.0.0.0/-1",
                             "10.0.0.0/ 8",
                             "::ffff:1.2.3",
                             "g::"}) {
        CAPTURE(text);
        CHECK_FALSE(Network::parse(text).has_value());
    }
    for (const char* text : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"})
        CHECK(is_loopback(*parse_address(text)));
    for (const char* text : {"128.0.0.1", "::2", "::", "0.0.0.1", "7f00::1"})
        CHECK_FALSE(is_loopback(*parse_address(text)));
}

TEST_CASE("a recipient may want less, and not at night: in the organisation's zone, where none is named", "[S4.4]") {
    const Folder folder;
    const Config config = load_good(
        "organisation: {name: E, url: https://e.example.org/, time_zone: Europe/Berlin}\n"
        "components: [{id: x, name: X}]\n"
        "channels: [{id: mail, kind: email, host: localhost, from: a@example.org, recipients: [all@example.org,\n"
        "  {address: digest@example.org, updates: digest, quiet: \"22:00-07:00\"},\n"
        "  {address: board@example.org, updates: milestones},\n"
        "  {address: other@example.org, quiet: \"00:30-06:00\", time_zone: UTC}]}]\n",
        folder);
    const auto& recipients = std::get<EmailChannel>(config.channels[0].way).recipients;
    REQUIRE(recipients.size() == 4);
    CHECK(recipients[0].wants == Preference{});
    CHECK(to_text(recipients[1].wants) == "digest 22:00-07:00 Europe/Berlin");
    CHECK(to_text(recipients[2].wants) == "milestones");
    CHECK(to_text(recipients[3].wants) == "every 00:30-06:00 UTC");
}
