#include "core/honesty/claims.hpp"

#include "core/honesty/phrases.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

bool stands(const Claim& claim) {
    const CueSet& needed = claim.kind->only_if;
    const CueSet& all = claim.kind->all_of;
    return (claim.cues & claim.kind->void_if).none() && (needed.none() || (claim.cues & needed).any()) && (claim.cues & all) == all;
}

// Cue matches, found quickly from where a claim stands.
class Cues {
public:
    Cues(const Units& text, const Lexicon& lexicon) : text_(text), lexicon_(lexicon) {}

    // In the order in which the matches end.
    void add(const Match& match, std::uint32_t cue) {
        const Cue& what = lexicon_.cues[cue];
        if (match.begin > 0 && beside(what.unless_prev, match.begin - 1)) return;
        if (match.end < text_.units.size() && beside(what.unless_next, match.end)) return;
        found_.push_back({cue, match.begin, match.end});
        if (what.within == Within::text) everywhere_.set(what.name);
        if (what.within == Within::sentence && what.window == 0) sentences_[text_.units[match.begin].sentence].push_back({cue, match.begin, match.end});
    }

    void apply(Claim& claim, std::size_t& work) const {
        claim.cues |= everywhere_;
        whole_sentence(claim, work);
        nearby(claim, work);
    }

private:
    struct At {
        std::uint32_t cue;
        std::uint32_t begin;
        std::uint32_t end;
    };

    [[nodiscard]] bool beside(const std::vector<std::string>& unwanted, std::uint32_t at) const {
        return std::find(unwanted.begin(), unwanted.end(), text_.units[at].text) != unwanted.end();
    }

    void whole_sentence(Claim& claim, std::size_t& work) const {
        const auto found = sentences_.find(claim.sentence);
        if (found == sentences_.end()) return;
        std::size_t looked = 0;
        for (const At& at : found->second) {
            ++work;
            if (++looked > 32) break;  // enough to know; keeps the work linear
            const Cue& cue = lexicon_.cues[at.cue];
            if (cue.reach == Reach::around || at.begin < end_of_reach(cue, claim)) claim.cues.set(cue.name);
        }
    }

    // Looks back (and, for "around", ahead) as far as the widest window.
    void nearby(Claim& claim, std::size_t& work) const {
        constexpr std::uint32_t widest = 16;
        const std::uint32_t first = claim.begin > widest ? claim.begin - widest : 0;
        const std::uint32_t last = std::min<std::uint32_t>(claim.end + widest, static_cast<std::uint32_t>(text_.units.size()));
        auto at = std::lower_bound(found_.begin(), found_.end(), first, [](const At& one, std::uint32_t end) { return one.end < end; });
        for (; at != found_.end() && at->end <= last; ++at) {
            ++work;
            if (reaches(*at, claim)) claim.cues.set(lexicon_.cues[at->cue].name);
        }
    }

    // "It caused": only what goes before the claim says whose it is; "will be restored": so does what stands within it.
    [[nodiscard]] static std::uint32_t end_of_reach(const Cue& cue, const Claim& claim) { return cue.reach == Reach::in_front ? claim.begin : claim.end; }
    [[nodiscard]] static std::uint32_t window_of(const Cue& cue) { return cue.window == 0 ? 16 : cue.window; }

    [[nodiscard]] bool reaches(const At& at, const Claim& claim) const {
        const Cue& cue = lexicon_.cues[at.cue];
        if (cue.reach == Reach::in_front && at.end > claim.begin) return false;
        if (cue.within == Within::text || (cue.within == Within::sentence && cue.window == 0)) return false;
        const bool before = at.begin < end_of_reach(cue, claim) && (at.end > claim.begin || claim.begin - at.end <= window_of(cue));
        // "so that" begins a clause with its first word: what it governs stands in the clause of its last.
        const Unit& there = text_.units[before ? at.end - 1 : at.begin];
        if (there.sentence != claim.sentence) return false;
        const bool after = cue.reach == Reach::around && at.begin >= claim.end && at.begin - claim.end <= window_of(cue);
        if (!before && !after) return false;
        if (cue.within == Within::sentence) return true;
        const auto near = before ? text_.units[claim.begin].clause : text_.units[claim.end - 1].clause;
        return there.clause == near || (at.begin >= claim.begin && at.begin < claim.end);
    }

