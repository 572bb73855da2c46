#include "core/honesty/vocabulary.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

// Most endings end in another letter than the word.
bool has_suffix(std::string_view word, std::string_view suffix) {
    return word.size() > suffix.size() && word.back() == suffix.back() && word.ends_with(suffix);
}

}  // namespace

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
        if (has_suffix(text, suffix)) to.push_back(cls);
    }
}

bool Vocabulary::in_class(const std::string& text, std::string_view class_name) const {
    const auto cls = classes_.find(class_name);
    if (cls == classes_.end()) return false;
    const Symbol wanted = cls->second;
    const auto known = words_.find(text);
    if (known != words_.end() && std::find(known->second.begin(), known->second.end(), wanted) != known->second.end()) return true;
    return std::any_of(suffixes_.begin(), suffixes_.end(), [&](const auto& suffix) { return suffix.second == wanted && has_suffix(text, suffix.first); });
}

}  // namespace candor::honesty
