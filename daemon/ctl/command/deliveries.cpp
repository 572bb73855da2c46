// candor deliveries, retry: whom the updates reached.
#include "daemon/ctl/command/draft.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

struct DeliveriesArguments {
    std::string incident;
    std::string state;
    std::string channel;
    std::string after;
    int limit = 100;
};

std::string query_of(const DeliveriesArguments& arguments) {
    std::string query = fmt::format("?limit={}", arguments.limit);
    if (!arguments.state.empty()) query += "&state=" + path_segment(arguments.state);
    if (!arguments.channel.empty()) query += "&channel=" + path_segment(arguments.channel);
    if (!arguments.after.empty()) query += "&after=" + path_segment(arguments.after);
    return query;
}

void add_list(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "deliveries", "whom the updates of an incident reached, and whom not");
    auto arguments = std::make_shared<DeliveriesArguments>();
    add_incident(*command, arguments->incident);
    command
        ->add_option("--state", arguments->state,
                     "waiting, attempting, retrying, delivered, failed, superseded or gone")
        ->check(CLI::IsMember({"waiting", "attempting", "retrying", "delivered", "failed", "superseded", "gone"}));
    command->add_option("--channel", arguments->channel, "of this channel only");
    command->add_option("--limit", arguments->limit, "so many at most")->check(CLI::Range(1, 1000));
    command->add_option("--after", arguments->after, "go on after this (what the last page named)");
    command->callback([&draft, arguments] {
        draft.call_incident(arguments->incident, "GET", "/deliveries" + query_of(*arguments), nullptr,
                            render_deliveries);
    });
}

void add_retry(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "retry", "try the deliveries that failed once more");
    auto incident = std::make_shared<std::string>();
    add_incident(*command, *incident);
    command->callback([&draft, incident] {
        draft.call_incident(*incident, "POST", "/deliveries/retry", boost::json::object{}, render_retried);
    });
}

}  // namespace

void add_deliveries(CLI::App& app, Draft& draft) {
    add_list(app, draft);
    add_retry(app, draft);
}

}  // namespace candor::ctl
