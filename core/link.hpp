// Links that answer for whoever they were sent to, without signing in: signed, for one purpose, until they expire.
//
// A rendered text has a mark where such a link ends; whoever delivers it puts each recipient's own token there, so that a
// text is rendered and stored once, and no token is ever stored.
#pragma once

#include "core/id.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

// What a link may be used for. The values are part of tokens that are on their way: never reused.
enum class LinkPurpose : char {
    duty = 'd',       // someone on duty answers a reminder
    follow_up = 'f',  // "is it over for you?"
    option = 'o',     // which of what is offered they choose
    confirm = 'c',    // "yes, this address is mine, and I want to hear"
    manage = 'm',     // change what one hears
    leave = 'l',      // hear no more
};

struct Link {
    LinkPurpose purpose = LinkPurpose::duty;
    IncidentId incident;
    std::int64_t recipient = 0;  // the row of the recipient that it was sent to
    Time expires{};              // kept to the hour
    friend bool operator==(const Link&, const Link&) = default;
};

// The token: letters, digits, - and _; HMAC-SHA-256 (RFC 2104), of which 128 bits are kept.
[[nodiscard]] std::string sign(const Link& link, const Secret& key);
// nullopt: this key has not signed it, or it was altered. Whether it has expired is the caller's to see.
[[nodiscard]] std::optional<Link> verify(std::string_view token, const Secret& key);

inline constexpr Duration confirm_within = std::chrono::hours{48};
inline constexpr Duration for_good = std::chrono::hours{24 * 36525};  // nobody must be kept from leaving
// The key that signs, and the one before it where it was changed: links that were signed with that let people leave, and
// their mail come back, for good; nothing else.
struct LinkKeys {
    Secret current;
    Secret previous;  // empty: there is none
};
[[nodiscard]] std::optional<Link> verify(std::string_view token, const LinkKeys& keys);

// How long a link of this purpose is good for once it is sent.
[[nodiscard]] Duration lifetime_of(LinkPurpose purpose);

// What stands in a text where the recipient's token belongs.
[[nodiscard]] std::string personal_mark(LinkPurpose purpose);
// What stands in a text where the recipient's own name belongs: the reference that a report was given.
[[nodiscard]] std::string name_mark();
[[nodiscard]] bool has_personal_mark(std::string_view text);
// The purposes of the tokens that belong into a text, each once.
[[nodiscard]] std::vector<LinkPurpose> purposes_in(std::string_view text);

// What stands at the marks in one recipient's copy.
struct Personal {
    std::string name;
    std::map<LinkPurpose, std::string> tokens;  // of all purposes that the text has
};
[[nodiscard]] std::string personalised(std::string_view text, const Personal& personal);

}  // namespace candor
