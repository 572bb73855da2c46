// What compose() works with. Inside this folder only: compose.cpp says what an open incident is, compose_end.cpp what the
// end of one is, and what comes after it; compose_kind.cpp what is said in a case and in a maintenance.
#pragma once

#include "core/message/compose_facts.hpp"
#include "core/message/line_order.hpp"
#include "core/message/statement.hpp"

namespace candor {

class Composer {
public:
    Composer(const Record& record, const UpdatePublished& update, ChannelKind audience, const ComposeContext& context)
        : record_(record), update_(update), before_(context.before), context_(context) {
        fill_header(audience);
    }

    Statement compose();

private:
    [[nodiscard]] bool closing() const { return statement_.kind == UpdateKind::resolution; }
    // Everything is looked back on: nothing is told as new, or as still going on.
    [[nodiscard]] bool after_the_end() const {
        return closing() || statement_.kind == UpdateKind::follow_up || statement_.kind == UpdateKind::review;
    }
    [[nodiscard]] bool is_new(const RecordedFact& fact) const {
        return before_ && fact.seq > before_->last_seq && !after_the_end();
    }
    [[nodiscard]] bool confirmed() const { return impact_confirmed(record_, record_.version); }
    [[nodiscard]] bool newly_confirmed() const {
        return confirmed() && (!before_ || !impact_confirmed(record_, before_->last_seq));
    }
    [[nodiscard]] Time now() const { return statement_.published_at; }

    void fill_header(ChannelKind audience);
    void fill_components();

    // --- what every update may have to admit ---
    void lateness();
    // What this audience was told and what holds no longer.
    void take_back();
    void correction();
    void words();

    // --- an open incident ---
    void open();
    // Decided by the text itself: a fact may be recorded that no open update tells.
    [[nodiscard]] bool says_something_new() const;
    [[nodiscard]] static bool is_news(const Line& line);
    void nothing_new();
    void status_and_impact();
    // What the last update that this audience heard said.
    [[nodiscard]] std::optional<Status> previous_status() const;
    void opening();
    void symptoms();
    void scope();
    void workarounds();
    // What customers can choose, under its numbers, and what is no longer to be had.
    void options();
    void withdrawn_options();
    void details();
    // Lost data and attacks: "yes" is always said, "no" only where somebody confirmed it; the rest is not known.
    void negatives();
    void answer(const RecordedFact& fact, Answer given);
    void causes();
    void eta();
    [[nodiscard]] Line missed_eta(const RecordedFact& fact, Slot slot) const;
    void not_known(Slot slot);
    void doing();
    // Where a channel is short, the most important news is given up later than what is known already.
    void keep_news();
    void next();

    // --- what stands at the end or the beginning of every update ---
    // Who answers for what is said.
    void responsible();
    // To somebody who reported it: that this is it.
    void report_belongs();
    void report_quiet();

    // --- the end, and after it ---
    // What was wrong, and what is right: nothing is promised any more, and nothing else is said again.
    void correction_after_the_end();
    void verified(Slot slot);
    void resolution();
    // After the end: is it over for those who were told, too?
    void follow_up();
    // One step to the answer, where the reader is somebody of whom there is an address.
    void answer_link();
    // The question was promised for a time as well.
    void late_question();
    [[nodiscard]] Time resolved_at() const;
    // What happened, why, what changes, and whether our word was kept.
    void review();
    void promises_kept();
    void what_it_was();
    void prevention();
    // An end that came after the time we named is admitted once more.
    void passed_eta_at_the_end();
    void duration();
    // As the two times are shown, so that the reader's own sum comes out.
    [[nodiscard]] Duration shown_duration(Time start, Time end) const;
    void withdrawal();
    void last();
    void contact();
    // What everybody affected gets. Never what one customer does.
    void remedies();
    // That it has happened before, where the record knows it.
    void repeating();
    // The question whether it is over, where it is still to be asked.
    [[nodiscard]] const Promise* question_to_come() const;

    // --- one customer's own thread ---
    [[nodiscard]] bool in_case() const { return record_.kind == RecordKind::case_; }
    void personal();
    void personal_opening();
    // Who looks after it now, where that was another before.
    void handover();
    void incident_heard();
    // The incident ended after the time that the customer was told.
    void missed_eta_of_incident();
    void personal_resolution();

    // --- a maintenance ---
    [[nodiscard]] bool in_maintenance() const { return record_.kind == RecordKind::maintenance; }
    void maintenance();
    void window();
    void completion();
    [[nodiscard]] Line with_window(Slot slot, Section section, const Window& window) const;

    // --- making lines ---
    [[nodiscard]] Line about_components(Slot slot, Section section, std::vector<std::string_view> fields) const;
    void apology(Slot slot);
    // What it means for the reader: only where an effect on them is confirmed.
    void empathy();
    // A fact's sentence in its place. News stands together at the top; cause and current action keep their place, because
    // a cause never comes before the workaround and the action always comes last.
    [[nodiscard]] Line place(const RecordedFact& fact, Section section) const;

    template <class Body>
    void single(Section section, int order) {
        if (const RecordedFact* fact = current_fact<Body>(record_)) add(optional(place(*fact, section), order));
    }

    [[nodiscard]] static Word word(Status value) { return {"status", std::string(to_string(value))}; }
    [[nodiscard]] static Word word(Impact value) { return {"impact", std::string(to_string(value))}; }

    // News goes last where room is short.
    void add(Line line) {
        if (line.is_new) line.rank /= 4;
        statement_.lines.push_back(std::move(line));
    }

    const Record& record_;
    const UpdatePublished& update_;
    const std::optional<AudienceClock>& before_;
    const ComposeContext& context_;
    Statement statement_;
};

}  // namespace candor
