#include "core/incident/decide.hpp"

#include "core/incident/fold.hpp"
#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

// Applies each event as it is made, so that the next one is decided on what the record will be by then.
class Draft {
public:
    Draft(const Record& record, const Circumstances& circumstances) : record_(record), circumstances_(circumstances) {}

    void add(EventBody body) {
        Event event{record_.version + 1, std::max(circumstances_.now, record_.last_event_at), circumstances_.actor, std::move(body)};
        record_ = fold(std::move(record_), event);
        events_.push_back(std::move(event));
    }

    void add_facts(const std::vector<NewFact>& facts) {
        for (const NewFact& fact : facts) {
            const FactId id(fmt::format("f{}", record_.facts.size() + 1));
            add(FactRecorded{{id, circumstances_.now, circumstances_.actor, fact.confidence, fact.replaces, fact.body}});
        }
    }

    [[nodiscard]] const Record& record() const { return record_; }
    [[nodiscard]] const Circumstances& circumstances() const { return circumstances_; }
    [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

private:
    Record record_;
    const Circumstances& circumstances_;
    std::vector<Event> events_;
};

// Is there anything this audience has not heard: a fact, a retraction, a change of status or impact?
bool has_news_since(const Record& record, std::int64_t seq) {
    return std::any_of(record.facts.begin(), record.facts.end(), [seq](const RecordedFact& recorded) {
        return recorded.seq > seq || recorded.retracted_seq > seq;
    });
}

UpdateKind kind_for(const Record& record, ChannelKind audience, UpdateKind wanted) {
    if (wanted != UpdateKind::holding) return wanted;
    const auto clock = record.clocks.find(audience);
    if (clock == record.clocks.end()) return UpdateKind::progress;
    return has_news_since(record, clock->second.last_seq) ? UpdateKind::progress : UpdateKind::holding;
}

// What an audience is promised by an update that goes out now. Scheduled updates keep the grid; a person's re-arms it.
Promised promise_to(const Draft& draft, ChannelKind audience, UpdateKind kind, bool scheduled) {
    const Record& record = draft.record();
    const Time now = std::max(draft.circumstances().now, record.last_event_at);
    if (!is_open(record)) return {audience, kind, std::nullopt, Duration{0}};
    const Duration every = interval(draft.circumstances().policy, audience, record);
    std::optional<Time> previous;
    if (const auto clock = record.clocks.find(audience); scheduled && clock != record.clocks.end()) previous = clock->second.due;
    return {audience, kind_for(record, audience, kind), next_promise(every, now, previous), every};
}

// An update is progress where at least one audience hears something new.
UpdateKind overall(const std::vector<Promised>& audiences, UpdateKind wanted) {
    if (wanted != UpdateKind::holding) return wanted;
    const bool news =
        std::any_of(audiences.begin(), audiences.end(), [](const Promised& p) { return p.kind == UpdateKind::progress; });
    return news ? UpdateKind::progress : UpdateKind::holding;
}

struct UpdateToPublish {
    UpdateKind kind = UpdateKind::holding;
    bool scheduled = false;
    std::string words;
    std::string corrects;
    std::vector<ChannelKind> audiences;
};

void publish(Draft& draft, UpdateToPublish update) {
    std::vector<Promised> audiences;
    audiences.reserve(update.audiences.size());
    for (const ChannelKind audience : update.audiences) {
        audiences.push_back(promise_to(draft, audience, update.kind, update.scheduled));
    }
    UpdatePublished published;
    published.id = UpdateId(id_from_bits(draft.circumstances().random));
    published.number = static_cast<std::int64_t>(draft.record().updates.size()) + 1;
    published.kind = overall(audiences, update.kind);
    published.scheduled = update.scheduled;
    published.words = std::move(update.words);
    published.corrects = std::move(update.corrects);
    published.audiences = std::move(audiences);
    draft.add(std::move(published));
}

Result<void> require_open(const Record& record) {
    if (record.version == 0) return Error(ErrorCode::not_found, "There is no such incident.");
    if (is_open(record)) return {};
    return Error(ErrorCode::wrong_state, fmt::format("The incident is {}; nothing more can be said in it.", to_string(record.status)), "",
                 "Declare a new incident if it is happening again: candor declare \"...\"");
}

// Everyone who was ever told hears the end, even where routing has changed meanwhile.
std::vector<ChannelKind> everyone(const Record& record, std::vector<ChannelKind> audiences) {
    for (const auto& [audience, clock] : record.clocks) {
        if (std::find(audiences.begin(), audiences.end(), audience) == audiences.end()) audiences.push_back(audience);
    }
    return audiences;
}

class Decider {
public:
    Decider(const Record& record, const Circumstances& circumstances) : draft_(record, circumstances) {}

