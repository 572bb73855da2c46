// Whom the updates reached.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

constexpr std::array<std::string_view, 7> states{"delivered", "waiting",    "attempting", "retrying",
                                                 "failed",    "superseded", "gone"};

// "12 delivered, 1 retrying": only what there is.
std::string counts_words(Answer counts) {
    std::vector<std::string> parts;
    for (const auto state : states) {
        if (const auto count = counts[state].count(); count > 0) parts.push_back(fmt::format("{} {}", count, state));
    }
    return parts.empty() ? "none" : joined(parts);
}

Cell state_cell(Answer delivery) {
    const auto state = delivery["state"].text();
    if (state == "delivered") return {state, Style::good};
    if (state == "failed" || state == "gone") return {state == "failed" ? "FAILED" : "GONE", Style::bad};
    return {state, state == "retrying" ? Style::warning : Style::plain};
}

// Milliseconds where they matter.
std::string taken(Duration length) {
    using namespace std::chrono_literals;
    return length < 10s ? fmt::format("{} ms", std::max<std::int64_t>(length.count(), 0)) : duration_text(length);
}

std::string progress(Answer delivery, const Look& look) {
    std::vector<std::string> parts;
    const auto started = delivery["started_at"].time();
    const auto settled = delivery["settled_at"].time();
    if (settled) parts.push_back(moment(settled, look));
    if (settled && started) parts.push_back("after " + taken(*settled - *started));
    if (const auto attempts = delivery["attempts"].count(); attempts != 1)
        parts.push_back(plural(attempts, "attempt", "attempts"));
    if (const auto next = delivery["next_attempt_at"].time())
        parts.push_back("next try " + moment_and_remaining(next, look));
    if (const auto status = delivery["status"].count(); status != 0) parts.push_back(fmt::format("answer {}", status));
    if (const auto detail = delivery["detail"].text(); !detail.empty()) parts.push_back(detail);
    return joined(parts);
}

}  // namespace

std::string render_deliveries(const boost::json::value& answer, const Look& look) {
    const Answer page(answer);
    Sheet sheet(look);
    sheet.title("Deliveries: " + counts_words(page["counts"]));
    std::vector<std::vector<Cell>> channels;
    for (const Answer channel : page["channels"].items()) {
        channels.push_back(
            {{channel["channel"].text(), Style::bold}, {channel["kind"].text()}, {counts_words(channel)}});
    }
    sheet.table(channels);
    std::vector<std::vector<Cell>> rows;
    for (const Answer delivery : page["deliveries"].items()) {
        const auto recipient = delivery["recipient"].text();
        const Answer number = delivery["update_number"];  // none: word to somebody on duty
        rows.push_back({{number.present() ? fmt::format("#{}", number.count()) : std::string("notice"), Style::bold},
                        {delivery["channel"].text() + (recipient.empty() ? "" : " " + recipient)},
                        state_cell(delivery),
                        {progress(delivery, look)}});
    }
    if (!rows.empty()) sheet.blank();
    sheet.table(rows);
    std::vector<std::pair<std::string, std::string>> commands;
    if (page["next"].present()) {
        commands.emplace_back("the same command with --after " + page["next"].text(), "the next page");
    }
    if (page["counts"]["failed"].count() > 0) {
        commands.emplace_back("candor retry " + neutral(look.incident), "try those that failed once more");
    }
    commands.emplace_back("candor show " + neutral(look.incident), "what was said");
    sheet.next(commands);
    return sheet.take();
}

std::string render_bounce(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    const Answer noted(answer);
    const std::string who = noted["subscriber"].text();
    const std::string text = noted["state"].text() == "suppressed"
                                 ? "Noted. Subscriber " + who + " is written to no more: mail came back again and again."
                                 : "Noted for subscriber " + who + ": " + plural(noted["failures_in_a_row"].count(), "failure", "failures") + " in a row.";
    sheet.paragraph(text);
    return sheet.take();
}

std::string render_retried(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    const auto retried = Answer(answer)["retried"].count();
    sheet.paragraph(retried == 0 ? "Nothing had failed, so nothing is tried again."
                                 : plural(retried, "delivery is", "deliveries are") + " tried again now.");
    sheet.next({{"candor deliveries " + neutral(look.incident), "how it went"}});
    return sheet.take();
}

}  // namespace candor::ctl
