// candor bounce: mail that came back, from a mail server's pipe.
#include "core/delivery/bounce.hpp"
#include "core/subscriber/return_path.hpp"
#include "daemon/ctl/command/draft.hpp"

#include <algorithm>

namespace candor::ctl {

namespace {

void say(Draft& draft, const char* text) {
    draft.invocation.action = PrintText{text};
}

// Whatever is no failure of a mail of ours is read and done with: a mail server must not send it anywhere else.
void hand_on(Draft& draft, const std::string& to) {
    const auto mail = draft.surroundings().standard_input();
    if (!mail) throw CLI::ValidationError("bounce", mail.error().message());
    const auto report = parse_bounce(*mail);
    if (!report) return say(draft, "No report of a delivery; nothing is noted.\n");
    if (!report->is_final() || !blames_address(report->status)) return say(draft, "The address has not failed for good; nothing is noted.\n");
    const auto own = std::find_if(report->sent_to.begin(), report->sent_to.end(), is_return_path);
    const std::string address = !to.empty() ? to : own == report->sent_to.end() ? std::string() : *own;
    if (address.empty()) return say(draft, "It came back to no return path of ours; nothing is noted.\n");
    const std::string& why = report->diagnostic;
    draft.call("POST", "/api/v1/bounces", boost::json::object{{"to", address}, {"reason", why.empty() ? report->status : why}}, render_bounce);
}

}  // namespace

void add_bounce(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "bounce", "note that a subscriber's mail came back: a report (RFC 3464) on standard input");
    auto to = std::make_shared<std::string>();
    command->add_option("--to", *to, "the address that the report was sent to, where its head does not say it");
    command->callback([&draft, to] { hand_on(draft, *to); });
    command->footer("Examples:\n  candor bounce < report.eml\n  In /etc/aliases:  bounce: \"|/usr/bin/candor bounce\"");
}

}  // namespace candor::ctl
