// Options that take one of the words of an enumeration.
#pragma once

#include "core/names.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace candor::ctl {

template <NamedEnum E>
[[nodiscard]] CLI::Validator one_of() {
    const auto allowed = [](const std::string& text) {
        return parse_name<E>(text) ? std::string() : "\"" + text + "\" is not " + names_of<E>();
    };
    std::string words;
    for (const auto name : enum_names<E>) words += (words.empty() ? "" : "|") + std::string(name);
    return CLI::Validator(allowed, words);
}

}  // namespace candor::ctl
