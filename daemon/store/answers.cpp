#include "daemon/store/state.hpp"

#include <algorithm>

namespace candor::store {

using soci::into;
using soci::use;

std::map<std::string, std::int64_t> Store::put_answer(const Answer& answer, Time at) {
    Transaction transaction(state_->sql);
    const std::int64_t when = to_db(at);
    state_->sql << "INSERT INTO answer (incident, question, recipient, choice, at) VALUES (:incident, :question, :recipient, :choice, :at) "
                   "ON CONFLICT (incident, question, recipient) DO UPDATE SET choice = excluded.choice, at = excluded.at",
        use(answer.incident.str()), use(answer.question), use(answer.recipient), use(answer.choice), use(when);
    auto counts = answers(answer.incident, answer.question);
    transaction.commit();
    return counts;
}

std::string Store::put_first_answer(const Answer& answer, const std::vector<std::string>& void_choices, Time at) {
    Transaction transaction(state_->sql);
    const std::int64_t when = to_db(at);
    const auto before = answer_of(answer.incident, answer.question, answer.recipient);
    const bool stands = before && std::find(void_choices.begin(), void_choices.end(), *before) == void_choices.end();
    if (stands) return *before;
    state_->sql << "INSERT INTO answer (incident, question, recipient, choice, at) VALUES (:incident, :question, :recipient, :choice, :at) "
                   "ON CONFLICT (incident, question, recipient) DO UPDATE SET choice = excluded.choice, at = excluded.at",
        use(answer.incident.str()), use(answer.question), use(answer.recipient), use(answer.choice), use(when);
    transaction.commit();
    return answer.choice;
}

std::optional<std::string> Store::answer_of(const IncidentId& incident, std::string_view question, std::int64_t recipient) {
    std::string choice;
    const std::string asked(question);
    state_->sql << "SELECT choice FROM answer WHERE incident = :incident AND question = :question AND recipient = :recipient", into(choice),
        use(incident.str()), use(asked), use(recipient);
    if (!state_->sql.got_data()) return std::nullopt;
    return choice;
}

std::map<std::string, std::int64_t> Store::answers(const IncidentId& incident, std::string_view question) {
    std::map<std::string, std::int64_t> counts;
    const std::string asked(question);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT choice, CAST(COUNT(*) AS TEXT) FROM answer WHERE incident = :incident AND "
                                                           "question = :question GROUP BY choice ORDER BY choice",
                                    use(incident.str()), use(asked));
    for (const soci::row& row : rows) counts[row.get<std::string>(0)] = std::stoll(row.get<std::string>(1));
    return counts;
}

std::optional<KnownRecipient> Store::recipient(std::int64_t id) {
    std::string channel;
    std::string name;
    int active = 0;
    state_->sql << "SELECT channel, name, active FROM recipient WHERE id = :id", into(channel), into(name), into(active), use(id);
    if (!state_->sql.got_data()) return std::nullopt;
    return KnownRecipient{ChannelId(channel), name, active == 1};
}

}  // namespace candor::store
