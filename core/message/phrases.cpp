#include "core/message/phrases.hpp"

#include "core/text.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace candor {

namespace {

// A fact is entered with or without a full stop; the phrase has its own.
std::string without_full_stop(std::string_view text) {
    text = trimmed(text);
    if (text.ends_with('.') && !text.ends_with("..")) text.remove_suffix(1);
    return std::string(text);
}

// "Why?." -> "Why?": the phrase's full stop after a text that ends by itself.
std::string one_ending(std::string sentence) {
    static constexpr std::array<std::string_view, 5> ends{"?.", "!.", "…", "。.", "...."};
    for (const std::string_view end : ends) {
        const bool doubled = end == "…" ? sentence.ends_with("….") : sentence.ends_with(end);
        if (doubled) {
            sentence.pop_back();
            break;
        }
    }
    return sentence;
}

struct UnitLength {
    const char* name;
    Duration length;
};
constexpr std::array unit_lengths{UnitLength{"day", std::chrono::days{1}}, UnitLength{"hour", std::chrono::hours{1}},
                                  UnitLength{"minute", std::chrono::minutes{1}},
                                  UnitLength{"second", std::chrono::seconds{1}}};

}  // namespace

std::string PhraseBook::sentence(const Line& line, const Setting& setting) const {
    if (line.slot == Slot::words) return std::get<std::string>(line.values.at("text"));
    Filling filling;
    for (const auto& [name, value] : line.values) filling.texts[name] = text_of(value, setting);
    if (!line.earlier.empty()) filling.texts["earlier"] = sentence(line.earlier.front(), setting);
    std::string text = one_ending(slots_.at(line.slot).fill(filling));
    if (line.unconfirmed) text = marked_unconfirmed_.fill({{{"sentence", text}}, {}});
    if (line.is_new && line.section != Section::news) text = marked_new_.fill({{{"sentence", text}}, {}});
    return text;
}

std::string PhraseBook::text_of(const Value& value, const Setting& setting) const {
    struct Writer {
        const PhraseBook& book;
        const Setting& setting;
        std::string operator()(const std::string& text) const { return without_full_stop(text); }
        std::string operator()(Time time) const { return book.moment(time, setting); }
        std::string operator()(Duration duration) const { return book.duration(duration); }
        std::string operator()(Every every) const { return book.pace(every.pace); }
        std::string operator()(std::int64_t number) const { return book.number(number); }
        std::string operator()(Percent percent) const { return book.percent(percent.fraction); }
        std::string operator()(const Word& word) const { return book.word(word); }
        std::string operator()(const std::vector<std::string>& items) const { return book.join(items); }
        std::string operator()(const std::vector<Word>& words) const {
            std::vector<std::string> items;
            for (const Word& word : words) items.push_back(book.word(word));
            return book.join(items);
        }
    };
    return std::visit(Writer{*this, setting}, value);
}

std::string PhraseBook::word(const Word& word) const {
    return words_.at(word.group).at(word.name);
}

std::string PhraseBook::news_heading(Time since, const Setting& setting) const {
    return news_heading_.fill({{{"since", moment(since, setting)}}, {}});
}

std::string PhraseBook::moment(Time time, const Setting& setting) const {
    if (setting.whole_minutes) time = std::chrono::floor<std::chrono::minutes>(time);
    const auto day_of = [&](Time t) {
        return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(t + setting.zone.at(t).from_utc));
    };
    const auto day = day_of(time);
    if (day == day_of(setting.now)) return clock_text(time, setting.zone);
    return date_.fill({{{"day", fmt::format("{}", static_cast<unsigned>(day.day()))},
                        {"month", months_.at(static_cast<unsigned>(day.month()) - 1)},
                        {"year", fmt::format("{}", static_cast<int>(day.year()))},
                        {"clock", clock_text(time, setting.zone)}},
                       {}});
}

std::string PhraseBook::duration(Duration duration) const {
    std::string text;
    int shown = 0;
    for (const UnitLength& unit : unit_lengths) {
        const auto count = duration / unit.length;
        if (count == 0 && shown > 0) break;  // "1 day", never "1 day 5 minutes"
        if (count == 0 && unit.length != std::chrono::seconds{1}) continue;
        text += (shown > 0 ? " " : "") + counted(unit.name, count);
        duration -= count * unit.length;
        if (++shown == 2) break;
    }
    return text;
}

std::string PhraseBook::pace(Duration every) const {
    for (std::size_t i = 0; i + 1 < unit_lengths.size(); ++i) {
        if (every == unit_lengths[i].length)
            return counted(unit_lengths[i + 1].name, every / unit_lengths[i + 1].length);
    }
    return duration(every);
}

std::string PhraseBook::counted(const char* unit, std::int64_t count) const {
    const Unit& phrase = units_.at(unit);
    return (count == 1 ? phrase.one : phrase.other).fill({{{"n", fmt::format("{}", count)}}, {}});
}

std::string PhraseBook::number(std::int64_t number) const {
    const std::string digits = fmt::format("{}", number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::size_t left = digits.size() - i;
        if (i > 0 && left % 3 == 0 && digits[i - 1] != '-') text += digit_group_;
        text += digits[i];
    }
    return text;
}

std::string PhraseBook::percent(double fraction) const {
    const auto tenths = static_cast<std::int64_t>(std::llround(fraction * 1000));
    std::string text = number(tenths / 10);
    if (tenths % 10 != 0) text += fmt::format("{}{}", decimal_point_, tenths % 10);
    return percent_.fill({{{"number", text}}, {}});
}

std::string PhraseBook::join(const std::vector<std::string>& items) const {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += i + 1 == items.size() ? list_last_ : list_separator_;
        text += items[i];
    }
    return text;
}

}  // namespace candor
