#include "daemon/ctl/sandbox/timeline.hpp"

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace candor::ctl {

using namespace std::chrono;

namespace {

constexpr std::size_t time_width = 12;
constexpr std::size_t audience_width = 8;
constexpr std::size_t what_width = 16;
constexpr std::size_t promised_width = 12;
constexpr std::size_t text_indent = 14;

std::string audience_name(ChannelKind kind) {
    return kind == ChannelKind::mastodon ? "social" : std::string(to_string(kind));
}

std::string seconds_text(Duration length) {
    return fmt::format("{:.2f} s", duration<double>(length).count());
}

// Early or late against the promise; the first words have no promise but speed.
Cell against(const Arrival& arrival, const Known& known, Time declared) {
    if (!known.promised) return {seconds_text(arrival.at - declared) + " after declaring", Style::good};
    const auto early = *known.promised - arrival.at;
    if (early >= Duration{0}) return {seconds_text(early) + " early", Style::good};
    return {seconds_text(-early) + " LATE", Style::bad};
}

// Blocks of lines between empty lines.
std::vector<std::string> paragraphs_of(const std::string& text) {
    std::vector<std::string> found;
    std::string current;
    for (std::size_t pos = 0; pos < text.size();) {
        const auto end = std::min(text.find('\n', pos), text.size());
        const auto line = text.substr(pos, end - pos);
        if (line.find_first_not_of(' ') == std::string::npos) {
            if (!current.empty()) found.push_back(std::exchange(current, {}));
        } else {
            current += (current.empty() ? "" : "\n") + line;
        }
        pos = end + 1;
    }
    if (!current.empty()) found.push_back(std::move(current));
    return found;
}

void put_words(Sheet& sheet, const Arrival& arrival, std::set<std::string>& said) {
    if (!arrival.subject.empty()) sheet.paragraph("Subject: " + neutral(arrival.subject), text_indent, Style::bold);
    bool skipped = false;
    for (const auto& paragraph : paragraphs_of(neutral(arrival.text, true))) {
        const bool is_new = said.insert(paragraph).second;
        if (is_new) sheet.paragraph(paragraph, text_indent);
        if (!is_new && !skipped) sheet.paragraph("... as above ...", text_indent, Style::dim);
        skipped = !is_new;
    }
    if (!arrival.remark.empty()) sheet.paragraph("(" + neutral(arrival.remark) + ")", text_indent, Style::dim);
}

Answer find_delivery(Answer deliveries, const std::string& key) {
    for (const Answer delivery : deliveries["deliveries"].items()) {
        if (delivery["id"].text() == key) return delivery;
    }
    return Answer(nullptr);
}

Answer find_update(Answer incident, std::int64_t number) {
    for (const Answer update : incident["updates"].items()) {
        if (update["number"].count() == number) return update;
    }
    return Answer(nullptr);
}

// An update can be a holding one for one audience and news for another.
std::string kind_for(Answer update, std::string_view audience) {
    for (const Answer heard : update["audiences"].items()) {
        if (heard["audience"].text() == audience) return heard["kind"].text();
    }
    return update["kind"].text();
}

// The newest promise to this audience that was made before the update.
std::optional<Time> promised_before(Answer incident, std::string_view audience, Time published) {
    std::optional<Time> due;
    for (const Answer promise : incident["promises"].items()) {
        const auto made = promise["made_at"].time();
        if (promise["audience"].text() == audience && made && *made < published) due = promise["due"].time();
    }
    return due;
}

struct Tally {
    int updates = 0;
    int repeats = 0;
    std::optional<Duration> closest;  // the smallest lead over a promise; negative: late
};

std::map<ChannelKind, Tally> tallies(const std::vector<Reached>& reached) {
    std::map<ChannelKind, Tally> found;
    for (const auto& [arrival, known] : reached) {
        Tally& tally = found[arrival.audience];
        if (arrival.repeated) {
            ++tally.repeats;
            continue;
        }
        ++tally.updates;
        if (!known.promised) continue;
        const auto lead = *known.promised - arrival.at;
        if (!tally.closest || lead < *tally.closest) tally.closest = lead;
    }
    return found;
}

std::string lead_text(std::optional<Duration> lead) {
    if (!lead) return "-";
    return *lead >= Duration{0} ? seconds_text(*lead) + " early" : seconds_text(-*lead) + " LATE";
}

struct Ledger {
    int kept = 0;
    int missed = 0;
    int open = 0;
};

Ledger ledger_of(Answer promises, std::string_view audience) {
    Ledger ledger;
    for (const Answer promise : promises["promises"].items()) {
        if (promise["kind"].text() == "follow_up") continue;  // a day after the end: nobody watches for so long
        if (!audience.empty() && promise["audience"].text() != audience) continue;
        const auto state = promise["state"].text();
        ++(state == "kept" ? ledger.kept : state == "missed" ? ledger.missed : ledger.open);
    }
    return ledger;
}

std::string of(int part, int whole) {
    return fmt::format("{} of {}", part, whole);
}

}  // namespace

Known recognise(const Arrival& arrival, const boost::json::value& incident, const boost::json::value& deliveries) {
    Known known;
    const auto delivery = find_delivery(Answer(deliveries), arrival.key);
    known.number = delivery["update_number"].count();
    const Answer record = Answer(incident)["incident"];
    const auto update = find_update(record, known.number);
    const auto published = update["at"].time();
    if (!published) return known;
    const auto audience = to_string(arrival.audience);
    known.kind = kind_for(update, audience);
    known.promised = promised_before(record, audience, *published);
    return known;
}

std::string exact_time(Time time, const Look& look) {
    const Time here = time + look.zone->at(time).from_utc;
    const hh_mm_ss<milliseconds> clock(here - floor<days>(here));
    return fmt::format("{:02}:{:02}:{:02}.{:03}", clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count());
}

std::string timeline_head(const Look& look) {
    const auto line = fmt::format(
        "{}  {}  {}  {}  {}", padded("ARRIVED " + look.zone->at(look.now).abbreviation, time_width),
        padded("BY", audience_width), padded("WHAT", what_width), padded("PROMISED FOR", promised_width), "WHICH IS");
    return styled(line, Style::dim, look) + "\n";
}

std::string timeline_row(const Arrival& arrival, const Known& known, Time declared, std::set<std::string>& said,
                         const Look& look) {
    const auto what =
        known.number == 0 ? std::string("not in the record") : fmt::format("#{} {}", known.number, neutral(known.kind));
    const auto promised = known.promised ? exact_time(*known.promised, look) : std::string("at once");
    const auto outcome = against(arrival, known, declared);
    Sheet sheet(look);
    sheet.line({{padded(exact_time(arrival.at, look), time_width)},
                {padded(audience_name(arrival.audience), audience_width), Style::bold},
                {padded(what + (arrival.repeated ? " again" : ""), what_width)},
                {padded(promised, promised_width)},
                {outcome.text, outcome.style}});
    put_words(sheet, arrival, said);
    return sheet.take();
}

std::string arrival_row(const Arrival& arrival, const Look& look) {
    Sheet sheet(look);
    sheet.line({{padded(exact_time(arrival.at, look), time_width)},
                {padded(audience_name(arrival.audience), audience_width), Style::bold},
                {"to " + neutral(arrival.reader)},
                {arrival.repeated ? "again, under the same id" : "", Style::warning}});
    std::set<std::string> said;
    put_words(sheet, arrival, said);
    return sheet.take();
}

Verdict summary(const std::vector<Reached>& reached, const boost::json::value& promises,
                const boost::json::value& deliveries, Time declared, const Look& look) {
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows{{{"AUDIENCE", Style::dim},
                                         {"UPDATES", Style::dim},
                                         {"FIRST WORDS", Style::dim},
                                         {"PROMISES KEPT", Style::dim},
                                         {"CLOSEST TO A PROMISE", Style::dim}}};
    for (const auto& [kind, tally] : tallies(reached)) {
        const ChannelKind audience = kind;  // clang 14 cannot capture a structured binding
        const auto ledger = ledger_of(Answer(promises), to_string(audience));
        const auto first = std::find_if(reached.begin(), reached.end(),
                                        [&](const Reached& r) { return r.arrival.audience == audience; });
        rows.push_back({{audience_name(audience), Style::bold},
                        {std::to_string(tally.updates)},
                        {"after " + seconds_text(first->arrival.at - declared)},
                        {of(ledger.kept, ledger.kept + ledger.missed + ledger.open),
                         ledger.missed + ledger.open == 0 ? Style::good : Style::bad},
                        {lead_text(tally.closest)}});
    }
    sheet.table(rows, 0);
    const auto total = ledger_of(Answer(promises), "");
    const Answer counts = Answer(deliveries)["counts"];
    std::int64_t all = 0;
    for (const char* state : {"waiting", "attempting", "retrying", "delivered", "failed", "superseded", "gone"})
        all += counts[state].count();
    const auto delivered = counts["delivered"].count();
    const bool genuine =
        std::all_of(reached.begin(), reached.end(), [](const Reached& r) { return r.arrival.genuine; });
    Verdict verdict;
    verdict.kept = total.missed == 0 && total.open == 0 && total.kept > 0 && all > 0 && delivered == all && genuine;
    sheet.blank();
    sheet.line({{fmt::format("{} promises kept, {} missed. {} of {} deliveries arrived.",
                             of(total.kept, total.kept + total.missed + total.open), total.missed, delivered, all),
                 verdict.kept ? Style::good : Style::bad}});
    verdict.text = sheet.take();
    return verdict;
}

}  // namespace candor::ctl
