#include "core/yaml/document.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace candor::yaml {

namespace {

int line_of(const YAML::Mark& mark) {
    return mark.is_null() ? 0 : mark.line + 1;
}

// Takes yaml-cpp's events and builds the tree. Throws Fault: through yaml-cpp, which lets it pass.
class Builder final : public YAML::EventHandler {
public:
    [[nodiscard]] Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) throw Fault{line_of(mark), "a second document begins", "one document"};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add({Node::Kind::nothing, line_of(mark)}, anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchored_.find(anchor);
        if (found == anchored_.end()) throw Fault{line_of(mark), "an alias is inside what it refers to", {}};
        count(found->second, line_of(mark));
        add(found->second, 0);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_tag(mark, tag);
        Node node{Node::Kind::text, line_of(mark)};
        node.quoted = tag == "!";
        node.text = value;
        add(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        open(Node::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        open(Node::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        YAML::anchor_t anchor = 0;
        std::optional<Node> key;  // of a map: read, and waiting for its value
    };

    // "?" and nothing: no tag; "!": a quoted scalar.
    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!")
            throw Fault{line_of(mark), "a YAML tag is not understood here", {}};
    }

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        refuse_tag(mark, tag);
        if (open_.size() == deepest_nesting) {
            throw Fault{line_of(mark), fmt::format("nested more than {} deep", deepest_nesting), {}};
        }
        open_.push_back({{kind, line_of(mark)}, anchor, std::nullopt});
    }

    void close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        add(std::move(done.node), done.anchor);
    }

    void add(Node node, YAML::anchor_t anchor) {
        count_one(node.line);
        if (anchor != 0) anchored_[anchor] = node;
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (Open& parent = open_.back(); parent.node.kind == Node::Kind::list) {
            parent.node.children.push_back(std::move(node));
        } else {
            add_to_map(parent, std::move(node));
        }
    }

    static void add_to_map(Open& parent, Node node) {
        if (parent.key) {
            node.key = std::move(parent.key->text);
            node.line = parent.key->line;
            parent.node.children.push_back(std::move(node));
            parent.key.reset();
        } else {
            if (node.kind != Node::Kind::text) throw Fault{node.line, "a key is not plain text", "key: value"};
            parent.key = std::move(node);
        }
    }

    void count(const Node& node, int line) {
        for (const Node& child : node.children) {
            count_one(line);
            count(child, line);
        }
    }

    void count_one(int line) {
        if (++nodes_ > most_nodes) {
            throw Fault{line, fmt::format("more than {} values, with aliases expanded", most_nodes),
                        "a smaller configuration"};
        }
    }

    Node root_{Node::Kind::nothing, 1};
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Node> anchored_;
    std::size_t nodes_ = 0;
    int documents_ = 0;
};

// 0: all of it is UTF-8.
int first_line_that_is_not_utf8(std::string_view text) {
    if (is_valid_utf8(text)) return 0;
    int line = 1;
    while (is_valid_utf8(text.substr(0, text.find('\n')))) {
        text.remove_prefix(text.find('\n') + 1);
        ++line;
    }
    return line;
}

Node build(std::string_view yaml) {
    std::istringstream stream{std::string(yaml)};
    YAML::Parser parser(stream);
    Builder builder;
    while (parser.HandleNextDocument(builder)) {}
    return builder.take();
}

}  // namespace

Document parse_document(std::string_view yaml) {
    if (yaml.size() > largest_document)
        return {{}, Fault{0, fmt::format("is {} bytes long", yaml.size()), "at most 1 MiB"}};
    if (const int line = first_line_that_is_not_utf8(yaml)) return {{}, Fault{line, "is not UTF-8", {}}};
    try {
        return {build(yaml), std::nullopt};
    } catch (const Fault& fault) {
        return {{}, fault};
    } catch (const YAML::Exception& thrown) {
        return {{}, Fault{std::max(1, line_of(thrown.mark)), "is not YAML: " + thrown.msg, {}}};
    }
}

}  // namespace candor::yaml
