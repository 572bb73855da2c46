#include "daemon/pages/render_review.hpp"

#include "core/message/compose_facts.hpp"
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

// How much before or after something it was; empty: not known.
std::string after(const std::optional<Duration>& duration, const Voice& voice, PageText at_once, PageText before, PageText behind) {
    if (!duration) return {};
    if (*duration >= Duration{0} && *duration < std::chrono::seconds(1)) return voice.text(at_once);
    return voice.text(*duration < Duration{0} ? before : behind, {{"lasted", voice.duration(std::chrono::abs(*duration))}});
}

std::string after_declaration(const std::optional<Duration>& duration, const Voice& voice) {
    return after(duration, voice, "review.at_once_declaration", "review.before_declaration", "review.after_declaration");
}

std::string after_beginning(const std::optional<Duration>& duration, const Voice& voice) {
    return after(duration, voice, "review.at_once_beginning", "review.before_beginning", "review.after_beginning");
}

// --- what was said ---

// Was it promised to everybody, and not to one customer?
bool is_public(PromiseKind kind) {
    return kind != PromiseKind::get_back && kind != PromiseKind::remedy;
}

std::string kept_or_missed(const Promise& promise, const Voice& voice) {
    if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) return voice.text("review.late", {{"lasted", voice.duration(missed->lateness)}});
    return voice.text(std::holds_alternative<PromiseBroken>(promise.state) ? PageText("review.not_kept") : PageText("review.not_kept_yet"));
}

// Several audiences that were promised the same time, and heard together, are one line.
void set_missed(Filling& page, const Review& review, const Voice& voice) {
    std::map<std::tuple<Time, PromiseKind, std::string>, std::vector<std::string>> lines;
    std::int64_t elsewhere = 0;
    for (const Promise& promise : review.ledger.promises) {
        const bool kept = std::holds_alternative<PromiseKept>(promise.state) || (is_open(promise) && !is_overdue(promise, review.as_of));
        if (kept) continue;
        if (!is_public(promise.kind)) {
            ++elsewhere;
            continue;
        }
        auto& audiences = lines[{promise.due, promise.kind, kept_or_missed(promise, voice)}];
        if (promise.audience) audiences.push_back(voice.word(PageWordGroup::audience, *promise.audience));
    }
    for (const auto& [key, audiences] : lines) {
        const auto& [due, kind, end] = key;
        Filling& line = page.lists["missed_promises"].emplace_back();
        std::string to;
        for (const std::string& audience : audiences) to += (to.empty() ? " (" : ", ") + audience;
        set(line, "what", voice.word(PageWordGroup::promise, kind) + to + (to.empty() ? "" : ")"));
        set_time(line, "due", "due_machine", due, voice);
        set(line, "became", end);
    }
    if (!lines.empty()) set(page, "has_missed", "yes");
    if (elsewhere > 0) set(page, "missed_elsewhere", fmt::format("{}", elsewhere));
}

void set_corrections(Filling& page, const Record& record, const Voice& voice) {
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.kind != UpdateKind::correction) continue;
        const PublishedUpdate* wrong = find_update(record, UpdateId(published.update.corrects));
        Filling& line = page.lists["corrections"].emplace_back();
        set(line, "number", fmt::format("{}", published.update.number));
        if (wrong != nullptr) set(line, "corrects", fmt::format("{}", wrong->update.number));
        set_time(line, "at", "at_machine", published.at, voice);
        set(line, "words", published.update.words);
    }
    if (!page.lists["corrections"].empty()) set(page, "corrected", "yes");
}

