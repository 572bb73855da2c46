// The daemon's log: one JSON object per line on stderr, or readable text where stderr is a terminal.
// Never a secret, never a whole address: what is logged is for whoever runs the daemon. Control characters, and those
// that turn the direction of text, are escaped, so one call is one line and cannot draw on a terminal.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace candor::log {

enum class Level { debug, info, warning, error };
enum class Format { json, text };

// A named value. The key is one of our own words ([a-z_]); the value may be anything.
struct Field {
    std::string_view key;
    std::variant<std::string_view, std::int64_t, double, bool> value;

    Field(std::string_view k, std::string_view v) : key(k), value(v) {}
    Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
    Field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
    Field(std::string_view k, bool v) : key(k), value(v) {}
    Field(std::string_view k, double v) : key(k), value(v) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Field(std::string_view k, T v) : key(k), value(static_cast<std::int64_t>(v)) {}
};

using Fields = std::initializer_list<Field>;

// Text for a terminal, JSON otherwise.
[[nodiscard]] Format format_for_stderr();
// Until it is called, warnings and errors are written. Call it before a second thread exists.
void start(Level level, Format format);

void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warning(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});

// What an exception says of itself.
[[nodiscard]] std::string describe(const std::exception_ptr& thrown);

// One line, without its end. (What the functions above write.)
[[nodiscard]] std::string line(Format format, std::chrono::sys_time<std::chrono::milliseconds> time, Level level,
                               std::string_view message, Fields fields);

}  // namespace candor::log
