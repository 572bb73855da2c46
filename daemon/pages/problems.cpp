#include "daemon/pages/problems.hpp"

#include <algorithm>
#include <array>

namespace candor::pages {

namespace {

// By code and field; where several have both in common, by how the message begins. The first that fits decides.
struct Known {
    ErrorCode code;
    std::string_view field;
    std::string_view begins;
    PageText text;
};

constexpr std::array known{
    Known{ErrorCode::invalid_argument, "email", "", "problem.mail_address"},
    Known{ErrorCode::invalid_argument, "contact", "", "problem.contact_address"},
    Known{ErrorCode::invalid_argument, "quiet_from", "", "problem.quiet_hours"},
    Known{ErrorCode::invalid_argument, "updates", "", "problem.how_much"},
    Known{ErrorCode::invalid_argument, "time_zone", "", "problem.time_zone"},
    Known{ErrorCode::invalid_argument, "what", "", "problem.nothing_chosen"},
    Known{ErrorCode::invalid_argument, "incident", "", "problem.no_incident"},
    Known{ErrorCode::invalid_argument, "component", "", "problem.no_component"},
    Known{ErrorCode::invalid_argument, "url", "The test message", "problem.test_failed"},
    Known{ErrorCode::invalid_argument, "url", "", "problem.no_endpoint"},
    Known{ErrorCode::conflict, "url", "", "problem.endpoint_known"},
    Known{ErrorCode::invalid_argument, "text", "Say", "problem.say_what_you_see"},
    Known{ErrorCode::too_many_requests, "url", "", "problem.too_many_hooks"},
    Known{ErrorCode::too_many_requests, "", "", "problem.too_many"},
    Known{ErrorCode::store_failed, "", "Your report", "problem.report_not_kept"},
    Known{ErrorCode::store_failed, "", "", "problem.not_stored"},
    Known{ErrorCode::not_found, "", "This link", "problem.no_link"},
    Known{ErrorCode::wrong_state, "", "This link has expired", "problem.link_expired"},
    Known{ErrorCode::wrong_state, "", "This link was used", "problem.link_used"},
    Known{ErrorCode::wrong_state, "", "This subscription has ended", "problem.subscription_ended"},
    Known{ErrorCode::wrong_state, "", "Nobody", "problem.nobody_subscribes"},
    Known{ErrorCode::wrong_state, "state", "", "problem.subscription_ended"},
    Known{ErrorCode::malformed_request, "body", "", "problem.unreadable"},
    Known{ErrorCode::unsupported_media, "content-type", "", "problem.unreadable"},
    Known{ErrorCode::too_large, "", "", "problem.too_long"},
    Known{ErrorCode::invalid_argument, "text", "", "problem.too_long"},
    Known{ErrorCode::invalid_argument, "blocked_task", "", "problem.too_long"},
};

}  // namespace

std::string problem_text(const Voice& voice, const Error& error) {
    const auto fits = [&](const Known& one) { return one.code == error.code() && one.field == error.field() && error.message().starts_with(one.begins); };
    const auto found = std::find_if(known.begin(), known.end(), fits);
    if (found != known.end()) return voice.text(found->text);
    return error.mend().empty() ? error.message() : error.message() + " " + error.mend();
}

}  // namespace candor::pages
