// A run of tokens, and the questions that are asked of them. For the readers of entities.
#pragma once

#include "core/honesty/figures.hpp"
#include "core/honesty/tokens.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

// Past the end there is nothing: no question is out of range.
class TokenRun {
protected:
    explicit TokenRun(const std::vector<Token>& tokens) : tokens_(tokens) {}

    [[nodiscard]] const Token* token(std::size_t at) const { return at < tokens_.size() ? &tokens_[at] : nullptr; }
    [[nodiscard]] bool is(std::size_t at, std::string_view text) const { return at < tokens_.size() && tokens_[at].text == text; }
    [[nodiscard]] bool tight(std::size_t at) const {
        return at < tokens_.size() && !tokens_[at].space_before && tokens_[at].newlines_before == 0;
    }
    [[nodiscard]] std::optional<int> integer(std::size_t at) const {
        if (at >= tokens_.size() || tokens_[at].kind != TokenKind::number) return std::nullopt;
        return whole(tokens_[at].text);
    }
    [[nodiscard]] std::string phrase(std::size_t at, std::size_t length) const { return joined(tokens_, at, length); }

    const std::vector<Token>& tokens_;
};

}  // namespace candor::honesty
