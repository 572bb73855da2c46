// One thing that is wrong in a file, where it is, and what would be right.
#pragma once

#include <string>

namespace candor::yaml {

struct Problem {
    std::string file;      // as it was given
    int line = 0;          // from 1; 0: the file as a whole
    std::string path;      // "channels[2].recipients[0].url"; empty for the document itself
    std::string message;   // what is wrong; never the text of a secret
    std::string expected;  // what belongs there; may be empty
    friend bool operator==(const Problem&, const Problem&) = default;
};

// "candor.yaml:12: channels[0].port: 70000 is out of range; expected a whole number from 1 to 65535". One line: control
// characters are escaped.
[[nodiscard]] std::string describe(const Problem& problem);

}  // namespace candor::yaml
