#include "daemon/listen/answer.hpp"

#include "daemon/desk/publish.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::listen {

namespace {

Known known_of(const desk::Setup& setup, const desk::Dossier& dossier, Time now) {
    const Record& record = dossier.record;
    Known known;
    known.id = record.id;
    known.status = record.status;
    known.url = desk::incident_url(setup, record.id);
    known.title = record.title;
    known.ended_at = record.ended_at;
    known.next = next_promised(record);
    known.overdue = known.next && *known.next < now;
    if (record.updates.empty()) return known;
    const PublishedUpdate& last = record.updates.back();
    known.title = desk::shown_title(setup, record, last.update);
    known.update = last.update.number;
    known.updated_at = last.at;
    if (record.updates.size() <= dossier.texts.size()) known.text = dossier.texts[record.updates.size() - 1];
    return known;
}

bool names(const desk::Dossier& dossier, const ComponentId& component) {
    const auto& components = dossier.record.components;
    return component.empty() || std::find(components.begin(), components.end(), component) != components.end();
}

std::string full(Time time, const TimeZone& zone) {
    return moment_text(std::chrono::floor<std::chrono::minutes>(time), time - std::chrono::days(2), zone);
}

std::string sentence_of(const Known& known, const TimeZone& zone) {
    std::string text = fmt::format("We know of this: {} ({}).", known.title, to_string(known.status));
    if (known.ended_at) text += fmt::format(" We called it {} at {}; your report says that we may be wrong.", to_string(known.status), full(*known.ended_at, zone));
    if (known.update > 0) text += fmt::format(" Our last update is no. {}, of {}.", known.update, full(known.updated_at, zone));
    if (known.next && known.overdue) text += fmt::format(" The next one was promised for {} and is overdue.", full(*known.next, zone));
    if (known.next && !known.overdue) text += fmt::format(" The next one comes by {}.", full(*known.next, zone));
    return text + " " + known.url;
}

std::string nothing_known(const Answer& answer) {
    if (answer.component_name.empty()) return "We know of nothing yet: nothing is declared.";
    return fmt::format("We know of nothing about {} yet: nothing is declared for it.", answer.component_name);
}

}  // namespace

Answer answer_to(const desk::Setup& setup, const ComponentId& component, const std::vector<desk::DossierPtr>& open,
                 const desk::DossierPtr& counted_with, Time now) {
    Answer answer;
    answer.at = now;
    answer.component = component;
    answer.read_by = setup.reports_read_by;
    answer.contact = setup.contact;
    for (const auto& [id, name] : setup.components) {
        if (id == component) answer.component_name = name;
    }
    if (counted_with) answer.known.push_back(known_of(setup, *counted_with, now));
    for (const desk::DossierPtr& dossier : open) {
        const bool told = counted_with && dossier->record.id == counted_with->record.id;
        if (!told && names(*dossier, component)) answer.known.push_back(known_of(setup, *dossier, now));
    }
    return answer;
}

std::string text_of(const Answer& answer, const TimeZone& zone) {
    std::string text;
    if (answer.is_kept()) {
        text = fmt::format("We have your report. Its reference is {}. It is on the list of {} from now on.", answer.reference.str(), answer.read_by);
    } else {
        text = "Many reports have come in from where you are, or at once, so the words of this one are not kept.";
        if (!answer.contact.empty()) text += fmt::format(" A person is reached at {}.", answer.contact);
    }
    if (answer.known.empty()) return text + "\n" + nothing_known(answer);
    for (const Known& known : answer.known) text += "\n" + sentence_of(known, zone);
    return text;
}

}  // namespace candor::listen
