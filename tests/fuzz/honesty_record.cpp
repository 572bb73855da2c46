// Any bytes as a record file: an Error or a record, never more; and every rule may ask that record anything.
#include "core/honesty/check.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace candor::honesty;

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(std::string(CANDOR_SOURCE_DIR) + "/etc/honesty/" + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

constexpr std::string_view text =
    "Only a few customers in the EU are affected since 13:55 UTC, about 12 % of logins. The cause was a faulty release by our supplier. "
    "No data has been lost. It will be fixed by 16:00 UTC, for good. The issue has been resolved after 20 minutes; next update at 17:00.";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalogue catalogue = load_catalogue(read_file("rules.yaml"), "rules").value();
    static const Lexicon lexicon = load_lexicon(read_file("en.yaml"), "en").value();
    const auto evidence = read_evidence({reinterpret_cast<const char*>(data), size});
    if (!evidence) return 0;
    CheckInput input;
    input.text = text;
    input.evidence = &*evidence;
    input.phase = static_cast<Phase>(size % 11);
    input.form = size % 2 == 0 ? Form::words : Form::statement;
    for (const Finding& finding : check(input, lexicon, catalogue)) {
        if (finding.start > finding.end || finding.end > text.size()) std::abort();
    }
    return 0;
}
