#include "tests/sim/organisation.hpp"

#include "tests/core/plan_rig.hpp"
#include "tests/daemon/newsroom.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace candor::sim {

namespace {

std::shared_ptr<desk::Setup> with_goodwill() {
    auto setup = test::shop_setup(nullptr);
    const std::string goodwill = fmt::format(R"(
caps:
  - {{currency: EUR, per_customer: {}, per_incident: {}}}
remedies:
  - {{id: voucher, kind: coupon, text: a voucher for 10 euros, value: 1000, cost: 400, currency: EUR}}
)", most_for_a_customer, most_in_an_incident);
    const std::string playbook = "  - {id: generous, remedies: [voucher], audiences: [customers, social, partners]}\n";
    setup->plan = std::make_shared<const plan::Plan>(test::plan_of(test::small_plan(playbook, goodwill)));
    return setup;
}

}  // namespace

Organisation organisation_of(std::uint64_t seed) {
    switch (seed % 8) {
        case 2: return Organisation::honest;
        case 6: return Organisation::generous;
        default: return Organisation::plain;
    }
}

std::shared_ptr<const desk::Setup> setup_of(Organisation organisation) {
    switch (organisation) {
        case Organisation::plain: {
            static const std::shared_ptr<const desk::Setup> plain = test::shop_setup(nullptr);
            return plain;
        }
        case Organisation::honest: {
            static const std::shared_ptr<const desk::Setup> honest = test::shop_setup();
            return honest;
        }
        case Organisation::generous: {
            static const std::shared_ptr<const desk::Setup> generous = with_goodwill();
            return generous;
        }
    }
    throw std::logic_error("there is no such organisation");
}

}  // namespace candor::sim
