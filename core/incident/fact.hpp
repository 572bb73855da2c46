// What can be known about an incident. A fact is recorded once; it is replaced or retracted, never edited.
#pragma once

#include "core/id.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace candor {

// How sure we are. Text never says more than this.
enum class Confidence { confirmed, suspected };
template <>
inline constexpr auto enum_names<Confidence> = std::to_array<std::string_view>({"confirmed", "suspected"});

enum class ScopeLabel { unknown, few, some, many, all };
template <>
inline constexpr auto enum_names<ScopeLabel> = std::to_array<std::string_view>({"unknown", "few", "some", "many", "all"});

enum class CauseCategory { unknown, technology, people, process, external };
template <>
inline constexpr auto enum_names<CauseCategory> =
    std::to_array<std::string_view>({"unknown", "technology", "people", "process", "external"});

enum class Answer { unknown, yes, no };
template <>
inline constexpr auto enum_names<Answer> = std::to_array<std::string_view>({"unknown", "yes", "no"});

// What customers notice: "card payments are declined".
struct Symptom {
    std::string text;
    friend bool operator==(const Symptom&, const Symptom&) = default;
};

// How many are affected. Count and fraction (0 ... 1) are optional; method says how it was found out.
struct Scope {
    ScopeLabel label = ScopeLabel::unknown;
    std::optional<std::int64_t> count;
    std::optional<double> fraction;
    std::string method;
    friend bool operator==(const Scope&, const Scope&) = default;
};

struct Cause {
    std::string text;
    CauseCategory category = CauseCategory::unknown;
    std::string party;  // who else is involved (a supplier); empty: ourselves
    friend bool operator==(const Cause&, const Cause&) = default;
};

// What customers can do meanwhile.
struct Workaround {
    std::string text;
    friend bool operator==(const Workaround&, const Workaround&) = default;
};

// What we are doing ("restarting the payment workers"), or have done.
struct Action {
    std::string text;
    bool done = false;
    friend bool operator==(const Action&, const Action&) = default;
};

// When we expect it to be over: a range, and never without what it rests on.
struct Eta {
    std::optional<Time> earliest;
    Time latest{};
    std::string basis;
    friend bool operator==(const Eta&, const Eta&) = default;
};

// How it was checked that customers are served again, and what came out.
struct Verification {
    std::string method;
    bool passed = false;
    friend bool operator==(const Verification&, const Verification&) = default;
};

// When it began for customers, and when it ended.
struct Started {
    Time time{};
    friend bool operator==(const Started&, const Started&) = default;
};
struct Ended {
    Time time{};
    friend bool operator==(const Ended&, const Ended&) = default;
};

// Was data lost? "no" needs somebody who checked: the fact's author, and how.
struct DataLoss {
    Answer answer = Answer::unknown;
    std::string method;
    friend bool operator==(const DataLoss&, const DataLoss&) = default;
};

// Something that was checked and is not affected: "card data", "the mobile app".
struct Unaffected {
    std::string subject;
    std::string method;
    friend bool operator==(const Unaffected&, const Unaffected&) = default;
};

// Was this an attack? "no" means ruled out, and needs how.
struct Security {
    Answer incident = Answer::unknown;
    std::string method;
    friend bool operator==(const Security&, const Security&) = default;
};

// Another party's promise to us, accepted by them: without it we may not promise on their behalf.
struct ThirdParty {
    std::string party;
    std::string commitment;
    std::optional<Time> due;
    friend bool operator==(const ThirdParty&, const ThirdParty&) = default;
};

// What will change so that it does not come back: owned and dated.
struct Prevention {
    std::string text;
    std::string owner;
    std::optional<Time> due;
    friend bool operator==(const Prevention&, const Prevention&) = default;
};

using FactBody = std::variant<Symptom, Scope, Cause, Workaround, Action, Eta, Verification, Started, Ended, DataLoss, Unaffected,
                              Security, ThirdParty, Prevention>;

// The names of the alternatives of FactBody, in its order: the `kind` in JSON and on the command line.
inline constexpr auto fact_kinds = std::to_array<std::string_view>(
    {"symptom", "scope", "cause", "workaround", "action", "eta", "verification", "started", "ended", "data_loss", "unaffected",
     "security", "third_party", "prevention"});
static_assert(fact_kinds.size() == std::variant_size_v<FactBody>);

struct Fact {
    FactId id;
    Time at{};
    std::string author;
    Confidence confidence = Confidence::confirmed;
    std::optional<FactId> replaces;
    FactBody body;
    friend bool operator==(const Fact&, const Fact&) = default;
};

[[nodiscard]] inline std::string_view kind_of(const FactBody& body) {
    return fact_kinds[body.index()];
}

}  // namespace candor
