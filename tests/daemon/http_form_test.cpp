#include "daemon/http/form.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::http;

namespace {

Result<Form> read(std::string body, std::string type = "application/x-www-form-urlencoded") {
    Request request;
    request.method = Method::post;
    request.headers.push_back({"content-type", std::move(type)});
    request.body = std::make_shared<const std::string>(std::move(body));
    return read_form(request);
}

}  // namespace

TEST_CASE("a form's fields are decoded, trimmed, and the first of a name counts") {
    const auto form = read("see=+Cards+are+declined%21+&see=other&empty=&stops=pay%0D%0Arent&caf%C3%A9=%E2%82%AC", "Application/X-WWW-Form-Urlencoded; charset=utf-8");
    REQUIRE(form.has_value());
    CHECK(form->text("see") == "Cards are declined!");
    CHECK(form->text("stops") == "pay\nrent");
    CHECK(form->text("caf\xC3\xA9") == "\xE2\x82\xAC");
    CHECK(form->text("empty").empty());
    CHECK(form->text("absent").empty());
}

TEST_CASE("a form that is none is refused") {
    CHECK(read("{}", "application/json").error().code() == ErrorCode::unsupported_media);
    for (const char* body : {"a=%", "a=%zz", "a=%FF", "a=%00", "a=%1B[2J"}) CHECK(read(body).error().code() == ErrorCode::malformed_request);
    std::string many;
    for (int i = 0; i < 60; ++i) many += "f" + std::to_string(i) + "=1&";
    CHECK(read(many).error().code() == ErrorCode::malformed_request);
    CHECK(read("").has_value());
}
