#include "core/audience.hpp"
#include "core/subscriber/entry.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

const Time entered_at{std::chrono::seconds{1'795'000'000}};

EntryRules rules() {
    EntryRules given;
    given.languages = {"en", "de"};
    given.language = "en";
    given.components = {ComponentId("checkout"), ComponentId("search")};
    given.zone_exists = [](std::string_view zone) { return zone == "UTC" || zone == "Europe/Berlin"; };
    given.endpoint = [](std::string_view url) -> Result<void> {
        if (url.starts_with("https://hooks.example.org/")) return {};
        return Error(ErrorCode::invalid_argument, "The URL is not public.", "url");
    };
    given.added_by = "ops";
    given.now = entered_at;
    return given;
}

Entry good() {
    Entry entry;
    entry.address = "ana@example.org";
    entry.basis = "contract 2026";
    return entry;
}

std::string refusal(const Entry& entry) {
    const auto made = subscriber_of(entry, SubscriberId("sub000000001"), rules());
    return made ? std::string() : made.error().field() + ": " + made.error().message();
}

Subscriber known_in(SubscriberState state) {
    Subscriber one = subscriber_of(good(), SubscriberId("sub00000known"), rules()).value();
    one.state = state;
    one.wish.language = "de";
    return one;
}

}  // namespace

TEST_CASE("whom an operator enters hears at once, and why they may be written to is kept") {
    Entry entry = good();
    entry.language = "de";
    entry.components = "search, checkout;search";
    entry.updates = "digest";
    entry.quiet = "22:00-07:00";
    entry.time_zone = "Europe/Berlin";
    const Subscriber one = subscriber_of(entry, SubscriberId("sub000000001"), rules()).value();
    CHECK(one.state == SubscriberState::active);
    CHECK(one.confirmed_at == entered_at);
    CHECK(one.basis == "contract 2026");
    CHECK(one.added_by == "ops");
    CHECK(one.wish.language == "de");
    CHECK(one.wish.components == std::vector<ComponentId>{ComponentId("checkout"), ComponentId("search")});
    CHECK(one.wish.preference.updates == HowMuch::digest);
    CHECK(one.wish.preference.time_zone == "Europe/Berlin");
    CHECK(subscriber_of(good(), SubscriberId("sub000000001"), rules())->wish.language == "en");
}

TEST_CASE("what cannot be taken is refused with the field it is in") {
    const auto with = [](std::string Entry::* field, const char* value) {
        Entry entry = good();
        entry.*field = value;
        return refusal(entry);
    };
    CHECK(refusal(good()).empty());
    CHECK(with(&Entry::address, "no address").starts_with("address: "));
    CHECK(with(&Entry::address, "").starts_with("address: "));
    CHECK(with(&Entry::address, "a@example.org\r\nBcc: b@example.org").starts_with("address: "));
    CHECK(with(&Entry::language, "it") == "language: \"it\" is not offered.");
    CHECK(with(&Entry::components, "checkout nowhere") == "components: \"nowhere\" is no component.");
    CHECK(with(&Entry::incident, "short").starts_with("incident: "));
    CHECK(with(&Entry::updates, "rarely") == "updates: \"rarely\" is not one of every, digest and milestones.");
    CHECK(with(&Entry::quiet, "late").starts_with("quiet: "));
    CHECK(with(&Entry::basis, " ") == "basis: Nothing says why they may be written to.");
    CHECK(with(&Entry::state, "left").starts_with("state: "));
    CHECK(with(&Entry::updates, "\x1b[31m") == "updates: What is written there is not one of every, digest and milestones.");
    Entry entry = good();
    entry.quiet = "22:00-07:00";
    entry.time_zone = "Mars/Olympus";
    CHECK(refusal(entry).starts_with("time_zone: "));
}

TEST_CASE("nobody is brought back who left or whose address refuses mail, and nobody who hears is changed") {
    const Subscriber asked = subscriber_of(good(), SubscriberId("sub000000002"), rules()).value();
    CHECK(entered(std::nullopt, asked, entered_at)->what == Entered::added);
    CHECK(entered(known_in(SubscriberState::left), asked, entered_at).has_error());
    CHECK(entered(known_in(SubscriberState::suppressed), asked, entered_at).has_error());
    const auto hears = entered(known_in(SubscriberState::active), asked, entered_at).value();
    CHECK(hears.what == Entered::known);
    CHECK(hears.subscriber == known_in(SubscriberState::active));
    const auto waited = entered(known_in(SubscriberState::pending), asked, entered_at + 1h).value();
    CHECK(waited.what == Entered::confirmed);
    CHECK(waited.subscriber.id == SubscriberId("sub00000known"));
    CHECK(waited.subscriber.state == SubscriberState::active);
    CHECK(waited.subscriber.wish.language == "en");
}

TEST_CASE("the first row names the columns, in any order") {
    const auto table = EntryTable::of({"Language", " EMAIL ", "basis", "confirmed_at"}).value();
    const Entry entry = table.entry({"de", " ana@example.org ", "contract", "2026-01-01"}).value();
    CHECK(entry.language == "de");
    CHECK(entry.address == "ana@example.org");
    CHECK(entry.basis == "contract");
    CHECK(table.entry({"de", "x"}).has_error());
    CHECK(EntryTable::of({"language"}).has_error());
    CHECK(EntryTable::of({"address", "favourite colour"}).has_error());
    CHECK(EntryTable::of({"address", "email"}).has_error());
    CHECK(EntryTable::of({}).has_error());
}

TEST_CASE("what is exported can be imported elsewhere") {
    Subscriber one = known_in(SubscriberState::active);
    one.wish.components = {ComponentId("checkout"), ComponentId("search")};
    one.wish.preference = {HowMuch::milestones, parse_quiet_hours("22:00-07:00"), "Europe/Berlin"};
    const auto table = EntryTable::of(entry_header()).value();
    const Entry entry = table.entry(entry_row(one)).value();
    const Subscriber again = subscriber_of(entry, one.id, rules()).value();
    CHECK(again.wish == one.wish);
    CHECK(again.address == one.address);
    CHECK(again.basis == one.basis);
    Subscriber gone = one;
    gone.state = SubscriberState::left;
    CHECK(subscriber_of(table.entry(entry_row(gone)).value(), one.id, rules()).has_error());
}

TEST_CASE("a webhook that is exported is imported with its form, its contact and its id") {
    Subscriber one = known_in(SubscriberState::active);
    one.id = SubscriberId("hook00000001");
    one.channel = subscriber_webhook_channel();
    one.address = "https://hooks.example.org/Status?a=1,2";
    one.wish.components = {ComponentId("checkout")};
    one.wish.format = WebhookFormat::statuspage;
    one.contact = "ops@example.net";
    const auto table = EntryTable::of(entry_header()).value();
    const Entry entry = table.entry(entry_row(one)).value();
    const Subscriber again = subscriber_of(entry, SubscriberId("sub000000009"), rules()).value();
    CHECK(again.id == one.id);
    CHECK(again.channel == one.channel);
    CHECK(again.address == one.address);
    CHECK(again.wish == one.wish);
    CHECK(again.contact == one.contact);
    CHECK(again.basis == one.basis);

    const auto with = [&](std::string Entry::* field, const char* value) {
        Entry changed = entry;
        changed.*field = value;
        return refusal(changed);
    };
    CHECK(with(&Entry::address, "https://10.0.0.1/") == "address: The URL is not public.");
    CHECK(with(&Entry::contact, "nobody at all").starts_with("contact: "));
    CHECK(with(&Entry::format, "rss") == "format: \"rss\" is neither candor nor statuspage.");
    CHECK(with(&Entry::kind, "fax") == "kind: \"fax\" is neither mail nor webhook.");
    CHECK(with(&Entry::kind, "mail").starts_with("address: "));
    CHECK(with(&Entry::basis, "").starts_with("basis: "));
    CHECK(with(&Entry::kind, "").empty());  // the address says it
    Entry mail = good();
    mail.contact = "ops@example.net";
    CHECK(refusal(mail) == "contact: Only a webhook has one.");
    EntryRules closed = rules();
    closed.endpoint = {};
    CHECK(subscriber_of(entry, one.id, closed).error().field() == "kind");
}
