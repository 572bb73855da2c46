// What is in a copy of the database.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

std::string render_backup(const boost::json::value& answer, const Look& look) {
    const Answer copy(answer);
    Sheet sheet(look);
    const auto damage = copy["damage"].items();
    const auto contents = fmt::format("{} and {}, {} KiB", plural(copy["records"].count(), "record", "records"), plural(copy["texts"].count(), "text", "texts"), copy["bytes"].count() / 1024);
    sheet.paragraph(fmt::format("{} {}: {}.", copy["file"].text(), copy["made"].truth() ? "is made" : "was read", contents));
    if (damage.empty()) sheet.line({{"All of it is what was committed.", Style::good}});
    for (const Answer one : damage) sheet.field("damaged", fmt::format("{} {}", one["incident"].text(), one["what"].text()), Style::bad);
    if (damage.empty() && copy["made"].truth()) sheet.next({{"candor backup --check " + copy["file"].text(), "read it again, where it is kept"}});
    return sheet.take();
}

}  // namespace candor::ctl
