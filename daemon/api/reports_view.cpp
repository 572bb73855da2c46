#include "daemon/api/reports_view.hpp"

namespace candor::api {

namespace {

json::object known_view(const listen::Known& known) {
    json::object out{{"incident", known.id.str()}, {"title", known.title}, {"status", to_string(known.status)}, {"url", known.url}};
    out["last_update"] = known.update == 0 ? json::value(nullptr)
                                           : json::value(json::object{{"number", known.update}, {"at", to_rfc3339(known.updated_at)}, {"text", known.text}});
    out["next_update"] = time_or_null(known.next);
    out["overdue"] = known.overdue;
    out["ended_at"] = time_or_null(known.ended_at);
    return out;
}

}  // namespace

json::object report_view(const Report& report) {
    json::object out{{"reference", report.reference.str()}, {"at", to_rfc3339(report.at)}, {"text", report.text}};
    out["blocked_task"] = text_or_null(report.blocked_task);
    out["component"] = text_or_null(report.component.str());
    out["incident"] = text_or_null(report.incident.str());
    out["contact"] = text_or_null(report.contact);
    return out;
}

json::object group_view(const store::ReportGroup& group, const desk::Setup& setup) {
    const auto names = desk::component_names(setup);
    const auto name = names.find(group.component);
    json::object out;
    out["component"] = text_or_null(group.component.str());
    out["name"] = name == names.end() ? json::value(nullptr) : json::value(name->second);
    out["incident"] = text_or_null(group.incident.str());
    out["count"] = group.count;
    out["first"] = to_rfc3339(group.first);
    out["last"] = to_rfc3339(group.last);
    return out;
}

json::object report_summary_view(const ReportSummary& summary, bool with_tasks) {
    json::object out{{"count", summary.count}, {"first", time_or_null(summary.first)}, {"last", time_or_null(summary.last)}};
    if (!with_tasks) return out;
    json::array tasks;
    for (const CountedTask& task : summary.tasks) tasks.push_back(json::object{{"text", task.text}, {"times", task.times}});
    out["keep_from"] = std::move(tasks);
    return out;
}

json::object answer_view(const listen::Answer& answer, const desk::Setup& setup) {
    json::array known;
    for (const listen::Known& one : answer.known) known.push_back(known_view(one));
    json::object out;
    out["reference"] = text_or_null(answer.reference.str());
    out["kept"] = answer.is_kept();
    out["at"] = to_rfc3339(answer.at);
    out["component"] = text_or_null(answer.component.str());
    out["known"] = std::move(known);
    out["text"] = listen::text_of(answer, *setup.zone);
    return out;
}

}  // namespace candor::api
