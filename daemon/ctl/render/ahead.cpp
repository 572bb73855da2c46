// What to do next, and what may be read out.
#include "daemon/ctl/render/parts.hpp"
#include "daemon/ctl/render/render.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

constexpr std::size_t most_steps = 5;  // two lines each: with the head and what is left, twelve lines

std::string step_words(Answer step, const Look& look) {
    std::string words = step["what"].text();
    if (!words.empty() && words.back() == '.') words.pop_back();
    std::vector<std::string> notes;
    if (const auto due = step["due"].time()) notes.push_back(moment_and_remaining(due, look));
    for (const Answer rule : step["rules"].items()) notes.push_back(rule.text());
    return notes.empty() ? words : fmt::format("{} ({})", words, joined(notes));
}

// One line: what is too long for it is in the record.
std::string cut(std::string text, std::size_t width) {
    if (columns(text) <= width) return text;
    return wrapped(text, width - 2).front() + " …";
}

void put_step(Sheet& sheet, std::size_t number, Answer step) {
    const Look& look = sheet.look();
    const bool urgent = step["urgency"].text() == "now";
    sheet.line({{fmt::format("{}.", number), Style::dim}, {cut(step_words(step, look), look.width - 6), urgent ? Style::bad : Style::plain}}, 1);
    sheet.line({{step["command"].text(), Style::bold}}, 5);
}

std::string steps(const boost::json::value& answer, const Look& look, std::size_t most) {
    const Answer next(answer);
    const Answer incident = next["incident"];
    const auto steps = next["steps"].items();
    Sheet sheet(look);
    sheet.line({{cut(fmt::format("{}  {}: {}", incident["id"].text(), status_words(incident),
                                 steps.empty() ? "there is nothing to do" : plural(static_cast<std::int64_t>(steps.size()), "thing to do", "things to do")),
                     look.width),
                 Style::bold}});
    for (std::size_t i = 0; i < steps.size() && i < most; ++i) put_step(sheet, i + 1, steps[i]);
    if (steps.size() > most) {
        sheet.line({{fmt::format("and {} more: candor next {} --all", steps.size() - most, incident["id"].text()), Style::dim}}, 1);
    }
    return sheet.take();
}

}  // namespace

std::string render_next(const boost::json::value& answer, const Look& look) {
    return steps(answer, look, most_steps);
}

std::string render_next_all(const boost::json::value& answer, const Look& look) {
    return steps(answer, look, static_cast<std::size_t>(-1));
}

std::string render_say(const boost::json::value& answer, const Look& look) {
    const Answer say(answer);
    const Answer update = say["update"];
    Sheet sheet(look);
    sheet.paragraph(say["text"].text());
    sheet.blank();
    sheet.field("update", fmt::format("no. {}, {}, {}", update["number"].count(), update["id"].text(), moment(update["at"].time(), look)));
    sheet.field("text", "SHA-256 " + say["text_sha256"].text());
    sheet.field("read out", fmt::format("{} words, about {} s", say["words"].count(), std::lround(say["seconds"].number().value_or(0))));
    if (say["overdue"].truth()) sheet.field("mind", "the time of the next update has passed: say that it is late", Style::warning);
    if (!say["fits"].truth()) sheet.field("mind", "it takes longer than 40 s", Style::warning);
    const auto id = say["incident"].text();
    sheet.next({{"candor why " + id + " " + std::to_string(update["number"].count()), "on which facts it rests"}});
    return sheet.take();
}

}  // namespace candor::ctl
