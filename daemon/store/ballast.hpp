// Room on the disk that is thrown off when there is none left, so that what was promised can still be written down.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace candor::store {

// A file of this size beside the database. Where the file system has no room for it, there is none.
class Ballast {
public:
    Ballast() = default;  // none at all
    // `on_throw_off`: called each time that it is thrown off.
    Ballast(std::string file, std::uint64_t bytes, std::function<void()> on_throw_off);

    // False where there was none to throw off.
    bool throw_off();
    // Taken on again once the disk has twice its size to spare.
    void take_on();

private:
    std::string file_;
    std::uint64_t bytes_ = 0;
    std::function<void()> on_throw_off_;
};

}  // namespace candor::store
