// An incident as it is read.
#pragma once

#include "core/incident/record.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::desk {

struct Dossier {
    Record record;
    std::vector<std::string> texts;  // what each update said on the page; same order as record.updates
    bool damaged = false;            // the record goes on, and how is not what was committed: nothing can be added to it
    bool has_reporters = false;      // some of those who reported it hear its end by mail
};
using DossierPtr = std::shared_ptr<const Dossier>;

}  // namespace candor::desk
