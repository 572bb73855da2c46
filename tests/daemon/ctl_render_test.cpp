// The answers as people read them: golden files in golden/ctl. CANDOR_UPDATE_GOLDEN=1 writes them anew.
#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/render/render.hpp"
#include "tests/daemon/ctl_golden.hpp"

#include <sstream>

using namespace candor;
using namespace candor::ctl;
using namespace candor::ctl::golden;

namespace {

struct Rendering {
    std::string golden;
    std::string from;
    Render render;
};

const std::vector<Rendering> renderings{
    {"board", "board", render_board},
    {"board_empty", "board_empty", render_board},
    {"ended", "ended", render_ended},
    {"status", "incident", render_incident_status},
    {"show", "incident", render_incident},
    {"show_hostile", "hostile", render_incident},
    {"declared", "declared", render_declared},
    {"facts", "facts", render_facts},
    {"retracted", "incident", render_retracted},
    {"update", "update", render_update},
    {"resolved", "resolved", render_ended_update},
    {"preview", "preview", render_preview},
    {"owner", "incident", render_owner},
    {"deliveries", "deliveries", render_deliveries},
    {"token", "token", render_token},
    {"tokens", "tokens", render_tokens},
    {"promises", "promises", render_promises},
    {"reports", "reports", render_reports},
    {"subscriber_counts", "subscriber_counts", render_subscriber_counts},
    {"subscriber_counts_empty", "subscriber_counts_empty", render_subscriber_counts},
    {"subscriber_counts_closed", "subscriber_counts_closed", render_subscriber_counts},
    {"subscribers", "subscribers", render_subscribers},
    {"subscriber", "subscriber", render_subscriber},
    {"hook", "hook", render_hook},
    {"imported", "imported", render_imported},
    {"remedies", "remedies", render_remedies},
    {"remedies_catalogue", "remedies_catalogue", render_remedies},
    {"grant", "grant", render_grant},
    {"grant_asked", "grant_asked", render_grant},
    {"similar", "similar", render_similar},
    {"similar_unknown", "similar_unknown", render_similar},
    {"declared_again", "declared_again", render_declared},
    {"review", "review", render_review},
    {"agenda", "review", render_agenda},
    {"say", "say", render_say},
    {"whoami_read", "whoami_read", render_authority},
    {"whoami_respond", "whoami_respond", render_authority},
    {"whoami_admin", "whoami_admin", render_authority},
    {"whoami_caps", "whoami_caps", render_authority},
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("each answer reads as its golden file says") {
    for (const auto& rendering : renderings)
        check_golden(rendering.golden + ".txt", rendering.render(input(rendering.from), look()));
    check_golden("error.txt", render_error(input("error"), 409, look()));
}

TEST_CASE("each answer fits into 80 columns and ends with what to type next") {
    for (const auto& rendering : renderings) {
        CAPTURE(rendering.golden);
        const auto text = rendering.render(input(rendering.from), look());
        CHECK_THAT(text, Catch::Contains("\nNext\n  "));
        for (const auto& line : lines_of(text)) {
            CAPTURE(line);
            CHECK(columns(line) <= 80);
        }
    }
}

TEST_CASE("without colour the same words are there: colour never carries meaning alone") {
    auto coloured = look();
    coloured.colour = true;
    for (const auto& rendering : renderings) {
        auto text = rendering.render(input(rendering.from), coloured);
        for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
            text.erase(at, text.find('m', at) + 1 - at);
        CAPTURE(rendering.golden);
        CHECK(text == rendering.render(input(rendering.from), look()));
    }
}

TEST_CASE("a missed promise and a clock that has passed are said in words") {
    CHECK_THAT(render_board(input("board"), look()),
               Catch::Contains("1 kept, 1 MISSED") && Catch::Contains("overdue by 2 min"));
    CHECK_THAT(render_incident(input("incident"), look()), Catch::Contains("MISSED, 1 min 10 s late"));
}

TEST_CASE("an answer with missing fields is shown as far as it goes") {
    for (const auto& rendering : renderings) {
        CAPTURE(rendering.golden);
        CHECK_NOTHROW(rendering.render(
            boost::json::parse(R"({"incident":{"facts":3,"updates":[null]},"open":[7],"deliveries":[{}]})"), look()));
        CHECK_NOTHROW(rendering.render(nullptr, look()));
    }
    CHECK_THAT(render_error(nullptr, 500, look()), Catch::Contains("500"));
}
