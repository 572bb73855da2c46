// The words of one language: a phrase for every slot, and how it writes lists, numbers, dates and durations.
#pragma once

#include "core/message/layout.hpp"
#include "core/message/statement.hpp"

#include <map>
#include <string>
#include <string_view>

namespace candor {

// How values are written depends on these.
struct Setting {
    Time now{};  // times of another day carry their date
    const TimeZone& zone = utc();
    bool whole_minutes = true;
};

class PhraseBook {
public:
    // One finished sentence: the phrase with its values, labelled where it is new or not confirmed.
    [[nodiscard]] std::string sentence(const Line& line, const Setting& setting) const;

    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] std::string word(const Word& word) const;
    [[nodiscard]] std::string news_heading(Time since, const Setting& setting) const;
    [[nodiscard]] std::string moment(Time time,
                                     const Setting& setting) const;  // "14:30 UTC"; another day: with its date
    [[nodiscard]] std::string duration(Duration duration) const;     // "1 hour 5 minutes": two units at most
    [[nodiscard]] std::string pace(
        Duration every) const;  // "60 minutes": a single unit is said in the next smaller one
    [[nodiscard]] std::string number(std::int64_t number) const;                  // "12,000"
    [[nodiscard]] std::string percent(double fraction) const;                     // "12.5%"
    [[nodiscard]] std::string join(const std::vector<std::string>& items) const;  // "a, b and c"

private:
    friend class PhraseBookLoader;

    struct Unit {
        Layout one;
        Layout other;
    };

    [[nodiscard]] std::string counted(const char* unit, std::int64_t count) const;
    [[nodiscard]] std::string text_of(const Value& value, const Setting& setting) const;

    std::string language_;
    std::map<Slot, Layout> slots_;
    Layout marked_new_;
    Layout marked_unconfirmed_;
    Layout news_heading_;
    Layout date_;
    Layout percent_;
    std::map<std::string, std::map<std::string, std::string>> words_;
    std::map<std::string, Unit> units_;
    std::vector<std::string> months_;
    std::string list_separator_;
    std::string list_last_;
    std::string decimal_point_;
    std::string digit_group_;
};

// Every slot, word and unit must be there, and nothing else. Errors: invalid_template, "file:line: message" for every
// problem, one per line.
[[nodiscard]] Result<PhraseBook> load_phrases(std::string_view yaml, std::string_view file_name);

}  // namespace candor
