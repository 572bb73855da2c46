// Comma-separated values (RFC 4180), as people hand us lists and take them away again.
//
// Reading goes on in pieces of any size and holds one row at most. A row that cannot be read is said with its line, and the
// next line is read again: one forgotten quote does not swallow the rest of a file. Besides CRLF a lone LF ends a row, a byte order
// mark is passed over, and so are lines with nothing in them.
//
// Writing makes fields that no spreadsheet takes for a formula: what begins with = + - @ or a blank that such a program drops is
// written behind an apostrophe, which reading takes off again.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

struct CsvRow {
    std::int64_t line = 0;            // on which it begins; the first is 1
    std::vector<std::string> fields;  // empty where there is a problem
    std::string problem;              // why it cannot be read, a sentence; empty: it was
};

struct CsvLimits {
    std::size_t longest_row = 8192;  // bytes, as written
    std::size_t most_fields = 32;
};

class CsvReader {
public:
    using Sink = std::function<void(CsvRow)>;

    // `first_line`: of what will be fed, where a file comes in several readers' pieces.
    explicit CsvReader(Sink sink, CsvLimits limits = {}, std::int64_t first_line = 1);

    void feed(std::string_view bytes);
    void finish();  // there is no more: the last row may have no line end

private:
    enum class State { field_start, plain, quoted, quote_seen, after_cr, skipping };

    void take(char c);
    void take_in_field(char c);
    void take_after_quote(char c);
    void end_field();
    void end_row();
    void fail(std::string problem);
    void begin_row();
    void give_up_quote(std::string problem);

    Sink sink_;
    CsvLimits limits_;
    std::int64_t line_;
    State state_ = State::field_start;
    CsvRow row_;
    std::string field_;
    std::string raw_;        // the row so far, as written
    std::string_view mark_;  // what is left of a byte order mark that may stand at the beginning
};

// One field as it is written.
[[nodiscard]] std::string csv_field(std::string_view text);
// One row with its line end (CRLF).
[[nodiscard]] std::string csv_row(std::span<const std::string> fields);

}  // namespace candor
