#include "core/honesty/check.hpp"

#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>

namespace candor::honesty {

namespace {

// Puts values into "{names}"; nullopt if one is not known. A ready sentence with a hole in it is not ready.
std::optional<std::string> fill(std::string_view pattern, const Case::Values& values, const Case::Values& standing) {
    std::string result;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto open = pattern.find('{', at);
        if (open == std::string_view::npos) return result + std::string(pattern.substr(at));
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) return result + std::string(pattern.substr(at));
        result += pattern.substr(at, open - at);
        const auto name = pattern.substr(open + 1, close - open - 1);
        auto found = values.find(name);
        if (found == values.end()) {
            found = standing.find(name);
            if (found == standing.end()) return std::nullopt;
        }
        result += found->second;
        at = close + 1;
    }
    return result;
}

// Two ways of seeing the same words are one finding: of those of a rule that overlap, the longest stays.
void merge_overlapping(std::vector<Finding>& found) {
    std::vector<Finding> kept;
    std::map<std::string, std::size_t> last;  // rule -> index in kept
    for (Finding& finding : found) {
        const auto before = last.find(finding.rule);
        if (before != last.end()) {
            Finding& other = kept[before->second];
            const bool same = other.start == finding.start && other.end == finding.end;
            if (same || finding.start < other.end) {
                if (finding.end - finding.start > other.end - other.start) other = std::move(finding);
                continue;
            }
        }
        last[finding.rule] = kept.size();
        kept.push_back(std::move(finding));
    }
    found.swap(kept);
}

}  // namespace

Case::Case(const CheckInput& in, const Lexicon& words, const Catalogue& rules)
    : input(in), record(*in.evidence), lexicon(words), catalogue(rules), text(read(in.text, words)) {
    now = input.now ? input.now : record.now ? record.now : record.posted_at;
    standing_ = standing();
    if (closing()) text.disregard(cue::past_day);  // "Monday's outage" is the one that is being closed
}

std::optional<Time> Case::last_update_at() const {
    std::optional<Time> last;
    for (const auto& update : record.previous_updates) {
        if (update.at && (!last || *update.at > *last)) last = update.at;
    }
    return last;
}

bool Case::customer_facing() const {
    if (record.open_incidents) return *record.open_incidents > 0;
    return open() && record.severity != Impact::none;
}

bool Case::verified() const {
    return record.verification.passed.value_or(false);
}

std::string Case::time_text(Time time) const {
    const TimeZone& zone = input.zone != nullptr ? *input.zone : utc();
    return now ? moment_text(time, *now, zone) : clock_text(time, zone);
}

std::string Case::percent_text(double fraction) {
    const double percent = fraction * 100;
    return percent < 10 && percent != std::floor(percent) ? fmt::format("{:.1f} %", percent) : fmt::format("{:.0f} %", percent);
}

Case::Values Case::standing() const {
    Values values;
    const auto set = [&](const char* name, const std::string& value) {
        if (!value.empty()) values[name] = value;
    };
    const auto set_time = [&](const char* name, const std::optional<Time>& time) {
        if (time) values[name] = time_text(*time);
    };
    values["inc"] = record.incident.empty() ? "INC" : record.incident;
    set_time("next_update", record.next_update_at);
    set_time("eta", record.eta.latest);
    set_time("eta_earliest", record.eta.earliest);
    set("eta_basis", record.eta.basis);
    set_time("started", record.started_at);
    set_time("ended", record.ended_at);
    set_time("detected", record.detected_at);
    set_time("promised", record.promised_at);
    set_time("now", now);
    set("symptom", record.symptoms.empty() ? std::string() : record.symptoms.front());
    set("action", record.actions.empty() ? std::string() : record.actions.front().text);
    set("workaround", record.workarounds.empty() ? std::string() : record.workarounds.front().text);
    set("progress", record.progress_facts.empty() ? std::string() : record.progress_facts.back().text);
    set("cause", record.cause.text);
    set("scope_label", record.scope.label);
    set("contact", record.contact);
    set("owner", record.owner);
    if (record.scope.fraction) values["fraction"] = percent_text(*record.scope.fraction);
    if (record.scope.count) values["count"] = fmt::format("{}", *record.scope.count);
    set_time("as_of", record.scope.as_of);
    if (record.started_at && (record.ended_at || now)) {
        const auto length = record.ended_at.value_or(now.value_or(*record.started_at)) - *record.started_at;
        if (length >= Duration::zero()) values["lasted"] = duration_text(length);
    }
    if (record.similar_incidents && !record.similar_incidents->empty()) {
        const auto& similar = record.similar_incidents->front();
        if (similar.at) values["similar"] = time_text(*similar.at).substr(0, 40);
    }
    return values;
}

