#include "core/incident/choice.hpp"

#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

const OfferedOption* offered_as(const Record& record, std::string_view text) {
    const auto found = std::find_if(record.options.begin(), record.options.end(), [&](const OfferedOption& option) { return option.text == text; });
    return found == record.options.end() ? nullptr : &*found;
}

// After what the plan has and after what was offered: nobody's number.
std::int64_t next_number(const std::vector<ListedOption>& listed) {
    std::int64_t highest = 0;
    for (const ListedOption& option : listed) highest = std::max(highest, option.number);
    return highest + 1;
}

Result<void> require_choice(const Record& record) {
    if (auto open = require_open(record); !open) return open;
    if (record.kind != RecordKind::case_) return {};
    return Error(ErrorCode::wrong_state, "A case is one customer's: nothing is put before many to choose from.", "", "Tell them what they can do: candor fact CASE workaround \"...\"");
}

const ListedOption* listed_under(const std::vector<ListedOption>& listed, std::int64_t number) {
    const auto found = std::find_if(listed.begin(), listed.end(), [number](const ListedOption& option) { return option.number == number; });
    return found == listed.end() ? nullptr : &*found;
}

// The options that a command means, under the numbers that they are to have.
Result<std::vector<OptionOffered>> wanted_of(const OfferOptions& command, std::vector<ListedOption> listed) {
    std::vector<OptionOffered> wanted;
    for (const std::int64_t number : command.numbers) {
        const ListedOption* option = listed_under(listed, number);
        if (option == nullptr) {
            return Error(ErrorCode::not_found, fmt::format("There is no option {}, neither in the plan for what is affected nor offered before.", number), "numbers",
                         "candor offer INC lists what there is; your own words do as well: candor offer INC \"...\"");
        }
        wanted.push_back({number, option->text, option->component});
    }
    for (const std::string& words : command.words) {
        const bool known = std::any_of(listed.begin(), listed.end(), [&](const ListedOption& option) { return option.text == words; });
        if (!known) listed.push_back({next_number(listed), words, ComponentId(), nullptr});
        const auto option = std::find_if(listed.begin(), listed.end(), [&](const ListedOption& one) { return one.text == words; });
        wanted.push_back({option->number, option->text, option->component});
    }
    return wanted;
}

}  // namespace

std::vector<ListedOption> options_of(const Record& record, const std::vector<PlannedOption>& planned) {
    std::vector<ListedOption> listed;
    for (const OfferedOption& option : record.options) listed.push_back({option.number, option.text, option.component, &option});
    std::int64_t free = std::max(next_number(listed), static_cast<std::int64_t>(planned.size()) + 1);
    for (std::size_t i = 0; i < planned.size(); ++i) {
        if (offered_as(record, planned[i].text) != nullptr) continue;
        const auto own = static_cast<std::int64_t>(i) + 1;
        // The plan has changed since: what was offered keeps the number.
        const bool taken = find_option(record, own) != nullptr;
        listed.push_back({taken ? free++ : own, planned[i].text, planned[i].component, nullptr});
    }
    std::sort(listed.begin(), listed.end(), [](const ListedOption& a, const ListedOption& b) { return a.number < b.number; });
    return listed;
}

std::vector<const OfferedOption*> choosable(const Record& record) {
    std::vector<const OfferedOption*> options;
    for (const OfferedOption& option : record.options) {
        if (option.is_offered()) options.push_back(&option);
    }
    std::sort(options.begin(), options.end(), [](const OfferedOption* a, const OfferedOption* b) { return a->number < b->number; });
    return options;
}

const OfferedOption* find_option(const Record& record, std::int64_t number) {
    const auto found = std::find_if(record.options.begin(), record.options.end(), [number](const OfferedOption& option) { return option.number == number; });
    return found == record.options.end() ? nullptr : &*found;
}

Result<void> offer_options(Draft& draft, const OfferOptions& command) {
    if (auto may = require_choice(draft.record()); !may) return may;
    if (command.numbers.empty() && command.words.empty()) {
        return Error(ErrorCode::invalid_argument, "Nothing to offer was named.", "numbers", "candor offer INC lists what there is.");
    }
    for (std::size_t i = 0; i < command.words.size(); ++i) {
        if (auto valid = validate_text(command.words[i], fmt::format("words[{}]", i)); !valid) return valid;
    }
    const auto wanted = wanted_of(command, options_of(draft.record(), draft.circumstances().options));
    if (!wanted) return wanted.error();
    for (const OptionOffered& option : *wanted) {
        const OfferedOption* known = find_option(draft.record(), option.number);
        if (known != nullptr && known->is_offered()) continue;  // said twice is offered once
        if (known == nullptr && draft.record().options.size() >= most_options) {
            return Error(ErrorCode::invalid_argument, fmt::format("{} options are enough to choose from.", most_options), "numbers");
        }
        draft.add(option);
    }
    return {};
}

Result<void> withdraw_option(Draft& draft, const WithdrawOption& command) {
    if (auto may = require_choice(draft.record()); !may) return may;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    const OfferedOption* option = find_option(draft.record(), command.number);
    if (option == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("Option {} is not offered in this incident.", command.number), "number", "candor offer INC lists what is.");
    }
    if (!option->is_offered()) return Error(ErrorCode::wrong_state, fmt::format("Option {} is withdrawn already: {}", command.number, option->withdrawal), "number");
    draft.add(OptionWithdrawn{command.number, command.reason});
    return {};
}

}  // namespace candor
