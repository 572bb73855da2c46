// Customers' own cases, and planned maintenance.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

void put_customer(Sheet& sheet, Answer record) {
    const Answer customer = record["customer"];
    sheet.field("customer", customer["reference"].text());
    sheet.field("mail", customer["mail"].text());
    sheet.field("about", customer["about"].text());
    if (customer["urgent"].truth()) sheet.field("urgent", "yes", Style::warning);
    const auto transfers = customer["transfers"].count();
    if (transfers > 0) sheet.field("passed on", plural(transfers, "time", "times"), Style::warning);
    sheet.field("owner", owner_words(record));
}

void put_case_head(Sheet& sheet, Answer record) {
    sheet.title(record["id"].text() + "  " + record["title"].text());
    sheet.line({{status_words(record), Style::bold}}, 2);
    put_customer(sheet, record);
}

void put_promised_times(Sheet& sheet, Answer record) {
    if (record["next_updates"].items().empty()) return;
    sheet.section("Next update promised");
    put_next_updates(sheet, record);
}

std::string window_words(Answer record, const Look& look) {
    return fmt::format("{} to {}", moment(record["window"]["from"].time(), look), moment(record["window"]["until"].time(), look));
}

void put_planned_head(Sheet& sheet, Answer record) {
    sheet.title(record["id"].text() + "  " + record["title"].text());
    sheet.line({{status_words(record), Style::bold}, impact_cell(record)}, 2);
    sheet.field("when", window_words(record, sheet.look()));
    sheet.field("components", component_names(record));
    sheet.field("owner", owner_words(record));
}

}  // namespace

std::string render_case_opened(const boost::json::value& answer, const Look& look) {
    const Answer record = Answer(answer)["case"];
    const auto id = record["id"].text();
    Sheet sheet(look);
    sheet.line({{"Opened.", Style::good}, {"The first mail is on its way, and this is yours until it is solved."}});
    sheet.blank();
    put_case_head(sheet, record);
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    put_promised_times(sheet, record);
    sheet.next({{"candor fact " + id + " action \"...\"", "what is being done for them"},
                {"candor update " + id + " \"...\"", "a personal word between the promised times"},
                {"candor resolve " + id + " --verified \"...\"", "when it works for them again"}});
    return sheet.take();
}

std::string render_cases(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    std::vector<std::vector<Cell>> rows;
    for (const Answer record : Answer(answer)["cases"].items()) {
        const Answer customer = record["customer"];
        rows.push_back({{record["id"].text(), Style::bold},
                        {customer["urgent"].truth() ? "URGENT" : "", Style::warning},
                        {status_words(record)},
                        {record["owner"].text()},
                        {fmt::format("{}: {}", customer["reference"].text(), record["title"].text())}});
    }
    if (rows.empty()) sheet.paragraph("No case is here.", 0);
    else sheet.table(rows, 0);
    const Answer sums = Answer(answer)["first_contact"];
    if (const auto ratio = sums["ratio"].number()) {
        sheet.blank();
        const bool below = sums["below_target"].truth();
        sheet.line({{fmt::format("{} of {} solved by whoever took them on", sums["without_transfer"].count(), sums["solved"].count()), below ? Style::bad : Style::good},
                    {below ? fmt::format("BELOW {:.0f} %", sums["target"].number().value_or(0) * 100) : ""}});
    }
    if (rows.empty()) sheet.next({{"candor case open \"...\" --customer REF --mail ADDRESS", "take one on"}});
    else sheet.next({{"candor case show " + rows.front().front().text, "one of them"}});
    return sheet.take();
}

std::string render_case(const boost::json::value& answer, const Look& look) {
    const Answer record = Answer(answer)["case"];
    const auto id = record["id"].text();
    Sheet sheet(look);
    put_case_head(sheet, record);
    sheet.section("What was said");
    for (const Answer update : record["updates"].items()) put_update(sheet, update);
    put_promised_times(sheet, record);
    sheet.next({{"candor next " + id, "what to do next"}, {"candor show " + id, "the whole record"}});
    return sheet.take();
}

std::string render_announced(const boost::json::value& answer, const Look& look) {
    const Answer record = Answer(answer)["incident"];
    const auto id = record["id"].text();
    Sheet sheet(look);
    sheet.line({{"Announced.", Style::good}, {"All who hear of these components are told, and reminded."}});
    sheet.blank();
    put_planned_head(sheet, record);
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    put_promised_times(sheet, record);
    sheet.next({{"candor start " + id, "when it begins"},
                {"candor move " + id + " --from TIME --until TIME \"why\"", "if it is to be at another time"},
                {"candor withdraw " + id + " --reason \"...\"", "if it is cancelled"}});
    return sheet.take();
}

std::string render_planned(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    const auto planned = Answer(answer)["maintenance"].items();
    for (const Answer record : planned) put_planned_head(sheet, record);
    if (planned.empty()) sheet.paragraph("No maintenance is planned.", 0);
    sheet.next({{"candor maintenance \"...\" -c ID --from TIME --until TIME", "announce one"}});
    return sheet.take();
}

std::string render_step(const boost::json::value& answer, const Look& look) {
    const Answer record = Answer(answer)["incident"];
    const auto id = record["id"].text();
    const auto status = record["status"].text();
    Sheet sheet(look);
    sheet.line({{"Published.", Style::good}, {id + "  " + record["title"].text()}});
    put_planned_head(sheet, record);
    sheet.section("Said");
    put_update(sheet, Answer(answer)["update"]);
    put_promised_times(sheet, record);
    if (status == "scheduled") sheet.next({{"candor start " + id, "when it begins"}});
    else if (status == "completed") sheet.next({{"candor next " + id, "whether anything is left"}});
    else sheet.next({{"candor complete " + id + " --verified \"...\"", "when everything works"}, {"candor verify " + id, "when the work is done"}});
    return sheet.take();
}

}  // namespace candor::ctl
