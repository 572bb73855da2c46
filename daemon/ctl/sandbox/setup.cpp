#include "daemon/ctl/sandbox/setup.hpp"

#include "core/base64.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/random.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace candor::ctl {

namespace {

// A YAML double-quoted scalar.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

constexpr const char* head =
    R"(# A sandbox for Candor: every channel leads to `candor sandbox` on this machine, and the cadence is in seconds.
organisation:
  name: Example Shop
  url: {page}
  contact: support@example.org

components:
  - id: checkout
    name: Checkout
    description: Paying by card or transfer
  - id: accounts
    name: Customer accounts

default_owner: comms-lead
default_deputy: duty-manager

cadence:
  margin: 1s
  otherwise: 12s
  rules:
    - channels: social
      scope: [many, all]
      every: 6s

channels:
  - id: partners
    kind: webhook
    recipients:
      - name: shop-backend
        url: {webhook}
        secrets: [file:webhook.key]
  - id: mail
    kind: email
    host: 127.0.0.1
    port: {mail}
    tls: none
    from: status@shop.example
    recipients:
      - customers@reader.example
  - id: social
    kind: mastodon
    base_url: {mastodon}
    token: file:mastodon.token

store:
  path: candor.db

http:
  socket: candord.sock
  socket_mode: "0600"
  listen: ["127.0.0.1:{port}"]

delivery:
  allow_addresses: [127.0.0.1/32]
)";

Result<void> write_file(const std::filesystem::path& path, const std::string& content) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return Error(ErrorCode::invalid_argument,
                     fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)),
                     "--write-config", "name a folder that you may write to");
    }
    const auto written = ::write(file, content.data(), content.size());
    const bool whole = written == static_cast<ssize_t>(content.size()) && ::fchmod(file, 0600) == 0;
    if (::close(file) != 0 || !whole) {
        return Error(ErrorCode::invalid_argument, fmt::format("cannot write all of {}", path.string()),
                     "--write-config");
    }
    return {};
}

template <std::size_t Size>
std::string random_bytes() {
    std::array<char, Size> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    return {bytes.data(), bytes.size()};
}

}  // namespace

std::string SandboxSetup::page() const {
    return fmt::format("http://127.0.0.1:{}", page_port);
}

std::string SandboxSetup::webhook_url() const {
    return fmt::format("http://127.0.0.1:{}/hook", webhook_port);
}

std::string SandboxSetup::mastodon_url() const {
    return fmt::format("http://127.0.0.1:{}", mastodon_port);
}

std::string sandbox_config(const SandboxSetup& setup) {
    auto text = fmt::format(fmt::runtime(head), fmt::arg("page", setup.page()),
                            fmt::arg("webhook", setup.webhook_url()), fmt::arg("mail", setup.mail_port),
                            fmt::arg("mastodon", setup.mastodon_url()), fmt::arg("port", setup.page_port));
    if (!setup.templates.empty())
        text += fmt::format("\ntemplates:\n  directory: {}\n", quoted(setup.templates.string()));
    if (!setup.honesty.empty()) text += fmt::format("\nhonesty:\n  directory: {}\n", quoted(setup.honesty.string()));
    return text;
}

Result<void> write_sandbox(const SandboxSetup& setup) {
    return write_sandbox(setup, sandbox_config(setup));
}

Result<void> write_sandbox(const SandboxSetup& setup, const std::string& config) {
    std::error_code failure;
    std::filesystem::create_directories(setup.folder, failure);
    if (auto written = write_file(setup.config(), config); written.has_error()) return written;
    if (auto written = write_file(setup.folder / "webhook.key", setup.webhook_secret + "\n"); written.has_error())
        return written;
    return write_file(setup.folder / "mastodon.token", setup.mastodon_token + "\n");
}

std::string new_webhook_secret() {
    return "whsec_" + base64(random_bytes<32>());
}

std::string new_token() {
    auto text = base64(random_bytes<24>());
    for (char& c : text) {
        if (c == '+' || c == '/') c = '-';
    }
    return text;
}

}  // namespace candor::ctl
