#include "core/plan/approval.hpp"

#include "core/code_points.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace candor::plan {

namespace {

// " folded words with single spaces ": a word can be looked for with its borders.
std::string plain(std::string_view text) {
    std::string out = " ";
    for_each_code_point(text, [&](UChar32 c, std::string_view) {
        if (u_isalnum(c)) icu::UnicodeString(u_foldCase(c, U_FOLD_CASE_DEFAULT)).toUTF8String(out);
        else if (out.back() != ' ') out += ' ';
        return true;
    });
    if (out.back() != ' ') out += ' ';
    return out;
}

bool concerns(const ApprovalClass& one, const WordsToSay& to_say) {
    return one.id.str() == to_say.ask ||
           std::any_of(one.words.begin(), one.words.end(), [&](const std::string& word) { return names(to_say.words, word); });
}

std::vector<std::string> people_who_approve(const Plan& plan, const ApprovalClass& one) {
    std::vector<std::string> people;
    for (const RoleId& role : one.approvers) {
        for (const RoleId& person : people_of(plan, role)) {
            if (std::find(people.begin(), people.end(), person.str()) == people.end()) people.push_back(person.str());
        }
    }
    return people;
}

void add(ApprovalNeed& need, const ApprovalClass& one, const std::vector<std::string>& approvers) {
    need.holding_after = need.classes.empty() ? one.holding_after : std::min(need.holding_after, one.holding_after);
    need.classes.push_back(one.id.str());
    for (const std::string& person : approvers) {
        if (std::find(need.approvers.begin(), need.approvers.end(), person) == need.approvers.end()) need.approvers.push_back(person);
    }
}

}  // namespace

Result<std::optional<ApprovalNeed>> approval_need(const Plan& plan, const Situation& situation, const WordsToSay& to_say) {
    const auto classes = resolve(plan, situation).approvals.value_or(std::vector<ApprovalClassId>{});
    const bool named = to_say.ask.empty() || std::any_of(classes.begin(), classes.end(), [&](const ApprovalClassId& id) { return id.str() == to_say.ask; });
    if (!named) {
        return Error(ErrorCode::invalid_argument, fmt::format("The plan asks no class \"{}\" here.", to_say.ask), "ask",
                     classes.empty() ? "The words can be said without asking." : fmt::format("candor plan show lists them; the first is {}.", classes.front().str()));
    }
    ApprovalNeed need;
    for (const ApprovalClassId& id : classes) {
        const ApprovalClass* one = find_approval_class(plan, id);
        if (one == nullptr || !concerns(*one, to_say)) continue;
        const auto approvers = people_who_approve(plan, *one);
        const bool own = std::find(approvers.begin(), approvers.end(), to_say.author) != approvers.end();
        if (!own || id.str() == to_say.ask) add(need, *one, approvers);
    }
    if (need.classes.empty()) return std::optional<ApprovalNeed>();
    return std::optional(std::move(need));
}

bool names(std::string_view text, std::string_view word) {
    const bool begins = word.ends_with('*');
    std::string wanted = plain(begins ? word.substr(0, word.size() - 1) : word);
    if (wanted.size() <= 2) return false;  // no letter in it
    if (begins) wanted.pop_back();
    return plain(text).find(wanted) != std::string::npos;
}

}  // namespace candor::plan
