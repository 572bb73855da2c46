#include "core/honesty/vocabulary.hpp"

#include <algorithm>

namespace candor::honesty {

Symbol Vocabulary::word(const std::string& text) {
    auto& symbols = words_[text];
    if (symbols.empty()) symbols.push_back(next_++);
    return symbols.front();
}

Symbol Vocabulary::class_symbol(const std::string& name) {
    const auto [found, added] = classes_.try_emplace(name, next_);
    if (added) ++next_;
    return found->second;
}

void Vocabulary::add_to_class(const std::string& name, const std::string& text) {
    const Symbol cls = class_symbol(name);
    word(text);
    auto& symbols = words_[text];
    if (std::find(symbols.begin(), symbols.end(), cls) == symbols.end()) symbols.push_back(cls);
}

void Vocabulary::add_suffix_to_class(const std::string& name, std::string suffix) {
    suffixes_.emplace_back(std::move(suffix), class_symbol(name));
}

void Vocabulary::symbols_of(const std::string& text, std::vector<Symbol>& to) const {
    if (const auto found = words_.find(text); found != words_.end()) {
        to.insert(to.end(), found->second.begin(), found->second.end());
    }
    for (const auto& [suffix, cls] : suffixes_) {
        if (text.size() > suffix.size() && text.ends_with(suffix)) to.push_back(cls);
    }
}

bool Vocabulary::in_class(const std::string& text, std::string_view class_name) const {
    const auto cls = classes_.find(class_name);
    if (cls == classes_.end()) return false;
    std::vector<Symbol> symbols;
    symbols_of(text, symbols);
    return std::find(symbols.begin(), symbols.end(), cls->second) != symbols.end();
}

}  // namespace candor::honesty
