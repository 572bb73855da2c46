#include "daemon/store/backup.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sqlite3.h>
#include <unistd.h>

namespace candor::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t one_step = 1000;
constexpr int patience_ms = 10'000;  // with a database that somebody else is writing to

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Error failed(const fs::path& file, const std::string& why) {
    return {ErrorCode::store_failed, fmt::format("{}: {}", file.string(), why), "", "Nothing was left behind; try again, or look at the disk."};
}

Result<Handle> open(const fs::path& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    Handle handle(raw, &sqlite3_close);
    if (code != SQLITE_OK) return failed(file, raw == nullptr ? "out of memory" : sqlite3_errmsg(raw));
    sqlite3_busy_timeout(raw, patience_ms);
    return handle;
}

std::optional<Error> copy_pages(const fs::path& from, const fs::path& to) {
    auto source = open(from);
    if (!source) return source.error();
    auto target = open(to);
    if (!target) return target.error();
    sqlite3_backup* backup = sqlite3_backup_init(target->get(), "main", source->get(), "main");
    if (backup == nullptr) return failed(to, sqlite3_errmsg(target->get()));
    sqlite3_backup_step(backup, -1);  // one moment: who writes meanwhile writes to the log
    if (sqlite3_backup_finish(backup) != SQLITE_OK) return failed(to, sqlite3_errmsg(target->get()));
    return std::nullopt;
}

std::optional<Error> sync(const fs::path& file, int flags) {
    const int fd = ::open(file.c_str(), flags | O_CLOEXEC);
    const bool done = fd >= 0 && ::fsync(fd) == 0;
    const int why = errno;
    if (fd >= 0) ::close(fd);
    return done ? std::nullopt : std::optional(failed(file, std::strerror(why)));
}

// Removed again unless it is kept: nobody finds half a copy.
class Draft {
public:
    explicit Draft(const fs::path& copy) : name_(copy.string() + ".partial") {
        fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd_ < 0) why_ = std::strerror(errno);
        else ::close(fd_);
    }
    ~Draft() {
        if (fd_ < 0) return;
        for (const char* part : {"", "-wal", "-shm", "-journal"}) ::unlink((name_.string() + part).c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    [[nodiscard]] const fs::path& name() const { return name_; }
    [[nodiscard]] std::optional<Error> fault() const { return fd_ < 0 ? std::optional(failed(name_, why_)) : std::nullopt; }

    // Its name is its own from now on, also after a power cut.
    std::optional<Error> keep(const fs::path& copy) {
        if (auto error = sync(name_, O_RDONLY)) return error;
        if (::rename(name_.c_str(), copy.c_str()) != 0) return failed(copy, std::strerror(errno));
        const fs::path folder = copy.parent_path();
        return sync(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
    }

private:
    fs::path name_;
    int fd_ = -1;
    std::string why_;
};

std::string first_fault_of_pages(const fs::path& file) {
    auto handle = open(file);
    if (!handle) return handle.error().message();
    sqlite3_stmt* statement = nullptr;
    std::string fault = "cannot be checked";
    if (sqlite3_prepare_v2(handle->get(), "PRAGMA integrity_check(1)", -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        fault = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return fault == "ok" ? std::string() : fault;
}

Inspection all_of(Store& store) {
    Inspection inspection;
    while (!inspection.at_end) inspection = store.inspect(std::move(inspection), one_step);
    return inspection;
}

}  // namespace

Result<Backup> back_up(const fs::path& database, const fs::path& copy, const std::string& by, Time now) {
    std::error_code ignored;
    if (!fs::exists(database, ignored)) return Error(ErrorCode::not_found, fmt::format("There is no database at {}.", database.string()), "", "--database FILE, or --config FILE, says where it is.");
    if (fs::exists(copy, ignored)) return Error(ErrorCode::conflict, fmt::format("{} is there already.", copy.string()), "", "Give another name: a backup never replaces one.");
    Draft draft(copy);
    if (auto fault = draft.fault()) return *fault;
    if (auto fault = copy_pages(database, draft.name())) return *fault;
    Backup backup;
    const std::string pages = first_fault_of_pages(draft.name());
    try {
        Store store(draft.name().string());
        store.put_freeze({now, by, "", true});
        backup.contents = all_of(store);
        if (!pages.empty()) backup.contents.damage.push_back({{}, pages});
    } catch (const std::exception& fault) {
        return failed(draft.name(), fault.what());
    }
    if (auto fault = draft.keep(copy)) return *fault;
    backup.bytes = fs::file_size(copy, ignored);
    return backup;
}

Result<Backup> look_through(const fs::path& database) {
    std::error_code ignored;
    if (!fs::exists(database, ignored)) return Error(ErrorCode::not_found, fmt::format("There is no file {}.", database.string()), "", "Give the path of a backup.");
    if (const auto fault = first_fault_of_pages(database); !fault.empty()) return failed(database, fault);
    try {
        Store store(database.string(), {}, Schema::as_it_is);
        return Backup{fs::file_size(database, ignored), all_of(store)};
    } catch (const std::exception& fault) {
        return failed(database, fault.what());
    }
}

}  // namespace candor::store
