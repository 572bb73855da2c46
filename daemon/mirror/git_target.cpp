#include "daemon/mirror/git_target.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::mirror {

namespace {

// What git says, on one line.
std::string said_by_git(const std::string& output) {
    std::string line(trimmed(output));
    std::replace_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 32; }, ' ');
    return line;
}

class Git {
public:
    Git(const GitPlace& place, const StopSignal& stop) : place_(place), stop_(stop) {}

    // With what it ended; an error where that is not one of `fine`.
    Result<int> run(std::vector<std::string> words, std::initializer_list<int> fine = {0}) const {
        const std::string verb = words.front();
        Program program;
        program.words = {"git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"};
        program.words.insert(program.words.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
        program.folder = place_.folder;
        // Nobody is there to be asked; and a folder that lies in another repository is not mistaken for that one.
        program.environment = {"GIT_TERMINAL_PROMPT=0", "LC_ALL=C", "GIT_CEILING_DIRECTORIES=" + place_.folder.parent_path().string(),
                               "GIT_AUTHOR_NAME=Candor", "GIT_AUTHOR_EMAIL=candor@localhost", "GIT_COMMITTER_NAME=Candor", "GIT_COMMITTER_EMAIL=candor@localhost"};
        auto ran = run_program(program, stop_);
        if (!ran) return ran.error();
        if (std::find(fine.begin(), fine.end(), ran->status) != fine.end()) return ran->status;
        return Error(ErrorCode::internal, fmt::format("git {} ended with {}: {}", verb, ran->status, said_by_git(ran->output)), "export.git",
                     "Try it by hand in that folder, as the user that candord runs as.");
    }

private:
    const GitPlace& place_;
    const StopSignal& stop_;
};

Result<bool> commit(const Git& git, const Written& written) {
    if (auto added = git.run({"add", "--all", "--", "."}); !added) return added.error();
    const auto differs = git.run({"diff", "--cached", "--quiet"}, {0, 1});
    if (!differs) return differs.error();
    if (*differs == 0) return false;
    const std::string words = fmt::format("The status page: {} files written, {} removed", written.written, written.removed);
    if (auto done = git.run({"commit", "--quiet", "--message", words}); !done) return done.error();
    return true;
}

}  // namespace

Result<Written> push_site(const GitPlace& place, std::span<const SiteFile> files, Extent extent, bool is_behind, const StopSignal& stop) {
    std::error_code unreadable;
    if (!std::filesystem::exists(place.folder / ".git", unreadable)) {
        return Error(ErrorCode::invalid_config, fmt::format("{} is no clone of a repository.", place.folder.string()), "export.git.directory",
                     "git clone it there, as the user that candord runs as.");
    }
    auto written = write_site(place.folder, files, extent);
    if (!written) return written;
    const Git git(place, stop);
    const auto committed = commit(git, *written);
    if (!committed) return committed.error();
    if (!*committed && !is_behind) return written;
    if (auto pushed = git.run({"push", "--quiet", place.remote, "HEAD:refs/heads/" + place.branch}); !pushed) return pushed.error();
    return written;
}

Task<Result<Written>> GitTarget::write(std::vector<SiteFile> files, Extent extent) {
    auto job = [this, files = std::move(files), extent, is_behind = is_behind_] { return push_site(place_, files, extent, is_behind, stop_); };
    is_behind_ = true;
    Result<Written> result = co_await writer_.run(std::move(job));
    is_behind_ = !result;
    co_return result;
}

}  // namespace candor::mirror
