// Any bytes as a lexicon, and as its fixtures: an Error or a lexicon, never more.
#include "core/honesty/fixtures.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view yaml(reinterpret_cast<const char*>(data), size);
    (void)candor::honesty::load_lexicon(yaml, "fuzz");
    (void)candor::honesty::load_fixtures(yaml, "fuzz");
    (void)candor::honesty::load_catalogue(yaml, "fuzz");
    return 0;
}