    const Units& text_;
    const Lexicon& lexicon_;
    std::vector<At> found_;  // in the order of their ends
    std::map<std::uint32_t, std::vector<At>> sentences_;
    CueSet everywhere_;
};

class Reader {
public:
    Reader(Reading& to, const Lexicon& lexicon) : to_(to), lexicon_(lexicon) {}

    void run() {
        const auto matches = lexicon_.automaton.run(to_.text.symbols, &to_.work);
        Cues cues(to_.text, lexicon_);
        std::vector<std::pair<std::uint32_t, Match>> found;  // kind, match
        for (const Match& match : matches) {
            const auto target = lexicon_.targets[match.pattern];
            if (target.cue) cues.add(match, target.index);
            else found.emplace_back(target.index, match);
        }
        keep_longest(found);
        std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return first_of(a.second) < first_of(b.second); });
        for (const auto& [kind, match] : found) add(lexicon_.kinds[kind], match, cues);
    }

private:
    // Of the overlapping matches of one kind, the one that begins first; of those the longest, and of equals the one whose
    // pattern is written first.
    void keep_longest(std::vector<std::pair<std::uint32_t, Match>>& found) const {
        const auto before = [](const auto& a, const auto& b) {
            if (a.first != b.first) return a.first < b.first;
            if (a.second.begin != b.second.begin) return a.second.begin < b.second.begin;
            if (a.second.end != b.second.end) return a.second.end > b.second.end;
            return a.second.pattern < b.second.pattern;
        };
        std::sort(found.begin(), found.end(), before);
        std::vector<std::pair<std::uint32_t, Match>> kept;
        for (const auto& one : found) {
            if (!kept.empty() && kept.back().first == one.first && one.second.begin < inner_end(kept.back().second)) continue;
            kept.push_back(one);
        }
        found.swap(kept);
    }

    // Two sentences share the boundary between them, so two matches may share it as well.
    [[nodiscard]] std::uint32_t inner_end(const Match& match) const {
        const auto last = match.end - 1;
        return to_.text.units[last].kind == UnitKind::boundary && last > match.begin ? last : match.end;
    }

    // The first unit of a match that is more than the boundary before it.
    [[nodiscard]] std::uint32_t first_of(const Match& match) const {
        auto first = match.begin;
        while (first + 1 < match.end && to_.text.units[first].kind == UnitKind::boundary) ++first;
        return first;
    }

    void add(const ClaimKind& kind, const Match& match, const Cues& cues) {
        const auto& units = to_.text.units;
        Claim claim;
        claim.kind = &kind;
        claim.begin = first_of(match);
        claim.end = match.end;
        while (claim.end > claim.begin + 1 && units[claim.end - 1].kind == UnitKind::boundary) --claim.end;
        if (neighbours(kind.unless_next, claim.end) || (claim.begin > 0 && neighbours(kind.unless_prev, claim.begin - 1))) return;
        if (wrong_phrases(kind, claim)) return;
        claim.sentence = units[claim.begin].sentence;
        const auto focus_begin = std::max(match.focus_begin, claim.begin);
        const auto focus_end = std::clamp(match.focus_end, focus_begin + 1, std::max(claim.end, focus_begin + 1));
        claim.span = {units[focus_begin].span.begin, units[focus_end - 1].span.end};
        cues.apply(claim, to_.work);
        if (quoted(claim)) claim.cues.set(cue::quote);
        if (claim.sentence < to_.text.sentences.size() && to_.text.sentences[claim.sentence].question) claim.cues.set(cue::question);
        if (kind.own_negation) claim.cues.reset(cue::negation);
        describe(claim);
        to_.claims.push_back(std::move(claim));
    }

    // Whether the claim is about something that this kind of claim is never about: "the rollback has finished".
    [[nodiscard]] bool wrong_phrases(const ClaimKind& kind, const Claim& claim) const {
        if (!kind.subject.empty() || !kind.unless_subject.empty()) {
            const auto head = subject_before(to_.text, lexicon_.words, verb_of(claim));
            if (!kind.subject.empty() && !(head && neighbours(kind.subject, *head))) return true;
            if (head && (neighbours(kind.unless_subject, *head) || of_another(*head))) return true;
        }
        if (kind.unless_object.empty()) return false;
        const auto head = object_after(to_.text, lexicon_.words, claim.end);
        return head && neighbours(kind.unless_object, *head);
    }

    // "Their network is stable": of somebody else's things the record knows nothing.
    [[nodiscard]] bool of_another(std::uint32_t head) const {
        const auto& units = to_.text.units;
        for (auto i = head; i > 0 && head - i < 3 && units[i - 1].kind == UnitKind::word; --i) {
            if (lexicon_.words.in_class(units[i - 1].text, "others_own")) return true;
        }
        return false;
    }

    // Where the verb of a claim begins, to the left of which its subject stands.
    [[nodiscard]] std::uint32_t verb_of(const Claim& claim) const {
        for (auto i = claim.begin; i < claim.end; ++i) {
            if (lexicon_.words.in_class(to_.text.units[i].text, "phrase_verb")) return i;
        }
        return claim.begin;
    }

    [[nodiscard]] bool neighbours(const std::vector<std::string>& unwanted, std::uint32_t at) const {
        if (unwanted.empty() || at >= to_.text.units.size()) return false;
        const Unit& unit = to_.text.units[at];
        return std::any_of(unwanted.begin(), unwanted.end(), [&](const std::string& name) {
            if (name == "^") return unit.kind == UnitKind::boundary;
            if (name == "#duration") return unit.kind == UnitKind::duration;
            if (name == "#clock") return unit.kind == UnitKind::clock;
            if (name == "#number") return unit.kind == UnitKind::number;
            if (name == "#percent") return unit.kind == UnitKind::percent;
            if (name.starts_with('<')) return lexicon_.words.in_class(unit.text, std::string_view(name).substr(1, name.size() - 2));
            return unit.text == name;
        });
    }

    // Quoted whole, inside a sentence that says something of its own: somebody else's words.
    [[nodiscard]] bool quoted(const Claim& claim) const {
        const auto& units = to_.text.units;
        for (auto i = claim.begin; i < claim.end; ++i) {
            if (!units[i].quoted) return false;
        }
        const auto plain = [&](std::uint32_t i) { return units[i].kind == UnitKind::word && !units[i].quoted; };
        std::uint32_t own = 0;
        for (auto i = claim.begin; i > 0 && units[i].kind != UnitKind::boundary && claim.begin - i < 24; --i) own += plain(i) ? 1u : 0u;
        for (auto i = claim.end; i < units.size() && units[i].kind != UnitKind::boundary && i - claim.end < 24; ++i) own += plain(i) ? 1u : 0u;
        return own >= 2;
    }

    static void describe(Claim& claim) {
        const CueSet& cues = claim.cues;
        claim.negated = cues[cue::negation];
        claim.conditional = cues[cue::condition];
        if (cues[cue::future]) claim.modality = Modality::future;
        else if (cues[cue::possible]) claim.modality = Modality::possible;
        claim.past_incident = cues[cue::past] || cues[cue::past_day];
        claim.quoted = cues[cue::quote] || cues[cue::reported];
        claim.holds = stands(claim);
    }

    Reading& to_;
    const Lexicon& lexicon_;
};

}  // namespace

bool Reading::says(std::string_view type) const {
    return std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.holds && claim.type() == type; });
}

bool Reading::says(std::string_view type, std::string_view value) const {
    return std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) {
        return claim.holds && claim.type() == type && claim.value() == value;
    });
}

std::vector<const Claim*> Reading::all(std::string_view type) const {
    std::vector<const Claim*> found;
    for (const Claim& claim : claims) {
        if (claim.holds && claim.type() == type) found.push_back(&claim);
    }
    return found;
}

void Reading::disregard(std::size_t cue) {
    for (Claim& claim : claims) {
        if (!claim.cues[cue]) continue;
        claim.cues.reset(cue);
        claim.holds = stands(claim);
    }
}

const Unit* Reading::entity(const Claim& claim, UnitKind kind) const {
    for (auto i = claim.begin; i < claim.end; ++i) {
        if (text.units[i].kind == kind) return &text.units[i];
    }
    return nullptr;
}

Reading read(std::string_view text, const Lexicon& lexicon) {
    Reading reading;
    reading.folded = fold(text, lexicon.folding);
    reading.text = read_units(tokenize(reading.folded, lexicon.spelling), lexicon);
    Reader(reading, lexicon).run();
    return reading;
}

}  // namespace candor::honesty
