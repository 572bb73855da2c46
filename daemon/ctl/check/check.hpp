// `candor check --record record.json` and `candor rules`: the honesty check without a daemon and without a database.
#pragma once

#include <optional>
#include <string>

namespace candor::ctl {

struct CheckOptions {
    std::string honesty_dir;      // holds rules.yaml and <lang>.yaml
    std::string record;           // a path; "-" is not allowed, as the text may come from there
    std::string text;
    std::string lang = "en";
    std::string phase;            // empty: no phase
    std::string kind;             // empty: progress
    std::string now;              // RFC 3339; empty: the record's now, or posted_at
    bool json = false;
    bool whole = false;           // the text is the whole statement, not words to be set among facts
    bool strict = false;
};

struct CheckOutcome {
    int exit_code = 0;            // 0: nothing blocks; 1: something blocks; 2: usage, or bad input
    std::string out;
    std::string err;
};

[[nodiscard]] CheckOutcome check_offline(const CheckOptions& options);
[[nodiscard]] CheckOutcome list_rules(const std::string& honesty_dir);
[[nodiscard]] CheckOutcome explain_rule(const std::string& honesty_dir, const std::string& rule);

}  // namespace candor::ctl
