// A request as a handler sees it: parsed, limited, and with the peer known. No Beast here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace candor::http {

enum class Method { get, head, post, put, patch, del, options, other };

[[nodiscard]] std::string_view to_string(Method method);
[[nodiscard]] bool has_control(std::string_view text);  // C0 other than \n and \t, or DEL
[[nodiscard]] Method parse_method(std::string_view text);  // case matters (RFC 9110, 9.1)

struct Header {
    std::string name;  // lower case in a request; as it is to be written in a response
    std::string value;
};

// Who is at the other end of the connection.
struct Peer {
    bool local = false;   // over the unix socket
    uid_t uid = 0;        // local only (SO_PEERCRED)
    std::string user;     // local only: the name of the uid, or the number where it has no name
    std::string address;  // of the client: an IP address; empty if local
};

// How far a request may reach. Each includes those before it.
enum class Scope { none, read, respond, admin };

[[nodiscard]] std::string_view to_string(Scope scope);
[[nodiscard]] std::optional<Scope> parse_scope(std::string_view text);

// Who asks: the author of what is recorded.
struct Identity {
    std::string name;  // of the token, or of the local user; empty: nobody in particular
    Scope scope = Scope::none;
};

// Not an aggregate (g++ 12 and co_await).
class Request {
public:
    Request() : method(Method::get) {}

    Method method;
    std::string target;           // as sent, without the authority of an absolute form
    std::string path;             // of the target, still percent-encoded
    std::string query_text;       // of the target, after the first '?', still encoded
    std::vector<Header> headers;  // names in lower case
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
    Peer peer;
    Identity who;
    std::string id;               // X-Request-Id: for the log and for the answer

    // The first header of this (lower-case) name; nullptr: none.
    [[nodiscard]] const std::string* header(std::string_view name) const;
    // Of the body, in lower case and without parameters: "application/json"; empty: not declared.
    [[nodiscard]] std::string media_type() const;
    // The first value of this name in the query, decoded; nullopt: none, or one that is not properly encoded.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
};

// What a route's pattern has caught: the decoded values of its {names}.
class Params {
public:
    void add(std::string_view name, std::string value) { values_.emplace_back(name, std::move(value)); }
    // Empty where the pattern has no such name: a mistake in the route table, which its test finds.
    [[nodiscard]] const std::string& operator[](std::string_view name) const;

private:
    std::vector<std::pair<std::string_view, std::string>> values_;  // the names live in the router
};

// "%41" -> "A"; nullopt for a broken escape and for NUL. In a query, '+' is a space.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace candor::http
