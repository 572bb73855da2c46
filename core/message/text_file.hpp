// Reads a YAML file of texts: every member must be there and no other, and every problem is collected with its line.
#pragma once

#include "core/message/layout.hpp"
#include "core/message/slot_fields.hpp"

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace candor {

class TextFile {
public:
    explicit TextFile(std::string_view file_name) : file_(file_name) {}

protected:
    using Members = std::map<std::string, YAML::Node>;

    // Parses, and lets `read` take what it needs. Errors: invalid_template, with every problem on a line of its own.
    template <std::invocable<const YAML::Node&> Read>
    [[nodiscard]] Result<void> parse(std::string_view yaml, Read read) {
        try {
            read(YAML::Load(std::string(yaml)));
        } catch (const YAML::Exception& error) {
            problem(error.mark.is_null() ? 1 : static_cast<std::size_t>(error.mark.line) + 1, error.msg);
        }
        return outcome();
    }

    // The members of a map: all of `expected`, each once, and no others.
    [[nodiscard]] Members members(const YAML::Node& node, const std::string& where, const std::vector<std::string>& expected);
    // The members of a map, whatever their names, each once.
    [[nodiscard]] Members members(const YAML::Node& node, const std::string& where);
    [[nodiscard]] Layout phrase(const YAML::Node& node, const std::string& where, const SlotFields& fields);
    // One line of plain text; empty where there is a problem.
    [[nodiscard]] std::string line_of_text(const YAML::Node& node, const std::string& where);

    void problem(const YAML::Node& node, const std::string& text);
    [[nodiscard]] const std::string& file() const { return file_; }

private:
    void problem(std::size_t line, const std::string& text);
    [[nodiscard]] Result<void> outcome() const;

    std::string file_;
    std::vector<std::string> problems_;
};

}  // namespace candor
