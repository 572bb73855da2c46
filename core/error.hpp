// Errors that a caller can act on: what is wrong, where, and what mends it.
#pragma once

#include <boost/system/result.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace candor {

// The one catalogue. Each code has a stable text id and an HTTP status (see error_info).
enum class ErrorCode {
    invalid_argument,   // a field is missing or malformed
    malformed_request,  // the request cannot be parsed at all
    unauthenticated,    // no token, or an unknown one
    forbidden,          // the token's scope does not reach
    not_found,
    method_not_allowed,
    ambiguous_id,       // a short id that fits more than one thing
    conflict,           // the record changed meanwhile
    stale,              // the record is not at the version that the request names any more
    wrong_state,        // the incident's status does not allow this
    missing_fact,       // the record lacks what this needs
    too_large,
    too_many_requests,
    unsupported_media,
    draining,           // the daemon is shutting down
    store_failed,       // the database refused; nothing was accepted
    invalid_config,
    invalid_template,
    invalid_lexicon,
    blocked_by_rule,    // the honesty check found a blocking finding
    warned_by_rule,     // it found a warning, and the author gave no reason to set it aside
    second_person,      // the author cannot approve their own words
    internal,
};

struct ErrorInfo {
    ErrorCode code;
    std::string_view id;  // "invalid_argument": stable, machine-readable
    int http_status;
    std::string_view summary;  // one sentence for the API reference
};

[[nodiscard]] const ErrorInfo& error_info(ErrorCode code);
[[nodiscard]] std::span<const ErrorInfo> error_catalogue();

// Not an aggregate: g++ 12 destroys aggregate temporaries twice inside co_await expressions.
class Error {
public:
    Error() = default;  // boost::system::result asks for it; it says "internal"
    Error(ErrorCode code, std::string message, std::string field = {}, std::string mend = {})
        : code_(code), message_(std::move(message)), field_(std::move(field)), mend_(std::move(mend)) {}

    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    [[nodiscard]] const std::string& message() const noexcept { return message_; }  // a sentence: what is wrong
    [[nodiscard]] const std::string& field() const noexcept { return field_; }      // where: a field or path; may be empty
    [[nodiscard]] const std::string& mend() const noexcept { return mend_; }        // what mends it; may be empty

    friend bool operator==(const Error&, const Error&) = default;

private:
    ErrorCode code_ = ErrorCode::internal;
    std::string message_;
    std::string field_;
    std::string mend_;
};

// value() on an error throws this; nothing in the project relies on it.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace candor
