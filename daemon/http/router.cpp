#include "daemon/http/router.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace candor::http {

namespace {

// "/a/b" -> "a", "b"; "/" -> "".
template <class Text>
std::vector<Text> split(std::string_view path) {
    std::vector<Text> segments;
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    while (true) {
        const std::size_t slash = path.find('/');
        segments.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

// Where the first difference is a literal against a {name}, the literal is the closer match.
bool is_closer(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (is_parameter(a[i]) != is_parameter(b[i])) return is_parameter(b[i]);
    }
    return false;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& p, std::string_view s) { return is_parameter(p) ? !s.empty() : p == s; });
}

// nullopt: a segment that is not properly encoded.
std::optional<Params> parameters(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
    Params params;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (!is_parameter(pattern[i])) continue;
        auto value = percent_decode(path[i]);
        if (!value) return std::nullopt;
        params.add(std::string_view(pattern[i]).substr(1, pattern[i].size() - 2), std::move(*value));
    }
    return params;
}

// Methods as a set of bits: a path is matched for every request, and this costs nothing.
unsigned bit(Method method) {
    return 1U << static_cast<unsigned>(method);
}

std::string allow_list(unsigned methods) {
    methods |= bit(Method::options) | ((methods & bit(Method::get)) != 0 ? bit(Method::head) : 0U);
    std::string list;
    for (const Method method : {Method::del, Method::get, Method::head, Method::options, Method::patch, Method::post, Method::put}) {
        if ((methods & bit(method)) == 0) continue;
        list += list.empty() ? "" : ", ";
        list += to_string(method);
    }
    return list;
}

Router::Refused not_found(std::string_view path) {
    return {Error(ErrorCode::not_found, "There is nothing at " + std::string(path.substr(0, 200)) + ".", "",
                  "GET /api/v1/openapi.json lists what there is."),
            ""};
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    std::set<std::pair<Method, std::string>> seen;
    for (const Route& route : routes_) {
        if (!seen.emplace(route.method, route.pattern).second) throw std::logic_error("two routes for " + route.pattern);
        shapes_.push_back({split<std::string>(route.pattern)});
    }
}

std::variant<Router::Found, Router::Refused, Router::Options> Router::match(Method method, std::string_view path) const {
    const auto segments = split<std::string_view>(path);
    const Method wanted = method == Method::head ? Method::get : method;
    const std::vector<std::string>* closest = nullptr;
    const Route* route = nullptr;
    unsigned methods = 0;  // that the path takes
    bool for_any_site = false;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const auto& shape = shapes_[i].segments;
        if (shape.size() != segments.size() || !fits(shape, segments)) continue;
        if (closest != nullptr && is_closer(*closest, shape)) continue;
        if (closest == nullptr || is_closer(shape, *closest)) {  // what was found before was another, vaguer path
            closest = &shape;
            route = nullptr;
            methods = 0;
            for_any_site = false;
        }
        methods |= bit(routes_[i].method);
        for_any_site = for_any_site || routes_[i].for_any_site;
        if (routes_[i].method == wanted) {
            route = &routes_[i];
            closest = &shape;
        }
    }
    if (closest == nullptr) return not_found(path);
    if (method == Method::options) return Options{allow_list(methods), for_any_site};
    if (route == nullptr) {
        return Refused{Error(ErrorCode::method_not_allowed, "This address does not take that method.", "",
                             "Allowed: " + allow_list(methods) + "."),
                       allow_list(methods)};
    }
    auto params = parameters(*closest, segments);
    if (!params) return not_found(path);
    return Found{route, std::move(*params)};
}

}  // namespace candor::http
