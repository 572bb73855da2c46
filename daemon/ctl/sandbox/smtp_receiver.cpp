#include "daemon/ctl/sandbox/loopback_port.hpp"
#include "daemon/ctl/sandbox/mail_text.hpp"
#include "daemon/ctl/sandbox/receivers.hpp"
#include "daemon/ctl/sandbox/smtp_dialogue.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <set>

namespace candor::ctl {

namespace {

Arrival arrival_of(const ReceivedMail& mail, Time at) {
    const MailText read = read_mail(mail.source);
    Arrival arrival;
    arrival.audience = ChannelKind::email;
    arrival.at = at;
    arrival.key = read.message_id.substr(0, read.message_id.find('@'));
    arrival.reader = fmt::format("{}", fmt::join(mail.recipients, ", "));
    arrival.subject = read.subject;
    arrival.text = read.text;
    arrival.remark = "from " + read.from;
    return arrival;
}

}  // namespace

struct SmtpReceiver::State {
    State(const asio::any_io_executor& executor, TaskGroup& group, const Clock& now, std::uint16_t wanted)
        : port(executor, wanted), tasks(group), clock(now) {}

    Task<> serve(std::shared_ptr<State> self, LoopbackPort::Socket* socket) {
        SmtpDialogue dialogue;
        std::string received;
        bool open = co_await say(*socket, SmtpDialogue::greeting());
        while (open && !dialogue.ended()) {
            boost::system::error_code failure;
            const auto length =
                co_await asio::async_read_until(*socket, asio::dynamic_buffer(received, SmtpDialogue::longest_line),
                                                "\r\n", asio::redirect_error(asio::use_awaitable, failure));
            if (failure == asio::error::not_found)
                static_cast<void>(co_await say(*socket, "500 this line is too long\r\n"));
            if (failure) break;
            const std::string line = received.substr(0, length - 2);
            received.erase(0, length);
            const std::string reply = dialogue.reply_to(line);
            if (auto mail = dialogue.take_mail()) take(*mail);
            if (!reply.empty()) open = co_await say(*socket, reply);
        }
        self->port.forget(socket);
    }

    static Task<bool> say(LoopbackPort::Socket& socket, std::string reply) {
        boost::system::error_code failure;
        co_await asio::async_write(socket, asio::buffer(reply), asio::redirect_error(asio::use_awaitable, failure));
        co_return !failure;
    }

    void take(const ReceivedMail& mail) {
        Arrival arrival = arrival_of(mail, clock.now());
        arrival.repeated = !seen.insert(arrival.key).second;
        on_arrival(std::move(arrival));
    }

    LoopbackPort port;
    TaskGroup& tasks;
    const Clock& clock;
    OnArrival on_arrival;
    std::set<std::string> seen;
};

SmtpReceiver::SmtpReceiver(const asio::any_io_executor& executor, TaskGroup& tasks, const Clock& clock, std::uint16_t port)
    : state_(std::make_shared<State>(executor, tasks, clock, port)) {}

SmtpReceiver::~SmtpReceiver() = default;

std::uint16_t SmtpReceiver::port() const {
    return state_->port.port();
}

Task<> SmtpReceiver::run(OnArrival on_arrival) {
    const auto state = state_;
    state->on_arrival = std::move(on_arrival);
    while (auto* socket = co_await state->port.accept())
        state->tasks.spawn("sandbox smtp", state->serve(state, socket));
}

void SmtpReceiver::close() {
    state_->port.close();
}

}  // namespace candor::ctl
