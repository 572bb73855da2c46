// The folder that a sandbox daemon lives in: its configuration, its secrets, its record and its socket.
#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace candor::ctl {

struct SandboxSetup {
    std::filesystem::path folder;     // absolute
    std::filesystem::path templates;  // absolute; empty: the daemon's default
    std::filesystem::path honesty;    // absolute; empty: the daemon's default
    std::uint16_t webhook_port = 0;
    std::uint16_t mail_port = 0;
    std::uint16_t mastodon_port = 0;
    std::uint16_t page_port = 0;
    std::string webhook_secret;  // whsec_...
    std::string mastodon_token;

    [[nodiscard]] std::filesystem::path config() const { return folder / "candor.yaml"; }
    [[nodiscard]] std::filesystem::path socket() const { return folder / "candord.sock"; }
    [[nodiscard]] std::filesystem::path log() const { return folder / "candord.log"; }
    [[nodiscard]] std::string page() const;  // http://127.0.0.1:8787
    [[nodiscard]] std::string webhook_url() const;
    [[nodiscard]] std::string mastodon_url() const;
};

// The configuration for candord, complete, with a cadence of seconds.
[[nodiscard]] std::string sandbox_config(const SandboxSetup& setup);

// Writes the configuration and the secret files (mode 0600), over what was there. Error invalid_argument names the file.
[[nodiscard]] Result<void> write_sandbox(const SandboxSetup& setup);
// With another configuration than that.
[[nodiscard]] Result<void> write_sandbox(const SandboxSetup& setup, const std::string& config);

// A new signing secret and a new token: from the system's random bytes.
[[nodiscard]] std::string new_webhook_secret();
[[nodiscard]] std::string new_token();

}  // namespace candor::ctl
