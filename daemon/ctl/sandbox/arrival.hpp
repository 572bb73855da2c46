// One thing that arrived at a receiver of the sandbox, as its reader would see it.
#pragma once

#include "core/message/message.hpp"
#include "core/time.hpp"

#include <functional>
#include <string>

namespace candor::ctl {

struct Arrival {
    ChannelKind audience = ChannelKind::webhook;
    Time at{};
    std::string key;      // the delivery's id: webhook-id, left side of Message-ID, Idempotency-Key
    std::string reader;   // an address, a URL's path, an account
    std::string subject;  // mail only
    std::string text;
    std::string remark;     // what the receiver made of it: "signature verified", "reply to post 1"
    bool repeated = false;  // this key was here before, so that a reader sees it once
    bool genuine = true;    // the signature or the token was right
};

using OnArrival = std::function<void(Arrival)>;

}  // namespace candor::ctl
