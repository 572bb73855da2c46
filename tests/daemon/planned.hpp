// The shop with a plan, whose audiences are its channels.
#pragma once

#include "core/cadence.hpp"
#include "tests/core/plan_rig.hpp"
#include "tests/daemon/newsroom.hpp"

namespace candor::test {

inline std::shared_ptr<desk::Setup> planned_setup(const std::string& yaml = shipped_plan("web-shop")) {
    auto setup = shop_setup();
    setup->channels.front().id = ChannelId("mail");
    setup->plan = std::make_shared<const plan::Plan>(plan_of(yaml));
    setup->cadence = plan::cadence_of(*setup->plan, setup->cadence);
    return setup;
}

}  // namespace candor::test
