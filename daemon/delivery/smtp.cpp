#include "daemon/delivery/smtp.hpp"

#include "core/base64.hpp"
#include "daemon/delivery/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <optional>
#include <utility>
#include <vector>

namespace candor::delivery {

using std::chrono::steady_clock;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t longest_smtp_reply = 16 * 1024;
constexpr std::size_t most_idle = 64;
constexpr std::chrono::seconds longest_idle{60};

struct Reply {
    int code = 0;      // 0 where the connection ended instead
    std::string text;  // its lines, joined by spaces, each with its code
};

bool is_positive(const Reply& reply) {
    return reply.code / 100 == 2;
}

// Case does not matter in what a relay offers.
bool offers(std::string_view capabilities, std::string_view word) {
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    return std::search(capabilities.begin(), capabilities.end(), word.begin(), word.end(), same) != capabilities.end();
}

}  // namespace

Verdict smtp_verdict(const SmtpExchange& exchange) {
    const int kind = exchange.reply / 100;
    if (exchange.stage == SmtpStage::content && kind == 2) return Verdict::delivered;
    // Where the session or the sender was refused, that says nothing of the recipient: somebody has to mend the relay
    // or its settings, and then it can go out.
    if (exchange.stage == SmtpStage::session || exchange.stage == SmtpStage::sender) return Verdict::transient;
    if (kind == 5) return Verdict::permanent;
    const bool unanswered = exchange.stage == SmtpStage::content && kind == 3;
    return unanswered && exchange.all_uploaded ? Verdict::ambiguous : Verdict::transient;
}

// --- one connection ------------------------------------------------------------------------------------------------

class SmtpClient::Connection {
public:
    explicit Connection(const asio::any_io_executor& executor) : wire_(executor, "the relay"), deadline_(executor) {}

    // Closes the connection at that time: whatever waits on it ends with an error.
    static void expire_after(const std::shared_ptr<Connection>& self, Duration wait) {
        self->deadline_.expires_after(wait);
        self->deadline_.async_wait([self](const error_code& cancelled) {
            if (!cancelled) self->close("Timeout was reached");
        });
    }
    void no_deadline() { deadline_.cancel(); }

    void close(std::string why) { wire_.close(std::move(why)); }
    [[nodiscard]] const std::string& failure() const { return wire_.failure(); }
    [[nodiscard]] bool open() const { return wire_.open(); }
    // Whether the relay has sent something, or closed, while nothing was asked of it.
    [[nodiscard]] bool stale() { return !input_.empty() || wire_.stale(); }

    [[nodiscard]] Task<bool> connect(std::vector<Tcp::endpoint> endpoints) { return wire_.connect(std::move(endpoints)); }

    [[nodiscard]] Task<bool> start_tls(asio::ssl::context& context, const std::string& host) {
        if (!input_.empty()) close("the relay sent something before TLS was agreed");  // an injected answer
        co_return co_await wire_.start_tls(context, host);
    }

    // The number of bytes handed over.
    template <class Buffers>
    [[nodiscard]] Task<std::size_t> write(const Buffers& buffers) {
        return wire_.write(buffers);
    }

    [[nodiscard]] Task<Reply> read_reply() {
        const Reply none;
        Reply reply;
        for (bool last = false; !last;) {
            const auto line = co_await read_line();
            if (!line) co_return none;
            const bool coded = line->size() >= 3 && std::all_of(line->begin(), line->begin() + 3,
                                                                [](char c) { return c >= '0' && c <= '9'; });
            if (!coded || reply.text.size() + line->size() > longest_smtp_reply) {
                close("the relay does not speak SMTP");
                co_return none;
            }
            if (!reply.text.empty()) reply.text += ' ';
            reply.text += *line;
            reply.code = std::stoi(line->substr(0, 3));
            last = line->size() == 3 || (*line)[3] != '-';
        }
        co_return reply;
    }

    [[nodiscard]] Task<Reply> ask(std::string command) {
        command += "\r\n";
        co_await write(asio::buffer(command));
        Reply reply;
        if (open()) reply = co_await read_reply();
        co_return reply;
    }

    // Of the relay, after EHLO.
    bool pipelining = false;
    // A transaction was refused half-way: the relay still holds its sender.
    bool needs_reset = false;
    steady_clock::time_point idle_since;

private:
    [[nodiscard]] Task<std::optional<std::string>> read_line() {
        std::size_t end = 0;
        while ((end = input_.find('\n')) == std::string::npos) {
            if (input_.size() > longest_smtp_reply) close("the relay's reply is too long");
            const bool more = open() && co_await read_more();
            if (!more) co_return std::nullopt;
        }
        std::string line = input_.substr(0, end);
        input_.erase(0, end + 1);
        if (line.ends_with('\r')) line.pop_back();
        co_return line;
    }

    [[nodiscard]] Task<bool> read_more() {
        const std::size_t got = co_await wire_.read_some(asio::buffer(incoming_));
        input_.append(incoming_.data(), got);
        co_return open();
    }

    Wire wire_;
    asio::steady_timer deadline_;
    std::string input_;
    std::array<char, 1024> incoming_{};
};

