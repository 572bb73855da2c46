// What is typed -> exactly which request.
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/invocation.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace candor;
using namespace candor::ctl;

namespace {

using Words = std::vector<std::string>;

// An hour east of Greenwich, as clocks are in winter in much of Europe.
class EastZone final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time) const override { return {std::chrono::hours{1}, "CET"}; }
    [[nodiscard]] std::string_view name() const override { return "Europe/Test"; }
};

struct Desk {
    std::map<std::string, std::string> environment;
    std::string standard_input;

    [[nodiscard]] std::variant<Invocation, Refusal> parse(const Words& words) const {
        std::vector<const char*> argv{"candor"};
        for (const auto& word : words) argv.push_back(word.c_str());
        Surroundings around;
        around.now = *parse_rfc3339("2026-11-22T14:05:00Z");
        around.environment = [this](const char* name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        around.standard_input = [this]() -> Result<std::string> { return standard_input; };
        around.locate_zone = [](std::string_view name) -> Result<std::unique_ptr<TimeZone>> {
            if (name == "Europe/Test") return std::unique_ptr<TimeZone>(std::make_unique<EastZone>());
            return Error(ErrorCode::invalid_config, "there is no such zone");
        };
        return parse_command_line(static_cast<int>(argv.size()), argv.data(), around);
    }

    // "POST /path {body} (incident)".
    [[nodiscard]] std::string request(const Words& words) const {
        const auto parsed = parse(words);
        if (const auto* refusal = std::get_if<Refusal>(&parsed)) return "refused: " + refusal->text;
        const auto* call = std::get_if<ApiCall>(&std::get<Invocation>(parsed).action);
        if (call == nullptr) return "no request";
        std::string text = call->request.method + " " + call->request.path;
        if (!call->request.body.is_null()) text += " " + boost::json::serialize(call->request.body);
        if (call->about_incident) text += " (" + call->incident + ")";
        return text;
    }
};

struct Row {
    Words words;
    std::string request;
};

const std::string incident = "/api/v1/incidents/{incident}";

std::string fact(const std::string& json, const std::string& id = "4f7k") {
    return "POST " + incident + "/facts {\"facts\":[" + json + "]} (" + id + ")";
}

void check(const std::vector<Row>& rows, const Desk& desk = {}) {
    for (const auto& [words, request] : rows) {
        std::string line;
        for (const auto& word : words) line += word + " ";
        CAPTURE(line);
        CHECK(desk.request(words) == request);
    }
}

}  // namespace

TEST_CASE("declaring is one line, and one request") {
    check({
        {{"declare", "Card payments fail", "--component", "checkout", "--impact", "major", "--scope", "many", "--owner",
          "comms-lead"},
         R"(POST /api/v1/incidents {"title":"Card payments fail","components":["checkout"],"impact":"major","owner":"comms-lead","scope":"many"})"},
        {{"declare", "-c", "a,b", "-c", "c", "It is down", "-i", "critical", "--deputy", "duty-manager", "--symptom",
          "Pages are empty", "--origin", "customer_report", "--started", "-10m"},
         R"(POST /api/v1/incidents {"title":"It is down","components":["a","b","c"],"impact":"critical","deputy":"duty-manager","origin":"customer_report","symptom":"Pages are empty","facts":[{"kind":"started","time":"2026-11-22T13:55:00.000Z"}]})"},
    });
}

