#include "core/message/phrases.hpp"
#include "core/message/slot_fields.hpp"
#include "core/message/text_file.hpp"

#include <algorithm>

namespace candor {

// Reads the file into a PhraseBook and collects every problem on the way.
class PhraseBookLoader : private TextFile {
public:
    using TextFile::TextFile;

    Result<PhraseBook> load(std::string_view yaml) {
        if (auto read_whole = parse(yaml, [this](const YAML::Node& root) { read(root); }); !read_whole) return read_whole.error();
        return std::move(book_);
    }

private:
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

    PhraseBook book_;
};

Result<PhraseBook> load_phrases(std::string_view yaml, std::string_view file_name) {
    return PhraseBookLoader(file_name).load(yaml);
}

}  // namespace candor
