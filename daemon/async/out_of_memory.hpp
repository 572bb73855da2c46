// What happens when there is no memory left.
#pragma once

namespace candor {

// From now on an allocation that fails ends the process at once, with one line on stderr and exit status 1, as a kill does: what was
// committed is in the database, and the next start goes on with it. Whoever caught it in between would go on with half a state.
void end_when_memory_is_out();

}  // namespace candor
