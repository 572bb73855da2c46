// What became of the public page as files.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

std::string render_exported(const boost::json::value& answer, const Look& look) {
    const Answer done(answer);
    Sheet sheet(look);
    sheet.paragraph(fmt::format("{} files are in {}: {} written, {} as they were, {} removed.", done["files"].count(), done["directory"].text(), done["written"].count(),
                                done["unchanged"].count(), done["removed"].count()));
    if (!done["whole"].truth()) sheet.paragraph("There is more than a site in files may have; the newest is in it.", 0, Style::bad);
    return sheet.take();
}

}  // namespace candor::ctl
