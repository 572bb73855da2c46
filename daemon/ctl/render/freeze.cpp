// The brake: that it is on, and what became of it.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

std::string render_frozen(const boost::json::value& answer, const Look& look) {
    Sheet sheet(look);
    put_frozen(sheet, Answer(answer));
    sheet.next({{"candor update ID \"...\"", "is recorded, and goes out when this is over"},
                {"candor resume", "send again"},
                {"candor resume --drop-waiting", "send again, but nothing from before the freeze"}});
    return sheet.take();
}

std::string render_resumed(const boost::json::value& answer, const Look& look) {
    const auto dropped = Answer(answer)["dropped"].count();
    Sheet sheet(look);
    sheet.line({{"Sending again.", Style::good}});
    if (dropped > 0) sheet.paragraph(fmt::format("{} from before the freeze {} not sent any more.", plural(dropped, "delivery", "deliveries"), dropped == 1 ? "is" : "are"));
    sheet.next({{"candor status", "what is open, and what was promised"}});
    return sheet.take();
}

}  // namespace candor::ctl
