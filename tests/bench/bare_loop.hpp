// The baseline: a bare libcurl multi_socket_action loop that signs and sends the same requests, and stores nothing.
#pragma once

#include "core/delivery/signature.hpp"
#include "tests/bench/load.hpp"

#include <chrono>
#include <curl/curl.h>

namespace candor::bench {

struct Bare {
    explicit Bare(const Load& wanted) : load(wanted), poller(::epoll_create1(0)), multi(curl_multi_init()) {
        secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }

    static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void* known) {
        auto& bare = *static_cast<Bare*>(self);
        epoll_event event{};
        event.data.fd = fd;
        event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
        if (what == CURL_POLL_REMOVE) ::epoll_ctl(bare.poller, EPOLL_CTL_DEL, fd, nullptr);
        else ::epoll_ctl(bare.poller, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
        curl_multi_assign(bare.multi, fd, what == CURL_POLL_REMOVE ? nullptr : self);
        return 0;
    }
    static int on_timer(CURLM*, long wait, void* self) {
        static_cast<Bare*>(self)->wait_ms = wait;
        return 0;
    }
    static std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

    void next(CURL* easy, curl_slist*& headers) {
        std::string signature;
        const std::string id = fmt::format("{:032x}", started);
        sign_webhook(secrets, id, 1'795'000'000, load.body, scratch, signature);
        curl_slist_free_all(headers);
        headers = curl_slist_append(nullptr, "Content-Type: application/json");
        headers = curl_slist_append(headers, "Expect:");
        headers = curl_slist_append(headers, ("webhook-id: " + id).c_str());
        headers = curl_slist_append(headers, "webhook-timestamp: 1795000000");
        headers = curl_slist_append(headers, ("webhook-signature: " + signature).c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_URL, load.url(started).c_str());
        ++started;
        curl_multi_add_handle(multi, easy);
    }

    double run() {
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &on_socket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &on_timer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2048L);
        std::vector<CURL*> easies(static_cast<std::size_t>(load.in_flight));
        std::vector<curl_slist*> headers(easies.size(), nullptr);
        for (std::size_t i = 0; i < easies.size(); ++i) {
            easies[i] = curl_easy_init();
            curl_easy_setopt(easies[i], CURLOPT_PRIVATE, &headers[i]);
            curl_easy_setopt(easies[i], CURLOPT_NOSIGNAL, 1L);
            curl_easy_setopt(easies[i], CURLOPT_TCP_NODELAY, 1L);
            curl_easy_setopt(easies[i], CURLOPT_TIMEOUT_MS, 15000L);
            curl_easy_setopt(easies[i], CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
            curl_easy_setopt(easies[i], CURLOPT_WRITEFUNCTION, &ignore);
            curl_easy_setopt(easies[i], CURLOPT_POSTFIELDS, load.body.c_str());
            curl_easy_setopt(easies[i], CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(load.body.size()));
        }
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < easies.size(); ++i) next(easies[i], headers[i]);
        std::vector<epoll_event> events(256);
        int running = 0;
        while (finished < load.requests) {
            const int count =
                ::epoll_wait(poller, events.data(), static_cast<int>(events.size()), static_cast<int>(wait_ms));
            if (count == 0 || wait_ms == 0) curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
            for (int i = 0; i < count; ++i) {
                const epoll_event& event = events[static_cast<std::size_t>(i)];
                const int what = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                                 ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
                curl_multi_socket_action(multi, event.data.fd, what, &running);
            }
            int left = 0;
            while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
                CURL* easy = message->easy_handle;
                long status = 0;
                curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
                if (message->data.result != CURLE_OK || status != 200) ++failed;
                ++finished;
                curl_multi_remove_handle(multi, easy);
                curl_slist** list = nullptr;
                curl_easy_getinfo(easy, CURLINFO_PRIVATE, &list);
                if (started < load.requests) next(easy, *list);
            }
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        for (CURL* easy : easies) curl_easy_cleanup(easy);
        for (curl_slist* list : headers) curl_slist_free_all(list);
        curl_multi_cleanup(multi);
        ::close(poller);
        if (failed > 0) fmt::print("bare: {} failed\n", failed);
        return load.requests / took.count();
    }

    const Load& load;
    int poller;
    CURLM* multi;
    long wait_ms = -1;
    int started = 0;
    int finished = 0;
    int failed = 0;
    std::vector<SigningSecret> secrets;
    std::string scratch;
};

}  // namespace candor::bench
