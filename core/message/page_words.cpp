#include "core/message/page_words.hpp"

#include "core/cadence.hpp"
#include "core/incident/fact.hpp"
#include "core/message/message.hpp"
#include "core/message/text_file.hpp"
#include "core/page.hpp"

#include <fmt/format.h>

namespace candor {

namespace {

using std::chrono::year_month_day;

template <NamedEnum E>
std::vector<std::string> all_of() {
    return {enum_names<E>.begin(), enum_names<E>.end()};
}

std::vector<std::string> split(std::string_view words) {
    std::vector<std::string> list;
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        list.emplace_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return list;
}

// The values that a group needs a word for.
std::vector<std::string> values_of(PageWordGroup group) {
    switch (group) {
        case PageWordGroup::state: return all_of<ComponentState>();
        case PageWordGroup::impact: return split("none minor major critical unconfirmed");
        case PageWordGroup::kind: return all_of<UpdateKind>();
        case PageWordGroup::audience: return all_of<ChannelKind>();
        case PageWordGroup::group: return all_of<ChannelGroup>();
        case PageWordGroup::scope: return all_of<ScopeLabel>();
        case PageWordGroup::cause: return all_of<CauseCategory>();
        case PageWordGroup::promise: return split("next_update eta follow_up prevention start end");
        case PageWordGroup::fact: return {fact_kinds.begin(), fact_kinds.end()};
        case PageWordGroup::figures: return split("M1 M2 M3 M4 M5 M6 M7 M8");
        case PageWordGroup::figure:
            return split(
                "M1_detect_to_open M1_open_to_published M1_time_to_workaround M1_time_to_resolution M2_kept M3_kept M3_beaten M3_early M3_eta_error "
                "M3_eta_off_either_way M4_corrections M4_blocked M4_overrides M5_delivered M5_delivered_in_5_min M5_reached_in_5_min M5_affected "
                "M5_reached_of_affected M6_reports_before_first_update M6_reports_after_first_update M6_proactive M6_contacts_per_case M7_resolved "
                "M8_follow_up_sent M8_satisfied M8_prevention_in_time M8_attrition");
        case PageWordGroup::missing:
            return split(
                "when_it_began_is_not_recorded no_update_was_published no_update_told_a_workaround it_is_not_over no_update_was_due_yet "
                "customers_were_told_no_expected_end_or_it_is_not_over nothing_that_was_promised_was_due_yet no_promise_was_kept_before_it_was_due "
                "nothing_was_sent how_many_deliveries_arrived_in_time_is_not_counted how_many_recipients_an_update_reached_in_time_is_not_counted "
                "how_many_customers_are_affected_is_not_recorded how_many_are_affected_or_were_reached_is_not_recorded nobody_is_told_by_a_channel "
                "what_customers_report_is_not_recorded no_case_belongs_to_it no_case_was_solved the_question_after_the_end_was_not_due_yet "
                "nobody_has_answered_whether_it_is_over nothing_that_is_to_change_was_due_yet no_update_has_reached_anybody who_was_reached_is_not_counted");
    }
    return {};
}

year_month_day day_of(Time time, const TimeZone& zone) {
    return year_month_day(std::chrono::floor<std::chrono::days>(time + zone.at(time).from_utc));
}

}  // namespace

class PageWordsLoader : private TextFile {
public:
    using TextFile::TextFile;

    Result<PageWords> load(std::string_view yaml) {
        words_.file_ = file();
        if (auto read_whole = parse(yaml, [this](const YAML::Node& root) { read(root); }); !read_whole) return read_whole.error();
        return std::move(words_);
    }

private:
    void read(const YAML::Node& root) {
        for (const auto& [name, node] : members(root, "the file", {"language", "labels", "texts", "words", "dates"})) {
            if (name == "language") words_.language_ = line_of_text(node, name);
            if (name == "labels") labels(node);
            if (name == "texts") texts(node);
            if (name == "words") words(node);
            if (name == "dates") dates(node);
        }
    }

    void labels(const YAML::Node& node) {
        for (const auto& [name, text] : members(node, "labels")) words_.labels_[name] = line_of_text(text, "labels." + name);
    }

