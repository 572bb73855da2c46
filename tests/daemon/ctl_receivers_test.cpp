// The receivers of the sandbox on real sockets, spoken to by libcurl.
#include "daemon/async/io.hpp"
#include "daemon/ctl/sandbox/rig.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <curl/curl.h>
#include <memory>
#include <thread>

using namespace candor;
using namespace candor::ctl;
using namespace std::chrono_literals;

namespace {

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

struct Upload {
    std::string text;
    std::size_t at = 0;
};

std::size_t read_upload(char* out, std::size_t size, std::size_t count, void* source) {
    auto& upload = *static_cast<Upload*>(source);
    const auto length = std::min(size * count, upload.text.size() - upload.at);
    std::memcpy(out, upload.text.data() + upload.at, length);
    upload.at += length;
    return length;
}

CURLcode send_mail(std::uint16_t port, std::string source) {
    const Easy easy(curl_easy_init(), &curl_easy_cleanup);
    Upload upload{std::move(source)};
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(curl_slist_append(nullptr, "<b@example.net>"),
                                                                         &curl_slist_free_all);
    curl_easy_setopt(easy.get(), CURLOPT_URL, ("smtp://127.0.0.1:" + std::to_string(port)).c_str());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, "<a@example.org>");
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(easy.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, &read_upload);
    curl_easy_setopt(easy.get(), CURLOPT_READDATA, &upload);
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, 20L);
    return curl_easy_perform(easy.get());
}

long http_status(const std::string& url, const char* body) {
    const Easy easy(curl_easy_init(), &curl_easy_cleanup);
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    if (body != nullptr) curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(
        easy.get(), CURLOPT_WRITEFUNCTION,
        +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, 20L);
    long status = 0;
    if (curl_easy_perform(easy.get()) == CURLE_OK) curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

// Waits until `wanted` things have arrived, then closes the rig.
Task<> collect(Rig& rig, std::size_t wanted, std::vector<Arrival>& arrivals) {
    rig.open();
    for (int i = 0; i < 200 && arrivals.size() < wanted; ++i) {
        static_cast<void>(co_await rig.wait(100ms));
        for (auto& arrival : rig.take_arrivals()) arrivals.push_back(std::move(arrival));
    }
    co_await rig.close();
}

}  // namespace

TEST_CASE("mail, a forged webhook and a stranger's post over real sockets") {
    Io io;
    const SystemClock clock;
    Rig rig(io.executor(), clock, 0);
    rig.setup.webhook_secret = new_webhook_secret();
    rig.setup.mastodon_token = new_token();
    CURLcode mailed = CURLE_FAILED_INIT;
    long hook = 0;
    long stranger = 0;
    long instance = 0;
    std::thread client([&] {
        instance = http_status(rig.setup.mastodon_url() + "/api/v1/instance", nullptr);
        stranger = http_status(rig.setup.mastodon_url() + "/api/v1/statuses", "{}");
        hook = http_status(rig.setup.webhook_url(), "{}");
        mailed =
            send_mail(rig.setup.mail_port,
                      "Subject: It fails\r\nMessage-ID: <key1@example.org>\r\n\r\nCards fail.\r\n.\r\n..two dots\r\n");
    });
    std::vector<Arrival> arrivals;
    io.run(collect(rig, 2, arrivals));
    client.join();
    CHECK(instance == 200);
    CHECK(stranger == 401);
    CHECK(hook == 401);
    CHECK(mailed == CURLE_OK);
    REQUIRE(arrivals.size() == 2);
    CHECK_FALSE(arrivals[0].genuine);
    CHECK(arrivals[1].subject == "It fails");
    CHECK(arrivals[1].key == "key1");
    CHECK(arrivals[1].reader == "b@example.net");
    CHECK(arrivals[1].text == "Cards fail.\n.\n..two dots\n");
}
