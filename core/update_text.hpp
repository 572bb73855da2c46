// An update's plain text, as pages and feeds lay it out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace candor {

// A paragraph, or a list: one of the two is empty.
struct Block {
    std::string paragraph;  // its lines end in \n where it has more than one
    std::vector<std::string> items;
    friend bool operator==(const Block&, const Block&) = default;
};

// Without what the page itself says already: the first line where it ends with the title, the last where it is the
// incident's address.
[[nodiscard]] std::vector<Block> blocks_of(std::string_view text, std::string_view title, std::string_view url);

// The same as plain text: an empty line between blocks, "- " before each item.
[[nodiscard]] std::string plain_body(std::string_view text, std::string_view title, std::string_view url);

}  // namespace candor
