#include "daemon/ctl/sandbox/drill_report.hpp"

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace candor::ctl {

namespace {

double seconds_of(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

// What went to one reader of one channel.
struct Sent {
    std::string channel;
    ChannelKind kind = ChannelKind::webhook;
    std::string reader;
    std::int64_t updates = 0;
    Duration first{0};
};

std::string channel_of(const DrillReport& report, const Reached& one) {
    for (const Answer delivery : Answer(report.delivery_list)["deliveries"].items()) {
        if (delivery["id"].text() == one.arrival.key) return delivery["channel"].text();
    }
    return "";  // no delivery of the incident: a notice to people of the plan
}

std::vector<Sent> sent_to(const DrillReport& report) {
    std::map<std::pair<std::string, std::string>, Sent> sent;
    for (const Reached& one : report.reached) {
        if (one.arrival.repeated) continue;
        const std::string channel = channel_of(report, one);
        Sent& entry = sent[{channel, one.arrival.reader}];
        if (entry.updates == 0) entry = {channel, one.arrival.audience, one.arrival.reader, 0, one.arrival.at - report.declared};
        ++entry.updates;
    }
    std::vector<Sent> list;
    for (auto& [key, entry] : sent) list.push_back(std::move(entry));
    return list;
}

}  // namespace

std::optional<Duration> to_first_words(const DrillReport& report) {
    std::map<ChannelKind, Duration> first;
    for (const Reached& one : report.reached) {
        if (one.known.number > 0) first.emplace(one.arrival.audience, one.arrival.at - report.declared);
    }
    std::optional<Duration> slowest;
    for (const auto& [kind, after] : first) slowest = std::max(slowest.value_or(after), after);
    return slowest;
}

bool passed(const DrillReport& report) {
    const bool all_done = !report.steps.empty() && std::all_of(report.steps.begin(), report.steps.end(), [](const DrillStep& step) { return step.done; });
    const auto first = to_first_words(report);
    return all_done && first && *first <= report.first_words_limit && report.promises_missed == 0 && report.promises_kept > 0 && report.deliveries > 0 &&
           report.delivered == report.deliveries;
}

boost::json::object drill_json(const DrillReport& report) {
    boost::json::object out;
    out["organisation"] = report.organisation;
    out["plan"] = report.plan.empty() ? boost::json::value(nullptr) : boost::json::value(report.plan);
    out["playbook"] = report.playbook.empty() ? boost::json::value(nullptr) : boost::json::value(report.playbook);
    out["situation"] = report.situation;
    out["times_faster"] = report.times_faster;
    out["began_at"] = to_rfc3339(report.began);
    out["ended_at"] = to_rfc3339(report.ended);
    const auto first = to_first_words(report);
    out["first_words_seconds"] = first ? boost::json::value(seconds_of(*first)) : boost::json::value(nullptr);
    out["first_words_limit_seconds"] = seconds_of(report.first_words_limit);
    out["promises"] = boost::json::object{{"kept", report.promises_kept}, {"missed", report.promises_missed}};
    out["deliveries"] = boost::json::object{{"all", report.deliveries}, {"delivered", report.delivered}};
    boost::json::array steps;
    for (const DrillStep& step : report.steps) {
        steps.push_back(boost::json::object{{"at", to_rfc3339(step.at)}, {"step", step.name}, {"seconds", seconds_of(step.took)}, {"done", step.done}});
    }
    out["steps"] = std::move(steps);
    boost::json::array sent;
    for (const Sent& one : sent_to(report)) {
        sent.push_back(boost::json::object{{"channel", one.channel.empty() ? boost::json::value(nullptr) : boost::json::value(one.channel)},
                                           {"kind", to_string(one.kind)},
                                           {"reader", one.reader},
                                           {"updates", one.updates},
                                           {"first_after_seconds", seconds_of(one.first)}});
    }
    out["sent"] = std::move(sent);
    boost::json::array reachable;
    for (const std::string& one : report.reachable) reachable.emplace_back(one);
    out["reachable"] = std::move(reachable);
    boost::json::array left_out;
    for (const std::string& one : report.left_out) left_out.emplace_back(one);
    out["left_out"] = std::move(left_out);
    out["passed"] = passed(report);
    return out;
}

std::string render_drill(const DrillReport& report, const std::string& kept_in, const Look& look) {
    Sheet sheet(look);
    sheet.title(fmt::format("Drill: {}", neutral(report.organisation)));
    sheet.field("situation", neutral(report.situation) + (report.playbook.empty() ? "" : " (" + neutral(report.playbook) + ")"));
    sheet.field("plan", report.plan.empty() ? "none" : neutral(report.plan));
    sheet.field("took", fmt::format("{:.0f} s, {} times faster than the plan", seconds_of(report.ended - report.began), report.times_faster));
    sheet.section("Steps");
    std::vector<std::vector<Cell>> rows;
    for (const DrillStep& step : report.steps) {
        rows.push_back({{exact_time(step.at, look)}, {step.done ? "done" : "FAILED", step.done ? Style::good : Style::bad}, {fmt::format("{:.1f} s", seconds_of(step.took))}, {step.name}});
    }
    sheet.table(rows);
    sheet.section("Sent");
    rows = {{{"CHANNEL", Style::dim}, {"UPDATES", Style::dim}, {"FIRST", Style::dim}, {"TO", Style::dim}}};
    for (const Sent& one : sent_to(report)) {
        rows.push_back({{one.channel.empty() ? "the plan's people" : neutral(one.channel), Style::bold}, {std::to_string(one.updates)}, {fmt::format("after {:.2f} s", seconds_of(one.first))}, {neutral(one.reader)}});
    }
    sheet.table(rows);
    for (const std::string& one : report.left_out) sheet.paragraph(fmt::format("{} was left out: no receiver stands in for its kind.", neutral(one)), 2, Style::warning);
    sheet.section("What came of it");
    const auto first = to_first_words(report);
    sheet.field("first words", first ? fmt::format("after {:.2f} s; the plan allows {:.0f} s", seconds_of(*first), seconds_of(report.first_words_limit)) : "never");
    sheet.field("promises", fmt::format("{} kept, {} missed", report.promises_kept, report.promises_missed));
    sheet.field("deliveries", fmt::format("{} of {} arrived, all on this machine", report.delivered, report.deliveries));
    sheet.field("verdict", passed(report) ? "passed" : "NOT PASSED", passed(report) ? Style::good : Style::bad);
    if (!kept_in.empty()) sheet.field("kept in", kept_in);
    return sheet.take();
}

}  // namespace candor::ctl
