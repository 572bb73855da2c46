// A COMMIT that failed, and of which nobody can say what a crash would make of it.
#pragma once

#include <stdexcept>

namespace candor::store {

class CommitInDoubt : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace candor::store
