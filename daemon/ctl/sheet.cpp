#include "daemon/ctl/sheet.hpp"

#include <algorithm>

namespace candor::ctl {

namespace {

constexpr std::size_t label_width = 16;
constexpr std::size_t gap = 2;

using Commands = std::vector<std::pair<std::string, std::string>>;

bool fits(std::size_t command_width, const std::string& meaning, std::size_t width) {
    return 2 + command_width + gap + columns(meaning) <= width;
}

// The widest command beside which every meaning of a command no wider still fits; those that are wider have their
// meaning on the next line.
std::size_t aligned_width(const Commands& commands, std::size_t width) {
    std::size_t best = 0;
    for (const auto& [candidate, unused] : commands) {
        const auto wide = columns(candidate);
        const bool all = std::all_of(commands.begin(), commands.end(), [&](const auto& other) {
            return columns(other.first) > wide || fits(wide, other.second, width);
        });
        if (all) best = std::max(best, wide);
    }
    return best;
}

// The width of each column but the last.
std::vector<std::size_t> widths_of(const std::vector<std::vector<Cell>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i].text));
    }
    return widths;
}

}  // namespace

void Sheet::put(std::string_view line) {
    const auto end = line.find_last_not_of(' ');
    text_ += line.substr(0, end == std::string_view::npos ? 0 : end + 1);
    text_ += '\n';
}

void Sheet::line(std::initializer_list<Cell> cells, std::size_t indent) {
    std::string out(indent, ' ');
    for (const Cell& cell : cells) {
        if (cell.text.empty()) continue;
        if (out.size() > indent) out.append(gap, ' ');
        out += styled(cell.text, cell.style, look_);
    }
    put(out);
}

void Sheet::title(std::string_view text) {
    paragraph(text, 0, Style::bold);
}

void Sheet::section(std::string_view text) {
    blank();
    title(text);
}

void Sheet::paragraph(std::string_view text, std::size_t indent, Style style) {
    for (const auto& line : wrapped(text, look_.width - std::min(indent, look_.width / 2))) {
        put(std::string(indent, ' ') + styled(line, style, look_));
    }
}

void Sheet::field(std::string_view label, std::string_view value, Style style) {
    if (value.empty()) return;
    std::string head = "  " + styled(padded(label, label_width - gap), Style::dim, look_);
    for (const auto& line : wrapped(value, look_.width - label_width)) {
        put(head + styled(line, style, look_));
        head.assign(label_width, ' ');
    }
}

void Sheet::table(const std::vector<std::vector<Cell>>& rows, std::size_t indent) {
    const auto widths = widths_of(rows);
    for (const auto& row : rows) {
        std::string head(indent, ' ');
        std::size_t used = indent;
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            head += styled(row[i].text, row[i].style, look_);
            head.append(widths[i] - columns(row[i].text) + gap, ' ');
            used += widths[i] + gap;
        }
        if (row.empty()) continue;
        const auto room = look_.width > used + 20 ? look_.width - used : 20;
        for (const auto& part : wrapped(row.back().text, room)) {
            put(head + styled(part, row.back().style, look_));
            head.assign(used, ' ');
        }
    }
}

void Sheet::blank() {
    if (!text_.empty()) text_ += '\n';
}

void Sheet::next(const Commands& commands) {
    const auto widest = aligned_width(commands, look_.width);
    section("Next");
    for (const auto& [command, meaning] : commands) {
        auto head = "  " + styled(padded(command, widest), Style::bold, look_);
        if (columns(command) <= widest) {
            head.append(gap, ' ').append(meaning);
            put(head);
        } else {
            put(head);
            paragraph(meaning, 6);
        }
    }
}

}  // namespace candor::ctl
