// candor offer: what customers can choose meanwhile.
#include "daemon/ctl/command/draft.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

using boost::json::array;
using boost::json::object;

struct OfferArguments {
    std::vector<std::string> texts;  // [INC] and what follows
    std::string withdraw;
};

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Takes the incident off the front, where there is one: an id has three characters or more, the number of an option fewer.
std::string take_incident(std::vector<std::string>& texts) {
    if (texts.empty() || !could_be_incident(texts.front())) return {};
    std::string incident = texts.front();
    texts.erase(texts.begin());
    return incident;
}

object offer_of(const std::vector<std::string>& texts) {
    array numbers;
    array words;
    for (const std::string& text : texts) {
        if (is_number(text)) numbers.emplace_back(std::stoll(text));
        else words.emplace_back(text);
    }
    object body;
    if (!numbers.empty()) body["numbers"] = std::move(numbers);
    if (!words.empty()) body["words"] = std::move(words);
    return body;
}

object withdrawal_of(const std::vector<std::string>& texts) {
    if (texts.size() != 1) throw CLI::ValidationError("--withdraw", "say in one text why: candor offer INC --withdraw 2 \"...\"");
    return object{{"reason", texts.front()}};
}

}  // namespace

void add_options(CLI::App& app, Draft& draft) {
    auto* command = draft.command(app, "offer", "let customers choose: what there is, and what is offered");
    auto arguments = std::make_shared<OfferArguments>();
    command->add_option("INC", arguments->texts, "the incident, and what to offer: numbers of the list, or your own words");
    command->add_option("--withdraw", arguments->withdraw, "take this one back; the text is the reason, and customers read it");
    command->callback([&draft, arguments] {
        std::vector<std::string> texts = arguments->texts;
        const std::string incident = take_incident(texts);
        if (!arguments->withdraw.empty()) {
            return draft.call_incident(incident, "POST", fmt::format("/options/{}/withdraw", path_segment(arguments->withdraw)), withdrawal_of(texts), render_options);
        }
        if (texts.empty()) return draft.call_incident(incident, "GET", "/options", nullptr, render_options);
        draft.call_incident(incident, "POST", "/options", offer_of(texts), render_options);
    });
    command->footer(
        "Without anything to offer it lists what the plan has, what is offered, and how often each was chosen.\n"
        "Customers hear of it with the next update, and choose by a link of their own.\n"
        "Examples:\n  candor offer 4f7k\n  candor offer 4f7k 1 3\n  candor offer 4f7k \"Pay by invoice, due in 30 days\"\n"
        "  candor offer 4f7k --withdraw 3 \"the other provider is full\"");
}

}  // namespace candor::ctl
