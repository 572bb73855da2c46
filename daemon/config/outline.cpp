#include "daemon/config/outline.hpp"

#include "core/yaml/document.hpp"
#include "daemon/config/text_file.hpp"

#include <algorithm>

namespace candor::config {

namespace {

const yaml::Node* find(const yaml::Node& node, std::string_view key) {
    const auto found = std::find_if(node.children.begin(), node.children.end(),
                                    [&](const yaml::Node& child) { return child.key == key; });
    return found == node.children.end() ? nullptr : &*found;
}

template <class Tag>
std::vector<Id<Tag>> ids_of(const yaml::Node& root, std::string_view key) {
    std::vector<Id<Tag>> ids;
    const yaml::Node* list = find(root, key);
    for (std::size_t i = 0; list != nullptr && i < list->children.size(); ++i) {
        if (const yaml::Node* id = find(list->children[i], "id")) ids.emplace_back(id->text);
    }
    return ids;
}

// Relative ones count from the folder of the configuration.
std::filesystem::path path_of(const yaml::Node& root, std::string_view group, std::string_view key, const std::filesystem::path& config) {
    const yaml::Node* within = find(root, group);
    const yaml::Node* path = within == nullptr ? nullptr : find(*within, key);
    if (path == nullptr || path->text.empty()) return {};
    return (std::filesystem::absolute(config).parent_path() / path->text).lexically_normal();
}

}  // namespace

std::optional<Outline> read_outline(const std::filesystem::path& file) {
    const auto text = read_text_file(file);
    if (!text) return std::nullopt;
    const yaml::Document document = yaml::parse_document(*text);
    if (document.fault) return std::nullopt;
    return Outline{path_of(document.root, "plan", "file", file), path_of(document.root, "store", "path", file),
                   ids_of<ChannelTag>(document.root, "channels"), ids_of<ComponentTag>(document.root, "components")};
}

}  // namespace candor::config
