#include "core/message/template_set.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace candor {

namespace {

using Files = std::map<std::string, std::string>;

FieldTable message_fields() {
    FieldTable text{{"text"}, {}};
    FieldTable section{{"heading", "has_items"}, {{"paragraphs", text}, {"items", text}}};
    return {
        {"organisation", "title", "status", "impact", "number", "published", "now", "next_update", "url", "language", "personal", "manage_url", "leave_url"},
        {{"sections", section}}};
}

// Of a mail about a subscription: one of the two links is there.
FieldTable subscription_fields() {
    return {{"organisation", "url", "language", "confirm_url", "manage_url"}, {}};
}

// Of a mail about a webhook that was put aside.
FieldTable quarantine_fields() {
    return {{"organisation", "url", "language", "manage_url", "subscription", "since"}, {}};
}

struct LayoutFile {
    const char* name;
    Layout LanguageTemplates::*member;
    Escape escape;
    std::vector<std::string> prints;  // what it must print, whatever else is absent
    FieldTable fields;
    std::vector<std::string> required = {};  // what it must name, outside every section but one of the same name
};

const std::vector<LayoutFile>& layout_files() {
    static const std::vector<std::string> all{"title", "section", "now", "next_update", "url"};
    static const std::vector<LayoutFile> files{
        // Only what never changes while the incident lasts: mail programs thread by the subject.
        {"email.subject.mustache",
         &LanguageTemplates::email_subject,
         Escape::none,
         {"title"},
         {{"organisation", "title"}, {}}},
        {"email.text.mustache", &LanguageTemplates::email_text, Escape::none, all, message_fields()},
        {"email.html.mustache", &LanguageTemplates::email_html, Escape::html, all, message_fields()},
        {"mastodon.text.mustache", &LanguageTemplates::mastodon_text, Escape::none, all, message_fields()},
        {"webhook.text.mustache", &LanguageTemplates::webhook_text, Escape::none, all, message_fields()},
        {"subscription.subject.mustache", &LanguageTemplates::subscription_subject, Escape::none, {}, subscription_fields()},
        {"subscription.text.mustache", &LanguageTemplates::subscription_text, Escape::none, {"url"}, subscription_fields(), {"confirm_url", "manage_url"}},
        {"subscription.html.mustache", &LanguageTemplates::subscription_html, Escape::html, {"url"}, subscription_fields(), {"confirm_url", "manage_url"}},
        {"quarantine.subject.mustache", &LanguageTemplates::quarantine_subject, Escape::none, {}, quarantine_fields()},
        {"quarantine.text.mustache", &LanguageTemplates::quarantine_text, Escape::none, {"url"}, quarantine_fields(), {"manage_url", "subscription"}},
        {"quarantine.html.mustache", &LanguageTemplates::quarantine_html, Escape::html, {"url"}, quarantine_fields(), {"manage_url", "subscription"}}};
    return files;
}

// Fills the layout with marks and nothing that may be absent, and looks for the marks: whatever the layout's sections are,
// no sentence can get lost in them.
std::vector<std::string> not_printed(const Layout& layout, const std::vector<std::string>& prints) {
    Filling section;
    section.texts = {{"heading", "[heading]"}, {"has_items", "yes"}};
    section.lists["paragraphs"] = {{{{"text", "[paragraph]"}}, {}}};
    section.lists["items"] = {{{{"text", "[item]"}}, {}}};
    Filling probe;
    for (const char* name : {"title", "now", "next_update", "url"}) probe.texts[name] = fmt::format("[{}]", name);
    probe.lists["sections"] = {section};
    const std::string printed = layout.fill(probe);
    std::vector<std::string> missing;
    const auto look_for = [&](const std::string& mark, const std::string& name) {
        if (printed.find(mark) == std::string::npos) missing.push_back(name);
    };
    for (const std::string& name : prints) {
        if (name != "section") {
            look_for("[" + name + "]", "{{" + name + "}}");
            continue;
        }
        look_for("[heading]", "{{heading}} of {{#sections}}");
        look_for("[paragraph]", "{{text}} of {{#paragraphs}} of {{#sections}}");
        look_for("[item]", "{{text}} of {{#items}} of {{#sections}}");
    }
    return missing;
}

class Loader {
public:
    explicit Loader(const Files& files) : files_(files) {}

    std::map<std::string, LanguageTemplates> languages() {
        std::map<std::string, LanguageTemplates> loaded;
        for (const auto& [path, content] : files_) {
            const auto slash = path.find('/');
            if (slash == std::string::npos) continue;
            const std::string language = path.substr(0, slash);
            if (path.substr(slash + 1) == "phrases.yaml") loaded[language] = load(language);
        }
        return loaded;
    }