void Case::find(std::string_view rule, Span span, Severity severity, Values values, std::string_view variant) {
    values.try_emplace("quote", text.folded.quote(span));
    auto found = variant.empty() ? lexicon.messages.end() : lexicon.messages.find(fmt::format("{}.{}", rule, variant));
    if (found == lexicon.messages.end()) found = lexicon.messages.find(rule);
    Finding finding{std::string(rule), severity, span.begin, span.end, {}, {}, {}};
    if (const Rule* about = catalogue.find(rule)) finding.fact = about->fact;
    if (found != lexicon.messages.end()) {
        finding.message = fill(found->second.message, values, standing_).value_or(found->second.message);
        for (const auto& fix : found->second.fixes) {
            if (const auto filled = fill(fix, values, standing_)) {
                finding.fix = *filled;
                break;
            }
        }
    }
    findings.push_back(std::move(finding));
}

void Case::find(std::string_view rule, Span span, Values values, std::string_view variant) {
    const Rule* about = catalogue.find(rule);
    find(rule, span, about != nullptr ? about->severity : Severity::warn, std::move(values), variant);
}

Span Case::whole() const {
    return {0, static_cast<std::uint32_t>(text.folded.original.size())};
}

std::vector<Finding> check(const CheckInput& input, const Lexicon& lexicon, const Catalogue& catalogue, std::size_t* work) {
    Case trial(input, lexicon, catalogue);
    check_time_promises(trial);
    check_certainty(trial);
    check_scope(trial);
    check_responsibility(trial);
    check_impact(trial);
    check_times(trial);
    check_page(trial);
    check_structure(trial);
    check_over_time(trial);
    check_clarity(trial);
    auto& found = trial.findings;
    const auto before = [](const Finding& a, const Finding& b) {
        return std::tie(a.start, a.end, a.rule) < std::tie(b.start, b.end, b.rule);
    };
    std::stable_sort(found.begin(), found.end(), before);
    merge_overlapping(found);
    if (work != nullptr) *work += trial.text.work + trial.text.folded.text.size();
    return std::move(found);
}

bool has_block(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.severity == Severity::block; });
}

std::optional<UpdateKind> parse_update_kind(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, UpdateKind>, 7> kinds{{{"first", UpdateKind::first},
                                                                                  {"progress", UpdateKind::progress},
                                                                                  {"holding", UpdateKind::holding},
                                                                                  {"correction", UpdateKind::correction},
                                                                                  {"resolution", UpdateKind::resolution},
                                                                                  {"follow_up", UpdateKind::follow_up},
                                                                                  {"review", UpdateKind::review}}};
    for (const auto& [name, kind] : kinds) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

boost::json::array to_json(const std::vector<Finding>& findings) {
    boost::json::array list;
    for (const Finding& finding : findings) {
        list.push_back({{"rule", finding.rule},
                        {"severity", severity_name(finding.severity)},
                        {"start", finding.start},
                        {"end", finding.end},
                        {"message", finding.message},
                        {"fix", finding.fix}});
    }
    return list;
}

}  // namespace candor::honesty
