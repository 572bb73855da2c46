// What a bad configuration is told: exact lines, all of them at once.
#include "config_files.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::config;
using namespace candor::test;

namespace {

using Lines = std::vector<std::string>;

const std::string good = R"(organisation:
  name: Example
  url: https://status.example.org
components:
  - id: checkout
    name: Checkout
channels:
  - id: mail
    kind: email
    host: smtp.example.org
    from: status@example.org
    recipients: [a@example.net]
  - id: hooks
    kind: webhook
    recipients:
      - name: shop
        url: https://hooks.example.org/candor
        secrets: [file:key]
  - id: social
    kind: mastodon
    base_url: https://social.example.org
    token: file:token
)";

class Case {
public:
    Case() {
        folder.write("key", signing_key + "\n");
        folder.write("token", "mastodon-token\n");
    }

    // The problems of a text, with the folder of this test left out of them.
    [[nodiscard]] Lines problems_of(const std::string& yaml) const {
        const LoadResult result =
            load_text(yaml, folder.path() / "candor.yaml", surroundings(folder.path() / "credentials"));
        CHECK(result.config.has_value() == result.problems.empty());
        Lines lines = described(result);
        const std::string prefix = folder.path().string() + "/";
        for (std::string& line : lines) {
            for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
                line.erase(at, prefix.size());
        }
        return lines;
    }

    // The problems of the good text with one part of it changed.
    [[nodiscard]] Lines with(const std::string& what, const std::string& by) const {
        return problems_of(replaced(good, what, by));
    }
    [[nodiscard]] Lines with_more(const std::string& more) const { return problems_of(good + more); }

    Folder folder;
};

}  // namespace

TEST_CASE_METHOD(Case, "the good text is good, so what the others are told is about what they change") {
    CHECK(problems_of(good).empty());
}

TEST_CASE_METHOD(Case, "every problem is told at once, in the order of the lines") {
    const Lines told = problems_of(R"(organisation:
  nmae: Example
  url: status.example.org
  time_zone: Mars/Olympus
components:
  - id: Check Out
    name: Checkout
drain_timeout: soon
channels:
  - id: mail
    kind: email
    host: smtp.example.org
    port: 70000
    from: nobody
    recipients: []
)");
    CHECK(told ==
          Lines{
              "candor.yaml:1: organisation.name: is missing; expected one line of 1 to 80 characters",
              "candor.yaml:2: organisation.nmae: is not a known key (did you mean name?); expected name, url, "
              "time_zone, language, contact or name_owner",
              "candor.yaml:3: organisation.url: is not an absolute URL; expected the URL of the public page, such as "
              "https://status.example.org",
              "candor.yaml:4: organisation.time_zone: is not a time zone that this machine knows; expected an IANA "
              "name such as Europe/Berlin or UTC",
              "candor.yaml:6: components[0].id: is not a short name; expected 1 to 40 of a-z, 0-9 and -, beginning "
              "with a letter or digit",
              "candor.yaml:8: drain_timeout: is not a duration; expected a duration from 0s to 5m, such as 90s, 15m or "
              "1h30m",
              "candor.yaml:13: channels[0].port: 70000 is out of range; expected a whole number from 1 to 65535",
              "candor.yaml:14: channels[0].from: is not a mail address; expected a mail address such as "
              "status@example.org, in ASCII (international domains as xn--...)",
              "candor.yaml:15: channels[0].recipients: is an empty list; expected 1 or more",
          });
}

