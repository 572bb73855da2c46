// The site in a folder: whole files, and nothing touched that was not written there.
#include "newsroom.hpp"

#include "daemon/mirror/folder.hpp"

#include <sys/stat.h>

using namespace candor;
using namespace candor::test;
using mirror::Extent;
using mirror::SiteFile;
using mirror::Trust;
using mirror::write_site;

namespace {

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

const std::vector<SiteFile> site{{"incidents/bcd/index.html", "one"}, {"how/index.html", "how"}, {"index.html", "start"}};

}  // namespace

TEST_CASE("a site is written, what has not changed is left alone, and what is gone is removed with its folder") {
    TemporaryFolder temporary;
    const fs::path folder = temporary / "deep/site";
    auto done = write_site(folder, site, Extent::all);
    REQUIRE(done.has_value());
    CHECK(done->written == 3);
    CHECK(content(folder / "incidents/bcd/index.html") == "one");
    CHECK((fs::status(folder / "index.html").permissions() & fs::perms::others_read) != fs::perms::none);
    const auto stamp = fs::last_write_time(folder / "how/index.html");

    const std::vector<SiteFile> next{{"how/index.html", "how"}, {"index.html", "start again"}};
    done = write_site(folder, next, Extent::all);
    REQUIRE(done.has_value());
    CHECK(done->written == 1);
    CHECK(done->unchanged == 1);
    CHECK(done->removed == 1);
    CHECK(content(folder / "index.html") == "start again");
    CHECK(fs::last_write_time(folder / "how/index.html") == stamp);
    CHECK_FALSE(fs::exists(folder / "incidents"));
}

TEST_CASE("a part of the site leaves the rest where it is") {
    TemporaryFolder temporary;
    REQUIRE(write_site(temporary / "site", site, Extent::all).has_value());
    const auto done = write_site(temporary / "site", std::vector<SiteFile>{{"index.html", "new"}}, Extent::some);
    REQUIRE(done.has_value());
    CHECK(done->removed == 0);
    CHECK(content(temporary / "site/how/index.html") == "how");
    CHECK(content(temporary / "site/index.html") == "new");
}

TEST_CASE("what was not written here is neither replaced nor removed") {
    TemporaryFolder temporary;
    const fs::path folder = temporary / "site";
    put(folder / "index.html", "somebody's own");
    put(folder / "incidents/mine.txt", "mine");
    const auto refused = write_site(folder, site, Extent::all);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::conflict);
    CHECK_THAT(refused.error().message(), Catch::Contains("index.html"));
    CHECK(content(folder / "index.html") == "somebody's own");
    CHECK_FALSE(fs::exists(folder / "how"));  // nothing at all was written

    fs::remove(folder / "index.html");
    REQUIRE(write_site(folder, site, Extent::all).has_value());
    REQUIRE(write_site(folder, std::vector<SiteFile>{{"index.html", "x"}}, Extent::all).has_value());
    CHECK(content(folder / "incidents/mine.txt") == "mine");
}

TEST_CASE("no name leads out of the folder, and no symbolic link is followed") {
    TemporaryFolder temporary;
    for (const char* name : {"../out.html", "/etc/out.html", "a/../../out.html", "a//b", "", ".candor-site.json", "a/.hidden", "a b", "a/", "a\nb", "a\\b"}) {
        INFO(name);
        CHECK_FALSE(mirror::is_file_name(name));
        CHECK(write_site(temporary / "site", std::vector<SiteFile>{{name, "x"}}, Extent::all).has_error());
    }
    put(temporary / "outside/keep.txt", "keep");
    fs::create_directories(temporary / "linked");
    fs::create_directory_symlink(temporary / "outside", temporary / "linked/incidents");
    CHECK(write_site(temporary / "linked", site, Extent::all).has_error());
    CHECK(std::distance(fs::directory_iterator(temporary / "outside"), {}) == 1);
}

TEST_CASE("after a power cut everything is written again, and a damaged list of files costs nothing but that") {
    TemporaryFolder temporary;
    const fs::path folder = temporary / "site";
    REQUIRE(write_site(folder, site, Extent::all).has_value());
    put(folder / "index.html", "empt?");  // the same size, other bytes
    CHECK(write_site(folder, site, Extent::all)->written == 0);
    CHECK(write_site(folder, site, Extent::all, Trust::nothing)->written == 3);
    CHECK(content(folder / "index.html") == "start");
    put(folder / ".candor-part", "left over");
    CHECK(write_site(folder, std::vector<SiteFile>{{"index.html", "next"}}, Extent::some)->written == 1);
    CHECK(content(folder / "index.html") == "next");
}

TEST_CASE("a folder that cannot be written is said so, with its name") {
    TemporaryFolder temporary;
    put(temporary / "file", "x");
    const auto refused = write_site(temporary / "file", site, Extent::all);
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().message(), Catch::Contains("file"));
    CHECK_FALSE(refused.error().mend().empty());
}
