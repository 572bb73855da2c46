#include "daemon/pages/answers.hpp"

#include "core/incident/approval.hpp"
#include "core/incident/duty.hpp"
#include "core/incident/loop.hpp"
#include "daemon/log.hpp"
#include "daemon/pages/choices.hpp"
#include "daemon/pages/problems.hpp"
#include "daemon/pages/voice.hpp"

#include <fmt/format.h>

namespace candor::pages {

using http::Form;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t longest_token = 200;

AnswerPage about(const desk::Dossier& dossier, const desk::Setup& setup, PageText heading) {
    AnswerPage page;
    page.heading = Voice(setup).text(heading);
    page.incident = dossier.record.title;
    page.incident_href = desk::incident_url(setup, dossier.record.id);
    return page;
}

// --- those who were told that it is over ---

AnswerPage follow_up_question(const desk::Dossier& dossier, const desk::Setup& setup) {
    AnswerPage page = about(dossier, setup, "answer.over_question");
    const Voice voice(setup);
    page.lines = {voice.text("answer.we_told_you")};
    page.choices = {{"yes", voice.text("answer.over_yes")}, {"no", voice.text("answer.over_no")}};
    return page;
}

AnswerPage follow_up_thanks(const desk::Dossier& dossier, const desk::Setup& setup, bool over) {
    const Voice voice(setup);
    AnswerPage page = about(dossier, setup, "answer.recorded");
    page.lines = {voice.text(over ? PageText("answer.said_over") : PageText("answer.said_not_over")), voice.text("answer.can_change")};
    return page;
}

// --- the people on duty ---

std::vector<std::string> standing_of(const desk::Dossier& dossier, const desk::Setup& setup, Time now) {
    const Voice voice(setup);
    const Setting setting{now, voice.zone(), false};
    std::vector<std::string> lines;
    const Record& record = dossier.record;
    std::optional<Time> next;
    for (const auto& [audience, clock] : record.clocks) next = std::min(next.value_or(clock.due), clock.due);
    if (next) lines.push_back(voice.text("answer.next_promised", {{"time", voice.phrases().moment(*next, setting)}}));
    if (!record.updates.empty()) lines.push_back(voice.text("answer.last_sent", {{"time", voice.phrases().moment(record.updates.back().at, setting)}}));
    return lines;
}

// Words that wait for this person.
void add_approvals(AnswerPage& page, const Record& record, const std::string& who, const Voice& voice) {
    for (const Approval& approval : record.approvals) {
        if (!may_answer(approval, who)) continue;
        const std::string id = approval.asked.id.str();
        page.heading = voice.text("answer.may_be_said");
        page.lines.push_back(voice.text("answer.wants_to_say", {{"by", approval.by}, {"id", id}, {"words", approval.asked.words}}));
        page.choices.push_back({"approve-" + id, voice.text("answer.let_it_be_said", {{"id", id}})});
        page.choices.push_back({"refuse-" + id, voice.text("answer.do_not_say", {{"id", id}})});
    }
}

AnswerPage duty_question(const desk::Dossier& dossier, const desk::Setup& setup, const std::string& who, Time now) {
    AnswerPage page = about(dossier, setup, "answer.what_is_new");
    const Voice voice(setup);
    page.lines = standing_of(dossier, setup, now);
    add_approvals(page, dossier.record, who, voice);
    if (!page.choices.empty()) return page;
    if (is_open(dossier.record)) {
        page.choices = {{"nothing", voice.text("answer.nothing_new")}};
        page.takes_fact = true;
    } else if (dossier.record.status == Status::resolved) {
        page.heading = voice.text("answer.does_it_hold");
        page.choices = {{"holds", voice.text("answer.holds")}, {"fails", voice.text("answer.fails")}};
    } else {
        page.lines.push_back(voice.text("answer.nothing_to_answer"));
    }
    return page;
}

std::optional<FactBody> fact_of(const std::string& kind, const std::string& words) {
    if (kind == "action") return Action{words, false};
    if (kind == "symptom") return Symptom{words};
    if (kind == "workaround") return Workaround{words};
    if (kind == "cause") return Cause{words, CauseCategory::unknown, ""};
    return std::nullopt;
}

std::optional<Command> duty_command(const Form& form) {
    const std::string choice = form.text("choice");
    if (choice == "nothing") return Acknowledge{""};
    if (choice == "holds") return Recheck{"looked again, by link", true};
    if (choice.starts_with("approve-")) return Approve{ApprovalId(choice.substr(8))};
    if (choice.starts_with("refuse-")) return Refuse{ApprovalId(choice.substr(7)), "refused by link"};
    if (choice == "fails") return Recheck{"looked again, by link", false};
    const auto body = fact_of(choice, form.text("words"));
    if (!body) return std::nullopt;
    const Confidence confidence = choice == "cause" ? Confidence::suspected : Confidence::confirmed;
    return RecordFacts{{{*body, confidence, std::nullopt}}};
}

// The question that the newest follow-up asked.
std::string question_of(const Record& record) {
    std::int64_t number = 0;
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.kind == UpdateKind::follow_up) number = published.update.number;
    }
    return fmt::format("over/{}", number);
}

