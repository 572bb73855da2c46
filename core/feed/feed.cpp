#include "core/feed/feed.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace candor::feed {

namespace json = boost::json;
using namespace std::chrono;

namespace {

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view month_of(Time midnight) {
    return months[static_cast<unsigned>(year_month_day{floor<days>(midnight)}.month()) - 1];
}

// "Jun <var data-var='date'>18</var>, <var data-var='time'>18:09</var> UTC", as readers of their feeds take it apart.
std::string stamp(Time time, const TimeZone& zone) {
    const ZoneOffset offset = zone.at(time);
    const Time local = time + offset.from_utc;
    const auto day = floor<days>(local);
    const hh_mm_ss clock{floor<minutes>(local - day)};
    return fmt::format("{} <var data-var='date'>{:>2}</var>, <var data-var='time'>{:02}:{:02}</var> {}", month_of(day),
                       static_cast<unsigned>(year_month_day{day}.day()), clock.hours().count(), clock.minutes().count(), escape_html(offset.abbreviation));
}

// "In progress"
std::string state_word(const PublishedUpdate& published) {
    switch (published.update.kind) {
        case UpdateKind::review: return "Review";
        case UpdateKind::correction: return "Correction";
        case UpdateKind::first:
        case UpdateKind::progress:
        case UpdateKind::holding:
        case UpdateKind::resolution:
        case UpdateKind::withdrawal:
        case UpdateKind::follow_up: break;
    }
    std::string word(to_string(published.status));
    std::replace(word.begin(), word.end(), '_', ' ');
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

std::string with_breaks(std::string_view text) {
    std::string html;
    for (const char c : escape_html(text)) {
        if (c == '\n') html += "<br>\n";
        else html += c;
    }
    return html;
}

// Is it a maintenance that readers can still plan for?
bool is_ahead(const Record& record) {
    return record.window && record.status == Status::scheduled;
}

std::string content_html(const PublicRecord& shown, const TimeZone& zone) {
    const Record& record = *shown.record;
    std::string html;
    if (is_ahead(record)) html += fmt::format("<p><small>Planned for {} to {}</small></p>\n", stamp(record.window->from, zone), stamp(record.window->until, zone));
    for (std::size_t i = record.updates.size(); i-- > 0;) {
        const PublishedUpdate& published = record.updates[i];
        html += fmt::format("<p><small>{}</small><br><strong>{}</strong> - {}</p>\n", stamp(published.at, zone), state_word(published), with_breaks(shown.said[i]));
    }
    return html;
}

std::string feed_title(const Publisher& publisher) {
    return readable_line(publisher.name) + " Status - Incident History";
}

Time changed(const Publisher& publisher, std::span<const PublicRecord* const> entries) {
    Time newest{};
    for (const PublicRecord* shown : entries) newest = std::max(newest, told_at(*shown->record));
    return entries.empty() ? publisher.known_since : newest;
}

// For XML text and attributes: what readable() let through has no character that XML does not know.
std::string xml(std::string_view text) {
    return escape_html(readable(text));
}

}  // namespace

std::vector<const PublicRecord*> newest_first(std::span<const PublicRecord> records, std::size_t most) {
    std::vector<const PublicRecord*> found;
    for (const PublicRecord& shown : records) {
        if (is_public(*shown.record)) found.push_back(&shown);
    }
    std::sort(found.begin(), found.end(), [](const PublicRecord* a, const PublicRecord* b) {
        return std::tie(b->record->declared_at, b->record->id) < std::tie(a->record->declared_at, a->record->id);
    });
    if (found.size() > most) found.resize(most);
    return found;
}

std::string host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    if (const auto colon = url.rfind(':'); colon != std::string_view::npos && url.find(']', colon) == std::string_view::npos) url = url.substr(0, colon);
    return std::string(url);
}

