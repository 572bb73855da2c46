#include "daemon/pages/render_review.hpp"

#include "core/message/compose_facts.hpp"
#include "core/text.hpp"
#include "daemon/desk/publish.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace candor::pages {

using desk::Dossier;
using desk::Setup;
using review::Review;

namespace {

std::string length(Duration duration) {
    return duration < std::chrono::seconds(1) ? "less than 1 s" : duration_text(duration);
}

std::string after(const std::optional<Duration>& duration, std::string_view what) {
    if (!duration) return {};
    if (*duration >= Duration{0} && *duration < std::chrono::seconds(1)) return fmt::format("at once with {}", what);
    return fmt::format("{} {} {}", length(std::chrono::abs(*duration)), *duration < Duration{0} ? "before" : "after", what);
}

std::string audience_word(ChannelKind audience) {
    switch (audience) {
        case ChannelKind::webhook: return "connected systems";
        case ChannelKind::email: return "mail";
        case ChannelKind::mastodon: return "Mastodon";
    }
    return {};
}

// --- what was said ---

// What was promised to everybody; empty: to one customer.
std::string promise_word(PromiseKind kind) {
    switch (kind) {
        case PromiseKind::next_update: return "The next update";
        case PromiseKind::eta: return "That it would be over";
        case PromiseKind::follow_up: return "The question whether it is over";
        case PromiseKind::prevention: return "Something that was to change";
        case PromiseKind::start: return "The start of the work";
        case PromiseKind::end: return "The end of the work";
        case PromiseKind::get_back:
        case PromiseKind::remedy: return {};
    }
    return {};
}

std::string became(const Promise& promise) {
    if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) return length(missed->lateness) + " late";
    if (std::holds_alternative<PromiseBroken>(promise.state)) return "not kept";
    return "not kept yet";
}

// Several audiences that were promised the same time, and heard together, are one line.
void set_missed(Filling& page, const Review& review, const TimeZone& zone) {
    std::map<std::tuple<Time, PromiseKind, std::string>, std::vector<std::string>> lines;
    std::int64_t elsewhere = 0;
    for (const Promise& promise : review.ledger.promises) {
        const bool kept = std::holds_alternative<PromiseKept>(promise.state) || (is_open(promise) && !is_overdue(promise, review.as_of));
        if (kept) continue;
        if (promise_word(promise.kind).empty()) {
            ++elsewhere;
            continue;
        }
        auto& audiences = lines[{promise.due, promise.kind, became(promise)}];
        if (promise.audience) audiences.push_back(audience_word(*promise.audience));
    }
    for (const auto& [key, audiences] : lines) {
        const auto& [due, kind, end] = key;
        Filling& line = page.lists["missed_promises"].emplace_back();
        std::string to;
        for (const std::string& audience : audiences) to += (to.empty() ? " (" : ", ") + audience;
        set(line, "what", promise_word(kind) + to + (to.empty() ? "" : ")"));
        set_time(line, "due", "due_machine", due, zone);
        set(line, "became", end);
    }
    if (!lines.empty()) set(page, "has_missed", "yes");
    if (elsewhere > 0) set(page, "missed_elsewhere", fmt::format("{}", elsewhere));
}

void set_corrections(Filling& page, const Record& record, const TimeZone& zone) {
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.kind != UpdateKind::correction) continue;
        const PublishedUpdate* wrong = find_update(record, UpdateId(published.update.corrects));
        Filling& line = page.lists["corrections"].emplace_back();
        set(line, "number", fmt::format("{}", published.update.number));
        if (wrong != nullptr) set(line, "corrects", fmt::format("{}", wrong->update.number));
        set_time(line, "at", "at_machine", published.at, zone);
        set(line, "words", published.update.words);
    }
    if (!page.lists["corrections"].empty()) set(page, "corrected", "yes");
}

void set_communication(Filling& page, const Review& review, const TimeZone& zone) {
    const review::Communication& said = review.communication;
    set(page, "first_update", after(said.to_first_update, "the declaration"));
    if (said.longest_silence) {
        set(page, "silence", length(said.longest_silence->to - said.longest_silence->from));
        set(page, "silence_audience", audience_word(said.longest_silence->audience));
        set(page, "silence_from", full_text(to_minute(said.longest_silence->from), zone));
        set(page, "silence_to", full_text(to_minute(said.longest_silence->to), zone));
    }
    set(page, "updates", fmt::format("{}", review.record.updates.size()));
    if (review.effort.updates_by_clock > 0) set(page, "by_the_clock", fmt::format("{}", review.effort.updates_by_clock));
    set_missed(page, review, zone);
    set_corrections(page, review.record, zone);
}

// --- what was repaired, and what will change ---

