#include "core/csv.hpp"
#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/client.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/render/render.hpp"
#include "daemon/ctl/sheet.hpp"
#include "daemon/ctl/table/table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace candor::ctl {

namespace {

constexpr std::size_t rows_at_once = 1000;
constexpr std::size_t bytes_at_once = 192 * 1024;  // of the 256 KiB that a request may have
constexpr std::size_t most_told = 1000;            // refused rows that are printed; all are counted

class Import {
public:
    Import(Client client, const GlobalOptions& options, const ImportTable& table, const Look& look, std::uintmax_t size, bool progress, std::ostream& answers,
           std::ostream& remarks)
        : client_(std::move(client)), options_(options), table_(table), look_(look), size_(size), progress_(progress), answers_(answers), remarks_(remarks) {}

    int run(std::istream& input) {
        CsvReader reader([this](CsvRow row) { take(row); });
        char buffer[16 * 1024];
        while (exit_code_ == exit_code::ok && (input.read(buffer, sizeof buffer) || input.gcount() > 0)) {
            done_ += static_cast<std::uintmax_t>(input.gcount());
            reader.feed({buffer, static_cast<std::size_t>(input.gcount())});
        }
        if (exit_code_ == exit_code::ok) reader.finish();
        if (exit_code_ == exit_code::ok) send();
        clear_bar();
        if (exit_code_ == exit_code::ok && header_.empty()) complain("there is nothing in this table", "the first row names the columns: address,language,components");
        if (added_ + confirmed_ + known_ + refused_ > 0) report();
        return exit_code_ == exit_code::ok && refused_ > 0 ? exit_code::refused : exit_code_;
    }

private:
    void take(const CsvRow& row) {
        if (exit_code_ != exit_code::ok) return;
        if (header_.empty() && !row.problem.empty()) return complain("the first row cannot be read: " + row.problem, "it names the columns: address,language,components");
        if (header_.empty()) {
            header_ = csv_row(row.fields);
            return;
        }
        if (!row.problem.empty()) return refuse({row.line, "", row.problem, ""});
        // A piece is a run of lines, so that the daemon can name each by its number.
        if (rows_ > 0 && row.line != first_line_ + static_cast<std::int64_t>(rows_)) send();
        const std::string text = csv_row(row.fields);
        if (rows_ == rows_at_once || piece_.size() + text.size() + header_.size() > bytes_at_once) send();
        if (rows_ == 0) first_line_ = row.line;
        piece_ += text;
        ++rows_;
        // One with line feeds in it would put all after it on other lines.
        if (std::count(text.begin(), text.end(), '\n') > 1) send();
    }

    void send() {
        if (rows_ == 0 || exit_code_ != exit_code::ok) return;
        Request request{"POST", fmt::format("/api/v1/subscribers/import?basis={}&line={}", path_segment(table_.basis), first_line_), nullptr};
        request.table = header_ + piece_;
        piece_.clear();
        sent_ += static_cast<std::int64_t>(rows_);
        rows_ = 0;
        const auto response = client_.send(request);
        if (!response) return fail(exit_code::unreachable, response.error().message(), response.error().mend());
        if (response->status != 200) {
            clear_bar();
            remarks_ << render_error(response->body, response->status, look_);
            exit_code_ = response->status >= 400 && response->status < 500 ? exit_code::refused : exit_code::daemon_failed;
            return;
        }
        const Answer answer(response->body);
        added_ += answer["added"].count();
        confirmed_ += answer["confirmed"].count();
        known_ += answer["known"].count();
        for (const Answer row : answer["refused"].items()) refuse({row["line"].count(), row["field"].text(), row["message"].text(), row["mend"].text()});
        show_bar();
    }

    struct Refused {
        std::int64_t line = 0;
        std::string field;
        std::string message;
        std::string mend;
    };

    void refuse(Refused row) {
        ++refused_;
        if (told_.size() < most_told) told_.push_back(std::move(row));
    }

    void complain(std::string_view message, std::string_view mend) { fail(exit_code::usage, message, mend); }

    void fail(int code, std::string_view message, std::string_view mend) {
        clear_bar();
        Sheet sheet(look_);
        sheet.paragraph("candor: " + neutral(message), 0, Style::bad);
        sheet.field("to mend it", neutral(mend));
        remarks_ << sheet.take();
        exit_code_ = code;
    }

    void show_bar() {
        if (!progress_) return;
        remarks_ << '\r' << progress_bar(done_, size_, sent_, look_.width) << std::flush;
        bar_shown_ = true;
    }

    void clear_bar() {
        if (!std::exchange(bar_shown_, false)) return;
        remarks_ << '\r' << std::string(look_.width - 1, ' ') << '\r' << std::flush;
    }

    void report() {
        std::stable_sort(told_.begin(), told_.end(), [](const Refused& a, const Refused& b) { return a.line < b.line; });
        boost::json::array refused;
        for (const Refused& row : told_) refused.push_back(boost::json::object{{"line", row.line}, {"field", row.field}, {"message", row.message}, {"mend", row.mend}});
        const boost::json::value answer = boost::json::object{
            {"added", added_}, {"confirmed", confirmed_}, {"known", known_}, {"refused", std::move(refused)}, {"refused_count", refused_}};
        if (options_.json) answers_ << boost::json::serialize(answer) << '\n';
        else answers_ << render_imported(answer, look_);
    }

    Client client_;
    const GlobalOptions& options_;
    const ImportTable& table_;
    const Look& look_;
    std::uintmax_t size_;
    bool progress_;
    std::ostream& answers_;
    std::ostream& remarks_;

    std::string header_;
    std::string piece_;
    std::size_t rows_ = 0;
    std::int64_t first_line_ = 0;
    std::uintmax_t done_ = 0;  // bytes read
    std::int64_t sent_ = 0;    // rows
    std::int64_t added_ = 0;
    std::int64_t confirmed_ = 0;
    std::int64_t known_ = 0;
    std::int64_t refused_ = 0;
    std::vector<Refused> told_;
    bool bar_shown_ = false;
    int exit_code_ = exit_code::ok;
};

std::string with_thousands(std::int64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

}  // namespace

std::string progress_bar(std::uintmax_t done, std::uintmax_t size, std::int64_t rows, std::size_t width) {
    const std::string count = with_thousands(rows) + " rows";
    if (size == 0) return "  " + count;
    const auto share = std::min<std::uintmax_t>(done * 100 / size, 100);
    const std::string right = fmt::format("  {:>3} %  {}", share, count);
    const std::size_t room = width > right.size() + 5 ? width - right.size() - 5 : 0;
    if (room < 5) return right;
    const auto full = static_cast<std::size_t>(static_cast<std::uintmax_t>(room) * share / 100);
    return "  [" + std::string(full, '=') + std::string(room - full, ' ') + "]" + right;
}

int import_table(const GlobalOptions& options, const ImportTable& table, const Look& look, std::istream& input, std::uintmax_t size, bool progress,
                 std::ostream& answers, std::ostream& remarks) {
    auto client = Client::make(options);
    if (!client) {
        remarks << "candor: " << neutral(client.error().message()) << "\n  to mend it    " << neutral(client.error().mend()) << '\n';
        return exit_code::usage;
    }
    return Import(std::move(*client), options, table, look, size, progress, answers, remarks).run(input);
}

}  // namespace candor::ctl
