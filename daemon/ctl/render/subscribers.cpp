// Those who subscribed. Addresses come from strangers: nothing of them reaches the terminal raw (Answer, Sheet).
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

Style style_of(const std::string& state) {
    if (state == "active") return Style::good;
    return state == "quarantined" || state == "suppressed" ? Style::warning : Style::plain;
}

std::string components_of(Answer one) {
    std::string names;
    for (const Answer id : one["components"].items()) names += (names.empty() ? "" : ", ") + id.text();
    return names.empty() ? "all components" : names;
}

void put_deliveries(Sheet& sheet, Answer deliveries) {
    if (!deliveries.present()) return;
    sheet.section("Sent lately");
    std::vector<std::vector<Cell>> rows;
    for (const Answer one : deliveries.items()) {
        const auto state = one["state"].text();
        rows.push_back({{moment(one["first_at"].time(), sheet.look())}, {one["incident"].text()}, {state, state == "failed" ? Style::bad : Style::plain}, {one["detail"].text(), Style::dim}});
    }
    if (rows.empty()) sheet.paragraph("Nothing yet.", 2);
    else sheet.table(rows);
}

void put_subscriber(Sheet& sheet, Answer one) {
    const auto state = one["state"].text();
    const auto address = one["address"].text();
    sheet.title(address.empty() ? "(the address was erased)" : address);
    sheet.field("id", one["id"].text());
    sheet.field("kind", one["kind"].text());
    sheet.field("state", fmt::format("{} since {}", state, moment(one["since"].time(), sheet.look())), style_of(state));
    sheet.field("why", one["reason"].text());
    sheet.field("hears", fmt::format("{}, {}", components_of(one), one["updates"].text() == "every" ? "every update" : one["updates"].text()));
    sheet.field("incident", one["incident"].text());
    sheet.field("language", one["language"].text());
    if (one["quiet"].present()) sheet.field("quiet", fmt::format("{} {}", one["quiet"].text(), one["time_zone"].text()));
    sheet.field("format", one["format"].text());
    sheet.field("contact", one["contact"].text());
    sheet.field("basis", one["basis"].present() ? fmt::format("{} (entered by {})", one["basis"].text(), one["added_by"].text()) : "they subscribed themselves");
}

}  // namespace

std::string render_subscriber_counts(const boost::json::value& answer, const Look& look) {
    const Answer all(answer);
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows{{{"KIND", Style::dim}, {"STATE", Style::dim}, {"LANGUAGE", Style::dim}, {"COUNT", Style::dim}}};
    for (const Answer one : all["counts"].items()) {
        const auto state = one["state"].text();
        rows.push_back({{one["kind"].text()}, {state, style_of(state)}, {one["language"].text()}, {fmt::format("{}", one["count"].count()), Style::bold}});
    }
    if (!all["open"].truth()) {
        sheet.paragraph("Nobody can subscribe here: the configuration has no `subscribers`. With it, customers subscribe on the page, and you can enter them.");
        sheet.next({{"candor subscribers list", "who subscribed while it had"}});
        return sheet.take();
    }
    if (rows.size() == 1) {
        sheet.paragraph("Nobody has subscribed yet. The page offers it under /subscribe.");
        sheet.next({{"candor subscribers import FILE --basis WHY", "those who agreed elsewhere"}, {"candor subscribers add ADDRESS --basis WHY", "one of them"}});
        return sheet.take();
    }
    sheet.table(rows, 0);
    sheet.next({{"candor subscribers list --state suppressed", "whose address refuses mail"}, {"candor subscribers import FILE --basis WHY", "more of them"}});
    return sheet.take();
}

std::string render_subscribers(const boost::json::value& answer, const Look& look) {
    const Answer all(answer);
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows{{{"ID", Style::dim}, {"STATE", Style::dim}, {"LANG", Style::dim}, {"ADDRESS", Style::dim}}};
    for (const Answer one : all["subscribers"].items()) {
        const auto state = one["state"].text();
        const auto address = one["address"].text();
        rows.push_back({{one["id"].text(), Style::bold}, {state, style_of(state)}, {one["language"].text()}, {address.empty() ? "(erased)" : address}});
    }
    if (rows.size() == 1) {
        sheet.paragraph("There is nobody like that.");
        sheet.next({{"candor subscribers", "how many there are"}});
        return sheet.take();
    }
    sheet.table(rows, 0);
    std::vector<std::pair<std::string, std::string>> next{{"candor subscribers show ID", "one of them"}};
    if (all["next_after"].present()) next.emplace_back(fmt::format("candor subscribers list --after {}", all["next_after"].count()), "those after them");
    sheet.next(next);
    return sheet.take();
}

std::string render_subscriber(const boost::json::value& answer, const Look& look) {
    const Answer all(answer);
    Sheet sheet(look);
    const Answer one = all["subscriber"];
    if (all["known"].truth()) sheet.paragraph("They hear already, and were left as they are.", 0, Style::warning);
    put_subscriber(sheet, one);
    put_deliveries(sheet, all["deliveries"]);
    const auto id = one["id"].text();
    const auto state = one["state"].text();
    if (state == "quarantined" || state == "suppressed") sheet.next({{"candor subscribers enable " + id, "write to them again, once it is mended"}});
    else sheet.next({{"candor subscribers change " + id + " --updates digest", "what they hear"}, {"candor subscribers remove " + id, "unsubscribe them"}});
    return sheet.take();
}

std::string render_hook(const boost::json::value& answer, const Look& look) {
    const Answer made(answer);
    Sheet sheet(look);
    sheet.line({{"Subscribed.", Style::good}, {"The test message was answered as it must be."}});
    sheet.blank();
    sheet.line({{made["secret"].text(), Style::bold}});
    sheet.paragraph("What its updates are signed with: shown once, and kept nowhere. Give it to whoever runs the receiver.");
    sheet.field("id", made["id"].text());
    sheet.next({{"candor subscribers show " + made["id"].text(), "what was sent to it"}, {"candor subscribers remove " + made["id"].text(), "end it"}});
    return sheet.take();
}

std::string render_unsubscribed(const boost::json::value&, const Look& look) {
    Sheet sheet(look);
    sheet.line({{"Unsubscribed.", Style::good}, {"The address is erased in 30 days."}});
    sheet.next({{"candor subscribers", "how many are left"}});
    return sheet.take();
}

std::string render_imported(const boost::json::value& answer, const Look& look) {
    const Answer done(answer);
    Sheet sheet(look);
    const auto refused = done["refused_count"].count();
    sheet.line({{fmt::format("{} added", done["added"].count()), Style::good},
                {fmt::format("{} confirmed", done["confirmed"].count())},
                {fmt::format("{} known already", done["known"].count())},
                {fmt::format("{} refused", refused), refused > 0 ? Style::bad : Style::plain}});
    std::vector<std::vector<Cell>> rows;
    for (const Answer row : done["refused"].items()) {
        const auto field = row["field"].text();
        rows.push_back({{fmt::format("line {}", row["line"].count()), Style::bold}, {field, Style::dim}, {row["message"].text() + (row["mend"].text().empty() ? "" : " " + row["mend"].text())}});
    }
    if (!rows.empty()) {
        sheet.section("Not taken over");
        sheet.table(rows);
    }
    const auto untold = refused - static_cast<std::int64_t>(rows.size());
    if (untold > 0) sheet.paragraph(fmt::format("And {} more.", untold), 2);
    sheet.next({{"candor subscribers", "how many hear now"}});
    return sheet.take();
}

}  // namespace candor::ctl
