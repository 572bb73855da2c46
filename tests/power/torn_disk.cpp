#include "tests/power/torn_disk.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <sqlite3.h>
#include <stdexcept>

namespace candor::power {

namespace {

TornDisk* disk = nullptr;  // the one there is

// --- a file, as SQLite sees it ---

struct OpenFile {
    sqlite3_file base;
    std::string* name;  // null: a temporary file, whose content is its own
    Content* content;
};

OpenFile& as_file(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

int close_file(sqlite3_file* file) {
    OpenFile& open = as_file(file);
    if (open.name == nullptr) delete open.content;
    delete open.name;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* data, int length, sqlite3_int64 offset) {
    const Content& content = *as_file(file).content;
    content.read(offset, static_cast<std::uint8_t*>(data), static_cast<std::size_t>(length));
    return offset + length > content.size() ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int write_file(sqlite3_file* file, const void* data, int length, sqlite3_int64 offset) {
    OpenFile& open = as_file(file);
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    const auto size = static_cast<std::size_t>(length);
    if (disk->trouble() == Trouble::unwritable) return SQLITE_IOERR_WRITE;
    if (disk->trouble() == Trouble::full && offset + length > open.content->size()) return SQLITE_FULL;
    if (open.name != nullptr) disk->write(*open.name, offset, bytes, size);
    else open.content->write(offset, bytes, size);
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    OpenFile& open = as_file(file);
    if (open.name != nullptr) disk->truncate(*open.name, size);
    else open.content->truncate(size);
    return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
    if (disk->trouble() == Trouble::unsyncable) return SQLITE_IOERR_FSYNC;
    if (const std::string* name = as_file(file).name) disk->sync(*name);
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = as_file(file).content->size();
    return SQLITE_OK;
}

// One connection at a time: nobody is locked out.
int lock_file(sqlite3_file*, int) {
    return SQLITE_OK;
}
int is_reserved(sqlite3_file*, int* result) {
    *result = 0;
    return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return 4096;
}
// As the VFS of production says it, too: a write changes nothing beside it.
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared_memory(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    auto& regions = disk->shared_memory(*as_file(file).name);
    const auto wanted = static_cast<std::size_t>(region);
    *memory = nullptr;
    if (size > 32768) return SQLITE_IOERR;
    while (regions.size() <= wanted) {
        if (extend == 0) return SQLITE_OK;
        regions.push_back(std::make_unique<std::array<std::uint8_t, 32768>>());
    }
    *memory = regions[wanted]->data();
    return SQLITE_OK;
}
int lock_shared_memory(sqlite3_file*, int, int, int) {
    return SQLITE_OK;
}
void order_shared_memory(sqlite3_file*) {}
int unmap_shared_memory(sqlite3_file* file, int deletes) {
    if (deletes != 0) disk->shared_memory(*as_file(file).name).clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{2,
                                     close_file,
                                     read_file,
                                     write_file,
                                     truncate_file,
                                     sync_file,
                                     file_size,
                                     lock_file,
                                     lock_file,
                                     is_reserved,
                                     control_file,
                                     sector_size,
                                     characteristics,
                                     map_shared_memory,
                                     lock_shared_memory,
                                     order_shared_memory,
                                     unmap_shared_memory,
                                     nullptr,
                                     nullptr};

// --- the file system; time and randomness are the system's ---

sqlite3_vfs* system_vfs(sqlite3_vfs* vfs) {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* open = new (file) OpenFile{{&methods}, nullptr, nullptr};
    if (name == nullptr) {
        open->content = new Content();
        return SQLITE_OK;
    }
    if ((flags & SQLITE_OPEN_CREATE) == 0 && !disk->exists(name)) {
        open->base.pMethods = nullptr;
        return SQLITE_CANTOPEN;
    }
    open->name = new std::string(name);
    open->content = &disk->open(*open->name);
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs*, const char* name, int) {
    if (!disk->exists(name)) return SQLITE_IOERR_DELETE_NOENT;
    disk->remove(name);
    return SQLITE_OK;
}

int may_access(sqlite3_vfs*, const char* name, int, int* result) {
    *result = disk->exists(name) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return system_vfs(vfs)->xRandomness(system_vfs(vfs), size, out);
}
int sleep_a_while(sqlite3_vfs*, int microseconds) {
    return microseconds;
}
int current_time(sqlite3_vfs* vfs, double* time) {
    return system_vfs(vfs)->xCurrentTime(system_vfs(vfs), time);
}
int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}
int current_time_64(sqlite3_vfs* vfs, sqlite3_int64* time) {
    return system_vfs(vfs)->xCurrentTimeInt64(system_vfs(vfs), time);
}

sqlite3_vfs torn_vfs{2,           sizeof(OpenFile), 512,       nullptr,    "torn",        nullptr,       open_file,     remove_file,
                     may_access,  full_path,        nullptr,   nullptr,    nullptr,       nullptr,       randomness,    sleep_a_while,
                     current_time, last_error,      current_time_64, nullptr, nullptr, nullptr};

}  // namespace

// --- content ---

Content::Page& Content::own(std::size_t number) {
    if (pages_.size() <= number) pages_.resize(number + 1);
    auto& page = pages_[number];
    if (!page) page = std::make_shared<Page>(Page{});
    else if (page.use_count() > 1) page = std::make_shared<Page>(*page);
    return *page;
}

void Content::write(std::int64_t offset, const std::uint8_t* data, std::size_t length) {
    auto at = static_cast<std::size_t>(offset);
    size_ = std::max(size_, offset + static_cast<std::int64_t>(length));
    while (length > 0) {
        const std::size_t part = std::min(length, page_size - at % page_size);
        std::memcpy(own(at / page_size).data() + at % page_size, data, part);
        at += part;
        data += part;
        length -= part;
    }
}

void Content::read(std::int64_t offset, std::uint8_t* data, std::size_t length) const {
    auto at = static_cast<std::size_t>(offset);
    std::memset(data, 0, length);
    length = offset >= size_ ? 0 : std::min(length, static_cast<std::size_t>(size_ - offset));
    while (length > 0) {
        const std::size_t part = std::min(length, page_size - at % page_size);
        if (at / page_size < pages_.size() && pages_[at / page_size]) std::memcpy(data, pages_[at / page_size]->data() + at % page_size, part);
        at += part;
        data += part;
        length -= part;
    }
}

void Content::truncate(std::int64_t size) {
    if (size >= size_) return;
    size_ = size;
    const auto whole = static_cast<std::size_t>(size);
    if (whole % page_size != 0 && whole / page_size < pages_.size()) {
        Page& last = own(whole / page_size);
        std::memset(last.data() + whole % page_size, 0, page_size - whole % page_size);
    }
    pages_.resize(std::min(pages_.size(), (whole + page_size - 1) / page_size));
}

// --- the disk ---

TornDisk::TornDisk(Files files, Syncs syncs) : files_(std::move(files)), syncs_(syncs) {
    if (disk != nullptr) throw std::logic_error("there is one disk at a time");
    disk = this;
    torn_vfs.pAppData = sqlite3_vfs_find("unix");
    sqlite3_vfs_register(&torn_vfs, 1);
}

TornDisk::~TornDisk() {
    sqlite3_vfs_unregister(&torn_vfs);
    disk = nullptr;
}

Content& TornDisk::open(const std::string& name) {
    const auto [file, is_new] = files_.try_emplace(name);
    if (is_new) operations_.push_back({Operation::Kind::create, name, 0, {}});
    return file->second;
}

void TornDisk::write(const std::string& name, std::int64_t offset, const std::uint8_t* data, std::size_t length) {
    if (killed_) return;
    files_.at(name).write(offset, data, length);
    operations_.push_back({Operation::Kind::write, name, offset, {data, data + length}});
}

void TornDisk::truncate(const std::string& name, std::int64_t size) {
    if (killed_) return;
    files_.at(name).truncate(size);
    operations_.push_back({Operation::Kind::truncate, name, size, {}});
}

void TornDisk::sync(const std::string& name) {
    if (killed_) return;
    if (syncs_ == Syncs::honest) operations_.push_back({Operation::Kind::sync, name, 0, {}});
}

void TornDisk::remove(const std::string& name) {
    if (killed_) return;
    files_.erase(name);
    operations_.push_back({Operation::Kind::remove, name, 0, {}});
}

// --- what is left of it ---

namespace {

void apply(Content& content, const Operation& operation) {
    if (operation.kind == Operation::Kind::truncate) content.truncate(operation.offset);
    else content.write(operation.offset, operation.data.data(), operation.data.size());
}

// Whole sectors of it, each of which the disk had come to or not.
void apply_torn(Content& content, const Operation& operation, std::mt19937_64& chance) {
    for (std::size_t at = 0; at < operation.data.size(); at += sector) {
        if (chance() % 2 == 0) continue;
        const std::size_t length = std::min(sector, operation.data.size() - at);
        content.write(operation.offset + static_cast<std::int64_t>(at), operation.data.data() + at, length);
    }
}

// With the first sync of a log that it has made SQLite syncs the folder, and so every name in it.
bool is_log(const std::string& name) {
    return name.ends_with("-wal") || name.ends_with("-journal");
}

}  // namespace

PowerCut::PowerCut(const std::vector<Operation>& operations, const Files& before) : operations_(operations) {
    for (const auto& [name, content] : before) files_[name] = {content, true, {}};
}

void PowerCut::sync_names() {
    for (auto& [name, file] : files_) file.is_durable = true;
    removed_.clear();
}

void PowerCut::advance_to(std::size_t count) {
    for (; done_ < count; ++done_) {
        const Operation& operation = operations_[done_];
        File& file = files_[operation.name];
        switch (operation.kind) {
            case Operation::Kind::create: break;
            case Operation::Kind::write:
            case Operation::Kind::truncate: file.unsynced.push_back(&operation); break;
            case Operation::Kind::sync:
                for (const Operation* one : file.unsynced) apply(file.durable, *one);
                file.unsynced.clear();
                if (!file.is_durable && is_log(operation.name)) sync_names();
                break;
            case Operation::Kind::remove:
                if (file.is_durable) removed_[operation.name] = file.durable;
                files_.erase(operation.name);
                break;
        }
    }
}

Files PowerCut::after_the_cut(std::mt19937_64& chance) const {
    Files left;
    for (const auto& [name, content] : removed_) {
        if (chance() % 2 == 0) left[name] = content;
    }
    for (const auto& [name, file] : files_) {
        if (!file.is_durable && chance() % 2 == 0) continue;  // not even its name
        Content content = file.durable;
        std::vector<const Operation*> unsynced = file.unsynced;
        const std::uint64_t mood = chance() % 4;  // everything came, nothing, a beginning in order, or anything in any order
        if (mood == 1) unsynced.clear();
        if (mood == 2 && !unsynced.empty()) unsynced.resize(chance() % unsynced.size());
        if (mood == 3) std::shuffle(unsynced.begin(), unsynced.end(), chance);
        for (const Operation* one : unsynced) {
            const std::uint64_t fate = mood == 3 ? chance() % 3 : 0;
            if (fate == 0 || (fate == 1 && one->kind == Operation::Kind::truncate)) apply(content, *one);
            else if (fate == 1) apply_torn(content, *one, chance);
        }
        left[name] = std::move(content);
    }
    return left;
}

}  // namespace candor::power
