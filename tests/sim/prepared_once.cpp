// Each statement of SQL is compiled once for each connection, which is half of what a simulated hour costs: these three stand before
// SQLite's own, and hand a statement that was finalized to whoever prepares the same text again. SQLite itself compiles it anew
// where the schema has changed.
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <sqlite3.h>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using Idle = std::unordered_map<std::string, std::vector<sqlite3_stmt*>>;

std::map<sqlite3*, Idle> idle;
std::unordered_map<sqlite3_stmt*, std::string> in_use;  // with its text

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int sqlite3_prepare_v2(sqlite3* connection, const char* text, int length, sqlite3_stmt** statement, const char** tail) {
    static auto* const prepare = real<decltype(sqlite3_prepare_v2)>("sqlite3_prepare_v2");
    std::string whole = length < 0 ? std::string(text) : std::string(text, strnlen(text, static_cast<std::size_t>(length)));
    auto& ready = idle[connection][whole];
    if (!ready.empty()) {
        *statement = ready.back();
        ready.pop_back();
        if (tail != nullptr) *tail = text + whole.size();
        in_use[*statement] = std::move(whole);
        return SQLITE_OK;
    }
    const char* rest = nullptr;
    const int result = prepare(connection, text, length, statement, &rest);
    if (tail != nullptr) *tail = rest;
    in_use.erase(*statement);  // an earlier one at the same place, that SQLite has ended by itself
    if (result == SQLITE_OK && *statement != nullptr && rest == text + whole.size()) in_use[*statement] = std::move(whole);
    return result;
}

int sqlite3_finalize(sqlite3_stmt* statement) {
    static auto* const finalize = real<decltype(sqlite3_finalize)>("sqlite3_finalize");
    const auto found = in_use.find(statement);
    if (found == in_use.end()) return finalize(statement);
    const int result = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    idle[sqlite3_db_handle(statement)][found->second].push_back(statement);
    in_use.erase(found);
    return result;
}

int sqlite3_close(sqlite3* connection) {
    static auto* const close = real<decltype(sqlite3_close)>("sqlite3_close");
    static auto* const finalize = real<decltype(sqlite3_finalize)>("sqlite3_finalize");
    for (const auto& [text, statements] : idle[connection]) {
        for (sqlite3_stmt* statement : statements) finalize(statement);
    }
    idle.erase(connection);
    return close(connection);
}

}  // extern "C"
