#include "daemon/ctl/render/paper.hpp"

#include <algorithm>

namespace candor::ctl {

void TextPaper::item(std::string_view text) {
    sheet_.table({{{"-"}, {std::string(text)}}});
}

void TextPaper::table(const Row& head, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    std::vector<std::vector<Cell>> cells(1);
    for (const std::string& name : head) cells.front().push_back({name, Style::dim});
    for (const Row& row : rows) {
        std::vector<Cell>& made = cells.emplace_back();
        for (const std::string& text : row) made.push_back({text, Style::plain});
    }
    sheet_.table(cells);
}

std::string escape_markdown(std::string_view text) {
    static constexpr std::string_view marks = "\\`*_[]<>|~&";
    std::string out;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            out += ' ';  // a line of its own could begin a list or a heading
            continue;
        }
        if (marks.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    // At the beginning these would be a heading or a list: "# ", "- ", "1. ".
    const auto digits = std::min(out.find_first_not_of("0123456789"), out.size());
    const bool numbered = digits > 0 && digits < out.size() && (out[digits] == '.' || out[digits] == ')');
    if (numbered) out.insert(digits, "\\");
    if (!out.empty() && std::string_view("#-+=").find(out.front()) != std::string_view::npos) out.insert(0, "\\");
    return out;
}

// Blocks are parted by an empty line; the items of a list are not.
void MarkdownPaper::begin_block(bool list) {
    if (!text_.empty() && !(list && in_list_)) text_ += '\n';
    in_list_ = list;
}

void MarkdownPaper::title(std::string_view text) {
    begin_block(false);
    text_ += "# " + escape_markdown(text) + "\n";
}

void MarkdownPaper::section(std::string_view text) {
    begin_block(false);
    text_ += "## " + escape_markdown(text) + "\n";
}

void MarkdownPaper::paragraph(std::string_view text) {
    begin_block(false);
    text_ += escape_markdown(text) + "\n";
}

void MarkdownPaper::field(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    begin_block(true);
    text_ += "- **" + escape_markdown(label) + "**: " + escape_markdown(value) + "\n";
}

void MarkdownPaper::item(std::string_view text) {
    begin_block(true);
    text_ += "- " + escape_markdown(text) + "\n";
}

void MarkdownPaper::table(const Row& head, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    begin_block(false);
    const auto put = [this](const Row& row) {
        for (const std::string& text : row) text_ += "| " + escape_markdown(text) + " ";
        text_ += "|\n";
    };
    put(head);
    for (std::size_t i = 0; i < head.size(); ++i) text_ += "| --- ";
    text_ += "|\n";
    for (const Row& row : rows) put(row);
}

}  // namespace candor::ctl
