// Which texts a page needs besides what stands in its layout. A name that is not in the table does not compile.
#pragma once

#include "core/names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace candor {

// `fields`: what the text may name in {{...}}, with a space between; it must name each of them.
struct PageTextRule {
    std::string_view name;
    std::string_view fields;
};

inline constexpr auto page_texts = std::to_array<PageTextRule>({
    {"headline.none_open", ""},
    {"headline.overdue", ""},
    {"headline.reported", ""},
    {"headline.no_effect", ""},
    {"headline.several", "worst count"},

    {"lateness.instant", ""},

    {"people.on_duty", ""},

    {"ended.resolved", ""},
    {"ended.completed", ""},
    {"ended.withdrawn", ""},
    {"ended.cancelled", ""},

    {"cadence.scope", "scope"},
    {"cadence.impact", "impact"},
    {"cadence.otherwise", ""},
    {"cadence.or", "first second"},
    {"cadence.and", "first second"},

    {"count.incidents_one", ""},
    {"count.incidents_other", "count"},
    {"count.entries_one", ""},
    {"count.entries_other", "count"},

    {"history.summary", "count kept missed"},
    {"history.none_in_month", ""},
    {"history.no_record", ""},
    {"history.ahead", ""},

    {"bars.label", "name figures"},
    {"bars.none", ""},
    {"bars.some", "affected"},
    {"bars.some_one", ""},
    {"bars.unknown", "unknown"},
    {"bars.no_data", "missing"},
    {"bars.day", "day state lasted"},

    {"review.at_once_declaration", ""},
    {"review.before_declaration", "lasted"},
    {"review.after_declaration", "lasted"},
    {"review.at_once_beginning", ""},
    {"review.before_beginning", "lasted"},
    {"review.after_beginning", "lasted"},
    {"review.late", "lasted"},
    {"review.not_kept", ""},
    {"review.not_kept_yet", ""},
    {"review.title", ""},
    {"review.recorded_as", "kind"},
    {"review.effect", "text"},
    {"review.effect_reported", "text"},
    {"review.cause", "text"},
    {"review.cause_suspected", "text"},
    {"review.workaround", "text"},
    {"review.done", "text"},
    {"review.doing", "text"},
    {"review.taken_back", "text"},
    {"review.began", ""},
    {"review.began_suspected", ""},

    {"figure.yes", ""},
    {"figure.no", ""},
    {"figure.as_said", ""},
    {"figure.later", "lasted"},
    {"figure.sooner", "lasted"},
    {"figure.before", "lasted"},

    {"answer.over_question", ""},
    {"answer.we_told_you", ""},
    {"answer.over_yes", ""},
    {"answer.over_no", ""},
    {"answer.recorded", ""},
    {"answer.said_over", ""},
    {"answer.said_not_over", ""},
    {"answer.can_change", ""},
    {"answer.next_promised", "time"},
    {"answer.last_sent", "time"},
    {"answer.may_be_said", ""},
    {"answer.wants_to_say", "by id words"},
    {"answer.let_it_be_said", "id"},
    {"answer.do_not_say", "id"},
    {"answer.what_is_new", ""},
    {"answer.nothing_new", ""},
    {"answer.does_it_hold", ""},
    {"answer.holds", ""},
    {"answer.fails", ""},
    {"answer.nothing_to_answer", ""},
    {"answer.done", ""},
    {"answer.did_not_work", ""},
    {"answer.no_such_link", ""},
    {"answer.copy_whole", ""},
    {"answer.expired", ""},
    {"answer.see_page", ""},

    {"choice.which", ""},
    {"choice.option", "number text"},
    {"choice.chosen", "option"},
    {"choice.status", "status"},
    {"choice.next_by", "time"},
    {"choice.nothing_any_more", ""},
    {"choice.has_ended", ""},
    {"choice.you_have_chosen", ""},
    {"choice.stands", ""},
    {"choice.no_longer", "number reason"},
    {"choice.nothing_now", ""},
    {"choice.none_offered", ""},
    {"choice.recorded", ""},
    {"choice.chosen_before", ""},
    {"choice.thank_you", ""},
    {"choice.first_stands", ""},

    {"sent.delivered", ""},
    {"sent.failed", ""},
    {"sent.under_way", ""},
    {"sent.replaced", ""},

    {"problem.mail_address", ""},
    {"problem.contact_address", ""},
    {"problem.quiet_hours", ""},
    {"problem.how_much", ""},
    {"problem.time_zone", ""},
    {"problem.nothing_chosen", ""},
    {"problem.no_incident", ""},
    {"problem.no_component", ""},
    {"problem.too_many", ""},
    {"problem.too_many_hooks", ""},
    {"problem.not_stored", ""},
    {"problem.nobody_subscribes", ""},
    {"problem.no_link", ""},
    {"problem.link_expired", ""},
    {"problem.link_used", ""},
    {"problem.subscription_ended", ""},
    {"problem.no_endpoint", ""},
    {"problem.test_failed", ""},
    {"problem.endpoint_known", ""},
    {"problem.unreadable", ""},
    {"problem.too_long", ""},
    {"problem.say_what_you_see", ""},
    {"problem.report_not_kept", ""},
    {"problem.yes_or_no", ""},
    {"problem.say_what_is_new", ""},
    {"problem.no_such_option", ""},
    {"problem.option_withdrawn", "number reason"},
    {"problem.nothing_to_choose", ""},
});

// The name of a text in the table: PageText("headline.none_open").
class PageText {
public:
    consteval PageText(const char* name) : name_(name) {
        const auto found = std::find_if(page_texts.begin(), page_texts.end(), [this](const PageTextRule& one) { return one.name == name_; });
        if (found == page_texts.end()) throw "there is no such text of the page";
    }
    [[nodiscard]] constexpr std::string_view name() const { return name_; }

private:
    std::string_view name_;
};

// Groups of words that have a word for each value of something.
// `fact` has one for each kind of fact; `figure` and `figures` for each of the eight metrics and what it consists of;
// `missing` for each reason that a figure is not there.
enum class PageWordGroup { state, impact, kind, audience, group, scope, cause, promise, fact, figures, figure, missing };
template <>
inline constexpr auto enum_names<PageWordGroup> = std::to_array<std::string_view>(
    {"state", "impact", "kind", "audience", "group", "scope", "cause", "promise", "fact", "figures", "figure", "missing"});

}  // namespace candor
