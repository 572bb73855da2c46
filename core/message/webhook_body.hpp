// The JSON that a webhook receives: documented in docs/webhook.md, version 1, the shape of Standard Webhooks.
#pragma once

#include "core/message/render.hpp"

namespace candor {

[[nodiscard]] std::string webhook_body(const Statement& statement, std::string_view text, std::string_view language,
                                       const std::vector<SentenceProvenance>& sentences, const RenderContext& context);

}  // namespace candor
