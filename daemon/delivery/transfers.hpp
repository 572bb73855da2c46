// libcurl's multi interface on Asio: every HTTP transfer of the daemon runs here, on the I/O thread. A Transfer is kept
// in its channel's pool; Transfers runs it.
#pragma once

#include "daemon/async/task.hpp"
#include "daemon/delivery/transfer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace candor::delivery {

struct TransferCounters {
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    std::size_t in_flight = 0;
};

// Must outlive no transfer: abort() or drain before it goes, and keep its io_context longer.
class Transfers {
public:
    // `idle_connections`: kept open for reuse, at most.
    explicit Transfers(boost::asio::io_context& io, std::size_t idle_connections = 2048);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    // Runs a transfer whose options are set. Not cancellable: abort() ends it.
    [[nodiscard]] Task<TransferResult> perform(Transfer& transfer);

    // Ends all that runs, with CURLE_ABORTED_BY_CALLBACK and what was seen until then.
    void abort();

    [[nodiscard]] TransferCounters counters() const;
    [[nodiscard]] boost::asio::any_io_executor executor() const;  // of the loop that all this runs on

private:
    friend class Transfer;
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

// The transfers of one channel that are not in use. A lease gives its transfer back by itself.
template <class T>
class TransferPool {
    using Idle = std::vector<std::unique_ptr<T>>;

public:
    class Lease {
    public:
        Lease(std::shared_ptr<Idle> home, std::unique_ptr<T> transfer)
            : home_(std::move(home)), transfer_(std::move(transfer)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (transfer_ != nullptr) home_->push_back(std::move(transfer_));
        }
        T* operator->() const { return transfer_.get(); }
        T& operator*() const { return *transfer_; }

    private:
        std::shared_ptr<Idle> home_;  // shared, so that a lease may end after its pool
        std::unique_ptr<T> transfer_;
    };

    // `make` is called where no idle transfer is left: the pool grows to what was ever in flight at once.
    template <class Make>
    [[nodiscard]] Lease take(Make make) {
        if (idle_->empty()) return Lease(idle_, make());
        std::unique_ptr<T> transfer = std::move(idle_->back());
        idle_->pop_back();
        return Lease(idle_, std::move(transfer));
    }

private:
    std::shared_ptr<Idle> idle_ = std::make_shared<Idle>();
};

}  // namespace candor::delivery
