// Any bytes as rows: bounded, on lines that go up; the same in pieces as at once; and what is written is read again as it was.
#include "core/csv.hpp"

#include <cstdlib>

using namespace candor;

namespace {

std::vector<CsvRow> rows_of(std::string_view bytes, std::size_t piece) {
    std::vector<CsvRow> rows;
    CsvReader reader([&](CsvRow row) { rows.push_back(std::move(row)); });
    for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(bytes.substr(at, piece));
    reader.finish();
    return rows;
}

bool same(const std::vector<CsvRow>& left, const std::vector<CsvRow>& right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i].line != right[i].line || left[i].fields != right[i].fields || left[i].problem != right[i].problem) return false;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto rows = rows_of(bytes, size + 1);
    if (!same(rows, rows_of(bytes, 3))) std::abort();
    std::int64_t line = 0;
    for (const CsvRow& row : rows) {
        if (row.line <= line || row.fields.empty() == row.problem.empty() || row.fields.size() > CsvLimits{}.most_fields) std::abort();
        line = row.line;
        if (!row.problem.empty()) continue;
        const std::string written = csv_row(row.fields);
        if (written.size() > CsvLimits{}.longest_row) continue;
        const auto again = rows_of(written, written.size());
        const bool blank = row.fields.size() == 1 && row.fields.front().empty();
        if (!blank && (again.size() != 1 || again.front().fields != row.fields)) std::abort();
    }
    return 0;
}
