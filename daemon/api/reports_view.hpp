// What customers report, as JSON. Their words and addresses are personal data: for those who respond, and nobody else.
#pragma once

#include "daemon/api/view.hpp"
#include "daemon/listen/answer.hpp"

namespace candor::api {

[[nodiscard]] json::object report_view(const Report& report);
[[nodiscard]] json::object group_view(const store::ReportGroup& group, const desk::Setup& setup);
// `with_tasks`: with what the reports keep people from doing, in their words.
[[nodiscard]] json::object report_summary_view(const ReportSummary& summary, bool with_tasks);
// What a customer is told at once.
[[nodiscard]] json::object answer_view(const listen::Answer& answer, const desk::Setup& setup);

}  // namespace candor::api
