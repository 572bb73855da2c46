// A mail server that takes everything and counts: says its port, then, whenever a line comes in on its standard input, a line of
//   MAILS REPEATS DISTINCT FIRST_US LAST_US
// mails taken, those of them whose Message-ID it had seen already, how many ids it has ever seen, and when the first and the last mail were
// taken, on the steady clock. "forget" sets all but the ids back to nothing, after the answer. Like Postfix's smtp-sink, which cannot tell one mail from another.
#include "tests/bench/arrivals.hpp"
#include "tests/bench/figures.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>

using namespace candor::bench;

namespace {

struct Counted {
    Arrivals mails;
    std::uint64_t repeats = 0;
    std::unordered_set<std::size_t> ids;  // hashes: a million texts would be a hundred megabytes

    void add(std::string_view mail) {
        mails.add();
        constexpr std::string_view name = "\r\nMessage-ID: ";
        const std::size_t at = mail.find(name);
        const std::string_view id = at == std::string_view::npos
                                        ? mail
                                        : mail.substr(at + name.size(), mail.find("\r\n", at + 2) - at - name.size());
        if (!ids.insert(std::hash<std::string_view>{}(id)).second) ++repeats;
    }
    void forget() { mails = {}, repeats = 0; }
};

// One connection: commands in, answers out, a mail between DATA and its dot.
class Talk {
public:
    // What to answer to what came.
    [[nodiscard]] std::string take(std::string_view came, Counted& counted) {
        in_ += came;
        std::string answers;
        for (;;) {
            if (in_mail_) {
                const std::size_t end = in_.find("\r\n.\r\n");
                if (end == std::string::npos) return answers;
                counted.add(std::string_view(in_).substr(0, end));
                in_.erase(0, end + 5);
                in_mail_ = false;
                answers += "250 taken\r\n";
            }
            const std::size_t end = in_.find("\r\n");
            if (end == std::string::npos) return answers;
            answers += answer(std::string_view(in_).substr(0, end));
            // The end of this line stays where a mail begins: its first header is found like any other.
            in_.erase(0, in_mail_ ? end : end + 2);
        }
    }

private:
    [[nodiscard]] std::string_view answer(std::string_view line) {
        if (line.starts_with("EHLO")) return "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
        if (line.starts_with("DATA")) {
            in_mail_ = true;
            return "354 go on\r\n";
        }
        return line.starts_with("QUIT") ? "221 bye\r\n" : "250 ok\r\n";
    }

    std::string in_;
    bool in_mail_ = false;
};

class Sink {
public:
    explicit Sink(int listener) : listener_(listener), poller_(::epoll_create1(0)), buffer_(65536) {
        watch(listener);
        watch(STDIN_FILENO);
    }

    // Until nobody can ask any more.
    void run() {
        std::vector<epoll_event> events(256);
        for (;;) {
            const int count = ::epoll_wait(poller_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                const int fd = events[static_cast<std::size_t>(i)].data.fd;
                if (fd == listener_) accept_all();
                else if (fd != STDIN_FILENO) read_from(fd);
                else if (!answer_question()) return;
            }
        }
    }

private:
    void watch(int fd) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        ::epoll_ctl(poller_, EPOLL_CTL_ADD, fd, &event);
    }

    void accept_all() {
        for (int peer = 0; (peer = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
            const int on = 1;
            ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            talks_[peer] = Talk();
            watch(peer);
            answer(peer, "220 sink\r\n");
        }
    }

    void read_from(int peer) {
        const long got = ::recv(peer, buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return hang_up(peer);
        answer(peer, talks_[peer].take({buffer_.data(), static_cast<std::size_t>(got)}, counted_));
    }

    void answer(int peer, std::string_view text) {
        if (!text.empty() && ::send(peer, text.data(), text.size(), MSG_NOSIGNAL) < 0) hang_up(peer);
    }

    void hang_up(int peer) {
        talks_.erase(peer);
        ::close(peer);
    }

    [[nodiscard]] bool answer_question() {
        const long got = ::read(STDIN_FILENO, buffer_.data(), buffer_.size());
        if (got <= 0) return false;
        fmt::print("{} {} {} {} {}", counted_.mails.count, counted_.repeats, counted_.ids.size(),
                   counted_.mails.first_us, counted_.mails.last_us);
        end_line();
        if (std::string_view(buffer_.data(), static_cast<std::size_t>(got)).starts_with("forget")) counted_.forget();
        return true;
    }

    int listener_;
    int poller_;
    std::vector<char> buffer_;
    std::unordered_map<int, Talk> talks_;
    Counted counted_;
};

}  // namespace

int main() {
    take_descriptors();
    pin(1);
    std::uint16_t port = 0;
    const int listener = listen_anywhere(port);
    fmt::print("{}\n", port);
    std::fflush(stdout);
    Sink(listener).run();
}
