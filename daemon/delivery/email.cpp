#include "daemon/delivery/email.hpp"

#include "core/delivery/bounce.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace candor::delivery {

namespace {

constexpr std::size_t remembered_variants = 16;  // languages x kinds of update that are being sent at one time

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

Outcome outcome_of(const SmtpResult& result) {
    Outcome outcome;
    outcome.verdict = smtp_verdict(result.exchange);
    outcome.status = result.exchange.reply;
    if (outcome.verdict == Verdict::delivered) return outcome;
    const bool refusal = result.exchange.reply >= 400;
    const std::string why = refusal ? presentable_reply(result.said) : result.failure;
    outcome.address_refused = outcome.verdict == Verdict::permanent && result.exchange.stage == SmtpStage::recipient && blames_address(enhanced_status(result.said));
    outcome.detail = fmt::format("{} ({})", why, stage_name(result.exchange.stage));
    return outcome;
}

}  // namespace

Result<std::unique_ptr<Email>> Email::create(const Transfers& transfers, EmailSettings settings,
                                             std::shared_ptr<const AddressPolicy> policy) {
    auto shared = shared_head(settings);
    if (!shared) return shared.error();
    const auto sender = parse_mail_address(settings.envelope_from.empty() ? settings.from : settings.envelope_from);
    if (!sender) return Error(ErrorCode::invalid_argument, sender.error().message(), "envelope_from");
    settings.envelope_from = sender->str();
    if (settings.message_id_domain.empty()) settings.message_id_domain = shared->from.domain;
    if (settings.helo_name.empty()) settings.helo_name = shared->from.domain;
    auto client = SmtpClient::create(transfers.executor(), settings, std::move(policy));
    if (!client) return client.error();
    return std::unique_ptr<Email>(new Email(std::move(*client), std::move(settings), std::move(*shared)));
}

Email::Email(std::unique_ptr<SmtpClient> client, EmailSettings settings, MailHead shared)
    : client_(std::move(client)), settings_(std::move(settings)),
      relay_host_(fmt::format("{}:{}", settings_.host, settings_.port)), shared_(std::move(shared)) {}

Email::~Email() = default;

Task<Outcome> Email::attempt(std::shared_ptr<const Envelope> envelope) {
    const auto head = head_for(*envelope);
    if (!head) co_return refused(head.error());
    const auto block = mail_head(*head);
    if (!block) co_return refused(block.error());
    const auto body = body_of(envelope->message);
    std::string own_text;
    std::string own_html;
    const std::string separator = fmt::format("--{}\r\n", head->boundary);
    const std::string end = fmt::format("--{}--\r\n", head->boundary);
    const std::string recipient = head->to.str();
    const std::array<std::string_view, 6> content{*block, separator, body->text.for_recipient(envelope->personal, own_text), separator,
                                                     body->html.for_recipient(envelope->personal, own_html), end};
    const std::string& sender = envelope->return_path.empty() ? settings_.envelope_from : envelope->return_path;
    const SmtpMail mail{sender, recipient, content};
    const SmtpResult result = co_await client_->send(mail);
    co_return outcome_of(result);
}

std::string Email::host_of(const std::string&) const {
    return relay_host_;
}

void Email::abort() {
    client_->abort();
}

std::shared_ptr<const MailBody> Email::body_of(const std::shared_ptr<const Message>& message) {
    const auto same = [&](const Encoded& known) {
        return !known.message.owner_before(message) && !message.owner_before(known.message);
    };
    const auto found = std::find_if(encoded_.begin(), encoded_.end(), same);
    if (found != encoded_.end()) return found->body;
    std::erase_if(encoded_, [](const Encoded& known) { return known.message.expired(); });
    if (encoded_.size() >= remembered_variants) encoded_.erase(encoded_.begin());
    auto body = std::make_shared<const MailBody>(*message);
    encoded_.push_back({message, body});
    return body;
}

Result<MailHead> Email::head_for(const Envelope& envelope) const {
    const auto to = parse_mail_address(envelope.address);
    if (!to) return to.error();
    MailHead head = shared_;
    head.to = *to;
    head.to_name = envelope.recipient_name;
    head.subject = envelope.message->subject;
    head.language = envelope.message->language;
    head.date = envelope.published_at;
    head.message_id = message_id(envelope.id);
    head.unsubscribe = envelope.unsubscribe;
    head.boundary = mail_boundary(envelope.id);
    if (!envelope.thread.empty()) head.references.push_back(message_id(envelope.thread.front()));
    if (envelope.thread.size() > 1) head.references.push_back(message_id(envelope.thread.back()));
    return head;
}

std::string Email::message_id(const DeliveryId& id) const {
    return id.str() + '@' + settings_.message_id_domain;
}

}  // namespace candor::delivery
