// The engine as such: evasion, determinism, linear work, the reader, the loader and the generated table.
#include "core/digest.hpp"
#include "tests/honesty/rig.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <iostream>

using namespace candor;
using namespace candor::honesty;
using test::rules;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
    return text;
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

// A zero-width space inside every longer word.
std::string zero_width(const std::string& text) {
    std::string result;
    int letters = 0;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        letters = letter ? letters + 1 : 0;
        result += c;
        if (letters == 2) result += "\u200B";
    }
    return result;
}

std::string full_width(const std::string& text) {
    std::u32string wide;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        wide += letter ? static_cast<char32_t>(c) + 0xFEE0u : static_cast<char32_t>(static_cast<unsigned char>(c));
    }
    return to_utf8(wide);
}

bool same_rule(const Fixture& fixture, const std::string& text) {
    const auto evidence = read_evidence(fixture.record);
    REQUIRE(evidence.has_value());
    const CheckInput input{text, &*evidence, fixture.phase, fixture.update, fixture.form, fixture.strictness, {}, nullptr, nullptr};
    for (const Finding& finding : check(input, test::lexicon(), test::catalogue())) {
        if (finding.rule == fixture.rule) return true;
    }
    return false;
}

std::string long_text(std::size_t characters) {
    static const std::string part =
        "We are restoring the second database and expect to be back by 16:00 UTC. About 12% of customers cannot log in; "
        "the issue has been resolved for some of them, and no data has been lost. We'll share an update shortly. ";
    std::string text;
    while (text.size() < characters) text += part;
    return text;
}

std::size_t work_of(const std::string& text) {
    const Evidence evidence;
    std::size_t work = 0;
    CheckInput input;
    input.text = text;
    input.evidence = &evidence;
    (void)check(input, test::lexicon(), test::catalogue(), &work);
    return work;
}

}  // namespace

TEST_CASE("invisible characters, look-alikes, case, width, curly quotes and hard spaces change nothing") {
    const auto fixtures = load_fixtures(test::read_file("etc/honesty/tests/en.yaml"), "en");
    REQUIRE(fixtures.has_value());
    int tried = 0;
    int found = 0;
    for (const Fixture& fixture : *fixtures) {
        // Spans and limits count characters; host names and acronyms are about how a word is written.
        if (fixture.kind != Fixture::Kind::bad || fixture.limit || fixture.rule == "HON-701" || fixture.rule == "HON-707") continue;
        const std::vector<std::string> variants{zero_width(fixture.text),
                                                upper(fixture.text),
                                                full_width(fixture.text),
                                                replaced(fixture.text, " ", "\u00A0"),
                                                replaced(replaced(fixture.text, "'", "\u2019"), "-", "\u2013"),
                                                replaced(replaced(fixture.text, "e", "\u0435"), "o", "\u043E"),
                                                replaced(fixture.text, "a", "a\u0301")};
        for (const auto& variant : variants) {
            ++tried;
            if (same_rule(fixture, variant)) ++found;
            else if (tried - found < 12) std::cout << "evaded: " << fixture.rule << " " << variant << "\n";
        }
    }
    std::cout << "robustness: " << found << " of " << tried << " variants found\n";
    CHECK(static_cast<double>(found) >= 0.99 * tried);
}

TEST_CASE("each feature of a claim keeps the incident's end from being claimed") {
    for (const char* text : {
             "The issue is not yet resolved.",                                    // polarity
             "Service hasn't been restored.",                                     // polarity, contracted
             "Once this is resolved, we will publish a report.",                  // condition
             "We are monitoring to ensure the issue is resolved.",                // purpose
             "The issue should be resolved now.",                                 // modality
             "The issue will be resolved.",                                       // tense
             "The deploy finished and the migration is complete.",                // subject
             "We said \"the issue has been resolved\", and that was wrong.",      // quotation
             "Last month we resolved a similar outage within an hour.",           // past incident
             "We resolved the DNS issue, but are still investigating errors.",    // scope
             "The issue has been resolved for most customers.",                   // scope of the adverb
         }) {
        CAPTURE(text);
        CHECK(rules(text).find("HON-401") == std::string::npos);
    }
}

TEST_CASE("the same input gives the same findings, byte for byte") {
    const auto text = long_text(2000);
    CHECK(to_json(test::findings(text)) == to_json(test::findings(text)));
}

TEST_CASE("spans count code points of the text as given, with an exclusive end") {
    const auto found = test::findings("Überraschung — we’ll have this resolved shortly.");
    REQUIRE(found.size() == 1);
    CHECK(found[0].start == 40);
    CHECK(found[0].end == 47);
}

