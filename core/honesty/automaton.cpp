#include "core/honesty/automaton.hpp"

#include <algorithm>
#include <tuple>

namespace candor::honesty {

// From the graph to the places: what a thread can do next, without the states that consume nothing.
class Automaton::Compiler {
public:
    Compiler(Automaton& to, const Patterns& patterns)
        : to_(to), patterns_(patterns), place_of_(patterns.states().size(), nowhere), seen_(patterns.states().size(), nowhere) {}

    void run(std::size_t symbols) {
        to_.symbols_.resize(symbols);
        to_.set_count_ = patterns_.sets().size();
        to_.pattern_count_ = patterns_.entries().size();
        list_sets();
        find_starts();
        to_.places_.clear();
        for (std::size_t place = 0; place < roots_.size(); ++place) fill(static_cast<std::uint32_t>(place));
        end_of_place();
        to_.steps_.shrink_to_fit();
        to_.index_ = StepIndex(steps_by_symbol());
    }

private:
    struct At {
        std::uint32_t state;
        Focus focus;
    };

    void list_sets() {
        std::vector<std::vector<std::uint32_t>> with(to_.symbols_.size());
        for (std::uint32_t set = 0; set < patterns_.sets().size(); ++set) {
            for (const Symbol symbol : patterns_.sets()[set]) with[symbol].push_back(set);
        }
        for (std::size_t symbol = 0; symbol < with.size(); ++symbol) {
            const auto first = static_cast<std::uint32_t>(to_.sets_.size());
            to_.sets_.insert(to_.sets_.end(), with[symbol].begin(), with[symbol].end());
            to_.symbols_[symbol].sets = {first, static_cast<std::uint32_t>(to_.sets_.size())};
        }
    }

    // One place for all patterns that begin with the same symbol: they are told apart by what follows.
    void find_starts() {
        for (std::uint32_t pattern = 0; pattern < patterns_.entries().size(); ++pattern) {
            follow({patterns_.entries()[pattern]}, pattern, [&](const At& at, const Patterns::State& state) {
                if (state.kind != Patterns::Kind::consume) return;
                for (const Symbol symbol : patterns_.sets()[state.set]) {
                    auto& known = to_.symbols_[symbol];
                    auto& start = at.focus == Focus::none ? known.start : known.focused_start;
                    if (start == nowhere) start = new_place();
                    roots_[start].push_back(state.out);
                }
            });
        }
        seen_.assign(seen_.size(), nowhere);
    }

    void fill(std::uint32_t place) {
        end_of_place();
        const auto roots = roots_[place];  // copied: place_of() makes new ones
        follow(roots, place, [&](const At& at, const Patterns::State& state) {
            if (state.kind == Patterns::Kind::accept) to_.accepts_.push_back({state.id, at.focus});
            else to_.steps_.push_back({state.set, place_of(state.out), at.focus});
        });
    }

    // Where the last place ends and the next one begins.
    void end_of_place() {
        to_.places_.push_back({static_cast<std::uint32_t>(to_.steps_.size()), static_cast<std::uint32_t>(to_.accepts_.size())});
    }

    [[nodiscard]] std::vector<StepIndex::Taken> steps_by_symbol() const {
        std::vector<StepIndex::Taken> all;
        for (std::uint32_t place = 0; place < to_.places(); ++place) {
            const Range steps = to_.steps_of(place);
            if (steps.size() <= few_steps) continue;
            for (auto step = steps.first; step < steps.last; ++step) {
                for (const Symbol symbol : patterns_.sets()[to_.steps_[step].set]) all.push_back({place, symbol, step});
            }
        }
        const auto key = [](const StepIndex::Taken& one) { return std::tie(one.place, one.symbol, one.step); };
        std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
        return all;
    }

    // Everything that can be reached without consuming, in the order in which it is to be tried.
    template <class Visit>
    void follow(const std::vector<std::uint32_t>& roots, std::uint32_t stamp, Visit visit) {
        std::vector<At> todo;
        for (auto root = roots.rbegin(); root != roots.rend(); ++root) todo.push_back({*root, Focus::none});
        while (!todo.empty()) {
            const At at = todo.back();
            todo.pop_back();
            if (seen_[at.state] == stamp) continue;
            seen_[at.state] = stamp;
            const auto& state = patterns_.states()[at.state];
            switch (state.kind) {
            case Patterns::Kind::consume:
            case Patterns::Kind::accept: visit(at, state); break;
            case Patterns::Kind::split:
                todo.push_back({state.other, at.focus});
                todo.push_back({state.out, at.focus});
                break;
            case Patterns::Kind::focus_begin: todo.push_back({state.out, Focus::begin}); break;
            case Patterns::Kind::focus_end: todo.push_back({state.out, closed(at.focus)}); break;
            }
        }
    }

    static Focus closed(Focus focus) {
        return focus == Focus::none || focus == Focus::end ? Focus::end : Focus::empty;
    }

    std::uint32_t place_of(std::uint32_t state) {
        if (place_of_[state] == nowhere) {
            place_of_[state] = new_place();
            roots_.back().push_back(state);
        }
        return place_of_[state];
    }

    std::uint32_t new_place() {
        roots_.emplace_back();
        return static_cast<std::uint32_t>(roots_.size() - 1);
    }

