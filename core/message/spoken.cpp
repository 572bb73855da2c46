#include "core/message/spoken.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace candor {

namespace {

// What a caller asks: what is wrong, since when, who is affected, what they can do, what is being done, and when they hear
// more. The rest is in writing. In the order in which they give way where there are too many words.
struct Choice {
    Slot slot;
    int gives_way;  // the highest goes first; 0: never
};
constexpr std::array choices{
    Choice{Slot::eta_passed, 0},                    Choice{Slot::eta_missed, 0},
    Choice{Slot::retracted, 75},                    Choice{Slot::late, 65},
    Choice{Slot::late_several, 65},                 Choice{Slot::attack, 0},
    Choice{Slot::words, 90},                        Choice{Slot::apology, 85},
    Choice{Slot::apology_closing, 85},              Choice{Slot::not_known, 80},
    Choice{Slot::not_known_closing, 80},            Choice{Slot::eta_range, 70},
    Choice{Slot::eta, 70},                          Choice{Slot::resolved, 0},
    Choice{Slot::withdrawn, 0},                     Choice{Slot::correction, 0},
    Choice{Slot::no_workaround, 60},                Choice{Slot::opening_staff, 0},
    Choice{Slot::opening_monitoring, 0},            Choice{Slot::opening_reported, 0},
    Choice{Slot::opening_reported_confirmed, 0},    Choice{Slot::opening_third_party, 0},
    Choice{Slot::opening_third_party_confirmed, 0}, Choice{Slot::affected_closing, 0},
    Choice{Slot::symptom, 0},                       Choice{Slot::symptom_closing, 50},
    Choice{Slot::started, 40},                      Choice{Slot::ended, 40},
    Choice{Slot::lasted, 40},                       Choice{Slot::scope_few, 0},
    Choice{Slot::scope_some, 0},                    Choice{Slot::scope_many, 0},
    Choice{Slot::scope_all, 0},                     Choice{Slot::scope_count, 0},
    Choice{Slot::scope_fraction, 0},                Choice{Slot::scope_count_fraction, 0},
    Choice{Slot::workaround, 0},                    Choice{Slot::workarounds, 0},
    Choice{Slot::workaround_item, 0},               Choice{Slot::data_lost, 0},
    Choice{Slot::options, 78},                      Choice{Slot::option_item, 78},
    Choice{Slot::doing, 0},                         Choice{Slot::doing_still, 0},
    Choice{Slot::gathering, 0},                     Choice{Slot::next_update, 0},
    Choice{Slot::maintenance_planned, 0},           Choice{Slot::maintenance_moved, 60},
    Choice{Slot::maintenance_under_way, 0},         Choice{Slot::maintenance_verifying, 0},
    Choice{Slot::maintenance_effect, 0},            Choice{Slot::maintenance_not_begun, 0},
    Choice{Slot::maintenance_not_over, 0},          Choice{Slot::maintenance_completed, 0},
    Choice{Slot::maintenance_overran, 0},           Choice{Slot::maintenance_cancelled, 0},
    Choice{Slot::maintenance_question, 0},          Choice{Slot::case_incident, 0},
    Choice{Slot::case_owner, 0},                    Choice{Slot::case_handover, 0},
    Choice{Slot::final, 0},                         Choice{Slot::follow_up, 0},
    Choice{Slot::follow_up_promised, 55}};

const Choice* choice_of(Slot slot) {
    const auto found = std::find_if(choices.begin(), choices.end(), [slot](const Choice& choice) { return choice.slot == slot; });
    return found == choices.end() ? nullptr : &*found;
}

struct Sentence {
    Line line;
    std::string text;
    int gives_way = 0;
};

class FactSpeaker {
public:
    FactSpeaker(const Statement& statement, const LanguageTemplates& templates, const RenderContext& context, Time now)
        : statement_(statement), phrases_(templates.phrases), setting_{now, context.zone, statement.whole_minutes} {
        for (const Line& line : statement.lines) take(line);
    }

    Spoken speak(std::size_t most_words) {
        while (words() > most_words && give_way()) {}
        for (std::size_t longest = 160; words() > most_words && longest >= 20; longest = longest * 3 / 4) shorten_to(longest);
        spoken_.language = phrases_.language();
        spoken_.text = text();
        spoken_.words = words();
        spoken_.takes = Duration{static_cast<std::int64_t>(spoken_.words) * 400};  // 150 words a minute
        spoken_.fits = spoken_.words <= most_words;
        for (const Sentence& sentence : sentences_) {
            spoken_.sentences.push_back({sentence.text, sentence.line.slot, sentence.line.facts, {sentence.line.fields.begin(), sentence.line.fields.end()}});
        }
        return std::move(spoken_);
    }

private:
    // Of several facts of a kind a second goes before anything else does; but there is more than one workaround, and more than one
    // option, so that callers can choose.
    void take(const Line& line) {
        const Choice* choice = choice_of(line.slot);
        if (choice == nullptr) return;
        Sentence sentence{line, {}, choice->gives_way};
        if (line.slot == Slot::words && statement_.kind == UpdateKind::correction) sentence.gives_way = 0;  // what was wrong
        const bool said = std::any_of(sentences_.begin(), sentences_.end(), [&](const Sentence& other) { return other.line.slot == line.slot; });
        if (said && line.slot != Slot::option_item) sentence.gives_way = line.slot == Slot::workaround_item ? 65 : 100;
        write(sentence);
        sentences_.push_back(std::move(sentence));
    }

    void write(Sentence& sentence) const {
        sentence.text = phrases_.sentence(sentence.line, setting_);
        std::replace(sentence.text.begin(), sentence.text.end(), '\n', ' ');
    }

    [[nodiscard]] std::string text() const {
        std::string text;
        for (const Sentence& sentence : sentences_) text += (text.empty() ? "" : " ") + sentence.text;
        return text;
    }
    [[nodiscard]] std::size_t words() const { return word_count(text()); }

    // Of equals the last.
    bool give_way() {
        auto least = sentences_.end();
        for (auto sentence = sentences_.begin(); sentence != sentences_.end(); ++sentence) {
            if (sentence->gives_way == 0) continue;
            if (least == sentences_.end() || sentence->gives_way >= least->gives_way) least = sentence;
        }
        if (least == sentences_.end()) return false;
        spoken_.dropped.push_back(least->line.slot);
        sentences_.erase(least);
        return true;
    }

    void shorten_to(std::size_t longest) {
        for (Sentence& sentence : sentences_) {
            for (auto& [name, value] : sentence.line.values) {
                if (auto* text = std::get_if<std::string>(&value)) *text = shortened(*text, longest);
                if (auto* list = std::get_if<std::vector<std::string>>(&value)) shorten_list(*list, longest);
            }
            write(sentence);
        }
    }

    // Names are said whole, as many as there is room for.
    static void shorten_list(std::vector<std::string>& list, std::size_t longest) {
        std::size_t length = 0;
        std::size_t kept = 0;
        while (kept < list.size() && (kept == 0 || length + grapheme_count(list[kept]) <= longest)) length += grapheme_count(list[kept++]);
        if (kept == list.size()) return;
        list.resize(kept);
        list.back() += " …";
    }

    const Statement& statement_;
    const PhraseBook& phrases_;
    Setting setting_;
    std::vector<Sentence> sentences_;
    Spoken spoken_;
};

}  // namespace

Spoken speak(const Statement& statement, const TemplateSet& templates, const RenderContext& context, Time now, std::size_t most_words) {
    return FactSpeaker(statement, templates.of(context.language), context, now).speak(most_words);
}

std::size_t word_count(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

}  // namespace candor
