#include "daemon/mirror/folder.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <map>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace candor::mirror {

namespace json = boost::json;

namespace {

constexpr mode_t folder_mode = 0755;
constexpr mode_t file_mode = 0644;
constexpr std::size_t largest_list = std::size_t{4} << 20U;
constexpr const char* part_name = ".candor-part";  // one at a time: the folder is locked

// What the operating system refused, on its way to the one place that makes an Error of it.
[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::pair<std::string_view, std::string_view> split_first(std::string_view name) {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return {name, {}};
    return {name.substr(0, slash), name.substr(slash + 1)};
}

using List = SiteList;

class Folder {
public:
    explicit Folder(const std::filesystem::path& path) : path_(path), root_(-1) {
        std::filesystem::create_directories(path);
        root_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (root_.get() < 0) fail(path.string());
    }

    // False: somebody else is writing.
    [[nodiscard]] bool lock() const { return ::flock(root_.get(), LOCK_EX | LOCK_NB) == 0; }

    [[nodiscard]] List read_list() const {
        const Descriptor file(::openat(root_.get(), std::string(list_name).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        if (file.get() < 0) return {};
        std::string text(largest_list, '\0');
        const ssize_t length = ::read(file.get(), text.data(), text.size());
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
        return parse_site_list(text);
    }

    void write_list(const List& list) const { write_in(root_, std::string(list_name), to_text(list)); }

    // -1: it is not there.
    [[nodiscard]] std::int64_t size(std::string_view name) const {
        const auto [parent, last] = open_parent(name, false);
        struct stat found {};
        if (parent.get() < 0 || ::fstatat(parent.get(), last.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) return -1;
        return S_ISREG(found.st_mode) ? found.st_size : 0;
    }

    void write(const SiteFile& file) const {
        const auto [parent, last] = open_parent(file.name, true);
        write_in(parent, last, file.content);
    }

    // Once for all that was written: after a power cut the next export writes what is missing.
    void sync() const {
        if (::syncfs(root_.get()) != 0) fail(path_.string());
    }

    void remove(std::string_view name) const {
        const auto [parent, last] = open_parent(name, false);
        if (parent.get() < 0) return;
        if (::unlinkat(parent.get(), last.c_str(), 0) != 0 && errno != ENOENT) fail(shown(name));
        remove_empty_folders(name);
    }

private:
    [[nodiscard]] std::string shown(std::string_view name) const { return (path_ / name).string(); }

    // The folder that the file is in, and its name there. No symbolic link is followed on the way.
    [[nodiscard]] std::pair<Descriptor, std::string> open_parent(std::string_view name, bool make) const {
        Descriptor folder(::fcntl(root_.get(), F_DUPFD_CLOEXEC, 0));
        auto [first, rest] = split_first(name);
        while (!rest.empty()) {
            const std::string segment(first);
            if (make && ::mkdirat(folder.get(), segment.c_str(), folder_mode) != 0 && errno != EEXIST) fail(shown(name));
            Descriptor next(::openat(folder.get(), segment.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (next.get() < 0 && make) fail(shown(name));
            if (next.get() < 0) return {Descriptor(-1), std::string()};
            if (make) static_cast<void>(::fchmod(next.get(), folder_mode));  // whatever the umask is, the web server may read it
            folder = std::move(next);
            std::tie(first, rest) = split_first(rest);
        }
        return {std::move(folder), std::string(first)};
    }

    void write_in(const Descriptor& parent, const std::string& name, std::string_view content) const {
        const Descriptor file(::openat(parent.get(), part_name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, file_mode));
        if (file.get() < 0) fail(shown(name));
        if (::fchmod(file.get(), file_mode) != 0) fail(shown(name));
        while (!content.empty()) {
            const ssize_t written = ::write(file.get(), content.data(), content.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail(shown(name));
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::renameat(parent.get(), part_name, parent.get(), name.c_str()) != 0) fail(shown(name));
    }

    // A folder that holds something else refuses to go, and that is right.
    void remove_empty_folders(std::string_view name) const {
        for (auto slash = name.rfind('/'); slash != std::string_view::npos; slash = name.rfind('/')) {
            name = name.substr(0, slash);
            const auto [parent, last] = open_parent(name, false);
            if (parent.get() < 0 || ::unlinkat(parent.get(), last.c_str(), AT_REMOVEDIR) != 0) return;
        }
    }

    std::filesystem::path path_;
    Descriptor root_;
};

Error not_ours(const std::filesystem::path& path) {
    return {ErrorCode::conflict, fmt::format("{} is there already, and was not written by candor: it is left as it is.", path.string()), "directory",
            "Give a folder of its own, or move that file away."};
}

std::optional<Error> refuse(const std::filesystem::path& path, const Folder& folder, const List& before, std::span<const SiteFile> files) {
    if (!folder.lock()) return Error(ErrorCode::conflict, fmt::format("Somebody else is writing into {}.", path.string()), "directory", "Wait, or give another folder.");
    for (const SiteFile& file : files) {
        if (!is_file_name(file.name)) return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is no name for a file of the site.", file.name), "name");
        if (!before.contains(file.name) && folder.size(file.name) >= 0) return not_ours(path / file.name);
    }
    return std::nullopt;
}

Result<Written> write_into(const std::filesystem::path& path, std::span<const SiteFile> files, Extent extent, Trust trust) {
    const Folder folder(path);
    const List before = folder.read_list();
    if (auto refusal = refuse(path, folder, before, files)) return *refusal;
    Written done;
    List now = before;
    List gone = extent == Extent::all ? before : List{};
    std::vector<std::pair<const SiteFile*, std::string>> changed;
    for (const SiteFile& file : files) {
        gone.erase(file.name);
        std::string hash = to_hex(sha256(file.content));
        const auto known = before.find(file.name);
        if (trust == Trust::list && known != before.end() && known->second == hash && folder.size(file.name) == static_cast<std::int64_t>(file.content.size())) {
            ++done.unchanged;
            continue;
        }
        now[file.name] = "";
        changed.emplace_back(&file, std::move(hash));
    }
    if (changed.empty() && gone.empty()) return done;
    folder.write_list(now);  // first: whatever happens from here on, what was written is known to be ours
    for (auto& [file, hash] : changed) {
        folder.write(*file);
        now[file->name] = std::move(hash);
        ++done.written;
    }
    for (const auto& [name, hash] : gone) {
        folder.remove(name);
        now.erase(name);
        ++done.removed;
    }
    folder.write_list(now);
    folder.sync();
    return done;
}

}  // namespace

SiteList parse_site_list(std::string_view text) {
    SiteList list;
    boost::system::error_code wrong;
    const json::value parsed = json::parse(text, wrong);
    const auto* object = wrong ? nullptr : parsed.if_object();
    const auto* files = object == nullptr ? nullptr : object->if_contains("files");
    if (files == nullptr || !files->is_object()) return list;
    for (const auto& member : files->get_object()) {
        if (is_file_name(std::string(member.key())) && member.value().is_string()) list[std::string(member.key())] = member.value().get_string().c_str();
    }
    return list;
}

std::string to_text(const SiteList& list) {
    json::object files;
    for (const auto& [name, hash] : list) files[name] = hash;
    return json::serialize(json::object{{"made_by", "candor"}, {"files", std::move(files)}}) + "\n";
}

bool is_file_name(std::string_view name) {
    if (name.empty() || name.size() > 300 || name.ends_with('/')) return false;
    while (true) {
        const std::string_view segment = name.substr(0, name.find('/'));
        if (segment.empty() || segment.starts_with('.') || !std::all_of(segment.begin(), segment.end(), is_plain)) return false;
        if (segment.size() == name.size()) return true;
        name.remove_prefix(segment.size() + 1);
    }
}

Result<Written> write_site(const std::filesystem::path& folder, std::span<const SiteFile> files, Extent extent, Trust trust) {
    try {
        return write_into(folder, files, extent, trust);
    } catch (const std::system_error& refused) {
        return Error(ErrorCode::internal, fmt::format("The site cannot be written: {}.", refused.what()), "directory", "See who owns the folder, and whether the disk is full.");
    }
}

}  // namespace candor::mirror
