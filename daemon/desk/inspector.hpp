// Looks, from time to time, whether what is stored is what was committed: a disk may lose it in silence.
#pragma once

#include "daemon/async/worker_thread.hpp"
#include "daemon/clock.hpp"
#include "daemon/store/store.hpp"

namespace candor::desk {

// Lives on the I/O thread; reads on the database thread, a little at a time, between what others want of it.
class Inspector {
public:
    static constexpr Duration between = std::chrono::hours{1};

    Inspector(asio::any_io_executor executor, store::Store& store, WorkerThread& database, const Clock& clock);

    // Once at the start, and then every hour, until close().
    [[nodiscard]] Task<> run();
    void close();
    // Everything, once; and the disk's reserve is taken on again, where it was thrown off and there is room.
    [[nodiscard]] Task<> inspect();

    // What the last inspection found, whether or not it is mended by now.
    [[nodiscard]] const std::vector<store::Damage>& damage() const { return damage_; }

private:
    store::Store& store_;
    WorkerThread& database_;
    const Clock& clock_;
    Alarm alarm_;
    bool closed_ = false;
    std::vector<store::Damage> damage_;
};

}  // namespace candor::desk
