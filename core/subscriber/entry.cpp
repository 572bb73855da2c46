#include "core/subscriber/entry.hpp"

#include "core/audience.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

namespace candor {

namespace {

Error wrong_field(std::string field, std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_argument, std::move(message), std::move(field), std::move(mend)};
}

// A text from outside in a message: short, and nothing that a terminal would act on.
std::string quoted(std::string_view text) {
    const bool plain = validate_plain(text, 60, false, {}).has_value();
    return plain ? fmt::format("\"{}\"", text) : std::string("What is written there");
}

Result<std::vector<ComponentId>> components_of(const std::string& text, const EntryRules& rules) {
    std::string separated = text;
    std::replace_if(separated.begin(), separated.end(), [](char c) { return c == ',' || c == ';' || c == '\n'; }, ' ');
    std::vector<ComponentId> wanted = parse_components(separated);
    if (wanted.size() > most_components_wanted) return wrong_field("components", fmt::format("More than {} components are named.", most_components_wanted));
    for (const ComponentId& id : wanted) {
        const bool known = std::find(rules.components.begin(), rules.components.end(), id) != rules.components.end();
        if (!known) return wrong_field("components", fmt::format("{} is no component.", quoted(id.str())), "candor status lists them.");
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

Result<Preference> preference_of(const Entry& entry, const EntryRules& rules) {
    Preference wanted;
    if (!entry.updates.empty()) {
        const auto updates = parse_name<HowMuch>(entry.updates);
        if (!updates) return wrong_field("updates", fmt::format("{} is not one of every, digest and milestones.", quoted(entry.updates)));
        wanted.updates = *updates;
    }
    if (entry.quiet.empty()) return wanted;
    wanted.quiet = parse_quiet_hours(entry.quiet);
    if (!wanted.quiet) return wrong_field("quiet", fmt::format("{} is not a range of hours.", quoted(entry.quiet)), "Write it as 22:00-07:00.");
    wanted.time_zone = entry.time_zone.empty() ? "UTC" : entry.time_zone;
    if (!rules.zone_exists(wanted.time_zone)) return wrong_field("time_zone", fmt::format("{} is not a time zone.", quoted(entry.time_zone)), "Write it as Europe/Berlin.");
    return wanted;
}

Result<std::string> basis_of(const Entry& entry) {
    const std::string basis(trimmed(entry.basis));
    if (basis.empty()) return wrong_field("basis", "Nothing says why they may be written to.", "Give a basis, such as \"contract 2026\" or \"asked by phone\".");
    if (const auto plain = validate_plain(basis, longest_basis, false, "basis"); !plain) return plain.error();
    return basis;
}

// As all ids of ours.
bool is_twelve(std::string_view text) {
    return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

struct Column {
    std::string_view name;
    std::string Entry::* field;  // nullptr: of an export; read by nobody
};
constexpr auto columns = std::to_array<Column>({{"address", &Entry::address},
                                                {"email", &Entry::address},
                                                {"language", &Entry::language},
                                                {"components", &Entry::components},
                                                {"incident", &Entry::incident},
                                                {"updates", &Entry::updates},
                                                {"quiet", &Entry::quiet},
                                                {"time_zone", &Entry::time_zone},
                                                {"basis", &Entry::basis},
                                                {"state", &Entry::state},
                                                {"id", &Entry::id},
                                                {"kind", &Entry::kind},
                                                {"format", &Entry::format},
                                                {"contact", &Entry::contact},
                                                {"since", nullptr},
                                                {"confirmed_at", nullptr},
                                                {"reason", nullptr}});

bool is_webhook(const Entry& entry) {
    return entry.kind.empty() ? entry.address.find("://") != std::string::npos : entry.kind == "webhook";
}

Result<std::string> address_of(const Entry& entry, const EntryRules& rules) {
    if (!entry.kind.empty() && entry.kind != "webhook" && entry.kind != "mail") return wrong_field("kind", fmt::format("{} is neither mail nor webhook.", quoted(entry.kind)));
    if (!is_webhook(entry)) return clean_subscriber_address(entry.address);
    if (!rules.endpoint) return wrong_field("kind", "No webhook can be subscribed here.");
    if (const auto allowed = rules.endpoint(entry.address); !allowed) return allowed.error();
    return entry.address;
}

// What only a webhook has.
Result<void> read_webhook(const Entry& entry, Subscriber& one) {
    one.channel = is_webhook(entry) ? subscriber_webhook_channel() : subscriber_mail_channel();
    if (!is_webhook(entry)) return entry.format.empty() && entry.contact.empty() ? Result<void>() : wrong_field(entry.format.empty() ? "contact" : "format", "Only a webhook has one.");
    const auto format = parse_name<WebhookFormat>(entry.format.empty() ? "candor" : std::string_view(entry.format));
    if (!format) return wrong_field("format", fmt::format("{} is neither candor nor statuspage.", quoted(entry.format)));
    one.wish.format = *format;
    if (is_twelve(entry.id)) one.id = SubscriberId(entry.id);
    if (entry.contact.empty()) return {};
    auto contact = clean_subscriber_address(entry.contact);
    if (!contact) return wrong_field("contact", contact.error().message(), contact.error().mend());
    one.contact = std::move(*contact);
    return {};
}

std::string column_name(std::string_view text) {
    std::string name(trimmed(text));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

}  // namespace

Result<Wish> wish_of(const Entry& entry, const EntryRules& rules) {
    Wish wish;
    wish.language = entry.language.empty() ? rules.language : entry.language;
    if (std::find(rules.languages.begin(), rules.languages.end(), wish.language) == rules.languages.end())
        return wrong_field("language", fmt::format("{} is not offered.", quoted(entry.language)), fmt::format("Use one of {}.", fmt::join(rules.languages, ", ")));
    auto components = components_of(entry.components, rules);
    if (!components) return components.error();
    wish.components = std::move(*components);
    if (!entry.incident.empty() && !is_twelve(entry.incident)) return wrong_field("incident", fmt::format("{} is no incident.", quoted(entry.incident)));
    wish.incident = IncidentId(entry.incident);
    auto preference = preference_of(entry, rules);
    if (!preference) return preference.error();
    wish.preference = std::move(*preference);
    return wish;
}

Result<Subscriber> subscriber_of(const Entry& entry, SubscriberId id, const EntryRules& rules) {
    if (!entry.state.empty() && entry.state != "active")
        return wrong_field("state", fmt::format("{}: only who hears is taken over.", quoted(entry.state)), "Leave this row out: whoever left stays away.");
    auto address = address_of(entry, rules);
    if (!address) return Error(address.error().code(), address.error().message(), address.error().field() == "kind" ? "kind" : "address", address.error().mend());
    auto basis = basis_of(entry);
    if (!basis) return basis.error();
    auto wish = wish_of(entry, rules);
    if (!wish) return wish.error();
    Subscriber one;
    one.id = std::move(id);
    one.address = std::move(*address);
    one.state = SubscriberState::active;
    one.since = one.created_at = rules.now;
    one.confirmed_at = rules.now;
    one.wish = std::move(*wish);
    one.basis = std::move(*basis);
    one.added_by = rules.added_by;
    if (const auto webhook = read_webhook(entry, one); !webhook) return webhook.error();
    return one;
}

Result<EnteredSubscriber> entered(const std::optional<Subscriber>& known, const Subscriber& asked, Time now) {
    if (!known) return EnteredSubscriber{Entered::added, asked};
    switch (known->state) {
        case SubscriberState::active:
        case SubscriberState::quarantined: return EnteredSubscriber{Entered::known, *known};
        case SubscriberState::left:
            return Error(ErrorCode::wrong_state, "They left: only they can come back.", "address", "They subscribe again on the page.");
        case SubscriberState::suppressed:
            return Error(ErrorCode::wrong_state, "This address refuses mail.", "address", "candor subscribers show tells why.");
        case SubscriberState::pending: break;
    }
    Subscriber one = asked;
    one.id = known->id;
    one.created_at = known->created_at;
    one.since = now;
    return EnteredSubscriber{Entered::confirmed, std::move(one)};
}

Result<EntryTable> EntryTable::of(const std::vector<std::string>& header) {
    EntryTable table;
    for (const std::string& written : header) {
        const std::string name = column_name(written);
        const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.name == name; });
        if (column == columns.end())
            return wrong_field("header", fmt::format("{} is no column.", quoted(written)), fmt::format("The first row names the columns: {}.", fmt::join(entry_header(), ", ")));
        const bool twice = column->field != nullptr && std::find(table.columns_.begin(), table.columns_.end(), column->field) != table.columns_.end();
        if (twice) return wrong_field("header", fmt::format("{} is named twice.", quoted(written)));
        table.columns_.push_back(column->field);
    }
    const bool has_address = std::find(table.columns_.begin(), table.columns_.end(), &Entry::address) != table.columns_.end();
    if (!has_address) return wrong_field("header", "No column is called address.", "The first row names the columns: address,language,components");
    return table;
}

Result<Entry> EntryTable::entry(const std::vector<std::string>& fields) const {
    if (fields.size() != columns_.size()) return wrong_field({}, fmt::format("It has {} fields, and the first row names {}.", fields.size(), columns_.size()));
    Entry entry;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (columns_[i] != nullptr) entry.*columns_[i] = std::string(trimmed(fields[i]));
    }
    return entry;
}

std::vector<std::string> entry_header() {
    return {"id", "kind", "address", "state", "language", "components", "incident", "updates", "quiet", "time_zone", "format", "contact", "since", "confirmed_at", "basis", "reason"};
}

std::vector<std::string> entry_row(const Subscriber& one) {
    const Preference& wants = one.wish.preference;
    const bool webhook = one.channel == subscriber_webhook_channel();
    return {one.id.str(),
            webhook ? "webhook" : "mail",
            one.address,
            std::string(to_string(one.state)),
            one.wish.language,
            std::string(trimmed(components_text(one.wish.components))),
            one.wish.incident.str(),
            std::string(to_string(wants.updates)),
            wants.quiet ? to_text(*wants.quiet) : std::string(),
            wants.time_zone,
            webhook ? std::string(to_string(one.wish.format)) : std::string(),
            one.contact,
            to_rfc3339(one.since),
            one.confirmed_at ? to_rfc3339(*one.confirmed_at) : std::string(),
            one.basis,
            one.reason};
}

}  // namespace candor
