// From the configuration to the parts: everything that a reload swaps is made here, whole, before anything is swapped.
#pragma once

#include "core/link.hpp"
#include "daemon/app/manners.hpp"
#include "daemon/config/config.hpp"
#include "daemon/delivery/mastodon.hpp"
#include "daemon/delivery/transfers.hpp"
#include "daemon/delivery/webhook.hpp"
#include "daemon/desk/setup.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "daemon/listen/readback.hpp"
#include "daemon/pages/templates.hpp"
#include "daemon/store/store.hpp"

#include <map>
#include <vector>

namespace candor::app {

// The texts below a folder, by their path in it. Errors: invalid_template, where the folder cannot be read.
[[nodiscard]] Result<std::map<std::string, std::string>> read_texts(const std::filesystem::path& folder);

// Errors: invalid_template and invalid_lexicon; invalid_config, in the plan (every problem and every gap) as in the rest: one per line.
// `kept`: the lexicons of an earlier start.
[[nodiscard]] Result<desk::Setup> make_setup(const config::Config& config, const honesty::Keeping& kept);

// The templates, with the organisation's own in place of those of the same name.
[[nodiscard]] Result<std::map<std::string, std::string>> template_files(const config::Templates& templates);
[[nodiscard]] Result<pages::Theme> make_theme(const config::Organisation& organisation);
[[nodiscard]] Result<pages::PageTemplates> make_page_templates(const config::Config& config);

// Where what was published is looked for: at the public page, or at our own first listener.
[[nodiscard]] listen::Readback::Settings make_readback(const config::Config& config);

// `most`: attempts at once, however many are configured.
[[nodiscard]] dispatch::Settings make_dispatch_settings(const config::Config& config, std::size_t most);

// What channels send with. Both outlive them.
struct Carriers {
    delivery::Transfers& transfers;
    delivery::HttpClient& webhooks;
};

// Errors: invalid_config, where a channel's settings cannot work.
[[nodiscard]] Result<std::vector<dispatch::Outlet>> make_outlets(const config::Config& config, const Manners& manners, const Carriers& carriers, const LinkKeys& keys);
// What carries updates to the webhooks that were subscribed; nullptr: nobody can.
[[nodiscard]] std::shared_ptr<delivery::Webhook> webhook_of_subscribers(const std::vector<dispatch::Outlet>& outlets);

// Those among them that post to Mastodon.
[[nodiscard]] std::vector<std::shared_ptr<delivery::Mastodon>> mastodon_channels(const std::vector<dispatch::Outlet>& outlets);

// The people of the plan, as recipients of the channels on which they are reached.
[[nodiscard]] std::vector<store::Recipient> people_by_mail(const plan::Plan* plan);
[[nodiscard]] std::vector<store::Recipient> people_by_webhook(const plan::Plan* plan);
[[nodiscard]] std::vector<store::Recipient> recipients_of(const config::Channel& channel);
// The system's time zones, by name.
[[nodiscard]] store::Store::FindZone known_zones();

}  // namespace candor::app
