#include "daemon/listen/audience.hpp"

#include "core/audience.hpp"
#include "daemon/clock.hpp"

#include <algorithm>
#include <utility>

namespace candor::listen {

Task<> follow_audience(desk::Desk& desk, store::Store& store, WorkerThread& database) {
    using Found = std::pair<std::vector<std::string>, std::vector<std::string>>;
    auto look = [&store] { return Found{store.subscriber_languages(subscriber_mail_channel()), store.subscriber_variants(subscriber_webhook_channel())}; };
    Found found = co_await database.run(std::move(look));
    const desk::Setup& now = desk.setup();
    if (found.first == now.subscriber_languages && found.second == now.subscriber_hooks) co_return;
    auto setup = std::make_shared<desk::Setup>(now);
    setup->subscriber_languages = std::move(found.first);
    setup->subscriber_hooks = std::move(found.second);
    desk.adopt(std::move(setup));
}

EntryRules entry_rules(const desk::Setup& setup, std::string by, Time now) {
    EntryRules rules;
    rules.languages = setup.subscription_languages;
    const bool offered = std::find(rules.languages.begin(), rules.languages.end(), setup.language) != rules.languages.end();
    if (!rules.languages.empty()) rules.language = offered ? setup.language : rules.languages.front();
    for (const auto& [id, name] : setup.components) rules.components.push_back(id);
    rules.zone_exists = [](std::string_view name) { return locate_zone(name).has_value(); };
    rules.added_by = std::move(by);
    rules.now = now;
    return rules;
}

Error not_stored() {
    return {ErrorCode::store_failed, "This could not be stored.", "", "Please try again in a moment."};
}

}  // namespace candor::listen
