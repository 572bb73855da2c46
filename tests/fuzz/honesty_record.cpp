// Any bytes as a record file: an Error or a record, never more.
#include "core/honesty/evidence.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)candor::honesty::read_evidence({reinterpret_cast<const char*>(data), size});
    return 0;
}
