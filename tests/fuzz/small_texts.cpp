// Any bytes as the small texts that others write: times, waits, addresses, URLs, wishes. What is understood is within its bounds.
#include "core/audience/preference.hpp"
#include "core/delivery/retry_after.hpp"
#include "core/message/mime.hpp"
#include "core/network.hpp"
#include "core/time.hpp"
#include "core/web_url.hpp"

#include <cstdlib>

using namespace candor;

namespace {

void look_at_url(std::string_view text) {
    static constexpr std::uint16_t ports[] = {443};
    const auto url = check_strangers_endpoint(text, {{}, ports});
    if (!url) return;
    const auto address = parse_address(url->host);
    if (url->scheme != "https" || url->port != 443 || (address && !is_public(*address))) std::abort();
    for (const char c : url->target) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') std::abort();
    }
}

void look_at_address(std::string_view text) {
    const auto address = parse_mail_address(text);
    if (address && address->str().find_first_of("\r\n <>,\"") != std::string::npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Time now{std::chrono::seconds{1'795'000'000}};
    look_at_url(text);
    look_at_address(text);
    (void)parse_rfc3339(text);
    (void)parse_duration(text);
    (void)parse_http_date(text, now);
    const auto wait = parse_retry_after(text, now);
    if (wait && (*wait < Duration::zero() || *wait > longest_retry_after)) std::abort();
    if (const auto network = Network::parse(text); network && !network->contains(network->first)) std::abort();
    (void)parse_quiet_hours(text);
    (void)parse_preference(text);
    return 0;
}
