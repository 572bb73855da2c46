#include "daemon/desk/proofread.hpp"

#include "core/incident/fold.hpp"
#include "core/plan/offer.hpp"
#include "daemon/desk/honesty.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace candor::desk {

namespace {

// A rule that blocks one of the rendered texts. Until the next render.
struct Fault {
    const RenderedFor* variant = nullptr;
    honesty::Finding finding;
};

class Proofreader {
public:
    Proofreader(const Setup& setup, const Record& before, Dossier& after, std::vector<Event>& events, Time now)
        : setup_(setup), before_(before), after_(after), events_(events), now_(now), update_(*update_among(events)) {}

    Proof read() {
        address();
        if (setup_.honesty) update_.rules = setup_.honesty->version;
        if (setup_.honesty) check_title();
        auto faults = render();
        if (withhold_causes(faults)) faults = render();
        // Nothing single is to blame: who is writing is asked again, and without anybody only our own text goes out.
        if (!faults.empty() && !update_.words.empty()) proof_.refusal = refusal_of(faults.front().finding, "words");
        if (!proof_.refusal && blames_a_claim(faults)) {
            withhold_everything(faults.front().finding.rule);
            faults = render();
        }
        for (const Fault& fault : faults) proof_.unmended.push_back(fmt::format("{}: {}", fault.finding.rule, fault.finding.message));
        return std::move(proof_);
    }

private:
    // Every channel of the audiences that hears of such an incident, and those that heard of this one before.
    void address() {
        const bool personal = after_.record.kind == RecordKind::case_;
        const auto planned = planned_channels(setup_, plan::situation_of(after_.record));
        const auto is_planned = [&](const ChannelId& id) {
            return std::any_of(planned.begin(), planned.end(), [&](const ChannelRoute& channel) { return channel.id == id; });
        };
        for (const ChannelRoute& channel : ways_to(setup_, after_.record)) {
            const bool addressed = std::any_of(update_.audiences.begin(), update_.audiences.end(),
                                               [&](const Promised& promised) { return promised.audience == channel.kind; });
            const bool concerned = is_planned(channel.id) && hears(channel, after_.record.components, after_.record.impact);
            const bool hearing = personal || concerned || was_told(before_, channel.id);
            if (addressed && hearing) update_.channels.push_back(channel.id);
        }
        const bool mailed = std::any_of(update_.audiences.begin(), update_.audiences.end(), [](const Promised& promised) { return promised.audience == ChannelKind::email; });
        if (mailed && has_subscribers(setup_, after_.record.kind)) update_.channels.push_back(subscriber_mail_channel());
        const bool hooked = std::any_of(update_.audiences.begin(), update_.audiences.end(), [](const Promised& promised) { return promised.audience == ChannelKind::webhook; });
        if (hooked && has_hooks(setup_, after_.record.kind)) update_.channels.push_back(subscriber_webhook_channel());
        if (after_.has_reporters && tells_reporters(before_, after_.record, update_)) update_.channels.push_back(report_channel());
    }

    std::vector<Fault> render() {
        after_.record = fold(before_, events_);
        proof_.variants = render_update(setup_, before_, after_.record, events_);
        return find_faults();
    }

    [[nodiscard]] std::vector<Fault> find_faults() const {
        std::vector<Fault> faults;
        if (!setup_.honesty) return faults;
        const Record shown = shown_record(setup_, after_.record, update_);
        honesty::Scene scene = scene_of(setup_, after_.texts, now_);
        std::set<std::pair<std::string, std::optional<Time>>> read;
        for (const RenderedFor& variant : proof_.variants) {
            const Rendered& rendered = variant.rendered;
            const auto heard = last_heard(before_, variant.promised.audience);
            const bool reporters = variant.variant == report_variant(setup_);  // to whom no time was promised
            const auto promised_at = is_open(before_) && heard && !reporters ? std::optional(heard->due) : std::nullopt;
            scene.told = heard ? heard->last_seq : 0;
            scene.said = heard_before(variant);
            if (!read.emplace(rendered.message.text, promised_at).second) continue;
            const honesty::StatementText text{rendered.message.text, promised_at, rendered.shortened || !rendered.dropped.empty()};
            for (auto& finding : honesty::check_statement(*setup_.honesty, rendered.message.language, text, variant.promised.kind, honesty::evidence_of(shown, scene), scene)) {
                if (reporters && is_about_elements(finding)) continue;
                if (finding.severity == honesty::Severity::block && !sets_aside(update_, finding.rule)) faults.push_back({&variant, std::move(finding)});
            }
        }
        return faults;
    }

