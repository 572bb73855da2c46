// What one attempt at a delivery came to. The classes follow what the other side can be known to have done.
#pragma once

#include "core/names.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>

namespace candor {

enum class Verdict {
    delivered,  // the other side has said yes
    transient,  // certainly not accepted; trying again later can help
    ambiguous,  // may or may not have been accepted: nobody answered after the last byte could have arrived
    permanent,  // refused for good; trying again cannot help
    gone,       // the recipient asked to be left alone (HTTP 410): refused, and never address it again
};

template <>
inline constexpr auto enum_names<Verdict> =
    std::to_array<std::string_view>({"delivered", "transient", "ambiguous", "permanent", "gone"});

struct Outcome {
    Verdict verdict = Verdict::transient;
    int status = 0;                       // HTTP status or SMTP reply code; 0 where there was no answer
    std::string detail;                   // one line for the operator; never a secret, never a body
    std::optional<Duration> retry_after;  // what the other side asked for (HTTP Retry-After), clamped to 0 ... 24 h
    std::string remote_ref;               // what the other side calls it (a Mastodon status id); may be empty
    bool address_refused = false;         // it was the recipient's mail address that was refused, and nothing about us
};

}  // namespace candor
