#include "daemon/ctl/terminal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <utility>

namespace candor::ctl {

namespace {

constexpr std::array<std::string_view, 6> codes{"", "1", "2", "32", "33", "31;1"};

// The code point at `pos`, and moves past it; negative where the bytes are not UTF-8 (one byte is passed then).
UChar32 take_code_point(std::string_view text, std::size_t& pos) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    auto at = static_cast<std::int32_t>(pos);
    UChar32 code = 0;
    U8_NEXT(bytes, at, static_cast<std::int32_t>(text.size()), code);
    pos = code < 0 ? pos + 1 : static_cast<std::size_t>(at);
    return code;
}

// C0, DEL, C1; and format characters (bidirectional controls, zero-width ones), except the joiner that emoji need.
bool is_hidden(UChar32 code) {
    if (code == 0x200d) return false;
    const auto category = u_charType(code);
    return category == U_CONTROL_CHAR || category == U_FORMAT_CHAR || category == U_LINE_SEPARATOR ||
           category == U_PARAGRAPH_SEPARATOR;
}

std::string shown(UChar32 code) {
    const auto value = static_cast<std::uint32_t>(code);
    if (value < 0x100) return fmt::format("\\x{:02x}", value);
    return value < 0x10000 ? fmt::format("\\u{:04x}", value) : fmt::format("\\U{:08x}", value);
}

std::size_t columns_of(UChar32 code) {
    if (code < 0) return 1;
    const auto category = u_charType(code);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR) return 0;
    const auto width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

// What the lines after the first begin with: the indentation of the first, and two more below a list's dash.
std::string hanging(std::string_view line) {
    const auto text = std::min(line.find_first_not_of(' '), line.size());
    return std::string(line.substr(text).starts_with("- ") ? text + 2 : text, ' ');
}

// One line without line feeds.
void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& out) {
    const auto start = line.find_first_not_of(' ') == std::string_view::npos ? 0 : line.find_first_not_of(' ');
    std::string current(line.substr(0, start));
    std::size_t used = start;
    bool empty = true;
    for (std::size_t pos = start; pos < line.size();) {
        const auto end = std::min(line.find(' ', pos), line.size());
        const auto word = line.substr(pos, end - pos);
        const auto wide = columns(word);
        if (!empty && used + 1 + wide > width) {
            out.push_back(std::exchange(current, hanging(line)));
            used = current.size();
            empty = true;
        }
        current += empty ? "" : " ";
        current += word;
        used += wide + (empty ? 0 : 1);
        empty = false;
        pos = std::min(line.find_first_not_of(' ', end), line.size());
    }
    out.push_back(std::move(current));
}

}  // namespace

std::string styled(std::string_view text, Style style, const Look& look) {
    if (!look.colour || style == Style::plain || text.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", codes.at(static_cast<std::size_t>(style)), text);
}

std::string neutral(std::string_view text, bool lines) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t pos = 0; pos < text.size();) {
        const auto start = pos;
        const auto code = take_code_point(text, pos);
        if (code < 0) {
            out += shown(static_cast<unsigned char>(text[start]));
        } else if (code == '\n' && lines) {
            out += '\n';
        } else if (is_hidden(code)) {
            out += shown(code);
        } else {
            out += text.substr(start, pos - start);
        }
    }
    return out;
}

std::size_t columns(std::string_view text) {
    std::size_t total = 0;
    for (std::size_t pos = 0; pos < text.size();) total += columns_of(take_code_point(text, pos));
    return total;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> out;
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    for (std::size_t pos = 0; pos <= text.size();) {
        const auto end = std::min(text.find('\n', pos), text.size());
        wrap_line(text.substr(pos, end - pos), std::max<std::size_t>(width, 10), out);
        pos = end + 1;
    }
    return out;
}

std::string padded(std::string_view text, std::size_t width) {
    const auto used = columns(text);
    std::string out(text);
    if (used < width) out.append(width - used, ' ');
    return out;
}

}  // namespace candor::ctl
