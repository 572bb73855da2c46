// candor export-site: the public page as files.
#include "core/base64.hpp"
#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/command/draft.hpp"
#include "daemon/mirror/folder.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

Error unreadable() {
    return {ErrorCode::malformed_request, "what the daemon answered is no list of files", "", "see whether daemon and candor are of one version"};
}

std::optional<std::string> member(const boost::json::value& file, std::string_view name) {
    const auto* object = file.if_object();
    const auto* found = object == nullptr ? nullptr : object->if_contains(name);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string(found->get_string());
}

// A name that would lead out of the folder is refused by write_site(): the answer may come from anywhere.
Result<std::vector<mirror::SiteFile>> files_of(const boost::json::value& answer) {
    const auto* object = answer.if_object();
    const auto* list = object == nullptr ? nullptr : object->if_contains("files");
    if (list == nullptr || !list->is_array() || list->get_array().empty()) return unreadable();
    std::vector<mirror::SiteFile> files;
    for (const boost::json::value& file : list->get_array()) {
        const auto name = member(file, "name");
        const auto packed = member(file, "base64");
        const auto bytes = packed ? from_base64(*packed) : member(file, "text");
        if (!name || !bytes) return unreadable();
        files.push_back({*name, *bytes});
    }
    return files;
}

Result<boost::json::value> write_down(const boost::json::value& answer, const std::string& folder) {
    const auto files = files_of(answer);
    if (!files) return files.error();
    const auto done = mirror::write_site(folder, *files, mirror::Extent::all);
    if (!done) return done.error();
    boost::json::object result{{"directory", folder}, {"files", files->size()}, {"written", done->written}, {"unchanged", done->unchanged}};
    result["removed"] = done->removed;
    result["whole"] = Answer(answer)["whole"].truth();
    return boost::json::value(std::move(result));
}

}  // namespace

void add_export(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "export-site", "write the public page as files, for another server");
    auto folder = std::make_shared<std::string>();
    command->add_option("DIR", *folder, "the folder; only what was written there before is replaced")->required();
    command->callback([&draft, folder] {
        draft.call("GET", "/api/v1/site", nullptr, render_exported);
        std::get<ApiCall>(draft.invocation.action).act = [folder = *folder](const boost::json::value& answer) { return write_down(answer, folder); };
    });
}

}  // namespace candor::ctl
