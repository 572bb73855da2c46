// What holds of every text, over generated incidents: same seed, same incidents.
#include "message_story.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace candor;
using namespace candor::story;
using namespace std::chrono_literals;

namespace {

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

    std::string text() {
        static const std::vector<std::string> parts{"card payments",
                                                    "are declined",
                                                    "{{next_update}}",
                                                    "<b>bold</b>",
                                                    "日本語",
                                                    "👩‍👩‍👧‍👦",
                                                    "@someone@example.org",
                                                    "https://example.org/a/b?c=d",
                                                    "100 %",
                                                    "Größe",
                                                    "a.b",
                                                    "?"};
        std::string text;
        const std::size_t length = chance(10) ? 60 : 1 + below(5);
        for (std::size_t i = 0; i < length; ++i) text += (i > 0 ? " " : "") + parts[below(parts.size())];
        return shortened(text, 400);
    }

    NewFact fact(Time now, std::size_t known) {
        NewFact made{body(now), chance(70) ? Confidence::confirmed : Confidence::suspected, std::nullopt};
        if (known > 0 && chance(15)) made.replaces = FactId("f" + std::to_string(1 + below(known)));
        return made;
    }

    FactBody body(Time now) {
        const auto some_time = [&] { return now + std::chrono::minutes{static_cast<int>(below(200))} - 100min; };
        const auto answer = static_cast<Answer>(below(3));
        switch (below(std::variant_size_v<FactBody>)) {
            case 0: return Symptom{text()};
            case 1: return scope();
            case 2: return Cause{text(), static_cast<CauseCategory>(below(5)), chance(30) ? "Supplier" : ""};
            case 3: return Workaround{text()};
            case 4: return Action{text(), chance(40)};
            case 5: return Eta{std::nullopt, some_time(), text()};
            case 6: return Verification{text(), chance(60)};
            case 7: return Started{some_time()};
            case 8: return Ended{some_time()};
            case 9: return DataLoss{answer, text()};
            case 10: return Unaffected{text(), text()};
            case 11: return Security{answer, text()};
            case 12: return ThirdParty{"Supplier", text(), chance(50) ? std::optional(some_time()) : std::nullopt};
            default: return Prevention{text(), "operations", std::nullopt};
        }
    }

    Scope scope() {
        Scope scope{static_cast<ScopeLabel>(below(5)), {}, {}, chance(30) ? text() : ""};
        if (chance(30)) scope.count = static_cast<std::int64_t>(below(5'000'000));
        if (chance(30)) scope.fraction = static_cast<double>(below(1001)) / 1000;
        return scope;
    }

    std::vector<NewFact> facts(Time now, std::size_t known) {
        std::vector<NewFact> facts;
        for (std::size_t i = below(5); i > 0; --i) facts.push_back(fact(now, known));
        return facts;
    }

private:
    std::mt19937_64 random_;
};

// A command that decide() may refuse (a fact replaced twice, say): then nothing happens, as in life.
Command some_command(Generator& generator, const Record& record, Time now) {
    const std::size_t known = record.facts.size();
    switch (generator.below(10)) {
        case 0:
        case 1: return RecordFacts{{generator.fact(now, known)}};
        case 2: return RetractFact{FactId("f" + std::to_string(1 + generator.below(known + 1))), generator.text()};
        case 3:
            return Publish{generator.text(),
                           generator.facts(now, known),
                           static_cast<Status>(generator.below(3)),
                           static_cast<Impact>(generator.below(4)),
                           {}};
        case 4: return Publish{generator.text(), {}, {}, {}, record.updates.front().update.id};
        case 5:
            return generator.chance(50)
                       ? Command(Resolve{generator.text(), {sure(Verification{generator.text(), true})}})
                       : Command(Withdraw{generator.text()});
        default: return Tick{};
    }
}

const Line* find(const Statement& statement, Slot slot) {
    const auto line =
        std::find_if(statement.lines.begin(), statement.lines.end(), [slot](const Line& l) { return l.slot == slot; });
    return line == statement.lines.end() ? nullptr : &*line;
}

