#include "core/incident/choice.hpp"
#include "core/message/composer.hpp"

#include <algorithm>

namespace candor {

using namespace std::chrono_literals;

Statement Composer::compose() {
    if (context_.reporter) report_belongs();
    if (statement_.kind == UpdateKind::withdrawal) withdrawal();
    else if (closing() && in_case()) personal_resolution();
    else if (closing() && in_maintenance()) completion();
    else if (closing()) resolution();
    else if (statement_.kind == UpdateKind::follow_up) follow_up();
    else if (statement_.kind == UpdateKind::review) review();
    else if (!is_open(record_)) correction_after_the_end();
    else if (in_case()) personal();
    else if (in_maintenance()) maintenance();
    else open();
    if (context_.reporter && is_open(record_)) report_quiet();
    responsible();
    auto& lines = statement_.lines;
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.section < b.section; });
    return std::move(statement_);
}

void Composer::fill_header(ChannelKind audience) {
    Statement& s = statement_;
    const PublishedUpdate* published = find_update(record_, update_.id);
    const Promised* promised = promise_for(update_, audience);
    s.incident = record_.id;
    s.record_kind = record_.kind;
    s.update = update_.id;
    s.number = update_.number;
    s.kind = promised == nullptr ? update_.kind : promised->kind;
    s.audience = audience;
    s.scheduled = update_.scheduled;
    s.title = record_.title;
    s.status = record_.status;
    if (confirmed() && record_.status != Status::withdrawn && !in_case()) s.impact = record_.impact;
    s.declared_at = record_.declared_at;
    s.published_at = published == nullptr ? record_.last_event_at : published->at;
    if (promised != nullptr && !context_.reporter) s.next_update = promised->next;
    if (promised != nullptr && !context_.reporter) s.every = promised->every;
    if (before_) s.since = before_->last_at;
    if (!update_.corrects.empty()) s.corrects = UpdateId(update_.corrects);
    const Duration pace = s.every > 0ms ? s.every : before_ ? before_->every : 30min;
    s.whole_minutes = pace >= 5min;
    fill_components();
}

void Composer::fill_components() {
    statement_.components = record_.components;
    for (const ComponentId& id : record_.components) {
        const auto name = context_.component_names.find(id);
        statement_.component_names.push_back(name == context_.component_names.end() ? id.str() : name->second);
    }
    if (const RecordedFact* scope = current_fact<Scope>(record_)) {
        statement_.scope = std::get<Scope>(scope->fact.body);
        statement_.scope_as_of = scope->fact.at;
    }
}

void Composer::lateness() {
    if (!before_ || before_->every == 0ms || now() - before_->due < 1s) return;  // after an end nothing was promised
    statement_.late_by = now() - before_->due;
    const bool minutes = statement_.whole_minutes && *statement_.late_by >= 1min;
    const bool has_rhythm = before_->every > 0ms && previous_status() != Status::scheduled;
    const std::int64_t due_by_now = has_rhythm ? *statement_.late_by / before_->every + 1 : 1;
    Line line = said(due_by_now > 1 ? Slot::late_several : Slot::late, Section::notice, {"promises"});
    line.values["promised"] = before_->due;
    line.values["lateness"] =
        minutes ? Duration(std::chrono::floor<std::chrono::minutes>(*statement_.late_by)) : *statement_.late_by;
    if (due_by_now > 1) {
        line.values["every"] = Every{before_->every};
        line.values["missed"] = due_by_now;
    }
    add(std::move(line));
}

void Composer::take_back() {
    if (!before_) return;
    for (const RecordedFact& fact : record_.facts) {
        const auto change = change_since(record_, fact, before_->last_seq);
        if (change.kind == FactChange::none) continue;
        Line line =
            said(change.kind == FactChange::retracted ? Slot::retracted : Slot::replaced, Section::notice, {});
        line.facts.push_back(fact.fact.id);
        if (change.by != nullptr) line.facts.push_back(change.by->fact.id);
        if (change.kind == FactChange::retracted) line.values["reason"] = fact.retraction;
        if (change.kind == FactChange::replaced) line.section = after_the_end() ? Section::detail : Section::news;
        line = reluctant(std::move(line), 10);
        line.earlier.push_back(fact_line(fact, statement_.whole_minutes));
        add(std::move(line));
    }
}

