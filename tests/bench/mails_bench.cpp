// Mails a second, three ways in turn, in one run against one sink, as Postfix's: smtp-sink -u nobody 127.0.0.1:2525 1000
//   bare      a libcurl multi loop with the same mails and kept connections, which stores nothing
//   channel   Email, nothing stored
//   whole     the dispatcher on SQLite with FULL sync: attempts and outcomes durable, a row for each recipient
// Only the ratios mean anything.
//
//   mails_bench port [mails] [rounds] [in flight]
#include "core/message/mime.hpp"
#include "daemon/delivery/email.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/whole.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <curl/curl.h>
#include <fmt/format.h>
#include <vector>

using namespace candor;
using namespace candor::bench;
using namespace candor::delivery;

namespace {

struct Mails {
    std::uint16_t port = 2525;
    int mails = 5000;
    int rounds = 5;
    int in_flight = 16;
    std::shared_ptr<const Message> message;
};

// Figures of mails that did not go out mean nothing.
[[noreturn]] void give_up(std::string_view why) {
    fmt::print("a mail failed: {}\n", why);
    std::exit(1);
}

double rate(const Mails& load, std::chrono::steady_clock::time_point begin) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    return load.mails / took.count();
}

struct Upload {
    std::string mail;
    std::size_t sent = 0;
    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self) {
        auto& upload = *static_cast<Upload*>(self);
        const std::size_t taken = std::min(size * count, upload.mail.size() - upload.sent);
        std::memcpy(buffer, upload.mail.data() + upload.sent, taken);
        upload.sent += taken;
        return taken;
    }
};

double run_bare(const Mails& load, const std::string& mail) {
    CURLM* multi = curl_multi_init();
    curl_slist* recipient = curl_slist_append(nullptr, "customer@example.org");
    std::vector<Upload> uploads(static_cast<std::size_t>(load.in_flight), Upload{mail, 0});
    std::vector<CURL*> easies;
    const std::string url = fmt::format("smtp://127.0.0.1:{}/example.test", load.port);
    for (Upload& upload : uploads) {
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "status@example.test");
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipient);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Upload::read);
        curl_easy_setopt(easy, CURLOPT_READDATA, &upload);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &upload);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        easies.push_back(easy);
    }
    int started = 0;
    int finished = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (CURL* easy : easies) curl_multi_add_handle(multi, easy), ++started;
    while (finished < load.mails) {
        int running = 0;
        curl_multi_perform(multi, &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            CURL* easy = message->easy_handle;
            if (message->data.result != CURLE_OK) give_up(curl_easy_strerror(message->data.result));
            ++finished;
            curl_multi_remove_handle(multi, easy);
            Upload* upload = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &upload);
            upload->sent = 0;
            if (started < load.mails) curl_multi_add_handle(multi, easy), ++started;
        }
        if (finished < load.mails) curl_multi_poll(multi, nullptr, 0, 100, nullptr);
    }
    const double result = rate(load, begin);
    for (CURL* easy : easies) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
    curl_slist_free_all(recipient);
    return result;
}

Task<> worker(Email& email, const Mails& load, int& started) {
    while (started < load.mails) {
        auto envelope = std::make_shared<Envelope>();
        envelope->id = DeliveryId(fmt::format("{:032x}", started++));
        envelope->address = "customer@example.org";
        envelope->message = load.message;
        const Outcome outcome = co_await email.attempt(envelope);
        if (outcome.verdict != Verdict::delivered) give_up(outcome.detail);
    }
}

std::shared_ptr<Email> email_to(const Mails& load, const Transfers& transfers) {
    EmailSettings settings;
    settings.host = "127.0.0.1";
    settings.port = load.port;
    settings.tls = SmtpTls::none;
    settings.from = "status@example.test";
    return Email::create(transfers, settings, std::make_shared<const AddressPolicy>(AddressPolicy::anywhere())).value();
}

double run_channel(const Mails& load) {
    boost::asio::io_context io(1);
    const Transfers transfers(io);
    const auto email = email_to(load, transfers);
    int started = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < load.in_flight; ++i) {
        boost::asio::co_spawn(io, worker(*email, load, started), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }
    io.run();
    return rate(load, begin);
}

Work work_for(const Mails& load) {
    Work work;
    work.deliveries = work.to_arrive = load.mails;
    work.in_flight = work.per_host = load.in_flight;
    work.kind = ChannelKind::email;
    work.message = *load.message;
    work.address = [](int i) { return fmt::format("customer{}@example.org", i); };
    work.channel = [&load](const Carriers& carriers) { return email_to(load, carriers.transfers); };
    return work;
}

std::string whole_mail(const Message& message) {
    MailHead head;
    head.from = {"status", "example.test"};
    head.to = {"customer", "example.org"};
    head.subject = message.subject;
    head.message_id = "0@example.test";
    head.boundary = "=_candor_0";
    const MailBody body(message);
    std::string text;
    std::string html;
    return fmt::format("{0}--{1}\r\n{2}--{1}\r\n{3}--{1}--\r\n", mail_head(head).value(), head.boundary, body.text.for_recipient({}, text),
                       body.html.for_recipient({}, html));
}

}  // namespace

int main(int argc, char** argv) {
    Mails load;
    if (argc > 1) load.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    if (argc > 2) load.mails = std::atoi(argv[2]);
    if (argc > 3) load.rounds = std::atoi(argv[3]);
    if (argc > 4) load.in_flight = std::atoi(argv[4]);
    auto message = std::make_shared<Message>();
    message->subject = "Card payments fail";
    message->text = std::string(500, 'x') + "\n";
    message->html = "<p>" + std::string(500, 'x') + "</p>\n";
    load.message = message;
    pin(0);
    for (int round = 0; round < load.rounds; ++round) {
        const std::string mail = whole_mail(*message);
        say("bare", figure_of(load.mails, [&] { return run_bare(load, mail); }));
        say("channel", figure_of(load.mails, [&] { return run_channel(load); }));
        const Work work = work_for(load);
        Whole whole(work);
        say("whole", whole.run().front());
        end_line();
    }
}
