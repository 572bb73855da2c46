#include "daemon/app/kept_lexicons.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <elf.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <link.h>
#include <string_view>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

namespace candor::app {

namespace {

// The notes of one segment: name and description, each padded to four bytes, behind a header with their lengths.
std::string_view build_id_in(std::string_view notes) {
    const auto padded = [](std::size_t size) { return (size + 3) & ~std::size_t{3}; };
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note{};
        std::copy_n(notes.data(), sizeof note, reinterpret_cast<char*>(&note));
        const std::size_t description = sizeof note + padded(note.n_namesz);
        const std::size_t end = description + padded(note.n_descsz);
        if (end > notes.size()) return {};
        if (note.n_type == NT_GNU_BUILD_ID) return notes.substr(description, note.n_descsz);
        notes.remove_prefix(end);
    }
    return {};
}

// The program itself is the first that is named.
int look_at_first(dl_phdr_info* program, std::size_t, void* found) {
    for (std::size_t i = 0; i < program->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = program->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) continue;
        const std::string_view id = build_id_in({reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr), segment.p_memsz});
        if (!id.empty()) *static_cast<std::string*>(found) = id;
    }
    return 1;
}

// The first line is the proof.
std::optional<std::string> read_kept(const std::filesystem::path& file, const std::string& proof) {
    std::ifstream input(file, std::ios::binary);
    std::string first;
    if (!std::getline(input, first) || first != proof) return std::nullopt;
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size <= first.size()) return std::nullopt;
    std::string packed(size - first.size() - 1, '\0');
    input.read(packed.data(), static_cast<std::streamsize>(packed.size()));
    return packed;
}

void write_kept(const std::filesystem::path& file, const std::string& proof, std::string_view packed) {
    const std::filesystem::path draft = file.string() + ".new";
    std::error_code ignored;
    {
        std::ofstream output(draft, std::ios::binary);
        output << proof << '\n' << packed;
        if (!output.flush()) return static_cast<void>(std::filesystem::remove(draft, ignored));
    }
    std::filesystem::rename(draft, file, ignored);
}

}  // namespace

std::string this_program() {
    std::string build;
    ::dl_iterate_phdr(look_at_first, &build);
    if (build.empty()) return {};
    UVersionInfo version{};
    ::u_getVersion(version);
    return fmt::format("{}, ICU {}", to_hex(sha256(build)), fmt::join(version, "."));
}

honesty::Keeping lexicons_kept_in(std::filesystem::path folder) {
    const auto file_of = [folder = std::move(folder)](const std::string& name) { return folder / fmt::format("honesty.{}.kept", name); };
    return {this_program(), [file_of](const std::string& name, const std::string& proof) { return read_kept(file_of(name), proof); },
            [file_of](const std::string& name, const std::string& proof, std::string packed) { write_kept(file_of(name), proof, packed); }};
}

}  // namespace candor::app
