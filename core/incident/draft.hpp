// What decide() works with: the record as it will be, event by event, and what the commands share.
#pragma once

#include "core/incident/decide.hpp"
#include "core/incident/fold.hpp"

namespace candor {

// Applies each event as it is made, so that the next one is decided on what the record will be by then.
class Draft {
public:
    Draft(const Record& record, const Circumstances& circumstances) : record_(record), circumstances_(circumstances) {}

    void add(EventBody body);
    void add_facts(const std::vector<NewFact>& facts);

    [[nodiscard]] const Record& record() const { return record_; }
    [[nodiscard]] const Circumstances& circumstances() const { return circumstances_; }
    [[nodiscard]] Time now() const;  // never before the record's last event
    [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

private:
    Record record_;
    const Circumstances& circumstances_;
    std::vector<Event> events_;
};

struct UpdateToPublish {
    UpdateKind kind = UpdateKind::holding;
    bool scheduled = false;
    std::string words;
    std::string corrects;
    std::vector<ChannelKind> audiences;
    ApprovalId approval = {};
    std::vector<Override> overrides = {};
    bool rearms = false;  // promises anew from now, though the clock publishes it
};
void publish(Draft& draft, UpdateToPublish update);

// Is there anything after this event that was not heard: a fact, a retraction?
[[nodiscard]] bool has_news_since(const Record& record, std::int64_t seq);
// Everyone who was ever told hears on, even where routing has changed meanwhile.
[[nodiscard]] std::vector<ChannelKind> everyone(const Draft& draft);

// Errors: not_found, wrong_state.
[[nodiscard]] Result<void> require_open(const Record& record);
[[nodiscard]] Result<void> require_unfinished(const Record& record);  // open, or over and not closed
[[nodiscard]] Result<void> require_resolved(const Record& record);

}  // namespace candor
