#include "daemon/ctl/sandbox/drill_setup.hpp"

#include "core/names.hpp"
#include "core/yaml/document.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <fmt/format.h>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

using yaml::Node;

constexpr Duration longest_wait = 20s;
constexpr std::string_view nowhere = "drill.invalid";  // RFC 2606: no such domain will ever be

// A YAML double-quoted scalar: JSON's are.
std::string in_quotes(std::string_view text) {
    return boost::json::serialize(boost::json::string(text));
}

// "1h30m" as the plan's loader reads it; nothing where it is none.
std::optional<Duration> read_duration(std::string_view text) {
    Duration sum{0};
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
        const auto digits = static_cast<std::size_t>(end - text.data());
        if (failure != std::errc{} || digits == text.size()) return std::nullopt;
        const char unit = text[digits];
        if (unit != 's' && unit != 'm' && unit != 'h' && unit != 'd') return std::nullopt;
        sum += count * (unit == 's' ? Duration(1s) : unit == 'm' ? Duration(1min) : unit == 'h' ? Duration(1h) : Duration(24h));
        text.remove_prefix(digits + 1);
    }
    return sum;
}

class PlanWriter {
public:
    explicit PlanWriter(std::int64_t faster) : faster_(faster) {}

    std::string write(const Node& root) {
        static constexpr std::array copied{"name", "time_zone", "rotas", "playbooks", "options", "caps", "remedies", "approvals", "templates"};
        for (const Node& node : root.children) {
            if (node.key == "people") people(node);
            else if (std::find(copied.begin(), copied.end(), node.key) != copied.end()) member(node, 0);
        }
        return std::move(out_);
    }

private:
    // Who they are, and not how they are reached.
    void people(const Node& list) {
        out_ += "people:\n";
        for (const Node& person : list.children) {
            std::string id;
            std::string name;
            for (const Node& field : person.children) {
                if (field.key == "id") id = field.text;
                if (field.key == "name") name = field.text;
            }
            out_ += fmt::format("  - id: {}\n", id);
            if (!name.empty()) out_ += fmt::format("    name: {}\n", in_quotes(name));
            out_ += fmt::format("    mail: {}\n", in_quotes(fmt::format("{}@{}", id, nowhere)));
        }
    }

    void member(const Node& node, int indent) {
        if (node.key == "soak") return;  // a rehearsal does not watch what was never broken
        out_ += std::string(static_cast<std::size_t>(indent), ' ') + node.key + ":";
        const bool times = node.key == "cadence" || node.key == "service_levels" || node.key == "holding_after";
        times_ += times ? 1 : 0;
        value(node, indent);
        times_ -= times ? 1 : 0;
    }

    void value(const Node& node, int indent) {
        if (node.kind == Node::Kind::text) {
            out_ += " " + scalar(node) + "\n";
        } else if (node.children.empty()) {
            out_ += node.kind == Node::Kind::list ? " []\n" : "\n";
        } else if (node.kind == Node::Kind::map) {
            out_ += "\n";
            for (const Node& child : node.children) member(child, indent + 2);
        } else {
            out_ += "\n";
            for (const Node& child : node.children) {
                out_ += std::string(static_cast<std::size_t>(indent) + 2, ' ') + "-";
                value(child, indent + 2);
            }
        }
    }

    [[nodiscard]] std::string scalar(const Node& node) const {
        if (times_ > 0) return shortened(node);
        return !node.quoted && is_word(node.text) ? node.text : in_quotes(node.text);
    }

    // What needs no quotes may be something else in them: a number, a date, a time of day.
    [[nodiscard]] static bool is_word(std::string_view text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '/' || (c >= 'A' && c <= 'Z') || c == '_';
        });
    }

    [[nodiscard]] std::string shortened(const Node& node) const {
        const auto length = read_duration(node.text);
        if (!length) return in_quotes(node.text);
        if (node.key == "follow_up_after") return "3s";
        const auto seconds = std::chrono::round<std::chrono::seconds>(*length / faster_);
        return fmt::format("{}s", std::clamp<std::int64_t>(seconds.count(), 1, longest_wait / 1s));
    }

    std::int64_t faster_;
    int times_ = 0;  // inside of something that holds times
    std::string out_;
};