void Composer::correction() {
    if (statement_.kind != UpdateKind::correction || !statement_.corrects) return;
    const PublishedUpdate* wrong = find_update(record_, *statement_.corrects);
    if (wrong == nullptr) return;
    Line line = said(Slot::correction, Section::notice, {"updates"});
    line.values["number"] = wrong->update.number;
    line.values["published"] = wrong->at;
    add(std::move(line));
}

void Composer::words() {
    if (update_.words.empty()) return;
    Line line = said(Slot::words, Section::words, {"words"});
    line.values["text"] = update_.words;
    add(std::move(line));
}

void Composer::open() {
    lateness();
    correction();
    words();
    status_and_impact();
    opening();
    symptoms();
    scope();
    single<Started>(Section::impact, rank::started);
    if (newly_confirmed() && record_.impact != Impact::none) {
        empathy();
        apology(Slot::apology);
    }
    workarounds();
    options();
    details();
    causes();
    eta();
    take_back();
    not_known(Slot::not_known);
    remedies();
    doing();
    keep_news();
    if (before_ && !says_something_new()) nothing_new();
    next();
}

bool Composer::says_something_new() const {
    return std::any_of(statement_.lines.begin(), statement_.lines.end(), is_news);
}

bool Composer::is_news(const Line& line) {
    return line.is_new || line.section == Section::news || line.slot == Slot::words || line.slot == Slot::correction || line.slot == Slot::retracted;
}

void Composer::nothing_new() {
    Line line = said(Slot::nothing_new, Section::notice, {"updates"});
    line.values["since"] = before_->last_at;
    add(std::move(line));
}

void Composer::status_and_impact() {
    const auto previous = previous_status();
    if (previous == Status::resolved) {
        add(said(Slot::reopened, Section::notice, {"status"}));
    } else if (previous && *previous != record_.status) {
        Line line = said(Slot::status_changed, Section::news, {"status"});
        line.values["status"] = word(record_.status);
        line.values["previous"] = word(*previous);
        add(optional(std::move(line), rank::status));
    }
    if (!before_ || !context_.impact_before || *context_.impact_before == record_.impact || !confirmed()) return;
    Line line = said(Slot::impact_changed, Section::news, {"impact"});
    line.values["impact"] = word(record_.impact);
    line.values["previous"] = word(*context_.impact_before);
    add(optional(std::move(line), rank::impact));
}

std::optional<Status> Composer::previous_status() const {
    if (!before_) return std::nullopt;
    for (const PublishedUpdate& published : record_.updates) {
        if (published.seq == before_->last_seq) return published.status;
    }
    return std::nullopt;
}

void Composer::opening() {
    const bool reported = record_.origin == Origin::customer_report || record_.origin == Origin::third_party;
    if (!before_) return add(about_components(opening_slot(record_.origin, confirmed()), Section::impact, {"origin", "components"}));
    if (reported && newly_confirmed())
        return add(about_components(opening_slot(record_.origin, confirmed()), Section::news, {"origin", "components"}));
    const Slot slot = confirmed() ? Slot::affected : Slot::affected_unconfirmed;
    Line line = about_components(slot, Section::impact, {"components"});
    const bool said_otherwise = confirmed() && current_fact<Symptom>(record_) != nullptr;
    add(said_otherwise ? optional(std::move(line), rank::affected) : reluctant(std::move(line), 30));
}

void Composer::symptoms() {
    bool first = true;
    for (const RecordedFact* fact : current_facts<Symptom>(record_)) {
        Line line = place(*fact, Section::impact);
        if (after_the_end()) line.slot = Slot::symptom_closing;
        add(first ? std::move(line) : optional(std::move(line), rank::more_symptoms));
        first = false;
    }
}

void Composer::scope() {
    const RecordedFact* fact = current_fact<Scope>(record_);
    if (fact == nullptr || !tells_scope(std::get<Scope>(fact->fact.body))) return;
    add(place(*fact, Section::impact));
    const auto& scope = std::get<Scope>(fact->fact.body);
    if (scope.method.empty()) return;
    Line line = place(*fact, Section::impact);
    line.slot = Slot::scope_method;
    line.unconfirmed = false;
    line.values = {{"method", scope.method}};
    add(optional(std::move(line), rank::scope_method));
}

