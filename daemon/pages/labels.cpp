#include "daemon/pages/labels.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace candor::pages {

namespace {

// The times that a label may name, and what is printed for each.
struct TimeField {
    std::string_view name;
    std::string_view machine;
    std::string_view shown;
};
constexpr std::array time_fields{
    TimeField{"next", "next_machine", "{{next_clock}}"},
    TimeField{"next_at", "next_machine", "{{next_clock}}, {{next_day}}"},
    TimeField{"made_at", "made_at_machine", "{{made_at}}"},
    TimeField{"update_at", "update_machine", "{{update_at}}"},
    TimeField{"ended_at", "ended_machine", "{{ended_at}}"},
    TimeField{"from", "from_machine", "{{from}}"},
    TimeField{"until", "until_machine", "{{until}}"},
    TimeField{"due", "due_machine", "{{due}}"},
    TimeField{"frozen_at", "frozen_machine", "{{frozen_at}}"},
    TimeField{"promised", "promised_machine", "{{promised}}"},
};

std::string field(std::string_view name) {
    const auto found = std::find_if(time_fields.begin(), time_fields.end(), [name](const TimeField& one) { return one.name == name; });
    if (found == time_fields.end()) return fmt::format("{{{{{}}}}}", name);
    return fmt::format("<time datetime=\"{{{{{}}}}}\">{}</time>", found->machine, found->shown);
}

// The text escaped, its fields as they are.
std::string as_layout(std::string_view label) {
    std::string layout;
    while (!label.empty()) {
        const auto open = label.find("{{");
        const auto close = open == std::string_view::npos ? open : label.find("}}", open);
        if (close == std::string_view::npos) return layout + escape_html(label);
        layout += escape_html(label.substr(0, open)) + field(trimmed(label.substr(open + 2, close - open - 2)));
        label.remove_prefix(close + 2);
    }
    return layout;
}

}  // namespace

std::string with_labels(std::string_view source, const PageWords& words, std::string_view place, std::vector<std::string>& problems) {
    std::string layout;
    for (std::size_t line = 1;;) {
        const auto open = source.find("{{>");
        const auto close = open == std::string_view::npos ? open : source.find("}}", open);
        if (close == std::string_view::npos) return layout.append(source);
        layout.append(source.substr(0, open));
        line += static_cast<std::size_t>(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
        const auto name = trimmed(source.substr(open + 3, close - open - 3));
        if (const std::string* label = words.label(name)) layout += as_layout(*label);
        else problems.push_back(fmt::format("{}:1: labels lacks \"{}\", which {}:{} prints", words.file(), name, place, line));
        source.remove_prefix(close + 2);
    }
}

}  // namespace candor::pages
