// The whole way over a unix socket: which requests go out, what is printed where, and the exit code.
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/session.hpp"
#include "tests/daemon/ctl_stand_in.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace candor;
using namespace candor::ctl;

namespace {

struct Outcome {
    int code = 0;
    std::string answers;
    std::string remarks;
};

Outcome carry(const std::string& socket, const ApiCall& call, bool json = false) {
    GlobalOptions options;
    options.socket = socket;
    options.json = json;
    Look look;
    look.now = *parse_rfc3339("2026-11-22T14:05:00Z");
    std::ostringstream answers;
    std::ostringstream remarks;
    const int code = carry_out(options, call, look, answers, remarks);
    return {code, answers.str(), remarks.str()};
}

ApiCall whoami() {
    ApiCall call;
    call.request = {"GET", "/api/v1/whoami", nullptr};
    call.render = render_whoami;
    return call;
}

ApiCall retry(const std::string& incident) {
    ApiCall call;
    call.request = {"POST", "/api/v1/incidents/{incident}/deliveries/retry", boost::json::object{}};
    call.about_incident = true;
    call.incident = incident;
    call.render = render_retried;
    return call;
}

constexpr const char* one_open = R"({"incidents":[{"id":"4f7k2m9q1x3a","title":"Cards fail"}]})";
constexpr const char* two_open =
    R"({"incidents":[{"id":"4f7k2m9q1x3a","title":"Cards fail"},{"id":"9zz8y7x6w5v4","title":"Log-in is slow"}]})";

}  // namespace

TEST_CASE("the exit code says who failed") {
    struct Row {
        DaemonStandIn::Scripted answer;
        int code;
    };
    for (const auto& [answer, code] :
         {Row{{200, R"({"name":"root","scope":"admin"})"}, exit_code::ok},
          Row{{403, R"({"error":{"code":"forbidden","message":"no"}})"}, exit_code::refused},
          Row{{429, "{}"}, exit_code::refused},
          Row{{503, R"({"error":{"code":"draining","message":"closing"}})"}, exit_code::daemon_failed},
          Row{{200, "<html>"}, exit_code::daemon_failed}, Row{{302, "{}"}, exit_code::daemon_failed},
          Row{{0, ""}, exit_code::unreachable}}) {
        CAPTURE(answer.status, answer.body);
        DaemonStandIn daemon({answer});
        CHECK(carry(daemon.socket(), whoami()).code == code);
        CHECK(daemon.asked() == std::vector<std::string>{"GET /api/v1/whoami"});
    }
    const auto nobody = carry("/nonexistent/candord.sock", whoami());
    CHECK(nobody.code == exit_code::unreachable);
    CHECK_THAT(nobody.remarks, Catch::Contains("/nonexistent/candord.sock") && Catch::Contains("--socket"));
}

TEST_CASE("a refusal says what is wrong, which field, and what mends it, on standard error") {
    DaemonStandIn daemon(
        {{422,
          R"({"error":{"code":"invalid_argument","message":"There is no component \u001b[1mtill\"\"","field":"components[0]",)"
          R"("mend":"use one of checkout, accounts","request_id":"r-17"}})"}});
    const auto outcome = carry(daemon.socket(), whoami());
    CHECK(outcome.answers.empty());
    CHECK_THAT(outcome.remarks, Catch::Contains("\\x1b[1mtill") && Catch::Contains("components[0]") &&
                                    Catch::Contains("use one of checkout, accounts") && Catch::Contains("r-17"));
}

TEST_CASE("where one incident is open it need not be named, and which one was taken is said") {
    DaemonStandIn daemon({{200, one_open}, {200, R"({"retried":2})"}});
    const auto outcome = carry(daemon.socket(), retry("-"));
    CHECK(outcome.code == exit_code::ok);
    CHECK_THAT(outcome.remarks, Catch::Contains("4f7k2m9q1x3a  Cards fail"));
    CHECK_THAT(outcome.answers,
               Catch::Contains("2 deliveries are") && Catch::Contains("candor deliveries 4f7k2m9q1x3a"));
    CHECK(daemon.asked() == std::vector<std::string>{"GET /api/v1/incidents?state=open&limit=20",
                                                     "POST /api/v1/incidents/4f7k2m9q1x3a/deliveries/retry {}"});
}

TEST_CASE("where none or several are open nothing is guessed") {
    DaemonStandIn none({{200, R"({"incidents":[]})"}});
    CHECK(carry(none.socket(), retry("")).code == exit_code::usage);
    CHECK(none.asked().size() == 1);
    DaemonStandIn two({{200, two_open}});
    const auto outcome = carry(two.socket(), retry(""));
    CHECK(outcome.code == exit_code::usage);
    CHECK_THAT(outcome.remarks, Catch::Contains("4f7k2m9q1x3a") && Catch::Contains("9zz8y7x6w5v4  Log-in is slow"));
    CHECK(two.asked().size() == 1);
}

TEST_CASE("an id goes into the path as one segment, whatever is typed") {
    DaemonStandIn daemon({{404, "{}"}});
    CHECK(carry(daemon.socket(), retry("../../tokens?x")).code == exit_code::refused);
    CHECK(daemon.asked() ==
          std::vector<std::string>{"POST /api/v1/incidents/..%2F..%2Ftokens%3Fx/deliveries/retry {}"});
}

TEST_CASE("the option --json prints what the API answers and nothing else") {
    DaemonStandIn daemon({{200, one_open}, {200, R"({ "retried" : 2 })"}});
    const auto outcome = carry(daemon.socket(), retry("-"), true);
    CHECK(outcome.answers == "{\"retried\":2}\n");
    CHECK(outcome.remarks.empty());
}

TEST_CASE("when no answer comes to a command, that it may have been carried out is said") {
    DaemonStandIn daemon({{0, ""}});
    const auto outcome = carry(daemon.socket(), retry("4f7k"));
    CHECK(outcome.code == exit_code::unreachable);
    CHECK_THAT(outcome.remarks, Catch::Contains("may have acted") && Catch::Contains("candor status"));
}

TEST_CASE("a token is never sent in clear to another machine") {
    GlobalOptions options;
    options.url = "http://status.example.org";
    options.token_file = "/nonexistent";
    std::ostringstream answers;
    std::ostringstream remarks;
    CHECK(carry_out(options, whoami(), Look{}, answers, remarks) == exit_code::usage);
    CHECK_THAT(remarks.str(), Catch::Contains("use https"));
    options.url = "file:///etc/passwd";
    remarks.str("");
    CHECK(carry_out(options, whoami(), Look{}, answers, remarks) == exit_code::usage);
    CHECK_THAT(remarks.str(), Catch::Contains("not an http or https address"));
}
