// Tokens, who is asking, and what went wrong.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

std::string render_token(const boost::json::value& answer, const Look& look) {
    const Answer token(answer);
    Sheet sheet(look);
    sheet.line({{token["token"].text(), Style::bold}});
    sheet.blank();
    sheet.paragraph("This is shown once and stored only as a hash: put it into a file that only its user can read.");
    sheet.field("name", token["name"].text());
    sheet.field("scope", token["scope"].text());
    const auto expires = token["expires_at"].time();
    sheet.field("expires", expires ? moment(expires, look) : "never");
    sheet.next({{"candor --url URL --token-file FILE whoami", "try it"},
                {"candor token revoke " + token["name"].text(), "take it back"}});
    return sheet.take();
}

std::string render_tokens(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows{
        {{"NAME", Style::dim}, {"SCOPE", Style::dim}, {"LAST USED", Style::dim}, {"EXPIRES", Style::dim}}};
    for (const Answer token : Answer(answer)["tokens"].items()) {
        const auto used = token["last_used_at"].time();
        const auto expires = token["expires_at"].time();
        rows.push_back({{token["name"].text(), Style::bold},
                        {token["scope"].text()},
                        {used ? moment(used, look) : "never"},
                        {expires ? moment_and_remaining(expires, look) : "never"}});
    }
    if (rows.size() == 1) {
        sheet.line({{"There are no tokens: only the socket is open."}});
    } else {
        sheet.table(rows, 0);
    }
    sheet.next({{"candor token create NAME --scope read|respond|admin", "a new one"}});
    return sheet.take();
}

std::string render_revoked(const boost::json::value&, const Look& look) {
    Sheet sheet(look);
    sheet.line({{"Revoked.", Style::good}, {"The token is refused from now on."}});
    sheet.next({{"candor token list", "those that are left"}});
    return sheet.take();
}

std::string render_whoami(const boost::json::value& answer, const Look& look) {
    const Answer who(answer);
    Sheet sheet(look);
    sheet.line({{who["name"].text(), Style::bold}, {"scope " + who["scope"].text()}});
    sheet.next({{"candor whoami --can", "what you may do"}, {"candor status", "what is open"}});
    return sheet.take();
}

std::string render_error(const boost::json::value& answer, int status, const Look& look) {
    const Answer error = Answer(answer)["error"];
    Sheet sheet(look);
    const auto message = error["message"].long_text();
    sheet.paragraph(
        "candor: " + (message.empty() ? fmt::format("the daemon answered {} without a reason", status) : message), 0,
        Style::bad);
    sheet.field("field", error["field"].text());
    sheet.field("to mend it", error["mend"].long_text());
    const auto code = error["code"].text();
    if (!code.empty()) sheet.field("error", fmt::format("{} ({})", code, status));
    sheet.field("request", error["request_id"].text());
    return sheet.take();
}

}  // namespace candor::ctl
