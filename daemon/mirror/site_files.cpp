#include "daemon/mirror/site_files.hpp"

#include "core/relink.hpp"
#include "daemon/async/wakeup.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace candor::mirror {

using http::Method;
using http::Request;
using http::Response;
using http::Router;
using http::Scope;

namespace {

// Leads to nowhere on purpose: what is answered there becomes the page for all wrong addresses.
const std::string wrong_path = "/404";

struct Fetched {
    std::string path;
    std::string file;
    std::string content;
    bool is_page = false;
    std::string type;
    std::string cache;
};

std::string cache_of(const Response& response) {
    for (const http::Header& header : response.headers) {
        if (header.name == "Cache-Control") return header.value;
    }
    return {};
}

bool is_for_everybody(const Response& response) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [](const http::Header& header) { return header.name == "Cache-Control" && header.value.starts_with("public"); });
}

class Collector {
public:
    Collector(asio::any_io_executor executor, SiteSource source) : source_(std::move(source)), others_(std::move(executor)) {}

    Task<SiteFiles> run() {
        files_ = source_.known;
        want("/");
        for (const std::string& path : source_.paths) want(path);
        while (!wanted_.empty()) {
            const std::string path = std::move(wanted_.front());
            wanted_.pop_front();
            co_await fetch(path);
            co_await others_.wait_until(std::chrono::steady_clock::now());
        }
        if (source_.follow) co_await fetch_wrong();
        co_return finish();
    }

private:
    void want(const std::string& path) {
        if (!seen_.insert(path).second) return;
        if (seen_.size() > most_files) whole_ = false;
        else wanted_.push_back(path);
    }

    Task<Response> ask(const std::string& path) {
        Request request;
        request.target = path;
        request.path = path;
        request.id = "mirror";
        const auto match = source_.router->match(Method::get, path);
        const auto* found = std::get_if<Router::Found>(&match);
        if (found == nullptr || found->route->scope != Scope::none) co_return Response(404);
        co_return co_await found->route->handler(request, found->params);
    }

    Task<> fetch(const std::string& path) {
        const Response response = co_await ask(path);
        if (response.status != 200 || !response.body || !is_for_everybody(response)) co_return;
        const bool is_page = response.content_type.starts_with("text/html");
        Fetched one{path, file_of(path, response.content_type), *response.body, is_page, response.content_type, cache_of(response)};
        if (!is_file_name(one.file)) co_return;
        if (bytes_ + one.content.size() > most_bytes) {
            whole_ = false;
            co_return;
        }
        bytes_ += one.content.size();
        if (is_page && source_.follow) note_links(one);
        files_[path] = one.file;
        fetched_.push_back(std::move(one));
    }

    // Static servers show it for every wrong address, however deep: its links lead to the site from anywhere.
    Task<> fetch_wrong() {
        const Response response = co_await ask(wrong_path);
        if (response.status == 404 && response.body) wrong_ = *response.body;
    }

    void note_links(const Fetched& page) {
        static_cast<void>(relink(page.content, [&](const std::string& link) {
            if (const auto target = local_target(link, page.path, source_.url); target && !target->suffix.starts_with('?')) want(target->path);
            return link;
        }));
    }

    [[nodiscard]] std::string leading_from(const Fetched& page, const std::string& link) const {
        const auto target = local_target(link, page.path, source_.url);
        if (!target) return link;
        const auto file = files_.find(target->path);
        if (file == files_.end() || target->suffix.starts_with('?')) return source_.url + target->path + target->suffix;
        return way_between(page.file, file->second) + target->suffix;
    }

    // What is linked to is there before what links to it: whoever reads while the files are written follows no dead link.
    SiteFiles finish() {
        SiteFiles site;
        site.whole = whole_;
        for (auto one = fetched_.rbegin(); one != fetched_.rend(); ++one) {
            if (one->is_page) one->content = relink(one->content, [&](const std::string& link) { return leading_from(*one, link); });
            site.files.push_back({std::move(one->file), std::move(one->content), std::move(one->type), std::move(one->cache)});
        }
        site.paths = std::move(files_);
        if (wrong_.empty()) return site;
        std::string wrong = relink(wrong_, [&](const std::string& link) {
            const auto target = local_target(link, wrong_path, source_.url);
            return target ? source_.url + target->path + target->suffix : link;
        });
        site.files.push_back({"404.html", std::move(wrong), "text/html; charset=utf-8", "public, max-age=60"});
        return site;
    }

    SiteSource source_;
    Wakeup others_;  // never notified: waiting until now lets others run
    std::deque<std::string> wanted_;
    std::set<std::string> seen_;
    std::vector<Fetched> fetched_;
    std::map<std::string, std::string> files_;  // by path
    std::string wrong_;
    std::size_t bytes_ = 0;
    bool whole_ = true;
};

}  // namespace

Task<SiteFiles> collect(asio::any_io_executor executor, SiteSource source) {
    Collector collector(std::move(executor), std::move(source));
    co_return co_await collector.run();
}

}  // namespace candor::mirror
