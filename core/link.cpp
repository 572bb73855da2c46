#include "core/link.hpp"

#include "core/base64.hpp"
#include "core/digest.hpp"

#include <algorithm>

namespace candor {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view mark = "\xEE\x80\x80";  // U+E000: private use, and refused in what people write
constexpr char name_letter = 'n';
constexpr std::size_t id_length = 12;
constexpr std::size_t number_length = 4;
constexpr std::size_t claim_length = 1 + id_length + 2 * number_length;
constexpr std::size_t mac_length = 16;

std::string bytes_of(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFFU);
    return bytes;
}

std::uint32_t number_of(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char c : bytes) number = number << 8U | static_cast<unsigned char>(c);
    return number;
}

std::string link_mac(std::string_view claim, const Secret& key) {
    const Digest digest = hmac_sha256(key.reveal(), claim);
    return {reinterpret_cast<const char*>(digest.data()), mac_length};
}

// Base64 for addresses (RFC 4648, section 5), unpadded.
std::string base64url(std::string_view bytes) {
    std::string text = base64(bytes);
    text.erase(std::find(text.begin(), text.end(), '='), text.end());
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::optional<std::string> from_base64url(std::string_view token) {
    std::string text(token);
    if (text.find_first_of("+/=") != std::string::npos) return std::nullopt;
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return from_base64(text);
}

std::optional<LinkPurpose> purpose_of(char letter) {
    switch (static_cast<LinkPurpose>(letter)) {
        case LinkPurpose::duty:
        case LinkPurpose::follow_up:
        case LinkPurpose::option:
        case LinkPurpose::confirm:
        case LinkPurpose::manage:
        case LinkPurpose::leave: return static_cast<LinkPurpose>(letter);
    }
    return std::nullopt;
}

struct Mark {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::optional<LinkPurpose> purpose;
    bool is_name = false;
};

std::optional<Mark> next_mark(std::string_view text) {
    const std::size_t begin = text.find(mark);
    if (begin == std::string_view::npos) return std::nullopt;
    Mark found{begin, begin + mark.size(), std::nullopt, false};
    if (found.end == text.size()) return found;
    found.purpose = purpose_of(text[found.end]);
    found.is_name = text[found.end] == name_letter;
    if (found.purpose || found.is_name) ++found.end;
    return found;
}

}  // namespace

std::string sign(const Link& link, const Secret& key) {
    const auto hours = std::chrono::ceil<std::chrono::hours>(link.expires.time_since_epoch()).count();
    std::string claim(1, static_cast<char>(link.purpose));
    claim += link.incident.str();
    claim += bytes_of(static_cast<std::uint32_t>(link.recipient));
    claim += bytes_of(static_cast<std::uint32_t>(hours));
    return base64url(claim + link_mac(claim, key));
}

std::optional<Link> verify(std::string_view token, const Secret& key) {
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != claim_length + mac_length) return std::nullopt;
    const std::string_view claim = std::string_view(*bytes).substr(0, claim_length);
    if (Secret(link_mac(claim, key)) != Secret(bytes->substr(claim_length))) return std::nullopt;
    const auto purpose = purpose_of(claim.front());
    if (!purpose) return std::nullopt;
    Link link;
    link.purpose = *purpose;
    link.incident = IncidentId(std::string(claim.substr(1, id_length)));
    link.recipient = number_of(claim.substr(1 + id_length, number_length));
    link.expires = Time(std::chrono::hours(number_of(claim.substr(1 + id_length + number_length))));
    return link;
}

std::optional<Link> verify(std::string_view token, const LinkKeys& keys) {
    const auto link = verify(token, keys.current);
    if (link || keys.previous.empty()) return link;
    const auto older = verify(token, keys.previous);
    return older && older->purpose == LinkPurpose::leave ? older : std::nullopt;
}

Duration lifetime_of(LinkPurpose purpose) {
    switch (purpose) {
        case LinkPurpose::duty: return 24h;
        case LinkPurpose::follow_up:
        case LinkPurpose::option: return 24h * 30;
        case LinkPurpose::confirm: return confirm_within;
        case LinkPurpose::manage:
        case LinkPurpose::leave: return for_good;
    }
    return 0ms;
}

std::string personal_mark(LinkPurpose purpose) {
    return std::string(mark) + static_cast<char>(purpose);
}

std::string name_mark() {
    return std::string(mark) + name_letter;
}

bool has_personal_mark(std::string_view text) {
    return text.find(mark) != std::string_view::npos;
}

std::vector<LinkPurpose> purposes_in(std::string_view text) {
    std::vector<LinkPurpose> purposes;
    while (const auto next = next_mark(text)) {
        if (next->purpose && std::find(purposes.begin(), purposes.end(), *next->purpose) == purposes.end()) purposes.push_back(*next->purpose);
        text.remove_prefix(next->end);
    }
    return purposes;
}

std::string personalised(std::string_view text, const Personal& personal) {
    std::string out;
    while (const auto next = next_mark(text)) {
        out += text.substr(0, next->begin);
        if (next->purpose) out += personal.tokens.at(*next->purpose);
        else if (next->is_name) out += personal.name;
        text.remove_prefix(next->end);
    }
    return out += text;
}

}  // namespace candor
