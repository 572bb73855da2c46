#include "core/incident/decide.hpp"

#include "core/incident/fold.hpp"
#include "core/incident/validate.hpp"
#include "core/text.hpp"

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
    ApprovalId approval = {};
    std::vector<Override> overrides = {};
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
    published.approval = std::move(update.approval);
    published.overrides = std::move(update.overrides);
    draft.add(std::move(published));
}

Result<void> require_open(const Record& record) {
    if (record.version == 0) return Error(ErrorCode::not_found, "There is no such incident.");
    if (is_open(record)) return {};
    return Error(ErrorCode::wrong_state, fmt::format("The incident is {}; nothing more can be said in it.", to_string(record.status)), "",
                 "Declare a new incident if it is happening again: candor declare \"...\"");
}

// Everyone who was ever told hears on, even where routing has changed meanwhile.
std::vector<ChannelKind> everyone(const Record& record, std::vector<ChannelKind> audiences) {
    for (const PublishedUpdate& published : record.updates) {
        for (const Promised& promised : published.update.audiences) {
            const bool known = std::find(audiences.begin(), audiences.end(), promised.audience) != audiences.end();
            if (!known) audiences.push_back(promised.audience);
        }
    }
    return audiences;
}

// What was published can turn out wrong after the end, too.
Result<void> require_open_or_correction(const Record& record, const Publish& command) {
    if (record.version == 0 || is_open(record) || !command.corrects) return require_open(record);
    if (!command.status && !command.impact) return {};
    return Error(ErrorCode::wrong_state, fmt::format("The incident is {}; a correction cannot open it again.", to_string(record.status)),
                 command.status ? "status" : "impact", "Declare a new incident if it is happening again: candor declare \"...\"");
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
        if (auto open = require_open_or_correction(draft_.record(), command); !open) return open.error();
        if (auto valid = validate(command); !valid) return valid.error();
        auto corrects = corrected(command);
        if (!corrects) return corrects.error();
        if (auto reason = require_reason_to_lower(command); !reason) return reason.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        if (must_ask(command.because)) return ask({{}, command.words, false, command.status, command.impact, *corrects, {}, command.because});
        say(command, *corrects);
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
        if (auto reason = optional_reason(command.because); !reason) return reason.error();
        if (auto facts = record_facts(command.facts); !facts) return facts.error();
        if (auto verified = require_verification(); !verified) return verified.error();
        if (must_ask(command.because)) return ask({{}, command.words, true, {}, {}, {}, {}, command.because});
        end(command);
        return draft_.take();
    }

    Result<std::vector<Event>> operator()(const Approve& command) {
        auto found = waiting(command.approval);
        if (!found) return found.error();
        const Approval approval = **found;
        if (approval.by == draft_.circumstances().actor) {
            return Error(ErrorCode::second_person, fmt::format("{} are your own words; somebody else approves them.", command.approval.str()), "approval",
                         fmt::format("Ask a colleague: candor approve {} {}", draft_.record().id.str(), command.approval.str()));
        }
        approval_ = &approval;
        const ApprovalAsked& asked = approval.asked;
        if (asked.resolves) return (*this)(Resolve{asked.words, {}, {}});
        const auto corrects = asked.corrects.empty() ? std::nullopt : std::optional(UpdateId(asked.corrects));
        return (*this)(Publish{asked.words, {}, asked.status, asked.impact, corrects, {}});
    }

    Result<std::vector<Event>> operator()(const Refuse& command) {
        if (auto found = waiting(command.approval); !found) return found.error();
        if (auto reason = validate_text(command.reason, "reason"); !reason) return reason.error();
        draft_.add(ApprovalRefused{command.approval, command.reason});
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
    void say(const Publish& command, const std::string& corrects) {
        const bool status_moved = change_status(command.status);
        const bool impact_moved = change_impact(command);
        const bool says_something = status_moved || impact_moved || !command.words.empty() || has_unheard_news();
        const UpdateKind kind = command.corrects ? UpdateKind::correction
                                : says_something ? UpdateKind::progress
                                                 : UpdateKind::holding;
        publish_words(kind, command.words, corrects, command.because);
    }

    void end(const Resolve& command) {
        if (current_fact<Ended>(draft_.record()) == nullptr) {
            const Time ended = std::max(draft_.circumstances().now, draft_.record().last_event_at);
            draft_.add_facts({{Ended{ended}, Confidence::confirmed, std::nullopt}});
        }
        draft_.add(StatusChanged{Status::resolved});
        publish_words(UpdateKind::resolution, command.words, {}, command.because);
    }

    void publish_words(UpdateKind kind, const std::string& words, const std::string& corrects, const std::string& because) {
        UpdateToPublish update{kind, false, words, corrects, everyone(draft_.record(), draft_.circumstances().audiences)};
        const std::string& author = draft_.circumstances().actor;
        for (const std::string& rule : draft_.circumstances().set_aside) update.overrides.push_back({rule, because, author, {}});
        if (approval_ != nullptr) {
            update.approval = approval_->asked.id;
            update.overrides.clear();
            for (const std::string& rule : approval_->asked.rules) update.overrides.push_back({rule, approval_->asked.reason, approval_->by, author});
        }
        publish(draft_, std::move(update));
    }

    [[nodiscard]] bool must_ask(const std::string& because) const {
        return approval_ == nullptr && !draft_.circumstances().blocking.empty() && !because.empty();
    }

    Result<std::vector<Event>> ask(ApprovalAsked asked) {
        asked.id = ApprovalId(fmt::format("a{}", draft_.record().approvals.size() + 1));
        asked.rules = draft_.circumstances().blocking;
        draft_.add(std::move(asked));
        return draft_.take();
    }

    [[nodiscard]] Result<const Approval*> waiting(const ApprovalId& id) const {
        const Approval* found = find_approval(draft_.record(), id);
        if (found == nullptr) {
            return Error(ErrorCode::not_found, fmt::format("Nothing called {} waits for approval in this incident.", id.str()), "approval",
                         "candor show lists what does.");
        }
        if (found->state == ApprovalState::waiting) return found;
        return Error(ErrorCode::wrong_state, fmt::format("{} was {} already, by {}.", id.str(), to_string(found->state), found->answered_by), "approval");
    }

    // Nothing becomes less bad in silence.
    [[nodiscard]] Result<void> require_reason_to_lower(const Publish& command) const {
        if (!command.impact || *command.impact >= draft_.record().impact || !trimmed(command.words).empty()) return {};
        return Error(ErrorCode::missing_fact,
                     fmt::format("The impact goes down from {} to {}, and nothing says why.", to_string(draft_.record().impact), to_string(*command.impact)),
                     "words", "Say what has become better, and since when: candor update INC \"...\" --impact " + std::string(to_string(*command.impact)));
    }

    Result<void> record_facts(const std::vector<NewFact>& facts) {
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const std::string field = fmt::format("facts[{}]", i);
            if (auto valid = validate(facts[i], field); !valid) return valid.error();
            if (!facts[i].replaces) continue;
            if (auto fact = require_current(*facts[i].replaces, field + ".replaces"); !fact) return fact.error();
        }
        draft_.add_facts(facts);
        return require_order();
    }

    [[nodiscard]] Result<void> require_order() const {
        const RecordedFact* started = current_fact<Started>(draft_.record());
        const RecordedFact* ended = current_fact<Ended>(draft_.record());
        if (started == nullptr || ended == nullptr) return {};
        if (std::get<Started>(started->fact.body).time <= std::get<Ended>(ended->fact.body).time) return {};
        return Error(ErrorCode::invalid_argument, "By this it began after it ended.", "facts", "Retract or replace the wrong one of the two times.");
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
    const Approval* approval_ = nullptr;  // whose words are being said
};

}  // namespace

Result<std::vector<Event>> decide(const Record& record, const Command& command, const Circumstances& circumstances) {
    Decider decider(record, circumstances);
    return std::visit(decider, command);
}

}  // namespace candor