// Others than these end elsewhere.
bool is_answer(LinkPurpose purpose) {
    return purpose == LinkPurpose::duty || purpose == LinkPurpose::follow_up || purpose == LinkPurpose::option;
}

Error no_such_link(const desk::Setup& setup) {
    const Voice voice(setup);
    return {ErrorCode::not_found, voice.text("answer.no_such_link"), "", voice.text("answer.copy_whole")};
}

Error expired(const desk::Setup& setup) {
    const Voice voice(setup);
    return {ErrorCode::wrong_state, voice.text("answer.expired"), "", voice.text("answer.see_page")};
}

}  // namespace

Answers::Answers(Parts parts, std::shared_ptr<const PageTemplates> templates) : parts_(std::move(parts)), templates_(std::move(templates)) {}

std::vector<http::Route> Answers::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/answer/{token}", Scope::none, [this](const Request&, const Params& params) { return show(params["token"]); });
    routes.emplace_back(Method::post, "/answer/{token}", Scope::none,
                        [this](const Request& request, const Params& params) { return act(request, params["token"]); });
    return routes;
}

Task<Result<Answers::Visit>> Answers::visit(std::string token) {
    const auto link = token.size() <= longest_token ? verify(token, parts_.key) : std::nullopt;
    if (!link || !is_answer(link->purpose)) co_return no_such_link(parts_.desk.setup());
    if (link->expires <= parts_.clock.now()) co_return expired(parts_.desk.setup());
    auto look = [&store = parts_.store, id = link->recipient] { return store.recipient(id); };
    const auto who = co_await parts_.database.run(std::move(look));
    std::string incident = link->incident.str();
    const auto dossier = co_await parts_.desk.find(std::move(incident));
    if (!who || !dossier) co_return no_such_link(parts_.desk.setup());
    // Customers may answer whatever has become of their address; who has left the plan is on duty no more.
    if (link->purpose == LinkPurpose::duty && !who->active) co_return no_such_link(parts_.desk.setup());
    Visit visit{*link, *who, *dossier};
    co_return visit;
}

Task<Response> Answers::show(std::string token) {
    const auto visit = co_await this->visit(std::move(token));
    if (!visit) co_return refused(visit.error());
    switch (visit->link.purpose) {
        case LinkPurpose::duty: co_return page(200, duty_question(*visit->dossier, parts_.desk.setup(), visit->who.name, parts_.clock.now()));
        case LinkPurpose::option: co_return co_await show_choice(*visit);
        case LinkPurpose::follow_up:
        case LinkPurpose::confirm:
        case LinkPurpose::manage:
        case LinkPurpose::leave: break;
    }
    co_return page(200, follow_up_question(*visit->dossier, parts_.desk.setup()));
}

Task<Response> Answers::act(const Request& request, std::string token) {
    const auto visit = co_await this->visit(std::move(token));
    if (!visit) co_return refused(visit.error());
    const auto form = http::read_form(request);
    if (!form) co_return refused(Error(form.error().code(), problem_text(Voice(parts_.desk.setup()), form.error())));
    switch (visit->link.purpose) {
        case LinkPurpose::duty: co_return co_await answer_duty(*visit, *form);
        case LinkPurpose::option:
        case LinkPurpose::follow_up:
        case LinkPurpose::confirm:
        case LinkPurpose::manage:
        case LinkPurpose::leave: break;
    }
    std::string choice = form->text("choice");
    if (visit->link.purpose == LinkPurpose::option) co_return co_await choose(*visit, std::move(choice));
    co_return co_await answer_follow_up(*visit, std::move(choice));
}