void check_text(const Story& story, ChannelKind channel, const std::string& language) {
    const Statement statement = story.statement(channel);
    const Rendered rendered = story.rendered(channel, language);
    const PhraseBook& phrases = templates().of(language).phrases;
    const Setting setting{statement.published_at, utc(), statement.whole_minutes};
    const std::string& text = rendered.message.text;
    CAPTURE(text, language);
    REQUIRE_FALSE(text.empty());
    REQUIRE(is_valid_utf8(text));
    REQUIRE(rendered.fits);
    REQUIRE((channel != ChannelKind::mastodon || mastodon_length(text, 23) <= 500));
    REQUIRE(text.find(context(channel).url) != std::string::npos);
    REQUIRE(text.find("{{next_update}}{{") == std::string::npos);
    for (const Slot slot :
         {Slot::next_update, Slot::late, Slot::correction, Slot::eta_passed, Slot::cadence_changed, Slot::final}) {
        if (const Line* line = find(statement, slot))
            REQUIRE(text.find(phrases.sentence(*line, setting)) != std::string::npos);
    }
    if (const Line* line = find(statement, Slot::late_several)) {
        REQUIRE(text.find(phrases.moment(std::get<Time>(line->values.at("promised")), setting)) != std::string::npos);
    }
    REQUIRE(is_open(story.record()) == (find(statement, Slot::next_update) != nullptr));
    if (statement.next_update) REQUIRE(text.find(phrases.moment(*statement.next_update, setting)) != std::string::npos);
    for (const SentenceProvenance& sentence : rendered.sentences)
        REQUIRE_FALSE((sentence.facts.empty() && sentence.fields.empty()));
    if (channel == ChannelKind::email) REQUIRE(rendered.message.html.find("<b>") == std::string::npos);
    if (channel == ChannelKind::mastodon) REQUIRE(text.find("@someone") == std::string::npos);
    if (statement.number % 4 != 1) return;  // slow, and the same code for all
    const Rendered again = story.rendered(channel, language);
    REQUIRE(again.message.text + again.message.html + again.message.json + again.message.subject ==
            text + rendered.message.html + rendered.message.json + rendered.message.subject);
}

bool accepted(const Story& story, Time now, const Command& command) {
    return decide(story.record(), command, {now, "comms-lead", 1, story.policy, story.audiences}).has_value();
}

std::size_t tell(std::uint64_t seed, const std::string& language) {
    Generator generator(seed);
    Story story;
    story.title = shortened(generator.text(), 100);
    Time now = at("09:00") + std::chrono::seconds{static_cast<int>(generator.below(3600))};
    std::size_t texts = 0;
    Command command = Declare{story.record().id,
                              story.title,
                              story.components,
                              static_cast<Impact>(generator.below(4)),
                              static_cast<Origin>(generator.below(4)),
                              "comms-lead",
                              "",
                              generator.facts(now, 0)};
    if (!accepted(story, now, command)) return 0;
    for (int step = 0; step < 8; ++step) {
        const std::size_t updates = story.record().updates.size();
        if (accepted(story, now, command)) story.act(now, command);
        if (story.record().updates.size() > updates) {
            // One audience of each update: all are tried over the thousand.
            const auto& audiences = story.last().audiences;
            check_text(story, audiences[generator.below(audiences.size())].audience, language);
            ++texts;
        }
        if (!is_open(story.record())) break;
        now += std::chrono::seconds{static_cast<int>(generator.below(2400))};
        command = some_command(generator, story.record(), now);
    }
    return texts;
}

}  // namespace

TEST_CASE("of a thousand incidents every text is whole: next time, link, admissions, within the limit",
          "[S2.9][S0.25]") {
    std::size_t texts = 0;
    const auto languages = templates().languages();
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        CAPTURE(seed);
        texts += tell(seed, languages[seed % languages.size()]);
    }
    CHECK(texts > 1500);
}