namespace {

// Notes a reply of the session or the transaction; false where the connection ended instead.
bool note(SmtpResult& result, SmtpStage stage, Reply& reply) {
    if (reply.code == 0) return false;
    result.exchange.stage = stage;
    result.exchange.reply = reply.code;
    result.said = std::move(reply.text);
    return true;
}

std::string plain_credentials(const SmtpRelay& relay) {
    std::string credentials(1, '\0');
    credentials += relay.user;
    credentials += '\0';
    credentials += relay.password.reveal();
    return base64(credentials);
}

}  // namespace

// --- the client ----------------------------------------------------------------------------------------------------

struct SmtpClient::State {
    State(asio::any_io_executor io, SmtpRelay wanted, std::shared_ptr<const AddressPolicy> allowed)
        : executor(std::move(io)), relay(std::move(wanted)), policy(std::move(allowed)) {}

    // The relay's addresses that may be contacted; `failure` says why there are none.
    [[nodiscard]] Task<std::vector<Tcp::endpoint>> resolve(std::string& failure);
    [[nodiscard]] std::shared_ptr<Connection> take_idle();
    void give_back(const std::shared_ptr<Connection>& connection);

    asio::any_io_executor executor;
    SmtpRelay relay;
    std::shared_ptr<const AddressPolicy> policy;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::vector<std::shared_ptr<Connection>> idle;  // the latest used last
    std::vector<std::shared_ptr<Connection>> busy;
    bool stopped = false;
};

Task<std::vector<Tcp::endpoint>> SmtpClient::State::resolve(std::string& failure) {
    std::vector<Tcp::endpoint> found;
    error_code failed;
    const auto literal = asio::ip::make_address(relay.host, failed);
    if (!failed) {
        found.emplace_back(literal, relay.port);
    } else {
        Tcp::resolver resolver(executor);
        const auto names = co_await resolver.async_resolve(relay.host, std::to_string(relay.port),
                                                           asio::redirect_error(asio::use_awaitable, failed));
        if (failed) failure = "the relay's name cannot be resolved: " + failed.message();
        for (const auto& name : names) found.push_back(name.endpoint());
    }
    std::erase_if(found, [&](const Tcp::endpoint& endpoint) {
        const auto refusal = policy->refusal(*endpoint.data());
        if (refusal) failure = *refusal;
        return refusal.has_value();
    });
    co_return found;
}

Result<std::unique_ptr<SmtpClient>> SmtpClient::create(asio::any_io_executor executor, SmtpRelay relay,
                                                       std::shared_ptr<const AddressPolicy> policy) {
    auto state = std::make_shared<State>(std::move(executor), std::move(relay), std::move(policy));
    error_code failed;
    SSL_CTX_set_min_proto_version(state->tls.native_handle(), TLS1_2_VERSION);
    state->tls.set_verify_mode(asio::ssl::verify_peer, failed);
    const bool clear = state->relay.tls == SmtpTls::none;
    if (!state->relay.ca_file.empty()) state->tls.load_verify_file(state->relay.ca_file, failed);
    else if (!clear) state->tls.set_default_verify_paths(failed);
    if (failed)
        return Error(ErrorCode::invalid_argument, "the file of authorities cannot be read: " + failed.message(),
                     "ca_file");
    return std::unique_ptr<SmtpClient>(new SmtpClient(std::move(state)));
}

SmtpClient::SmtpClient(std::shared_ptr<State> state) : state_(std::move(state)) {}

SmtpClient::~SmtpClient() = default;

void SmtpClient::abort() {
    state_->stopped = true;
    for (const auto& connection : state_->busy) connection->close("given up: the daemon is stopping");
}

std::shared_ptr<SmtpClient::Connection> SmtpClient::State::take_idle() {
    while (!idle.empty()) {
        auto connection = std::move(idle.back());
        idle.pop_back();
        if (steady_clock::now() - connection->idle_since < longest_idle && !connection->stale()) return connection;
    }
    return nullptr;
}

void SmtpClient::State::give_back(const std::shared_ptr<Connection>& connection) {
    connection->no_deadline();
    std::erase(busy, connection);
    connection->idle_since = steady_clock::now();
    if (connection->open() && idle.size() < most_idle) idle.push_back(connection);
}

