// Times, dates, durations, shares and numbers as people write them. For units.cpp alone.
#pragma once

#include "core/honesty/amounts.hpp"
#include "core/honesty/figures.hpp"
#include "core/honesty/numeric_date.hpp"

#include <algorithm>

namespace candor::honesty {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

// Reads entities off the front of a run of tokens. Each reader moves `at` only if it succeeds.
class EntityReader : private TokenRun {
public:
    EntityReader(const std::vector<Token>& tokens, const TimeWords& words) : TokenRun(tokens), words_(words), amounts_(tokens, words) {}

    bool read(std::size_t& at, Unit& unit) {
        return instant(at, unit) || date(at, unit) || clock(at, unit) || percent(at, unit) || duration(at, unit) || number(at, unit);
    }

private:
    void take(Unit& unit, UnitKind kind, std::size_t begin, std::size_t end) const {
        unit.kind = kind;
        unit.span = {tokens_[begin].span.begin, tokens_[end - 1].span.end};
        unit.text = end == begin + 1 ? tokens_[begin].text : std::string();
    }

    // 2026-11-22, with or without T14:00:00Z.
    bool instant(std::size_t& at, Unit& unit) {
        const auto y = integer(at);
        if (!y || *y < 1900 || *y > 2200 || !is(at + 1, "-") || !is(at + 3, "-")) return false;
        const auto m = integer(at + 2);
        const auto d = integer(at + 4);
        if (!m || !d) return false;
        const year_month_day found{year{*y}, month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
        if (!found.ok()) return false;
        if (is(at + 5, "t") && tight(at + 5)) {
            std::size_t next = at + 6;
            Unit inner;
            offset_follows_ = true;  // "14:00-05:00": here a zone, elsewhere a range
            const bool told = clock(next, inner);
            offset_follows_ = false;
            if (told) {
                take(unit, UnitKind::clock, at, next);
                unit.clock = inner.clock;
                unit.clock.date = found;
                at = next;
                return true;
            }
        }
        take(unit, UnitKind::date, at, at + 5);
        unit.date = found;
        at += 5;
        return true;
    }

    [[nodiscard]] std::optional<int> month_at(std::size_t at) const {
        const auto* word = token(at);
        if (word == nullptr) return std::nullopt;
        const auto found = words_.months.find(word->text);
        return found == words_.months.end() ? std::nullopt : std::optional(found->second);
    }

    // A day of the month: "3", "3rd", "3.".
    [[nodiscard]] std::optional<int> day_at(std::size_t at, std::size_t& next) const {
        const auto value = integer(at);
        if (!value || *value < 1 || *value > 31) return std::nullopt;
        next = at + 1;
        static const std::set<std::string> ordinals{"st", "nd", "rd", "th", "er", "º", "o"};
        if (next < tokens_.size() && tight(next) && ordinals.contains(tokens_[next].text)) ++next;
        else if (is(next, ".") && tight(next)) ++next;
        return value;
    }

    void year_at(std::size_t& at, int& y) const {
        std::size_t next = at;
        if (is(next, ",") || is(next, "de") || is(next, "of")) ++next;
        const auto value = integer(next);
        if (!value || *value < 1900 || *value > 2200) return;
        y = *value;
        at = next + 1;
    }

    // "23 November 2026", "Nov 23rd, 2026", "3 de mayo", and the day names.
    bool date(std::size_t& at, Unit& unit) {
        const auto* first = token(at);
        if (first == nullptr) return false;
        if (const auto found = words_.days.find(first->text); found != words_.days.end()) {
            if (at > 0 && words_.days.contains(tokens_[at - 1].text)) return false;  // "heute Morgen" is no "morgen"
            take(unit, UnitKind::date, at, at + 1);
            unit.day = found->second;
            ++at;
            return true;
        }
        std::size_t next = at;
        std::optional<int> d, m;
        const bool figures = words_.decimal_comma ? numeric_date(tokens_, at, next, d, m) : date_before_clock(tokens_, at, next, d, m);
        if (!figures && (d = day_at(at, next))) {
            if (is(next, "de") || is(next, "of")) ++next;
            m = month_at(next);
            if (!m) return false;
            ++next;
        } else if (!figures && (m = month_at(at)) && first->capital) {
            d = day_at(at + 1, next);
            if (!d || is(next, ":")) return false;
        } else if (!figures) {
            return false;
        }
        int y = 0;
        year_at(next, y);
        take(unit, UnitKind::date, at, next);
        unit.date = year_month_day{year{y}, month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
        at = next;
        return true;
    }

    [[nodiscard]] std::optional<int> sign_and_hours(std::size_t at, std::size_t& next) const {
        int sign = 0;
        if (is(at, "+")) sign = 1;
        else if (is(at, "-")) sign = -1;
        if (sign == 0 || !tight(at + 1)) return std::nullopt;
        const auto h = integer(at + 1);
        if (!h) return std::nullopt;
        next = at + 2;
        if (*h > 14) return *h <= 1400 && *h % 100 < 60 ? std::optional(sign * (*h / 100 * 60 + *h % 100)) : std::nullopt;
        int minutes = *h * 60;
        if (is(next, ":") && tight(next)) {
            if (const auto m = integer(next + 1)) {
                minutes += *m;
                next += 2;
            }
        }
        return sign * minutes;
    }

    // "UTC", "(UTC)", "UTC+2", "+02:00", "Pacific time", "US/Pacific".
    void zone(std::size_t& at, ClockValue& clock) const {
        std::size_t next = at;
        const bool bracket = is(next, "(");
        if (bracket) ++next;
        std::size_t after = next;
        const bool sign = bracket || (tight(next) && (offset_follows_ || !is(next, "-")));
        if (const auto offset = sign ? sign_and_hours(next, after) : std::nullopt) {
            clock.offsets = {*offset};
        } else {
            for (std::size_t length = 3; length >= 1; --length) {
                const auto found = words_.zones.find(phrase(next, length));
                if (found == words_.zones.end()) continue;
                clock.offsets = found->second;
                after = next + length;
                std::size_t further = after;
                if (const auto more = tight(after) ? sign_and_hours(after, further) : std::nullopt) {
                    clock.offsets = {*more};
                    after = further;
                }
                break;
            }
            if (after == next) return;
        }
        if (bracket && is(after, ")")) ++after;
        at = after;
    }

    // "pm", "p.m.", "p m"; or "9 this morning", "7 in the evening", of which the words stay for the patterns, as they name a day as well.
    bool half_day(std::size_t& at, int hour, ClockValue& clock, int minute) const {
        if (hour < 0 || hour > 12) return false;  // "00:36 am" is written as well
        if (spaced_half_day(at, hour, clock, minute)) return true;
        for (const std::size_t words : {1U, 2U, 3U}) {
            const auto found = words_.half_days.find(phrase(at, words));
            if (found == words_.half_days.end()) continue;
            clock.half_day_given = true;
            clock.minute_of_day = hour % 12 * 60 + minute + found->second;
            if (words > 1) return true;
            ++at;
            if (is(at, ".") && tight(at) && found->first.find('.') != std::string::npos && !ends_sentence(at)) ++at;
            return true;
        }
        return false;
    }

    // "a. m.", which is how Spanish writes "a.m.".
    bool spaced_half_day(std::size_t& at, int hour, ClockValue& clock, int minute) const {
        if (token(at) == nullptr || !is(at + 1, ".") || token(at + 2) == nullptr) return false;
        const auto found = words_.half_days.find(tokens_[at].text + "." + tokens_[at + 2].text);
        if (found == words_.half_days.end()) return false;
        clock.half_day_given = true;
        clock.minute_of_day = hour % 12 * 60 + minute + found->second;
        at += 3;
        if (is(at, ".") && tight(at) && !ends_sentence(at)) ++at;
        return true;
    }

    [[nodiscard]] bool ends_sentence(std::size_t dot) const {
        return dot + 1 >= tokens_.size() || tokens_[dot + 1].capital;
    }

    // "après-midi" is no "midi"; "midi-minuit" is.
    [[nodiscard]] bool ends_compound(std::size_t at) const {
        const bool joined = at >= 2 && is(at - 1, "-") && tight(at - 1) && tight(at);
        return joined && tokens_[at - 2].kind == TokenKind::word && !words_.clock_names.contains(tokens_[at - 2].text);
    }

    bool clock(std::size_t& at, Unit& unit) {
        const auto* first = token(at);
        if (first == nullptr) return false;
        ClockValue value;
        std::size_t next = at + 1;
        if (const auto found = words_.clock_names.find(first->text); found != words_.clock_names.end()) {
            if (ends_compound(at)) return false;
            value.minute_of_day = found->second;
            value.half_day_given = true;
        } else if (!digits_clock(at, next, value)) {
            return false;
        }
        zone(next, value);
        take(unit, UnitKind::clock, at, next);
        unit.clock = value;
        at = next;
        return true;
    }

    bool digits_clock(std::size_t at, std::size_t& next, ClockValue& value) const {
        auto hour = integer(at);
        int minute = 0;
        next = at + 1;
        if (!hour) return point_clock(at, next, value);
        if (*hour > 23) return run_together(at, next, *hour, value);
        if (is(next, ":") && tight(next) && tight(next + 1) && tokens_[next + 1].text.size() == 2) {
            const auto m = integer(next + 1);
            if (!m || *m > 59) return false;
            minute = *m;
            value.minutes_given = true;
            next += 2;
            if (is(next, ":") && tight(next) && tight(next + 1) && integer(next + 1)) next += 2;
        } else if (words_.hour_letter && is(next, "h") && (tight(next) || !tokens_[at].text.empty())) {
            if (tells_length(at)) return false;
            if (!hour_letter(next, minute, value) && !spoken_hour(at, *hour, next)) return false;
            value.minute_of_day = *hour * 60 + minute;
            return true;
        }
        value.minute_of_day = *hour * 60 + minute;
        bool certain = value.minutes_given;
        if (half_day(next, *hour, value, minute)) certain = true;
        if (suffix(next, minute, value, *hour)) certain = true;
        if (!certain && spoken_hour(at, *hour, next)) return true;
        return certain || begins_range(next, *hour, value);
    }

    // "between 2 and 3 pm", "zwischen 10 und 11 Uhr": the second says that the first is a clock time too.
    bool begins_range(std::size_t at, int hour, ClockValue& value) const {
        if (at >= tokens_.size() || !(is(at, "-") || words_.range_words.contains(tokens_[at].text))) return false;
        const auto last = integer(at + 1);
        if (!last || *last > 23) return false;
        std::size_t next = at + 2;
        ClockValue second;
        if (half_day(next, *last, second, 0)) {
            if (hour < 1 || hour > 12) return false;
            const int half = second.minute_of_day >= 720 ? 720 : 0;
            const bool other_half = hour % 12 > *last % 12;  // "from 11 to 2 pm"
            value.half_day_given = true;
            value.minute_of_day = hour % 12 * 60 + (other_half ? 720 - half : half);
            return true;
        }
        if (is(next, ":") && tight(next) && integer(next + 1)) next += 2;  // "von 6 bis 9:30 Uhr"
        return suffix(next, 0, second, *last);
    }

    // "15 h", "15h30", "15 h 30": an hour, not a number of hours, where the language writes clock times so.
    bool hour_letter(std::size_t& next, int& minute, ClockValue& value) const {
        if (!tight(next) && !(next + 1 < tokens_.size() && integer(next + 1))) return false;
        ++next;
        if (const auto m = integer(next); m && *m < 60 && tokens_[next].text.size() == 2) {
            minute = *m;
            value.minutes_given = true;
            ++next;
            return true;
        }
        return true;
    }

    bool suffix(std::size_t& next, int minute, ClockValue& value, int hour) const {
        const auto* word = token(next);
        if (word == nullptr || !words_.clock_suffixes.contains(word->text)) return false;
        value.minute_of_day = hour * 60 + minute;
        ++next;
        if (const auto m = integer(next); m && *m < 60 && !value.minutes_given) {
            value.minute_of_day += *m;
            value.minutes_given = true;
            ++next;
        }
        return true;
    }

    // "à 13 heures", "à 13 h", "las 20 horas": a clock time, though "13 heures" alone lasts. Small numbers may always last.
    bool spoken_hour(std::size_t at, int hour, std::size_t& next) const {
        if (hour < least_spoken || !(led(at) || begins_spoken_range(at) || ends_spoken_range(at))) return false;
        if (!says_hours(at + 1)) return false;
        next = at + 2;
        return true;
    }

    // "à", "à partir de".
    [[nodiscard]] bool led(std::size_t at) const {
        const auto led_by = [&](std::size_t words) { return at >= words && words_.spoken_hour_leads.contains(phrase(at - words, words)); };
        return led_by(1) || led_by(2);
    }

    // "a duré 1 h 10", "une coupure de 2 h"; "une coupure de 9 h à 11 h 30" has clock times.
    [[nodiscard]] bool tells_length(std::size_t at) const {
        const std::size_t end = at + (integer(at + 2) ? 3 : 2);
        const bool range = end < tokens_.size() && words_.range_words.contains(tokens_[end].text) && integer(end + 1) && says_hours(end + 2);
        if (range) return false;
        const auto led_by = [&](std::size_t words) { return at >= words && words_.length_leads.contains(phrase(at - words, words)); };
        return !words_.length_leads.empty() && (led_by(1) || led_by(2) || led_by(3));
    }

    [[nodiscard]] bool says_hours(std::size_t at) const {
        const auto* word = token(at);
        return word != nullptr && words_.spoken_hours.contains(word->text);
    }

    // "de 9 h à 10 h".
    [[nodiscard]] bool begins_spoken_range(std::size_t at) const {
        const auto last = integer(at + 3);
        return at > 0 && words_.fillers.contains(tokens_[at - 1].text) && last && *last >= least_spoken && led(at + 3) && says_hours(at + 4);
    }

    // "entre 9 h et 10 h".
    [[nodiscard]] bool ends_spoken_range(std::size_t at) const {
        if (at < 4 || !words_.range_words.contains(tokens_[at - 1].text) || !says_hours(at - 2)) return false;
        const auto first = integer(at - 3);
        return first && *first >= least_spoken && led(at - 3);
    }

    // "15.30 Uhr", "3.30pm": the point makes a time only with a word that says so.
    bool point_clock(std::size_t at, std::size_t& next, ClockValue& value) const {
        const auto minutes = with_a_point(at);
        if (!minutes) return false;
        value.minutes_given = true;
        value.minute_of_day = *minutes;
        if (half_day(next, *minutes / 60, value, *minutes % 60)) return true;
        if (says_clock(next) || (led(at) && says_hours(next))) {  // "las 15.30 horas"
            ++next;
            return true;
        }
        const bool range = is(next, "-") || (token(next) != nullptr && words_.range_words.contains(tokens_[next].text));
        return range && with_a_point(next + 1) && says_clock(next + 2);  // "8.00 bis 9.15 Uhr"
    }

    // "15.30", as minutes of a day.
    [[nodiscard]] std::optional<int> with_a_point(std::size_t at) const {
        const auto* word = token(at);
        if (word == nullptr || word->kind != TokenKind::number) return std::nullopt;
        const auto point = word->text.find('.');
        if (point == std::string::npos || word->text.size() - point != 3) return std::nullopt;
        const auto hour = whole(word->text.substr(0, point));
        const auto minute = whole(word->text.substr(point + 1));
        if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
        return *hour * 60 + *minute;
    }

    [[nodiscard]] bool says_clock(std::size_t at) const {
        const auto* word = token(at);
        return word != nullptr && words_.clock_suffixes.contains(word->text);
    }

    // "1530 UTC".
    bool run_together(std::size_t at, std::size_t& next, int number, ClockValue& value) const {
        if (tokens_[at].text.size() != 4 || number % 100 > 59 || number / 100 > 23) return false;
        const auto* word = token(next);
        if (word == nullptr || !words_.zones.contains(word->text)) return false;
        value.minute_of_day = number / 100 * 60 + number % 100;
        value.minutes_given = true;
        return true;
    }

    bool percent(std::size_t& at, Unit& unit) {
        std::size_t next = at;
        AmountValue value;
        if (!amounts_.read(next, value, false)) return false;
        if (is(next, "%")) ++next;
        else if (token(next) != nullptr && words_.percent_words.contains(phrase(next, 2))) next += 2;
        else if (token(next) != nullptr && words_.percent_words.contains(tokens_[next].text)) ++next;
        else return false;
        take(unit, UnitKind::percent, at, next);
        unit.amount = value;
        at = next;
        return true;
    }

    bool duration(std::size_t& at, Unit& unit) {
        std::size_t next = at;
        AmountValue total;
        double last = 0;  // unit, in seconds
        bool found = false;
        while (true) {
            AmountValue part;
            std::size_t further = next;
            if (found && further < tokens_.size() && words_.range_words.contains(tokens_[further].text)) ++further;
            if (!amounts_.read(further, part, true)) break;
            if (is(further, "-") && tight(further)) ++further;  // "a 45-minute outage"
            double seconds = amounts_.unit_seconds(further);
            const bool fraction = seconds == 0 && last > 0 && part.high < 1;  // "an hour and a half"
            if (fraction) seconds = last, --further;
            const bool minutes = seconds == 0 && last == 3600 && words_.hour_letter && tokens_[next].text.size() == 2 && part.high < 60;  // "1 h 10"
            if (minutes) seconds = 60, --further;
            if (seconds == 0) break;
            last = seconds;
            total.low += part.low * seconds;
            total.high += part.high * seconds;
            total.vague = total.vague || part.vague;
            next = further + 1;
            found = true;
        }
        if (!found) return false;
        take(unit, UnitKind::duration, at, next);
        unit.amount = total;
        at = next;
        return true;
    }

    // "One or two": the second counts no more than the first.
    [[nodiscard]] bool of_a_vague_range(std::size_t at) const {
        return at >= 2 && words_.range_words.contains(tokens_[at - 1].text) && tokens_[at - 2].kind == TokenKind::word && amounts_.single(at - 2);
    }

    // "One" alone stays a word: "one of our servers"; so does what counts nothing exactly: "a few".
    bool number(std::size_t& at, Unit& unit) {
        if (at >= tokens_.size()) return false;
        const bool digits = tokens_[at].kind == TokenKind::number;
        std::size_t next = at;
        AmountValue value;
        if (!amounts_.read(next, value, !digits)) return false;
        if (!digits && (value.vague || value.low < 2 || of_a_vague_range(at))) return false;
        take(unit, UnitKind::number, at, next);
        unit.amount = value;
        at = next;
        return true;
    }

    static constexpr int least_spoken = 7;

    const TimeWords& words_;
    AmountReader amounts_;
    bool offset_follows_ = false;
};

}  // namespace candor::honesty