    void texts(const YAML::Node& node) {
        std::map<std::string, std::vector<std::string>> groups;
        for (const PageTextRule& rule : page_texts) {
            const auto dot = rule.name.find('.');
            groups[std::string(rule.name.substr(0, dot))].emplace_back(rule.name.substr(dot + 1));
        }
        std::vector<std::string> names;
        for (const auto& group : groups) names.push_back(group.first);
        for (const auto& [group, texts] : members(node, "texts", names)) {
            for (const auto& [name, text] : members(texts, "texts." + group, groups[group])) add_text(group + "." + name, text);
        }
    }

    void add_text(const std::string& name, const YAML::Node& node) {
        for (const PageTextRule& rule : page_texts) {
            if (rule.name == name) words_.texts_[name] = phrase(node, "texts." + name, {split(rule.fields), {}});
        }
    }

    void words(const YAML::Node& node) {
        for (const auto& [group, words] : members(node, "words", all_of<PageWordGroup>())) {
            for (const auto& [value, text] : members(words, "words." + group, values_of(*parse_name<PageWordGroup>(group)))) {
                words_.words_[group + "." + value] = line_of_text(text, "words." + group + "." + value);
            }
        }
    }

    void dates(const YAML::Node& node) {
        const SlotFields day{{"day", "month", "year"}, {}};
        for (const auto& [name, format] : members(node, "dates", {"moment", "day", "month", "first", "months", "months_in_dates"})) {
            if (name == "moment") words_.moment_ = phrase(format, "dates.moment", {{"day", "clock"}, {}});
            if (name == "day") words_.day_ = phrase(format, "dates.day", day);
            if (name == "month") words_.month_ = phrase(format, "dates.month", {{"month", "year"}, {}});
            if (name == "first") words_.first_ = line_of_text(format, "dates.first");
            if (name == "months") words_.months_ = twelve(format, "dates.months");
            if (name == "months_in_dates") words_.short_months_ = twelve(format, "dates.months_in_dates");
        }
    }

    std::vector<std::string> twelve(const YAML::Node& node, const std::string& where) {
        std::vector<std::string> names;
        if (!node.IsSequence() || node.size() != 12) problem(node, where + " must list twelve names");
        else
            for (const YAML::Node& name : node) names.push_back(line_of_text(name, where));
        return names;
    }

    PageWords words_;
};

std::string PageWords::text(PageText text, const std::map<std::string, std::string, std::less<>>& fields) const {
    return texts_.find(text.name())->second.fill({fields, {}});
}

std::string PageWords::word(PageWordGroup group, std::string_view value) const {
    const auto found = words_.find(fmt::format("{}.{}", to_string(group), value));
    return found == words_.end() ? std::string(value) : found->second;
}

const std::string* PageWords::label(std::string_view name) const {
    const auto found = labels_.find(name);
    return found == labels_.end() ? nullptr : &found->second;
}

std::string PageWords::moment(Time time, const TimeZone& zone) const {
    return moment_.fill({{{"day", day(time, zone)}, {"clock", clock_text(time, zone)}}, {}});
}

std::string PageWords::day(Time time, const TimeZone& zone) const {
    return date(day_of(time, zone));
}

std::string PageWords::date(year_month_day date) const {
    const std::string& name = short_months_.at(static_cast<unsigned>(date.month()) - 1);
    const auto number = static_cast<unsigned>(date.day());
    return day_.fill({{{"day", number == 1 ? first_ : fmt::format("{}", number)}, {"month", name}, {"year", fmt::format("{}", static_cast<int>(date.year()))}}, {}});
}

std::string PageWords::month(std::chrono::year_month month) const {
    return month_.fill({{{"month", months_.at(static_cast<unsigned>(month.month()) - 1)}, {"year", fmt::format("{}", static_cast<int>(month.year()))}}, {}});
}

Result<PageWords> load_page_words(std::string_view yaml, std::string_view file_name) {
    return PageWordsLoader(file_name).load(yaml);
}

}  // namespace candor
