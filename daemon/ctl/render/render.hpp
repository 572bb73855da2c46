// What the daemon answered, as text for people. Pure: JSON and a Look in, text out. Each answer ends with what to type next.
#pragma once

#include "daemon/ctl/terminal.hpp"

#include <boost/json.hpp>
#include <string>

namespace candor::ctl {

using Render = std::string (*)(const boost::json::value& answer, const Look& look);

// The board and one incident.
[[nodiscard]] std::string render_board(const boost::json::value& answer, const Look& look);  // GET /status
[[nodiscard]] std::string render_ended(const boost::json::value& answer, const Look& look);  // GET /incidents
[[nodiscard]] std::string render_incident_status(const boost::json::value& answer,
                                                 const Look& look);                             // GET /incidents/{id}
[[nodiscard]] std::string render_incident(const boost::json::value& answer, const Look& look);  // the same, in full

// What a command has done.
[[nodiscard]] std::string render_declared(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_facts(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_retracted(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_update(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_ended_update(const boost::json::value& answer, const Look& look);  // resolve, withdraw
[[nodiscard]] std::string render_preview(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_check(const boost::json::value& answer, const Look& look);  // POST .../check
[[nodiscard]] std::string render_refused(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_why(const boost::json::value& answer, const Look& look);  // GET .../why
[[nodiscard]] std::string render_owner(const boost::json::value& answer, const Look& look);

[[nodiscard]] std::string render_promises(const boost::json::value& answer, const Look& look);  // GET .../promises
[[nodiscard]] std::string render_promised(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_answered(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_closed(const boost::json::value& answer, const Look& look);

// Customers' own cases, planned maintenance.
[[nodiscard]] std::string render_case_opened(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_cases(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_case(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_announced(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_planned(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_step(const boost::json::value& answer, const Look& look);  // start, verify, complete, move
[[nodiscard]] std::string render_subscriber_counts(const boost::json::value& answer, const Look& look);  // GET /subscribers/counts
[[nodiscard]] std::string render_subscribers(const boost::json::value& answer, const Look& look);        // GET /subscribers
[[nodiscard]] std::string render_subscriber(const boost::json::value& answer, const Look& look);         // GET, PATCH /subscribers/ID, POST /subscribers
[[nodiscard]] std::string render_hook(const boost::json::value& answer, const Look& look);               // POST /webhooks
[[nodiscard]] std::string render_unsubscribed(const boost::json::value& answer, const Look& look);       // DELETE /subscribers/ID
[[nodiscard]] std::string render_imported(const boost::json::value& answer, const Look& look);           // sums of POST /subscribers/import
[[nodiscard]] std::string render_reports(const boost::json::value& answer, const Look& look);  // GET /reports
[[nodiscard]] std::string render_remedies(const boost::json::value& answer, const Look& look);  // GET .../remedies
[[nodiscard]] std::string render_grant(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_declined(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_options(const boost::json::value& answer, const Look& look);  // GET .../options
[[nodiscard]] std::string render_similar(const boost::json::value& answer, const Look& look);

[[nodiscard]] std::string render_deliveries(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_bounce(const boost::json::value& answer, const Look& look);  // POST /bounces
[[nodiscard]] std::string render_retried(const boost::json::value& answer, const Look& look);

[[nodiscard]] std::string render_token(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_tokens(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_revoked(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_whoami(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_authority(const boost::json::value& answer, const Look& look);  // GET /whoami?can=true

[[nodiscard]] std::string render_backup(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_frozen(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_resumed(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_exported(const boost::json::value& answer, const Look& look);  // export-site: what was written

// Looking ahead and back.
[[nodiscard]] std::string render_next(const boost::json::value& answer, const Look& look);  // at most twelve lines
[[nodiscard]] std::string render_next_all(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_say(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_review(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_review_markdown(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_agenda(const boost::json::value& answer, const Look& look);
[[nodiscard]] std::string render_agenda_markdown(const boost::json::value& answer, const Look& look);

// An answer with an error status, for standard error.
[[nodiscard]] std::string render_error(const boost::json::value& answer, int status, const Look& look);

}  // namespace candor::ctl
