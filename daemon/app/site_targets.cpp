#include "daemon/app/site_targets.hpp"

#include "daemon/delivery/bucket.hpp"
#include "daemon/mirror/bucket_target.hpp"
#include "daemon/mirror/git_target.hpp"

#include <fmt/format.h>

namespace candor::app {

namespace {

using delivery::Bucket;
using mirror::BucketAnswer;

BucketAnswer as_known(Bucket::Answer answer) {
    return {answer.status, std::move(answer.body), std::move(answer.failure)};
}

using Ask = Task<Bucket::Answer> (Bucket::*)(std::string);

Task<BucketAnswer> ask(std::shared_ptr<Bucket> bucket, Ask how, std::string name) {
    auto answer = co_await ((*bucket).*how)(std::move(name));
    co_return as_known(std::move(answer));
}

Task<BucketAnswer> put(std::shared_ptr<Bucket> bucket, mirror::SiteFile file) {
    Bucket::Object object{std::move(file.name), std::move(file.content), std::move(file.type), std::move(file.cache)};
    auto answer = co_await bucket->put(std::move(object));
    co_return as_known(std::move(answer));
}

// The endpoint is the operator's own, wherever it is; what a drill may reach stays all that is reached.
std::shared_ptr<const delivery::AddressPolicy> policy_of(const config::Config& config) {
    auto policy = std::make_shared<delivery::AddressPolicy>(delivery::AddressPolicy::anywhere());
    for (const config::ListenAddress& one : config.delivery.only_to) {
        if (const auto address = parse_address(one.address)) policy->only(*address, one.port);
    }
    return policy;
}

}  // namespace

std::shared_ptr<mirror::Target> folder_target(const config::Config& config) {
    if (config.site.directory.empty()) return nullptr;
    return std::make_shared<mirror::FolderTarget>(config.site.directory);
}

std::shared_ptr<mirror::Target> bucket_target(const config::Config& config, delivery::Transfers& transfers) {
    if (!config.site.bucket) return nullptr;
    const config::Bucket& wanted = *config.site.bucket;
    delivery::BucketSettings settings{wanted.endpoint, wanted.region, wanted.bucket, wanted.prefix, wanted.access_key, wanted.secret_key, config.delivery.ca_file.string()};
    const auto bucket = std::make_shared<Bucket>(transfers, std::move(settings), policy_of(config));
    mirror::BucketWays ways;
    ways.get = [bucket](std::string name) { return ask(bucket, &Bucket::get, std::move(name)); };
    ways.head = [bucket](std::string name) { return ask(bucket, &Bucket::head, std::move(name)); };
    ways.put = [bucket](mirror::SiteFile file) { return put(bucket, std::move(file)); };
    ways.remove = [bucket](std::string name) { return ask(bucket, &Bucket::remove, std::move(name)); };
    return std::make_shared<mirror::BucketTarget>(fmt::format("{}/{}/{}", wanted.endpoint, wanted.bucket, wanted.prefix), std::move(ways));
}

std::shared_ptr<mirror::Target> git_target(const config::Config& config) {
    if (!config.site.git) return nullptr;
    return std::make_shared<mirror::GitTarget>(mirror::GitPlace{config.site.git->directory, config.site.git->remote, config.site.git->branch});
}

}  // namespace candor::app
