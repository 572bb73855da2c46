#include "core/csv.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace candor;

namespace {

std::vector<CsvRow> rows_of(std::string_view text, CsvLimits limits = {}, std::size_t piece = std::string_view::npos) {
    std::vector<CsvRow> rows;
    CsvReader reader([&](CsvRow row) { rows.push_back(std::move(row)); }, limits);
    for (std::size_t from = 0; from < text.size(); from += std::min(piece, text.size() - from)) reader.feed(text.substr(from, piece));
    reader.finish();
    return rows;
}

// "1: a|b", or "1! A quote ..." where a row cannot be read.
std::vector<std::string> told(std::string_view text, CsvLimits limits = {}, std::size_t piece = std::string_view::npos) {
    std::vector<std::string> all;
    for (const CsvRow& row : rows_of(text, limits, piece)) {
        std::string line = std::to_string(row.line);
        if (!row.problem.empty()) {
            all.push_back(line + "! " + row.problem);
            continue;
        }
        line += ": ";
        for (std::size_t i = 0; i < row.fields.size(); ++i) line += (i == 0 ? "" : "|") + row.fields[i];
        all.push_back(line);
    }
    return all;
}

using CsvLines = std::vector<std::string>;

}  // namespace

TEST_CASE("rows are read as RFC 4180 writes them, and as people do") {
    CHECK(told("a,b\r\nc,d\r\n") == CsvLines{"1: a|b", "2: c|d"});
    CHECK(told("a,b\nc,d") == CsvLines{"1: a|b", "2: c|d"});
    CHECK(told("a,\n,b\n,") == CsvLines{"1: a|", "2: |b", "3: |"});
    CHECK(told("\"a, b\",\"say \"\"hi\"\"\"\r\n\"\",x\r\n") == CsvLines{"1: a, b|say \"hi\"", "2: |x"});
    CHECK(told("\"two\r\nlines\",x\r\nnext,row\r\n") == CsvLines{"1: two\r\nlines|x", "3: next|row"});
    CHECK(told("\xEF\xBB\xBF" "a,b\n") == CsvLines{"1: a|b"});
    CHECK(told("\xEF\xBB" "a\n") == CsvLines{"1: \xEF\xBB" "a"});
    CHECK(told("a\n\n\r\nb\n") == CsvLines{"1: a", "4: b"});
    CHECK(told("").empty());
    CHECK(told("\n\n").empty());
}

TEST_CASE("a row that cannot be read is named with its line, and the next one is read") {
    CHECK(told("a\"b,c\nd\n") == CsvLines{"1! A quote stands within a field that does not begin with one.", "2: d"});
    CHECK(told("\"a\"b\nd\n") == CsvLines{"1! Something follows a closing quote.", "2: d"});
    CHECK(told("a\rb\nd\n") == CsvLines{"1! A carriage return stands alone.", "2: d"});
    CHECK(told(std::string_view("a\0b\nd\n", 6)) == CsvLines{"1! There is a zero byte in it.", "2: d"});
    CHECK(told("x\n\"never closed\nb\nc\n") == CsvLines{"1: x", "2! A quote is not closed.", "3: b", "4: c"});
    CHECK(told("\"never closed") == CsvLines{"1! A quote is not closed."});
    CHECK(told("a\r") == CsvLines{"1! A carriage return stands alone."});
    CHECK(told("a,b,c,d\nok\n", {100, 3}) == CsvLines{"1! There are too many fields in it.", "2: ok"});
    CHECK(told("a,b,c\n", {100, 4}) == CsvLines{"1: a|b|c"});
}

TEST_CASE("a row is never held longer than it may be") {
    const std::string long_row(5000, 'x');
    CHECK(told(long_row + "\nok\n", {100, 4}) == CsvLines{"1! The row is too long.", "2: ok"});
    CHECK(told("\"" + long_row + "\nok\n", {100, 4}).front() == "1! A quote is not closed, or the row is too long.");
    const std::string exact(99, 'x');
    CHECK(told(exact + "\n", {100, 4}).front() == "1: " + exact);
    // What was swallowed by a forgotten quote is read again.
    std::string lines = "\"forgotten,1\n";
    for (int i = 0; i < 60; ++i) lines += "a,b\n";
    CHECK(told(lines, {100, 4}).size() == 61);
}

TEST_CASE("it does not matter in which pieces a file arrives") {
    const std::string text = "\xEF\xBB\xBF" "a,\"b\r\n\"\"x\"\"\",c\r\n\n\"open\nd,e\r\nf\"g\nlast,\"\"";
    const auto whole = told(text, {40, 4});
    for (std::size_t piece = 1; piece < text.size(); ++piece) CHECK(told(text, {40, 4}, piece) == whole);
}

TEST_CASE("no field that is written is a formula to a spreadsheet") {
    for (const char* payload :
         {"=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "|calc", "%0A=1", "=HYPERLINK(\"http://x\",\"y\")",
          "'=1", "''=1", "'", "\xEF\xBC\x9D" "1+1", "\xEF\xBC\xA0SUM", "a\",=1", "a;=1", "a\t=1", "a\r\n=1,=2"}) {
        CAPTURE(payload);
        const std::string field = csv_field(payload);
        const std::string_view inside = field.starts_with('"') ? std::string_view(field).substr(1) : std::string_view(field);
        CHECK(inside.find_first_of("=+-@\t\r\n |%") != 0);
        // Whatever else separates for some program stays within quotes.
        if (field.find_first_of(";\t\r\n,") != std::string::npos) CHECK(field.starts_with('"'));
        const auto rows = rows_of(csv_row(std::vector<std::string>{payload, "x"}));
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().problem.empty());
        CHECK(rows.front().fields == std::vector<std::string>{payload, "x"});
    }
}

TEST_CASE("whatever is written is read back, and whatever is read ends") {
    std::mt19937 dice(7);
    const std::string alphabet = "a,\"'\r\n=+ ;\t@x";
    for (int round = 0; round < 3000; ++round) {
        std::string first;
        std::string second = "x";
        for (unsigned i = dice() % 8; i > 0; --i) first += alphabet[dice() % alphabet.size()];
        for (unsigned i = dice() % 8; i > 0; --i) second += alphabet[dice() % alphabet.size()];
        CAPTURE(first, second);
        const auto rows = rows_of(csv_row(std::vector<std::string>{first, second}));
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().fields == std::vector<std::string>{first, second});
        const std::string noise = first + second + "\n" + first;
        CHECK(rows_of(noise, {6, 3}).size() <= noise.size());
    }
}