Task<Response> Answers::answer_duty(Visit visit, const Form& form) {
    auto command = duty_command(form);
    if (!command) co_return refused(Error(ErrorCode::invalid_argument, Voice(parts_.desk.setup()).text("problem.say_what_is_new"), "choice"));
    IncidentId incident = visit.link.incident;
    std::string who = visit.who.name;
    const auto done = co_await parts_.desk.execute(std::move(incident), std::move(*command), std::move(who));
    if (!done) co_return refused(done.error());
    AnswerPage thanks = about(*done->dossier, parts_.desk.setup(), "answer.done");
    thanks.lines = standing_of(*done->dossier, parts_.desk.setup(), parts_.clock.now());
    co_return page(200, thanks);
}

Task<Response> Answers::answer_follow_up(Visit visit, std::string choice) {
    if (choice != "yes" && choice != "no") co_return refused(Error(ErrorCode::invalid_argument, Voice(parts_.desk.setup()).text("problem.yes_or_no"), "choice"));
    const store::Answer answer{visit.link.incident, question_of(visit.dossier->record), visit.link.recipient, choice};
    auto put = [&store = parts_.store, answer, now = parts_.clock.now()] { return store.put_answer(answer, now); };
    auto counts = co_await parts_.database.run(std::move(put));
    if (choice == "no") co_await heed(visit.link.incident, std::move(counts));
    co_return page(200, follow_up_thanks(*visit.dossier, parts_.desk.setup(), choice == "yes"));
}

Task<Response> Answers::show_choice(Visit visit) {
    auto look = [&store = parts_.store, incident = visit.link.incident, who = visit.link.recipient] { return store.answer_of(incident, store::choice_question, who); };
    const auto standing = co_await parts_.database.run(std::move(look));
    co_return page(200, choice_page(*visit.dossier, parts_.desk.setup(), standing, parts_.clock.now()));
}

// The first choice stays, however often it is sent, and in whatever order two come in.
Task<Response> Answers::choose(Visit visit, std::string choice) {
    const Record& record = visit.dossier->record;
    if (auto may = require_choosable(parts_.desk.setup(), record, choice); !may) co_return refused(may.error());
    const store::Answer answer{visit.link.incident, std::string(store::choice_question), visit.link.recipient, choice};
    auto put = [&store = parts_.store, answer, gone = void_choices(record), now = parts_.clock.now()] { return store.put_first_answer(answer, gone, now); };
    const std::string standing = co_await parts_.database.run(std::move(put));
    co_return page(standing == choice ? 200 : 409, choice_made(*visit.dossier, parts_.desk.setup(), choice, standing));
}

// One "no" is told to the people on duty; enough of them, and opening it again is proposed.
Task<> Answers::heed(IncidentId incident, std::map<std::string, std::int64_t> counts) {
    const std::int64_t noes = counts["no"];
    const std::int64_t all = noes + counts["yes"];
    const std::string reason = fmt::format("{} of {} who answered say that it is not over for them.", noes, all);
    Command command = RaiseAlarm{AlarmKind::regression, reason};
    if (noes >= parts_.desk.setup().cadence.reopen_at) command = ProposeReopening{reason};
    std::string actor(clock_actor);
    const auto done = co_await parts_.desk.execute(std::move(incident), std::move(command), std::move(actor));
    if (!done && done.error().code() != ErrorCode::wrong_state) log::error("an answer could not be passed on", {{"error", done.error().message()}});
}

Response Answers::page(int status, const AnswerPage& page) const {
    auto html = std::make_shared<const std::string>(render_answer(*templates_, parts_.desk.setup(), page, parts_.clock.now()));
    Response response = http::html(status, std::move(html));
    response.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    return response;
}

Response Answers::refused(const Error& error) const {
    AnswerPage page;
    page.heading = Voice(parts_.desk.setup()).text("answer.did_not_work");
    page.lines = {error.message()};
    if (!error.mend().empty()) page.lines.push_back(error.mend());
    return this->page(error_info(error.code()).http_status, page);
}

}  // namespace candor::pages
