// Objects in a bucket that speaks the API of Amazon S3, by path (endpoint/bucket/prefix/name), signed with AWS Signature
// Version 4 by libcurl.
#pragma once

#include "core/secret.hpp"
#include "daemon/delivery/transfers.hpp"

#include <memory>
#include <string>

namespace candor::delivery {

struct BucketSettings {
    std::string endpoint;  // https://s3.example.net, without a final slash
    std::string region;
    std::string bucket;
    std::string prefix;  // before each name; may be empty
    Secret access_key;
    Secret secret_key;
    std::string ca_file;  // as TransferOptions
};

// Names, prefix and bucket need no escaping: letters, digits and . _ - / (whoever makes them sees to it).
class Bucket {
public:
    struct Answer {
        int status = 0;       // of HTTP; 0: none came
        std::string body;     // of get(): 4 MiB at most
        std::string failure;  // why none came
    };
    struct Object {
        std::string name;
        std::string content;
        std::string type;   // Content-Type
        std::string cache;  // Cache-Control; empty: none is said
    };

    Bucket(Transfers& transfers, BucketSettings settings, std::shared_ptr<const AddressPolicy> policy);

    [[nodiscard]] Task<Answer> get(std::string name);
    [[nodiscard]] Task<Answer> head(std::string name);
    [[nodiscard]] Task<Answer> put(Object object);
    [[nodiscard]] Task<Answer> remove(std::string name);

private:
    class Request;
    [[nodiscard]] Task<Answer> send(std::string method, Object object);

    Transfers& transfers_;
    BucketSettings settings_;
    std::shared_ptr<const AddressPolicy> policy_;
};

}  // namespace candor::delivery
