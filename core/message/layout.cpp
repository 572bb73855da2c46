#include "core/message/layout.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <kainjow/mustache.hpp>

namespace candor {

namespace mustache = kainjow::mustache;

namespace {

mustache::data to_data(const Filling& filling, const FieldTable& fields) {
    mustache::data data;
    for (const std::string& name : fields.texts) {
        const auto text = filling.texts.find(name);
        // An absent field is false, not missing: a missing one would be looked for in the surrounding section.
        data.set(name, text == filling.texts.end() ? mustache::data(false) : mustache::data(text->second));
    }
    for (const auto& [name, item_fields] : fields.lists) {
        mustache::data items(mustache::data::type::list);
        if (const auto list = filling.lists.find(name); list != filling.lists.end()) {
            for (const Filling& item : list->second) items.push_back(to_data(item, item_fields));
        }
        data.set(name, items);
    }
    return data;
}

// One {{...}}: the sigil that says what it is ('v' for a plain field), the name, and where it stands.
struct Tag {
    char sigil = 'v';
    std::string name;
    std::size_t line = 1;
};

struct OpenSection {
    std::string name;
    std::size_t line = 1;
    const FieldTable* fields = nullptr;  // of the list's items; nullptr for a section over a text
};

}  // namespace

// Walks the tags of a source and collects what is wrong with them.
struct LayoutCheck {
    std::string_view source;
    const LayoutRules& rules;
    std::string_view place;
    std::size_t first_line;
    std::vector<std::string> problems{};
    std::vector<OpenSection> open{};
    std::vector<std::string> certain{};  // fields that are printed whenever they are there

    static Layout make(std::string source, const LayoutRules& rules) {
        Layout layout;
        layout.source_ = std::move(source);
        layout.fields_ = rules.fields;
        layout.escape_ = rules.escape;
        return layout;
    }

    void run() {
        std::size_t at = 0;
        while ((at = source.find("{{", at)) != std::string_view::npos) {
            const std::size_t end = source.find("}}", at + 2);
            if (end == std::string_view::npos) {
                problem(line_of(at), "a {{ is never closed");
                return;
            }
            check(tag(source.substr(at + 2, end - at - 2), line_of(at)));
            at = end + 2;
        }
        for (const OpenSection& section : open)
            problem(section.line, fmt::format("the section \"{}\" is never closed", section.name));
        for (const std::string& name : rules.required) require(name);
    }

    [[nodiscard]] std::size_t line_of(std::size_t at) const {
        return first_line + static_cast<std::size_t>(
                                std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    }

    [[nodiscard]] static Tag tag(std::string_view content, std::size_t line) {
        content = trimmed(content);
        static constexpr std::string_view sigils = "#^/>&!={";
        if (content.empty() || sigils.find(content.front()) == std::string_view::npos)
            return {'v', std::string(content), line};
        return {content.front(), std::string(trimmed(content.substr(1))), line};
    }

    void check(const Tag& tag) {
        switch (tag.sigil) {
            case '!': return;
            case '#':
            case '^': return enter(tag);
            case '/': return leave(tag);
            case '>': return problem(tag.line, fmt::format("templates cannot include others ({{{{> {}}}}})", tag.name));
            case '&':
            case '{':
                return problem(tag.line, fmt::format("unescaped fields are not allowed: write {{{{{}}}}}", tag.name));
            case '=': return problem(tag.line, "the delimiters cannot be changed");
            default: return use(tag);
        }
    }

    void use(const Tag& tag) {
        if (!knows_text(tag.name)) return unknown(tag);
        const bool always =
            std::all_of(open.begin(), open.end(), [&](const OpenSection& s) { return s.name == tag.name; });
        if (always) certain.push_back(tag.name);
    }

    void enter(const Tag& tag) {
        const FieldTable* list = find_list(tag.name);
        if (list == nullptr && !knows_text(tag.name)) unknown(tag);
        // Below {{^name}} there is no item to name the fields of.
        open.push_back({tag.sigil == '^' ? "^" + tag.name : tag.name, tag.line, tag.sigil == '#' ? list : nullptr});
        if (list != nullptr && tag.sigil == '#' && open.size() == 1) certain.push_back(tag.name);
    }

    void leave(const Tag& tag) {
        if (!open.empty() && (open.back().name == tag.name || open.back().name == "^" + tag.name))
            return open.pop_back();
        problem(tag.line, fmt::format("{{{{/{}}}}} closes a section that is not open here", tag.name));
    }

    [[nodiscard]] std::vector<const FieldTable*> visible() const {
        std::vector<const FieldTable*> tables{&rules.fields};
        for (const OpenSection& section : open) {
            if (section.fields != nullptr) tables.push_back(section.fields);
        }
        return tables;
    }

    [[nodiscard]] bool knows_text(const std::string& name) const {
        for (const FieldTable* table : visible()) {
            if (std::find(table->texts.begin(), table->texts.end(), name) != table->texts.end()) return true;
        }
        return false;
    }

    [[nodiscard]] const FieldTable* find_list(const std::string& name) const {
        for (const FieldTable* table : visible()) {
            if (const auto found = table->lists.find(name); found != table->lists.end()) return &found->second;
        }
        return nullptr;
    }

    void unknown(const Tag& tag) {
        std::vector<std::string> names;
        for (const FieldTable* table : visible()) {
            names.insert(names.end(), table->texts.begin(), table->texts.end());
            for (const auto& list : table->lists) names.push_back(list.first);
        }
        const auto known =
            names.empty() ? std::string("there are none here") : fmt::format("there are: {}", fmt::join(names, ", "));
        problem(tag.line, fmt::format("there is no field \"{}\"; {}", tag.name, known));
    }

    void require(const std::string& name) {
        if (std::find(certain.begin(), certain.end(), name) != certain.end()) return;
        problem(first_line,
                fmt::format("the field {{{{{}}}}} must be printed, and not only inside another section", name));
    }

    void problem(std::size_t line, const std::string& text) {
        problems.push_back(fmt::format("{}:{}: {}", place, line, text));
    }
};

std::string Layout::fill(const Filling& filling) const {
    mustache::mustache renderer(source_);
    if (escape_ == Escape::html) renderer.set_custom_escape([](const std::string& text) { return escape_html(text); });
    else renderer.set_custom_escape([](const std::string& text) { return text; });
    return renderer.render(to_data(filling, fields_));
}

Result<Layout> load_layout(std::string source, const LayoutRules& rules, std::string_view place,
                           std::size_t first_line) {
    if (!is_valid_utf8(source))
        return Error(ErrorCode::invalid_template, fmt::format("{}:{}: not valid UTF-8", place, first_line));
    LayoutCheck check{source, rules, place, first_line};
    check.run();
    if (!check.problems.empty())
        return Error(ErrorCode::invalid_template, fmt::format("{}", fmt::join(check.problems, "\n")));
    return LayoutCheck::make(std::move(source), rules);
}

}  // namespace candor
