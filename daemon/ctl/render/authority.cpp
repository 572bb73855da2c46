// Who is asking, and what they may do.
#include "daemon/ctl/render/authority.hpp"

#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

constexpr std::array requests{
    CommandRequest{"candor declare", "POST", "/api/v1/incidents"},
    CommandRequest{"candor fact", "POST", "/api/v1/incidents/{id}/facts"},
    CommandRequest{"candor fact retract", "POST", "/api/v1/incidents/{id}/facts/{fact}/retract"},
    CommandRequest{"candor update", "POST", "/api/v1/incidents/{id}/updates"},
    CommandRequest{"candor correct", "POST", "/api/v1/incidents/{id}/updates"},
    CommandRequest{"candor resolve", "POST", "/api/v1/incidents/{id}/resolve"},
    CommandRequest{"candor withdraw", "POST", "/api/v1/incidents/{id}/withdraw"},
    CommandRequest{"candor reopen", "POST", "/api/v1/incidents/{id}/reopen"},
    CommandRequest{"candor review --publish", "POST", "/api/v1/incidents/{id}/review"},
    CommandRequest{"candor close", "POST", "/api/v1/incidents/{id}/close"},
    CommandRequest{"candor ack", "POST", "/api/v1/incidents/{id}/ack"},
    CommandRequest{"candor recheck", "POST", "/api/v1/incidents/{id}/recheck"},
    CommandRequest{"candor dismiss", "POST", "/api/v1/incidents/{id}/dismiss"},
    CommandRequest{"candor promise", "POST", "/api/v1/incidents/{id}/promises"},
    CommandRequest{"candor kept", "POST", "/api/v1/incidents/{id}/promises/{promise}"},
    CommandRequest{"candor broken", "POST", "/api/v1/incidents/{id}/promises/{promise}"},
    CommandRequest{"candor give", "POST", "/api/v1/incidents/{id}/remedies"},
    CommandRequest{"candor given", "POST", "/api/v1/incidents/{id}/remedies/{grant}"},
    CommandRequest{"candor offer", "POST", "/api/v1/incidents/{id}/options"},
    CommandRequest{"candor offer --withdraw", "POST", "/api/v1/incidents/{id}/options/{number}/withdraw"},
    CommandRequest{"candor approve", "POST", "/api/v1/incidents/{id}/approvals/{approval}"},
    CommandRequest{"candor refuse", "POST", "/api/v1/incidents/{id}/approvals/{approval}"},
    CommandRequest{"candor why", "GET", "/api/v1/incidents/{id}/updates/{update}/why"},
    CommandRequest{"candor why UPD", "GET", "/api/v1/updates/{update}/why"},
    CommandRequest{"candor assign", "PUT", "/api/v1/incidents/{id}/owner"},
    CommandRequest{"candor case open", "POST", "/api/v1/cases"},
    CommandRequest{"candor case list", "GET", "/api/v1/cases"},
    CommandRequest{"candor case show", "GET", "/api/v1/cases/{id}"},
    CommandRequest{"candor maintenance TITLE", "POST", "/api/v1/maintenance"},
    CommandRequest{"candor maintenance", "GET", "/api/v1/maintenance"},
    CommandRequest{"candor start", "POST", "/api/v1/incidents/{id}/start"},
    CommandRequest{"candor verify", "POST", "/api/v1/incidents/{id}/verify"},
    CommandRequest{"candor complete", "POST", "/api/v1/incidents/{id}/complete"},
    CommandRequest{"candor move", "POST", "/api/v1/incidents/{id}/move"},
    CommandRequest{"candor status", "GET", "/api/v1/status"},
    CommandRequest{"candor status --ended", "GET", "/api/v1/incidents"},
    CommandRequest{"candor show", "GET", "/api/v1/incidents/{id}"},
    CommandRequest{"candor promises", "GET", "/api/v1/promises"},
    CommandRequest{"candor promises INC", "GET", "/api/v1/incidents/{id}/promises"},
    CommandRequest{"candor reports", "GET", "/api/v1/reports"},
    CommandRequest{"candor remedies", "GET", "/api/v1/remedies"},
    CommandRequest{"candor remedies INC", "GET", "/api/v1/incidents/{id}/remedies"},
    CommandRequest{"candor offer INC", "GET", "/api/v1/incidents/{id}/options"},
    CommandRequest{"candor similar", "GET", "/api/v1/incidents/{id}/similar"},
    CommandRequest{"candor next", "GET", "/api/v1/incidents/{id}/next"},
    CommandRequest{"candor say", "GET", "/api/v1/incidents/{id}/say"},
    CommandRequest{"candor review", "GET", "/api/v1/incidents/{id}/review"},
    CommandRequest{"candor deliveries", "GET", "/api/v1/incidents/{id}/deliveries"},
    CommandRequest{"candor retry", "POST", "/api/v1/incidents/{id}/deliveries/retry"},
    CommandRequest{"candor check", "POST", "/api/v1/incidents/{id}/check"},
    CommandRequest{"candor subscribers", "GET", "/api/v1/subscribers/counts"},
    CommandRequest{"candor subscribers list", "GET", "/api/v1/subscribers"},
    CommandRequest{"candor subscribers show", "GET", "/api/v1/subscribers/{id}"},
    CommandRequest{"candor subscribers add", "POST", "/api/v1/subscribers"},
    CommandRequest{"candor subscribers change", "PATCH", "/api/v1/subscribers/{id}"},
    CommandRequest{"candor subscribers remove", "DELETE", "/api/v1/subscribers/{id}"},
    CommandRequest{"candor bounce", "POST", "/api/v1/bounces"},
    CommandRequest{"candor token create", "POST", "/api/v1/tokens"},
    CommandRequest{"candor token list", "GET", "/api/v1/tokens"},
    CommandRequest{"candor token revoke", "DELETE", "/api/v1/tokens/{name}"},
    CommandRequest{"candor whoami", "GET", "/api/v1/whoami"},
    CommandRequest{"candor freeze", "POST", "/api/v1/freeze"},
    CommandRequest{"candor resume", "POST", "/api/v1/resume"},
    CommandRequest{"candor export-site", "GET", "/api/v1/site"},
};