// The fact as everybody was told it by then; nullptr: nobody was.
template <class Body>
const RecordedFact* told_fact(const Record& shown, const PublishedUpdate& last) {
    const RecordedFact* found = nullptr;
    for (const RecordedFact* fact : current_facts<Body>(shown)) {
        if (fact->seq < last.seq) found = fact;
    }
    return found;
}

void set_repair(Filling& page, const Review& review, const Record& shown, const PublishedUpdate& last, const TimeZone& zone) {
    const auto* started = told_fact<Started>(shown, last);
    const auto* ended = told_fact<Ended>(shown, last);
    if (started != nullptr) {
        set_time(page, "began", "began_machine", std::get<Started>(started->fact.body).time, zone);
        if (!is_confirmed(*started)) set(page, "began_suspected", "yes");
        set(page, "declared_after", after(review.repair.to_declaration, "it began"));
    }
    set(page, "workaround_after", after(review.repair.to_workaround, "the declaration"));
    if (ended != nullptr) set_time(page, "over", "over_machine", std::get<Ended>(ended->fact.body).time, zone);
    if (started != nullptr && ended != nullptr && review.repair.to_fix) set(page, "fixed_after", length(*review.repair.to_fix));
    const auto* cause = told_fact<Cause>(shown, last);
    if (cause == nullptr) return set(page, "cause_unknown", "yes");
    set(page, "cause", std::get<Cause>(cause->fact.body).text);
    if (!is_confirmed(*cause)) set(page, "cause_suspected", "yes");
}

std::string as_sentence(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
}

// The role that owns it: a function of the plan, or the rota of the person. A person's name is not for everybody.
std::string role_of(const Setup& setup, const std::string& owner) {
    if (!setup.plan) return {};
    const plan::RoleId id(owner);
    const plan::Person* person = plan::find_person(*setup.plan, id);
    if (plan::find_rota(*setup.plan, id) != nullptr || (person != nullptr && person->name.empty())) return owner;
    for (const plan::Rota& rota : setup.plan->rotas) {
        if (person != nullptr && std::find(rota.people.begin(), rota.people.end(), id) != rota.people.end()) return rota.id.str();
    }
    return {};
}

void set_state(Filling& change, const Review& review, const FactId& fact, const TimeZone& zone) {
    for (const Promise& promise : review.ledger.promises) {
        if (promise.kind != PromiseKind::prevention || promise.fact != fact) continue;
        if (const auto* kept = std::get_if<PromiseKept>(&promise.state)) set(change, "done", day_text(kept->at, zone));
        if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) {
            set(change, "done", day_text(missed->at, zone));
            set(change, "late", length(missed->lateness));
        }
        if (std::holds_alternative<PromiseBroken>(promise.state)) set(change, "broken", "yes");
        if (is_open(promise)) set(change, is_overdue(promise, review.as_of) ? "overdue" : "open", "yes");
    }
}

void set_changes(Filling& page, const Review& review, const Record& shown, const PublishedUpdate& last, const Setup& setup) {
    for (const RecordedFact* fact : current_facts<Prevention>(shown)) {
        if (fact->seq > last.seq) continue;
        const Prevention& prevention = std::get<Prevention>(fact->fact.body);
        Filling& change = page.lists["changes"].emplace_back();
        set(change, "text", as_sentence(prevention.text));
        if (!prevention.owner.empty()) set(change, "owned", "yes");
        set(change, "owner", role_of(setup, prevention.owner));
        if (prevention.due) {
            set(change, "due", day_text(*prevention.due, *setup.zone));
            set(change, "due_machine", to_rfc3339(*prevention.due));
        }
        set_state(change, review, fact->fact.id, *setup.zone);
    }
    if (!page.lists["changes"].empty()) set(page, "has_changes", "yes");
}

// --- what was left out, and what was said all the same ---

std::string thing_of(const Record& record, const std::string& what) {
    const RecordedFact* fact = find_fact(record, FactId(what));
    if (fact == nullptr) return "the title";
    std::string kind(kind_of(fact->fact.body));
    std::replace(kind.begin(), kind.end(), '_', ' ');
    return "what was recorded as " + kind;
}

void set_findings(Filling& page, const Review& review) {
    for (const review::LeftOut& one : review.withheld) {
        Filling& line = page.lists["left_out"].emplace_back();
        set(line, "number", fmt::format("{}", one.update));
        set(line, "what", thing_of(review.record, one.what));
        set(line, "rule", one.rule);
    }
    for (const review::SetAside& one : review.overridden) {
        Filling& line = page.lists["set_aside"].emplace_back();
        set(line, "number", fmt::format("{}", one.update));
        set(line, "rule", one.rule);
        set(line, "reason", one.reason);
        if (one.two_people) set(line, "two_people", "yes");
    }
    if (!review.withheld.empty()) set(page, "has_left_out", "yes");
    if (!review.overridden.empty()) set(page, "has_set_aside", "yes");
}

// --- the timeline ---

struct News {
    const char* before;
    const std::string* text;
};

