#include "core/message/render.hpp"

#include "core/message/webhook_body.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace candor {

namespace {

// A line and its sentence, which is made anew only where the line changes.
struct Piece {
    Line line;
    std::string sentence;
};

Filling text_item(std::string text) {
    return {{{"text", std::move(text)}}, {}};
}

FillingList paragraphs_of(std::string_view words) {
    FillingList paragraphs;
    while (!words.empty()) {
        const auto end = words.find('\n');
        const auto line = trimmed(words.substr(0, end));
        if (!line.empty()) paragraphs.push_back(text_item(std::string(line)));
        words = end == std::string_view::npos ? std::string_view{} : words.substr(end + 1);
    }
    return paragraphs;
}

// No blanks at line ends, at most one empty line in a row, none at either end.
std::string tidied(std::string_view text) {
    std::string tidy;
    std::size_t empty_lines = 0;
    text = trimmed(text);
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        empty_lines = line.empty() ? empty_lines + 1 : 0;
        if (empty_lines < 2) tidy += std::string(line) + "\n";
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return tidy;
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return std::string(trimmed(text));
}

// Lays the pieces out for one channel, and takes away or shortens until they fit.
class Renderer {
public:
    Renderer(const Statement& statement, const LanguageTemplates& templates, ChannelKind channel,
             const RenderContext& context)
        : statement_(statement), templates_(templates), channel_(channel), context_(context), title_(statement.title) {
        for (const Line& line : statement.lines) {
            if (line.slot == Slot::contact && context.contact.empty()) continue;
            Piece piece{line, {}};
            if (line.slot == Slot::contact) piece.line.values["contact"] = context.contact;
            write(piece);
            pieces_.push_back(std::move(piece));
        }
    }

    Rendered render() {
        lay_out();
        while (too_long() && drop(Keep::optional)) lay_out();
        while (too_long() && say_briefly()) lay_out();
        while (too_long() && shorten(40)) lay_out();
        while (too_long() && drop(Keep::if_possible)) lay_out();
        while (too_long() && shorten(12)) lay_out();
        rendered_.fits = !too_long();
        rendered_.limit = context_.limits.longest;
        return std::move(rendered_);
    }

private:
    [[nodiscard]] bool too_long() const {
        return context_.limits.longest > 0 && rendered_.length > context_.limits.longest;
    }
    [[nodiscard]] Setting setting() const { return {statement_.published_at, context_.zone, statement_.whole_minutes}; }

    // What the channel would take for more than text is made harmless here, for every value at once.
    [[nodiscard]] std::string harmless(std::string text) const {
        return channel_ == ChannelKind::mastodon ? without_mentions(text) : text;
    }

    void write(Piece& piece) const { piece.sentence = harmless(templates_.phrases.sentence(piece.line, setting())); }

    // --- layout ---

    void lay_out() {
        const Filling filling = fill();
        Message& message = rendered_.message;
        message.language = templates_.phrases.language();
        list_sentences();
        switch (channel_) {
            case ChannelKind::email:
                message.subject = one_line(templates_.email_subject.fill(filling));
                message.text = tidied(templates_.email_text.fill(filling));
                message.html = templates_.email_html.fill(filling);
                break;
            case ChannelKind::mastodon: message.text = trimmed(tidied(templates_.mastodon_text.fill(filling))); break;
            case ChannelKind::webhook:
                message.text = tidied(templates_.webhook_text.fill(filling));
                message.json = webhook_body(statement_, message.text, message.language, rendered_.sentences, context_);
                break;
        }
        rendered_.length = measure(message);
    }

    [[nodiscard]] std::size_t measure(const Message& message) const {
        switch (channel_) {
            case ChannelKind::mastodon: return mastodon_length(message.text, context_.limits.link_length);
            case ChannelKind::webhook: return message.json.size();
            case ChannelKind::email: return grapheme_count(message.text);
        }
        return 0;
    }

