// What `candor plan` can know of a configuration whose secrets it may not read.
#include "config_files.hpp"

#include "daemon/config/outline.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::config;
using namespace candor::test;

TEST_CASE("the plan's file is read from the configuration, from its folder") {
    const Folder folder;
    const std::string yaml =
        "organisation: {name: E, url: https://e.example.org}\ncomponents: [{id: x, name: X}]\nplan: {file: "
        "plans/shop.yaml}\n"
        "channels: [{id: mail, kind: email, host: localhost, from: a@example.org, recipients: [b@example.org]}]\n";
    const LoadResult result = load_text(yaml, folder.path() / "candor.yaml", surroundings());
    CAPTURE(described(result));
    REQUIRE(result.config.has_value());
    CHECK(result.config->plan.file == folder.path() / "plans/shop.yaml");
    const LoadResult bad =
        load_text(replaced(yaml, "{file: plans/shop.yaml}", "plans/shop.yaml"), "candor.yaml", surroundings());
    CHECK(described(bad) ==
          std::vector<std::string>{"candor.yaml:3: plan: is a single value; expected a mapping with file"});
    const LoadResult none = load_text(replaced(yaml, "{file: plans/shop.yaml}", "{}"), "candor.yaml", surroundings());
    CHECK(described(none) == std::vector<std::string>{"candor.yaml:3: plan.file: is missing; expected a path"});
}

TEST_CASE("an outline needs no secret, and no configuration without fault") {
    const Folder folder;
    folder.write(
        "candor.yaml",
        "nonsense: 1\ncomponents: [{id: checkout, name: Checkout}, {name: nameless}]\nplan: {file: plans/shop.yaml}\n"
        "channels:\n  - {id: social, kind: mastodon, token: file:/nowhere/secret}\n  - {id: mail}\n");
    const auto outline = read_outline(folder.path() / "candor.yaml");
    REQUIRE(outline.has_value());
    CHECK(outline->plan == folder.path() / "plans/shop.yaml");
    CHECK(outline->channels == std::vector{ChannelId("social"), ChannelId("mail")});
    CHECK(outline->components == std::vector{ComponentId("checkout")});
    folder.write("other.yaml", "components: checkout\nplan: [1]\n");
    CHECK(read_outline(folder.path() / "other.yaml")->plan.empty());
    folder.write("broken.yaml", "a: [");
    CHECK_FALSE(read_outline(folder.path() / "broken.yaml").has_value());
    CHECK_FALSE(read_outline(folder.path() / "nowhere.yaml").has_value());
    CHECK_FALSE(read_outline(folder.path()).has_value());
}
