#include "core/honesty/units.hpp"

#include "core/honesty/entities.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

class UnitReader {
public:
    UnitReader(const std::vector<Token>& tokens, const Lexicon& lexicon) : tokens_(tokens), lexicon_(lexicon) {}

    Units run() {
        EntityReader entities(tokens_, lexicon_.time);
        out_.units.reserve(tokens_.size() + 2);
        out_.symbols.reserve(tokens_.size() + 2);
        boundary({0, 0});
        for (std::size_t at = 0; at < tokens_.size();) {
            if (starts_sentence(at)) boundary({tokens_[at].span.begin, tokens_[at].span.begin});
            const Token& token = tokens_[at];
            if (token.text == "\"") {
                quoted_ = !quoted_ && closes(at);
                ++at;
                continue;
            }
            Unit unit;
            unit.capital = token.capital;
            unit.all_caps = token.all_caps;
            if (entities.read(at, unit)) {
                put(std::move(unit));
                continue;
            }
            word_or_mark(token, std::move(unit));
            ++at;
        }
        const auto end = tokens_.empty() ? 0 : tokens_.back().span.end;
        boundary({end, end});
        carry_zones();
        attach_dates();
        return std::move(out_);
    }

private:
    void word_or_mark(const Token& token, Unit unit) {
        unit.text = token.text;
        unit.span = token.span;
        if (token.kind != TokenKind::mark) {
            put(std::move(unit));
            if (lexicon_.clause_breaks.contains(token.text)) ++clause_;
            return;
        }
        if (token.text == "?") question_ = true;
        if (token.text == "." || token.text == "!" || token.text == "?" || token.text == "*") return;  // see starts_sentence
        const bool inner = token.text == "-" && !token.space_before;  // "follow-up" is two words
        if (inner || token.text == "'") return;
        unit.kind = UnitKind::mark;
        ++clause_;
        put(std::move(unit));
    }

    // A quotation mark that nothing closes nearby quotes nothing: it must not hide the rest of the text.
    [[nodiscard]] bool closes(std::size_t open) const {
        for (std::size_t at = open + 1; at < tokens_.size() && at <= open + 60; ++at) {
            if (tokens_[at].newlines_before >= 2) return false;
            if (tokens_[at].text == "\"") return true;
        }
        return false;
    }

    // Whether a sentence ends between the token before and this one.
    [[nodiscard]] bool starts_sentence(std::size_t at) const {
        if (at == 0) return false;
        const Token& token = tokens_[at];
        if (token.newlines_before >= 2) return true;
        if (token.newlines_before == 1 && (token.capital || token.kind != TokenKind::word)) return true;
        std::size_t last = at;
        while (last > 0 && (tokens_[last - 1].text == ")" || tokens_[last - 1].text == "\"" || tokens_[last - 1].text == "'")) --last;
        if (last == 0) return false;
        const std::string& mark = tokens_[last - 1].text;
        if (mark == "!" || mark == "?") return token.kind != TokenKind::mark || token.text == "\"";
        if (mark != "." || token.kind == TokenKind::mark) return mark == "." && token.text == "\"" && token.space_before;
        if (!token.space_before && token.newlines_before == 0) return false;
        if (last < 2) return true;
        const Token& word = tokens_[last - 2];
        if (lexicon_.time.abbreviations.contains(word.text)) return false;
        if (last >= 4 && tokens_[last - 3].text == "." && lexicon_.time.abbreviations.contains(tokens_[last - 4].text + "." + word.text)) {
            return token.capital;  // "a las 6:30 a. m. habilitamos"
        }
        if (word.kind == TokenKind::number && lexicon_.time.months.contains(token.text)) return false;  // "3. Mai"
        return token.capital || token.kind == TokenKind::number || word.kind != TokenKind::number;
    }

    void boundary(Span span) {
        if (!out_.units.empty() && out_.units.back().kind == UnitKind::boundary) return;
        if (!out_.units.empty()) {
            Sentence sentence;
            sentence.begin = first_;
            sentence.end = static_cast<std::uint32_t>(out_.units.size());
            if (sentence.end > sentence.begin) {
                sentence.span = {out_.units[sentence.begin].span.begin, out_.units[sentence.end - 1].span.end};
                for (auto i = sentence.begin; i < sentence.end; ++i) sentence.words += out_.units[i].kind == UnitKind::mark ? 0u : 1u;
                sentence.question = question_;
                out_.sentences.push_back(sentence);
                ++sentence_;
            }
        }
        question_ = false;
        ++clause_;
        Unit unit;
        unit.kind = UnitKind::boundary;
        unit.span = span;
        put(std::move(unit));
        first_ = static_cast<std::uint32_t>(out_.units.size());
    }