    [[nodiscard]] Filling fill() const {
        Filling filling;
        filling.texts["organisation"] = harmless(context_.organisation);
        filling.texts["title"] = harmless(title_);
        filling.texts["status"] = templates_.phrases.word({"status", status_word()});
        if (statement_.record_kind == RecordKind::case_) filling.texts["personal"] = "yes";
        if (statement_.impact && statement_.next_update) {
            filling.texts["impact"] = templates_.phrases.word({"impact", std::string(to_string(*statement_.impact))});
        }
        filling.texts["number"] = templates_.phrases.number(statement_.number);
        filling.texts["published"] = published();
        filling.texts["url"] = context_.url;
        if (!context_.subscription.manage.empty()) filling.texts["manage_url"] = context_.subscription.manage;
        if (!context_.subscription.leave.empty()) filling.texts["leave_url"] = context_.subscription.leave;
        filling.texts["language"] = templates_.phrases.language();
        const std::string now = sentences(Section::now);
        if (!now.empty()) filling.texts["now"] = now;
        for (const Piece& piece : pieces_) {
            if (piece.line.slot == Slot::next_update) filling.texts["next_update"] = piece.sentence;
        }
        filling.lists["sections"] = sections();
        return filling;
    }

    [[nodiscard]] std::string status_word() const {
        const bool cancelled = statement_.record_kind == RecordKind::maintenance && statement_.status == Status::withdrawn;
        return cancelled ? "cancelled" : std::string(to_string(statement_.status));
    }

    // With its date: an update may be read on another day.
    [[nodiscard]] std::string published() const {
        Setting other_day = setting();
        other_day.now -= std::chrono::days{2};
        return templates_.phrases.moment(statement_.published_at, other_day);
    }

    [[nodiscard]] FillingList sections() const {
        FillingList sections;
        for (std::size_t i = 0; i < enum_names<Section>.size(); ++i) {
            const auto section = static_cast<Section>(i);
            if (section == Section::now) continue;
            Filling filling = fill(section);
            if (!filling.lists.empty()) sections.push_back(std::move(filling));
        }
        return sections;
    }

    [[nodiscard]] Filling fill(Section section) const {
        Filling filling;
        if (section == Section::words) {
            const std::string words = sentences(section);
            if (!words.empty()) filling.lists["paragraphs"] = paragraphs_of(words);
            return filling;
        }
        FillingList items;
        for (const Piece& piece : pieces_) {
            if (piece.line.section != section || !is_item(piece.line)) continue;
            items.push_back(text_item(piece.sentence));
        }
        const std::string paragraph = section == Section::news ? "" : sentences(section);
        if (!paragraph.empty() && !items.empty()) filling.texts["heading"] = paragraph;
        else if (!paragraph.empty()) filling.lists["paragraphs"] = {text_item(paragraph)};
        if (section == Section::news && !items.empty()) filling.texts["heading"] = news_heading();
        if (!items.empty()) filling.texts["has_items"] = "yes";
        if (!items.empty()) filling.lists["items"] = std::move(items);
        return filling;
    }

    [[nodiscard]] static bool is_item(const Line& line) {
        return line.section == Section::news || line.slot == Slot::workaround_item || line.slot == Slot::option_item;
    }

    [[nodiscard]] std::string news_heading() const {
        return templates_.phrases.news_heading(statement_.since.value_or(statement_.published_at), setting());
    }

    // The sentences of a section as one paragraph, without what stands by itself.
    [[nodiscard]] std::string sentences(Section section) const {
        std::string text;
        for (const Piece& piece : pieces_) {
            if (piece.line.section != section || is_item(piece.line) || piece.line.slot == Slot::next_update) continue;
            if (!text.empty()) text += ' ';
            text += piece.sentence;
        }
        return text;
    }

    void list_sentences() {
        rendered_.sentences.clear();
        for (const Piece& piece : pieces_) {
            rendered_.sentences.push_back({piece.sentence,
                                           piece.line.slot,
                                           piece.line.facts,
                                           {piece.line.fields.begin(), piece.line.fields.end()}});
        }
    }

    // --- fitting ---

    // Takes away the line that is missed least; of equals the last.
    bool drop(Keep keep) {
        auto least = pieces_.end();
        for (auto piece = pieces_.begin(); piece != pieces_.end(); ++piece) {
            if (piece->line.keep != keep) continue;
            if (least == pieces_.end() || piece->line.rank >= least->line.rank) least = piece;
        }
        if (least == pieces_.end()) return false;
        if (is_correction(least->line) && say_that_something_was_taken_back(*least)) return true;
        rendered_.dropped.push_back(least->line.slot);
        pieces_.erase(least);
        drop_heading_without_items();
        return true;
    }

    [[nodiscard]] static bool is_correction(const Line& line) { return line.slot == Slot::retracted || line.slot == Slot::replaced; }