News news_of(const RecordedFact& fact) {
    const bool sure = is_confirmed(fact);
    if (const auto* symptom = std::get_if<Symptom>(&fact.fact.body)) return {sure ? "Effect: " : "Effect, as reported: ", &symptom->text};
    if (const auto* cause = std::get_if<Cause>(&fact.fact.body)) return {sure ? "Cause: " : "Suspected cause: ", &cause->text};
    if (const auto* workaround = std::get_if<Workaround>(&fact.fact.body)) return {"A way around it: ", &workaround->text};
    if (const auto* action = std::get_if<Action>(&fact.fact.body)) return {action->done ? "Done: " : "Being done: ", &action->text};
    return {nullptr, nullptr};
}

// What was new in an update: words of facts that stand in its text, and in none before. What no text has, nobody was told.
FillingList news_in(const Dossier& dossier, std::size_t index, std::set<std::string>& told) {
    FillingList list;
    const std::string& text = dossier.texts.at(index);
    for (const RecordedFact& fact : dossier.record.facts) {
        const News news = news_of(fact);
        if (news.text == nullptr || fact.seq > dossier.record.updates[index].seq || told.contains(fact.fact.id.str())) continue;
        if (text.find(*news.text) == std::string::npos) continue;
        told.insert(fact.fact.id.str());
        set(list.emplace_back(), "text", news.before + *news.text + (fact.retraction.empty() ? "" : " (taken back later)"));
    }
    return list;
}

// By how much an update missed the time that was promised for it; nothing where it came in time.
std::string lateness_of(const Record& record, const PublishedUpdate& published) {
    std::optional<Duration> worst;
    for (const Promise& promise : record.promises) {
        const auto* missed = std::get_if<PromiseMissed>(&promise.state);
        if (promise.kind != PromiseKind::next_update || missed == nullptr || missed->at != published.at) continue;
        worst = std::max(missed->lateness, worst.value_or(missed->lateness));
    }
    return worst ? length(*worst) : std::string();
}

void set_timeline(Filling& page, const Dossier& dossier, const Record& shown, const PublishedUpdate& last, const Setup& setup) {
    const Record& record = dossier.record;
    FillingList& timeline = page.lists["timeline"];
    const auto add = [&](Time at, std::string kind, std::string what) -> Filling& {
        Filling& moment = timeline.emplace_back();
        set_time(moment, "at", "at_machine", at, *setup.zone);
        set(moment, "kind", std::move(kind));
        set(moment, "what", std::move(what));
        return moment;
    };
    const auto* started = told_fact<Started>(shown, last);
    if (started != nullptr && std::get<Started>(started->fact.body).time <= record.declared_at) {
        add(std::get<Started>(started->fact.body).time, "began", is_confirmed(*started) ? "It began" : "It began, as we suspect");
    }
    std::set<std::string> told;
    bool quiet = false;  // the last entry is of updates with nothing new
    for (std::size_t i = 0; i < record.updates.size() && i < dossier.texts.size(); ++i) {
        const PublishedUpdate& published = record.updates[i];
        FillingList news = news_in(dossier, i, told);
        const bool follows_at_once = i > 0 && record.updates[i - 1].at == published.at;  // the one before kept the promise
        const std::string late = follows_at_once ? std::string() : lateness_of(record, published);
        const std::string number = fmt::format("{}", published.update.number);
        const bool is_quiet = published.update.kind == UpdateKind::holding && news.empty() && late.empty();
        if (is_quiet && quiet) {
            set(timeline.back(), "last", number);
            continue;
        }
        quiet = is_quiet;
        Filling& moment = add(published.at, std::string(to_string(published.update.kind)), kind_word(published.update.kind));
        set(moment, "number", number);
        set(moment, "promised_late", late);
        moment.lists["news"] = std::move(news);
    }
}

}  // namespace

std::string render_review(const PageTemplates& templates, const Setup& setup, const Dossier& dossier, const Review& review, Time now) {
    const PublishedUpdate* last = published_review(dossier.record);
    if (last == nullptr) return {};
    const Record shown = desk::shown_record(setup, dossier.record, last->update);
    Filling page;
    set_frame(page, setup, "../../", now);
    set_standing(page, dossier.record, setup);
    set(page, "published_number", fmt::format("{}", last->update.number));
    set_time(page, "published_at", "published_machine", to_minute(last->at), *setup.zone);
    page.lists["said"] = said_in(dossier, static_cast<std::size_t>(last - dossier.record.updates.data()), setup);
    set_communication(page, review, *setup.zone);
    set_repair(page, review, shown, *last, *setup.zone);
    set_changes(page, review, shown, *last, setup);
    page.lists["groups"] = figure_groups(review.metrics);
    set_findings(page, review);
    set_timeline(page, dossier, shown, *last, setup);
    return templates.review.fill(page);
}

}  // namespace candor::pages
