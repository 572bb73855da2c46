// How long a check takes: 5,000 characters, and 50 times as many. Build it in release.
#include "core/honesty/check.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

using namespace candor::honesty;

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(std::string(CANDOR_SOURCE_DIR) + "/" + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string text_of(std::size_t characters) {
    static const std::string part =
        "We are restoring the second database and expect to be back by 16:00 UTC. About 12% of customers cannot log in; "
        "the issue has been resolved for some of them, and no data has been lost. We'll share an update shortly. ";
    std::string text;
    while (text.size() < characters) text += part;
    return text.substr(0, characters);
}

double best_of(int rounds, const CheckInput& input, const Lexicon& lexicon, const Catalogue& catalogue) {
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto findings = check(input, lexicon, catalogue);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        if (!findings.empty() && took.count() < best) best = took.count();
    }
    return best;
}

}  // namespace

int main() {
    const auto catalogue = load_catalogue(read_file("etc/honesty/rules.yaml"), "rules.yaml");
    const auto lexicon = load_lexicon(read_file("etc/honesty/en.yaml"), "en.yaml");
    if (!catalogue || !lexicon) {
        std::fputs("the data cannot be loaded\n", stderr);
        return 1;
    }
    const Evidence evidence;
    const auto small = text_of(5'000);
    const auto large = text_of(250'000);
    CheckInput input;
    input.evidence = &evidence;
    input.phase = Phase::investigating;
    input.text = small;
    const double once = best_of(20, input, *lexicon, *catalogue);
    input.text = large;
    const double fifty = best_of(3, input, *lexicon, *catalogue);
    std::printf("5,000 characters: %.2f ms\n250,000 characters: %.2f ms (%.1f times)\n%zu states\n", once, fifty, fifty / once,
                lexicon->automaton.states());
    return 0;
}
