// Where secrets come from: never from the configuration itself, which is read, copied and pasted into tickets.
#pragma once

#include "core/secret.hpp"
#include "core/yaml/reader.hpp"

#include <filesystem>

namespace candor::config {

using namespace yaml;  // what the readers of a configuration are made of

struct SecretPlaces {
    std::filesystem::path folder;       // relative file: references are taken from here
    std::filesystem::path credentials;  // $CREDENTIALS_DIRECTORY; empty: there is none
};

// "file:/etc/candor/secrets/name" or "credential:name" (systemd's LoadCredential=). The file is a regular one of 1 byte
// to 64 KiB, one line, that others cannot read. One line end is stripped.
[[nodiscard]] Reader<Secret> secret_reference(const SecretPlaces& places);

}  // namespace candor::config