    Automaton& to_;
    const Patterns& patterns_;
    std::vector<std::uint32_t> place_of_;            // by state
    std::vector<std::uint32_t> seen_;                // by state: the last walk that came by
    std::vector<std::vector<std::uint32_t>> roots_;  // by place: the states it stands for
};

class Automaton::Run {
public:
    Run(const Automaton& machine, const std::vector<std::vector<Symbol>>& text)
        : machine_(machine), text_(text), taken_(machine.places(), nowhere), fed_(machine.set_count_, nowhere),
          accepted_(machine.pattern_count_, nowhere) {}

    std::vector<Match> run() {
        for (std::uint32_t at = 0; at < text_.size(); ++at) {
            next_.clear();
            go_on(at);
            start(at);
            now_.swap(next_);
        }
        return std::move(matches_);
    }

    [[nodiscard]] std::size_t work() const { return work_; }

private:
    struct Thread {
        std::uint32_t place;
        std::uint32_t begin;
        std::uint32_t focus_begin;
        std::uint32_t focus_end;
    };

    void go_on(std::uint32_t at) {
        for (const Symbol symbol : text_[at]) {
            const Range sets = machine_.symbols_[symbol].sets;
            for (auto i = sets.first; i < sets.last; ++i) fed_[machine_.sets_[i]] = at;
            work_ += 1 + sets.size();
        }
        for (const Thread& thread : now_) {
            const Range steps = machine_.steps_of(thread.place);
            if (steps.size() <= few_steps) try_each(thread, steps, at);
            else look_up(thread, at);
        }
    }

    void try_each(const Thread& thread, Range steps, std::uint32_t at) {
        work_ += 1 + steps.size();
        for (auto i = steps.first; i < steps.last; ++i) {
            if (fed_[machine_.steps_[i].set] == at) take(thread, machine_.steps_[i], at);
        }
    }

    // In the order in which they would have been tried one by one.
    void look_up(const Thread& thread, std::uint32_t at) {
        found_.clear();
        for (const Symbol symbol : text_[at]) {
            const auto steps = machine_.index_.steps(thread.place, symbol);
            found_.insert(found_.end(), steps.begin(), steps.end());
        }
        work_ += 1 + text_[at].size() + found_.size();
        std::sort(found_.begin(), found_.end());
        for (const std::uint32_t step : found_) take(thread, machine_.steps_[step], at);
    }

    void take(const Thread& thread, const Step& step, std::uint32_t at) { arrive(moved(thread, step.place, step.focus, at), at); }

    void start(std::uint32_t at) {
        for (const Symbol symbol : text_[at]) {
            const BySymbol& known = machine_.symbols_[symbol];
            if (known.start != nowhere) arrive({known.start, at, nowhere, nowhere}, at);
            if (known.focused_start != nowhere) arrive({known.focused_start, at, at, nowhere}, at);
        }
    }

    // The first thread at a place keeps it: it began before the others.
    void arrive(const Thread& thread, std::uint32_t at) {
        if (taken_[thread.place] == at) return;
        taken_[thread.place] = at;
        if (const Range steps = machine_.steps_of(thread.place); steps.size() > 0) {
            next_.push_back(thread);
            __builtin_prefetch(machine_.steps_.data() + steps.first);  // needed with the next unit
        }
        const Range accepts = machine_.accepts_of(thread.place);
        for (auto i = accepts.first; i < accepts.last; ++i) accept(thread, machine_.accepts_[i], at + 1);
    }

    void accept(const Thread& thread, const Accept& what, std::uint32_t end) {
        if (accepted_[what.pattern] == end) return;
        accepted_[what.pattern] = end;
        const Thread last = moved(thread, thread.place, what.focus, end);
        const bool focused = last.focus_begin != nowhere && last.focus_end != nowhere;
        matches_.push_back({what.pattern, last.begin, end, focused ? last.focus_begin : last.begin, focused ? last.focus_end : end});
    }

    static Thread moved(const Thread& thread, std::uint32_t place, Focus focus, std::uint32_t at) {
        switch (focus) {
        case Focus::none: break;
        case Focus::begin: return {place, thread.begin, at, nowhere};
        case Focus::end: return {place, thread.begin, thread.focus_begin, at};
        case Focus::empty: return {place, thread.begin, at, at};
        }
        return {place, thread.begin, thread.focus_begin, thread.focus_end};
    }

    const Automaton& machine_;
    const std::vector<std::vector<Symbol>>& text_;
    std::vector<std::uint32_t> taken_;     // by place: the last unit that led there
    std::vector<std::uint32_t> fed_;       // by set: the last unit that has one of its symbols
    std::vector<std::uint32_t> accepted_;  // by pattern: where it last ended
    std::vector<Thread> now_;
    std::vector<Thread> next_;
    std::vector<std::uint32_t> found_;  // steps
    std::vector<Match> matches_;
    std::size_t work_ = 0;
};

Automaton::Automaton(const Patterns& patterns, std::size_t symbols) {
    Compiler(*this, patterns).run(symbols);
}

std::vector<Match> Automaton::run(const std::vector<std::vector<Symbol>>& symbols, std::size_t* work) const {
    Run run(*this, symbols);
    auto matches = run.run();
    if (work != nullptr) *work += run.work();
    return matches;
}

}  // namespace candor::honesty