bool is_for(const CommandRequest& request, Answer route) {
    return route["method"].text() == request.method && route["path"].text() == request.path;
}

void put_commands(Sheet& sheet, const std::vector<Answer>& routes, bool allowed) {
    std::vector<std::vector<Cell>> rows;
    for (const CommandRequest& request : requests) {
        const auto route = std::find_if(routes.begin(), routes.end(), [&](Answer one) { return is_for(request, one); });
        if (route == routes.end() || (*route)["allowed"].truth() != allowed) continue;
        rows.push_back({{std::string(request.command)}, {"needs " + (*route)["scope"].text(), Style::dim}});
    }
    if (rows.empty()) return;
    sheet.section(allowed ? "You may" : "You may not");
    sheet.table(rows);
}

// What programs may ask besides.
void put_other_requests(Sheet& sheet, const std::vector<Answer>& routes) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer route : routes) {
        const bool known = std::any_of(requests.begin(), requests.end(), [&](const CommandRequest& request) { return is_for(request, route); });
        if (known) continue;
        const auto scope = route["scope"].text();
        rows.push_back({{route["allowed"].truth() ? "yes" : "no", route["allowed"].truth() ? Style::plain : Style::warning},
                        {route["method"].text()},
                        {route["path"].text()},
                        {scope == "none" ? "for everybody" : "needs " + scope, Style::dim}});
    }
    if (rows.empty()) return;
    sheet.section("Requests without a command");
    sheet.table(rows);
}

// Up to which sums nobody has to be asked.
void put_own_caps(Sheet& sheet, Answer who) {
    std::vector<std::vector<Cell>> rows;
    for (const Answer caps : who["may_give"].items()) {
        rows.push_back({{"to one customer"}, {caps["customer"]["most_text"].text()}});
        rows.push_back({{"in one incident"}, {caps["incident"]["most_text"].text()}});
        for (const Answer role : caps["roles"].items()) {
            if (role["yours"].truth()) rows.push_back({{"for " + role["role"].text()}, {role["most_text"].text()}});
        }
    }
    if (rows.empty()) return;
    sheet.section("You may give, without asking");
    sheet.table(rows);
}

}  // namespace

std::span<const CommandRequest> command_requests() {
    return requests;
}

std::string render_authority(const boost::json::value& answer, const Look& look) {
    const Answer who(answer);
    const auto routes = who["can"].items();
    Sheet sheet(look);
    sheet.line({{who["name"].text(), Style::bold}, {"scope " + who["scope"].text()}});
    put_commands(sheet, routes, true);
    put_commands(sheet, routes, false);
    put_own_caps(sheet, who);
    put_other_requests(sheet, routes);
    sheet.next({{"candor token list", "the tokens there are (needs admin)"}});
    return sheet.take();
}

}  // namespace candor::ctl
