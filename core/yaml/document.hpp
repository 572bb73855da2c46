// YAML text as a plain tree, within limits. Reading it cannot run away: size, depth and the number of nodes (after
// aliases are expanded) are bounded here, so nothing after this needs to care.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::yaml {

inline constexpr std::size_t largest_document = 1024 * 1024;  // bytes
inline constexpr std::size_t deepest_nesting = 32;
inline constexpr std::size_t most_nodes = 100'000;

struct Node {
    enum class Kind { nothing, text, list, map };

    Kind kind = Kind::nothing;
    int line = 0;                  // from 1; where the value belongs to a key, that of the key
    bool quoted = false;           // text in quotes is never a number or a truth value
    std::string key{};             // where the parent is a map
    std::string text{};            // of Kind::text
    std::vector<Node> children{};  // of a list or a map, in the order of the file; keys may repeat
};

// Why there is no tree.
struct Fault {
    int line = 0;  // from 1; 0: the document as a whole
    std::string message;
    std::string expected;  // may be empty
};

// One of the two: a tree (Kind::nothing where the document is empty), or why there is none.
struct Document {
    Node root;
    std::optional<Fault> fault;
};

[[nodiscard]] Document parse_document(std::string_view yaml);

}  // namespace candor::yaml
