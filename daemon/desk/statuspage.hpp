// An update in the shape of Atlassian Statuspage: it names the updates before it, so that it is made when their texts are known.
#pragma once

#include "daemon/desk/dossier.hpp"
#include "daemon/desk/publish.hpp"

#include <span>

namespace candor::desk {

// Puts the body into those of `variants` that have that shape, if any. `after`: as it is with the update; its texts are those of
// the updates before. `open`: what else is open.
void put_statuspage(const Setup& setup, Time now, const Dossier& after, std::span<const Record* const> open, std::vector<RenderedFor>& variants);

}  // namespace candor::desk
