// The table of routes: which handler answers which method and path, and what it takes to be let in.
#pragma once

#include "daemon/async/task.hpp"
#include "daemon/http/request.hpp"
#include "daemon/http/response.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace candor::http {

// The request and the parameters live until the task has ended.
using Handler = std::function<Task<Response>(const Request&, const Params&)>;

class Route {
public:
    Route(Method m, std::string p, Scope s, Handler h) : method(m), pattern(std::move(p)), scope(s), handler(std::move(h)) {}

    Method method;
    std::string pattern;  // "/api/v1/incidents/{id}/facts": a {name} takes one segment, never an empty one
    Scope scope;          // what the asker must have; none: anybody
    Handler handler;
    bool for_any_site = false;  // scripts of other sites may read the answer (CORS): nothing in it is for one reader alone
};

class Router {
public:
    // Throws std::logic_error where two routes have the same method and pattern.
    explicit Router(std::vector<Route> routes);

    struct Found {
        const Route* route;
        Params params;
    };
    struct Refused {
        Error error;
        std::string allow;  // for 405 and OPTIONS: "GET, HEAD, OPTIONS, POST"
    };
    struct Options {
        std::string allow;
        bool for_any_site = false;
    };
    // A literal segment wins over a {name}. HEAD is answered by GET's route, OPTIONS by the table itself.
    [[nodiscard]] std::variant<Found, Refused, Options> match(Method method, std::string_view path) const;

    [[nodiscard]] const std::vector<Route>& routes() const noexcept { return routes_; }

private:
    struct Shape {  // the same order as routes_
        std::vector<std::string> segments;  // of the pattern; "{id}" as it stands
    };

    std::vector<Route> routes_;
    std::vector<Shape> shapes_;
};

}  // namespace candor::http