TEST_CASE_METHOD(Case, "what is not YAML, or not a configuration at all") {
    CHECK(
        problems_of("") ==
        Lines{("candor.yaml:1: is empty; expected a mapping with organisation, components, default_owner, "
               "default_deputy, cadence, plan, delivery, channels, store, http, templates, honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(
        problems_of("just words\n") ==
        Lines{("candor.yaml:1: is a single value; expected a mapping with organisation, components, default_owner, "
               "default_deputy, cadence, plan, delivery, channels, store, http, templates, honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(
        problems_of("- a\n- b\n") ==
        Lines{("candor.yaml:1: is a list; expected a mapping with organisation, components, default_owner, "
               "default_deputy, cadence, plan, delivery, channels, store, http, templates, honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(problems_of("a: [1, 2\n") == Lines{"candor.yaml:2: is not YAML: end of sequence flow not found"});
    CHECK(problems_of("a: 1\n b: 2\n") == Lines{"candor.yaml:2: is not YAML: illegal map value"});
    CHECK(problems_of(good + "---\nmore: 1\n") ==
          Lines{"candor.yaml:23: a second document begins; expected one document"});
    CHECK(problems_of("a: 1\nb: \xff\n") == Lines{"candor.yaml:2: is not UTF-8"});
    CHECK(problems_of("? [a]\n: 1\n") == Lines{"candor.yaml:1: a key is not plain text; expected key: value"});
    CHECK(problems_of("a: !include secrets.yaml\n") == Lines{"candor.yaml:1: a YAML tag is not understood here"});
    CHECK(problems_of("a: *nothing\n") == Lines{"candor.yaml:1: is not YAML: the referenced anchor is not defined"});
    CHECK(problems_of("a: &a [*a]\n") == Lines{"candor.yaml:1: an alias is inside what it refers to"});
    CHECK(problems_of(std::string(1024 * 1024 + 1, '#')) ==
          Lines{"candor.yaml: is 1048577 bytes long; expected at most 1 MiB"});
}

TEST_CASE_METHOD(Case, "keys: missing, unknown, twice, of the wrong kind, empty") {
    CHECK(with("  url: https://status.example.org\n", "") ==
          Lines{("candor.yaml:1: organisation.url: is missing; expected the URL of the public page, such as "
                 "https://status.example.org")});
    CHECK(with("  name: Example", "  name: Example\n  name: Again") ==
          Lines{"candor.yaml:3: organisation.name: is there twice, first on line 2; expected only one"});
    CHECK(with("  name: Example", "  name: [Example]") ==
          Lines{"candor.yaml:2: organisation.name: is a list; expected one line of 1 to 80 characters"});
    CHECK(with("  name: Example", "  name:") ==
          Lines{"candor.yaml:2: organisation.name: is empty; expected one line of 1 to 80 characters"});
    CHECK(with("    name: Checkout", "    name: Checkout\n    colour: green") ==
          Lines{"candor.yaml:7: components[0].colour: is not a known key; expected id, name or description"});
    CHECK(with("components:\n  - id: checkout\n    name: Checkout\n", "components: checkout\n") ==
          Lines{"candor.yaml:4: components: is a single value; expected a list, each a mapping (key: value)"});
    CHECK(with("    kind: webhook", "    kind: webhok") ==
          Lines{"candor.yaml:14: channels[1].kind: is not known here; expected webhook, email or mastodon"});
    CHECK(with("    kind: webhook\n", "") ==
          Lines{"candor.yaml:13: channels[1].kind: is missing; expected webhook, email or mastodon"});
    CHECK(with("    token: file:token", "    token: file:token\n    host: x.example.org") ==
          Lines{("candor.yaml:23: channels[2].host: is not a known key; expected id, kind, route, language, base_url, "
                 "token or visibility")});
    CHECK(with_more("log: {level: verbose}\n") ==
          Lines{"candor.yaml:23: log.level: is not known here; expected debug, info, warning or error"});
    CHECK(with_more("chanels: []\n") ==
          Lines{("candor.yaml:23: chanels: is not a known key (did you mean channels?); expected organisation, "
                 "components, default_owner, default_deputy, cadence, plan, delivery, channels, store, http, templates, "
                 "honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(
        with_more("\"a.b[0]\": 1\n") ==
        Lines{("candor.yaml:23: \"a.b[0]\": is not a known key; expected organisation, components, default_owner, "
               "default_deputy, cadence, plan, delivery, channels, store, http, templates, honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(
        with_more("\"\\e[2J\": 1\n") ==
        Lines{("candor.yaml:23: \"\\x1b[2J\": is not a known key; expected organisation, components, default_owner, "
               "default_deputy, cadence, plan, delivery, channels, store, http, templates, honesty, review, reports, readback, alerts, cases, subscribers, log or drain_timeout")});
    CHECK(with_more("http:\n") == Lines{});
    CHECK(with_more("http: 8080\n") ==
          Lines{("candor.yaml:23: http: is a single value; expected a mapping with socket, socket_mode, socket_group, "
                 "listen or trusted_proxies")});
}

TEST_CASE_METHOD(Case, "ids and names are unique, and routes name what is there") {
    CHECK(with("    name: Checkout", "    name: Checkout\n  - id: checkout\n    name: Other") ==
          Lines{"candor.yaml:7: components[1].id: is the same as that of item [0]; expected a different one"});
    CHECK(with("  - id: hooks", "  - id: mail") ==
          Lines{"candor.yaml:13: channels[1].id: is the same as that of item [0]; expected a different one"});
    CHECK(with("[a@example.net]", "[a@example.net, {address: A@Example.net, name: Again}]") ==
          Lines{("candor.yaml:12: channels[0].recipients[1].address: is the same as that of item [0]; expected a "
                 "different one")});
    CHECK(with("    kind: webhook",
               "    kind: webhook\n    route: {components: [checkout, payments], min_impact: bad}") ==
          Lines{("candor.yaml:15: channels[1].route.components[1]: is not a component; expected an id from components "
                 "(checkout)"),
                ("candor.yaml:15: channels[1].route.min_impact: is not known here; expected none, minor, major or "
                 "critical")});
    CHECK(with("    kind: webhook", "    kind: webhook\n    route: {components: []}") ==
          Lines{"candor.yaml:15: channels[1].route.components: is an empty list; expected 1 or more"});
}

TEST_CASE_METHOD(Case, "text, language and addresses") {
    CHECK(with("  name: Example", "  name: \" Example\"") ==
          Lines{("candor.yaml:2: organisation.name: begins or ends with a blank; expected one line of 1 to 80 "
                 "characters")});
    CHECK(with("  name: Example", "  name: \"a\\nb\"") ==
          Lines{"candor.yaml:2: organisation.name: must be one line; expected one line of 1 to 80 characters"});
    CHECK(with("  name: Example", "  name: \"a\\u202eb\"") ==
          Lines{("candor.yaml:2: organisation.name: has a character that hides or reorders text (U+202E); expected "
                 "one line of 1 to 80 characters")});
    CHECK(with("  name: Example", "  name: " + std::string(81, 'x')) ==
          Lines{"candor.yaml:2: organisation.name: has 81 characters; expected one line of 1 to 80 characters"});
    CHECK(with("  name: Example", "  name: Example\n  language: english") ==
          Lines{("candor.yaml:3: organisation.language: is not a language tag; expected a language tag such as en or "
                 "de-AT")});
    CHECK(with("  name: Example", "  name: Example\n  contact: ftp://example.org") ==
          Lines{("candor.yaml:3: organisation.contact: is neither an https URL nor a mail address; expected an https "
                 "URL or a mail address")});
    CHECK(with("status@example.org", "\"status@example.org\\r\\nBcc: x@example.org\"") ==
          Lines{("candor.yaml:11: channels[0].from: is not a mail address; expected a mail address such as "
                 "status@example.org, in ASCII (international domains as xn--...)")});
    CHECK(with("status@example.org", "Status <status@example.org>") ==
          Lines{("candor.yaml:11: channels[0].from: is not a mail address; expected a mail address such as "
                 "status@example.org, in ASCII (international domains as xn--...)")});
    CHECK(with("[a@example.net]", "[a@example.net, b@, {name: No One}, [c@example.net]]") ==
          Lines{("candor.yaml:12: channels[0].recipients[1]: is not a mail address; expected a mail address such as "
                 "status@example.org, in ASCII (international domains as xn--...)"),
                ("candor.yaml:12: channels[0].recipients[2].address: is missing; expected a mail address such as "
                 "status@example.org, in ASCII (international domains as xn--...)"),
                ("candor.yaml:12: channels[0].recipients[3]: is a list; expected a mail address such as "
                 "status@example.org, in ASCII (international domains as xn--...)")});
    CHECK(with("    host: smtp.example.org", "    host: smtp.example.org:587") ==
          Lines{("candor.yaml:10: channels[0].host: is not a host; expected a host name or an address, without port "
                 "and brackets")});
    CHECK(with("    host: smtp.example.org", "    host: 0x7f.1") ==
          Lines{("candor.yaml:10: channels[0].host: is not a host; expected a host name or an address, without port "
                 "and brackets")});
}

TEST_CASE_METHOD(Case, "URLs: the page's") {
    CHECK(with("https://status.example.org", "http://status.example.org") ==
          Lines{"candor.yaml:3: organisation.url: is not https; expected https (http only on a loopback host)"});
    CHECK(with("https://status.example.org", "https://status.example.org/?a=b") ==
          Lines{"candor.yaml:3: organisation.url: has a query (?...); expected a URL without it"});
    CHECK(with("https://status.example.org", "https://user:pass@status.example.org") ==
          Lines{("candor.yaml:3: organisation.url: carries credentials; expected a URL without them: they would end "
                 "up in logs")});
    CHECK(with("https://status.example.org", "https://status.example.org/#now") ==
          Lines{"candor.yaml:3: organisation.url: has a fragment (#...); expected a URL without it"});
    CHECK(with("https://status.example.org", "http://127.0.0.1:8080") == Lines{});
}

TEST_CASE_METHOD(Case, "URLs: where updates are sent to") {
    const std::string url = "https://hooks.example.org/candor";
    CHECK(with(url, "http://hooks.example.org/candor") ==
          Lines{"candor.yaml:17: channels[1].recipients[0].url: is not encrypted; expected https"});
    CHECK(with(url, "http://127.0.0.1:9000/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: names this machine itself; expected another host, or "
                 "its address in delivery.allow_addresses")});
    CHECK(with(url, "https://[::ffff:127.0.0.1]/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: names this machine itself; expected another host, or "
                 "its address in delivery.allow_addresses")});
    CHECK(with(url, "https://localhost/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: names this machine itself; expected another host, or "
                 "its address in delivery.allow_addresses")});
    CHECK(with(url, "https://hooks.example.org:22/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: names port 22; expected one of the ports in "
                 "delivery.ports (443, 8443)")});
    CHECK(with(url, "https://2130706433/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: has no host that can be understood; expected an "
                 "https URL")});
    CHECK(with(url, "https://0177.0.0.1/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: has no host that can be understood; expected an "
                 "https URL")});
    CHECK(with(url, "https://canary:canary@hooks.example.org/candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: carries credentials; expected a URL without them: "
                 "they would end up in logs")});
    CHECK(with(url, "file:///etc/passwd") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: has no host that can be understood; expected an "
                 "https URL")});
    CHECK(with(url, "https:///candor") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: has no host that can be understood; expected an "
                 "https URL")});
    CHECK(with(url, "\"https://hooks.example.org/a b\"") ==
          Lines{"candor.yaml:17: channels[1].recipients[0].url: is not an absolute URL; expected an https URL"});
    CHECK(with("https://social.example.org", "https://social.example.org/api/v1") ==
          Lines{"candor.yaml:21: channels[2].base_url: has a path or a query; expected the scheme and the host alone"});
    CHECK(problems_of(replaced(good, url, "http://127.0.0.1:9000/") + "delivery: {allow_addresses: [10.0.0.0/8]}\n") ==
          Lines{("candor.yaml:17: channels[1].recipients[0].url: names this machine itself; expected another host, or "
                 "its address in delivery.allow_addresses")});
}

TEST_CASE_METHOD(Case, "numbers, durations, networks, listeners, paths and modes") {
    CHECK(with_more("delivery: {in_flight: 0, per_host: four, attempt_timeout: 10m}\n") ==
          Lines{"candor.yaml:23: delivery.in_flight: 0 is out of range; expected a whole number from 1 to 4096",
                "candor.yaml:23: delivery.per_host: is not a whole number; expected a whole number from 1 to 256",
                "candor.yaml:23: delivery.attempt_timeout: is 10m; expected 1s to 5m"});
    CHECK(with_more("delivery: {in_flight: \"8\"}\n") ==
          Lines{"candor.yaml:23: delivery.in_flight: is not a whole number; expected a whole number from 1 to 4096"});
    CHECK(with_more("delivery: {in_flight: 2}\n") ==
          Lines{"candor.yaml:23: delivery: per_host (4) is more than in_flight (2); expected at most in_flight"});
    CHECK(with_more("delivery:\n  in_flight: 2\n  per_host: 3\n") ==
          Lines{("candor.yaml:25: delivery.per_host: per_host (3) is more than in_flight (2); expected at most "
                 "in_flight")});
    CHECK(with_more("delivery: {protected_retry: [], intermediate_retry: [5s, 0s]}\n") ==
          Lines{"candor.yaml:23: delivery.protected_retry: is an empty list; expected 1 or more",
                "candor.yaml:23: delivery.intermediate_retry[1]: is 0s; expected 1s to 24h"});
    CHECK(with_more("delivery: {circuit: {failures: 101, probe_every: 999999999999999999d}}\n") ==
          Lines{("candor.yaml:23: delivery.circuit.failures: 101 is out of range; expected a whole number from 1 to "
                 "100"),
                ("candor.yaml:23: delivery.circuit.probe_every: is not a duration; expected a duration from 1s to 1h, "
                 "such as 90s, 15m or 1h30m")});
    CHECK(with_more("delivery: {allow_addresses: [10.0.0.1/8, everything], ports: [0]}\n") ==
          Lines{"candor.yaml:23: delivery.ports[0]: 0 is out of range; expected a whole number from 1 to 65535",
                ("candor.yaml:23: delivery.allow_addresses[0]: is not a range of addresses (nothing may be set after "
                 "the prefix); expected an address, or a range such as 10.0.0.0/8 or fd00::/8"),
                ("candor.yaml:23: delivery.allow_addresses[1]: is not a range of addresses (nothing may be set after "
                 "the prefix); expected an address, or a range such as 10.0.0.0/8 or fd00::/8")});
    CHECK(with_more("http: {listen: [localhost:80, 127.0.0.1, \"::1:80\", \"[127.0.0.1]:80\", 127.0.0.1:0]}\n") ==
          Lines{("candor.yaml:23: http.listen[0]: has no literal IPv4 address, and no IPv6 address in brackets; "
                 "expected address:port, such as 127.0.0.1:8080 or \"[::1]:8080\""),
                ("candor.yaml:23: http.listen[1]: has no port; expected address:port, such as 127.0.0.1:8080 or "
                 "\"[::1]:8080\""),
                ("candor.yaml:23: http.listen[2]: has no literal IPv4 address, and no IPv6 address in brackets; "
                 "expected address:port, such as 127.0.0.1:8080 or \"[::1]:8080\""),
                ("candor.yaml:23: http.listen[3]: has no literal IPv4 address, and no IPv6 address in brackets; "
                 "expected address:port, such as 127.0.0.1:8080 or \"[::1]:8080\""),
                ("candor.yaml:23: http.listen[4]: has no port from 1 to 65535; expected address:port, such as "
                 "127.0.0.1:8080 or \"[::1]:8080\"")});
    CHECK(with_more("http: {listen: [127.0.0.1:80, 127.0.0.1:80], socket_mode: \"0666\", trusted_proxies: {}}\n") ==
          Lines{("candor.yaml:23: http.socket_mode: lets everyone on the machine in; expected four octal digits, such "
                 "as \"0660\", that give others nothing"),
                ("candor.yaml:23: http.trusted_proxies: is a mapping; expected a list, each an address, or a range "
                 "such as 10.0.0.0/8 or fd00::/8"),
                "candor.yaml:23: http.listen[1]: is the same as that of item [0]; expected a different one"});
    CHECK(with_more("http: {socket_mode: 660}\n") ==
          Lines{("candor.yaml:23: http.socket_mode: is not a file mode; expected four octal digits, such as \"0660\", "
                 "that give others nothing")});
    CHECK(with_more("http: {socket: /" + std::string(107, 's') + "}\n") ==
          Lines{"candor.yaml:23: http.socket: is longer than a socket's path can be; expected at most 107 bytes"});
    CHECK(with_more("store: {path: \"\"}\n") == Lines{"candor.yaml:23: store.path: is not a path; expected a path"});
    CHECK(with_more("honesty: {strict: yes}\n") ==
          Lines{"candor.yaml:23: honesty.strict: is neither true nor false; expected true or false"});
    CHECK(
        with_more("cadence: {margin: 11m, otherwise: 500ms, rules: [{channels: mail, scope: [], impact: [bad]}]}\n") ==
        Lines{"candor.yaml:23: cadence.margin: is 11m; expected 0s to 10m",
              "candor.yaml:23: cadence.otherwise: is 500ms; expected 1s to 24h",
              "candor.yaml:23: cadence.rules[0].channels: is not known here; expected any, social or direct",
              "candor.yaml:23: cadence.rules[0].scope: is an empty list; expected 1 or more",
              ("candor.yaml:23: cadence.rules[0].impact[0]: is not known here; expected none, minor, major or "
               "critical"),
              ("candor.yaml:23: cadence.rules[0].every: is missing; expected a duration from 1s to 24h, such as "
               "90s, 15m or 1h30m")});
}

TEST_CASE_METHOD(Case, "a relay without encryption is this machine, and gets no password") {
    CHECK(
        with("    kind: email", "    kind: email\n    tls: none") ==
        Lines{"candor.yaml:10: channels[0].tls: is none, but host is another machine; expected starttls or implicit"});
    CHECK(with("    host: smtp.example.org",
               "    host: localhost\n    tls: none\n    user: me\n    password: file:token") ==
          Lines{("candor.yaml:12: channels[0].user: would send a password in clear; expected tls: starttls or "
                 "implicit, or no user")});
    CHECK(with("    host: smtp.example.org", "    host: localhost\n    tls: none") == Lines{});
    CHECK(with("    kind: email", "    kind: email\n    user: me") ==
          Lines{"candor.yaml:10: channels[0].user: has no password beside it; expected password: file:/path"});
    CHECK(with("    kind: email", "    kind: email\n    password: file:token") ==
          Lines{"candor.yaml:10: channels[0].password: has no user beside it; expected user: name"});
}

TEST_CASE_METHOD(Case, "secrets: references to files that nobody else can read") {
    using std::filesystem::perms;
    folder.write("open", signing_key, perms::owner_read | perms::others_read);
    folder.write("empty", "\n");
    folder.write("lines", signing_key + "\n" + signing_key + "\n");
    folder.write("short", "whsec_Q2FuYXJ5\n");
    folder.write("large", std::string(65 * 1024, 'x'));
    folder.write("directory/file", "x");
    CHECK(with("[file:key]", "[" + signing_key + "]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: is not a reference: a secret itself must not "
                 "be in the configuration; expected file:/path/of/the/secret or credential:name, and the secret in a "
                 "file of its own with mode 0600")});
    CHECK(with("[file:key]", "[env:KEY]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: is not a reference: a secret itself must not "
                 "be in the configuration; expected file:/path/of/the/secret or credential:name, and the secret in a "
                 "file of its own with mode 0600")});
    CHECK(with("[file:key]", "file:key") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets: is a single value; expected a list, each a "
                 "reference to a signing key: file:/path/of/the/secret or credential:name")});
    CHECK(with("[file:key]", "[]") ==
          Lines{"candor.yaml:18: channels[1].recipients[0].secrets: is an empty list; expected 1 or more"});
    CHECK(with("[file:key]", "[file:missing]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: missing cannot be opened: No such file or "
                 "directory; expected a file that candord can read")});
    CHECK(with("[file:key]", "[file:open]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: open can be read by everyone on this machine; "
                 "expected mode 0600 or 0640: chmod o-rwx")});
    CHECK(with("[file:key]", "[file:empty]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: empty is empty; expected one line with the "
                 "secret")});
    CHECK(with("[file:key]", "[file:lines]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: lines has more than one line, or a control "
                 "character; expected one line with the secret")});
    CHECK(with("[file:key]", "[file:short]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: refers to a bad key: the signing secret has 6 "
                 "bytes; expected whsec_ and the base64 of 24 to 64 random bytes")});
    CHECK(with("[file:key]", "[file:token]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: refers to a bad key: a signing secret begins "
                 "with whsec_; expected whsec_ and the base64 of 24 to 64 random bytes")});
    CHECK(with("[file:key]", "[file:large]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: large is 66560 bytes long; expected at most "
                 "64 KiB")});
    CHECK(with("[file:key]", "[file:directory]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: directory is not a regular file; expected "
                 "file:/path/of/the/secret or credential:name")});
    CHECK(with("[file:key]", "[credential:missing]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: credentials/missing cannot be opened: No such "
                 "file or directory; expected a file that candord can read")});
    CHECK(with("[file:key]", "[credential:../key]") ==
          Lines{("candor.yaml:18: channels[1].recipients[0].secrets[0]: does not name a credential; expected "
                 "file:/path/of/the/secret or credential:name")});
}