std::string atom(const Publisher& publisher, std::span<const PublicRecord> records) {
    const auto entries = newest_first(records, most_entries);
    const std::string host = xml(host_of(publisher.url));
    const std::string url = xml(publisher.url);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format("<feed xml:lang=\"{}\" xmlns=\"http://www.w3.org/2005/Atom\">\n", xml(publisher.language));
    out += fmt::format("  <id>tag:{},2005:/history</id>\n", host);
    out += fmt::format("  <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", url);
    out += fmt::format("  <link rel=\"self\" type=\"application/atom+xml\" href=\"{}/history.atom\"/>\n", url);
    out += fmt::format("  <title>{}</title>\n", xml(feed_title(publisher)));
    out += fmt::format("  <updated>{}</updated>\n", to_rfc3339(changed(publisher, entries), *publisher.zone));
    out += fmt::format("  <author>\n    <name>{}</name>\n  </author>\n", xml(readable_line(publisher.name)));
    for (const PublicRecord* shown : entries) {
        const Record& record = *shown->record;
        out += fmt::format("  <entry>\n    <id>tag:{},2005:Incident/{}</id>\n", host, record.id.str());
        out += fmt::format("    <published>{}</published>\n", to_rfc3339(record.declared_at, *publisher.zone));
        out += fmt::format("    <updated>{}</updated>\n", to_rfc3339(told_at(record), *publisher.zone));
        out += fmt::format("    <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", xml(shown->url));
        out += fmt::format("    <title>{}</title>\n", xml(shown->title));
        out += fmt::format("    <content type=\"html\">{}</content>\n  </entry>\n", xml(content_html(*shown, *publisher.zone)));
    }
    return out + "</feed>\n";
}

std::string rss(const Publisher& publisher, std::span<const PublicRecord> records) {
    const auto entries = newest_first(records, most_entries);
    const std::string url = xml(publisher.url);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n  <channel>\n";
    out += fmt::format("    <title>{}</title>\n", xml(feed_title(publisher)));
    out += fmt::format("    <link>{}</link>\n", url);
    out += fmt::format("    <description>{}</description>\n", xml("Statuspage of " + readable_line(publisher.name)));
    out += fmt::format("    <language>{}</language>\n", xml(publisher.language));
    out += fmt::format("    <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}/history.rss\"/>\n", url);
    const std::string date = to_http_date(changed(publisher, entries));
    out += fmt::format("    <pubDate>{}</pubDate>\n    <lastBuildDate>{}</lastBuildDate>\n", date, date);
    for (const PublicRecord* shown : entries) {
        out += fmt::format("    <item>\n      <title>{}</title>\n", xml(shown->title));
        out += fmt::format("      <description>{}</description>\n", xml(content_html(*shown, *publisher.zone)));
        out += fmt::format("      <pubDate>{}</pubDate>\n", to_http_date(told_at(*shown->record)));
        out += fmt::format("      <link>{}</link>\n      <guid>{}</guid>\n    </item>\n", xml(shown->url), xml(shown->url));
    }
    return out + "  </channel>\n</rss>\n";
}

std::string json_feed(const Publisher& publisher, std::span<const PublicRecord> records) {
    json::array items;
    for (const PublicRecord* shown : newest_first(records, most_entries)) {
        const Record& record = *shown->record;
        json::object item{{"id", shown->url}, {"url", shown->url}, {"title", shown->title}};
        item["content_html"] = content_html(*shown, *publisher.zone);
        item["date_published"] = to_rfc3339(record.declared_at, *publisher.zone);
        item["date_modified"] = to_rfc3339(told_at(record), *publisher.zone);
        items.push_back(std::move(item));
    }
    json::object out{{"version", "https://jsonfeed.org/version/1.1"}, {"title", feed_title(publisher)}};
    out["home_page_url"] = publisher.url;
    out["feed_url"] = publisher.url + "/feed.json";
    out["language"] = publisher.language;
    out["authors"] = json::array{json::object{{"name", readable_line(publisher.name)}, {"url", publisher.url}}};
    out["items"] = std::move(items);
    return json::serialize(out);
}

}  // namespace candor::feed
