#include "tests/sim/afterwards.hpp"

#include "core/incident/fold.hpp"
#include "daemon/desk/honesty.hpp"
#include "daemon/desk/publish.hpp"
#include "tests/sim/organisation.hpp"

#include <fmt/format.h>
#include <map>
#include <set>

namespace candor::sim {

std::vector<std::string> faults_of_words(const desk::Setup& setup, const std::vector<Event>& events) {
    std::vector<std::string> faults;
    desk::Dossier then;
    for (const Event& event : events) {
        then.record = fold(std::move(then.record), event);
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update == nullptr || update->words.empty()) continue;
        for (const honesty::Finding& finding : desk::check_words(setup, then, update->words, update->kind, event.at)) {
            if (finding.severity != honesty::Severity::block || desk::sets_aside(*update, finding.rule)) continue;
            faults.push_back(fmt::format("update {} says what its record contradicts: {} ({})", update->number, update->words, finding.rule));
        }
    }
    return faults;
}

std::vector<std::string> faults_of_gifts(const std::vector<Event>& events) {
    std::vector<std::string> faults;
    std::set<std::string> keys;
    std::map<std::string, std::int64_t> to_customer;
    std::int64_t in_all = 0;
    std::set<std::string> asked;
    for (const Event& event : events) {
        if (const auto* request = std::get_if<RemedyAsked>(&event.body)) asked.insert(request->giving.id.str());
        const auto* gift = std::get_if<RemedyGranted>(&event.body);
        if (gift == nullptr) continue;
        const Giving& giving = gift->giving;
        if (!giving.key.empty() && !keys.insert(giving.key).second) faults.push_back("given twice for one request: " + giving.key);
        const std::int64_t customer = to_customer[giving.to] += giving.remedy.cost;
        in_all += giving.remedy.cost;
        const bool over = customer > most_for_a_customer || in_all > most_in_an_incident;
        if (over && !asked.contains(giving.id.str())) faults.push_back(fmt::format("{} went over a cap, and nobody was asked", giving.id.str()));
    }
    return faults;
}

}  // namespace candor::sim
