// The check between people's words and customers: each claim of a text against the record, the elements that an update
// of its phase must have, what was said before and what is said elsewhere. Deterministic: same input, same findings.
#pragma once

#include "core/honesty/catalogue.hpp"
#include "core/honesty/evidence.hpp"
#include "core/honesty/lexicon.hpp"

#include <boost/json/array.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

enum class UpdateKind { first, progress, holding, correction, resolution, follow_up, review };

// Words: somebody's own words, which the composer sets among the recorded facts. A required element that they lack is
// a suggestion, as the rest of the update can carry it. Statement: the whole text as customers will read it.
enum class Form { words, statement };

enum class Strictness { normal, strict };

struct CheckInput {
    std::string_view text;
    const Evidence* evidence = nullptr;   // never null while check() runs
    std::optional<Phase> phase;           // absent: no rule asks for elements by phase
    UpdateKind kind = UpdateKind::progress;
    Form form = Form::words;
    Strictness strictness = Strictness::normal;
    std::optional<Time> now;              // absent: evidence->now, else evidence->posted_at
    const ChannelState* channel = nullptr;  // the channel this text is for, where its length matters
    const TimeZone* zone = nullptr;       // how the ready sentences print times; null: UTC
};

struct Finding {
    std::string rule;                     // HON-101
    Severity severity = Severity::warn;
    std::size_t start = 0;                // code points of the text as given; end is exclusive
    std::size_t end = 0;
    std::string message;                  // what is wrong, and which fact would make it right
    std::string fix;                      // the command that records it, and a sentence that may be said now
    std::string fact;                     // path of the fact in the record; may be empty

    friend bool operator==(const Finding&, const Finding&) = default;
};

// By position, then rule. work, if given, counts the steps done.
[[nodiscard]] std::vector<Finding> check(const CheckInput& input, const Lexicon& lexicon, const Catalogue& catalogue,
                                         std::size_t* work = nullptr);

[[nodiscard]] bool has_block(const std::vector<Finding>& findings);
[[nodiscard]] std::optional<UpdateKind> parse_update_kind(std::string_view text);

// A JSON array of {rule, severity, start, end, message, fix}.
[[nodiscard]] boost::json::array to_json(const std::vector<Finding>& findings);

}  // namespace candor::honesty