void Composer::workarounds() {
    const auto found = current_facts<Workaround>(record_);
    if (found.empty() && !choosable(record_).empty()) return;  // there is something that they can do
    if (found.empty())
        return add(optional(said(Slot::no_workaround, Section::workaround, {"facts"}), rank::no_workaround));
    if (found.size() == 1) return add(optional(place(*found.front(), Section::workaround), rank::workaround));
    Line heading = said(Slot::workarounds, Section::workaround, {"facts"});
    add(optional(std::move(heading), rank::workaround - 1));
    int order = rank::workaround;
    for (const RecordedFact* fact : found) {
        Line line = place(*fact, Section::workaround);
        line.slot = Slot::workaround_item;
        line.section = Section::workaround;  // one list, so that customers can choose
        add(optional(std::move(line), order));
        order = rank::more_workarounds;
    }
}

void Composer::details() {
    negatives();
    for (const RecordedFact* fact : current_facts<Unaffected>(record_)) {
        if (is_confirmed(*fact)) add(optional(place(*fact, Section::detail), rank::unaffected));
    }
    if (!after_the_end()) single<Verification>(Section::detail, rank::verification);
    for (const RecordedFact* fact : current_facts<Action>(record_)) {
        if (!std::get<Action>(fact->fact.body).done) continue;
        const bool recent = after_the_end() || !before_ || is_new(*fact);
        add(optional(place(*fact, Section::detail), recent ? rank::action : rank::actions_done_before));
    }
    for (const RecordedFact* fact : current_facts<ThirdParty>(record_)) {
        if (!after_the_end()) add(optional(place(*fact, Section::detail), rank::party));
    }
}

void Composer::negatives() {
    if (const RecordedFact* fact = current_fact<DataLoss>(record_))
        answer(*fact, std::get<DataLoss>(fact->fact.body).answer);
    if (const RecordedFact* fact = current_fact<Security>(record_))
        answer(*fact, std::get<Security>(fact->fact.body).incident);
}

void Composer::answer(const RecordedFact& fact, Answer given) {
    if (given == Answer::yes) add(place(fact, Section::detail));
    if (given != Answer::no || !is_confirmed(fact)) return;
    Line line = place(fact, Section::detail);
    add(after_the_end() ? std::move(line) : optional(std::move(line), rank::checked_negative));
}

void Composer::causes() {
    const RecordedFact* fact = current_fact<Cause>(record_);
    const bool named_party = fact != nullptr && !std::get<Cause>(fact->fact.body).party.empty();
    if (fact != nullptr) add(optional(place(*fact, Section::cause), rank::cause));
    if (named_party) {
        Line line = said(Slot::cause_party, Section::cause, {});
        line.facts.push_back(fact->fact.id);
        line.values["party"] = std::get<Cause>(fact->fact.body).party;
        line.unconfirmed = !is_confirmed(*fact);
        add(optional(std::move(line), rank::party));
    }
    if (!named_party && record_.origin != Origin::third_party) return;
    Line line = said(Slot::ownership, Section::cause, {"origin"});
    if (named_party) line.facts.push_back(fact->fact.id);
    add(optional(std::move(line), rank::cause - 1));
}

void Composer::eta() {
    const RecordedFact* fact = current_fact<Eta>(record_);
    if (fact == nullptr) return;
    if (std::get<Eta>(fact->fact.body).latest >= now())
        return add(optional(place(*fact, Section::unknown), rank::eta));
    if (!before_ || is_new(*fact)) return;  // never said: nothing to admit
    add(missed_eta(*fact, Slot::eta_passed));
}

Line Composer::missed_eta(const RecordedFact& fact, Slot slot) const {
    Line line = place(fact, Section::notice);
    line.slot = slot;
    line.unconfirmed = false;
    std::erase_if(line.values, [](const auto& value) { return value.first != "latest"; });
    return line;
}

