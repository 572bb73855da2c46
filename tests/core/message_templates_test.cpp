// Templates are data from outside: refused whole, with file, line and what is expected; values are never read as templates.
#include "message_story.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;
using Catch::Contains;

namespace {

// The shipped files with one place changed.
std::map<std::string, std::string> with(const std::string& path, const std::string& from, const std::string& to) {
    auto files = template_files();
    std::string& content = files.at(path);
    const auto at = content.find(from);
    REQUIRE(at != std::string::npos);
    content.replace(at, from.size(), to);
    return files;
}

std::string problem(const std::map<std::string, std::string>& files, const std::vector<std::string>& wanted = {}) {
    const auto loaded = load_templates(files, "en", wanted);
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().code() == ErrorCode::invalid_template);
    return loaded.error().message();
}

std::string layout_problem(const std::string& source) {
    LayoutRules rules;
    rules.fields = {{"a", "b"}, {{"list", {{"item"}, {}}}}};
    const auto layout = load_layout(source, rules, "x.mustache");
    return layout ? "" : layout.error().message();
}

}  // namespace

TEST_CASE("the shipped templates load") {
    CHECK(load_templates(template_files(), "en").has_value());
    CHECK(templates().of("en-GB").phrases.language() == "en");
    CHECK(templates().of("xx").phrases.language() == "en");
    CHECK_FALSE(templates().has("xx"));
}

TEST_CASE("an unknown field is refused, with file, line and the fields that there are") {
    CHECK(problem(with("en/phrases.yaml", "late: \"This update is {{lateness}} late",
                       "late: \"This update is {{latness}} late")) ==
          "en/phrases.yaml:7: there is no field \"latness\"; there are: promised, lateness\n"
          "en/phrases.yaml:7: the field {{lateness}} must be printed, and not only inside another section (in "
          "slots.late)");
    CHECK(problem(with("en/email.text.mustache", "{{status}}", "{{state}}")) ==
          "en/email.text.mustache:2: there is no field \"state\"; there are: organisation, title, status, impact, "
          "number, published, "
          "now, next_update, url, language, personal, manage_url, leave_url, sections");
}

TEST_CASE("no text without the next-update time", "[S0.25]") {
    CHECK_THAT(
        problem(with("en/phrases.yaml", "next_update: \"Next update by {{time}}.\"", "next_update: \"More soon.\"")),
        Contains("the field {{time}} must be printed, and not only inside another section (in slots.next_update)"));
    for (const char* file : {"en/email.text.mustache", "en/email.html.mustache", "en/mastodon.text.mustache",
                             "en/webhook.text.mustache"}) {
        CHECK(problem(with(file, "{{next_update}}", "")) ==
              std::string(file) + ":1: the layout must always print {{next_update}}");
        // Printed, but only under a condition: as good as not printed.
        const auto hidden = with(file, "{{next_update}}", "{{#impact}}{{next_update}}{{/impact}}");
        CHECK(problem(hidden) == std::string(file) + ":1: the layout must always print {{next_update}}");
    }
}

TEST_CASE("no text without the link, and none that loses sentences") {
    CHECK(problem(with("en/mastodon.text.mustache", "{{url}}", "")) ==
          "en/mastodon.text.mustache:1: the layout must always print {{url}}");
    CHECK(problem(with("en/email.text.mustache", "{{#items}}- {{text}}\n{{/items}}", "")) ==
          "en/email.text.mustache:1: the layout must always print {{text}} of {{#items}} of {{#sections}}");
}

TEST_CASE("the subject holds nothing that changes from update to update") {
    CHECK_THAT(problem(with("en/email.subject.mustache", "{{title}}", "{{status}}: {{title}}")),
               Contains("en/email.subject.mustache:1: there is no field \"status\"; there are: organisation, title"));
}

TEST_CASE("a slot that is missing, misspelt or given twice is refused") {
    CHECK_THAT(problem(with("en/phrases.yaml", "  gathering:", "  gatherin:")),
               Contains("slots has no \"gatherin\"") && Contains("slots lacks \"gathering\""));
    CHECK_THAT(problem(with("en/phrases.yaml", "  ended:", "  started:")),
               Contains("\"started\" is here twice") && Contains("slots lacks \"ended\""));
    CHECK_THAT(problem(with("en/phrases.yaml", "    cause: the cause\n", "")),
               Contains("words.unknown lacks \"cause\""));
    CHECK_THAT(problem(with("en/phrases.yaml", "language: en", "language: [")), Contains("en/phrases.yaml:"));
}

TEST_CASE("an eta phrase without its basis, a scope phrase without its time, are refused", "[S0.19]") {
    CHECK_THAT(problem(with("en/phrases.yaml", " This rests on: {{basis}}.", "")),
               Contains("the field {{basis}} must be printed"));
    CHECK_THAT(problem(with("en/phrases.yaml", "many customers, as of {{as_of}}", "many customers")),
               Contains("the field {{as_of}} must be printed"));
}