TEST_CASE("every kind of fact becomes its own fields") {
    check({
        {{"fact", "4f7k", "symptom", "cards are declined"}, fact(R"({"kind":"symptom","text":"cards are declined"})")},
        {{"fact", "symptom", "cards are declined"}, fact(R"({"kind":"symptom","text":"cards are declined"})", "")},
        {{"fact", "-", "symptom", "symptom"}, fact(R"({"kind":"symptom","text":"symptom"})", "-")},
        {{"fact", "4f7k", "scope", "many", "--count", "1200", "--fraction", "0.12", "--method", "logs", "--replaces",
          "f2"},
         fact(R"({"kind":"scope","label":"many","count":1200,"fraction":1.2E-1,"method":"logs","replaces":"f2"})")},
        {{"fact", "4f7k", "cause", "the gateway", "--confidence", "suspected", "--party", "Gateway Ltd", "--category",
          "external"},
         fact(
             R"({"kind":"cause","text":"the gateway","category":"external","party":"Gateway Ltd","confidence":"suspected"})")},
        {{"fact", "4f7k", "workaround", "pay by transfer"}, fact(R"({"kind":"workaround","text":"pay by transfer"})")},
        {{"fact", "4f7k", "action", "restarting"}, fact(R"({"kind":"action","text":"restarting"})")},
        {{"fact", "4f7k", "action", "restarted", "--done"},
         fact(R"({"kind":"action","text":"restarted","done":true})")},
        {{"fact", "4f7k", "eta", "--latest", "14:45", "--earliest", "+10m", "--basis", "the supplier's estimate"},
         fact(
             R"({"kind":"eta","earliest":"2026-11-22T14:15:00.000Z","latest":"2026-11-22T14:45:00.000Z","basis":"the supplier's estimate"})")},
        {{"fact", "4f7k", "verification", "300 payments", "--passed"},
         fact(R"({"kind":"verification","method":"300 payments","passed":true})")},
        {{"fact", "4f7k", "verification", "20 payments", "--failed"},
         fact(R"({"kind":"verification","method":"20 payments","passed":false})")},
        {{"fact", "4f7k", "started", "13:30"}, fact(R"({"kind":"started","time":"2026-11-22T13:30:00.000Z"})")},
        {{"fact", "4f7k", "ended", "now"}, fact(R"({"kind":"ended","time":"2026-11-22T14:05:00.000Z"})")},
        {{"fact", "4f7k", "data-loss", "no", "--method", "compared with the backup"},
         fact(R"({"kind":"data_loss","answer":"no","method":"compared with the backup"})")},
        {{"fact", "4f7k", "unaffected", "card data", "--method", "audit log"},
         fact(R"({"kind":"unaffected","subject":"card data","method":"audit log"})")},
        {{"fact", "4f7k", "security", "unknown"}, fact(R"({"kind":"security","incident":"unknown"})")},
        {{"fact", "4f7k", "third-party", "Gateway Ltd", "a new route", "--due", "2026-11-22T16:00:00+01:00"},
         fact(
             R"({"kind":"third_party","party":"Gateway Ltd","commitment":"a new route","due":"2026-11-22T15:00:00.000Z"})")},
        {{"fact", "4f7k", "prevention", "a second gateway", "--owner", "payments-lead", "--due", "+14d"},
         fact(
             R"({"kind":"prevention","text":"a second gateway","owner":"payments-lead","due":"2026-12-06T14:05:00.000Z"})")},
        {{"fact", "4f7k", "retract", "f3", "--reason", "the logs say otherwise"},
         "POST " + incident + R"(/facts/f3/retract {"reason":"the logs say otherwise"} (4f7k))"},
    });
}

TEST_CASE("goodwill and the past are one short line each", "[S3.5]") {
    check({
        {{"remedies"}, "GET /api/v1/remedies"},
        {{"remedies", "4f7k"}, "GET " + incident + "/remedies (4f7k)"},
        {{"give", "4f7k", "voucher", "--to", "order 4711"}, "POST " + incident + R"(/remedies {"remedy":"voucher","to":"order 4711"} (4f7k))"},
        {{"give", "voucher", "--everyone", "--as", "newsroom", "--by", "+1h", "--because", "they waited", "--key", "k"},
         "POST " + incident + R"(/remedies {"remedy":"voucher","everyone":true,"as":"newsroom","reason":"they waited","key":"k","due":"2026-11-22T15:05:00.000Z"} ())"},
        {{"give", "4f7k", "none", "--because", "at night"}, "POST " + incident + R"(/remedies {"none":"at night"} (4f7k))"},
        {{"offer", "4f7k"}, "GET " + incident + "/options (4f7k)"},
        {{"offer"}, "GET " + incident + "/options ()"},
        {{"offer", "4f7k", "1", "3"}, "POST " + incident + R"(/options {"numbers":[1,3]} (4f7k))"},
        {{"offer", "2", "Pay by invoice"}, "POST " + incident + R"(/options {"numbers":[2],"words":["Pay by invoice"]} ())"},
        {{"offer", "4f7k", "--withdraw", "2", "it is full"}, "POST " + incident + R"(/options/2/withdraw {"reason":"it is full"} (4f7k))"},
        {{"given", "g1", "--note", "posted"}, "POST " + incident + R"(/remedies/g1 {"answer":"given","note":"posted"} ())"},
        {{"approve", "4f7k", "g2"}, "POST " + incident + R"(/remedies/g2 {"answer":"approve"} (4f7k))"},
        {{"refuse", "g2", "--reason", "enough"}, "POST " + incident + R"(/remedies/g2 {"answer":"refuse","reason":"enough"} ())"},
        {{"approve", "4f7k", "a2"}, "POST " + incident + R"(/approvals/a2 {"answer":"approve"} (4f7k))"},
        {{"resolve", "4f7k", "--no-remedy", "at night"}, "POST " + incident + R"(/resolve {"no_remedy":"at night"} (4f7k))"},
        {{"similar"}, "GET " + incident + "/similar ()"},
    });
}

TEST_CASE("an update, a resolution, a withdrawal, a handover") {
    check({
        {{"update", "4f7k"}, "POST " + incident + "/updates {} (4f7k)"},
        {{"update"}, "POST " + incident + "/updates {} ()"},
        {{"update", "We have moved half of it."},
         "POST " + incident + R"(/updates {"words":"We have moved half of it."} ())"},
        {{"update", "4f7k", "status", "--status", "identified", "--impact", "minor", "--because", "they know", "--preview"},
         "POST " + incident +
             R"(/updates?preview=true {"words":"status","because":"they know","status":"identified","impact":"minor"} (4f7k))"},
        {{"correct", "4f7k", "2", "Not 5 % but 12 %."}, "POST " + incident + R"(/updates {"words":"Not 5 % but 12 %.","corrects":2} (4f7k))"},
        {{"correct", "2", "Not 5 % but 12 %.", "-n"}, "POST " + incident + R"(/updates?preview=true {"words":"Not 5 % but 12 %.","corrects":2} ())"},
        {{"correct", "-", "u1u1u1u1u1u1", "It was the gateway."},
         "POST " + incident + R"(/updates {"words":"It was the gateway.","corrects":"u1u1u1u1u1u1"} (-))"},
        {{"approve", "4f7k", "a1"}, "POST " + incident + R"(/approvals/a1 {"answer":"approve"} (4f7k))"},
        {{"approve", "a1"}, "POST " + incident + R"(/approvals/a1 {"answer":"approve"} ())"},
        {{"refuse", "a1", "--reason", "not confirmed"},
         "POST " + incident + R"(/approvals/a1 {"answer":"refuse","reason":"not confirmed"} ())"},
        {{"resolve", "4f7k", "--verified", "300 payments", "Thank you."},
         "POST " + incident + R"(/resolve {"words":"Thank you.","verified":"300 payments"} (4f7k))"},
        {{"resolve", "--verified", "300 payments", "-n"},
         "POST " + incident + R"(/resolve?preview=true {"verified":"300 payments"} ())"},
        {{"reopen", "4f7k", "It is back."}, "POST " + incident + R"(/reopen {"words":"It is back."} (4f7k))"},
        {{"close", "4f7k"}, "POST " + incident + "/close {} (4f7k)"},
        {{"ack", "4f7k"}, "POST " + incident + "/ack {} (4f7k)"},
        {{"ack", "--note", "on the way"}, "POST " + incident + R"(/ack {"note":"on the way"} ())"},
        {{"recheck", "4f7k", "20 payments", "--passed"}, "POST " + incident + R"(/recheck {"method":"20 payments","passed":true} (4f7k))"},
        {{"recheck", "20 payments", "--failed"}, "POST " + incident + R"(/recheck {"method":"20 payments","passed":false} ())"},
        {{"dismiss", "4f7k", "expired cards"}, "POST " + incident + R"(/dismiss {"reason":"expired cards"} (4f7k))"},
        {{"kept", "4f7k", "p7", "--note", "called"}, "POST " + incident + R"(/promises/p7 {"answer":"kept","note":"called"} (4f7k))"},
        {{"broken", "p7", "--reason", "cannot be done"}, "POST " + incident + R"(/promises/p7 {"answer":"broken","reason":"cannot be done"} ())"},
        {{"review", "4f7k", "--publish", "Our fault."}, "POST " + incident + R"(/review {"words":"Our fault."} (4f7k))"},
        {{"withdraw", "4f7k", "--reason", "a drill"}, "POST " + incident + R"(/withdraw {"reason":"a drill"} (4f7k))"},
        {{"assign", "4f7k", "night-lead", "--deputy", "duty-manager", "--note", "cause open"},
         "PUT " + incident + R"(/owner {"owner":"night-lead","deputy":"duty-manager","note":"cause open"} (4f7k))"},
        {{"assign", "night-lead"}, "PUT " + incident + R"(/owner {"owner":"night-lead"} ())"},
    });
}

TEST_CASE("looking, and who may look") {
    check({
        {{"status"}, "GET /api/v1/status"},
        {{"status", "all"}, "GET /api/v1/status"},
        {{"status", "4f7k"}, "GET " + incident + " (4f7k)"},
        {{"status", "--ended"}, "GET /api/v1/incidents?state=ended&limit=50"},
        {{"show", "--events"}, "GET " + incident + "?events=true ()"},
        {{"deliveries", "4f7k", "--state", "failed", "--channel", "a&b", "--after", "x/y"},
         "GET " + incident + "/deliveries?limit=100&state=failed&channel=a%26b&after=x%2Fy (4f7k)"},
        {{"retry", "4f7k"}, "POST " + incident + "/deliveries/retry {} (4f7k)"},
        {{"check", "4f7k", "Resolved shortly"},
         "POST " + incident + R"(/check {"text":"Resolved shortly","language":"en"} (4f7k))"},
        {{"check", "It will be resolved shortly."},
         "POST " + incident + R"(/check {"text":"It will be resolved shortly.","language":"en"} ())"},
        {{"why", "3"}, "GET " + incident + "/updates/3/why ()"},
        {{"why", "4f7k", "3", "--variant", "email/en"}, "GET " + incident + "/updates/3/why?variant=email%2Fen (4f7k)"},
        {{"why", "u1u1u1u1u1u1"}, "GET /api/v1/updates/u1u1u1u1u1u1/why"},
        {{"token", "create", "monitoring", "--scope", "respond", "--expires", "90d"},
         R"(POST /api/v1/tokens {"name":"monitoring","scope":"respond","expires":"2027-02-20T14:05:00.000Z"})"},
        {{"token", "list"}, "GET /api/v1/tokens"},
        {{"token", "revoke", "a b/../c"}, "DELETE /api/v1/tokens/a%20b%2F..%2Fc"},
        {{"whoami"}, "GET /api/v1/whoami"},
        {{"whoami", "--can"}, "GET /api/v1/whoami?can=true"},
        {{"next"}, "GET " + incident + "/next ()"},
        {{"say", "4f7k"}, "GET " + incident + "/say (4f7k)"},
        {{"review", "4f7k", "--agenda", "--format", "markdown"}, "GET " + incident + "/review (4f7k)"},
    });
}

TEST_CASE("words can come from standard input") {
    Desk desk;
    desk.standard_input = "Two lines,\nof which the last ends.\n";
    CHECK(desk.request({"update", "4f7k", "-"}) ==
          "POST " + incident + R"(/updates {"words":"Two lines,\nof which the last ends."} (4f7k))");
}

TEST_CASE("HH:MM is read in the zone that is printed, and UTC is the default") {
    const Desk desk;
    CHECK(desk.request({"fact", "4f7k", "eta", "--latest", "15:45", "--basis", "b", "--zone", "Europe/Test"}) ==
          fact(R"({"kind":"eta","latest":"2026-11-22T14:45:00.000Z","basis":"b"})"));
    CHECK(desk.request({"fact", "4f7k", "eta", "--latest", "14:00", "--basis", "b"}) ==
          fact(R"({"kind":"eta","latest":"2026-11-23T14:00:00.000Z","basis":"b"})"));  // today's has passed
}

TEST_CASE("the options of every command stand before or after it, and what is typed goes before the environment") {
    Desk desk;
    desk.environment = {{"CANDOR_SOCKET", "/env/sock"}, {"CANDOR_URL", "https://env.example.org"}, {"NO_COLOR", "1"}};
    const auto options = [&](const Words& words) { return std::get<Invocation>(desk.parse(words)).options; };
    CHECK(options({"status"}).socket == "/env/sock");
    CHECK(options({"status"}).url == "https://env.example.org");
    CHECK(options({"status"}).no_colour);
    CHECK(options({"status", "--json", "--socket", "/typed"}).socket == "/typed");
    CHECK(options({"status", "--json", "--socket", "/typed"}).url.empty());
    CHECK(options({"--json", "status"}).json);
    CHECK(options({"fact", "4f7k", "symptom", "x", "--json"}).json);
    desk.environment.clear();
    CHECK(options({"status"}).socket == "/run/candor/candord.sock");
}

TEST_CASE("what cannot be understood is refused with exit code 2, and names what mends it") {
    const Desk desk;
    const auto refused = [&](const Words& words) {
        const auto parsed = desk.parse(words);
        const auto* refusal = std::get_if<Refusal>(&parsed);
        REQUIRE(refusal != nullptr);
        CHECK(refusal->exit_code == exit_code::usage);
        return refusal->text;
    };
    CHECK_THAT(refused({}), Catch::Contains("candor --help"));
    CHECK_THAT(refused({"decalre", "x"}), Catch::Contains("\"decalre\"; did you mean declare?"));
    CHECK_THAT(refused({"fact", "4f7k", "cuase", "x"}), Catch::Contains("candor fact --help"));
    CHECK_THAT(refused({"declare", "x", "-c", "a", "--impact", "huge"}),
               Catch::Contains("none, minor, major or critical"));
    CHECK_THAT(refused({"declare", "x", "--impact", "major"}), Catch::Contains("--component"));
    CHECK_THAT(refused({"fact", "4f7k", "symptom"}),
               Catch::Contains("TEXT") && Catch::Contains("candor fact symptom --help"));
    CHECK_THAT(refused({"fact", "4f7k", "eta", "--latest", "soon", "--basis", "b"}),
               Catch::Contains("\"soon\"") && Catch::Contains("+45m"));
    CHECK_THAT(refused({"fact", "4f7k", "verification", "x"}), Catch::Contains("--passed"));
    CHECK_THAT(refused({"fact", "4f7k", "verification", "x", "--passed", "--failed"}), Catch::Contains("--failed"));
    CHECK_THAT(refused({"status", "--zone", "Nowhere"}), Catch::Contains("no such zone"));
    CHECK_THAT(refused({"withdraw", "4f7k"}), Catch::Contains("--reason"));
    CHECK_THAT(refused({"show", "\x1b[2J", "extra"}), !Catch::Contains("\x1b"));
}

TEST_CASE("there is no option that takes a token: it would be seen by every user of the machine") {
    const auto refused = Desk{}.parse({"status", "--token", "cdr_secret"});
    CHECK(std::holds_alternative<Refusal>(refused));
}

TEST_CASE("help is no error") {
    for (const Words& words : {Words{"--help"}, Words{"declare", "--help"}, Words{"fact", "eta", "-h"}}) {
        const auto parsed = Desk{}.parse(words);
        const auto* help = std::get_if<Refusal>(&parsed);
        REQUIRE(help != nullptr);
        CHECK(help->exit_code == exit_code::ok);
        CHECK_THAT(help->text, Catch::Contains("Usage:"));
    }
}
