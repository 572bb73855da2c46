// Words as numbers: what the units of a text are called in patterns.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cereal {
class access;
}

namespace candor::honesty {

using Symbol = std::uint32_t;

// Symbols that mean the same in every language.
namespace symbol {
inline constexpr Symbol boundary = 0;  // the end of one sentence and the beginning of the next
inline constexpr Symbol any_word = 1;  // whatever is neither punctuation nor a boundary
inline constexpr Symbol any = 2;       // whatever is not a boundary
inline constexpr Symbol clock = 3;
inline constexpr Symbol date = 4;
inline constexpr Symbol duration = 5;
inline constexpr Symbol percent = 6;
inline constexpr Symbol number = 7;
inline constexpr Symbol first_free = 8;
}  // namespace symbol

// Words and word classes of one language. A word's symbols: itself and every class that lists it.
class Vocabulary {
public:
    Symbol word(const std::string& text);          // interns
    Symbol class_symbol(const std::string& name);  // interns
    void add_to_class(const std::string& name, const std::string& word);
    void add_suffix_to_class(const std::string& name, std::string suffix);  // any word that ends so

    // The symbols that a word of a text has; a word nobody listed has none.
    void symbols_of(const std::string& word, std::vector<Symbol>& to) const;
    [[nodiscard]] bool in_class(const std::string& word, std::string_view class_name) const;
    [[nodiscard]] bool has_class(const std::string& name) const { return classes_.contains(name); }
    [[nodiscard]] std::size_t size() const { return next_; }

private:
    friend class cereal::access;
    template <class Archive>
    void serialize(Archive& archive);  // packed_lexicon.cpp

    std::unordered_map<std::string, std::vector<Symbol>> words_;  // first symbol: the word itself
    std::map<std::string, Symbol, std::less<>> classes_;
    std::vector<std::pair<std::string, Symbol>> suffixes_;
    Symbol next_ = symbol::first_free;
};

}  // namespace candor::honesty
