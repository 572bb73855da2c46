// Prints docs/honesty-rules.md from etc/honesty/rules.yaml: build/dev/tests/honesty/write_rules_doc > docs/honesty-rules.md
#include "core/honesty/catalogue.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

int main() {
    std::ifstream file(std::string(CANDOR_SOURCE_DIR) + "/etc/honesty/rules.yaml");
    const std::string yaml(std::istreambuf_iterator<char>(file), {});
    const auto catalogue = candor::honesty::load_catalogue(yaml, "etc/honesty/rules.yaml");
    if (!catalogue) {
        std::cerr << catalogue.error().message() << "\n";
        return 1;
    }
    std::cout << candor::honesty::rules_markdown(*catalogue);
    return 0;
}