TEST_CASE("work grows with the length and with nothing else") {
    const auto once = work_of(long_text(2000));
    const auto fifty = work_of(long_text(100'000));
    std::cout << "work: " << once << " for 2,000 characters, " << fifty << " for 100,000\n";
    CHECK(static_cast<double>(fifty) <= 60.0 * static_cast<double>(once));
    std::string hostile;
    for (int i = 0; i < 5000; ++i) hostile += "not fix soon will restored by ";
    CHECK(work_of(hostile) <= 20 * work_of(hostile.substr(0, hostile.size() / 15)));
}

TEST_CASE("no text breaks the reader") {
    for (const std::string& text : {std::string(), std::string("\xFF\xFE\x80"), std::string(3000, '('), std::string(3000, '"'), std::string(1, '\0'),
                                    std::string("\u0301\u0301\u200B"), std::string("99999999999999999999999:99 pm 4000000000%"), std::string("2026-02-30T99:99Z")}) {
        CHECK_NOTHROW(test::findings(text));
    }
}

TEST_CASE("a clock time without a zone may be meant where the record writes its own times") {
    const auto blocks = [](const char* text, std::string record) {
        test::Given given;
        given.record = std::move(record);
        given.phase = Phase::identified;
        return test::rules(text, given, Severity::block);
    };
    const std::string rest = R"(, "basis": "crew on site", "owner": "operations"}})";
    const char* evening = "Power will be back by 5:00 PM today.";
    CHECK(blocks(evening, R"({"now": "2026-03-02T18:00:00Z", "eta": {"latest": "2026-03-02T17:00:00-05:00")" + rest) == "");
    CHECK(blocks(evening, R"({"now": "2026-03-02T12:00:00Z", "eta": {"latest": "2026-03-02T22:00:00Z")" + rest).starts_with("HON-103"));
    CHECK(read_evidence(R"({"eta": {"latest": "2026-03-02T17:00:00-03:30"}})")->offset == -210);
    CHECK_FALSE(read_evidence(R"({"now": "2026-03-02T17:00:00+00:00"})")->offset.has_value());
}

TEST_CASE("the date beside a weekday says which week") {
    const auto blocks = [](const char* text) {
        test::Given given;
        given.record = R"({"now": "2018-11-02T12:00:00Z", "eta": {"latest": "2018-11-09T17:00:00Z", "basis": "plan", "owner": "operations"}})";
        given.phase = Phase::identified;
        return test::rules(text, given, Severity::block);
    };
    CHECK(blocks("The work is expected to be completed by Friday, November 9.") == "");
    CHECK(blocks("The work is expected to be completed by Friday, November 2.") == "HON-103");
    CHECK(blocks("The work is expected to be completed by Friday.") == "HON-103");
}

TEST_CASE("weeks are told to the nearest") {
    const auto blocks = [](const char* text) {
        test::Given given;
        given.record = R"({"now": "2026-03-18T12:00:00Z", "started_at": "2026-03-02T08:00:00Z", "down": true})";
        given.phase = Phase::identified;
        return test::rules(text, given, Severity::block);
    };
    CHECK(blocks("The site has been down for the last two weeks.") == "");
    CHECK(blocks("The site has been down for the last ten days.") == "HON-405");
}

TEST_CASE("the record is read tolerantly: absent, null, dotted and short forms") {
    const auto record = read_evidence(R"({"severity": "SEV1", "reports.open": 3, "probe.state": "ok", "scope": 0.25, "eta": null,
        "data_loss": "no", "cause": "suspected", "soak": "30m", "history_since": "2024-01-01", "started_at": "2026-03-02T14:00Z",
        "similar_incidents": [], "unknown_key": {"deep": [1]}})");
    REQUIRE(record.has_value());
    CHECK(record->severity == Impact::critical);
    CHECK(record->reports.open == 3);
    CHECK(record->probe == Health::good);
    CHECK(record->scope.fraction == 0.25);
    CHECK_FALSE(record->eta.latest.has_value());
    CHECK(record->data_loss.answer == Answer::no);
    CHECK(record->cause.status == Certainty::suspected);
    CHECK(record->soak.required == std::chrono::minutes(30));
    CHECK(record->history_since == parse_rfc3339("2024-01-01T00:00:00Z"));
    CHECK(record->started_at == parse_rfc3339("2026-03-02T14:00:00Z"));
    CHECK(record->similar_incidents.has_value());
}

TEST_CASE("a field of the wrong type is refused by its path") {
    const auto error = [](const char* json) { return read_evidence(json).error().field(); };
    CHECK(error(R"({"scope": {"fraction": "many"}})") == "scope.fraction");
    CHECK(error(R"({"scope": {"fraction": 12}})") == "scope.fraction");
    CHECK(error(R"({"actions": [{"text": "a", "at": "noon"}]})") == "actions[0].at");
    CHECK(error(R"({"eta": {"latest": 5}})") == "eta.latest");
    CHECK(error(R"({"data_loss": "perhaps"})") == "data_loss");
    CHECK(read_evidence("[]").has_error());
    CHECK(read_evidence("{").has_error());
}

TEST_CASE("a broken lexicon is refused with file, line and path") {
    const auto message = [](const std::string& yaml) { return load_lexicon(yaml, "x.yaml").error().message(); };
    const std::string head = "language: x\nversion: \"1\"\ntime: {}\n";
    CHECK(message("language: x\n") == "x.yaml:1: version: is missing");
    CHECK(message(head + "claims:\n  resolved:\n    - patterns: [\"*3 fixed\"]\n").find("x.yaml:6: claims.resolved[0].patterns[0]") == 0);
    CHECK(message(head + "claims:\n  resolved:\n    - patterns: [\"(fixed\"]\n").find("missing \")\"") != std::string::npos);
    CHECK(message(head + "claims:\n  resolved:\n    - patterns: [\"<nothing>\"]\n").find("there is no class <nothing>") != std::string::npos);
    CHECK(message(head + "classes: {end: [\"~\"]}\n").find("is no ending") != std::string::npos);
    CHECK(message(head + "claims:\n  resolved:\n    - patterns: [\"~ fixed\"]\n").find("\"~\" is no ending") != std::string::npos);
    CHECK(message(head + "raw: {placeholder: ['(']}\n").find("x.yaml:4: raw.placeholder[0]") == 0);
    CHECK(message(head + "colour: red\n").find("is not a part of a lexicon") != std::string::npos);
    CHECK(message("a: [").find("x.yaml:") == 0);
}

TEST_CASE("a lexicon that fails its own fixture is refused, with the fixture named") {
    const auto yaml = test::read_file("etc/honesty/en.yaml");
    const std::string fixtures = "rules:\n  HON-101:\n    bad:\n      - \"We are restoring the database.\"\n";
    const auto refused = load_checked_lexicon({yaml, "en.yaml", fixtures, "tests/en.yaml"}, test::catalogue());
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::invalid_lexicon);
    CHECK(refused.error().message().find("tests/en.yaml:4: rules.HON-101: HON-101 should fire once") == 0);
}

