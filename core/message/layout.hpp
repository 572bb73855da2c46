// A logic-less template (Mustache): text with {{fields}} and {{#sections}}, checked when it is loaded. It knows which
// fields exist, so a misspelt one is an error at load and never a gap in a text at three in the morning.
#pragma once

#include "core/error.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace candor {

// What fills a template: absent (skips its section), text, or a list of further fillings.
struct Filling;
using FillingList = std::vector<Filling>;
struct Filling {
    std::map<std::string, std::string, std::less<>> texts;  // a text that is absent skips {{#name}}...{{/name}}
    std::map<std::string, FillingList, std::less<>> lists;
};

// The fields a template may name: texts, and lists with the fields of their items.
struct FieldTable {
    std::vector<std::string> texts;
    std::map<std::string, FieldTable, std::less<>> lists;
};

enum class Escape { none, html };

class Layout {
public:
    Layout() = default;
    [[nodiscard]] std::string fill(const Filling& filling) const;
    [[nodiscard]] const std::string& source() const { return source_; }

private:
    friend struct LayoutCheck;
    std::string source_;
    FieldTable fields_;
    Escape escape_ = Escape::none;
};

// What a template must name, outside every section but one of the same name.
struct LayoutRules {
    FieldTable fields;
    std::vector<std::string> required;
    Escape escape = Escape::none;
};

// `place` is the file, `first_line` the line its first line is on. Errors: invalid_template, "file:line: message", every
// problem on a line of its own.
[[nodiscard]] Result<Layout> load_layout(std::string source, const LayoutRules& rules, std::string_view place,
                                         std::size_t first_line = 1);

}  // namespace candor
