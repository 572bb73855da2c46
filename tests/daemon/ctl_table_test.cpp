// Tables of subscribers on their way to the daemon: in pieces, and with the lines that the file has.
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/table/table.hpp"
#include "tests/daemon/ctl_stand_in.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace candor;
using namespace candor::ctl;

namespace {

struct TableOutcome {
    int code = 0;
    std::string answers;
    std::string remarks;
};

TableOutcome import(DaemonStandIn& daemon, const std::string& text, bool bar = false, bool json = false) {
    GlobalOptions options;
    options.socket = daemon.socket();
    options.json = json;
    std::istringstream input(text);
    std::ostringstream answers;
    std::ostringstream remarks;
    const int code = import_table(options, {"-", "contract 2026"}, Look{}, input, text.size(), bar, answers, remarks);
    return {code, answers.str(), remarks.str()};
}

constexpr const char* took_all = R"({"added":2,"confirmed":0,"known":0,"refused":[]})";

}  // namespace

TEST_CASE("a table goes to the daemon with its first row, and what became of it is told") {
    DaemonStandIn daemon({{200, took_all}});
    const TableOutcome done = import(daemon, "address,language\nana@example.org,en\nben@example.org,de\n");
    CHECK(done.code == exit_code::ok);
    CHECK_THAT(done.answers, Catch::Contains("2 added") && Catch::Contains("0 refused"));
    REQUIRE(daemon.asked().size() == 1);
    CHECK_THAT(daemon.asked().front(), Catch::StartsWith("POST /api/v1/subscribers/import?basis=contract%202026&line=2") &&
                                           Catch::Contains("address,language\r\nana@example.org,en\r\nben@example.org,de\r\n"));
}

TEST_CASE("rows that are refused, here or there, are named with their line, and the exit code says so") {
    DaemonStandIn daemon({{200, R"({"added":1,"confirmed":0,"known":0,"refused":[{"line":3,"field":"address","message":"That is not a mail address.","mend":"Write it as name@example.org."}]})"},
                          {200, R"({"added":1,"confirmed":0,"known":0,"refused":[]})"}});
    const TableOutcome done = import(daemon, "address\nana@example.org\nnobody\n\"open\nben@example.org\n");
    CHECK(done.code == exit_code::refused);
    CHECK_THAT(done.answers, Catch::Contains("2 added") && Catch::Contains("line 3") && Catch::Contains("line 4") && Catch::Contains("2 refused"));
    REQUIRE(daemon.asked().size() == 2);
    CHECK_THAT(daemon.asked().back(), Catch::Contains("line=5"));  // what follows a row that was left out has its own line
}

TEST_CASE("a long table goes in pieces") {
    std::string table = "address\n";
    for (int i = 0; i < 2'500; ++i) table += "customer" + std::to_string(i) + "@example.org\n";
    DaemonStandIn daemon({{200, R"({"added":1000,"confirmed":0,"known":0,"refused":[]})"}});
    const TableOutcome done = import(daemon, table, true);
    CHECK(done.code == exit_code::ok);
    const auto asked = daemon.asked();
    REQUIRE(asked.size() == 3);
    CHECK_THAT(asked[1], Catch::Contains("line=1002"));
    CHECK_THAT(asked[2], Catch::Contains("line=2002"));
    CHECK_THAT(done.remarks, Catch::Contains("2,000 rows"));
}

TEST_CASE("where the daemon refuses the whole, that is what is said, and nothing more is sent") {
    DaemonStandIn daemon({{409, R"({"error":{"code":"wrong_state","message":"Nobody can subscribe here."}})"}});
    std::string table = "address\n";
    for (int i = 0; i < 1'500; ++i) table += "a@example.org\n";
    const TableOutcome done = import(daemon, table);
    CHECK(done.code == exit_code::refused);
    CHECK_THAT(done.remarks, Catch::Contains("Nobody can subscribe here."));
    CHECK(daemon.asked().size() == 1);
    CHECK(import(daemon, "").code == exit_code::usage);
    CHECK(import(daemon, "\"open\n").code == exit_code::usage);
}

TEST_CASE("nothing of a table reaches the terminal raw") {
    DaemonStandIn daemon({{200, R"({"added":0,"confirmed":0,"known":0,"refused":[{"line":2,"field":"\u001b[31mx","message":"\u001b]0;owned\u0007 no","mend":null}]})"}});
    const TableOutcome done = import(daemon, "address\nx\n");
    CHECK(done.answers.find('\x1b') == std::string::npos);
    CHECK(done.answers.find('\x07') == std::string::npos);
}

TEST_CASE("the bar is one line, and knows when it does not know") {
    for (const std::size_t width : {20U, 40U, 80U}) CHECK(progress_bar(50, 100, 12'345'678, width).size() <= std::max<std::size_t>(width, 30));
    CHECK_THAT(progress_bar(50, 100, 12'000, 80), Catch::Contains("50 %") && Catch::Contains("12,000 rows") && Catch::Contains("=="));
    CHECK(progress_bar(50, 0, 7, 80) == "  7 rows");
    CHECK_THAT(progress_bar(200, 100, 7, 80), Catch::Contains("100 %"));
}
