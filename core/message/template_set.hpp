// The texts of the house as data: phrases and layouts by language, checked whole before any of them is used.
#pragma once

#include "core/error.hpp"
#include "core/message/layout.hpp"
#include "core/message/page_words.hpp"
#include "core/message/phrases.hpp"

#include <map>
#include <optional>
#include <string>

namespace candor {

// One language: its phrases, and how each channel lays them out.
struct LanguageTemplates {
    PhraseBook phrases;
    std::optional<PageWords> page;  // only what has a page needs them
    Layout email_subject;
    Layout email_text;
    Layout email_html;
    Layout mastodon_text;
    Layout webhook_text;
    Layout subscription_subject;  // of the mails about a subscription itself
    Layout subscription_text;
    Layout subscription_html;
    Layout quarantine_subject;  // of the mails about a webhook that was put aside
    Layout quarantine_text;
    Layout quarantine_html;
};

class TemplateSet {
public:
    TemplateSet() = default;
    TemplateSet(std::map<std::string, LanguageTemplates> languages, std::string fallback)
        : languages_(std::move(languages)), fallback_(std::move(fallback)) {}

    // The templates for a language, else those of the language without its region ("de-AT" -> "de"), else the fallback.
    [[nodiscard]] const LanguageTemplates& of(std::string_view language) const;
    // Those of the fallback where the language has none of its own.
    [[nodiscard]] const PageWords& page_words(std::string_view language) const;
    [[nodiscard]] bool has(std::string_view language) const;
    [[nodiscard]] std::vector<std::string> languages() const;

private:
    std::map<std::string, LanguageTemplates> languages_;
    std::string fallback_;
};

// `files`: path below the templates folder ("en/phrases.yaml", "en/email.text.mustache") -> content. `fallback` is the
// organisation's language; it and every language in `wanted` must be there, whole; words for a page are
// required in the fallback alone. Errors: invalid_template; the message
// is "file:line: what is wrong", all problems, one per line.
[[nodiscard]] Result<TemplateSet> load_templates(const std::map<std::string, std::string>& files,
                                                 const std::string& fallback,
                                                 const std::vector<std::string>& wanted = {});

}  // namespace candor