    // Where there is no room to say what no longer holds, it is still said that something does not. Once for all of it.
    bool say_that_something_was_taken_back(Piece& piece) const {
        const auto has = [this](Slot slot) { return std::any_of(pieces_.begin(), pieces_.end(), [slot](const Piece& other) { return other.line.slot == slot; }); };
        if (has(Slot::taken_back)) return false;
        piece.line.slot = Slot::taken_back;
        piece.line.section = Section::notice;
        piece.line.keep = has(Slot::correction) ? Keep::if_possible : Keep::always;  // a correction says so by itself
        piece.line.is_new = false;
        piece.line.unconfirmed = false;
        piece.line.values.clear();
        piece.line.earlier.clear();
        write(piece);
        return true;
    }

    void drop_heading_without_items() {
        const auto has = [this](Slot slot) {
            return std::any_of(pieces_.begin(), pieces_.end(),
                               [slot](const Piece& piece) { return piece.line.slot == slot; });
        };
        for (const auto& [heading, item] : {std::pair(Slot::workarounds, Slot::workaround_item), std::pair(Slot::options, Slot::option_item), std::pair(Slot::option_link, Slot::option_item)}) {
            if (!has(heading) || has(item)) continue;
            std::erase_if(pieces_, [heading = heading](const Piece& piece) { return piece.line.slot == heading; });
            rendered_.dropped.push_back(heading);
        }
    }

    // The shorter sentence that admits the same: how late, without how often; of all that is not known, what matters most.
    bool say_briefly() {
        for (Piece& piece : pieces_) {
            Line& line = piece.line;
            if (line.slot == Slot::late_several) {
                line.slot = Slot::late;
            } else if (auto* list = unknown_list(line); list != nullptr && list->size() > 1) {
                *list = {most_important(*list)};
            } else {
                continue;
            }
            write(piece);
            rendered_.shortened = true;
            return true;
        }
        return false;
    }

    [[nodiscard]] static Word most_important(const std::vector<Word>& unknown) {
        for (const Word& word : {Word{"unknown", "scope"}, Word{"unknown", "data_loss"}}) {
            if (std::find(unknown.begin(), unknown.end(), word) != unknown.end()) return word;
        }
        return unknown.front();
    }

    [[nodiscard]] static std::vector<Word>* unknown_list(Line& line) {
        const auto list = line.values.find("list");
        return list == line.values.end() ? nullptr : std::get_if<std::vector<Word>>(&list->second);
    }

    struct LongText {
        std::string* text = nullptr;
        Piece* piece = nullptr;  // nullptr: the title
        std::size_t length = 0;
    };

    void consider(LongText& longest, std::string& text, Piece* piece) const {
        const std::size_t length = grapheme_count(text);
        if (length > longest.length) longest = {&text, piece, length};
    }

    void consider(LongText& longest, Line& line, Piece* piece) const {
        for (auto& [name, value] : line.values) {
            if (name == "contact" || name == "answer" || name == "reference") continue;  // half an address is none
            if (auto* text = std::get_if<std::string>(&value)) consider(longest, *text, piece);
            if (auto* list = std::get_if<std::vector<std::string>>(&value)) {
                for (std::string& item : *list) consider(longest, item, piece);
            }
        }
        for (Line& earlier : line.earlier) consider(longest, earlier, piece);
    }

    // Shortens the longest text from the record; false where all are at `floor` graphemes or below.
    bool shorten(std::size_t floor) {
        LongText longest;
        consider(longest, title_, nullptr);
        for (Piece& piece : pieces_) consider(longest, piece.line, &piece);
        if (longest.length <= floor) return false;
        *longest.text = shortened(*longest.text, std::max(floor, longest.length - excess(longest)));
        if (longest.piece != nullptr) write(*longest.piece);
        rendered_.shortened = true;
        return true;
    }

    // How many graphemes to take from this text: at least one, never all.
    [[nodiscard]] std::size_t excess(const LongText& longest) const {
        std::size_t over = rendered_.length - context_.limits.longest;
        if (channel_ == ChannelKind::webhook)
            over = over * longest.length / std::max<std::size_t>(longest.text->size(), 1) / 2;
        return std::clamp<std::size_t>(over, 1, longest.length - 1);
    }

    const Statement& statement_;
    const LanguageTemplates& templates_;
    ChannelKind channel_;
    const RenderContext& context_;
    std::string title_;
    std::vector<Piece> pieces_;
    Rendered rendered_;
};

}  // namespace

Rendered render(const Statement& statement, const TemplateSet& templates, ChannelKind channel,
                const RenderContext& context) {
    return Renderer(statement, templates.of(context.language), channel, context).render();
}

}  // namespace candor
