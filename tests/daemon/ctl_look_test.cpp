// candor next, say, review, whoami --can: as people read them.
#include "tests/core/incident_builder.hpp"

#include "core/review/next.hpp"
#include "daemon/ctl/invocation.hpp"
#include "daemon/ctl/render/authority.hpp"
#include "daemon/ctl/render/paper.hpp"
#include "daemon/ctl/render/render.hpp"
#include "tests/daemon/ctl_golden.hpp"
#include "tests/daemon/shell_words.hpp"

#include <set>
#include <sstream>

using namespace candor;
using namespace candor::ctl;
using namespace candor::ctl::golden;
using Catch::Matchers::Contains;

namespace {

// As short as a report of a mail server can be.
constexpr const char* came_back =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; relay.example.net\n\nAction: failed\nStatus: 5.1.1\n\n--b--\n";

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::variant<Invocation, Refusal> typed_in(const std::vector<std::string>& words) {
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    Surroundings around;
    around.now = look().now;
    around.environment = [](const char*) { return std::nullopt; };
    around.standard_input = [] { return Result<std::string>(came_back); };
    around.locate_zone = [](std::string_view) -> Result<std::unique_ptr<TimeZone>> { return Error(ErrorCode::invalid_config, "none here"); };
    return parse_command_line(static_cast<int>(argv.size()), argv.data(), around);
}

// What people would put where a step leaves a gap.
std::string filled(std::string command) {
    for (const auto& [gap, value] : {std::pair<std::string, std::string>{"TIME", "14:30"}, {"LABEL", "many"}, {"ANSWER", "yes"}, {"NAME", "comms-lead"}}) {
        if (const auto found = command.find(" " + gap); found != std::string::npos) command.replace(found + 1, gap.size(), value);
    }
    return command;
}

bool fits(std::string_view pattern, std::string_view path) {
    path = path.substr(0, path.find('?'));
    while (!pattern.empty() && !path.empty()) {
        const auto next = pattern.find('/', 1);
        const auto end = path.find('/', 1);
        const auto want = pattern.substr(0, next);
        if (want.substr(0, 2) != "/{" && want != path.substr(0, end)) return false;
        pattern = next == std::string_view::npos ? "" : pattern.substr(next);
        path = end == std::string_view::npos ? "" : path.substr(end);
    }
    return pattern.empty() && path.empty();
}

}  // namespace

TEST_CASE("a review and its agenda can be kept as Markdown", "[S3.18]") {
    check_golden("review.md", render_review_markdown(input("review"), look()));
    check_golden("agenda.md", render_agenda_markdown(input("review"), look()));
}

TEST_CASE("the agenda says what was learned and what will change, and ends with the motto", "[S3.18]") {
    for (const Render render : {Render{render_agenda}, Render{render_agenda_markdown}}) {
        const auto text = render(input("review"), look());
        CHECK_THAT(text, Contains("What we learned") && Contains("an expired certificate at the gateway") && Contains("What will change") &&
                             Contains("platform") && Contains("What we promise, we keep."));
        CHECK_THAT(text, !Contains("The timeline"));
    }
    auto without = input("review");
    without.at_pointer("/review/motto") = nullptr;
    CHECK_THAT(render_agenda(without, look()), !Contains("To end with"));
}

TEST_CASE("a review says what is not recorded in words, and never as a figure", "[S0.31]") {
    const auto text = render_review(input("review"), look());
    CHECK_THAT(text, Contains("no figure: no case was solved") && Contains("no figure: nobody has answered"));
    CHECK_THAT(text, Contains("What was said") && Contains("What was repaired") && Contains("What should the tool have offered?"));
}

TEST_CASE("what comes from the record is text in Markdown, and no markup") {
    CHECK(escape_markdown("# a *b* [c](d) <e> | `f`") == "\\# a \\*b\\* \\[c\\](d) \\<e\\> \\| \\`f\\`");
    CHECK(escape_markdown("one\n# two") == "one # two");
    CHECK(escape_markdown("- a") == "\\- a");
    CHECK(escape_markdown("2) b") == "2\\) b");
    CHECK(escape_markdown("1. first") == "1\\. first");
    MarkdownPaper paper;
    paper.title("t");
    paper.item("a");
    paper.item("b");
    paper.table({"x", "y"}, {{"1 | 2", "3"}});
    CHECK(paper.take() == "# t\n\n- a\n- b\n\n| x | y |\n| --- | --- |\n| 1 \\| 2 | 3 |\n");
}

