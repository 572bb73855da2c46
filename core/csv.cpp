#include "core/csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace candor {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// What a spreadsheet would calculate, or drop before it looks. The last four are the fullwidth forms, which some fold first.
bool looks_like_formula(std::string_view text) {
    static constexpr auto beginnings = std::to_array<std::string_view>(
        {"=", "+", "-", "@", "\t", "\r", "\n", " ", "|", "%", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"});
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view one) { return text.starts_with(one); });
}

// Behind an apostrophe stands what would be taken for a formula, or for something behind an apostrophe.
bool needs_apostrophe(std::string_view text) {
    return looks_like_formula(text) || (text.starts_with('\'') && needs_apostrophe(text.substr(1)));
}

std::string without_apostrophe(std::string text) {
    if (text.starts_with('\'') && needs_apostrophe(std::string_view(text).substr(1))) text.erase(0, 1);
    return text;
}

}  // namespace

CsvReader::CsvReader(Sink sink, CsvLimits limits, std::int64_t first_line)
    : sink_(std::move(sink)), limits_(limits), line_(first_line), mark_(first_line == 1 ? byte_order_mark : std::string_view{}) {
    begin_row();
}

void CsvReader::feed(std::string_view bytes) {
    while (!mark_.empty() && !bytes.empty()) {
        if (bytes.front() != mark_.front()) {
            const std::string_view begun = byte_order_mark.substr(0, byte_order_mark.size() - mark_.size());
            mark_ = {};
            feed(begun);
            break;
        }
        mark_.remove_prefix(1);
        bytes.remove_prefix(1);
    }
    for (const char c : bytes) take(c);
}

void CsvReader::finish() {
    mark_ = {};
    while (state_ == State::quoted) give_up_quote("A quote is not closed.");
    if (state_ == State::after_cr) fail("A carriage return stands alone.");
    if (!raw_.empty()) end_row();
}

void CsvReader::take(char c) {
    raw_ += c;
    if (state_ == State::skipping) {
        if (c == '\n') begin_row();
        return;
    }
    if (raw_.size() > limits_.longest_row && c != '\n') {
        if (state_ == State::quoted) return give_up_quote("A quote is not closed, or the row is too long.");
        return fail("The row is too long.");
    }
    if (c == '\0') return fail("There is a zero byte in it.");
    if (state_ == State::after_cr) return c == '\n' ? end_row() : fail("A carriage return stands alone.");
    if (state_ == State::quote_seen) return take_after_quote(c);
    take_in_field(c);
}

void CsvReader::take_in_field(char c) {
    if (state_ == State::quoted) {
        if (c == '"') state_ = State::quote_seen;
        else field_ += c;
        return;
    }
    if (c == ',') return end_field();
    if (c == '\n') return end_row();
    if (c == '\r') {
        state_ = State::after_cr;
    } else if (c != '"') {
        state_ = State::plain;
        field_ += c;
    } else if (state_ == State::field_start) {
        state_ = State::quoted;
    } else {
        fail("A quote stands within a field that does not begin with one.");
    }
}

void CsvReader::take_after_quote(char c) {
    if (c == '"') {
        field_ += c;
        state_ = State::quoted;
    } else if (c == ',') {
        end_field();
    } else if (c == '\n') {
        end_row();
    } else if (c == '\r') {
        state_ = State::after_cr;
    } else {
        fail("Something follows a closing quote.");
    }
}

void CsvReader::end_field() {
    row_.fields.push_back(without_apostrophe(std::exchange(field_, {})));
    state_ = State::field_start;
    if (row_.fields.size() >= limits_.most_fields) fail("There are too many fields in it.");
}

void CsvReader::end_row() {
    if (state_ == State::skipping) return begin_row();
    const bool empty = raw_ == "\n" || raw_ == "\r\n";
    if (!empty) {
        row_.fields.push_back(without_apostrophe(std::exchange(field_, {})));
        sink_(std::move(row_));
    }
    begin_row();
}

// The rest of the line is passed over: what it would mean cannot be known.
void CsvReader::fail(std::string problem) {
    row_.fields.clear();
    row_.problem = std::move(problem);
    sink_(std::move(row_));
    state_ = State::skipping;
    if (raw_.ends_with('\n')) begin_row();
}

void CsvReader::begin_row() {
    line_ += std::count(raw_.begin(), raw_.end(), '\n');
    raw_.clear();
    field_.clear();
    row_ = CsvRow{line_, {}, {}};
    state_ = State::field_start;
}

// A quote was not closed where it should have been: what follows its line are rows of their own.
void CsvReader::give_up_quote(std::string problem) {
    const std::string row = raw_;
    const auto end = std::min(row.find('\n'), row.size() - 1);
    raw_.resize(end + 1);
    fail(std::move(problem));
    feed(std::string_view(row).substr(end + 1));
}

std::string csv_field(std::string_view text) {
    std::string plain;
    if (needs_apostrophe(text)) plain += '\'';
    plain += text;
    const bool quoted = plain.size() != text.size() || plain.find_first_of("\",;\t\r\n'") != std::string::npos || plain.ends_with(' ');
    if (!quoted) return plain;
    std::string field = "\"";
    for (const char c : plain) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

std::string csv_row(std::span<const std::string> fields) {
    std::string row;
    for (const std::string& field : fields) {
        if (&field != fields.data()) row += ',';
        row += csv_field(field);
    }
    return row + "\r\n";
}

}  // namespace candor
