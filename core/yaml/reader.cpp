#include "core/yaml/reader.hpp"

#include <algorithm>
#include <numeric>

namespace candor::yaml {

namespace {

const Node* find(const Node& map, std::string_view key) {
    const auto found =
        std::find_if(map.children.begin(), map.children.end(), [&](const Node& n) { return n.key == key; });
    return found == map.children.end() ? nullptr : &*found;
}

// How many letters to add, drop or change to make one word the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

// The known key that was probably meant; nullptr where none is near.
const Field* meant(std::string_view key, const Fields& fields) {
    constexpr std::size_t longest = 64;  // nothing longer is a slip of the finger, and the comparison is quadratic
    if (key.size() > longest) return nullptr;
    const auto nearest = std::min_element(fields.begin(), fields.end(), [&](const Field& a, const Field& b) {
        return distance(key, a.key) < distance(key, b.key);
    });
    const bool near =
        nearest != fields.end() && distance(key, nearest->key) <= std::min<std::size_t>(2, nearest->key.size() / 2);
    return near ? &*nearest : nullptr;
}

std::string keys_of(const Fields& fields) {
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) text += i + 1 == fields.size() ? " or " : ", ";
        text += fields[i].key;
    }
    return text;
}

void refuse_unknown(const Value& value, const Fields& fields) {
    for (const Node& child : value.node().children) {
        if (std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.key == child.key; })) continue;
        const Field* near = meant(child.key, fields);
        const std::string hint = near ? fmt::format(" (did you mean {}?)", near->key) : "";
        value.child(child, child.key).refuse("is not a known key" + hint, keys_of(fields));
    }
}

void refuse_repeated_keys(const Value& value) {
    std::map<std::string_view, int> first_line;
    for (const Node& child : value.node().children) {
        const auto [first, is_new] = first_line.try_emplace(child.key, child.line);
        if (is_new) continue;
        value.child(child, child.key)
            .refuse(fmt::format("is there twice, first on line {}", first->second), "only one");
    }
}

// A key as a path names it: what is long, or has a dot or a bracket in it, would be misread.
std::string shown(std::string_view key) {
    constexpr std::size_t longest = 40;
    if (key.size() > longest) {
        std::size_t cut = longest;
        while (cut > 0 && (static_cast<unsigned char>(key[cut]) & 0xc0U) == 0x80U)
            --cut;  // between characters of UTF-8
        return fmt::format("\"{}...\"", key.substr(0, cut));
    }
    const bool plain = !key.empty() && key.find_first_of(".[] \"") == std::string_view::npos;
    return plain ? std::string(key) : fmt::format("\"{}\"", key);
}

}  // namespace

std::string lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

Value Value::child(const Node& node, std::string_view key) const {
    return {node, path_.empty() ? shown(key) : path_ + "." + shown(key), *file_, *problems_};
}

Value Value::item(std::size_t index) const {
    return {node_->children[index], fmt::format("{}[{}]", path_, index), *file_, *problems_};
}

Value Value::at(std::string_view key) const {
    const Node* node = find(*node_, key);
    return node ? child(*node, key) : *this;
}

bool Value::has(std::string_view key) const {
    return find(*node_, key) != nullptr;
}

std::nullopt_t Value::refuse(std::string message, std::string expected) const {
    problems_->push_back({*file_, node_->line, path_, std::move(message), std::move(expected)});
    return std::nullopt;
}

std::string_view Value::kind_text() const {
    switch (node_->kind) {
        case Node::Kind::nothing: return "is empty";
        case Node::Kind::text: return "is a single value";
        case Node::Kind::list: return "is a list";
        case Node::Kind::map: return "is a mapping";
    }
    return "";
}

bool read_fields(const Value& value, const Fields& fields, Unknown unknown) {
    // "store:" with nothing set in it is what the reference has where all of its keys are commented out.
    const bool may_be_empty =
        std::none_of(fields.begin(), fields.end(), [](const Field& field) { return field.required; });
    if (value.node().kind == Node::Kind::nothing && may_be_empty) return true;
    if (value.node().kind != Node::Kind::map) {
        value.refuse(std::string(value.kind_text()), "a mapping with " + keys_of(fields));
        return false;
    }
    for (const Field& field : fields) {
        if (const Node* node = find(value.node(), field.key)) {
            field.read(value.child(*node, field.key));
        } else if (field.required) {
            value.child(value.node(), field.key).refuse("is missing", field.expected);
        }
    }
    if (unknown == Unknown::refused) refuse_unknown(value, fields);
    refuse_repeated_keys(value);
    return true;
}

void refuse_repeats(const Value& list, std::string_view key) {
    std::map<std::string, std::size_t> first_index;
    for (std::size_t i = 0; list.node().kind == Node::Kind::list && i < list.node().children.size(); ++i) {
        const Value item = list.item(i);
        const Value value = item.node().kind == Node::Kind::map ? item.at(key) : item;
        if (value.node().kind != Node::Kind::text) continue;
        const auto [first, is_new] = first_index.try_emplace(lower_case(value.node().text), i);
        if (!is_new) value.refuse(fmt::format("is the same as that of item [{}]", first->second), "a different one");
    }
}

}  // namespace candor::yaml
