#include "daemon/pages/voice.hpp"

#include <cmath>

namespace candor::pages {

std::string Voice::duration(Duration duration) const {
    return duration < std::chrono::seconds(1) ? text("lateness.instant") : phrases_.duration(duration);
}

std::string Voice::share(double share) const {
    return phrases_.percent(std::floor(share * 1000 + 1e-9) / 1000);
}

std::string Voice::status(Status status, RecordKind kind) const {
    const bool cancelled = status == Status::withdrawn && kind == RecordKind::maintenance;
    return phrases_.word({"status", cancelled ? "cancelled" : std::string(to_string(status))});
}

}  // namespace candor::pages
