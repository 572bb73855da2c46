#include "daemon/ctl/completion.hpp"

#include <fmt/format.h>
#include <vector>

namespace candor::ctl {

namespace {

// One command: the words that lead to it, and the words that may follow.
struct Node {
    std::string path;  // "fact symptom"; empty for the program itself
    std::vector<std::string> commands;
    std::vector<std::string> options;
    std::vector<std::pair<std::string, std::string>> values;    // option, "none minor major critical"
    std::vector<std::pair<std::string, std::string>> meanings;  // command, what it does
};

// "none|minor" or "{read,respond}", as the validators name what they take.
std::string choices_of(const CLI::Option& option) {
    std::string words = option.get_type_name();
    const auto colon = words.rfind(':');
    if (colon != std::string::npos) words.erase(0, colon + 1);
    if (words.find('|') == std::string::npos && words.find('{') == std::string::npos) return {};
    std::string out;
    for (const char c : words) {
        if (c == '{' || c == '}') continue;
        out += c == '|' || c == ',' ? ' ' : c;
    }
    return out;
}

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
    Node node;
    node.path = path;
    for (const CLI::Option* option : app.get_options()) {
        const auto choices = choices_of(*option);
        if (option->get_positional() && !choices.empty()) node.values.emplace_back("", choices);
        for (const auto& name : option->get_lnames()) {
            node.options.push_back("--" + name);
            if (!choices.empty()) node.values.emplace_back("--" + name, choices);
        }
    }
    const auto children = app.get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* child : children) {
        node.commands.push_back(child->get_name());
        node.meanings.emplace_back(child->get_name(), child->get_description());
    }
    nodes.push_back(std::move(node));
    for (const CLI::App* child : children) {
        collect(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), nodes);
    }
}

std::string words_after(const Node& node) {
    std::vector<std::string> words = node.commands;
    for (const auto& [option, choices] : node.values) {
        if (option.empty()) words.push_back(choices);
    }
    words.insert(words.end(), node.options.begin(), node.options.end());
    return fmt::format("{}", fmt::join(words, " "));
}

constexpr const char* bash_head = R"(# Completion of candor for bash. Made by `candor completion bash`.
_candor() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path="" words="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${path:+$path }${COMP_WORDS[i]}" in
)";

constexpr const char* bash_middle = R"(            path="${path:+$path }${COMP_WORDS[i]}" ;;
        esac
    done
    case $previous in
        --token-file|--config|--write-config|--daemon|--socket) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    case "$path $previous" in
)";

constexpr const char* bash_tail = R"(    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _candor candor
)";

std::string bash(const std::vector<Node>& nodes) {
    std::string out = bash_head;
    std::string paths;
    for (const Node& node : nodes) {
        if (!node.path.empty()) paths += (paths.empty() ? "" : "|") + ("\"" + node.path + "\"");
    }
    out += "            " + paths + ")\n" + bash_middle;
    for (const Node& node : nodes) {
        for (const auto& [option, choices] : node.values) {
            if (option.empty()) continue;
            out += fmt::format("        \"{} {}\") COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return ;;\n",
                               node.path, option, choices);
        }
    }
    out += "    esac\n    case $path in\n";
    for (const Node& node : nodes)
        out += fmt::format("        \"{}\") words=\"{}\" ;;\n", node.path, words_after(node));
    return out + bash_tail;
}

// zsh runs the bash function through its own compatibility layer.
std::string zsh(const std::vector<Node>& nodes) {
    return "#compdef candor\nautoload -U +X bashcompinit && bashcompinit\n" + bash(nodes);
}

std::string fish_quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string fish_condition(const std::string& path) {
    if (path.empty()) return "__fish_use_subcommand";
    std::string condition;
    std::size_t pos = 0;
    while (pos <= path.size()) {
        const auto end = std::min(path.find(' ', pos), path.size());
        condition +=
            (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + path.substr(pos, end - pos));
        pos = end + 1;
    }
    return condition;
}

std::string fish(const std::vector<Node>& nodes) {
    std::string out = "# Completion of candor for fish. Made by `candor completion fish`.\ncomplete -c candor -f\n";
    for (const Node& node : nodes) {
        const auto condition = fish_condition(node.path);
        for (const auto& [name, meaning] : node.meanings) {
            out += fmt::format("complete -c candor -n '{}' -a {} -d {}\n", condition, name, fish_quoted(meaning));
        }
        for (const auto& option : node.options) {
            std::string choices;
            for (const auto& [name, words] : node.values) {
                if (name == option) choices = fmt::format(" -x -a '{}'", words);
            }
            out += fmt::format("complete -c candor -n '{}' -l {}{}\n", condition, option.substr(2), choices);
        }
    }
    return out;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
    std::vector<Node> nodes;
    collect(app, "", nodes);
    if (shell == "zsh") return zsh(nodes);
    return shell == "fish" ? fish(nodes) : bash(nodes);
}

}  // namespace candor::ctl
