// Reading the daemon's answers. Every text taken from one is made safe for a terminal on the way out, so that no renderer
// can forget it; what is missing or of another type reads as empty.
#pragma once

#include "core/time.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::ctl {

class Answer {
public:
    explicit Answer(const boost::json::value* value) : value_(value) {}
    explicit Answer(const boost::json::value& value) : value_(&value) {}

    [[nodiscard]] Answer operator[](std::string_view key) const;
    [[nodiscard]] std::vector<Answer> items() const;  // of an array; else none
    [[nodiscard]] bool present() const;               // there, and not null

    [[nodiscard]] std::string text() const;       // one line
    [[nodiscard]] std::string long_text() const;  // line feeds stay
    [[nodiscard]] std::optional<Time> time() const;
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::int64_t count() const;  // 0 where there is none
    [[nodiscard]] bool truth() const;

private:
    [[nodiscard]] std::string_view raw() const;

    const boost::json::value* value_;  // nullptr: missing
};

}  // namespace candor::ctl