void Composer::not_known(Slot slot) {
    Line line = said(slot, Section::unknown, {"facts"});
    std::vector<Word> unknown;
    for (const std::string_view name : unknown_parts(record_, now(), after_the_end())) {
        // How many others are affected, and since when, is not what one customer asks.
        if (in_case() && name != "cause" && name != "end") continue;
        unknown.push_back({"unknown", std::string(name)});
    }
    if (unknown.empty()) return;
    for (const RecordedFact& fact : record_.facts) {
        if (fact.current && says_unknown(fact)) line.facts.push_back(fact.fact.id);
    }
    const bool keeps =
        after_the_end() || std::find(unknown.begin(), unknown.end(), Word{"unknown", "scope"}) != unknown.end();
    line.values["list"] = std::move(unknown);
    add(keeps ? std::move(line) : optional(std::move(line), rank::not_known));
}

void Composer::doing() {
    auto actions = current_facts<Action>(record_);
    std::erase_if(actions, [](const RecordedFact* fact) { return std::get<Action>(fact->fact.body).done; });
    std::reverse(actions.begin(), actions.end());  // the latest is what is being done now
    if (actions.empty()) return add(reluctant(said(Slot::gathering, Section::now, {"owner"}), 20));
    bool first = true;
    for (const RecordedFact* fact : actions) {
        Line line = place(*fact, Section::now);
        if (before_ && !line.is_new) line.slot = Slot::doing_still;
        add(first ? std::move(line) : optional(std::move(line), rank::action));
        first = false;
    }
}

void Composer::keep_news() {
    Line* news = nullptr;
    for (Line& line : statement_.lines) {
        if (!is_news(line)) continue;
        if (line.keep != Keep::optional) return;
        if (news == nullptr || line.rank < news->rank) news = &line;
    }
    if (news != nullptr) *news = reluctant(std::move(*news), 15);
}

void Composer::next() {
    if (context_.reporter) return;  // they hear the end
    const bool announced = record_.status == Status::scheduled && now() < record_.window->from;  // until it begins there is no rhythm
    const bool rhythm = before_ && before_->every > 0ms && previous_status() != Status::scheduled;
    if (announced) {
        // Nothing but when they hear next.
    } else if (rhythm && before_->every != statement_.every && statement_.every > 0ms) {
        Line line = said(Slot::cadence_changed, Section::now, {"promises"});
        line.values = {{"every", Every{statement_.every}}, {"previous", Every{before_->every}}};
        add(std::move(line));
    } else if (!rhythm && statement_.every > 0ms) {
        Line line = said(Slot::cadence, Section::now, {"promises"});
        line.values["every"] = Every{statement_.every};
        add(optional(std::move(line), rank::cadence));
    }
    if (!statement_.next_update) return;
    Line line = said(Slot::next_update, Section::now, {"promises"});
    line.values["time"] = *statement_.next_update;
    add(std::move(line));
}

Line Composer::about_components(Slot slot, Section section, std::vector<std::string_view> fields) const {
    Line line = said(slot, section, std::move(fields));
    line.values["components"] = statement_.component_names;
    return line;
}

void Composer::apology(Slot slot) {
    Line line = about_components(slot, Section::impact, {"components", "origin"});
    for (const RecordedFact& fact : record_.facts) {
        if (fact.current && shows_impact(fact)) line.facts.push_back(fact.fact.id);
    }
    add(optional(std::move(line), rank::apology));
}

void Composer::empathy() {
    for (const RecordedFact* fact : current_facts<Symptom>(record_)) {
        if (!is_confirmed(*fact)) continue;
        Line line = said(Slot::empathy, Section::impact, {});
        line.facts.push_back(fact->fact.id);
        return add(optional(std::move(line), rank::empathy));
    }
}

Line Composer::place(const RecordedFact& fact, Section section) const {
    Line line = fact_line(fact, statement_.whole_minutes);
    line.is_new = is_new(fact);
    const bool stays = section == Section::cause || section == Section::now || section == Section::notice;
    line.section = line.is_new && !stays ? Section::news : section;
    return line;
}

Statement compose(const Record& record, const UpdatePublished& update, ChannelKind audience,
                  const ComposeContext& context) {
    return Composer(record, update, audience, context).compose();
}

}  // namespace candor
