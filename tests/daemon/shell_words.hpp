// A command line as a shell parts it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace candor::test {

// Quotes hold together, a backslash takes what follows as it is, but for single quotes.
inline std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '\\' && quote != '\'' && i + 1 < line.size()) word += line[++i];
        else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
        else if (c == quote) quote = 0;
        else if (c == ' ' && quote == 0) words.push_back(std::exchange(word, ""));
        else word += c;
    }
    words.push_back(word);
    return words;
}

}  // namespace candor::test