void set_communication(Filling& page, const Review& review, const Voice& voice) {
    const review::Communication& said = review.communication;
    set(page, "first_update", after_declaration(said.to_first_update, voice));
    if (said.longest_silence) {
        set(page, "silence", voice.duration(said.longest_silence->to - said.longest_silence->from));
        set(page, "silence_audience", voice.word(PageWordGroup::audience, said.longest_silence->audience));
        set(page, "silence_from", voice.moment(to_minute(said.longest_silence->from)));
        set(page, "silence_to", voice.moment(to_minute(said.longest_silence->to)));
    }
    set(page, "updates", fmt::format("{}", review.record.updates.size()));
    if (review.effort.updates_by_clock > 0) set(page, "by_the_clock", fmt::format("{}", review.effort.updates_by_clock));
    set_missed(page, review, voice);
    set_corrections(page, review.record, voice);
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

void set_repair(Filling& page, const Review& review, const Record& shown, const PublishedUpdate& last, const Voice& voice) {
    const auto* started = told_fact<Started>(shown, last);
    const auto* ended = told_fact<Ended>(shown, last);
    if (started != nullptr) {
        set_time(page, "began", "began_machine", std::get<Started>(started->fact.body).time, voice);
        if (!is_confirmed(*started)) set(page, "began_suspected", "yes");
        set(page, "declared_after", after_beginning(review.repair.to_declaration, voice));
    }
    set(page, "workaround_after", after_declaration(review.repair.to_workaround, voice));
    if (ended != nullptr) set_time(page, "over", "over_machine", std::get<Ended>(ended->fact.body).time, voice);
    if (started != nullptr && ended != nullptr && review.repair.to_fix) set(page, "fixed_after", voice.duration(*review.repair.to_fix));
    const auto* cause = told_fact<Cause>(shown, last);
    if (cause == nullptr) return set(page, "cause_unknown", "yes");
    set(page, "cause", std::get<Cause>(cause->fact.body).text);
    if (!is_confirmed(*cause)) set(page, "cause_suspected", "yes");
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

void set_state(Filling& change, const Review& review, const FactId& fact, const Voice& voice) {
    for (const Promise& promise : review.ledger.promises) {
        if (promise.kind != PromiseKind::prevention || promise.fact != fact) continue;
        if (const auto* kept = std::get_if<PromiseKept>(&promise.state)) set(change, "done", voice.day(kept->at));
        if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) {
            set(change, "done", voice.day(missed->at));
            set(change, "late", voice.duration(missed->lateness));
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
        set(change, "text", first_upper(prevention.text));
        if (!prevention.owner.empty()) set(change, "owned", "yes");
        set(change, "owner", role_of(setup, prevention.owner));
        if (prevention.due) {
            set(change, "due", Voice(setup).day(*prevention.due));
            set(change, "due_machine", to_rfc3339(*prevention.due));
        }
        set_state(change, review, fact->fact.id, Voice(setup));
    }
    if (!page.lists["changes"].empty()) set(page, "has_changes", "yes");
}

// --- what was left out, and what was said all the same ---

std::string thing_of(const Record& record, const std::string& what, const Voice& voice) {
    const RecordedFact* fact = find_fact(record, FactId(what));
    if (fact == nullptr) return voice.text("review.title");
    return voice.text("review.recorded_as", {{"kind", voice.words().word(PageWordGroup::fact, kind_of(fact->fact.body))}});
}

void set_findings(Filling& page, const Review& review, const Voice& voice) {
    for (const review::LeftOut& one : review.withheld) {
        Filling& line = page.lists["left_out"].emplace_back();
        set(line, "number", fmt::format("{}", one.update));
        set(line, "what", thing_of(review.record, one.what, voice));
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
    PageText as;
    const std::string* text;
};

std::optional<News> news_of(const RecordedFact& fact) {
    const bool sure = is_confirmed(fact);
    if (const auto* symptom = std::get_if<Symptom>(&fact.fact.body)) return News{sure ? PageText("review.effect") : PageText("review.effect_reported"), &symptom->text};
    if (const auto* cause = std::get_if<Cause>(&fact.fact.body)) return News{sure ? PageText("review.cause") : PageText("review.cause_suspected"), &cause->text};
    if (const auto* workaround = std::get_if<Workaround>(&fact.fact.body)) return News{"review.workaround", &workaround->text};
    if (const auto* action = std::get_if<Action>(&fact.fact.body)) return News{action->done ? PageText("review.done") : PageText("review.doing"), &action->text};
    return std::nullopt;
}

// What was new in an update: words of facts that stand in its text, and in none before. What no text has, nobody was told.
FillingList news_in(const Dossier& dossier, std::size_t index, std::set<std::string>& told, const Voice& voice) {
    FillingList list;
    const std::string& text = dossier.texts.at(index);
    for (const RecordedFact& fact : dossier.record.facts) {
        const auto news = news_of(fact);
        if (!news || fact.seq > dossier.record.updates[index].seq || told.contains(fact.fact.id.str())) continue;
        if (text.find(*news->text) == std::string::npos) continue;
        told.insert(fact.fact.id.str());
        const std::string line = voice.text(news->as, {{"text", *news->text}});
        set(list.emplace_back(), "text", fact.retraction.empty() ? line : voice.text("review.taken_back", {{"text", line}}));
    }
    return list;
}

// By how much an update missed the time that was promised for it; nothing where it came in time.
std::string lateness_of(const Record& record, const PublishedUpdate& published, const Voice& voice) {
    std::optional<Duration> worst;
    for (const Promise& promise : record.promises) {
        const auto* missed = std::get_if<PromiseMissed>(&promise.state);
        if (promise.kind != PromiseKind::next_update || missed == nullptr || missed->at != published.at) continue;
        worst = std::max(missed->lateness, worst.value_or(missed->lateness));
    }
    return worst ? voice.duration(*worst) : std::string();
}

void set_timeline(Filling& page, const Dossier& dossier, const Record& shown, const PublishedUpdate& last, const Setup& setup) {
    const Record& record = dossier.record;
    const Voice voice(setup);
    FillingList& timeline = page.lists["timeline"];
    const auto add = [&](Time at, std::string kind, std::string what) -> Filling& {
        Filling& moment = timeline.emplace_back();
        set_time(moment, "at", "at_machine", at, Voice(setup));
        set(moment, "kind", std::move(kind));
        set(moment, "what", std::move(what));
        return moment;
    };
    const auto* started = told_fact<Started>(shown, last);
    if (started != nullptr && std::get<Started>(started->fact.body).time <= record.declared_at) {
        add(std::get<Started>(started->fact.body).time, "began", voice.text(is_confirmed(*started) ? PageText("review.began") : PageText("review.began_suspected")));
    }
    std::set<std::string> told;
    bool quiet = false;  // the last entry is of updates with nothing new
    for (std::size_t i = 0; i < record.updates.size() && i < dossier.texts.size(); ++i) {
        const PublishedUpdate& published = record.updates[i];
        FillingList news = news_in(dossier, i, told, voice);
        const bool follows_at_once = i > 0 && record.updates[i - 1].at == published.at;  // the one before kept the promise
        const std::string late = follows_at_once ? std::string() : lateness_of(record, published, voice);
        const std::string number = fmt::format("{}", published.update.number);
        const bool is_quiet = published.update.kind == UpdateKind::holding && news.empty() && late.empty();
        if (is_quiet && quiet) {
            set(timeline.back(), "last", number);
            continue;
        }
        quiet = is_quiet;
        Filling& moment = add(published.at, std::string(to_string(published.update.kind)), voice.word(PageWordGroup::kind, published.update.kind));
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
    set_time(page, "published_at", "published_machine", to_minute(last->at), Voice(setup));
    page.lists["said"] = said_in(dossier, static_cast<std::size_t>(last - dossier.record.updates.data()), setup);
    set_communication(page, review, Voice(setup));
    set_repair(page, review, shown, *last, Voice(setup));
    set_changes(page, review, shown, *last, setup);
    page.lists["groups"] = figure_groups(review.metrics, Voice(setup));
    set_findings(page, review, Voice(setup));
    set_timeline(page, dossier, shown, *last, setup);
    return templates.review.fill(page);
}

}  // namespace candor::pages