std::string ids(const std::vector<ComponentId>& components) {
    std::string text;
    for (const ComponentId& id : components) text += (text.empty() ? "" : ", ") + in_quotes(id.str());
    return text;
}

void put_channel(std::string& out, const config::PortraitChannel& channel, const SandboxSetup& setup) {
    out += fmt::format("  - id: {}\n    kind: {}\n", in_quotes(channel.id.str()), to_string(channel.kind));
    if (!channel.language.empty()) out += fmt::format("    language: {}\n", in_quotes(channel.language));
    if (!channel.components.empty() || !channel.min_impact.empty()) out += "    route:\n";
    if (!channel.components.empty()) out += fmt::format("      components: [{}]\n", ids(channel.components));
    if (!channel.min_impact.empty()) out += fmt::format("      min_impact: {}\n", in_quotes(channel.min_impact));
    switch (channel.kind) {
        case ChannelKind::webhook:
            out += fmt::format("    recipients:\n      - name: drill\n        url: {}\n        secrets: [file:webhook.key]\n", setup.webhook_url());
            break;
        case ChannelKind::email:
            out += fmt::format("    host: 127.0.0.1\n    port: {}\n    tls: none\n    from: drill@{}\n    recipients: [{}@{}]\n", setup.mail_port, nowhere, channel.id.str(), nowhere);
            break;
        case ChannelKind::mastodon: out += fmt::format("    base_url: {}\n    token: file:mastodon.token\n", setup.mastodon_url()); break;
    }
}

}  // namespace

std::int64_t times_faster(const plan::Plan& plan, const plan::Situation& situation) {
    const plan::Decisions decisions = plan::resolve(plan, situation);
    const Duration shortest = std::min(decisions.social.value_or(30min), decisions.direct.value_or(30min));
    return std::max<std::int64_t>(shortest / drill_cadence, 1);
}

std::optional<std::string> drill_plan(std::string_view yaml, std::int64_t faster) {
    const yaml::Document document = yaml::parse_document(yaml);
    if (document.fault || document.root.kind != Node::Kind::map) return std::nullopt;
    return PlanWriter(faster).write(document.root);
}

std::string drill_config(const config::Portrait& portrait, const SandboxSetup& setup, bool planned) {
    std::string out = "# A drill: the organisation's names, and receivers on this machine in the place of its channels.\norganisation:\n";
    out += fmt::format("  name: {}\n  url: {}\n  contact: drill@{}\n", in_quotes(portrait.name), setup.page(), nowhere);
    if (!portrait.time_zone.empty()) out += fmt::format("  time_zone: {}\n", in_quotes(portrait.time_zone));
    if (!portrait.language.empty()) out += fmt::format("  language: {}\n", in_quotes(portrait.language));
    out += "components:\n";
    for (const config::PortraitComponent& component : portrait.components) {
        out += fmt::format("  - id: {}\n    name: {}\n", in_quotes(component.id.str()), in_quotes(component.name));
        if (!component.description.empty()) out += fmt::format("    description: {}\n", in_quotes(component.description));
    }
    out += "default_owner: drill-owner\ndefault_deputy: drill-deputy\n";
    out += fmt::format("cadence:\n  margin: 1s\n  otherwise: {}s\n  follow_up_after: 3s\n  rules: []\n", drill_cadence / 1s);
    out += "channels:\n";
    for (const config::PortraitChannel& channel : portrait.channels) put_channel(out, channel, setup);
    out += "store:\n  path: candor.db\nhttp:\n  socket: candord.sock\n  socket_mode: \"0600\"\n  listen: []\n";
    out += fmt::format("delivery:\n  allow_addresses: [127.0.0.1/32]\n  only_to: [\"127.0.0.1:{}\", \"127.0.0.1:{}\", \"127.0.0.1:{}\"]\n", setup.webhook_port, setup.mail_port, setup.mastodon_port);
    if (!setup.templates.empty()) out += fmt::format("templates:\n  directory: {}\n", in_quotes(setup.templates.string()));
    if (!setup.honesty.empty()) out += fmt::format("honesty:\n  directory: {}\n{}", in_quotes(setup.honesty.string()), portrait.strict ? "  strict: true\n" : "");
    if (planned) out += "plan:\n  file: plan.yaml\n";
    return out;
}

}  // namespace candor::ctl