    // What its readers have read of it: on the page everything, elsewhere what went to that audience. Who hears for the first
    // time is told nothing twice.
    [[nodiscard]] std::vector<std::string> heard_before(const RenderedFor& variant) const {
        std::vector<std::string> heard = after_.texts;
        if (variant.variant == page_variant(setup_)) return heard;
        for (std::size_t i = 0; i < heard.size() && i < before_.updates.size(); ++i) {
            if (!went_to(before_.updates[i].update, variant.promised.audience)) heard[i].clear();
        }
        return heard;
    }
    static bool went_to(const UpdatePublished& update, ChannelKind audience) {
        return std::any_of(update.audiences.begin(), update.audiences.end(), [&](const Promised& promised) { return promised.audience == audience; });
    }

    // A title was true when it was given; whether it still is decides the record.
    void check_title() {
        for (const honesty::Finding& finding : desk::check_title(setup_, after_.record, now_)) {
            if (finding.severity == honesty::Severity::block) return withhold("title", finding.rule);
        }
    }

    void withhold(const std::string& what, const std::string& rule) {
        const auto same = [&](const Withheld& one) { return one.what == what; };
        if (std::none_of(update_.withheld.begin(), update_.withheld.end(), same)) update_.withheld.push_back({what, rule});
    }

    // Leaves out the facts whose sentences are at fault by themselves. False where none is found.
    bool withhold_causes(const std::vector<Fault>& faults) {
        if (faults.empty()) return false;
        const std::size_t before = update_.withheld.size();
        const honesty::Scene scene = scene_of(setup_, after_.texts, now_);
        const honesty::Evidence evidence = honesty::evidence_of(after_.record, scene);
        for (const Fault& fault : faults) {
            const Rendered& rendered = fault.variant->rendered;
            for (const SentenceProvenance& sentence : rendered.sentences) {
                if (sentence.facts.empty() && sentence.slot != Slot::words && !is_of_options(sentence)) continue;
                const auto found = honesty::check_words(*setup_.honesty, rendered.message.language, sentence.text, update_.kind, evidence, scene);
                if (has_block_by(found, fault.finding.rule)) leave_out(sentence, fault.finding);
            }
        }
        return update_.withheld.size() > before;
    }

    [[nodiscard]] static bool has_block_by(const std::vector<honesty::Finding>& findings, const std::string& rule) {
        return std::any_of(findings.begin(), findings.end(), [&](const honesty::Finding& finding) {
            return finding.rule == rule && finding.severity == honesty::Severity::block;
        });
    }

    void leave_out(const SentenceProvenance& sentence, const honesty::Finding& finding) {
        // What a person has just said, and what "resolved" rests on, cannot be left out: they are asked again.
        if (sentence.slot == Slot::words || sentence.slot == Slot::resolved) {
            proof_.refusal = refusal_of(finding, sentence.slot == Slot::words ? "words" : "facts");
            return;
        }
        if (is_of_options(sentence)) withhold(std::string(options_left_out), finding.rule);
        for (const FactId& fact : sentence.facts) withhold(fact.str(), finding.rule);
    }

    [[nodiscard]] static bool is_of_options(const SentenceProvenance& sentence) {
        return sentence.slot == Slot::option_item || sentence.slot == Slot::option_withdrawn;
    }

    // What a text lacks, or repeats, is not mended by leaving out more.
    [[nodiscard]] static bool blames_a_claim(const std::vector<Fault>& faults) {
        return std::any_of(faults.begin(), faults.end(), [](const Fault& fault) {
            const std::string& rule = fault.finding.rule;
            return !rule.starts_with("HON-5") && !rule.starts_with("HON-6") && rule != "HON-104";
        });
    }

    [[nodiscard]] static Error refusal_of(const honesty::Finding& finding, std::string field) {
        return {ErrorCode::blocked_by_rule, fmt::format("{}: {}", finding.rule, finding.message), std::move(field), finding.fix};
    }

    void withhold_everything(const std::string& rule) {
        withhold("title", rule);
        if (!after_.record.options.empty()) withhold(std::string(options_left_out), rule);
        for (const RecordedFact& recorded : after_.record.facts) {
            if (!std::holds_alternative<Verification>(recorded.fact.body) || is_open(after_.record)) withhold(recorded.fact.id.str(), rule);
        }
    }

    const Setup& setup_;
    const Record& before_;
    Dossier& after_;
    std::vector<Event>& events_;
    const Time now_;
    UpdatePublished& update_;
    Proof proof_;
};

}  // namespace

Proof proofread(const Setup& setup, const Record& before, Dossier& after, std::vector<Event>& events, Time now) {
    if (update_among(events) == nullptr) return {};
    return Proofreader(setup, before, after, events, now).read();
}

}  // namespace candor::desk