    Result<std::vector<Event>> operator()(const Declare& command) {
        if (draft_.record().version > 0) return Error(ErrorCode::conflict, "An incident with this id exists already.", "id");
        if (auto valid = validate(command); !valid) return valid.error();
        draft_.add(Declared{command.title, command.components, command.impact, command.origin, command.owner, command.deputy});
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        publish(draft_, {UpdateKind::first, false, {}, {}, draft_.circumstances().audiences});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const RecordFacts& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (command.facts.empty()) return Error(ErrorCode::invalid_argument, "No fact was given.", "facts");
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const RetractFact& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        if (auto fact = require_current(command.fact, "fact"); !fact) return fact.error();
        draft_.add(FactRetracted{command.fact, command.reason});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Publish& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto valid = validate(command); !valid) return valid.error();
        auto corrects = corrected(command);
        if (!corrects) return corrects.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        const bool moved = change_status(command.status) | change_impact(command);
        const bool says_something = moved || !command.words.empty() || has_unheard_news();
        const UpdateKind kind = command.corrects ? UpdateKind::correction
                                : says_something ? UpdateKind::progress
                                                 : UpdateKind::holding;
        publish(draft_, {kind, false, command.words, *corrects, everyone(draft_.record(), draft_.circumstances().audiences)});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Tick&) {
        if (!is_open(draft_.record())) return std::vector<Event>{};
        auto due = due_audiences(draft_.record(), draft_.circumstances().policy, draft_.circumstances().now);
        if (due.empty()) return std::vector<Event>{};
        publish(draft_, {UpdateKind::holding, true, {}, {}, std::move(due)});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Assign& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto valid = validate_name(command.owner, "owner"); !valid) return valid.error();
        draft_.add(Assigned{command.owner, command.deputy, command.note});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Resolve& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto words = validate_words(command.words, "words"); !words) return words.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        if (auto verified = require_verification(); !verified) return verified.error();
        const auto audiences = everyone(draft_.record(), draft_.circumstances().audiences);
        if (current_fact<Ended>(draft_.record()) == nullptr) {
            const Time ended = std::max(draft_.circumstances().now, draft_.record().last_event_at);
            draft_.add_facts({{Ended{ended}, Confidence::confirmed, std::nullopt}});
        }
        draft_.add(StatusChanged{Status::resolved});
        publish(draft_, {UpdateKind::resolution, false, command.words, {}, audiences});
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Withdraw& command) {
        if (auto open = require_open(draft_.record()); !open) return open.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        const auto audiences = everyone(draft_.record(), draft_.circumstances().audiences);
        draft_.add(StatusChanged{Status::withdrawn});
        publish(draft_, {UpdateKind::withdrawal, false, command.reason, {}, audiences});
        return draft_.take();
    }

private:
    Result<void> record_facts(const std::vector<NewFact>& facts) {
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const std::string field = fmt::format("facts[{}]", i);
            if (auto valid = validate(facts[i], field); !valid) return valid.error();
            if (!facts[i].replaces) continue;
            if (auto fact = require_current(*facts[i].replaces, field + ".replaces"); !fact) return fact.error();
        }
        draft_.add_facts(facts);
        return {};
    }

    [[nodiscard]] Result<void> require_current(const FactId& id, std::string field) const {
        const RecordedFact* found = find_fact(draft_.record(), id);
        if (found == nullptr) {
            return Error(ErrorCode::not_found, fmt::format("This incident has no fact {}.", id.str()), std::move(field),
                         "candor show lists the facts with their ids.");
        }
        if (found->current) return {};
        return Error(ErrorCode::wrong_state, fmt::format("Fact {} was replaced or retracted already.", id.str()), std::move(field));
    }

    // "resolved" rests on a check that passed: the newest verification decides.
    [[nodiscard]] Result<void> require_verification() const {
        const RecordedFact* newest = current_fact<Verification>(draft_.record());
        if (newest == nullptr) {
            return Error(ErrorCode::missing_fact, "\"Resolved\" needs a verification, and none is on the record.", "facts",
                         "Say how it was checked: candor resolve INC --verified \"50 test payments, all accepted\"");
        }
        if (std::get<Verification>(newest->fact.body).passed) return {};
        return Error(ErrorCode::missing_fact, fmt::format("The last verification ({}) failed.", newest->fact.id.str()), "facts",
                     "Check again, and say how: candor resolve INC --verified \"...\"");
    }

    [[nodiscard]] Result<std::string> corrected(const Publish& command) const {
        if (!command.corrects) return std::string{};
        const PublishedUpdate* wrong = find_update(draft_.record(), *command.corrects);
        if (wrong == nullptr) return Error(ErrorCode::not_found, "There is no such update to correct.", "corrects");
        return wrong->update.id.str();
    }

    bool change_status(std::optional<Status> status) {
        if (!status || *status == draft_.record().status) return false;
        draft_.add(StatusChanged{*status});
        return true;
    }

    bool change_impact(const Publish& command) {
        if (!command.impact || *command.impact == draft_.record().impact) return false;
        draft_.add(ImpactChanged{*command.impact, command.words});
        return true;
    }

    [[nodiscard]] bool has_unheard_news() const {
        const auto& clocks = draft_.record().clocks;
        return std::any_of(clocks.begin(), clocks.end(), [this](const auto& entry) {
            return has_news_since(draft_.record(), entry.second.last_seq);
        });
    }

    Draft draft_;
};

}  // namespace

Result<std::vector<Event>> decide(const Record& record, const Command& command, const Circumstances& circumstances) {
    Decider decider(record, circumstances);
    return std::visit(decider, command);
}

}  // namespace candor
