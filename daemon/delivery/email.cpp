#include "daemon/delivery/email.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace candor::delivery {

namespace {

constexpr std::size_t remembered_variants = 16;  // languages x kinds of update that are being sent at one time
constexpr std::size_t longest_reply = 160;

bool is_final_reply_line(std::string_view line) {
    const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
    return line.size() >= 3 && digit(0) && digit(1) && digit(2) && (line.size() == 3 || line[3] != '-');
}

// A reply as an operator may see it: printable, short, and without the addresses that servers like to repeat.
std::string presentable(std::string_view reply) {
    std::string shown;
    std::string word;
    const auto end_word = [&] {
        if (word.empty()) return;
        if (!shown.empty()) shown += ' ';
        shown += word.find('@') == std::string::npos ? word : "(address)";
        word.clear();
    };
    for (const char c : reply.substr(0, longest_reply)) {
        if (c > ' ' && c <= '~') word += c;
        else end_word();
    }
    end_word();
    return shown;
}

std::string_view stage_name(SmtpStage stage) {
    switch (stage) {
        case SmtpStage::session: return "before the mail";
        case SmtpStage::sender: return "at MAIL";
        case SmtpStage::recipient: return "at RCPT";
        case SmtpStage::data: return "at DATA";
        case SmtpStage::content: return "after the content";
    }
    return "";
}

Outcome refused(const Error& error) {
    Outcome outcome;
    outcome.verdict = Verdict::permanent;
    outcome.detail = error.message();
    return outcome;
}

std::string relay_url(const EmailSettings& settings, std::string_view helo_name) {
    const std::string_view scheme = settings.tls == EmailSettings::Tls::implicit ? "smtps" : "smtp";
    const bool literal_v6 = settings.host.find(':') != std::string::npos;
    const std::string host = literal_v6 ? '[' + settings.host + ']' : settings.host;
    return fmt::format("{}://{}:{}/{}", scheme, host, settings.port, helo_name);
}

// What every mail of the channel has in common; an error names the setting.
Result<MailHead> shared_head(const EmailSettings& settings) {
    const auto address = [](const std::string& text, std::string field) -> Result<MailAddress> {
        auto parsed = parse_mail_address(text);
        if (parsed) return parsed;
        return Error(ErrorCode::invalid_argument, parsed.error().message(), std::move(field));
    };
    MailHead head;
    const auto from = address(settings.from, "from");
    if (!from) return from.error();
    head.from = *from;
    head.to = *from;
    if (!settings.reply_to.empty()) {
        const auto reply_to = address(settings.reply_to, "reply_to");
        if (!reply_to) return reply_to.error();
        head.reply_to = *reply_to;
    }
    head.from_name = settings.from_name;
    head.list_id = settings.list_id;
    head.list_name = settings.list_name;
    head.message_id = settings.message_id_domain.empty() ? from->domain : settings.message_id_domain;
    const auto trial = mail_head(head);
    if (!trial) return trial.error();
    return head;
}

}  // namespace

// The last reply decides. Where the session or the sender was refused, that says nothing of the recipient: somebody has
// to mend the relay or its settings, and then it can go out.
Verdict smtp_verdict(const SmtpExchange& exchange) {
    const int kind = exchange.reply / 100;
    if (exchange.complete || (exchange.stage == SmtpStage::content && kind == 2)) return Verdict::delivered;
    if (exchange.stage == SmtpStage::session || exchange.stage == SmtpStage::sender) return Verdict::transient;
    if (kind == 5) return Verdict::permanent;
    const bool awaiting_answer = exchange.stage == SmtpStage::content && kind == 3;
    return awaiting_answer && exchange.all_uploaded ? Verdict::ambiguous : Verdict::transient;
}

// One prepared submission: sender and relay are set once, recipient and content for each mail.
class Email::Submission final : public Transfer {
public:
    Submission(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy)
        : Transfer(options, std::move(policy)) {
        curl_easy_setopt(easy(), CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy(), CURLOPT_READFUNCTION, &Submission::on_read);
        curl_easy_setopt(easy(), CURLOPT_READDATA, this);
        curl_easy_setopt(easy(), CURLOPT_PREREQFUNCTION, &Submission::on_session_ready);
        curl_easy_setopt(easy(), CURLOPT_PREREQDATA, this);
        curl_easy_setopt(easy(), CURLOPT_MAIL_RCPT, &recipient_list_);
    }

