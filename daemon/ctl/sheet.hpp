// A page of terminal output that is built line by line: headings, labelled fields, tables, and what to do next.
#pragma once

#include "daemon/ctl/terminal.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace candor::ctl {

struct Cell {
    std::string text;
    Style style = Style::plain;
};

class Sheet {
public:
    explicit Sheet(const Look& look) : look_(look) {}

    void line(std::initializer_list<Cell> cells, std::size_t indent = 0);  // two spaces apart; never wrapped
    void title(std::string_view text);                                     // bold
    void section(std::string_view text);  // an empty line, then the bold title of what follows
    void paragraph(std::string_view text, std::size_t indent = 0, Style style = Style::plain);  // wrapped
    void field(std::string_view label, std::string_view value, Style style = Style::plain);  // wrapped under its value
    // Columns as wide as their widest cell; the last one is wrapped within the width.
    void table(const std::vector<std::vector<Cell>>& rows, std::size_t indent = 2);
    void blank();
    // "Next": what can be typed now, and what it does.
    void next(const std::vector<std::pair<std::string, std::string>>& commands);

    [[nodiscard]] const Look& look() const { return look_; }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    void put(std::string_view line);

    Look look_;
    std::string text_;
};

}  // namespace candor::ctl
