// The links of our own pages, so that a page works as a file among others, without the daemon. Pure. For HTML that our
// templates made: attributes in double quotes, text escaped.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace candor {

// Where a link leads on this site.
struct LocalTarget {
    std::string path;    // "/incidents/bcd": resolved, begins with a slash
    std::string suffix;  // "?a=b#c" or less
    friend bool operator==(const LocalTarget&, const LocalTarget&) = default;
};

// `link` as it stands on the page at `page` ("/incidents/bcd") of the site at `site` ("https://status.example.org", no final
// slash). nullopt: it leads to another site or to no page (mailto:), or only to another place of the same page.
[[nodiscard]] std::optional<LocalTarget> local_target(std::string_view link, std::string_view page, std::string_view site);

// The page with what `replace` makes of each link (href and src), which it is given unescaped.
[[nodiscard]] std::string relink(std::string_view html, const std::function<std::string(const std::string&)>& replace);

// The file in which a static server looks for a path: "/" -> "index.html", "/how" -> "how/index.html" for pages, "/a.json" ->
// "a.json" for others; "/logo" -> "logo.png" where the name does not say what it is.
[[nodiscard]] std::string file_of(std::string_view path, std::string_view content_type);
// The way from one file to another of the same tree: "incidents/bcd/index.html" to "style.css" -> "../../style.css".
[[nodiscard]] std::string way_between(std::string_view from, std::string_view to);

}  // namespace candor
