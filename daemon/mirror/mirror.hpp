// The site in a folder, kept up to date by the daemon and handed to `candor export-site`: for servers that do not share the
// daemon's fate.
#pragma once

#include "daemon/async/run_on.hpp"
#include "daemon/async/turn.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/mirror/folder.hpp"
#include "daemon/mirror/site_files.hpp"

#include <filesystem>
#include <functional>

namespace candor::mirror {

// Lives on the I/O thread, and longer than its routes. It writes on a thread of its own: neither readers nor the database wait.
class Mirror {
public:
    // `source`: asked for each time, as a reload changes it.
    Mirror(asio::any_io_executor executor, std::function<SiteSource()> source);

    // GET /api/v1/site: all files at once.
    [[nodiscard]] std::vector<http::Route> routes();

    // Empty: into none.
    void write_to(std::filesystem::path folder);
    // Something may have changed.
    void wake();
    // Until close(): after each change the whole, and each minute what says how it stands.
    [[nodiscard]] Task<> run();
    void close();

private:
    [[nodiscard]] Task<http::Response> show();
    [[nodiscard]] Task<> pass(Extent extent);
    void note(const Result<Written>& result, bool whole);

    asio::any_io_executor executor_;
    std::function<SiteSource()> source_;
    std::filesystem::path folder_;
    std::unique_ptr<DatabaseThread> writer_;  // none while nothing is written
    Wakeup wakeup_;
    Turn turn_;
    std::map<std::string, std::string> known_;  // path -> file, of the last whole pass
    Trust trust_ = Trust::nothing;              // until the first pass: there may have been a power cut
    std::string problem_;                       // that was reported last; empty: it went well
    bool closed_ = false;
};

}  // namespace candor::mirror
