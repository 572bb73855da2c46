#include "core/message/text_file.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor {

namespace {

constexpr std::size_t longest_entry = 1000;

std::size_t line_of(const YAML::Node& node) {
    return node.Mark().is_null() ? 1 : static_cast<std::size_t>(node.Mark().line) + 1;
}

}  // namespace

TextFile::Members TextFile::members(const YAML::Node& node, const std::string& where, const std::vector<std::string>& expected) {
    if (!node.IsMap()) {
        problem(node, fmt::format("{} must have the members {}", where, fmt::join(expected, ", ")));
        return {};
    }
    Members found = members(node, where);
    for (const auto& member : node) {
        const std::string name = member.first.Scalar();
        if (std::find(expected.begin(), expected.end(), name) != expected.end()) continue;
        if (found.erase(name) > 0) problem(member.first, fmt::format("{} has no \"{}\"; there are: {}", where, name, fmt::join(expected, ", ")));
    }
    for (const std::string& name : expected) {
        if (!found.contains(name)) problem(node, fmt::format("{} lacks \"{}\"", where, name));
    }
    return found;
}

TextFile::Members TextFile::members(const YAML::Node& node, const std::string& where) {
    Members found;
    if (!node.IsMap()) {
        problem(node, fmt::format("{} must have members", where));
        return found;
    }
    for (const auto& member : node) {
        const auto name = member.first.Scalar();
        if (!found.emplace(name, member.second).second) problem(member.first, fmt::format("\"{}\" is here twice", name));
    }
    return found;
}

Layout TextFile::phrase(const YAML::Node& node, const std::string& where, const SlotFields& fields) {
    std::string text = line_of_text(node, where);
    if (text.empty()) return {};
    LayoutRules rules;
    rules.fields.texts = fields.required;
    rules.fields.texts.insert(rules.fields.texts.end(), fields.optional.begin(), fields.optional.end());
    rules.required = fields.required;
    auto layout = load_layout(std::move(text), rules, file_, line_of(node));
    if (layout) return std::move(*layout);
    problems_.push_back(layout.error().message() + fmt::format(" (in {})", where));
    return {};
}

std::string TextFile::line_of_text(const YAML::Node& node, const std::string& where) {
    if (!node.IsScalar() || node.Scalar().empty()) {
        problem(node, fmt::format("{} must be a text", where));
        return {};
    }
    if (auto valid = validate_plain(node.Scalar(), longest_entry, false, where); !valid) {
        problem(node, fmt::format("{}: {}", where, valid.error().message()));
        return {};
    }
    return node.Scalar();
}

void TextFile::problem(const YAML::Node& node, const std::string& text) {
    problem(line_of(node), text);
}

void TextFile::problem(std::size_t line, const std::string& text) {
    problems_.push_back(fmt::format("{}:{}: {}", file_, line, text));
}

Result<void> TextFile::outcome() const {
    if (problems_.empty()) return {};
    return Error(ErrorCode::invalid_template, fmt::format("{}", fmt::join(problems_, "\n")));
}

}  // namespace candor
