// Any bytes as a report of a mail server: an Error, or a report within its bounds; and any address as a return path.
#include "core/delivery/bounce.hpp"
#include "core/subscriber/return_path.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view mail(reinterpret_cast<const char*>(data), size);
    const candor::Secret key("0123456789abcdef0123456789abcdef");
    if (candor::recipient_of_return_path(mail, key)) std::abort();
    const auto report = candor::parse_bounce(mail);
    if (!report) return 0;
    for (const std::string& address : report->sent_to) (void)candor::is_return_path(address);
    if (report->diagnostic.find_first_of("\r\n") != std::string::npos || report->sent_to.size() > 20) std::abort();
    return 0;
}
