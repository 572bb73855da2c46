// Any bytes as a lexicon, and as its fixtures: an Error, or a lexicon that can read.
#include "core/honesty/claims.hpp"
#include "core/honesty/fixtures.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view yaml(reinterpret_cast<const char*>(data), size);
    const auto lexicon = candor::honesty::load_lexicon(yaml, "fuzz");
    if (lexicon) (void)candor::honesty::read("We expect to have this fixed by 16:00 UTC. It's back, isn't it?", *lexicon);
    (void)candor::honesty::load_fixtures(yaml, "fuzz");
    (void)candor::honesty::load_catalogue(yaml, "fuzz");
    return 0;
}
