// The words of the public pages in one language: what stands in their layouts, what depends on the record, and how the
// language writes days and times.
#pragma once

#include "core/message/layout.hpp"
#include "core/message/page_texts.hpp"
#include "core/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

class PageWords {
public:
    // A text that depends on the record, with its fields filled in.
    [[nodiscard]] std::string text(PageText text, const std::map<std::string, std::string, std::less<>>& fields = {}) const;
    // A word of a group that the language has one for, for each value: word("status", "resolved").
    [[nodiscard]] std::string word(PageWordGroup group, std::string_view value) const;
    // What is printed for {{> name}} in a layout; nullptr: the language has no such label.
    [[nodiscard]] const std::string* label(std::string_view name) const;

    [[nodiscard]] std::string moment(Time time, const TimeZone& zone) const;  // "22 Nov 2026, 14:30 UTC": always with its date
    [[nodiscard]] std::string day(Time time, const TimeZone& zone) const;     // "22 Nov 2026"
    [[nodiscard]] std::string date(std::chrono::year_month_day date) const;
    [[nodiscard]] std::string month(std::chrono::year_month month) const;     // "November 2026"

    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] const std::string& file() const { return file_; }

private:
    friend class PageWordsLoader;

    std::string language_;
    std::string file_;
    std::map<std::string, Layout, std::less<>> texts_;
    std::map<std::string, std::string, std::less<>> words_;  // "group.value"
    std::map<std::string, std::string, std::less<>> labels_;
    std::vector<std::string> months_;
    std::vector<std::string> short_months_;
    std::string first_;  // of a month
    Layout moment_;
    Layout day_;
    Layout month_;
};

// Every text, and a word for every value of every group, must be there, and nothing else; labels may be added freely.
// Errors: invalid_template, "file:line: message" for every problem, one per line.
[[nodiscard]] Result<PageWords> load_page_words(std::string_view yaml, std::string_view file_name);

}  // namespace candor