namespace {

// Lets go of a connection however the attempt ends.
template <class F>
class AtEnd {
public:
    explicit AtEnd(F action) : action_(std::move(action)) {}
    ~AtEnd() { action_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    F action_;
};

// One refusal ends a transaction, but where the commands went out together all their replies must be read. The mail's
// outcome is the first refusal's.
template <class Connection>
Task<bool> open_transaction(Connection& connection, const SmtpMail& mail, SmtpResult& result) {
    std::vector<std::pair<SmtpStage, std::string>> commands;
    if (std::exchange(connection.needs_reset, false)) commands.emplace_back(SmtpStage::session, "RSET\r\n");
    commands.emplace_back(SmtpStage::sender, fmt::format("MAIL FROM:<{}>\r\n", mail.sender));
    commands.emplace_back(SmtpStage::recipient, fmt::format("RCPT TO:<{}>\r\n", mail.recipient));
    commands.emplace_back(SmtpStage::data, "DATA\r\n");
    std::string together;
    for (const auto& [stage, command] : commands) together += command;
    bool refused = false;
    bool granted = false;
    for (std::size_t i = 0; i < commands.size() && (connection.pipelining || !refused); ++i) {
        const std::string& text = connection.pipelining ? together : commands[i].second;
        if (i == 0 || !connection.pipelining) co_await connection.write(asio::buffer(text));
        Reply reply = co_await connection.read_reply();
        granted = commands[i].first == SmtpStage::data && reply.code == 354;
        const bool accepted = granted || (commands[i].first != SmtpStage::data && is_positive(reply));
        if (refused) continue;
        if (!note(result, granted ? SmtpStage::content : commands[i].first, reply)) co_return false;
        refused = !accepted;
    }
    connection.needs_reset = refused;
    if (refused && granted) connection.close("the relay wants content for a mail that it has refused");
    co_return granted && !refused;
}

template <class Connection>
Task<> send_content(Connection& connection, const SmtpMail& mail, SmtpResult& result) {
    std::vector<asio::const_buffer> buffers;
    buffers.reserve(mail.content.size() + 1);
    for (const std::string_view piece : mail.content) buffers.emplace_back(piece.data(), piece.size());
    buffers.emplace_back(".\r\n", 3);
    const std::size_t total = asio::buffer_size(buffers);
    const std::size_t written = co_await connection.write(buffers);
    result.exchange.all_uploaded = written == total;
    if (written < total) co_return;
    Reply reply = co_await connection.read_reply();
    note(result, SmtpStage::content, reply);
}

}  // namespace

Task<> SmtpClient::establish(std::shared_ptr<Connection> connection, SmtpResult& result) {
    const SmtpRelay& relay = state_->relay;
    std::string unresolved;
    auto endpoints = co_await state_->resolve(unresolved);
    if (endpoints.empty()) co_return connection->close(unresolved.empty() ? "the relay has no address" : unresolved);
    bool ready = co_await connection->connect(std::move(endpoints));
    if (ready && relay.tls == SmtpTls::implicit) ready = co_await connection->start_tls(state_->tls, relay.host);
    if (!ready) co_return;
    Reply reply = co_await connection->read_reply();
    if (!note(result, SmtpStage::session, reply) || !is_positive(reply))
        co_return connection->close("the relay turned us away");
    reply = co_await connection->ask("EHLO " + relay.helo_name);
    if (relay.tls == SmtpTls::starttls && is_positive(reply)) {
        if (!offers(reply.text, "STARTTLS")) co_return connection->close("the relay does not offer STARTTLS");
        note(result, SmtpStage::session, reply);
        reply = co_await connection->ask("STARTTLS");
        if (!note(result, SmtpStage::session, reply) || !is_positive(reply))
            co_return connection->close("the relay refused STARTTLS");
        ready = co_await connection->start_tls(state_->tls, relay.host);
        if (!ready) co_return;
        reply = co_await connection->ask("EHLO " + relay.helo_name);
    }
    const std::string capabilities = reply.text;
    if (!note(result, SmtpStage::session, reply) || !is_positive(reply))
        co_return connection->close("the relay refused EHLO");
    connection->pipelining = offers(capabilities, "PIPELINING");
    if (relay.user.empty()) co_return;
    if (offers(capabilities, "PLAIN")) {
        reply = co_await connection->ask("AUTH PLAIN " + plain_credentials(relay));
    } else {
        reply = co_await connection->ask("AUTH LOGIN");
        if (reply.code == 334) reply = co_await connection->ask(base64(relay.user));
        if (reply.code == 334) reply = co_await connection->ask(base64(relay.password.reveal()));
    }
    if (!note(result, SmtpStage::session, reply) || !is_positive(reply))
        connection->close("the relay refused our user and password");
}

Task<SmtpResult> SmtpClient::send(SmtpMail mail) {
    const auto last_start = steady_clock::now() + state_->relay.connect_timeout;
    for (;;) {
        SmtpResult result;
        auto connection = state_->take_idle();
        const bool reused = connection != nullptr;
        if (!reused) connection = std::make_shared<Connection>(state_->executor);
        state_->busy.push_back(connection);
        const AtEnd done([state = state_, connection] { state->give_back(connection); });
        if (!reused) {
            Connection::expire_after(connection, state_->relay.connect_timeout);
            co_await establish(connection, result);
        }
        if (connection->open()) {
            Connection::expire_after(connection, state_->relay.timeout);
            const bool granted = co_await open_transaction(*connection, mail, result);
            if (granted) co_await send_content(*connection, mail, result);
        }
        // A relay may end a kept connection whenever it likes: nothing was said of this mail, so a new one may say it.
        const bool ended = result.exchange.stage == SmtpStage::session ||
                           (result.exchange.stage == SmtpStage::sender && result.exchange.reply == 421);
        if (ended || result.exchange.reply == 421) connection->close("the relay closed the session");
        if (reused && ended && !state_->stopped && steady_clock::now() < last_start) continue;
        result.failure = connection->failure();
        co_return result;
    }
}

}  // namespace candor::delivery
