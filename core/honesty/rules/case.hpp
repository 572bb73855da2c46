// One text on trial: what was read, what is recorded, and where findings go. Every family of rules is a function of it.
#pragma once

#include "core/honesty/check.hpp"
#include "core/honesty/claims.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

class Case {
public:
    Case(const CheckInput& input, const Lexicon& lexicon, const Catalogue& catalogue);

    const CheckInput& input;
    const Evidence& record;
    const Lexicon& lexicon;
    const Catalogue& catalogue;
    Reading text;
    std::optional<Time> now;

    [[nodiscard]] bool open() const { return input.phase && is_open(*input.phase); }
    // Whether an incident is open that customers notice: this one or another.
    [[nodiscard]] bool customer_facing() const;
    [[nodiscard]] bool closing() const { return input.phase && (*input.phase == Phase::resolved || *input.phase == Phase::closed); }
    // Where "it works normally" says that it is over; before, it says that it was never affected.
    [[nodiscard]] bool after_fix() const { return closing() || input.phase == Phase::monitoring; }
    [[nodiscard]] bool strict() const { return input.strictness == Strictness::strict; }
    [[nodiscard]] bool statement() const { return input.form == Form::statement; }
    [[nodiscard]] bool says(std::string_view type) const { return text.says(type); }
    [[nodiscard]] bool probes_failing() const { return record.probe == Health::failing; }
    [[nodiscard]] bool reports_open() const { return record.reports.open.value_or(0) > 0 && record.reports.dismissed_reason.empty(); }
    [[nodiscard]] std::optional<Time> last_update_at() const;
    // Not even suspected: somebody has checked.
    [[nodiscard]] bool verified() const;

    // Values beside the standing ones ({quote}, {next_update}, {eta}, ...) for the message.
    using Values = std::map<std::string, std::string, std::less<>>;
    void find(std::string_view rule, Span span, Severity severity, Values values = {}, std::string_view variant = {});
    void find(std::string_view rule, Span span, Values values = {}, std::string_view variant = {});  // the rule's severity
    [[nodiscard]] Span whole() const;
    [[nodiscard]] std::string time_text(Time time) const;
    [[nodiscard]] static std::string percent_text(double fraction);

    std::vector<Finding> findings;

private:
    [[nodiscard]] Values standing() const;
    Values standing_;
};

// Before a fix, a state that nothing says to have returned is one that never went, and "trams run normally" says that they
// were never affected: HON-205 judges both, not HON-401.
[[nodiscard]] bool never_went(const Case& trial, const Claim& claim);
[[nodiscard]] bool works_throughout(const Case& trial, const Claim& claim, const std::vector<const Claim*>& negative);

// Whether the things that the sentence of a claim is about are all verified to have worked throughout.
[[nodiscard]] bool about_the_unaffected(const Case& trial, const Claim& claim);

void check_time_promises(Case& trial);   // 1xx
void check_certainty(Case& trial);       // 2xx, but for
void check_scope(Case& trial);           // HON-206
void check_responsibility(Case& trial);  // 3xx
void check_impact(Case& trial);          // 401-406
void check_times(Case& trial);           // 405
void check_page(Case& trial);            // 407-410
void check_structure(Case& trial);       // 5xx
void check_over_time(Case& trial);       // 6xx
void check_clarity(Case& trial);         // 7xx

}  // namespace candor::honesty
