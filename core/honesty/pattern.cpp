#include "core/honesty/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace candor::honesty {

namespace {

constexpr std::uint32_t nowhere = 0xFFFFFFFF;
constexpr int longest_gap = 12;

}  // namespace

// Recursive descent over one pattern into a tree; then the states, from the last to the first.
class PatternReader {
public:
    PatternReader(Patterns& to, Vocabulary& words, const Patterns::Phrases& phrases, const Patterns::Split& split)
        : to_(to), words_(words), phrases_(phrases), split_(split) {}

    std::optional<std::string> read(std::string_view pattern) {
        text_ = pattern;
        const auto tree = alternatives(0);
        if (error_.empty() && at_ < text_.size()) fail(fmt::format("unexpected \"{}\"", text_[at_]));
        if (!error_.empty()) return error_;
        const auto accept = state({Patterns::Kind::accept, 0, nowhere, nowhere, static_cast<std::uint32_t>(to_.entries_.size())});
        const auto entry = build(tree, accept);
        if (entry == accept) return "the pattern can match nothing at all";
        if (!to_.begins_with_a_word(entry)) return "a pattern must not begin with a gap or be optional throughout";
        to_.entries_.push_back(entry);
        return std::nullopt;
    }

private:
    enum class Op { sequence, choice, optional, consume, focus };
    struct Node {
        Op op = Op::sequence;
        Symbol symbol = 0;
        std::vector<Node> parts;
    };

    void fail(std::string why) {
        if (error_.empty()) error_ = std::move(why);
        at_ = text_.size();
    }

    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void spaces() {
        while (peek() == ' ') ++at_;
    }

    Node alternatives(int depth) {
        Node choice{Op::choice, 0, {}};
        choice.parts.push_back(sequence(depth));
        while (peek() == '|') {
            ++at_;
            choice.parts.push_back(sequence(depth));
        }
        return choice.parts.size() == 1 ? std::move(choice.parts.front()) : choice;
    }

    Node sequence(int depth) {
        Node result{Op::sequence, 0, {}};
        if (depth > 8) {
            fail("nested too deeply");
            return result;
        }
        for (spaces(); at_ < text_.size() && peek() != '|' && peek() != ')' && peek() != ']' && peek() != '}'; spaces()) {
            result.parts.push_back(element(depth));
        }
        return result;
    }

    Node element(int depth) {
        switch (peek()) {
        case '(': return bracket(depth, ')', Op::sequence);
        case '[': return bracket(depth, ']', Op::optional);
        case '{': return bracket(depth, '}', Op::focus);
        case '<': return word_class();
        case '#': return entity();
        case '*': return gap();
        case '^':
        case '$': ++at_; return consume(symbol::boundary);
        default: return words();
        }
    }

    Node bracket(int depth, char close, Op op) {
        ++at_;
        Node result{op, 0, {}};
        result.parts.push_back(alternatives(depth + 1));
        if (peek() != close) {
            fail(fmt::format("missing \"{}\"", close));
            return result;
        }
        ++at_;
        return result;
    }

    static Node consume(Symbol symbol) { return Node{Op::consume, symbol, {}}; }

