// Statement + templates = the message that goes out: fitted to the channel, with the facts that each sentence rests on.
#pragma once

#include "core/message/channel_length.hpp"
#include "core/message/message.hpp"
#include "core/message/statement.hpp"
#include "core/message/template_set.hpp"

#include <string>
#include <vector>

namespace candor {

// What somebody who subscribed may do, by links of their own; empty: the readers have not subscribed.
struct SubscriptionLinks {
    std::string manage;
    std::string leave;
};

struct RenderContext {
    std::string organisation;
    const TimeZone& zone = utc();
    std::string language;  // BCP 47; falls back as TemplateSet::of says
    std::string url;       // of the incident's page
    std::string contact;   // where to answer or report: an address or a URL; may be empty
    Limits limits;         // see default_limits()
    SubscriptionLinks subscription = {};
};

// One sentence as it went out, and what it rests on.
struct SentenceProvenance {
    std::string text;
    Slot slot = Slot::words;
    std::vector<FactId> facts;
    std::vector<std::string> fields;  // parts of the record that are no facts: "owner", "promises"
};

struct Rendered {
    Message message;
    std::vector<SentenceProvenance> sentences;
    std::size_t length = 0;  // as the channel counts
    std::size_t limit = 0;   // 0: none
    bool fits = true;        // false only where the limit is too small for what must be said
    std::vector<Slot> dropped;
    bool shortened = false;
};

// Same input, same bytes.
[[nodiscard]] Rendered render(const Statement& statement, const TemplateSet& templates, ChannelKind channel,
                              const RenderContext& context);

}  // namespace candor
