// One record as everybody may read it: what programs are told of it, in feeds, calendars and the JSON of status pages, is
// made of this and of nothing else. A fact that no update has told yet is not in it.
#pragma once

#include "core/incident/record.hpp"

#include <span>
#include <string>
#include <vector>

namespace candor {

struct PublicRecord {
    const Record* record = nullptr;  // outlives this
    std::string title;               // as the page shows it
    std::string url;                 // of its page
    std::vector<std::string> said;   // what each update said, without title and address; same order as record->updates
};

// `texts`: of the updates, as the page shows them; one that is not known is empty.
[[nodiscard]] PublicRecord public_record(const Record& record, std::string_view title, std::string url, std::span<const std::string> texts);

// Text as any reader may be shown it: what is not UTF-8, control characters but line feeds, and characters that hide or reorder
// others become U+FFFD. Nothing like it is taken in (validate_plain); a sink does not rest on that.
[[nodiscard]] std::string readable(std::string_view text);
// The same in one line.
[[nodiscard]] std::string readable_line(std::string_view text);

// Has the public been told anything of it? Never of a case.
[[nodiscard]] bool is_public(const Record& record);
// When it said something last.
[[nodiscard]] Time told_at(const Record& record);
// When it began for customers, as far as that has been told; else when it was declared. Of a maintenance that has not
// begun: when it is to.
[[nodiscard]] Time began_at(const Record& record);
// How many customers were affected, as it had been recorded by event `seq`.
[[nodiscard]] ScopeLabel scope_at(const Record& record, std::int64_t seq);
// The review that was published last; nullptr: none.
[[nodiscard]] const PublishedUpdate* published_review(const Record& record);

}  // namespace candor
