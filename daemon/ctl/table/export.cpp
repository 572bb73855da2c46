#include "daemon/ctl/client.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/render/render.hpp"
#include "daemon/ctl/table/table.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace candor::ctl {

namespace {

// It holds addresses: for its owner's eyes alone. nullopt: it cannot be made, or is there already.
bool make_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return false;
    ::close(file);
    return true;
}

}  // namespace

int export_table(const GlobalOptions& options, const Look& look, std::ostream& output, std::ostream& remarks) {
    auto client = Client::make(options);
    if (!client) {
        remarks << "candor: " << neutral(client.error().message()) << '\n';
        return exit_code::usage;
    }
    for (std::string path = "/api/v1/subscribers/export"; !path.empty();) {
        Request request{"GET", path, nullptr};
        request.wants_table = true;
        const auto response = client->send(request);
        if (!response) {
            remarks << "candor: " << neutral(response.error().message()) << '\n';
            return exit_code::unreachable;
        }
        if (response->status != 200) {
            remarks << render_error(response->body, response->status, look);
            return response->status < 500 ? exit_code::refused : exit_code::daemon_failed;
        }
        output << response->table;
        path = response->next;
    }
    output.flush();
    return output ? exit_code::ok : exit_code::usage;
}

int run_export(const GlobalOptions& options, const ExportTable& table, const Look& look) {
    if (table.file.empty() || table.file == "-") return export_table(options, look, std::cout, std::cerr);
    if (!make_private(table.file)) {
        std::cerr << "candor: " << neutral(table.file) << " cannot be made, or is there already\n  to mend it    name a new file\n";
        return exit_code::usage;
    }
    std::ofstream file(table.file, std::ios::binary);
    return export_table(options, look, file, std::cerr);
}

int run_import(const GlobalOptions& options, const ImportTable& table, const Look& look) {
    const bool bar = isatty(STDERR_FILENO) != 0 && !options.json;
    if (table.file == "-") return import_table(options, table, look, std::cin, 0, bar, std::cout, std::cerr);
    std::ifstream file(table.file, std::ios::binary);
    std::error_code unknown;
    const auto size = std::filesystem::file_size(table.file, unknown);
    if (!file || unknown) {
        std::cerr << "candor: " << neutral(table.file) << " cannot be read\n  to mend it    name a file, or - for standard input\n";
        return exit_code::usage;
    }
    return import_table(options, table, look, file, size, bar, std::cout, std::cerr);
}

}  // namespace candor::ctl
