#include "daemon/http/json_body.hpp"
#include "daemon/http/respond.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::http;
using namespace std::chrono_literals;

namespace {

Request with_body(std::string body, std::string type = "application/json") {
    Request request;
    request.headers.push_back({"content-type", std::move(type)});
    request.body = std::make_shared<const std::string>(std::move(body));
    return request;
}

// {"a":{"a":...}}: `depth` objects.
std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i) text += "{\"a\":";
    return text + "{}" + std::string(depth - 1, '}');
}

std::string message_of(const std::string& body, void (*read)(FieldReader&)) {
    const auto object = json_object(with_body(body));
    REQUIRE(object.has_value());
    FieldReader reader(*object, "fact");
    read(reader);
    const auto error = reader.error();
    return error ? error->message() : "";
}

}  // namespace

TEST_CASE("a body is taken as JSON only if it says so and is so") {
    CHECK(json_object(with_body("{\"a\":1}")).has_value());
    CHECK(json_object(with_body("{}", "Application/JSON ; charset=utf-8")).has_value());
    CHECK(json_object(Request()).has_value());
    CHECK(json_object(with_body("{}", "text/plain")).error().code() == ErrorCode::unsupported_media);
    for (const char* bad : {"[]", "1", "\"a\"", "{", "{\"a\":1,}", "{'a':1}", "{\"a\":1} x", "{\"a\":\"\xff\"}", "{\"a\":01}", "nul"}) {
        CAPTURE(bad);
        const auto refused = json_object(with_body(bad));
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == ErrorCode::malformed_request);
    }
}

TEST_CASE("JSON may be 32 levels deep and no deeper") {
    CHECK(json_object(with_body(nested(32))).has_value());
    const auto refused = json_object(with_body(nested(33)));
    REQUIRE(refused.has_error());
    CHECK(refused.error().message() == "The JSON is nested deeper than 32 levels.");
    CHECK(json_object(with_body(std::string(200'000, '['))).has_error());
}

TEST_CASE("what is wrong with a field is said with the field's name") {
    const auto title = [](FieldReader& in) { static_cast<void>(in.text("title", 10)); };
    CHECK(message_of("{}", title) == "`fact.title` is missing.");
    CHECK(message_of("{\"title\":null}", title) == "`fact.title` is missing.");
    CHECK(message_of("{\"title\":7}", title) == "`fact.title` is not a string.");
    CHECK(message_of("{\"title\":\" \\n\"}", title) == "`fact.title` is empty.");
    CHECK(message_of("{\"title\":\"12345678901\"}", title) == "`fact.title` is longer than 10 bytes.");
    CHECK(message_of("{\"title\":\"a\\u0000b\"}", title) == "`fact.title` contains a control character.");
    CHECK(message_of("{\"title\":\"a\\u001bb\"}", title) == "`fact.title` contains a control character.");
    CHECK(message_of("{\"title\":\"ok\",\"titel\":1}", title) == "`fact.titel` is not a field of this request.");
    CHECK(message_of("{\"title\":\"ok\"}", title).empty());
    CHECK(message_of("{\"at\":\"noon\"}", [](FieldReader& in) { static_cast<void>(in.time("at")); }) ==
          "`fact.at` is not an RFC 3339 time such as 2026-11-22T14:00:00Z.");
    CHECK(message_of("{\"every\":\"15\"}", [](FieldReader& in) { static_cast<void>(in.duration("every")); }) ==
          "`fact.every` is not a duration such as 15m or 1h30m.");
    CHECK(message_of("{\"n\":1.5}", [](FieldReader& in) { static_cast<void>(in.integer("n", 0, 9)); }) ==
          "`fact.n` is not a whole number from 0 to 9.");
    CHECK(message_of("{\"n\":10}", [](FieldReader& in) { static_cast<void>(in.integer("n", 0, 9)); }) ==
          "`fact.n` is not a whole number from 0 to 9.");
    CHECK(message_of("{\"b\":\"true\"}", [](FieldReader& in) { static_cast<void>(in.flag("b")); }) ==
          "`fact.b` is neither true nor false.");
    CHECK(message_of("{\"l\":[\"a\",2]}", [](FieldReader& in) { static_cast<void>(in.texts("l", 5, 5)); }) ==
          "`fact.l[1]` is not a string.");
    CHECK(message_of("{\"l\":[\"a\",\"b\",\"c\"]}", [](FieldReader& in) { static_cast<void>(in.texts("l", 2, 5)); }) ==
          "`fact.l` has more than 2 entries.");
    CHECK(message_of("{\"o\":[]}", [](FieldReader& in) { static_cast<void>(in.object("o")); }) == "`fact.o` is not an object.");
    CHECK(message_of("{\"scope\":\"root\"}", [](FieldReader& in) {
              static_cast<void>(in.word("scope", parse_scope, "none, read, respond, admin"));
          }) == "`fact.scope` is not one of none, read, respond, admin.");
}

TEST_CASE("what is right is read") {
    const auto object = json_object(with_body(
        R"({"t":"x","at":"2026-11-22T14:00:00Z","every":"15m","n":7,"b":true,"l":["a","b"],"o":{"k":1},"s":"read","z":null})"));
    REQUIRE(object.has_value());
    FieldReader in(*object);
    CHECK(in.text("t", 10) == "x");
    CHECK(in.time("at") == parse_rfc3339("2026-11-22T14:00:00Z"));
    CHECK(in.duration("every") == Duration(15min));
    CHECK(in.integer("n", 0, 9) == 7);
    CHECK(in.flag("b") == true);
    CHECK(in.texts("l", 5, 5) == std::vector<std::string>{"a", "b"});
    REQUIRE(in.object("o") != nullptr);
    CHECK(in.object("o")->at("k") == 1);
    CHECK(in.word("s", parse_scope, "") == Scope::read);
    CHECK_FALSE(in.optional_text("z", 5).has_value());
    CHECK_FALSE(in.error().has_value());
}

TEST_CASE("every code of the catalogue becomes its status, with everything a person needs to go on") {
    for (const ErrorInfo& info : error_catalogue()) {
        const Response response = respond(Error(info.code, "What is wrong.", "where", "What mends it."), "r-1");
        CHECK(response.status == info.http_status);
        CHECK(response.content_type == "application/json");
        const auto error = boost::json::parse(*response.body).at("error");
        CHECK(std::string_view(error.at("code").as_string()) == info.id);
        CHECK(std::string_view(error.at("message").as_string()) == "What is wrong.");
        CHECK(std::string_view(error.at("field").as_string()) == "where");
        CHECK(std::string_view(error.at("mend").as_string()) == "What mends it.");
        CHECK(std::string_view(error.at("request_id").as_string()) == "r-1");
    }
    const Response brief = respond(Error(ErrorCode::not_found, "Nothing."), "r-2");
    CHECK_FALSE(boost::json::parse(*brief.body).at("error").as_object().contains("field"));
}
