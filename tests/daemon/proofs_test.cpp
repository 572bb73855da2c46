// What is kept of the lexicons' proofs between two starts.
#include "daemon/app/proofs.hpp"
#include "tests/daemon/config_files.hpp"

#include <catch2/catch.hpp>
#include <fstream>

using namespace candor;

namespace {

constexpr const char* one = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

}  // namespace

TEST_CASE("a program knows its own proofs again, and no other's") {
    const candor::test::Folder folder;
    const std::filesystem::path file = folder.path() / "honesty.proved";
    CHECK(app::kept_proofs(file).held.empty());
    const std::string program = app::this_program();
    REQUIRE_FALSE(program.empty());

    app::keep_proofs(file, {program, {one}});
    CHECK(app::kept_proofs(file).program == program);
    CHECK(app::kept_proofs(file).held == std::set<std::string>{one});

    app::keep_proofs(file, {"another program", {one}});
    CHECK(app::kept_proofs(file).program == program);
    CHECK(app::kept_proofs(file).held.empty());
}

TEST_CASE("a folder that takes no file costs a start its memory, and nothing else") {
    app::keep_proofs("/proc/honesty.proved", {app::this_program(), {one}});
    CHECK(app::kept_proofs("/proc/honesty.proved").held.empty());
}
