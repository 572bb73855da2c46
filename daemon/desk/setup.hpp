// What the desk works by: made whole from the configuration, swapped whole at a reload, never changed in between.
#pragma once

#include "core/alert/alert.hpp"
#include "core/audience.hpp"
#include "core/cadence.hpp"
#include "core/freeze.hpp"
#include "core/honesty/engine.hpp"
#include "core/message/channel_length.hpp"
#include "core/message/template_set.hpp"
#include "core/plan/plan.hpp"
#include "core/report/report.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace candor::desk {

struct Setup {
    std::string organisation;
    std::string url;       // of the public page, without a final slash
    std::string contact;   // may be empty
    std::string language;  // of the page
    bool has_logo = false;     // the page shows one
    bool has_colours = false;  // the page has a style sheet for the organisation's colour
    std::shared_ptr<const TimeZone> zone;
    std::string time_zone;  // its name
    std::string default_owner;
    std::string default_deputy;
    bool names_owner = false;  // updates end with who is responsible for them
    std::string motto;  // that ends the agenda of a review; may be empty
    std::vector<std::pair<ComponentId, std::string>> components;  // id and name, in the configured order
    ReportThresholds reports;
    std::string reports_read_by = "the team on duty";  // as customers know it
    std::vector<AlertRule> alerts;
    CadencePolicy cadence;                           // with a plan: its rules
    std::shared_ptr<const plan::Plan> plan;          // none: default_owner and default_deputy decide
    TemplateSet templates;
    std::shared_ptr<const honesty::Engine> honesty;  // none: people's words are not checked
    std::vector<ChannelRoute> channels;
    std::vector<std::string> subscription_languages;  // that mails to subscribers may have; empty: nobody can subscribe
    std::vector<std::string> subscriber_languages;    // of those who hear: nothing is rendered in any other
    std::vector<std::string> subscriber_hooks;        // wanted_variant() of the webhooks of those who hear
    bool subscription_form = false;                   // the page offers it
    bool webhook_form = false;                        // ... and one for webhooks
    std::vector<std::string> case_languages;  // that mails in cases may have; empty: no email channel can carry them
    std::map<ChannelKind, Limits> limits;  // where a server said something else than the default
    std::optional<Freeze> frozen;          // the brake is on
};

[[nodiscard]] std::string incident_url(const Setup& setup, const IncidentId& id);
// Where its readers find more. A case has no page of its own: its incident's, or that of the whole.
[[nodiscard]] std::string record_url(const Setup& setup, const Record& record);
// The channels that may carry what is said in it: the configured ones; of a case the one to its customer.
[[nodiscard]] std::vector<ChannelRoute> ways_to(const Setup& setup, const Record& record);
// The configured channels that the plan lets carry it as things stand there; all of them where it does not say.
[[nodiscard]] std::vector<ChannelRoute> planned_channels(const Setup& setup, const plan::Situation& situation);
// Who is responsible for its updates, by the name that the plan has for them.
[[nodiscard]] std::string owner_name(const Setup& setup, const Record& record);
// Under which a recipient's own link answers; ends in a slash.
[[nodiscard]] std::string answer_url(const Setup& setup);
// Under which a subscriber's own links change what they hear, confirm, and leave; end in a slash.
[[nodiscard]] std::string subscription_url(const Setup& setup);
[[nodiscard]] std::string confirmation_url(const Setup& setup);
[[nodiscard]] std::string unsubscribe_url(const Setup& setup);
// Are there subscribers who hear of this? A case is its customer's alone.
[[nodiscard]] bool has_subscribers(const Setup& setup, RecordKind kind);
// The same of webhooks.
[[nodiscard]] bool has_hooks(const Setup& setup, RecordKind kind);
// The language that a text for these subscribers has: theirs, as long as it is offered.
[[nodiscard]] const std::string& language_for(const Setup& setup, const std::string& wanted);
[[nodiscard]] std::map<ComponentId, std::string> component_names(const Setup& setup);

}  // namespace candor::desk
