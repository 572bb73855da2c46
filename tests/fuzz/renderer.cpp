// Any bytes as the texts of a record, in every language and for every channel; and as a template.
#include "core/incident/fold.hpp"
#include "core/incident/decide.hpp"
#include "core/message/render.hpp"
#include "core/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace candor;

namespace {

const TemplateSet& templates() {
    static const TemplateSet loaded = [] {
        namespace fs = std::filesystem;
        const fs::path root = fs::path(CANDOR_SOURCE_DIR) / "templates";
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            std::ifstream file(entry.path());
            if (entry.is_regular_file()) files[fs::relative(entry.path(), root).generic_string()] = std::string(std::istreambuf_iterator<char>(file), {});
        }
        return load_templates(files, "en").value();
    }();
    return loaded;
}

// The input, cut at its NUL bytes; each piece is a text.
std::vector<std::string> texts_of(std::string_view input) {
    std::vector<std::string> texts;
    while (!input.empty() && texts.size() < 16) {
        const auto end = input.find('\0');
        texts.emplace_back(input.substr(0, end));
        input = end == std::string_view::npos ? std::string_view{} : input.substr(end + 1);
    }
    texts.resize(16);
    return texts;
}

std::vector<NewFact> facts_of(const std::vector<std::string>& t, Time now, std::uint8_t choice) {
    const auto sure = choice % 2 == 0 ? Confidence::confirmed : Confidence::suspected;
    return {{Symptom{t[0]}, sure, {}},
            {Scope{ScopeLabel::some, 7, 0.5, t[1]}, sure, {}},
            {Cause{t[2], CauseCategory::external, t[3]}, sure, {}},
            {Workaround{t[4]}, sure, {}},
            {Workaround{t[5]}, sure, {}},
            {Action{t[6], choice % 3 == 0}, sure, {}},
            {Eta{now, now + std::chrono::hours{1}, t[7]}, sure, {}},
            {Unaffected{t[8], t[9]}, sure, {}},
            {DataLoss{Answer::no, t[10]}, sure, {}},
            {ThirdParty{t[11], t[12], now + std::chrono::hours{1}}, sure, {}}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1 || size > 8192) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
    (void)load_layout(std::string(input), {{{"title", "text"}, {}}, {"title"}, Escape::html}, "fuzz");

    const auto texts = texts_of(input);
    const Time now{std::chrono::milliseconds{1'760'000'000'000}};
    const CadencePolicy policy;
    Record record;
    record.id = IncidentId("k3v9x2m4q7aa");
    const Circumstances circumstances{now, "comms-lead", 7, policy, {ChannelKind::email, ChannelKind::mastodon, ChannelKind::webhook}};
    const auto events = decide(record, Declare{record.id, texts[13], {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", facts_of(texts, now, data[0])}, circumstances);
    if (!events) return 0;
    record = fold(std::move(record), *events);
    static const char* const languages[] = {"en", "de", "fr", "es"};
    for (const ChannelKind channel : circumstances.audiences) {
        const Statement statement = compose(record, record.updates.back().update, channel, {});
        RenderContext context{"Example Shop", utc(), languages[data[0] % 4], "https://status.example.org/incidents/k3v9x2m4q7aa", "help@example.org", default_limits(channel)};
        const Rendered rendered = render(statement, templates(), channel, context);
        if (!is_valid_utf8(rendered.message.text)) std::abort();
        if (rendered.message.text.find(context.url) == std::string::npos) std::abort();
    }
    return 0;
}
