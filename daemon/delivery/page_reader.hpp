// Reads a public page as anybody would: to see whether what was published is there.
#pragma once

#include "daemon/delivery/transfers.hpp"

#include <string>

namespace candor::delivery {

class PageReader {
public:
    // `ca_file`: as TransferOptions.
    PageReader(Transfers& transfers, std::string ca_file) : transfers_(transfers), ca_file_(std::move(ca_file)) {}

    // Empty where there is no page (another status than 200), or none came.
    [[nodiscard]] Task<std::string> read(std::string url);

private:
    Transfers& transfers_;
    std::string ca_file_;
};

}  // namespace candor::delivery
