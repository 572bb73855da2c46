#include "core/message/channel_length.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace candor {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_host(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Only characters that every server takes as part of a link.
bool is_path(char c) {
    static constexpr std::string_view others = "-_~/?#=&%+";
    return is_host(c) || others.find(c) != std::string_view::npos;
}

std::string_view take_while(std::string_view text, bool (*wanted)(char)) {
    const auto end = std::find_if_not(text.begin(), text.end(), wanted);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// A name that a server certainly takes for a host: two labels, and letters in the last.
bool is_public_host(std::string_view host) {
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 2 >= host.size()) return false;
    return std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_letter);
}

// The link at the start of `text`; empty where there is none.
std::string_view leading_link(std::string_view text) {
    const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (scheme == 0) return {};
    std::string_view host = take_while(text.substr(scheme), is_host);
    while (!host.empty() && host.back() == '.') host.remove_suffix(1);
    if (!is_public_host(host)) return {};
    std::size_t length = scheme + host.size();
    if (length < text.size() && text[length] == '/') {
        std::string_view path = take_while(text.substr(length), is_path);
        while (path.ends_with('.') || path.ends_with('?')) path.remove_suffix(1);  // a sentence ends here, not the link
        length += path.size();
    }
    return text.substr(0, length);
}

// In "@name@host" the part that does not count.
std::string_view leading_mention_host(std::string_view text) {
    const auto name = take_while(text.substr(1), is_host);
    const std::size_t at = 1 + name.size();
    if (name.empty() || at >= text.size() || text[at] != '@') return {};
    const auto host = take_while(text.substr(at + 1), is_host);
    return is_public_host(host) ? text.substr(at, host.size() + 1) : std::string_view{};
}

bool starts_mention(std::string_view text, std::size_t at) {
    if (text[at] != '@' || at + 1 >= text.size() || !is_word(text[at + 1])) return false;
    return at == 0 || !is_word(text[at - 1]);
}

// The ends, in bytes, of the first `count` graphemes, or of all where there are fewer.
std::size_t end_of_graphemes(std::string_view text, std::size_t count) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaks(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    UText* view = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
    breaks->setText(view, status);
    std::int32_t end = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int32_t next = breaks->next();
        if (next == icu::BreakIterator::DONE) break;
        end = next;
    }
    utext_close(view);
    return static_cast<std::size_t>(end);
}

}  // namespace

Limits default_limits(ChannelKind kind) {
    switch (kind) {
        case ChannelKind::mastodon: return {500, 23};
        case ChannelKind::webhook: return {20'000, 0};
        case ChannelKind::email: return {0, 0};
    }
    return {};
}

std::size_t mastodon_length(std::string_view text, std::size_t link_length) {
    std::string counted;  // the text without links and without the hosts of mentions
    std::size_t links = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto link = at > 0 && is_word(text[at - 1]) ? std::string_view{} : leading_link(text.substr(at));
        if (!link.empty()) {
            links += link_length == 0 ? link.size() : link_length;
            at += link.size();
        } else if (starts_mention(text, at)) {
            const auto host = leading_mention_host(text.substr(at));
            const auto name = host.empty() ? text.substr(at, 1)
                                           : text.substr(at, static_cast<std::size_t>(host.data() - text.data()) - at);
            counted += name;
            at += name.size() + host.size();
        } else {
            counted += text[at++];
        }
    }
    return links + grapheme_count(counted);
}

std::string shortened(std::string_view text, std::size_t longest) {
    static constexpr std::string_view ellipsis = "…";
    if (grapheme_count(text) <= longest) return std::string(text);
    if (longest == 0) return {};
    std::string_view kept = text.substr(0, end_of_graphemes(text, longest - 1));
    const auto blank = kept.find_last_of(" \n");
    const bool inside_word = kept.size() < text.size() && text[kept.size()] != ' ' && text[kept.size()] != '\n';
    // A word that fills more than half of the room is cut: better a part of it than nothing.
    if (inside_word && blank != std::string_view::npos && blank >= kept.size() / 2) kept = kept.substr(0, blank);
    while (!kept.empty() && std::string_view(" \n.,;:-").find(kept.back()) != std::string_view::npos)
        kept.remove_suffix(1);
    return std::string(kept) + std::string(ellipsis);
}

std::string without_mentions(std::string_view text) {
    std::string harmless;
    harmless.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        harmless += text[at];
        if (starts_mention(text, at)) harmless += ' ';
    }
    return harmless;
}

}  // namespace candor
