#include "daemon/listen/readback.hpp"

#include "core/digest.hpp"
#include "daemon/log.hpp"

#include <fmt/format.h>
#include <utility>

namespace candor::listen {

std::string page_mark(std::int64_t number, std::string_view text) {
    return fmt::format("{}-{}", number, to_hex(sha256(text)));
}

Readback::Readback(asio::any_io_executor executor, desk::Desk& desk, const Clock& clock, Fetch fetch, Settings settings)
    : desk_(desk), clock_(clock), fetch_(std::move(fetch)), settings_(std::move(settings)), alarm_(std::move(executor), clock), since_(clock.now()) {}

Task<> Readback::run() {
    while (!closed_) {
        const bool left = co_await check();
        if (closed_) co_return;
        if (left) {
            co_await alarm_.wait_until(clock_.now() + settings_.between);
        } else {
            co_await alarm_.wait();
        }
    }
}

void Readback::close() {
    closed_ = true;
    alarm_.notify();
}

void Readback::adopt(Settings settings) {
    settings_ = std::move(settings);
    alarm_.notify();
}

// Those whose last update is newer than what was found, of the open incidents and those that ended lately.
std::vector<desk::DossierPtr> Readback::to_look_at() {
    std::vector<desk::DossierPtr> all = desk_.open();
    all.insert(all.end(), desk_.recent().begin(), desk_.recent().end());
    std::map<IncidentId, Looked> looked;
    std::vector<desk::DossierPtr> left;
    for (const desk::DossierPtr& dossier : all) {
        const Record& record = dossier->record;
        if (record.updates.empty() || record.updates.back().at < since_) continue;
        Looked& known = looked[record.id];
        if (const auto before = looked_.find(record.id); before != looked_.end()) known = before->second;
        if (known.update != record.updates.back().update.id) known = {record.updates.back().update.id, false, false};
        if (!known.found) left.push_back(dossier);
    }
    looked_ = std::move(looked);
    return left;
}

Task<bool> Readback::check() {
    if (settings_.url.empty()) co_return false;
    bool left = false;
    std::optional<IncidentId> absent;
    const auto dossiers = to_look_at();
    for (const desk::DossierPtr& dossier : dossiers) {
        if (closed_) co_return false;
        if (co_await look_at(dossier)) continue;
        left = true;
        if (looked_[dossier->record.id].raised) absent = dossier->record.id;
    }
    state_.absent = absent;
    co_return left;
}

Task<bool> Readback::look_at(desk::DossierPtr dossier) {
    const IncidentId id = dossier->record.id;
    const PublishedUpdate& last = dossier->record.updates.back();
    const std::string mark = page_mark(last.update.number, dossier->texts.empty() ? std::string_view() : std::string_view(dossier->texts.back()));
    std::string url = fmt::format("{}/incidents/{}", settings_.url, id.str());
    const std::string page = co_await fetch_(std::move(url));
    Looked& looked = looked_[id];
    if (looked.update != last.update.id) co_return false;  // another was published meanwhile
    if (page.find(mark) != std::string::npos) {
        looked.found = true;
        ++state_.found;
        co_return true;
    }
    if (clock_.now() - last.at < settings_.patience) co_return false;
    if (std::exchange(looked.raised, true)) co_return false;
    ++state_.missing;
    log::error("what was published is not on the page", {{"incident", id.str()}, {"update", last.update.number}, {"page", settings_.url}});
    co_await call_those_in_charge(dossier);
    co_return false;
}

Task<> Readback::call_those_in_charge(desk::DossierPtr dossier) {
    const PublishedUpdate& last = dossier->record.updates.back();
    RaiseAlarm alarm;
    alarm.kind = AlarmKind::absent_page;
    alarm.text = fmt::format("Update {} was published, and the page {} does not show it after {}.", last.update.number, settings_.url, duration_text(settings_.patience));
    Command command = std::move(alarm);
    std::string actor(clock_actor);
    const auto done = co_await desk_.execute(dossier->record.id, std::move(command), std::move(actor));
    if (!done) log::warning("nobody could be called about the page", {{"incident", dossier->record.id.str()}, {"error", done.error().message()}});
}

}  // namespace candor::listen