    void prepare(std::string head, const MailAddress& to, const std::string& boundary, std::shared_ptr<const MailBody> body);
    [[nodiscard]] SmtpExchange exchange(const TransferResult& result) const;
    [[nodiscard]] const std::string& last_reply() const { return last_reply_; }

protected:
    void answer_line(std::string_view line) override;

private:
    static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
    static int on_session_ready(void* self, char*, char*, int, int);

    std::string head_;
    std::string recipient_;
    std::string separator_;
    std::string end_;
    std::shared_ptr<const MailBody> body_;
    curl_slist recipient_list_{};

    std::array<std::string_view, 6> pieces_;  // the mail, in order
    std::size_t piece_ = 0;                   // what comes next of it
    std::size_t offset_ = 0;
    std::int64_t total_ = 0;

    bool session_ready_ = false;
    int replies_ = 0;  // since the session was ready
    std::string last_reply_;
};

void Email::Submission::prepare(std::string head, const MailAddress& to, const std::string& boundary,
                                std::shared_ptr<const MailBody> body) {
    head_ = std::move(head);
    body_ = std::move(body);
    separator_ = fmt::format("--{}\r\n", boundary);
    end_ = fmt::format("--{}--\r\n", boundary);
    pieces_ = {head_, separator_, body_->text, separator_, body_->html, end_};
    piece_ = offset_ = 0;
    total_ = 0;
    for (const std::string_view piece : pieces_) total_ += static_cast<std::int64_t>(piece.size());
    session_ready_ = false;
    replies_ = 0;
    last_reply_.clear();

    recipient_ = to.str();
    recipient_list_ = {recipient_.data(), nullptr};
    curl_easy_setopt(easy(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(total_));
}

SmtpExchange Email::Submission::exchange(const TransferResult& result) const {
    SmtpExchange exchange;
    exchange.reply = result.status;
    exchange.complete = result.code == CURLE_OK;
    exchange.all_uploaded = result.uploaded >= total_;
    if (!session_ready_ || replies_ == 0) return exchange;
    exchange.stage = replies_ == 1 ? SmtpStage::sender : replies_ == 2 ? SmtpStage::recipient : SmtpStage::content;
    if (replies_ == 3 && result.status / 100 != 3) exchange.stage = SmtpStage::data;
    return exchange;
}

void Email::Submission::answer_line(std::string_view line) {
    const bool goodbye = line.starts_with("221");  // to the QUIT that follows a refusal
    if (goodbye || !is_final_reply_line(line)) return;
    ++replies_;
    last_reply_.assign(line.substr(0, longest_reply));
}

std::size_t Email::Submission::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& mail = *static_cast<Submission*>(self);
    const std::size_t room = size * count;
    std::size_t given = 0;
    while (given < room && mail.piece_ < mail.pieces_.size()) {
        const std::string_view rest = mail.pieces_.at(mail.piece_).substr(mail.offset_);
        const std::size_t taken = std::min(rest.size(), room - given);
        std::memcpy(buffer + given, rest.data(), taken);
        given += taken;
        mail.offset_ += taken;
        if (taken == rest.size()) {
            ++mail.piece_;
            mail.offset_ = 0;
        }
    }
    return given;
}

// Called once greeting, EHLO, TLS and AUTH are done (or were, on a reused connection): what follows is about this mail.
int Email::Submission::on_session_ready(void* self, char*, char*, int, int) {
    auto& mail = *static_cast<Submission*>(self);
    mail.session_ready_ = true;
    mail.replies_ = 0;
    return CURL_PREREQFUNC_OK;
}

Result<std::unique_ptr<Email>> Email::create(Transfers& transfers, EmailSettings settings,
                                             std::shared_ptr<const AddressPolicy> policy) {
    auto head = shared_head(settings);
    if (!head) return head.error();
    if (settings.envelope_from.empty()) settings.envelope_from = settings.from;
    const auto sender = parse_mail_address(settings.envelope_from);
    if (!sender) return Error(ErrorCode::invalid_argument, sender.error().message(), "envelope_from");
    settings.envelope_from = sender->str();
    if (settings.message_id_domain.empty()) settings.message_id_domain = head->from.domain;
    if (settings.helo_name.empty()) settings.helo_name = head->from.domain;
    return std::unique_ptr<Email>(new Email(transfers, std::move(settings), std::move(policy), std::move(*head)));
}

