#include "daemon/mirror/mirror.hpp"

#include "core/base64.hpp"
#include "core/text.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace candor::mirror {

namespace json = boost::json;
using namespace std::chrono_literals;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr auto look_again = 60s;  // what says how it stands changes with time alone: a promise lapses
constexpr auto longest_wait = 1h;  // after failures
constexpr auto breath = 2s;       // between two passes, so that a burst of changes is one

json::object view(SiteFile file) {
    if (is_valid_utf8(file.content)) return {{"name", std::move(file.name)}, {"text", std::move(file.content)}};
    return {{"name", std::move(file.name)}, {"base64", base64(file.content)}};
}

}  // namespace

Mirror::Mirror(asio::any_io_executor executor, std::function<SiteSource()> source)
    : executor_(executor), source_(std::move(source)), wakeup_(executor), turn_(executor) {}

void Mirror::write_to(std::shared_ptr<Target> target) {
    target_ = std::move(target);
    wake();
}

void Mirror::wake() {
    wakeup_.notify();
}

void Mirror::close() {
    closed_ = true;
    if (target_) target_->close();
    wakeup_.notify();
}

Task<> Mirror::run() {
    Extent extent = Extent::all;
    auto wait = std::chrono::steady_clock::duration(look_again);
    while (!closed_) {
        const bool went_well = target_ == nullptr || co_await pass(extent);
        wait = went_well ? look_again : std::min<std::chrono::steady_clock::duration>(wait * 2, longest_wait);
        const auto now = std::chrono::steady_clock::now();
        const bool changed = co_await wakeup_.wait_until(target_ == nullptr ? std::chrono::steady_clock::time_point::max() : now + wait);
        extent = changed || !went_well ? Extent::all : Extent::some;
        while (changed && !closed_ && std::chrono::steady_clock::now() < now + breath) co_await wakeup_.wait_until(now + breath);
    }
}

Task<bool> Mirror::pass(Extent extent) {
    const auto target = target_;  // a reload may name another meanwhile
    SiteSource source = source_();
    source.follow = extent == Extent::all || known_.empty();
    if (!source.follow) source.known = known_;
    const Extent read = source.follow ? Extent::all : Extent::some;
    SiteFiles site;
    {
        const Turn::Held turn = co_await turn_.take();
        site = co_await collect(executor_, std::move(source));
    }
    if (read == Extent::all) known_ = site.paths;
    const Result<Written> result = co_await target->write(std::move(site.files), read);
    if (!closed_) note(result, site.whole, target->name());
    co_return result.has_value();
}

// Once for each problem, and once when it is over: not each minute.
void Mirror::note(const Result<Written>& result, bool whole, const std::string& where) {
    std::string problem;
    if (!result) problem = result.error().message() + " " + result.error().mend();
    else if (!whole) problem = "There is more than a site in files may have; the newest is in it.";
    if (problem == problem_) return;
    problem_ = problem;
    if (problem.empty()) log::info("the site is written again", {{"place", where}});
    else log::error("the site in files is not as it should be", {{"place", where}, {"problem", problem}});
}

Task<Response> Mirror::show() {
    const Turn::Held turn = co_await turn_.take();
    SiteFiles site = co_await collect(executor_, source_());
    json::array files;
    for (SiteFile& file : site.files) files.push_back(view(std::move(file)));
    co_return http::json(200, json::object{{"whole", site.whole}, {"files", std::move(files)}});
}

std::vector<http::Route> Mirror::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/api/v1/site", Scope::read, [this](const Request&, const Params&) { return show(); });
    return routes;
}

}  // namespace candor::mirror
