// The site somewhere else, kept up to date by the daemon and handed to `candor export-site`: for servers that do not share the
// daemon's fate.
#pragma once

#include "daemon/async/turn.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/mirror/site_files.hpp"
#include "daemon/mirror/target.hpp"

#include <functional>
#include <memory>

namespace candor::mirror {

// Lives on the I/O thread, and longer than its routes. One for each place that the site is written to, so that none waits for
// another.
class Mirror {
public:
    // `source`: asked for each time, as a reload changes it.
    Mirror(asio::any_io_executor executor, std::function<SiteSource()> source);

    // GET /api/v1/site: all files at once.
    [[nodiscard]] std::vector<http::Route> routes();

    // Null: to none.
    void write_to(std::shared_ptr<Target> target);
    // Something may have changed.
    void wake();
    // Until close(): after each change the whole, and each minute what says how it stands. Where that failed the whole is tried
    // again, after a minute, then after twice the time, and each hour at least.
    [[nodiscard]] Task<> run();
    void close();

private:
    [[nodiscard]] Task<http::Response> show();
    [[nodiscard]] Task<bool> pass(Extent extent);
    void note(const Result<Written>& result, bool whole, const std::string& where);

    asio::any_io_executor executor_;
    std::function<SiteSource()> source_;
    std::shared_ptr<Target> target_;  // none: nothing is written
    Wakeup wakeup_;
    Turn turn_;
    std::map<std::string, std::string> known_;  // path -> file, of the last whole pass
    std::string problem_;                       // that was reported last; empty: it went well
    bool closed_ = false;
};

}  // namespace candor::mirror