Email::Email(Transfers& transfers, EmailSettings settings, std::shared_ptr<const AddressPolicy> policy, MailHead template_head)
    : transfers_(transfers), settings_(std::move(settings)), policy_(std::move(policy)), template_(std::move(template_head)) {}

Email::~Email() = default;

Task<Outcome> Email::attempt(std::shared_ptr<const Envelope> envelope) {
    const auto head = head_for(*envelope);
    if (!head) co_return refused(head.error());
    auto block = mail_head(*head);
    if (!block) co_return refused(block.error());
    const auto submission = submissions_.take([this] { return make_submission(); });
    submission->prepare(std::move(*block), head->to, head->boundary, body_of(envelope->message));
    const TransferResult result = co_await transfers_.perform(*submission);
    co_return outcome_of(*submission, result);
}

std::string Email::host_of(const std::string&) const {
    return fmt::format("{}:{}", settings_.host, settings_.port);
}

std::shared_ptr<const MailBody> Email::body_of(const std::shared_ptr<const Message>& message) {
    const auto same = [&](const Encoded& known) {
        return !known.message.owner_before(message) && !message.owner_before(known.message);
    };
    const auto found = std::find_if(encoded_.begin(), encoded_.end(), same);
    if (found != encoded_.end()) return found->body;
    std::erase_if(encoded_, [](const Encoded& known) { return known.message.expired(); });
    if (encoded_.size() >= remembered_variants) encoded_.erase(encoded_.begin());
    auto body = std::make_shared<const MailBody>(encode_mail_body(*message));
    encoded_.push_back({message, body});
    return body;
}

Result<MailHead> Email::head_for(const Envelope& envelope) const {
    const auto to = parse_mail_address(envelope.address);
    if (!to) return to.error();
    MailHead head = template_;
    head.to = *to;
    head.to_name = envelope.recipient_name;
    head.subject = envelope.message->subject;
    head.language = envelope.message->language;
    head.date = envelope.published_at;
    head.message_id = message_id(envelope.id);
    head.boundary = mail_boundary(envelope.id);
    if (!envelope.thread.empty()) head.references.push_back(message_id(envelope.thread.front()));
    if (envelope.thread.size() > 1) head.references.push_back(message_id(envelope.thread.back()));
    return head;
}

std::string Email::message_id(const DeliveryId& id) const {
    return id.str() + '@' + settings_.message_id_domain;
}

std::unique_ptr<Email::Submission> Email::make_submission() const {
    TransferOptions options;
    options.protocols = "smtp,smtps";
    options.ca_file = settings_.ca_file;
    options.connect_timeout = settings_.connect_timeout;
    options.timeout = settings_.timeout;
    options.body_timeout = Duration::zero();
    auto submission = std::make_unique<Submission>(options, policy_);
    CURL* easy = submission->easy();
    const bool clear = settings_.tls == EmailSettings::Tls::none;
    curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(easy, CURLOPT_URL, relay_url(settings_, settings_.helo_name).c_str());
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, settings_.envelope_from.c_str());
    if (!settings_.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, settings_.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, settings_.password.reveal().c_str());
    }
    return submission;
}

Outcome Email::outcome_of(const Submission& submission, const TransferResult& result) {
    const SmtpExchange exchange = submission.exchange(result);
    Outcome outcome;
    outcome.verdict = smtp_verdict(exchange);
    outcome.status = result.status;
    if (outcome.verdict == Verdict::delivered) return outcome;
    const bool server_refused = exchange.reply >= 400;
    outcome.detail = server_refused
                         ? fmt::format("{} ({})", presentable(submission.last_reply()), stage_name(exchange.stage))
                         : fmt::format("{} ({})", submission.failure(result), stage_name(exchange.stage));
    return outcome;
}

}  // namespace candor::delivery