    std::string name(std::string_view stop) {
        const auto begin = at_;
        while (at_ < text_.size() && stop.find(text_[at_]) == std::string_view::npos) ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    Node word_class() {
        ++at_;
        const auto cls = name(">");
        if (peek() != '>') fail("missing \">\"");
        else ++at_;
        const auto found = phrases_.find(cls);
        if (!words_.has_class(cls) && found == phrases_.end()) fail(fmt::format("there is no class <{}>", cls));
        Node choice{Op::choice, 0, {}};
        if (words_.has_class(cls)) choice.parts.push_back(consume(words_.class_symbol(cls)));
        if (found != phrases_.end()) {
            for (const auto& phrase : found->second) choice.parts.push_back(phrase_of(phrase));
        }
        return choice;
    }

    Node phrase_of(const std::vector<std::string>& phrase) {
        Node result{Op::sequence, 0, {}};
        for (const auto& text : phrase) result.parts.push_back(consume(words_.word(text)));
        return result;
    }

    Node entity() {
        ++at_;
        const auto which = name(" |)]}");
        if (which == "clock") return consume(symbol::clock);
        if (which == "date") return consume(symbol::date);
        if (which == "duration") return consume(symbol::duration);
        if (which == "percent") return consume(symbol::percent);
        if (which == "number") return consume(symbol::number);
        fail(fmt::format("there is no entity #{}", which));
        return {};
    }

    Node gap() {
        ++at_;
        const bool wide = peek() == '*';
        if (wide) ++at_;
        int count = 0;
        const auto* begin = text_.data() + at_;
        const auto [end, bad] = std::from_chars(begin, text_.data() + text_.size(), count);
        at_ += static_cast<std::size_t>(end - begin);
        if (bad != std::errc{} || count < 1 || count > longest_gap) fail(fmt::format("a gap is *1 to *{}", longest_gap));
        Node result = Node{Op::sequence, 0, {}};
        for (int i = 0; i < count; ++i) {
            Node inner{Op::sequence, 0, {}};
            inner.parts.push_back(consume(wide ? symbol::any : symbol::any_word));
            if (!result.parts.empty()) inner.parts.push_back(std::move(result));
            Node optional{Op::optional, 0, {}};
            optional.parts.push_back(std::move(inner));
            result = std::move(optional);
        }
        return result;
    }

    // "~ausfall": any word that ends so, as in the classes.
    Node word_ending(const std::string& text) {
        const auto parts = split_(text.substr(1));
        if (parts.size() != 1) {
            fail(fmt::format("\"{}\" is no ending", text));
            return {};
        }
        if (!words_.has_class(text)) words_.add_suffix_to_class(text, parts.front());
        return consume(words_.class_symbol(text));
    }

    Node words() {
        const auto text = name(" |()[]{}<>#*^$");
        if (text.starts_with('~')) return word_ending(text);
        const auto& parts = split_(text);
        if (parts.empty()) fail(fmt::format("\"{}\" is no word", text));
        return phrase_of(parts);
    }

    std::uint32_t state(Patterns::State state) {
        to_.states_.push_back(state);
        return static_cast<std::uint32_t>(to_.states_.size() - 1);
    }

    // The entry of the states that match `node` and then go to `next`.
    std::uint32_t build(const Node& node, std::uint32_t next) {
        switch (node.op) {
        case Op::consume: return state({Patterns::Kind::consume, to_.set_of({node.symbol}), next, nowhere, 0});
        case Op::sequence:
            for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) next = build(*part, next);
            return next;
        case Op::optional: return state({Patterns::Kind::split, 0, build(node.parts.front(), next), next, 0});
        case Op::focus: {
            const auto end = state({Patterns::Kind::focus_end, 0, next, nowhere, 0});
            return state({Patterns::Kind::focus_begin, 0, build(node.parts.front(), end), nowhere, 0});
        }
        case Op::choice: return build_choice(node, next);
        }
        return next;
    }

    // The alternatives that are one symbol each share one state, however many they are.
    std::uint32_t build_choice(const Node& node, std::uint32_t next) {
        std::vector<Symbol> single;
        std::uint32_t entry = nowhere;
        for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) {
            if (const auto symbol = one_symbol(*part)) {
                single.push_back(*symbol);
                continue;
            }
            const auto other = build(*part, next);
            entry = entry == nowhere ? other : state({Patterns::Kind::split, 0, other, entry, 0});
        }
        if (single.empty()) return entry;
        const auto any_of_them = state({Patterns::Kind::consume, to_.set_of(std::move(single)), next, nowhere, 0});
        return entry == nowhere ? any_of_them : state({Patterns::Kind::split, 0, any_of_them, entry, 0});
    }

    static std::optional<Symbol> one_symbol(const Node& node) {
        if (node.op == Op::consume) return node.symbol;
        const bool wraps = (node.op == Op::sequence || node.op == Op::choice) && node.parts.size() == 1;
        return wraps ? one_symbol(node.parts.front()) : std::nullopt;
    }

    Patterns& to_;
    Vocabulary& words_;
    const Patterns::Phrases& phrases_;
    const Patterns::Split& split_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::string error_;
};

std::optional<std::string> Patterns::add(std::string_view pattern, Vocabulary& words, const Phrases& phrases, const Split& split) {
    return PatternReader(*this, words, phrases, split).read(pattern);
}

bool Patterns::begins_with_a_word(std::uint32_t entry) const {
    std::vector<std::uint32_t> todo{entry};
    while (!todo.empty()) {
        const State& state = states_[todo.back()];
        todo.pop_back();
        switch (state.kind) {
        case Kind::consume:
            for (const Symbol symbol : sets_[state.set]) {
                if (symbol == symbol::any || symbol == symbol::any_word) return false;
            }
            break;
        case Kind::split:
            todo.push_back(state.out);
            todo.push_back(state.other);
            break;
        case Kind::focus_begin:
        case Kind::focus_end: todo.push_back(state.out); break;
        case Kind::accept: return false;
        }
    }
    return true;
}

std::uint32_t Patterns::set_of(std::vector<Symbol> symbols) {
    std::sort(symbols.begin(), symbols.end());
    symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
    const auto [found, added] = set_ids_.try_emplace(symbols, static_cast<std::uint32_t>(sets_.size()));
    if (added) sets_.push_back(std::move(symbols));
    return found->second;
}

}  // namespace candor::honesty
