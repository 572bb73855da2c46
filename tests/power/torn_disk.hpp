// A disk that loses power: a SQLite VFS in memory that keeps every write, sync, truncation and deletion in order, and can be
// cut at any of them. What was synced before the cut is there afterwards; of what was not, each write is there, gone, or torn
// at a sector, in any order, as a real disk with a cache may have it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace candor::power {

inline constexpr std::size_t sector = 512;  // bytes: what a disk writes whole, or not at all

// The content of a file; copies share what neither has changed.
class Content {
public:
    void write(std::int64_t offset, const std::uint8_t* data, std::size_t length);
    void read(std::int64_t offset, std::uint8_t* data, std::size_t length) const;  // beyond the end: zeroes
    void truncate(std::int64_t size);
    [[nodiscard]] std::int64_t size() const { return size_; }

private:
    static constexpr std::size_t page_size = 4096;
    using Page = std::array<std::uint8_t, page_size>;
    [[nodiscard]] Page& own(std::size_t number);
    std::vector<std::shared_ptr<Page>> pages_;
    std::int64_t size_ = 0;
};

// One thing that the disk was asked to do.
struct Operation {
    enum class Kind { write, truncate, sync, create, remove };
    Kind kind = Kind::write;
    std::string name;
    std::int64_t offset = 0;  // or the size, of a truncation
    std::vector<std::uint8_t> data;
};

using Files = std::map<std::string, Content>;

// Does the disk do what it is asked to, or only say so?
enum class Syncs { honest, lies };

// What it cannot do for a while: grow a file, write, or sync.
enum class Trouble { none, full, unwritable, unsyncable };

// The disk that SQLite sees as long as this lives; there is one at a time.
class TornDisk {
public:
    explicit TornDisk(Files files = {}, Syncs syncs = Syncs::honest);
    ~TornDisk();
    TornDisk(const TornDisk&) = delete;
    TornDisk& operator=(const TornDisk&) = delete;

    // Everything since the beginning.
    [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
    // As its files are read now.
    [[nodiscard]] const Files& files() const { return files_; }
    // Whoever writes was killed: what is still asked of the disk changes nothing, until the next one comes.
    void let_go(bool killed) {
        killed_ = killed;
        if (!killed) shared_memory_.clear();
    }

    void trouble(Trouble trouble) { trouble_ = trouble; }
    [[nodiscard]] Trouble trouble() const { return killed_ ? Trouble::none : trouble_; }

    // For the VFS.
    [[nodiscard]] bool exists(const std::string& name) const { return files_.contains(name); }
    Content& open(const std::string& name);
    void write(const std::string& name, std::int64_t offset, const std::uint8_t* data, std::size_t length);
    void truncate(const std::string& name, std::int64_t size);
    void sync(const std::string& name);
    void remove(const std::string& name);
    [[nodiscard]] std::vector<std::unique_ptr<std::array<std::uint8_t, 32768>>>& shared_memory(const std::string& name) { return shared_memory_[name]; }

private:
    Files files_;
    Syncs syncs_;
    bool killed_ = false;
    Trouble trouble_ = Trouble::none;
    std::vector<Operation> operations_;
    std::map<std::string, std::vector<std::unique_ptr<std::array<std::uint8_t, 32768>>>> shared_memory_;
};

// What a disk holds after the power went: advances over the operations, and gives one of the many states that are possible at
// the place where it stands.
class PowerCut {
public:
    // `before`: what the disk held at first.
    explicit PowerCut(const std::vector<Operation>& operations, const Files& before = {});

    // Never back.
    void advance_to(std::size_t count);
    [[nodiscard]] Files after_the_cut(std::mt19937_64& chance) const;

private:
    struct File {
        Content durable;
        bool is_durable = false;  // its name was synced, too
        std::vector<const Operation*> unsynced;
    };

    void sync_names();

    const std::vector<Operation>& operations_;
    std::size_t done_ = 0;
    std::map<std::string, File> files_;
    std::map<std::string, Content> removed_;  // not synced: it may still be there
};

}  // namespace candor::power
