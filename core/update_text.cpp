#include "core/update_text.hpp"

#include "core/text.hpp"

namespace candor {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(trimmed(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

void drop_heading(std::vector<std::string_view>& lines, std::string_view title) {
    if (lines.empty() || title.empty() || !lines.front().ends_with(title)) return;
    lines.erase(lines.begin());
}

void drop_address(std::vector<std::string_view>& lines, std::string_view url) {
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    if (!lines.empty() && lines.back() == url) lines.pop_back();
}

}  // namespace

std::vector<Block> blocks_of(std::string_view text, std::string_view title, std::string_view url) {
    auto lines = lines_of(text);
    drop_heading(lines, title);
    drop_address(lines, url);
    std::vector<Block> blocks;
    bool fresh = true;
    for (const std::string_view line : lines) {
        if (line.empty()) {
            fresh = true;
            continue;
        }
        const bool item = line.starts_with("- ");
        if (fresh || item == blocks.back().items.empty()) blocks.emplace_back();
        fresh = false;
        Block& block = blocks.back();
        if (item) block.items.emplace_back(line.substr(2));
        else block.paragraph += (block.paragraph.empty() ? "" : "\n") + std::string(line);
    }
    return blocks;
}

std::string plain_body(std::string_view text, std::string_view title, std::string_view url) {
    std::string body;
    for (const Block& block : blocks_of(text, title, url)) {
        if (!body.empty()) body += "\n\n";
        body += block.paragraph;
        for (const std::string& item : block.items) body += (&item == &block.items.front() ? "- " : "\n- ") + item;
    }
    return body;
}

}  // namespace candor
