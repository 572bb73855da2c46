#include "daemon/delivery/page_reader.hpp"

namespace candor::delivery {

namespace {

constexpr std::size_t longest_page = 4 * 1024 * 1024;

}  // namespace

Task<std::string> PageReader::read(std::string url) {
    TransferOptions options;
    options.protocols = "http,https";
    options.user_agent = "Candor-readback/" CANDOR_VERSION;
    options.ca_file = ca_file_;
    options.body_limit = longest_page;
    // The address is the operator's own.
    Transfer transfer(options, std::make_shared<const AddressPolicy>(AddressPolicy::anywhere()));
    transfer.keep_body(true, longest_page);
    curl_easy_setopt(transfer.easy(), CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(transfer.easy(), CURLOPT_URL, url.c_str());
    const TransferResult result = co_await transfers_.perform(transfer);
    if (result.code != CURLE_OK || result.status != 200) co_return std::string();
    co_return transfer.body();
}

}  // namespace candor::delivery
