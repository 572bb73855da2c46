// The look of the public page, as data: checked whole when it is loaded.
#pragma once

#include "core/message/layout.hpp"

#include <map>
#include <memory>
#include <string>

namespace candor::pages {

struct PageTemplates {
    Layout index;
    Layout incident;
    Layout review;    // looking back, for everybody
    Layout not_found;
    Layout answer;
    Layout report;    // the form
    Layout reported;  // what is answered at once
    Layout how;       // how we communicate
    Layout subscribe;   // the form to subscribe, and to change
    Layout subscribed;  // what became of it
    std::shared_ptr<const std::string> style;  // CSS
    std::shared_ptr<const std::string> icon;   // SVG
};

// `files`: path below the templates folder ("pages/index.html.mustache") -> content. Errors: invalid_template; the message
// is "file:line: what is wrong", all problems, one per line.
[[nodiscard]] Result<PageTemplates> load_page_templates(const std::map<std::string, std::string>& files);

}  // namespace candor::pages
