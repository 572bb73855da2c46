#include "daemon/desk/honesty.hpp"

#include <fmt/format.h>

namespace candor::desk {

std::vector<honesty::Finding> check_words(const Setup& setup, const Dossier& dossier, std::string_view words, UpdateKind kind, Time now) {
    if (!setup.honesty) return {};
    return honesty::check_words(*setup.honesty, setup.language, words, kind, dossier.record, dossier.texts, now, *setup.zone);
}

std::vector<honesty::Finding> check_update(const Setup& setup, const Dossier& after, std::span<const Event> events, Time now) {
    for (const Event& event : events) {
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update != nullptr) return check_words(setup, after, update->words, update->kind, now);
    }
    return {};
}

std::optional<Error> blocking_finding(const std::vector<honesty::Finding>& findings) {
    std::string message;
    std::string mend;
    for (const honesty::Finding& finding : findings) {
        if (finding.severity != honesty::Severity::block) continue;
        message += fmt::format("{}{}: {}", message.empty() ? "" : "\n", finding.rule, finding.message);
        if (!finding.fix.empty()) mend += fmt::format("{}{}", mend.empty() ? "" : "\n", finding.fix);
    }
    if (message.empty()) return std::nullopt;
    return Error(ErrorCode::blocked_by_rule, message, "words", mend);
}

}  // namespace candor::desk
