// Any bytes as a text: folding, tokens, units, claims and every rule. The record switches the rules that need one on.
#include "core/honesty/check.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace candor::honesty;

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(std::string(CANDOR_SOURCE_DIR) + "/etc/honesty/" + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const Lexicon& lexicon(std::uint8_t choice) {
    static const Lexicon all[] = {load_lexicon(read_file("en.yaml"), "en").value(), load_lexicon(read_file("de.yaml"), "de").value(),
                                  load_lexicon(read_file("fr.yaml"), "fr").value(), load_lexicon(read_file("es.yaml"), "es").value()};
    return all[choice % 4];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalogue catalogue = load_catalogue(read_file("rules.yaml"), "rules").value();
    static const Evidence evidence =
        read_evidence(R"({"severity": "critical", "scope": {"fraction": 0.2, "label": "EU"}, "started_at": "2026-03-02T13:00:00Z",
            "ended_at": "2026-03-02T14:00:00Z", "now": "2026-03-02T15:00:00Z", "eta": {"latest": "2026-03-02T14:30:00Z", "basis": "a", "owner": "b"},
            "probe": "failing", "reports": {"open": 2}, "unaffected_verified": ["API"], "previous_updates": ["Logins fail."], "audience_zones": 2})")
            .value();
    if (size < 2) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    CheckInput input;
    input.text = text;
    input.evidence = &evidence;
    input.phase = static_cast<Phase>(data[0] % 11);
    input.form = data[1] % 2 == 0 ? Form::words : Form::statement;
    input.strictness = data[1] % 3 == 0 ? Strictness::strict : Strictness::normal;
    for (const Finding& finding : check(input, lexicon(data[1]), catalogue)) {
        if (finding.start > finding.end || finding.end > text.size()) std::abort();
    }
    return 0;
}
