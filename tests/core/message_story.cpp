#include "message_story.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace candor::story {

Time at(const char* clock) {
    const std::string text(clock);
    return parse_rfc3339("2026-11-22T" + text + (text.size() == 5 ? ":00Z" : "Z")).value();
}

NewFact sure(FactBody body) {
    return {std::move(body), Confidence::confirmed, std::nullopt};
}

NewFact suspected(FactBody body) {
    return {std::move(body), Confidence::suspected, std::nullopt};
}

NewFact replacing(const char* fact, FactBody body) {
    return {std::move(body), Confidence::confirmed, FactId(fact)};
}

std::map<std::string, std::string> template_files() {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> files;
    const fs::path root = fs::path(CANDOR_SOURCE_DIR) / "templates";
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path());
        std::stringstream content;
        content << in.rdbuf();
        files[fs::relative(entry.path(), root).generic_string()] = content.str();
    }
    return files;
}

const TemplateSet& templates() {
    static const TemplateSet set = [] {
        auto loaded = load_templates(template_files(), "en");
        if (!loaded) FAIL(loaded.error().message());
        return *loaded;
    }();
    return set;
}

RenderContext context(ChannelKind channel, std::string language) {
    RenderContext context;
    context.organisation = "Example Shop";
    context.language = std::move(language);
    context.url = "https://status.example.org/incidents/k3v9x2m4q7aa";
    context.contact = "help@example.org";
    context.limits = default_limits(channel);
    return context;
}

Story::Story() {
    record_.id = IncidentId("k3v9x2m4q7aa");
}

Story& Story::declare(const char* clock, std::vector<NewFact> facts, Origin origin, Impact impact) {
    return act(clock, Declare{record_.id, title, components, impact, origin, "comms-lead", "", std::move(facts)});
}

Story& Story::act(const char* clock, const Command& command) {
    return act(at(clock), command);
}

Story& Story::act(Time now, const Command& command) {
    Circumstances circumstances{now, "comms-lead", ++random_, policy, audiences};
    circumstances.about = about;
    circumstances.remedies = offer;
    circumstances.options = options;
    circumstances.history = &history;
    const auto events = decide(record_, command, circumstances);
    if (!events) FAIL(events.error().message());
    before_ = record_;
    record_ = fold(std::move(record_), *events);
    return *this;
}

Story& Story::publish(const char* clock, std::string words, std::vector<NewFact> facts) {
    return act(clock, Publish{std::move(words), std::move(facts), {}, {}, {}});
}

Story& Story::tick() {
    return act(next_due(record_, policy).value(), Tick{});
}

Story& Story::tick(const char* clock) {
    return act(clock, Tick{});
}

bool Story::told(ChannelKind channel) const {
    for (const Promised& promised : last().audiences) {
        if (promised.audience == channel) return true;
    }
    return false;
}

Statement Story::statement(ChannelKind channel) const {
    return statement_by(record_, channel);
}

Statement Story::statement_by(const Record& record, ChannelKind channel) const {
    return compose(record, last(), channel, compose_context(channel));
}

ComposeContext Story::compose_context(ChannelKind channel) const {
    ComposeContext context;
    context.before = last_heard(before_, channel);
    if (before_.version > 0) context.impact_before = before_.impact;
    context.component_names = component_names;
    if (!is_social(channel)) context.answer = answer;
    context.responsible = responsible;
    return context;
}

Rendered Story::rendered_for_reporters(std::string language) const {
    ComposeContext told = compose_context(ChannelKind::email);
    told.reporter = true;
    if (told.before) told.before->every = Duration{0};
    return render(compose(record_, last(), ChannelKind::email, told), templates(), ChannelKind::email, context(ChannelKind::email, std::move(language)));
}

Rendered Story::rendered_by(const Record& record, ChannelKind channel, std::string language) const {
    return render(statement_by(record, channel), templates(), channel, context(channel, std::move(language)));
}

Rendered Story::rendered(ChannelKind channel, std::string language) const {
    return render(statement(channel), templates(), channel, context(channel, std::move(language)));
}

std::string Story::text(ChannelKind channel, std::string language) const {
    return rendered(channel, std::move(language)).message.text;
}

}  // namespace candor::story
