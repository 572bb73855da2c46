#include "daemon/pages/render_history.hpp"

#include "core/component_history.hpp"
#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace candor::pages {

using desk::Setup;
using std::chrono::year_month;
using std::chrono::year_month_day;

namespace {

constexpr std::size_t most_months = 60;  // linked

std::string number_of(year_month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::string count_of(std::ptrdiff_t incidents, const Voice& voice) {
    return incidents == 1 ? voice.text("count.entries_one") : voice.text("count.entries_other", {{"count", fmt::format("{}", incidents)}});
}

bool overlaps(Time from, Time until, const Month& month) {
    return from < month.until && until >= month.from;
}

// Incidents that were open at some time of the month.
std::ptrdiff_t incidents_in(const Month& month, std::span<const store::ListedRecord> listed, Time now) {
    return std::count_if(listed.begin(), listed.end(), [&](const store::ListedRecord& one) {
        return one.kind == RecordKind::incident && overlaps(one.declared_at, one.ended_at.value_or(std::max(now, one.declared_at)), month);
    });
}

Filling entry_of(const desk::Dossier& dossier, const Setup& setup) {
    Filling entry;
    set_standing(entry, dossier.record, setup);
    if (dossier.record.updates.empty()) return entry;
    const PublishedUpdate& last = dossier.record.updates.back();
    set(entry, "update_number", fmt::format("{}", last.update.number));
    set_time(entry, "update_at", "update_machine", last.at, Voice(setup));
    entry.lists["said"] = said_in(dossier, dossier.record.updates.size() - 1, setup);
    return entry;
}

std::string empty_words(const HistoryShown& shown, const Voice& voice, Time now) {
    if (shown.month.from > now) return voice.text("history.ahead");
    if (shown.month.until <= shown.since.value_or(now)) return voice.text("history.no_record");
    return voice.text("history.none_in_month");
}

// From this month back to that of the first record.
FillingList months(const HistoryShown& shown, const Setup& setup, Time now) {
    const Voice voice(setup);
    const year_month first = shown.listed.empty() ? month_of(now, *setup.zone) : month_of(shown.listed.back().declared_at, *setup.zone);
    FillingList list;
    for (year_month month = std::max(month_of(now, *setup.zone), shown.month.month); month >= first && list.size() < most_months; month -= std::chrono::months{1}) {
        Filling& line = list.emplace_back();
        set(line, "number", number_of(month));
        set(line, "name", voice.words().month(month));
        set(line, "count", count_of(incidents_in(month_at(month, *setup.zone), shown.listed, now), voice));
        if (month == shown.month.month) set(line, "current", "yes");
    }
    return list;
}

}  // namespace

year_month month_of(Time time, const TimeZone& zone) {
    const year_month_day day(std::chrono::floor<std::chrono::days>(time + zone.at(time).from_utc));
    return day.year() / day.month();
}

Month month_at(year_month month, const TimeZone& zone) {
    const auto begins = [&](year_month of) { return midnight(std::chrono::sys_days(of / 1), zone); };
    return {month, begins(month), begins(month + std::chrono::months{1})};
}

std::optional<year_month> parse_month(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const char* first = text.data() + at;
        const auto [end, error] = std::from_chars(first, first + length, value);
        return error == std::errc{} && end == first + length ? value : -1;
    };
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const int year = number(0, 4);
    const int month = number(5, 2);
    if (year < 2000 || year > 2200 || month < 1 || month > 12) return std::nullopt;
    return std::chrono::year(year) / month;
}

bool belongs(const Record& record, const Month& month, Time now) {
    if (record.kind == RecordKind::case_) return false;
    if (record.kind == RecordKind::incident) return overlaps(record.declared_at, record.ended_at.value_or(std::max(now, record.declared_at)), month);
    if (record.status == Status::withdrawn || !record.window) return overlaps(record.declared_at, record.ended_at.value_or(now), month);
    if (record.ended_at) return overlaps(began(record), *record.ended_at, month);
    return overlaps(record.window->from, record.window->until, month);
}

std::string render_history(const PageTemplates& templates, const Setup& setup, const HistoryShown& shown, Time now) {
    const Voice voice(setup);
    Filling page;
    set_frame(page, setup, shown.root, now);
    set(page, "month", voice.words().month(shown.month.month));
    PromiseTally all;
    for (const desk::DossierPtr& dossier : shown.entries) {
        page.lists["entries"].push_back(entry_of(*dossier, setup));
        const PromiseTally one = tally(dossier->record.promises);
        all.kept += one.kept;
        all.missed += one.missed;
    }
    const auto incidents = incidents_in(shown.month, shown.listed, now);
    if (shown.entries.empty()) set(page, "empty", empty_words(shown, voice, now));
    else {
        set(page, "has_entries", "yes");
        set(page, "summary", voice.text("history.summary", {{"count", count_of(incidents, voice)}, {"kept", fmt::format("{}", all.kept)}, {"missed", fmt::format("{}", all.missed)}}));
    }
    if (shown.cut) set(page, "cut", "yes");
    page.lists["months"] = months(shown, setup, now);
    return templates.history.fill(page);
}

}  // namespace candor::pages
