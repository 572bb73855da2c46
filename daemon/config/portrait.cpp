#include "daemon/config/portrait.hpp"

#include "core/names.hpp"
#include "core/yaml/document.hpp"
#include "daemon/config/text_file.hpp"

#include <algorithm>

namespace candor::config {

namespace {

const yaml::Node* find(const yaml::Node* node, std::string_view key) {
    if (node == nullptr) return nullptr;
    const auto found = std::find_if(node->children.begin(), node->children.end(), [&](const yaml::Node& child) { return child.key == key; });
    return found == node->children.end() ? nullptr : &*found;
}

std::string text(const yaml::Node* node, std::string_view key) {
    const yaml::Node* found = find(node, key);
    return found == nullptr ? std::string() : found->text;
}

const std::vector<yaml::Node>& items(const yaml::Node* node, std::string_view key) {
    static const std::vector<yaml::Node> none;
    const yaml::Node* found = find(node, key);
    return found == nullptr || found->kind != yaml::Node::Kind::list ? none : found->children;
}

std::filesystem::path path(const std::filesystem::path& folder, const std::string& text) {
    return text.empty() ? std::filesystem::path() : (folder / text).lexically_normal();
}

// One word, or a list of them.
std::vector<ComponentId> components_of(const yaml::Node* route) {
    std::vector<ComponentId> ids;
    const yaml::Node* named = find(route, "components");
    if (named == nullptr) return ids;
    if (named->kind == yaml::Node::Kind::text) ids.emplace_back(named->text);
    for (const yaml::Node& one : named->children) ids.emplace_back(one.text);
    return ids;
}

void add_channel(Portrait& portrait, const yaml::Node& node) {
    const auto kind = parse_name<ChannelKind>(text(&node, "kind"));
    if (!kind) return portrait.left_out.push_back(text(&node, "id"));
    const yaml::Node* route = find(&node, "route");
    portrait.channels.push_back({ChannelId(text(&node, "id")), *kind, text(&node, "language"), components_of(route), text(route, "min_impact")});
}

}  // namespace

std::optional<Portrait> read_portrait(const std::filesystem::path& file) {
    const auto content = read_text_file(file);
    if (!content) return std::nullopt;
    const yaml::Document document = yaml::parse_document(*content);
    if (document.fault) return std::nullopt;
    const yaml::Node* root = &document.root;
    const auto folder = std::filesystem::absolute(file).parent_path();
    const yaml::Node* organisation = find(root, "organisation");
    Portrait portrait;
    portrait.name = text(organisation, "name");
    portrait.time_zone = text(organisation, "time_zone");
    portrait.language = text(organisation, "language");
    for (const yaml::Node& node : items(root, "components")) {
        portrait.components.push_back({ComponentId(text(&node, "id")), text(&node, "name"), text(&node, "description")});
    }
    for (const yaml::Node& node : items(root, "channels")) add_channel(portrait, node);
    portrait.templates = path(folder, text(find(root, "templates"), "directory"));
    portrait.honesty = path(folder, text(find(root, "honesty"), "directory"));
    portrait.strict = text(find(root, "honesty"), "strict") == "true";
    portrait.plan = path(folder, text(find(root, "plan"), "file"));
    return portrait;
}

}  // namespace candor::config
