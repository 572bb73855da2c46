#include "core/incident/validate.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

namespace candor {

namespace {

Result<void> require_line(std::string_view text, std::size_t longest, std::string field) {
    if (trimmed(text).empty()) return Error(ErrorCode::invalid_argument, fmt::format("{} is empty.", field), field, "Say it in a few words.");
    return validate_plain(text, longest, false, std::move(field));
}

Result<void> optional_line(std::string_view text, std::size_t longest, std::string field) {
    return validate_plain(text, longest, false, std::move(field));
}

struct BodyValidator {
    const std::string& field;

    [[nodiscard]] Result<void> line(const std::string& text, const char* name) const {
        return require_line(text, longest_text, fmt::format("{}.{}", field, name));
    }

    Result<void> operator()(const Symptom& fact) const { return line(fact.text, "text"); }
    Result<void> operator()(const Workaround& fact) const { return line(fact.text, "text"); }
    Result<void> operator()(const Action& fact) const { return line(fact.text, "text"); }
    Result<void> operator()(const Prevention& fact) const { return line(fact.text, "text"); }
    Result<void> operator()(const Started&) const { return {}; }
    Result<void> operator()(const Ended&) const { return {}; }
    Result<void> operator()(const Verification& fact) const { return line(fact.method, "method"); }

    Result<void> operator()(const Cause& fact) const {
        if (auto text = line(fact.text, "text"); !text) return text;
        return optional_line(fact.party, longest_name, field + ".party");
    }

    Result<void> operator()(const Scope& fact) const {
        if (fact.count && *fact.count < 0) return Error(ErrorCode::invalid_argument, "A count cannot be negative.", field + ".count");
        if (fact.fraction && !(*fact.fraction >= 0 && *fact.fraction <= 1)) {
            return Error(ErrorCode::invalid_argument, "A fraction is a number from 0 to 1.", field + ".fraction", "0.12 is 12 %.");
        }
        return optional_line(fact.method, longest_text, field + ".method");
    }

    Result<void> operator()(const Eta& fact) const {
        if (trimmed(fact.basis).empty()) {
            return Error(ErrorCode::invalid_argument, "An ETA needs what it rests on.", field + ".basis",
                         "Add --basis \"the restore has copied 60 % in 40 min\"; without a basis, say nothing about when.");
        }
        if (fact.earliest && *fact.earliest > fact.latest) {
            return Error(ErrorCode::invalid_argument, "The earliest time is after the latest.", field + ".earliest");
        }
        return optional_line(fact.basis, longest_text, field + ".basis");
    }

    Result<void> operator()(const DataLoss& fact) const { return answered(fact.answer, fact.method); }
    Result<void> operator()(const Security& fact) const { return answered(fact.incident, fact.method); }

    Result<void> operator()(const Unaffected& fact) const {
        if (auto subject = line(fact.subject, "subject"); !subject) return subject;
        return line(fact.method, "method");
    }

    Result<void> operator()(const ThirdParty& fact) const {
        if (auto party = line(fact.party, "party"); !party) return party;
        return line(fact.commitment, "commitment");
    }

    // "no" is a claim that somebody has checked: it needs how.
    [[nodiscard]] Result<void> answered(Answer answer, const std::string& method) const {
        if (answer == Answer::no && trimmed(method).empty()) {
            return Error(ErrorCode::invalid_argument, "\"no\" needs how it was checked.", field + ".method", "Add --method \"...\".");
        }
        return optional_line(method, longest_text, field + ".method");
    }
};

}  // namespace

Result<void> validate_text(std::string_view text, std::string field) {
    return require_line(text, longest_text, std::move(field));
}

Result<void> optional_reason(std::string_view because) {
    return optional_line(because, longest_text, "because");
}

Result<void> validate_words(std::string_view text, std::string field) {
    return validate_plain(text, longest_words, true, std::move(field));
}

Result<void> optional_name(std::string_view name, std::string field) {
    return optional_line(name, longest_name, std::move(field));
}

Result<void> validate_name(std::string_view name, std::string field) {
    return require_line(name, longest_name, std::move(field));
}

Result<void> validate(const NewFact& fact, const std::string& field) {
    return std::visit(BodyValidator{field}, fact.body);
}

Result<void> validate(const Declare& command) {
    if (auto title = require_line(command.title, longest_title, "title"); !title) return title;
    if (auto owner = validate_name(command.owner, "owner"); !owner) return owner;
    if (auto deputy = optional_line(command.deputy, longest_name, "deputy"); !deputy) return deputy;
    if (!command.components.empty() || command.kind == RecordKind::case_) return {};
    return Error(ErrorCode::invalid_argument, "Say which component is affected.", "components",
                 "Add --component; `candor status --components` lists them.");
}

Result<void> validate(const Publish& command) {
    if (auto words = validate_words(command.words, "words"); !words) return words;
    if (command.status && *command.status > Status::monitoring) {
        return Error(ErrorCode::invalid_argument, fmt::format("An update cannot set the status to {}.", to_string(*command.status)), "status",
                     "Use candor resolve or candor withdraw.");
    }
    if (command.corrects && trimmed(command.words).empty()) {
        return Error(ErrorCode::invalid_argument, "A correction says what was wrong and what is right.", "words");
    }
    return optional_reason(command.because);
}

}  // namespace candor
