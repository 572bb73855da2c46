#include "core/message/phrases.hpp"
#include "core/message/slot_fields.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

namespace candor {

// Reads the file into a PhraseBook and collects every problem on the way.
class PhraseBookLoader {
public:
    explicit PhraseBookLoader(std::string_view file_name) : file_(file_name) {}

    Result<PhraseBook> load(std::string_view yaml) {
        try {
            read(YAML::Load(std::string(yaml)));
        } catch (const YAML::Exception& error) {
            const auto line = error.mark.is_null() ? 1 : error.mark.line + 1;
            return Error(ErrorCode::invalid_template, fmt::format("{}:{}: {}", file_, line, error.msg));
        }
        if (problems_.empty()) return std::move(book_);
        return Error(ErrorCode::invalid_template, fmt::format("{}", fmt::join(problems_, "\n")));
    }

private:
    using Members = std::map<std::string, YAML::Node>;

    void read(const YAML::Node& root) {
        const auto top =
            members(root, "the file",
                    {"language", "slots", "marks", "headings", "words", "list", "number", "date", "months", "units"});
        book_.language_ = top.count("language") > 0 ? line_of_text(top.at("language"), "language") : "";
        if (top.count("slots") > 0) slots(top.at("slots"));
        if (top.count("marks") > 0) marks(top.at("marks"));
        if (top.count("headings") > 0) headings(top.at("headings"));
        if (top.count("words") > 0) words(top.at("words"));
        if (top.count("list") > 0) list(top.at("list"));
        if (top.count("number") > 0) number(top.at("number"));
        if (top.count("date") > 0) book_.date_ = phrase(top.at("date"), "date", {{"day", "month", "clock"}, {"year"}});
        if (top.count("months") > 0) months(top.at("months"));
        if (top.count("units") > 0) units(top.at("units"));
    }

    void slots(const YAML::Node& node) {
        std::vector<std::string> names;
        for (const std::string_view name : enum_names<Slot>) {
            if (name != to_string(Slot::words)) names.emplace_back(name);
        }
        for (const auto& [name, value] : members(node, "slots", names)) {
            const Slot slot = *parse_name<Slot>(name);
            book_.slots_[slot] = phrase(value, "slots." + name, fields_of(slot));
        }
    }

    void marks(const YAML::Node& node) {
        const auto found = members(node, "marks", {"new", "unconfirmed"});
        if (found.count("new") > 0) book_.marked_new_ = phrase(found.at("new"), "marks.new", {{"sentence"}, {}});
        if (found.count("unconfirmed") > 0) {
            book_.marked_unconfirmed_ = phrase(found.at("unconfirmed"), "marks.unconfirmed", {{"sentence"}, {}});
        }
    }

    void headings(const YAML::Node& node) {
        const auto found = members(node, "headings", {"news"});
        if (found.count("news") > 0) book_.news_heading_ = phrase(found.at("news"), "headings.news", {{"since"}, {}});
    }

    void words(const YAML::Node& node) {
        const std::map<std::string, std::vector<std::string>> groups{
            {"status", status_words()},
            {"impact", {enum_names<Impact>.begin(), enum_names<Impact>.end()}},
            {"unknown", {"cause", "scope", "start", "duration", "end", "data_loss", "attack"}}};
        for (const auto& [group, value] : members(node, "words", {"status", "impact", "unknown"})) {
            for (const auto& [name, text] : members(value, "words." + group, groups.at(group))) {
                book_.words_[group][name] = line_of_text(text, "words." + group + "." + name);
            }
        }
    }

    // A maintenance that is withdrawn was no error: it is cancelled.
    static std::vector<std::string> status_words() {
        std::vector<std::string> words(enum_names<Status>.begin(), enum_names<Status>.end());
        words.emplace_back("cancelled");
        return words;
    }

    void list(const YAML::Node& node) {
        for (const auto& [name, value] : members(node, "list", {"separator", "last"})) {
            (name == "last" ? book_.list_last_ : book_.list_separator_) = line_of_text(value, "list." + name);
        }
    }

    void number(const YAML::Node& node) {
        for (const auto& [name, value] : members(node, "number", {"decimal", "group", "percent"})) {
            if (name == "percent") book_.percent_ = phrase(value, "number.percent", {{"number"}, {}});
            else
                (name == "decimal" ? book_.decimal_point_ : book_.digit_group_) = line_of_text(value, "number." + name);
        }
    }

    void months(const YAML::Node& node) {
        if (!node.IsSequence() || node.size() != 12) return problem(node, "months must list twelve names");
        for (const YAML::Node& month : node) book_.months_.push_back(line_of_text(month, "months"));
    }

    void units(const YAML::Node& node) {
        for (const auto& [name, value] : members(node, "units", {"day", "hour", "minute", "second"})) {
            for (const auto& [form, text] : members(value, "units." + name, {"one", "other"})) {
                const auto place = "units." + name + "." + form;
                if (form == "one") book_.units_[name].one = phrase(text, place, {{}, {"n"}});
                else book_.units_[name].other = phrase(text, place, {{"n"}, {}});
            }
        }
    }

    // The members of a map: all of `expected`, each once, and no others.
    Members members(const YAML::Node& node, const std::string& where, const std::vector<std::string>& expected) {
        Members found;
        if (!node.IsMap()) {
            problem(node, fmt::format("{} must have the members {}", where, fmt::join(expected, ", ")));
            return found;
        }
        for (const auto& member : node) {
            const auto name = member.first.Scalar();
            const bool known = std::find(expected.begin(), expected.end(), name) != expected.end();
            if (!known)
                problem(member.first,
                        fmt::format("{} has no \"{}\"; there are: {}", where, name, fmt::join(expected, ", ")));
            else if (!found.emplace(name, member.second).second)
                problem(member.first, fmt::format("\"{}\" is here twice", name));
        }
        for (const std::string& name : expected) {
            if (found.count(name) == 0) problem(node, fmt::format("{} lacks \"{}\"", where, name));
        }
        return found;
    }

    Layout phrase(const YAML::Node& node, const std::string& where, const SlotFields& fields) {
        std::string text = line_of_text(node, where);
        if (text.empty()) return {};
        LayoutRules rules;
        rules.fields.texts = fields.required;
        rules.fields.texts.insert(rules.fields.texts.end(), fields.optional.begin(), fields.optional.end());
        rules.required = fields.required;
        auto layout = load_layout(std::move(text), rules, file_, line_of(node));
        if (layout) return std::move(*layout);
        problems_.push_back(layout.error().message() + fmt::format(" (in {})", where));
        return {};
    }

    std::string line_of_text(const YAML::Node& node, const std::string& where) {
        if (!node.IsScalar() || node.Scalar().empty()) {
            problem(node, fmt::format("{} must be a text", where));
            return {};
        }
        if (auto valid = validate_plain(node.Scalar(), 1000, false, where); !valid) {
            problem(node, fmt::format("{}: {}", where, valid.error().message()));
            return {};
        }
        return node.Scalar();
    }

    static std::size_t line_of(const YAML::Node& node) {
        return node.Mark().is_null() ? 1 : static_cast<std::size_t>(node.Mark().line) + 1;
    }

    void problem(const YAML::Node& node, const std::string& text) {
        problems_.push_back(fmt::format("{}:{}: {}", file_, line_of(node), text));
    }

    std::string file_;
    PhraseBook book_;
    std::vector<std::string> problems_;
};

Result<PhraseBook> load_phrases(std::string_view yaml, std::string_view file_name) {
    return PhraseBookLoader(file_name).load(yaml);
}

}  // namespace candor
