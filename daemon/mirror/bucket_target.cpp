#include "daemon/mirror/bucket_target.hpp"

#include "core/digest.hpp"

#include <fmt/format.h>
#include <utility>

namespace candor::mirror {

namespace {

bool is_fine(const BucketAnswer& answer) {
    return answer.status >= 200 && answer.status < 300;
}

Error refused(const std::string& what, const std::string& name, const BucketAnswer& answer) {
    const std::string why = answer.status == 0 ? answer.failure : fmt::format("HTTP {}", answer.status);
    const std::string mend = answer.status == 403   ? "The key must be let list, get, put and delete in the bucket (s3:ListBucket, GetObject, PutObject, DeleteObject)."
                             : answer.status == 404 ? "See whether the bucket is there, under that endpoint."
                                                    : "It is tried again.";
    return {ErrorCode::internal, fmt::format("The bucket did not {} {}: {}.", what, name, why), "export.s3", mend};
}

Error closing() {
    return {ErrorCode::draining, "The daemon is stopping; the rest is written after the next start.", "export.s3"};
}

}  // namespace

// 404: nothing was written there before.
Task<Result<void>> BucketTarget::learn() {
    if (list_) co_return Result<void>{};
    const std::string name(list_name);
    const BucketAnswer answer = co_await ways_.get(name);
    if (answer.status != 404 && !is_fine(answer)) co_return refused("show", name, answer);
    list_ = answer.status == 404 ? SiteList{} : parse_site_list(answer.body);
    co_return Result<void>{};
}

Task<Result<void>> BucketTarget::refuse_foreign(std::vector<std::string> names) {
    for (const std::string& name : names) {
        if (closed_) co_return closing();
        const BucketAnswer answer = co_await ways_.head(name);
        if (answer.status == 404) continue;
        if (!is_fine(answer)) co_return refused("say whether it has", name, answer);
        co_return Error(ErrorCode::conflict, fmt::format("{} is in the bucket already, and was not written by candor: it is left as it is.", name), "export.s3",
                        "Give a bucket or a prefix of its own, or take that object away.");
    }
    co_return Result<void>{};
}

Task<Result<void>> BucketTarget::put(SiteFile file) {
    const std::string name = file.name;
    const BucketAnswer answer = co_await ways_.put(std::move(file));
    if (!is_fine(answer)) co_return refused("take", name, answer);
    co_return Result<void>{};
}

Task<Result<void>> BucketTarget::put_list() {
    SiteFile list{std::string(list_name), to_text(*list_), "application/json", "no-store"};
    auto done = co_await put(std::move(list));
    list_is_behind_ = !done;
    co_return done;
}

// The list first: whatever happens from here on, what was written is known to be ours.
Task<Result<void>> BucketTarget::put_all(std::vector<SiteFile> changed) {
    for (const SiteFile& file : changed) (*list_)[file.name] = "";
    if (auto listed = co_await put_list(); !listed) co_return listed;
    list_is_behind_ = true;
    for (SiteFile& file : changed) {
        if (closed_) co_return closing();
        const std::string name = file.name;
        std::string hash = to_hex(sha256(file.content));
        if (auto done = co_await put(std::move(file)); !done) co_return done;
        (*list_)[name] = std::move(hash);
    }
    co_return Result<void>{};
}

Task<Result<void>> BucketTarget::remove_all(std::vector<std::string> gone) {
    list_is_behind_ = list_is_behind_ || !gone.empty();
    for (const std::string& name : gone) {
        if (closed_) co_return closing();
        const BucketAnswer answer = co_await ways_.remove(name);
        if (answer.status != 404 && !is_fine(answer)) co_return refused("remove", name, answer);
        list_->erase(name);
    }
    co_return Result<void>{};
}

Task<Result<Written>> BucketTarget::write(std::vector<SiteFile> files, Extent extent) {
    if (auto learned = co_await learn(); !learned) co_return learned.error();
    Written done;
    SiteList gone = extent == Extent::all ? *list_ : SiteList{};
    std::vector<SiteFile> changed;
    std::vector<std::string> fresh;
    for (SiteFile& file : files) {
        if (!is_file_name(file.name)) co_return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is no name for a file of the site.", file.name), "name");
        gone.erase(file.name);
        const auto known = list_->find(file.name);
        if (known == list_->end()) fresh.push_back(file.name);
        if (known != list_->end() && known->second == to_hex(sha256(file.content))) ++done.unchanged;
        else changed.push_back(std::move(file));
    }
    done.written = changed.size();
    done.removed = gone.size();
    if (changed.empty() && gone.empty() && !list_is_behind_) co_return done;
    if (auto ours = co_await refuse_foreign(std::move(fresh)); !ours) co_return ours.error();
    if (auto put = co_await put_all(std::move(changed)); !put) co_return put.error();
    std::vector<std::string> names;
    for (const auto& [name, hash] : gone) names.push_back(name);
    if (auto removed = co_await remove_all(std::move(names)); !removed) co_return removed.error();
    if (auto listed = co_await put_list(); !listed) co_return listed.error();
    co_return done;
}

}  // namespace candor::mirror
