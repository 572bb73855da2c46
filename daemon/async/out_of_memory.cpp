#include "daemon/async/out_of_memory.hpp"

#include <cstdlib>
#include <new>
#include <string_view>
#include <unistd.h>

namespace candor {

void end_when_memory_is_out() {
    std::set_new_handler([] {
        constexpr std::string_view last = "candord: there is no memory left; the next start goes on from what was committed\n";
        static_cast<void>(!::write(STDERR_FILENO, last.data(), last.size()));
        ::_exit(EXIT_FAILURE);
    });
}

}  // namespace candor
