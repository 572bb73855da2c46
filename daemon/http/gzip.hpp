// Compression of what is served (gzip, RFC 1952), over zlib.
#pragma once

#include <string>
#include <string_view>

namespace candor::http {

// The same bytes for the same text: no name and no time is in it. Throws std::bad_alloc where there is no memory.
[[nodiscard]] std::string gzipped(std::string_view text);

// Does a reader with this Accept-Encoding (RFC 9110, 12.5.3) want gzip? A refusal ("gzip;q=0") counts; a preference between
// gzip and others that we do not have does not.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

}  // namespace candor::http
