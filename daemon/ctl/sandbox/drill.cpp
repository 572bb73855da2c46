#include "daemon/ctl/sandbox/drill.hpp"

#include "daemon/ctl/answer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 90s;  // for anything that the clock does: the longest cadence of a drill is 20 s

}  // namespace

const DrillTexts& drill_texts(std::string_view language) {
    static const std::map<std::string, DrillTexts, std::less<>> all{
        {"en",
         {"Drill: an exercise, nothing is broken", "pages of the exercise stay empty", "playing this exercise through", "go on as always: it is an exercise",
          "an exercise that we have planned", "50 test calls, all answered", "the exercise is repeated every quarter", "an exercise: nobody was affected"}},
        {"de",
         {"Übung: nichts ist kaputt", "Seiten der Übung bleiben leer", "wir spielen diese Übung durch", "weitermachen wie immer: es ist eine Übung",
          "eine Übung, die wir geplant haben", "50 Testaufrufe, alle beantwortet", "die Übung wird jedes Quartal wiederholt", "eine Übung: niemand war betroffen"}},
        {"fr",
         {"Exercice : rien n'est en panne", "les pages de l'exercice restent vides", "nous déroulons cet exercice", "continuer comme toujours : c'est un exercice",
          "un exercice que nous avons prévu", "50 appels d'essai, tous avec réponse", "l'exercice est répété chaque trimestre", "un exercice : personne n'a été touché"}},
        {"es",
         {"Simulacro: no hay ninguna avería", "las páginas del simulacro quedan vacías", "estamos haciendo este simulacro", "seguir como siempre: es un simulacro",
          "un simulacro que habíamos previsto", "50 llamadas de prueba, todas con respuesta", "el simulacro se repite cada trimestre", "un simulacro: nadie se vio afectado"}}};
    const auto found = all.find(language.substr(0, 2));
    return found == all.end() ? all.at("en") : found->second;
}

Task<bool> Drill::play() {
    const bool began = co_await begin();
    if (!began) co_return false;
    const bool told = co_await tell_what_is_known();
    if (!told) co_return false;
    const bool over = co_await end();
    if (!over) co_return false;
    co_return co_await close_the_loop();
}

Task<bool> Drill::begin() {
    const plan::Situation& situation = script_.situation;
    const std::vector<std::string> words{"declare", texts_.title, "--component", script_.component.str(), "--impact", std::string(to_string(situation.impact)),
                                         "--scope", std::string(to_string(situation.scope))};
    const Time at = stage_.look_now().now;
    const auto declared = stage_.command(words);
    report_.steps.push_back({at, "declare", stage_.look_now().now - at, declared.has_value()});
    if (!declared) co_return false;
    report_.declared = stage_.declared();
    for (const Answer audience : Answer(*declared)["update"]["audiences"].items()) {
        if (const auto kind = parse_name<ChannelKind>(audience["audience"].text())) audiences_.push_back(*kind);
    }
    co_return co_await heard("the first words have arrived", "first");
}

Task<bool> Drill::tell_what_is_known() {
    if (!step("symptom", {"fact", "symptom", texts_.symptom})) co_return false;
    if (!step("action", {"fact", "action", texts_.action})) co_return false;
    if (!step("workaround", {"fact", "workaround", texts_.workaround})) co_return false;
    const std::vector<std::string> cause{"fact", "cause", texts_.cause, "--category", std::string(to_string(script_.situation.cause)), "--confidence", "confirmed"};
    if (!step("cause", cause)) co_return false;
    const Time at = stage_.look_now().now;
    std::function<bool()> condition = [this] { return all_heard_again(); };
    std::string what = "an update at its promised time";
    const bool arrived = co_await stage_.until(std::move(condition), patience, std::move(what));
    report_.steps.push_back({at, "every audience has heard at the promised time", stage_.look_now().now - at, arrived});
    if (!arrived) co_return false;
    if (!step("update", {"update", "--status", "monitoring"})) co_return false;
    co_return true;
}

