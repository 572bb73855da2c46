#include "daemon/config/config.hpp"

namespace candor::config {

std::vector<std::string> needs_restart(const Config& running, const Config& wanted) {
    std::vector<std::string> keys;
    const auto compare = [&keys](const char* key, const auto& one, const auto& other) {
        if (one != other) keys.emplace_back(key);
    };
    compare("store.path", running.store.path, wanted.store.path);
    compare("http.socket", running.http.socket, wanted.http.socket);
    compare("http.socket_mode", running.http.socket_mode, wanted.http.socket_mode);
    compare("http.socket_group", running.http.socket_group, wanted.http.socket_group);
    compare("http.listen", running.http.listen, wanted.http.listen);
    return keys;
}

}  // namespace candor::config