TEST_CASE("a language that a channel asks for must be there, a misspelt file name is told") {
    CHECK(problem(template_files(), {"en", "xx"}) ==
          "xx/phrases.yaml:1: the file is missing, and a channel asks for \"xx\"");
    auto files = template_files();
    files["en/email.txt.mustache"] = "x";
    CHECK(problem(files) == "en/email.txt.mustache:1: no such template exists; is the name misspelt?");
    files = template_files();
    files.erase("en/webhook.text.mustache");
    CHECK(problem(files) == "en/webhook.text.mustache:1: the file is missing");
    CHECK_THAT(load_templates({}, "en").error().message(), Contains("\"en\" is the organisation's language"));
}

TEST_CASE("templates cannot include, unescape, change delimiters or leave tags open") {
    CHECK(layout_problem("{{> other}}") == "x.mustache:1: templates cannot include others ({{> other}})");
    CHECK(layout_problem("\n{{{a}}}") == "x.mustache:2: unescaped fields are not allowed: write {{a}}");
    CHECK(layout_problem("{{&a}}") == "x.mustache:1: unescaped fields are not allowed: write {{a}}");
    CHECK(layout_problem("{{=<% %>=}}") == "x.mustache:1: the delimiters cannot be changed");
    CHECK(layout_problem("a\n\n{{a") == "x.mustache:3: a {{ is never closed");
    CHECK(layout_problem("{{#a}}") == "x.mustache:1: the section \"a\" is never closed");
    CHECK(layout_problem("{{#a}}{{/b}}{{/a}}") == "x.mustache:1: {{/b}} closes a section that is not open here");
    CHECK(layout_problem("{{item}}") == "x.mustache:1: there is no field \"item\"; there are: a, b, list");
    CHECK(layout_problem("{{#list}}{{item}}{{a}}{{/list}}{{^b}}none{{/b}}{{! a remark }}").empty());
    CHECK(layout_problem("{{}}") == "x.mustache:1: there is no field \"\"; there are: a, b, list");
    CHECK(layout_problem("\xff") == "x.mustache:1: not valid UTF-8");
}

TEST_CASE("hostile values are printed as they are in text, escaped in HTML, and never read as a template", "[S1.15]") {
    const std::string hostile = "{{title}}{{#sections}}<script>alert('&\")</script>{{{now}}}";
    Story story;
    story.title = hostile;
    story.component_names = {{ComponentId("checkout"), hostile}};
    story.declare("14:00", {sure(Symptom{hostile}), sure(Workaround{hostile})});
    story.publish("14:10", hostile, {suspected(Cause{hostile, CauseCategory::unknown, hostile})});
    for (const ChannelKind channel : {ChannelKind::email, ChannelKind::webhook}) {
        CHECK_THAT(story.text(channel), Contains("What is wrong: " + hostile + "."));
    }
    const std::string html = story.rendered(ChannelKind::email).message.html;
    CHECK_THAT(html, !Contains("<script"));
    CHECK_THAT(html, Contains("{{title}}{{#sections}}&lt;script&gt;alert(&#39;&amp;&quot;)&lt;/script&gt;{{{now}}}"));
}

TEST_CASE("a fact's own full stop is not doubled, its question mark not followed by one") {
    Story story;
    story.declare("14:00",
                  {sure(Symptom{"payments fail."}), sure(Symptom{"is it the bank?"}), sure(Symptom{"and so on..."})});
    const std::string text = story.text(ChannelKind::email);
    CHECK_THAT(text,
               Contains("What is wrong: payments fail. What is wrong: is it the bank? What is wrong: and so on..."));
}

TEST_CASE("numbers, percentages and durations are written as the language does") {
    const PhraseBook& en = templates().of("en").phrases;
    CHECK(en.number(0) == "0");
    CHECK(en.number(1234567) == "1,234,567");
    CHECK(en.percent(0.125) == "12.5%");
    CHECK(en.percent(1) == "100%");
    CHECK(en.duration(std::chrono::seconds{0}) == "0 seconds");
    CHECK(en.duration(std::chrono::hours{25}) == "1 day 1 hour");
    CHECK(en.duration(std::chrono::minutes{61}) == "1 hour 1 minute");
    CHECK(en.duration(std::chrono::days{1} + std::chrono::minutes{5}) == "1 day");
    CHECK(en.pace(std::chrono::hours{1}) == "60 minutes");
    CHECK(en.pace(std::chrono::minutes{30}) == "30 minutes");
    const PhraseBook& de = templates().of("de-AT").phrases;
    CHECK(de.number(1234567) == "1.234.567");
    CHECK(de.percent(0.125) == "12,5\u00a0%");
    CHECK(de.duration(std::chrono::minutes{61}) == "1 Stunde 1 Minute");
    CHECK(templates().of("fr").phrases.number(12345) == "12\u202f345");
    CHECK(en.join({"a", "b", "c"}) == "a, b and c");
    CHECK(en.join({"a"}) == "a");
}
