// The site in a bucket, as objects that a web server or a CDN reads: written when they change, with the type and the caching that
// the daemon gives them. What was not written from here is neither replaced nor removed.
//
// Lives on the I/O thread.
#pragma once

#include "daemon/mirror/target.hpp"

#include <functional>
#include <optional>

namespace candor::mirror {

// What a bucket answers. `status`: of HTTP; 0: no answer came, and `failure` says why.
struct BucketAnswer {
    int status = 0;
    std::string body;
    std::string failure;
};

// What can be done with an object, by its name in the site.
struct BucketWays {
    std::function<Task<BucketAnswer>(std::string name)> get;
    std::function<Task<BucketAnswer>(std::string name)> head;
    std::function<Task<BucketAnswer>(SiteFile file)> put;
    std::function<Task<BucketAnswer>(std::string name)> remove;
};

// What is in the bucket beside the site: list_name. It is read once; from then on what is in it is known.
class BucketTarget final : public Target {
public:
    BucketTarget(std::string name, BucketWays ways) : name_(std::move(name)), ways_(std::move(ways)) {}

    [[nodiscard]] std::string name() const override { return name_; }
    // Errors: internal (the bucket refuses, or does not answer), conflict (an object is there that was not written from here),
    // invalid_argument (no is_file_name()).
    [[nodiscard]] Task<Result<Written>> write(std::vector<SiteFile> files, Extent extent) override;
    void close() override { closed_ = true; }

private:
    [[nodiscard]] Task<Result<void>> learn();
    [[nodiscard]] Task<Result<void>> refuse_foreign(std::vector<std::string> names);
    [[nodiscard]] Task<Result<void>> put(SiteFile file);
    [[nodiscard]] Task<Result<void>> put_list();
    [[nodiscard]] Task<Result<void>> put_all(std::vector<SiteFile> changed);
    [[nodiscard]] Task<Result<void>> remove_all(std::vector<std::string> gone);

    std::string name_;
    BucketWays ways_;
    std::optional<SiteList> list_;  // none: not read yet
    bool list_is_behind_ = false;   // what is in the bucket says less than `list_`
    bool closed_ = false;
};

}  // namespace candor::mirror
