// Tables of subscribers, between a file and the daemon, in pieces: neither side ever holds the whole.
#pragma once

#include "daemon/ctl/invocation.hpp"

#include <iosfwd>

namespace candor::ctl {

// Sends the rows of `input` to the daemon and says what became of them: each row that was refused with its line and why, on
// `answers`. `progress`: a bar on `remarks`, which is a terminal. `size`: of the input in bytes; 0: not known. Returns the exit
// code: 1 where the table could not be taken, or rows of it were refused.
[[nodiscard]] int import_table(const GlobalOptions& options, const ImportTable& table, const Look& look, std::istream& input, std::uintmax_t size, bool progress,
                               std::ostream& answers, std::ostream& remarks);

// Writes all subscribers to `output`.
[[nodiscard]] int export_table(const GlobalOptions& options, const Look& look, std::ostream& output, std::ostream& remarks);

// The same from and to the files that the command line names.
[[nodiscard]] int run_import(const GlobalOptions& options, const ImportTable& table, const Look& look);
[[nodiscard]] int run_export(const GlobalOptions& options, const ExportTable& table, const Look& look);

// "  [=====>    ]  47 %  12,000 rows": one line of at most `width` columns.
[[nodiscard]] std::string progress_bar(std::uintmax_t done, std::uintmax_t size, std::int64_t rows, std::size_t width);

}  // namespace candor::ctl
