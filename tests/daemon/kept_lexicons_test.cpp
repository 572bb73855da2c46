// What is kept of the lexicons between two starts.
#include "daemon/app/kept_lexicons.hpp"
#include "tests/daemon/config_files.hpp"

#include <catch2/catch.hpp>

using namespace candor;

namespace {

constexpr const char* proof = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* other_proof = "cb8379ac2098aa165029e3938a51da0bcecfc008fd6795f401178647f96c5b34";

}  // namespace

TEST_CASE("what is kept of a lexicon is found under its name and its proof, and nowhere else") {
    const candor::test::Folder folder;
    const honesty::Keeping kept = app::lexicons_kept_in(folder.path());
    REQUIRE_FALSE(kept.program.empty());
    CHECK_FALSE(kept.find("en", proof));
    const std::string packed("lines\n\0and bytes", 16);
    kept.keep("en", proof, packed);
    CHECK(kept.find("en", proof) == packed);
    CHECK_FALSE(kept.find("de", proof));
    CHECK_FALSE(kept.find("en", other_proof));
    kept.keep("en", other_proof, "later");
    CHECK(kept.find("en", other_proof) == "later");
    CHECK_FALSE(kept.find("en", proof));
}

TEST_CASE("a folder that takes no file costs the next start some time, and nothing else") {
    const honesty::Keeping kept = app::lexicons_kept_in("/proc");
    kept.keep("en", proof, "packed");
    CHECK_FALSE(kept.find("en", proof));
}