    void problem(std::string text) { problems_.push_back(std::move(text)); }
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    LanguageTemplates load(const std::string& language) {
        LanguageTemplates templates;
        const std::string phrases = language + "/phrases.yaml";
        if (auto book = load_phrases(files_.at(phrases), phrases)) templates.phrases = std::move(*book);
        else problem(book.error().message());
        read_page_words(language, templates);
        for (const LayoutFile& file : layout_files()) templates.*file.member = load(language + "/" + file.name, file);
        refuse_unknown(language + "/");
        return templates;
    }

    void read_page_words(const std::string& language, LanguageTemplates& templates) {
        const auto found = files_.find(language + "/page.yaml");
        if (found == files_.end()) return;
        if (auto words = load_page_words(found->second, found->first)) templates.page = std::move(*words);
        else problem(words.error().message());
    }

    Layout load(const std::string& path, const LayoutFile& file) {
        const auto found = files_.find(path);
        if (found == files_.end()) {
            problem(fmt::format("{}:1: the file is missing", path));
            return {};
        }
        auto layout = load_layout(found->second, {file.fields, file.required, file.escape}, path);
        if (!layout) {
            problem(layout.error().message());
            return {};
        }
        const auto missing = not_printed(*layout, file.prints);
        if (!missing.empty())
            problem(fmt::format("{}:1: the layout must always print {}", path, fmt::join(missing, ", ")));
        return std::move(*layout);
    }

    // A misspelt file name would otherwise mean that somebody's change is quietly not used.
    void refuse_unknown(const std::string& folder) {
        for (const auto& [path, content] : files_) {
            if (!path.starts_with(folder)) continue;
            const std::string name = path.substr(folder.size());
            const auto& known = layout_files();
            const bool is_known =
                name == "phrases.yaml" || name == "page.yaml" ||
                std::any_of(known.begin(), known.end(), [&](const LayoutFile& file) { return name == file.name; });
            if (!is_known) problem(fmt::format("{}:1: no such template exists; is the name misspelt?", path));
        }
    }

    const Files& files_;
    std::vector<std::string> problems_;
};

// "de-AT", "de-at-1996", ... -> the most specific that is there.
template <class Map>
typename Map::const_iterator find_language(const Map& languages, std::string_view wanted) {
    for (std::string tag(wanted); !tag.empty();) {
        if (const auto found = languages.find(tag); found != languages.end()) return found;
        const auto dash = tag.rfind('-');
        if (dash == std::string::npos) break;
        tag.resize(dash);
    }
    return languages.end();
}

}  // namespace

const LanguageTemplates& TemplateSet::of(std::string_view language) const {
    const auto found = find_language(languages_, language);
    return found != languages_.end() ? found->second : languages_.at(fallback_);
}

const PageWords& TemplateSet::page_words(std::string_view language) const {
    const auto& own = of(language).page;
    return own ? *own : languages_.at(fallback_).page.value();
}

bool TemplateSet::has(std::string_view language) const {
    return find_language(languages_, language) != languages_.end();
}

std::vector<std::string> TemplateSet::languages() const {
    std::vector<std::string> names;
    for (const auto& language : languages_) names.push_back(language.first);
    return names;
}

Result<TemplateSet> load_templates(const std::map<std::string, std::string>& files, const std::string& fallback,
                                   const std::vector<std::string>& wanted) {
    Loader loader(files);
    auto languages = loader.languages();
    if (languages.count(fallback) == 0) {
        loader.problem(fmt::format("{}/phrases.yaml:1: the file is missing, and \"{}\" is the organisation's language",
                                   fallback, fallback));
    }
    if (files.count(fallback + "/page.yaml") == 0) {
        loader.problem(fmt::format("{}/page.yaml:1: the file is missing, and \"{}\" is the organisation's language", fallback, fallback));
    }
    for (const std::string& language : std::set<std::string>(wanted.begin(), wanted.end())) {
        if (language == fallback || find_language(languages, language) != languages.end()) continue;
        loader.problem(
            fmt::format("{}/phrases.yaml:1: the file is missing, and a channel asks for \"{}\"", language, language));
    }
    if (!loader.problems().empty())
        return Error(ErrorCode::invalid_template, fmt::format("{}", fmt::join(loader.problems(), "\n")));
    return TemplateSet(std::move(languages), fallback);
}

}  // namespace candor
