// Serves the bytes of a file as the daemon serves what everybody may read - its server, a table of as many routes, the cache -
// until it is stopped. scripts/bench-reads holds it against nginx with the same bytes.
// Usage: reads_bench FILE [PORT]
#include "daemon/async/io.hpp"
#include "daemon/http/read_cache.hpp"
#include "daemon/http/server.hpp"
#include "daemon/http/token.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

using namespace candor;
using namespace candor::http;

namespace {

constexpr int other_routes = 110;  // about as many as the daemon has

Task<Response> nothing(const Request&, const Params&) {
    co_return Response(204);
}

std::vector<Route> routes(ReadCache& cache, const Clock& clock, const std::string& body) {
    std::vector<Route> table;
    for (int i = 0; i < other_routes; ++i) table.emplace_back(Method::get, fmt::format("/api/v1/things{}/{{id}}", i), Scope::read, nothing);
    for (const std::string path : {"/", "/api/v2/summary.json"}) {
        table.emplace_back(Method::get, path, Scope::none, [&cache, &clock, &body, path](const Request& request, const Params&) -> Task<Response> {
            const Basis basis{1, {}, std::chrono::floor<std::chrono::minutes>(clock.now())};
            co_return serve(request, cache.get(path, basis, [&] { return Made{"application/json; charset=utf-8", body}; }));
        });
    }
    return table;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return EXIT_FAILURE;
    std::ifstream file(argv[1], std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    const SystemClock clock;
    Io io;
    ReadCache cache(clock);
    auto router = std::make_shared<const Router>(routes(cache, clock, body));
    Server server(io.executor(), clock, {}, std::move(router), std::make_shared<TokenTable>(std::vector<TokenTable::Entry>{}));
    const auto port = server.listen_tcp("127.0.0.1", static_cast<std::uint16_t>(argc > 2 ? std::atoi(argv[2]) : 0));
    if (!port) {
        std::fputs(port.error().message().c_str(), stderr);
        return EXIT_FAILURE;
    }
    fmt::print("{}\n", *port);
    std::fflush(stdout);
    io.run(server.run());
    return EXIT_SUCCESS;
}
