// An update in the shape of Atlassian Statuspage: it names the updates before it, so that it is made when their texts are known. What it
// changes of a component's state is told beside it.
#pragma once

#include "daemon/desk/dossier.hpp"
#include "daemon/desk/publish.hpp"

#include <span>

namespace candor::desk {

// Whether any of them has that shape. What is open besides matters to these alone.
[[nodiscard]] bool has_statuspage(std::span<const RenderedFor> variants);

// Puts the body into those of `variants` that have that shape, if any. `after`: as it is with the update; its texts are those of
// the updates before. `open`: what else is open.
void put_statuspage(const Setup& setup, Time now, const Dossier& after, std::span<const Record* const> open, std::vector<RenderedFor>& variants);

// Adds to the commit of an update, for those who read this shape, each component whose state it changes: ordered among the changes of
// that component, of which a newer one replaces what has not arrived. Only to those who asked for the component.
void tell_of_components(const Setup& setup, Time now, const Record& before, const Dossier& after, std::span<const Record* const> open, store::Commit& commit);

}  // namespace candor::desk
