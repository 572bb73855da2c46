// Looking back and looking ahead, as JSON: pure functions of the review, the steps and the spoken text.
#pragma once

#include "core/message/spoken.hpp"
#include "core/review/next.hpp"
#include "core/review/review.hpp"
#include "daemon/api/view.hpp"

namespace candor::api {

[[nodiscard]] json::object review_view(const review::Review& review, const desk::Setup& setup);
[[nodiscard]] json::array steps_view(const std::vector<review::Step>& steps);
// `hash`: of the update's text on the page, as everywhere.
[[nodiscard]] json::object spoken_view(const Spoken& spoken, const Record& record, const PublishedUpdate& published, std::string_view hash, Time now);

}  // namespace candor::api
