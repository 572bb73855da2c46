// An incident told step by step in virtual time, through the real decide(), fold(), compose() and render().
#pragma once

#include "core/incident/decide.hpp"
#include "core/incident/fold.hpp"
#include "core/message/render.hpp"

#include <map>
#include <string>
#include <vector>

namespace candor::story {

[[nodiscard]] Time at(const char* clock);  // "14:05" or "14:05:30", on 22 Nov 2026, UTC
[[nodiscard]] NewFact sure(FactBody body);
[[nodiscard]] NewFact suspected(FactBody body);
[[nodiscard]] NewFact replacing(const char* fact, FactBody body);

// The shipped templates, by path below the folder.
[[nodiscard]] std::map<std::string, std::string> template_files();
[[nodiscard]] const TemplateSet& templates();
[[nodiscard]] RenderContext context(ChannelKind channel, std::string language = "en");

class Story {
public:
    Story();

    Story& declare(const char* clock, std::vector<NewFact> facts = {}, Origin origin = Origin::staff,
                   Impact impact = Impact::major);
    Story& act(const char* clock, const Command& command);
    Story& act(Time now, const Command& command);
    Story& facts(const char* clock, std::vector<NewFact> facts) { return act(clock, RecordFacts{std::move(facts)}); }
    Story& publish(const char* clock, std::string words = {}, std::vector<NewFact> facts = {});
    Story& tick();                   // on time, at the next due moment
    Story& tick(const char* clock);  // whenever the clock got round to it

    [[nodiscard]] const Record& record() const { return record_; }
    [[nodiscard]] const Record& before() const { return before_; }  // the last command
    [[nodiscard]] const UpdatePublished& last() const { return record_.updates.back().update; }
    [[nodiscard]] bool told(ChannelKind channel) const;  // is this channel an audience of the last update?
    [[nodiscard]] Statement statement(ChannelKind channel) const;
    [[nodiscard]] Statement statement_by(const Record& record, ChannelKind channel) const;
    // As the last update would be by another record.
    [[nodiscard]] Rendered rendered_by(const Record& record, ChannelKind channel, std::string language) const;
    [[nodiscard]] Rendered rendered(ChannelKind channel, std::string language = "en") const;
    // As those read it who reported it.
    [[nodiscard]] Rendered rendered_for_reporters(std::string language = "en") const;
    [[nodiscard]] std::string text(ChannelKind channel, std::string language = "en") const;

    std::string title = "Card payments fail at checkout";
    std::vector<ComponentId> components{ComponentId("checkout")};
    std::map<ComponentId, std::string> component_names{{ComponentId("checkout"), "Checkout"}};
    CadencePolicy policy;
    RemedyOffer offer;   // none: nothing may be given
    History history;     // of the past
    std::vector<ChannelKind> audiences{ChannelKind::webhook, ChannelKind::email, ChannelKind::mastodon};
    const Record* about = nullptr;  // of a case: its incident
    std::vector<PlannedOption> options;  // what the plan has for customers to choose
    std::string answer;       // under which the readers' own links answer; empty: they have none
    std::string responsible;  // named in updates; empty: nobody is

private:
    [[nodiscard]] ComposeContext compose_context(ChannelKind channel) const;

    Record record_;
    Record before_;  // of the last command
    std::uint64_t random_ = 7;
};

}  // namespace candor::story
