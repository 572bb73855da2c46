// What a person on duty is written: what is due, what is missing, and how to answer in one step.
#pragma once

#include "core/incident/record.hpp"
#include "core/message/message.hpp"

#include <string>
#include <vector>

namespace candor::review {

struct NoticeContext {
    std::string organisation;
    std::string name;    // of whoever is written to
    std::string url;     // of the incident's page
    std::string answer;  // under which a link of their own answers without signing in: "https://status.example.org/answer/"
    const TimeZone& zone = utc();
    Time now{};
};

// Customers report something that no incident is about: what whoever would own it is written, as there is no owner yet.
struct UnansweredReports {
    ComponentId component;
    std::string name;  // of the component, as customers know it
    std::int64_t count = 0;
    Duration within{};
};
[[nodiscard]] Message write_notice(const UnansweredReports& reports, const NoticeContext& context);

// Webhooks of subscribers were put aside, and nobody but the operator can be told.
struct WebhooksPutAside {
    std::vector<std::string> subscriptions;  // their ids
};
[[nodiscard]] Message write_notice(const WebhooksPutAside& webhooks, const NoticeContext& context);

// A mail, and a JSON body with `text` (and `content`, as some chat servers call it). English, as the command line is.
[[nodiscard]] Message write_notice(const Record& record, const Noticed& noticed, const NoticeContext& context);

}  // namespace candor::review
