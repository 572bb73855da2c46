#include "core/error.hpp"

#include <array>
#include <stdexcept>

namespace candor {

namespace {

constexpr std::array catalogue{
    ErrorInfo{ErrorCode::invalid_argument, "invalid_argument", 422, "A field is missing or malformed; `field` names it."},
    ErrorInfo{ErrorCode::malformed_request, "malformed_request", 400, "The request could not be parsed."},
    ErrorInfo{ErrorCode::unauthenticated, "unauthenticated", 401, "A token is needed, or the one sent is not known."},
    ErrorInfo{ErrorCode::forbidden, "forbidden", 403, "The token's scope does not allow this."},
    ErrorInfo{ErrorCode::not_found, "not_found", 404, "There is nothing under this address or id."},
    ErrorInfo{ErrorCode::method_not_allowed, "method_not_allowed", 405, "The address exists, but not with this method."},
    ErrorInfo{ErrorCode::ambiguous_id, "ambiguous_id", 409, "The short id fits more than one thing; give more of it."},
    ErrorInfo{ErrorCode::conflict, "conflict", 409, "The record changed meanwhile; read it again and retry."},
    ErrorInfo{ErrorCode::stale, "stale", 412, "The record has changed since the version that If-Match names."},
    ErrorInfo{ErrorCode::wrong_state, "wrong_state", 409, "The incident's status does not allow this."},
    ErrorInfo{ErrorCode::missing_fact, "missing_fact", 409, "The record lacks a fact that this needs."},
    ErrorInfo{ErrorCode::too_large, "too_large", 413, "The request is larger than the limit."},
    ErrorInfo{ErrorCode::too_many_requests, "too_many_requests", 429, "Too many requests; wait and retry."},
    ErrorInfo{ErrorCode::unsupported_media, "unsupported_media", 415, "Send application/json."},
    ErrorInfo{ErrorCode::draining, "draining", 503, "The daemon is shutting down; nothing was accepted."},
    ErrorInfo{ErrorCode::store_failed, "store_failed", 503, "The database refused; nothing was accepted."},
    ErrorInfo{ErrorCode::invalid_config, "invalid_config", 500, "The configuration is not valid."},
    ErrorInfo{ErrorCode::invalid_template, "invalid_template", 500, "A message template is not valid."},
    ErrorInfo{ErrorCode::invalid_lexicon, "invalid_lexicon", 500, "An honesty lexicon is not valid."},
    ErrorInfo{ErrorCode::blocked_by_rule, "blocked_by_rule", 422, "An honesty rule blocks this text."},
    ErrorInfo{ErrorCode::warned_by_rule, "warned_by_rule", 422, "An honesty rule warns, and no reason was given to say it all the same."},
    ErrorInfo{ErrorCode::second_person, "second_person", 403, "Somebody else than the author must decide this."},
    ErrorInfo{ErrorCode::internal, "internal", 500, "The daemon failed; its log says why."},
};

}  // namespace

const ErrorInfo& error_info(ErrorCode code) {
    return catalogue.at(static_cast<std::size_t>(code));
}

std::span<const ErrorInfo> error_catalogue() {
    return catalogue;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error("unchecked result: " + error.message());
}

}  // namespace candor
