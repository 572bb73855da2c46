#include "daemon/log.hpp"

#include "core/time.hpp"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <spdlog/formatter.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>
#include <utility>

namespace candor::log {

namespace {

struct Decoded {
    char32_t code;
    std::size_t length;  // bytes; 0: not UTF-8 here
};

// One UTF-8 sequence (RFC 3629) at the start of `text`.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0, 0};
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {0, 0};
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    static constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least.at(length) || surrogate || code > 0x10FFFF ? Decoded{0, 0} : Decoded{code, length};
}

// Would move the cursor, ring, end the line or turn the direction of what follows.
bool is_unsafe(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// As in a JSON string; the text form uses the same escapes, for one habit of reading.
void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto [code, length] = decode(text);
        if (length == 0) {
            out += "\\ufffd";
        } else if (code == '"' || code == '\\') {
            out += '\\';
            out += text[0];
        } else if (code == '\n') {
            out += "\\n";
        } else if (is_unsafe(code)) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(code));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

bool is_plain_word(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/@-") ==
                                std::string_view::npos;
}

void append_value(std::string& out, const Field& field, Format format) {
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        format == Format::text && is_plain_word(*text) ? void(out += *text) : append_quoted(out, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
        out += fmt::format("{}", *number);
    } else if (const auto* real = std::get_if<double>(&field.value)) {
        out += fmt::format("{:.6g}", *real);
    } else {
        out += std::get<bool>(field.value) ? "true" : "false";
    }
}

std::string_view name_of(Level level) {
    static constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return names.at(static_cast<std::size_t>(level));
}

// The part of a line that the caller gives: message and fields, already escaped.
std::string payload(Format format, std::string_view message, Fields fields) {
    std::string out;
    if (format == Format::json) {
        out += "\"message\":";
        append_quoted(out, message);
    } else {
        append_escaped(out, message);
    }
    for (const Field& field : fields) {
        out += format == Format::json ? fmt::format(",\"{}\":", field.key) : fmt::format(" {}=", field.key);
        append_value(out, field, format);
    }
    return out;
}

std::string frame(Format format, Time time, Level level, std::string_view content) {
    return format == Format::json
               ? fmt::format(R"({{"time":"{}","level":"{}",{}}})", to_rfc3339(time), name_of(level), content)
               : fmt::format("{} {:7} {}", to_rfc3339(time), name_of(level), content);
}

Level from_spdlog(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug: return Level::debug;
        case spdlog::level::info: return Level::info;
        case spdlog::level::warn: return Level::warning;
        default: return Level::error;
    }
}

spdlog::level::level_enum to_spdlog(Level level) {
    static constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    return levels.at(static_cast<std::size_t>(level));
}

class LineFormatter final : public spdlog::formatter {
public:
    explicit LineFormatter(Format format) : format_(format) {}

    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto time = std::chrono::time_point_cast<Duration>(message.time);
        const std::string text = frame(format_, time, from_spdlog(message.level),
                                       std::string_view(message.payload.data(), message.payload.size()));
        out.append(text.data(), text.data() + text.size());
        out.push_back('\n');
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<LineFormatter>(format_);
    }

private:
    Format format_;
};

struct Log {
    Format format;
    std::shared_ptr<spdlog::logger> logger;
};

Log make_log(Level level, Format format) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto logger = std::make_shared<spdlog::logger>("candor", std::move(sink));
    logger->set_formatter(std::make_unique<LineFormatter>(format));
    logger->set_level(to_spdlog(level));
    return {format, std::move(logger)};
}

Log& the_log() {
    static Log instance = make_log(Level::warning, format_for_stderr());
    return instance;
}

void write(Level level, std::string_view message, Fields fields) {
    const Log& log = the_log();
    if (!log.logger->should_log(to_spdlog(level))) return;
    const std::string content = payload(log.format, message, fields);
    log.logger->log(to_spdlog(level), spdlog::string_view_t(content.data(), content.size()));
}

}  // namespace

Format format_for_stderr() {
    return isatty(STDERR_FILENO) != 0 ? Format::text : Format::json;
}

void start(Level level, Format format) {
    the_log() = make_log(level, format);
}

void debug(std::string_view message, Fields fields) { write(Level::debug, message, fields); }
void info(std::string_view message, Fields fields) { write(Level::info, message, fields); }
void warning(std::string_view message, Fields fields) { write(Level::warning, message, fields); }
void error(std::string_view message, Fields fields) { write(Level::error, message, fields); }

std::string describe(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

std::string line(Format format, Time time, Level level, std::string_view message, Fields fields) {
    return frame(format, time, level, payload(format, message, fields));
}

}  // namespace candor::log
