#include "daemon/failpoint.hpp"

#ifdef CANDOR_FAILPOINTS

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace candor {

namespace {

struct Armed {
    std::string_view name;
    int remaining = 1;
    bool throws = false;
};

Armed armed_from_environment() {
    const char* setting = std::getenv("CANDOR_FAILPOINT");
    if (setting == nullptr) return {};
    const std::string_view text(setting);
    const auto colon = text.find(':');
    Armed armed{text.substr(0, colon), 1, text.ends_with(":throw")};
    if (colon != std::string_view::npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), armed.remaining);
    return armed;
}

}  // namespace

void failpoint(const char* name) {
    // Each failpoint is passed on one thread only, so the countdown needs no lock.
    static Armed armed = armed_from_environment();
    if (armed.name != name || --armed.remaining > 0) return;
    if (armed.throws) throw std::runtime_error("a failpoint threw");
    std::raise(SIGKILL);
}

}  // namespace candor

#endif