TEST_CASE("the shipped lexicons pass their own fixtures") {
    for (const std::string language : {"en", "de", "fr", "es"}) {
        const auto yaml = test::read_file("etc/honesty/" + language + ".yaml");
        const auto fixtures = test::read_file("etc/honesty/tests/" + language + ".yaml");
        const auto loaded = load_checked_lexicon({yaml, language + ".yaml", fixtures, "tests/" + language + ".yaml"}, test::catalogue());
        CAPTURE(language);
        INFO((loaded ? std::string() : loaded.error().message()));
        REQUIRE(loaded.has_value());
        CHECK(loaded->hash == to_hex(sha256(yaml)));
    }
}

TEST_CASE("the catalogue has all 58 rules, and every rule has its words") {
    const auto& all = test::catalogue().rules;
    CHECK(all.size() == 58);
    for (const Rule& rule : all) {
        CAPTURE(rule.id);
        for (const char* language : {"en", "de", "fr", "es"}) {
            const auto& messages = test::lexicon(language).messages;
            const auto words = messages.find(rule.id);
            CAPTURE(language);
            REQUIRE(words != messages.end());
            CHECK_FALSE(words->second.fixes.empty());
        }
        CHECK(explain_rule(rule).find(rule.legitimate_if) != std::string::npos);
    }
    CHECK(test::catalogue().find("HON-101")->name == "eta.vague");
    CHECK(test::catalogue().find("eta.vague")->id == "HON-101");
    CHECK(test::catalogue().find("HON-999") == nullptr);
}

TEST_CASE("docs/honesty-rules.md is what the data generates") {
    const auto generated = rules_markdown(test::catalogue());
    CHECK(generated == test::read_file("docs/honesty-rules.md"));
}

TEST_CASE("findings are a JSON array of rule, severity, start, end, message and fix") {
    const auto json = boost::json::value(to_json(test::findings("We'll have this resolved shortly")));
    REQUIRE(json.as_array().size() == 1);
    const auto& finding = json.as_array()[0].as_object();
    CHECK(finding.size() == 6);
    CHECK(finding.at("rule") == "HON-101");
    CHECK(finding.at("severity") == "block");
    CHECK(finding.at("start") == 25);
    CHECK(finding.at("end") == 32);
    CHECK_FALSE(finding.at("message").as_string().empty());
    CHECK_FALSE(finding.at("fix").as_string().empty());
}
