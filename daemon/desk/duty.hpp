// Whose incident it is where `candor declare` names nobody.
#pragma once

#include "core/incident/command.hpp"
#include "daemon/desk/setup.hpp"

namespace candor::desk {

// A declaration without an owner or a deputy gets those whom the plan has on duty for its impact and scope; without a
// plan, the configuration's. The plan never gives both parts to one person. Any other command stays as it is.
void name_responsible(Command& command, const Setup& setup, Time now);

}  // namespace candor::desk