TEST_CASE("what to do next stands on twelve lines of eighty columns, whatever is missing", "[S1.7]") {
    const auto text = render_next(input("next"), look());
    check_golden("next.txt", text);
    const auto lines = split_lines(text);
    CHECK(lines.size() <= 12);
    for (const auto& line : lines) {
        CAPTURE(line);
        CHECK(columns(line) <= 80);
    }
    CHECK(split_lines(render_next_all(input("next"), look())).size() > 12);
    auto long_words = input("next");
    for (auto& step : long_words.at("steps").as_array()) step.as_object()["what"] = std::string(300, 'x') + " " + std::string(300, 'y');
    CHECK(split_lines(render_next(long_words, look())).size() <= 12);
    CHECK_THAT(render_next(boost::json::parse(R"({"incident":{"id":"4f7k","status":"closed"},"steps":[]})"), look()), Contains("there is nothing to do"));
    CHECK_NOTHROW(render_next(nullptr, look()));
}

TEST_CASE("every step's command is one that the program takes", "[S1.7]") {
    test::Incident incident;
    incident.record.id = IncidentId("4f7k2m9q1x3a");
    incident.does(Declare{incident.record.id, "A \"quoted\" title, $5 & more", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms lead", "", {}});
    std::size_t tried = 0;
    const auto try_all = [&](std::int64_t failed) {
        for (const review::Step& step : review::next_steps(incident.record, {incident.now, failed})) {
            const auto parsed = typed_in(test::words_of(filled(step.command)));
            const auto* refusal = std::get_if<Refusal>(&parsed);
            CAPTURE(step.command, refusal == nullptr ? std::string() : refusal->text);
            REQUIRE(refusal == nullptr);
            const auto* call = std::get_if<ApiCall>(&std::get<Invocation>(parsed).action);
            REQUIRE(call != nullptr);
            CHECK((!call->about_incident || call->incident == incident.record.id.str()));
            ++tried;
        }
    };
    try_all(0);
    incident.does(RecordFacts{{test::fact(Cause{"a \"bad\" `upgrade` \\", CauseCategory::technology, ""}, Confidence::suspected),
                               test::fact(Eta{{}, incident.now + std::chrono::minutes{5}, "a guess"})}});
    incident.record.updates.back().update.withheld = {{"title", "HON-403"}, {"f1", "HON-204"}};
    incident.record.approvals.push_back({ApprovalAsked{ApprovalId("a1"), "words", UpdateKind::progress, false, {}, {}, "", {"HON-204"}, "reason"}, incident.now, "x", ApprovalState::waiting, "", ""});
    incident.now += std::chrono::hours{1};
    incident.record.owner.clear();
    try_all(2);
    incident.record.owner = "comms-lead";
    incident.does(RecordFacts{{test::fact(Cause{"a fault", CauseCategory::technology, ""})}});
    try_all(0);
    incident.record.status = Status::identified;
    incident.does(RecordFacts{{test::fact(Action{"undone", true}), test::fact(Verification{"a test", false})}});
    try_all(0);
    incident.record.status = Status::monitoring;
    try_all(0);
    incident.does(RecordFacts{{test::fact(Verification{"a test", true})}});
    try_all(0);
    incident.does(Resolve{"", {}});
    try_all(1);
    CHECK(tried >= 40);
}

// The table that --can reads is held against what the commands really send.
TEST_CASE("each command sends the request that its authority is read from", "[S1.6]") {
    const std::vector<std::pair<std::string, std::string>> typed{
        {"candor declare", "candor declare T -c checkout -i major"},
        {"candor fact", "candor fact 4f7k symptom x"},
        {"candor fact retract", "candor fact 4f7k retract f1 --reason x"},
        {"candor update", "candor update 4f7k"},
        {"candor correct", "candor correct 4f7k 1 x"},
        {"candor resolve", "candor resolve 4f7k"},
        {"candor withdraw", "candor withdraw 4f7k --reason x"},
        {"candor reopen", "candor reopen 4f7k x"},
        {"candor review --publish", "candor review 4f7k --publish"},
        {"candor close", "candor close 4f7k"},
        {"candor ack", "candor ack 4f7k"},
        {"candor recheck", "candor recheck 4f7k x --passed"},
        {"candor dismiss", "candor dismiss 4f7k x"},
        {"candor promise", "candor promise 4f7k x"},
        {"candor kept", "candor kept 4f7k p1"},
        {"candor broken", "candor broken 4f7k p1 --reason x"},
        {"candor promises", "candor promises"},
        {"candor promises INC", "candor promises 4f7k"},
        {"candor give", "candor give 4f7k voucher --to x"},
        {"candor given", "candor given 4f7k g1"},
        {"candor remedies", "candor remedies"},
        {"candor remedies INC", "candor remedies 4f7k"},
        {"candor similar", "candor similar 4f7k"},
        {"candor approve", "candor approve 4f7k a1"},
        {"candor refuse", "candor refuse 4f7k a1 --reason x"},
        {"candor why", "candor why 4f7k 1"},
        {"candor why UPD", "candor why k3v9x2m4q7aa"},
        {"candor assign", "candor assign 4f7k x"},
        {"candor case open", "candor case open x --customer y --mail z"},
        {"candor case list", "candor case list"},
        {"candor case show", "candor case show 4f7k"},
        {"candor maintenance TITLE", "candor maintenance T"},
        {"candor maintenance", "candor maintenance"},
        {"candor start", "candor start 4f7k"},
        {"candor verify", "candor verify 4f7k"},
        {"candor complete", "candor complete 4f7k"},
        {"candor move", "candor move 4f7k x --from +1h --until +2h"},
        {"candor status", "candor status"},
        {"candor status --ended", "candor status --ended"},
        {"candor show", "candor show 4f7k"},
        {"candor reports", "candor reports 4f7k"},
        {"candor next", "candor next 4f7k"},
        {"candor say", "candor say 4f7k"},
        {"candor review", "candor review 4f7k"},
        {"candor deliveries", "candor deliveries 4f7k"},
        {"candor offer", "candor offer 4f7k 1 3"},
        {"candor offer --withdraw", "candor offer 4f7k --withdraw 2 x"},
        {"candor offer INC", "candor offer 4f7k"},
        {"candor retry", "candor retry 4f7k"},
        {"candor bounce", "candor bounce --to bounce+0000002a0123456789abcdef0123@example.org"},
        {"candor check", "candor check 4f7k x"},
        {"candor subscribers", "candor subscribers"},
        {"candor subscribers list", "candor subscribers list"},
        {"candor subscribers show", "candor subscribers show x"},
        {"candor subscribers add", "candor subscribers add a@example.org --basis x"},
        {"candor subscribers change", "candor subscribers change x --updates digest"},
        {"candor subscribers remove", "candor subscribers remove x"},
        {"candor freeze", "candor freeze x"},
        {"candor resume", "candor resume --drop-waiting"},
        {"candor token create", "candor token create x --scope read"},
        {"candor token list", "candor token list"},
        {"candor token revoke", "candor token revoke x"},
        {"candor whoami", "candor whoami --can"},
        {"candor export-site", "candor export-site x"}};
    REQUIRE(typed.size() == command_requests().size());
    for (const CommandRequest& expected : command_requests()) {
        const auto found = std::find_if(typed.begin(), typed.end(), [&](const auto& one) { return one.first == expected.command; });
        CAPTURE(expected.command);
        REQUIRE(found != typed.end());
        const auto parsed = typed_in(test::words_of(found->second));
        REQUIRE(std::holds_alternative<Invocation>(parsed));
        const auto& call = std::get<ApiCall>(std::get<Invocation>(parsed).action);
        CAPTURE(call.request.path);
        CHECK(call.request.method == expected.method);
        CHECK(fits(expected.path, call.request.path));
    }
}

TEST_CASE("every command that speaks to the daemon is in the list of what one may do", "[S1.6]") {
    const auto parsed = typed_in({"candor", "--help"});
    const auto help = std::get<Refusal>(parsed).text;
    std::istringstream lines(help.substr(help.find("Subcommands:")));
    const std::set<std::string> local{"rules", "plan", "drill", "sandbox", "backup", "completion", "version"};
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        if (line[2] == ' ') continue;
        const auto name = line.substr(2, line.find(' ', 2) - 2);
        CAPTURE(name);
        const bool listed = std::any_of(command_requests().begin(), command_requests().end(), [&](const CommandRequest& one) {
            return one.command == "candor " + name || one.command.starts_with("candor " + name + " ");
        });
        CHECK(listed != local.contains(name));
    }
}
