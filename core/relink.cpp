#include "core/relink.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace candor {

namespace {

std::string unescaped(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string plain;
    while (!text.empty()) {
        const auto found = std::find_if(entities.begin(), entities.end(), [&](const auto& entity) { return text.starts_with(entity.first); });
        plain += found == entities.end() ? text.front() : found->second;
        text.remove_prefix(found == entities.end() ? 1 : found->first.size());
    }
    return plain;
}

// "mailto:x", "https://...": a scheme is what stands before a colon that comes before any slash.
bool has_scheme(std::string_view link) {
    const auto colon = link.find(':');
    return colon != std::string_view::npos && colon < std::min(link.find_first_of("/?#"), link.size());
}

std::string extension_of(std::string_view content_type) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> known{
        {{"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"image/svg+xml", ".svg"}, {"image/webp", ".webp"}, {"text/css", ".css"}, {"application/json", ".json"}}};
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == type; });
    return found == known.end() ? std::string() : std::string(found->second);
}

// RFC 3986, 5.2.4, for paths.
std::string without_dots(std::string_view path) {
    std::vector<std::string_view> segments;
    bool ends_in_folder = false;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        ends_in_folder = segment == "." || segment == ".." || segment.empty();
        if (segment == ".." && !segments.empty()) segments.pop_back();
        if (!ends_in_folder) segments.push_back(segment);
    }
    std::string clean;
    for (const std::string_view segment : segments) clean += "/" + std::string(segment);
    return clean.empty() || ends_in_folder ? clean + "/" : clean;
}

}  // namespace

std::optional<LocalTarget> local_target(std::string_view link, std::string_view page, std::string_view site) {
    if (link.starts_with(site) && (link.size() == site.size() || std::string_view("/?#").find(link[site.size()]) != std::string_view::npos)) {
        link.remove_prefix(site.size());
        page = "/";
    } else if (link.empty() || link.starts_with('#') || link.starts_with("//") || has_scheme(link)) {
        return std::nullopt;
    }
    const std::size_t end = std::min(link.find_first_of("?#"), link.size());
    const std::string_view path = link.substr(0, end);
    std::string joined(path);
    if (!path.starts_with('/')) joined = std::string(path.empty() ? page : page.substr(0, page.rfind('/') + 1)) + joined;
    return LocalTarget{without_dots(joined), std::string(link.substr(end))};
}

std::string relink(std::string_view html, const std::function<std::string(const std::string&)>& replace) {
    static constexpr std::array<std::string_view, 2> attributes{" href=\"", " src=\""};
    std::string out;
    while (true) {
        std::size_t begin = std::string_view::npos;
        for (const std::string_view attribute : attributes) {
            const auto at = html.find(attribute);
            if (at != std::string_view::npos) begin = std::min(begin, at + attribute.size());
        }
        const std::size_t end = begin == std::string_view::npos ? begin : html.find('"', begin);
        if (end == std::string_view::npos) return out.append(html);
        out.append(html.substr(0, begin));
        out += escape_html(replace(unescaped(html.substr(begin, end - begin))));
        html.remove_prefix(end);
    }
}

std::string file_of(std::string_view path, std::string_view content_type) {
    std::string name(path.substr(path.starts_with('/') ? 1 : 0));
    if (!content_type.starts_with("text/html")) {
        return name.substr(name.rfind('/') + 1).find('.') == std::string::npos ? name + extension_of(content_type) : name;
    }
    if (!name.empty() && !name.ends_with('/')) name += '/';
    return name + "index.html";
}

std::string way_between(std::string_view from, std::string_view to) {
    std::size_t common = 0;  // up to and including the last slash that both have
    for (std::size_t i = 0; i < std::min(from.size(), to.size()) && from[i] == to[i]; ++i) {
        if (from[i] == '/') common = i + 1;
    }
    std::string way;
    for (const char c : from.substr(common)) way += c == '/' ? "../" : "";
    return way + std::string(to.substr(common));
}

}  // namespace candor
