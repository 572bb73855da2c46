// The language of the page: its words, and how it writes times and durations.
#pragma once

#include "core/message/page_words.hpp"
#include "daemon/desk/setup.hpp"

namespace candor::pages {

// Refers to the setup that it was made of.
class Voice {
public:
    explicit Voice(const desk::Setup& setup)
        : words_(setup.templates.page_words(setup.language)), phrases_(setup.templates.of(setup.language).phrases), zone_(*setup.zone) {}

    using Fields = std::map<std::string, std::string, std::less<>>;
    [[nodiscard]] std::string text(PageText text, const Fields& fields = {}) const { return words_.text(text, fields); }
    template <NamedEnum E>
    [[nodiscard]] std::string word(PageWordGroup group, E value) const {
        return words_.word(group, to_string(value));
    }
    [[nodiscard]] const PageWords& words() const { return words_; }
    [[nodiscard]] const PhraseBook& phrases() const { return phrases_; }
    [[nodiscard]] const TimeZone& zone() const { return zone_; }

    // "22 Nov 2026, 14:30 UTC": always with its date.
    [[nodiscard]] std::string moment(Time time) const { return words_.moment(time, zone_); }
    [[nodiscard]] std::string day(Time time) const { return words_.day(time, zone_); }
    [[nodiscard]] std::string duration(Duration duration) const;
    // How often: "15 minutes".
    [[nodiscard]] std::string pace(Duration every) const { return phrases_.pace(every); }
    // "99.9%". A share that is not whole is never rounded to one that is.
    [[nodiscard]] std::string share(double share) const;
    // "Resolved". What was opened in error is withdrawn; a maintenance that was is cancelled.
    [[nodiscard]] std::string status(Status status, RecordKind kind = RecordKind::incident) const;
    [[nodiscard]] std::string impact(Impact impact) const { return phrases_.word({"impact", std::string(to_string(impact))}); }

private:
    const PageWords& words_;
    const PhraseBook& phrases_;
    const TimeZone& zone_;
};

}  // namespace candor::pages
