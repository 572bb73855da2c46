// Any JSON as an event that is stored, a fact that is entered, or a group of alerts. What is read as an event is written so that it is
// read again as the same. The first byte says what it is taken for.
#include "core/alert/alert.hpp"
#include "core/incident/codec.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <cstdlib>

using namespace candor;

namespace {

void look_at_event(std::string_view type, std::string_view text) {
    const auto body = event_body_from_text(type, text);
    if (!body) return;
    const std::string written = event_body_to_text(*body);
    const auto again = event_body_from_text(type, written);
    if (!again || event_body_to_text(*again) != written) std::abort();
}

void look_at_object(std::string_view text) {
    boost::system::error_code wrong;
    const boost::json::value value = boost::json::parse({text.data(), text.size()}, wrong);
    if (wrong || !value.is_object()) return;
    (void)read_alert_group(value.get_object());
    (void)new_fact_from_json(value.get_object(), "fact");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t which = data[0] % (event_types.size() + 1);
    if (which == event_types.size()) look_at_object(text);
    else look_at_event(event_types[which], text);
    return 0;
}
