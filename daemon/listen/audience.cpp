#include "daemon/listen/audience.hpp"

#include "core/audience.hpp"

#include <utility>

namespace candor::listen {

Task<> follow_audience(desk::Desk& desk, store::Store& store, DatabaseThread& database) {
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

}  // namespace candor::listen