    void put(Unit unit) {
        unit.sentence = sentence_;
        unit.clause = clause_;
        unit.quoted = quoted_;
        std::vector<Symbol> symbols;
        switch (unit.kind) {
        case UnitKind::boundary: symbols = {symbol::boundary}; break;
        case UnitKind::mark: symbols = {symbol::any}; break;
        case UnitKind::word: symbols = {symbol::any_word, symbol::any}; break;
        case UnitKind::clock: symbols = {symbol::any_word, symbol::any, symbol::clock}; break;
        case UnitKind::date: symbols = {symbol::any_word, symbol::any, symbol::date}; break;
        case UnitKind::duration: symbols = {symbol::any_word, symbol::any, symbol::duration}; break;
        case UnitKind::percent: symbols = {symbol::any_word, symbol::any, symbol::percent}; break;
        case UnitKind::number: symbols = {symbol::any_word, symbol::any, symbol::number}; break;
        }
        if (!unit.text.empty()) lexicon_.words.symbols_of(unit.text, symbols);
        if (lexicon_.time.weekdays.contains(unit.text)) symbols.push_back(symbol::date);  // a word as well: "Monday's"
        out_.symbols.push_back(std::move(symbols));
        out_.units.push_back(std::move(unit));
    }

    // "14:00 to 14:30 UTC" and "2-3pm": what the second time says of zone and half of the day holds for the first.
    void carry_zones() {
        auto& units = out_.units;
        for (std::size_t i = 2; i < units.size(); ++i) {
            if (units[i].kind != UnitKind::clock) continue;
            std::size_t before = i - 1;
            while (before > 0 && i - before < 3 && units[before].kind != UnitKind::clock && units[before].kind != UnitKind::boundary) --before;
            if (units[before].kind != UnitKind::clock) continue;
            ClockValue& first = units[before].clock;
            const ClockValue& second = units[i].clock;
            if (first.offsets.empty()) first.offsets = second.offsets;
            else if (second.offsets.empty()) units[i].clock.offsets = first.offsets;
        }
    }

    // A date beside a clock time, with nothing but fillers between, is the date of that time.
    void attach_dates() {
        auto& units = out_.units;
        for (std::size_t i = 0; i < units.size(); ++i) {
            if (units[i].kind != UnitKind::clock || units[i].clock.date) continue;
            for (const int step : {-1, 1}) {
                auto at = static_cast<std::ptrdiff_t>(i) + step;
                for (int skipped = 0; skipped < 2 && at > 0 && at < static_cast<std::ptrdiff_t>(units.size()) &&
                                      (lexicon_.time.fillers.contains(units[static_cast<std::size_t>(at)].text) ||
                                       units[static_cast<std::size_t>(at)].text == ",");
                     ++skipped) {
                    at += step;
                }
                if (at <= 0 || at >= static_cast<std::ptrdiff_t>(units.size())) continue;
                const Unit& date = units[static_cast<std::size_t>(at)];
                if (date.kind != UnitKind::date) continue;
                if (date.date) units[i].clock.date = date.date;
                else units[i].clock.day = date.day;
                break;
            }
        }
    }

    const std::vector<Token>& tokens_;
    const Lexicon& lexicon_;
    Units out_;
    std::uint32_t sentence_ = 0;
    std::uint32_t clause_ = 0;
    std::uint32_t first_ = 0;
    bool quoted_ = false;
    bool question_ = false;  // the sentence under way ends with a question mark
};

}  // namespace

Units read_units(const std::vector<Token>& tokens, const Lexicon& lexicon) {
    return UnitReader(tokens, lexicon).run();
}

std::vector<Time> instants(const ClockValue& clock, Time near, Time now, std::optional<int> home) {
    using namespace std::chrono;
    std::vector<int> offsets = clock.offsets;
    if (offsets.empty()) offsets.push_back(home.value_or(0));
    std::vector<Time> result;
    for (const int offset : offsets) {
        const auto local = [&](Time time) { return floor<days>(time + minutes{offset}); };
        const auto at = [&](sys_days midnight) { return Time{midnight} + minutes{clock.minute_of_day - offset}; };
        if (clock.date) {
            auto date = *clock.date;
            if (static_cast<int>(date.year()) == 0) date = year_month_day{year_month_day{local(near)}.year(), date.month(), date.day()};
            if (date.ok()) result.push_back(at(sys_days{date}));
        } else if (clock.day) {
            result.push_back(at(local(now) + days{*clock.day}));
            if (clock.minute_of_day == 0) result.push_back(result.back() + days{1});  // "midnight tonight": the day's end
        } else {
            Time best = at(local(near));
            for (const int shift : {-1, 1}) {
                const Time other = at(local(near) + days{shift});
                if (abs(other - near) < abs(best - near)) best = other;
            }
            result.push_back(best);
        }
    }
    return result;
}

}  // namespace candor::honesty
