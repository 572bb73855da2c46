// The promise ledger, and the end of the loop.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

void put_promise(Sheet& sheet, Answer promise) {
    const auto incident = promise["incident"].text();
    const Cell id{(incident.empty() ? "" : incident + "  ") + promise["id"].text(), Style::bold};
    sheet.line({id, {"by " + moment(promise["due"].time(), sheet.look())}, promise_cell(promise, sheet.look())});
    sheet.paragraph(fmt::format("{}: {}", promise["owner"].text(), promise_words(promise)), 6);
}

}  // namespace

std::string render_promises(const boost::json::value& answer, const Look& look) {
    const Answer ledger(answer);
    Sheet sheet(look);
    const auto promises = ledger["promises"].items();
    for (const Answer promise : promises) put_promise(sheet, promise);
    if (promises.empty()) sheet.paragraph("Nothing is promised to anybody.", 0);
    const auto kept = ledger["kept"].count();
    const auto missed = ledger["missed"].count();
    if (kept + missed > 0) {
        sheet.blank();
        sheet.line({{fmt::format("{} of {} kept", kept, kept + missed), missed == 0 ? Style::good : Style::warning},
                    {missed == 0 ? "" : fmt::format("{} missed", missed)}});
    }
    sheet.next({{"candor kept INC PROMISE", "when one was kept"}, {"candor promise INC \"...\" --by +30m", "promise somebody an answer"}});
    return sheet.take();
}

std::string render_promised(const boost::json::value& answer, const Look& look) {
    const Answer promise = Answer(answer)["promise"];
    const auto incident = Answer(answer)["incident"]["id"].text();
    Sheet sheet(look);
    const bool open = promise["state"].text() == "open";
    sheet.line({{open ? "Promised." : "On the ledger.", Style::good}, {promise_words(promise)}});
    sheet.field("promise", promise["id"].text());
    sheet.field("due", open ? moment_and_remaining(promise["due"].time(), look) : moment(promise["due"].time(), look));
    sheet.field("owner", promise["owner"].text());
    if (!open) sheet.field("state", promise_cell(promise, look).text);
    if (open) sheet.next({{fmt::format("candor kept {} {}", incident, promise["id"].text()), "when it was kept"}});
    else sheet.next({{"candor promises " + incident, "the ledger"}});
    return sheet.take();
}

std::string render_closed(const boost::json::value& answer, const Look& look) {
    const Answer incident = Answer(answer)["incident"];
    Sheet sheet(look);
    sheet.line({{"Closed.", Style::good}, {incident["kind"].text() == "incident" ? "Everyone was asked, the review is out, and every promise is settled."
                                                                       : "They were asked, and every promise is settled."}});
    sheet.blank();
    put_incident_head(sheet, incident);
    sheet.next({{"candor show " + incident["id"].text(), "the whole record"}});
    return sheet.take();
}

}  // namespace candor::ctl