TEST_CASE("a credential needs the folder that systemd makes") {
    const Folder folder;
    const std::string yaml = replaced(good, "file:token", "credential:token");
    folder.write("key", signing_key);
    const LoadResult result = load_text(yaml, folder.path() / "candor.yaml", surroundings());
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].message == "needs $CREDENTIALS_DIRECTORY, which is not set");
    CHECK(result.problems[0].expected == "LoadCredential=token:/path in the unit, or file:/path here");
    CHECK(result.problems[0].line == 22);
}

TEST_CASE_METHOD(Case, "no problem ever shows a secret, wherever it was put by mistake") {
    const std::string canary = "Q2FuYXJ5Q2FuYXJ5";
    std::vector<Lines> told;
    for (const char* place :
         {"[file:key]", "https://hooks.example.org/candor", "https://social.example.org", "file:token", "webhook",
          "smtp.example.org", "status@example.org", "[a@example.net]", "shop"}) {
        told.push_back(with(place, signing_key));
        told.push_back(with(place, "[" + signing_key + "]"));
    }
    for (const Lines& lines : told) {
        CHECK_FALSE(lines.empty());
        for (const std::string& line : lines) CHECK(line.find(canary) == std::string::npos);
    }
}

TEST_CASE_METHOD(Case, "YAML cannot eat the machine: depth and expansion are bounded") {
    std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 20; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int k = 0; k < 9; ++k) laughs += ", " + before;
        laughs += "]\n";
    }
    CHECK(problems_of(laughs) ==
          Lines{"candor.yaml:5: more than 100000 values, with aliases expanded; expected a smaller configuration"});
    CHECK(problems_of("a: " + std::string(500'000, '[')) == Lines{"candor.yaml:1: nested more than 32 deep"});
    CHECK(problems_of("a: " + std::string(500'000, '{')) == Lines{"candor.yaml:1: nested more than 32 deep"});
    std::string dashes;
    for (int i = 0; i < 100'000; ++i) dashes += "- ";
    CHECK(problems_of(dashes + "x\n") == Lines{"candor.yaml:1: nested more than 32 deep"});
    std::string many = "a:\n";
    for (int i = 0; i < 150'000; ++i) many += "- x\n";
    CHECK(
        problems_of(many) ==
        Lines{"candor.yaml:100001: more than 100000 values, with aliases expanded; expected a smaller configuration"});
}

TEST_CASE("a file that cannot be read is a problem like the others") {
    const Folder folder;
    const LoadResult missing = load_file(folder.path() / "no.yaml", surroundings());
    REQUIRE(missing.problems.size() == 1);
    CHECK(describe(missing.problems[0]) ==
          folder.path().string() +
              "/no.yaml: cannot be read: No such file or directory; expected a configuration file");
    const LoadResult directory = load_file(folder.path(), surroundings());
    REQUIRE(directory.problems.size() == 1);
    CHECK(directory.problems[0].message == "cannot be read: Is a directory");
    folder.write("large.yaml", std::string(2 * 1024 * 1024, '#'));
    const LoadResult large = load_file(folder.path() / "large.yaml", surroundings());
    REQUIRE(large.problems.size() == 1);
    CHECK(large.problems[0].expected == "at most 1 MiB");
    folder.write("empty.yaml", "");
    CHECK(load_file(folder.path() / "empty.yaml", surroundings()).problems.size() == 1);
}

TEST_CASE_METHOD(Case, "what a recipient wants is understood or refused, with its place", "[S4.4]") {
    CHECK(with("[a@example.net]", "[{address: a@example.net, updates: digest, quiet: \"22:00-07:00\", time_zone: Europe/Berlin}]").empty());
    CHECK(with("[a@example.net]", "[{address: a@example.net, updates: sometimes}]") ==
          Lines{"candor.yaml:12: channels[0].recipients[0].updates: is not known here; expected every, digest or milestones"});
    CHECK(with("[a@example.net]", "[{address: a@example.net, quiet: \"22:00-22:00\"}]") ==
          Lines{"candor.yaml:12: channels[0].recipients[0].quiet: is not a range of hours; expected hours such as \"22:00-07:00\""});
    CHECK(with("[a@example.net]", "[{address: a@example.net, quiet: at night, time_zone: Berlin}]").size() == 2);
    CHECK(with("[a@example.net]", "[{address: a@example.net, time_zone: Europe/Berlin}]") ==
          Lines{"candor.yaml:12: channels[0].recipients[0].time_zone: has no quiet hours beside it; expected quiet: \"22:00-07:00\""});
}
