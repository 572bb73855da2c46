#include "core/review/notice.hpp"

#include "core/link.hpp"
#include "core/message/channel_length.hpp"
#include "core/review/next.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace candor::review {

namespace {

constexpr std::size_t most_missing = 4;

// What they are told, by what it is about.
struct Words {
    std::string subject;
    std::string opening;
};

std::string as_html(const std::string& title, const std::string& text) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\n"
        "<body><pre style=\"font-family:system-ui, sans-serif; font-size:16px; line-height:1.5; white-space:pre-wrap; overflow-wrap:anywhere;\">{}</pre></body></html>\n",
        escape_html(title), escape_html(text));
}

// Chat servers read "@everyone" and "<!channel>" as calls to all: a space after the sign that begins one makes them words again.
std::string for_chat(std::string_view text) {
    std::string quiet = without_mentions(text);
    for (auto at = quiet.find('<'); at != std::string::npos; at = quiet.find('<', at + 1)) {
        if (at + 1 < quiet.size() && quiet[at + 1] != ' ') quiet.insert(at + 1, " ");
    }
    return quiet;
}

Message as_message(std::string subject, const std::string& text) {
    Message message;
    message.language = "en";
    message.subject = std::move(subject);
    message.text = text;
    message.html = as_html(message.subject, text);
    message.json = boost::json::serialize(boost::json::object{{"text", for_chat(text)}, {"content", for_chat(text)}});
    return message;
}

class Writer {
public:
    Writer(const Record& record, const Noticed& noticed, const NoticeContext& context) : record_(record), noticed_(noticed), context_(context) {}

    Message write() {
        const Words words = this->words();
        text_ = fmt::format("{}: {}\n", context_.name, words.opening);
        if (noticed_.kind == NoticeKind::reminder || noticed_.kind == NoticeKind::escalation) missing();
        answer();
        return as_message(fmt::format("[{}] {}: {}", context_.organisation, words.subject, record_.title), text_);
    }

private:
    [[nodiscard]] std::string clock(Time time) const { return moment_text(time, context_.now, context_.zone); }
    [[nodiscard]] std::string due() const { return noticed_.due ? clock(*noticed_.due) : std::string("soon"); }

    [[nodiscard]] Words words() const {
        switch (noticed_.kind) {
            case NoticeKind::reminder:
                return {fmt::format("update due {}", due()),
                        fmt::format("customers were promised word of \"{}\" by {}. Nothing new is recorded since the last update.", record_.title, due())};
            case NoticeKind::escalation:
                return {fmt::format("{} does not answer", noticed_.text),
                        fmt::format("{} was asked about \"{}\" and has not answered{}", noticed_.text, record_.title,
                                    noticed_.to == record_.owner ? ". You own it now." : ".") +
                            (noticed_.due ? fmt::format(" The next update is promised for {}.", due()) : std::string())};
            case NoticeKind::alarm: return {"needs a look", fmt::format("about \"{}\": {}", record_.title, noticed_.text)};
            case NoticeKind::approval:
                return {"words wait for you", fmt::format("{} in \"{}\" waits for your answer{}.", noticed_.text, record_.title,
                                                          noticed_.due ? fmt::format("; without it a holding statement of facts goes out at {}", due()) : "")};
            case NoticeKind::promise:
                return {fmt::format("promised by {}", due()), fmt::format("{} is due by {}: {}", noticed_.text, due(), promised())};
            case NoticeKind::recheck:
                return {"does it still hold?", fmt::format("\"{}\" is resolved. Look again whether it holds, and record what you saw.", record_.title)};
        }
        return {};
    }

    // What the promise says, as whoever keeps it reads it.
    [[nodiscard]] std::string promised() const {
        const auto found = std::find_if(record_.promises.begin(), record_.promises.end(), [&](const Promise& promise) { return promise.id.str() == noticed_.text; });
        if (found == record_.promises.end()) return {};
        return found->text + (found->to.empty() ? "" : fmt::format(" (to {})", found->to)) + ".";
    }

    void missing() {
        std::size_t listed = 0;
        for (const Step& step : next_steps(record_, {context_.now})) {
            if (step.id == "update_due" || listed == most_missing) continue;
            if (listed++ == 0) text_ += "\nWhat is missing:\n";
            text_ += fmt::format("- {}\n    {}\n", step.what, step.command);
        }
        if (record_.status != Status::resolved) text_ += "\nWithout news the update says, on time, that there is nothing new.\n";
    }

    void answer() {
        const std::string link = context_.answer + personal_mark(LinkPurpose::duty);
        text_ += fmt::format("\nAnswer here, without signing in (the link is yours alone):\n{}\n", link);
        text_ += fmt::format("Or: {}\n", command());
        text_ += fmt::format("\nEverything that was said: {}\n", context_.url);
    }

    [[nodiscard]] std::string command() const {
        const std::string& id = record_.id.str();
        switch (noticed_.kind) {
            case NoticeKind::recheck: return fmt::format("candor recheck {} \"20 test payments\" --passed", id);
            case NoticeKind::approval: return fmt::format("candor approve {} {}", id, noticed_.text);
            case NoticeKind::promise: return fmt::format("candor kept {} {}", id, noticed_.text);
            case NoticeKind::reminder:
            case NoticeKind::escalation:
            case NoticeKind::alarm: return fmt::format("candor ack {}", id);
        }
        return {};
    }

    const Record& record_;
    const Noticed& noticed_;
    const NoticeContext& context_;
    std::string text_;
};

}  // namespace

Message write_notice(const Record& record, const Noticed& noticed, const NoticeContext& context) {
    return Writer(record, noticed, context).write();
}

Message write_notice(const UnansweredReports& reports, const NoticeContext& context) {
    const std::string text = fmt::format(
        "{}: {} customers have reported a problem with {} within {}, and no incident is open.\n"
        "\nTheir words: candor reports\nIs it one? Then say so: candor declare --from-reports {}\n\nWhat customers see: {}\n",
        context.name, reports.count, reports.name, duration_text(reports.within), reports.component.str(), context.url);
    return as_message(fmt::format("[{}] customers report a problem with {}", context.organisation, reports.name), text);
}

Message write_notice(const WebhooksPutAside& webhooks, const NoticeContext& context) {
    constexpr std::size_t most_shown = 20;
    std::string lines;
    for (std::size_t i = 0; i < webhooks.subscriptions.size() && i < most_shown; ++i) lines += fmt::format("  candor subscribers show {}\n", webhooks.subscriptions[i]);
    if (webhooks.subscriptions.size() > most_shown) lines += "  ... candor subscribers list --state quarantined shows all of them\n";
    const std::string text = fmt::format(
        "{}: {} of those who subscribed by webhook hear nothing any more: their endpoints failed for more than an hour, or said that they want no more. They "
        "named no contact, so that only you can be told.\n\n{}\nOnce one works again: candor subscribers enable ID (it is tested first).\n\nWhat customers see: {}\n",
        context.name, webhooks.subscriptions.size(), lines, context.url);
    return as_message(fmt::format("[{}] webhooks of subscribers were put aside", context.organisation), text);
}

}  // namespace candor::review
