// Update texts as a page lays them out; templates that are wrong are refused when they are loaded.
#include "api_rig.hpp"

#include "core/update_text.hpp"

using namespace candor;
using namespace candor::test;

TEST_CASE("an update's text becomes paragraphs and lists, without its heading and its address") {
    const auto blocks = blocks_of("Investigating: Cards fail\n\nNew since 14:00 UTC:\n- first\n- second\n\nAffected: Checkout.\nNext update by 14:30 UTC.\n\nhttps://s.test/i/x\n",
                                  "Cards fail", "https://s.test/i/x");
    CHECK(blocks == std::vector<Block>{{"New since 14:00 UTC:", {}}, {"", {"first", "second"}}, {"Affected: Checkout.\nNext update by 14:30 UTC.", {}}});
}

TEST_CASE("a text of another form is shown whole") {
    CHECK(blocks_of("One line only", "Title", "https://s.test") == std::vector<Block>{{"One line only", {}}});
    CHECK(blocks_of("", "Title", "https://s.test").empty());
    CHECK(blocks_of("\n\n- a\n\n- b\nc", "", "").size() == 3);
}

TEST_CASE("a page template with a field that there is not is refused, with file and line") {
    auto files = template_files();
    files["pages/index.html.mustache"] += "{{headlin}}\n";
    const auto refused = pages::load_page_templates(files);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::invalid_template);
    CHECK_THAT(refused.error().message(), Catch::StartsWith("pages/index.html.mustache:") && Catch::Contains("headlin"));
}

TEST_CASE("a page that does not say when it was made, unescaped fields and misspelt files are refused, all at once") {
    auto files = template_files();
    auto& page = files["pages/incident.html.mustache"];
    for (auto at = page.find("{{made_at}}"); at != std::string::npos; at = page.find("{{made_at}}")) page.erase(at, 11);
    files["pages/not_found.html.mustache"] += "{{{organisation}}}";
    files["pages/indx.html.mustache"] = "";
    files.erase("pages/style.css");
    const auto refused = pages::load_page_templates(files);
    REQUIRE_FALSE(refused.has_value());
    for (const char* says : {"made_at", "unescaped", "misspelt", "pages/style.css:1: the file is missing"}) {
        CHECK_THAT(refused.error().message(), Catch::Contains(says));
    }
}