Task<bool> Drill::end() {
    const std::vector<std::string> remedies = remedy();
    std::vector<std::string> words{"resolve", "--verified", texts_.verification};
    if (remedies.empty()) {
        words.insert(words.end(), {"--no-remedy", texts_.no_remedy});
    } else {
        if (!step("give", remedies) || !step("given", {"given", "g1"})) co_return false;
    }
    if (!step("resolve", words)) co_return false;
    const bool told = co_await heard("everybody has heard that it is over", "resolution");
    if (!told) co_return false;
    co_return co_await heard("everybody was asked whether it is over for them", "follow_up");
}

Task<bool> Drill::close_the_loop() {
    const std::vector<std::string> prevention{"fact", "prevention", texts_.prevention, "--owner", script_.role.empty() ? "drill-owner" : script_.role, "--due", "+14d"};
    if (!step("prevention", prevention)) co_return false;
    if (!step("review", {"review", "--publish"})) co_return false;
    const bool told = co_await heard("the review has arrived", "review");
    if (!told) co_return false;
    const bool settled = co_await stage_.settle();
    if (!settled || !keep_promises()) co_return false;
    co_return step("close", {"close"});
}

std::vector<std::string> Drill::remedy() {
    const auto offered = stage_.fetch("/api/v1/incidents/" + stage_.incident() + "/remedies");
    if (!offered || script_.role.empty()) return {};
    for (const Answer one : Answer(*offered)["remedies"].items()) {
        if (!one["allowed"].truth()) continue;
        const Answer caps = Answer(*offered)["caps"];
        const bool free = one["cost"].count() == 0;
        const auto affordable = [&](Answer cap) {
            bool for_role = cap["roles"].items().empty();
            for (const Answer role : cap["roles"].items()) for_role = for_role || (role["role"].text() == script_.role && role["left"].count() >= one["cost"].count());
            return cap["currency"].text() == one["currency"].text() && cap["customer"]["left"].count() >= one["cost"].count() && for_role;
        };
        const auto items = caps.items();
        if (!free && std::none_of(items.begin(), items.end(), affordable)) continue;
        return {"give", one["id"].text(), "--to", "drill", "--as", script_.role};
    }
    return {};
}

bool Drill::keep_promises() {
    const auto promises = stage_.fetch("/api/v1/incidents/" + stage_.incident() + "/promises");
    if (!promises) return false;
    for (const Answer promise : Answer(*promises)["promises"].items()) {
        if (promise["state"].text() != "open" || promise["kind"].text() == "follow_up") continue;
        if (!step("keep " + promise["id"].text(), {"kept", promise["id"].text()})) return false;
    }
    return true;
}

bool Drill::step(const std::string& name, const std::vector<std::string>& words) {
    const Time at = stage_.look_now().now;
    const bool done = stage_.command(words).has_value();
    report_.steps.push_back({at, name, stage_.look_now().now - at, done});
    return done;
}

Task<bool> Drill::heard(std::string name, std::string kind) {
    const Time at = stage_.look_now().now;
    std::function<bool()> condition = [this, kind] { return all_heard(kind); };
    std::string what = name;
    const bool arrived = co_await stage_.until(std::move(condition), patience, std::move(what));
    report_.steps.push_back({at, name, stage_.look_now().now - at, arrived});
    co_return arrived;
}

bool Drill::all_heard(const std::string& kind) const {
    return std::all_of(audiences_.begin(), audiences_.end(), [&](ChannelKind audience) { return stage_.heard(audience, kind); });
}

bool Drill::all_heard_again() const {
    return std::all_of(audiences_.begin(), audiences_.end(), [&](ChannelKind audience) {
        const auto& reached = stage_.reached();
        return std::any_of(reached.begin(), reached.end(), [&](const Reached& one) { return one.arrival.audience == audience && one.known.number > 1; });
    });
}

}  // namespace candor::ctl
