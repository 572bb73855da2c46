#include "daemon/config/secret_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

namespace candor::config {

namespace {

constexpr off_t largest_secret = 65536;
constexpr std::string_view expected_reference = "file:/path/of/the/secret or credential:name";

Error wrong_file(std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_config, std::move(message), {}, std::move(mend)};
}

class File {
public:
    explicit File(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&&) = delete;
    File& operator=(File&&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

Result<void> check_file(const struct stat& status, const std::string& name) {
    if (!S_ISREG(status.st_mode)) return wrong_file(fmt::format("{} is not a regular file", name));
    if ((status.st_mode & S_IROTH) != 0) {
        return wrong_file(fmt::format("{} can be read by everyone on this machine", name), "mode 0600 or 0640: chmod o-rwx");
    }
    if (status.st_size > largest_secret)
        return wrong_file(fmt::format("{} is {} bytes long", name, status.st_size), "at most 64 KiB");
    return {};
}

// Reads into a buffer that never grows, so that no copy is left behind, and is wiped.
Result<Secret> read_open(int descriptor, std::size_t size, const std::string& name) {
    std::string buffer(size, '\0');
    std::size_t used = 0;
    while (used < size) {
        const ssize_t got = ::read(descriptor, buffer.data() + used, size - used);
        if (got < 0) return wrong_file(fmt::format("{} cannot be read: {}", name, std::strerror(errno)));
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
    }
    std::string_view text(buffer.data(), used);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const bool one_line = std::none_of(text.begin(), text.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    Secret secret{std::string(text)};
    OPENSSL_cleanse(buffer.data(), buffer.size());
    if (secret.empty()) return wrong_file(fmt::format("{} is empty", name), "one line with the secret");
    if (!one_line)
        return wrong_file(fmt::format("{} has more than one line, or a control character", name),
                     "one line with the secret");
    return secret;
}

Result<Secret> read_secret(const std::filesystem::path& path) {
    const std::string name = path.string();
    const File file(path);
    if (file.get() < 0)
        return wrong_file(fmt::format("{} cannot be opened: {}", name, std::strerror(errno)),
                     "a file that candord can read");
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return wrong_file(fmt::format("{} cannot be examined: {}", name, std::strerror(errno)));
    const auto good = check_file(status, name);
    if (!good) return good.error();
    return read_open(file.get(), static_cast<std::size_t>(status.st_size), name);
}

Result<Secret> read_credential(std::string_view name, const SecretPlaces& places) {
    const bool plain = !name.empty() && name != "." && name != ".." &&
                       name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
    if (!plain) return wrong_file("does not name a credential", std::string(expected_reference));
    if (places.credentials.empty()) {
        return wrong_file("needs $CREDENTIALS_DIRECTORY, which is not set",
                     fmt::format("LoadCredential={}:/path in the unit, or file:/path here", name));
    }
    return read_secret(places.credentials / name);
}

Result<Secret> resolve(const std::string& reference, const SecretPlaces& places) {
    constexpr std::string_view file = "file:";
    constexpr std::string_view credential = "credential:";
    if (reference.starts_with(credential))
        return read_credential(std::string_view(reference).substr(credential.size()), places);
    if (reference.starts_with(file) && reference.size() > file.size() && reference.find('\0') == std::string::npos) {
        return read_secret((places.folder / reference.substr(file.size())).lexically_normal());
    }
    return wrong_file("is not a reference: a secret itself must not be in the configuration",
                 fmt::format("{}, and the secret in a file of its own with mode 0600", expected_reference));
}

}  // namespace

Reader<Secret> secret_reference(const SecretPlaces& places) {
    return scalar<Secret>(std::string(expected_reference),
                          [places](const Node& node) { return resolve(node.text, places); });
}

}  // namespace candor::config
