#include "daemon/pages/chronicle.hpp"

namespace candor::pages {

namespace {

constexpr Duration look_again_after = std::chrono::hours{1};
constexpr Duration remembered_for = std::chrono::days{Chronicle::shown_days + 1};

}  // namespace

bool Chronicle::is_fresh() const {
    return looked_ && parts_.clock.now() < *looked_ + look_again_after && seen_ == parts_.desk.revision();
}

Task<> Chronicle::refresh() {
    if (is_fresh()) co_return;
    const Turn::Held turn = co_await turn_.take();
    if (is_fresh()) co_return;  // somebody has looked meanwhile
    const Time now = parts_.clock.now();
    const std::uint64_t seen = parts_.desk.revision();
    auto list = [&store = parts_.store] { return store.listed(most_listed); };
    listed_ = co_await parts_.database.run(std::move(list));
    std::map<IncidentId, Remembered> before = std::exchange(remembered_, {});
    for (const store::ListedRecord& one : listed_) {
        if (!one.ended_at || *one.ended_at < now - remembered_for) continue;
        const auto known = before.find(one.id);
        if (known != before.end() && known->second.version == one.version) remembered_.insert(std::move(*known));
        else co_await remember(one);
    }
    seen_ = seen;
    looked_ = now;
}

Task<> Chronicle::remember(store::ListedRecord listed) {
    std::string id = listed.id.str();
    const auto found = co_await parts_.desk.find(std::move(id));
    if (!found) co_return;
    const Record& record = (*found)->record;
    remembered_[listed.id] = {listed.version, record.components, spans_of(record, parts_.clock.now())};
}

std::map<ComponentId, std::vector<ComponentDay>> Chronicle::days(Time now) const {
    std::map<ComponentId, std::vector<StatedSpan>> spans;
    const auto add = [&](const std::vector<ComponentId>& components, const std::vector<StatedSpan>& more) {
        for (const ComponentId& id : components) spans[id].insert(spans[id].end(), more.begin(), more.end());
    };
    for (const auto& [id, one] : remembered_) add(one.components, one.spans);
    for (const RecordKind kind : {RecordKind::incident, RecordKind::maintenance}) {
        for (const desk::DossierPtr& dossier : parts_.desk.open(kind)) {
            if (!remembered_.contains(dossier->record.id)) add(dossier->record.components, spans_of(dossier->record, now));
        }
    }
    std::map<ComponentId, std::vector<ComponentDay>> all;
    const desk::Setup& setup = parts_.desk.setup();
    for (const auto& [id, name] : setup.components) all[id] = days_of(spans[id], since(), shown_days, *setup.zone, now);
    return all;
}

}  // namespace candor::pages
