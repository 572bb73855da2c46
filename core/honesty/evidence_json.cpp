#include "core/honesty/evidence.hpp"
#include "core/honesty/json_fields.hpp"

namespace candor::honesty {

namespace {

Answer to_answer(std::string_view text, const std::string& path) {
    const auto word = lower(text);
    if (word == "no" || word == "none" || word == "false") return Answer::no;
    if (word == "yes" || word == "true" || word == "confirmed") return Answer::yes;
    if (word == "unknown" || word == "not_checked" || word == "suspected") return Answer::unknown;
    throw Bad{path, "yes, no or unknown"};
}

Certainty to_certainty(std::string_view text) {
    const auto word = lower(text);
    if (word == "confirmed" || word == "known" || word == "verified") return Certainty::confirmed;
    if (word == "suspected" || word == "likely" || word == "probable" || word == "hypothesis") return Certainty::suspected;
    return Certainty::unknown;
}

struct SeverityWord {
    std::optional<Impact> impact;
    std::optional<bool> down;
};

// Impacts, component states and SEV numbers, as different tools name them.
SeverityWord to_severity(std::string_view text) {
    const auto word = lower(text);
    if (word == "none" || word == "operational" || word == "informational") return {Impact::none, false};
    if (word == "minor" || word == "low" || word == "degraded" || word == "degraded_performance" || word == "slow" ||
        word == "sev3" || word == "sev4" || word == "s3" || word == "s4" || word == "p3" || word == "p4") {
        return {Impact::minor, false};
    }
    if (word == "partial_outage" || word == "partial" || word == "medium") return {Impact::major, false};
    if (word == "major" || word == "high" || word == "sev2" || word == "s2" || word == "p2") return {Impact::major, std::nullopt};
    if (word == "critical" || word == "major_outage" || word == "outage" || word == "full_outage" || word == "down" ||
        word == "unavailable" || word == "sev1" || word == "sev0" || word == "s1" || word == "p1") {
        return {Impact::critical, true};
    }
    return {};
}

Item to_item(const json::value& value, const std::string& path) {
    Item item;
    if (!value.is_object()) {
        item.text = Fields::as_text(value, path);
        return item;
    }
    const Fields fields(value.get_object(), path);
    fields.text(item.text, {"text", "label", "name", "action", "what", "title", "kind"});
    fields.text(item.owner, {"owner", "by"});
    fields.time(item.at, {"at", "since", "done_at", "started_at", "set_at"});
    fields.time(item.due, {"due", "due_at", "by_when"});
    return item;
}

Commitment to_commitment(const json::value& value, const std::string& path) {
    Commitment commitment;
    if (!value.is_object()) {
        commitment.text = Fields::as_text(value, path);
        return commitment;
    }
    const Fields fields(value.get_object(), path);
    fields.text(commitment.kind, {"kind", "type"});
    fields.text(commitment.party, {"party", "by", "who", "name"});
    fields.text(commitment.text, {"text", "what", "commitment"});
    fields.time(commitment.due, {"due", "due_at", "at"});
    fields.time(commitment.kept_at, {"kept_at", "done_at"});
    if (const auto* accepted = fields.find({"accepted"}); accepted != nullptr && accepted->is_bool()) {
        if (accepted->get_bool()) commitment.accepted_at = commitment.due ? *commitment.due : Time{};
    } else {
        fields.time(commitment.accepted_at, {"accepted_at", "accepted"});
    }
    return commitment;
}

PublishedClaim to_published_claim(const json::value& value, const std::string& path) {
    PublishedClaim claim;
    if (!value.is_object()) {
        claim.text = Fields::as_text(value, path);
        return claim;
    }
    const Fields fields(value.get_object(), path);
    fields.text(claim.type, {"type", "kind", "claim", "field"});
    fields.text(claim.text, {"text", "quote"});
    fields.time(claim.at, {"at", "published_at", "posted_at"});
    fields.flag(claim.corrected, {"corrected"});
    if (const auto* inner = fields.find({"value", "fraction", "time"})) {
        if (inner->is_number()) claim.number = Fields::as_number(*inner, path);
        else if (inner->is_bool()) claim.value = inner->get_bool() ? "yes" : "no";
        else claim.value = Fields::as_text(*inner, path);
        claim.time = read_time(claim.value);
    }
    if (const auto* flag = fields.find({"contradicted", "wrong"}); flag != nullptr && flag->is_bool()) {
        claim.contradicted = flag->get_bool();
    } else if (const auto* status = fields.find({"status", "state"}); status != nullptr && status->is_string()) {
        const auto word = lower(std::string_view(status->get_string()));
        if (word == "contradicted" || word == "false" || word == "wrong" || word == "retracted") claim.contradicted = true;
        if (word == "corrected") claim.corrected = true;
    }
    return claim;
}

PreviousUpdate to_previous(const json::value& value, const std::string& path) {
    PreviousUpdate update;
    if (!value.is_object()) {
        update.text = Fields::as_text(value, path);
        return update;
    }
    const Fields fields(value.get_object(), path);
    fields.text(update.text, {"text", "body"});
    fields.text(update.original_text, {"original_text", "published_text"});
    fields.time(update.at, {"at", "published_at", "posted_at"});
    if (const auto* phase = fields.find({"phase", "status"})) {
        update.phase = parse_phase(Fields::as_text(*phase, fields.at("phase")));
    }
    if (const auto* severity = fields.find({"severity", "impact"})) {
        update.severity = to_severity(Fields::as_text(*severity, fields.at("severity"))).impact;
    }
    if (const auto* scope = fields.find({"scope"}); scope != nullptr && scope->is_object()) {
        fields.object("scope")->number(update.fraction, {"fraction"});
    } else {
        fields.number(update.fraction, {"fraction"});
    }
    fields.flag(update.removed, {"removed", "deleted"});
    fields.flag(update.corrected, {"corrected", "correction"});
    return update;
}

ChannelState to_channel(const json::value& value, const std::string& path) {
    if (!value.is_object()) throw Bad{path, "an object"};
    const Fields fields(value.get_object(), path);
    ChannelState channel;
    fields.text(channel.name, {"name", "channel", "segment"});
    fields.text(channel.state, {"state", "phase", "status"});
    fields.time(channel.next_update_at, {"next_update_at"});
    fields.number(channel.fraction, {"fraction"});
    fields.count(channel.limit, {"limit"});
    fields.flag(channel.truncated, {"truncated", "truncation_only"});
    return channel;
}

void read_severity(const Fields& root, Evidence& to) {
    if (const auto* value = root.find({"severity", "impact"})) {
        if (value->is_number()) {
            const auto level = static_cast<int>(Fields::as_number(*value, "severity"));
            const auto read = to_severity(fmt::format("sev{}", level));
            to.severity = read.impact;
            to.down = read.down;
        } else {
            const auto read = to_severity(Fields::as_text(*value, "severity"));
            to.severity = read.impact;
            to.down = read.down;
        }
    }
    root.text(to.severity_reason, {"severity_reason"});
    root.flag(to.down, {"down"});
    root.flag(to.impact_confirmed, {"impact_confirmed", "confirmed"});
}

void read_scope(const Fields& root, Evidence& to) {
    const auto* value = root.find({"scope"});
    if (value == nullptr) return;
    if (value->is_string()) {
        to.scope.label = std::string(value->get_string());
        return;
    }
    if (value->is_number()) {
        to.scope.fraction = Fields::as_number(*value, "scope");
    } else {
        const auto scope = *root.object("scope");
        scope.count(to.scope.count, {"count", "customers"});
        scope.number(to.scope.fraction, {"fraction", "share"});
        scope.text(to.scope.label, {"label", "text"});
        scope.texts(to.scope.regions, {"regions", "region"});
        std::vector<std::string> parts;
        scope.texts(parts, {"components", "component"});
        for (auto& part : parts) to.components.push_back({std::move(part), "", std::nullopt});
        scope.time(to.scope.as_of, {"as_of", "at"});
        scope.text(to.scope.method, {"method"});
        std::optional<double> percent;
        scope.number(percent, {"percent"});
        if (percent && !to.scope.fraction) to.scope.fraction = *percent / 100;
        std::optional<double> total;
        scope.number(total, {"total", "of"});
        if (total && *total > 0 && to.scope.count && !to.scope.fraction) {
            to.scope.fraction = static_cast<double>(*to.scope.count) / *total;
        }
    }
    if (to.scope.fraction && (*to.scope.fraction < 0 || *to.scope.fraction > 1)) {
        throw Bad{"scope.fraction", "a number from 0 to 1"};
    }
}

void read_cause(const Fields& root, Evidence& to) {
    const auto* value = root.find({"cause"});
    if (value == nullptr) return;
    if (value->is_string()) {
        to.cause.status = to_certainty(std::string_view(value->get_string()));
        return;
    }
    const auto cause = *root.object("cause");
    if (const auto* status = cause.find({"status", "confidence"})) {
        to.cause.status = to_certainty(Fields::as_text(*status, "cause.status"));
    }
    cause.text(to.cause.category, {"category"});
    cause.text(to.cause.party, {"party"});
    cause.text(to.cause.text, {"text", "summary"});
}

void read_eta(const Fields& root, Evidence& to) {
    const auto* value = root.find({"eta"});
    if (value == nullptr) return;
    if (value->is_string()) {
        to.eta.latest = Fields::as_time(*value, "eta");
        return;
    }
    const auto eta = *root.object("eta");
    eta.time(to.eta.earliest, {"earliest"});
    eta.time(to.eta.latest, {"latest", "at", "time"});
    eta.text(to.eta.basis, {"basis"});
    eta.text(to.eta.owner, {"owner"});
    eta.time(to.eta.set_at, {"set_at"});
    eta.flag(to.eta.published, {"published"});
    eta.flag(to.eta.missed, {"missed"});
}

void read_verification(const Fields& root, Evidence& to) {
    if (const auto* value = root.find({"verification"})) {
        if (value->is_string() || value->is_bool()) {
            to.verification.passed = value->is_bool() ? value->get_bool() : lower(std::string_view(value->get_string())) == "passed";
        } else {
            const auto fields = *root.object("verification");
            fields.text(to.verification.method, {"method"});
            fields.text(to.verification.by, {"by", "verified_by"});
            fields.time(to.verification.at, {"at"});
            if (const auto* result = fields.find({"result", "passed", "status"})) {
                if (result->is_bool()) {
                    to.verification.passed = result->get_bool();
                } else {
                    const auto word = lower(Fields::as_text(*result, "verification.result"));
                    to.verification.passed = word == "passed" || word == "pass" || word == "ok" || word == "good" || word == "success";
                }
            }
        }
    }
    const auto* soak = root.find({"soak"});
    if (soak == nullptr) return;
    if (soak->is_bool()) {
        to.soak.elapsed = soak->get_bool();
    } else if (soak->is_string()) {
        const auto word = lower(std::string_view(soak->get_string()));
        if (const auto duration = parse_duration(word)) to.soak.required = *duration;
        else to.soak.elapsed = word == "elapsed" || word == "done" || word == "passed" || word == "complete";
    } else if (soak->is_number()) {
        root.duration(to.soak.required, {"soak"});
    } else {
        const auto fields = *root.object("soak");
        fields.time(to.soak.until, {"until", "ends_at"});
        fields.duration(to.soak.required, {"required", "duration", "minutes"});
        fields.flag(to.soak.elapsed, {"elapsed", "done", "complete"});
    }
}

void read_negatives(const Fields& root, Evidence& to) {
    if (const auto* value = root.find({"data_loss"})) {
        if (value->is_object()) {
            const auto fields = *root.object("data_loss");
            if (const auto* answer = fields.find({"value", "answer", "status", "result"})) {
                to.data_loss.answer = answer->is_bool() ? (answer->get_bool() ? Answer::yes : Answer::no)
                                                        : to_answer(Fields::as_text(*answer, "data_loss.value"), "data_loss.value");
            }
            fields.text(to.data_loss.verified_by, {"verified_by", "by"});
        } else if (value->is_bool()) {
            to.data_loss.answer = value->get_bool() ? Answer::yes : Answer::no;
        } else {
            to.data_loss.answer = to_answer(Fields::as_text(*value, "data_loss"), "data_loss");
        }
    }
    root.text(to.data_loss.verified_by, {"data_loss_verified_by", "data_loss.verified_by", "verified_by"});
    root.texts(to.unaffected_verified, {"unaffected_verified", "unaffected"});
    if (const auto* value = root.find({"security", "security.status"})) {
        if (value->is_object()) root.object("security")->text(to.security, {"status"});
        else to.security = Fields::as_text(*value, "security.status");
        to.security = lower(to.security);
    }
}

void read_history(const Fields& root, Evidence& to) {
    if (const auto* value = root.find({"similar_incidents"})) {
        to.similar_incidents.emplace();
        if (value->is_number()) {
            to.similar_incidents->resize(static_cast<std::size_t>(std::clamp(Fields::as_number(*value, "similar_incidents"), 0.0, 1000.0)));
        } else {
            root.list({"similar_incidents"}, [&](const json::value& item, const std::string& path) {
                SimilarIncident similar;
                if (item.is_object()) {
                    const Fields fields(item.get_object(), path);
                    fields.text(similar.label, {"label", "title", "id", "text"});
                    fields.time(similar.at, {"at", "date", "started_at", "day"});
                    fields.text(similar.cause, {"cause"});
                } else {
                    similar.label = Fields::as_text(item, path);
                    similar.at = read_time(similar.label);
                }
                to.similar_incidents->push_back(std::move(similar));
            });
        }
    }
    root.time(to.history_since, {"history_since"});
    root.text(to.pattern, {"pattern"});
    to.pattern = lower(to.pattern);
}

void read_lists(const Fields& root, Evidence& to) {
    const auto items = [&](std::vector<Item>& list, std::initializer_list<std::string_view> names) {
        root.list(names, [&](const json::value& value, const std::string& path) { list.push_back(to_item(value, path)); });
    };
    items(to.actions, {"actions"});
    items(to.options, {"options"});
    items(to.workarounds, {"workarounds", "workaround"});
    items(to.progress_facts, {"progress_facts", "progress"});
    items(to.prevention_actions, {"prevention_actions"});
    items(to.remedies, {"remedies", "remedy"});
    root.list({"third_party_commitments"}, [&](const json::value& value, const std::string& path) {
        to.third_party_commitments.push_back(to_commitment(value, path));
    });
    root.list({"commitments"}, [&](const json::value& value, const std::string& path) {
        to.commitments.push_back(to_commitment(value, path));
    });
    root.list({"published_claims"}, [&](const json::value& value, const std::string& path) {
        to.published_claims.push_back(to_published_claim(value, path));
    });
    root.list({"previous_updates", "updates", "history"}, [&](const json::value& value, const std::string& path) {
        to.previous_updates.push_back(to_previous(value, path));
    });
    root.list({"channels"}, [&](const json::value& value, const std::string& path) {
        to.channels.push_back(to_channel(value, path));
    });
}

void read_components(const Fields& root, Evidence& to) {
    root.list({"components", "component"}, [&](const json::value& value, const std::string& path) {
        Component component;
        if (value.is_object()) {
            const Fields fields(value.get_object(), path);
            fields.text(component.name, {"name", "label", "id"});
            fields.text(component.state, {"state", "status"});
            fields.time(component.checked_at, {"checked_at"});
            component.state = lower(component.state);
        } else {
            component.name = Fields::as_text(value, path);
        }
        to.components.push_back(std::move(component));
    });
    root.texts(to.other_components, {"other_components", "catalogue"});
    root.texts(to.symptoms, {"symptoms", "symptom"});
}

void read_times(const Fields& root, Evidence& to) {
    root.time(to.now, {"now"});
    root.time(to.detected_at, {"detected_at"});
    root.time(to.started_at, {"started_at", "start"});
    root.time(to.ended_at, {"ended_at", "end", "resolved_at"});
    root.time(to.fixed_at, {"fixed_at", "fix_applied_at"});
    root.time(to.posted_at, {"posted_at", "published_at"});
    root.time(to.promised_at, {"promised_at"});
    root.time(to.next_update_at, {"next_update_at", "next_update"});
    root.time(to.announced_at, {"announced_at"});
    root.time(to.first_published_at, {"first_published_at"});
    root.duration(to.first_update_within, {"first_update_within"});
    if (const auto maintenance = root.find({"maintenance"}); maintenance != nullptr && maintenance->is_object()) {
        root.object("maintenance")->time(to.announced_at, {"announced_at", "created_at"});
    }
}

void read_channels_and_page(const Fields& root, Evidence& to) {
    if (const auto* value = root.find({"reports"})) {
        if (value->is_number()) {
            root.count(to.reports.open, {"reports"});
        } else {
            const auto reports = *root.object("reports");
            reports.count(to.reports.open, {"open"});
            reports.text(to.reports.dismissed_reason, {"dismissed_reason", "dismissed"});
        }
    }
    root.count(to.reports.open, {"reports.open"});
    const auto* probe = root.find({"probe", "probe.state", "probes"});
    if (probe != nullptr) {
        std::string state;
        if (probe->is_object()) Fields(probe->get_object(), "probe").text(state, {"state", "status"});
        else state = Fields::as_text(*probe, "probe.state");
        state = lower(state);
        if (state == "good" || state == "ok" || state == "passing" || state == "up" || state == "healthy" || state == "green") {
            to.probe = Health::good;
        } else if (state == "failing" || state == "bad" || state == "down" || state == "failed" || state == "red" || state == "unhealthy" || state == "degraded") {
            to.probe = Health::failing;
        } else {
            to.probe = Health::unknown;
        }
    }
    if (const auto* page = root.find({"page"}); page != nullptr && page->is_object()) {
        const auto fields = *root.object("page");
        fields.text(to.page.headline, {"headline", "state"});
        fields.time(to.page.data_at, {"data_at", "checked_at"});
        fields.duration(to.page.fresh_for, {"fresh_for"});
    }
    root.count(to.open_incidents, {"open_incidents"});
    root.count(to.audience_zones, {"audience_zones"});
    root.texts(to.jargon_denied, {"jargon_denied"});
    root.texts(to.jargon_allowed, {"jargon_allowed"});
}

void read_names(const Fields& root, Evidence& to) {
    root.text(to.incident, {"incident", "id"});
    root.text(to.kind, {"kind"});
    to.kind = lower(to.kind);
    root.text(to.contact, {"contact", "report_url"});
    if (const auto* owner = root.find({"owner"})) {
        if (owner->is_object()) Fields(owner->get_object(), "owner").text(to.owner, {"name", "id"});
        else to.owner = Fields::as_text(*owner, "owner");
    }
    if (const auto* organisation = root.find({"organisation", "organization"})) {
        if (organisation->is_object()) Fields(organisation->get_object(), "organisation").text(to.organisation, {"name"});
        else to.organisation = Fields::as_text(*organisation, "organisation");
    }
}

// "2021-02-17T22:00:00-05:00": the offset at its end, unless it is that of UTC.
std::optional<int> offset_of(std::string_view text) {
    constexpr std::size_t length = 6;
    if (text.size() <= length || !parse_rfc3339(text)) return std::nullopt;
    const auto end = text.substr(text.size() - length);
    if (end[0] != '+' && end[0] != '-') return std::nullopt;
    const auto two = [&](std::size_t at) { return (end[at] - '0') * 10 + (end[at + 1] - '0'); };
    const int minutes = two(1) * 60 + two(4);
    return minutes == 0 ? std::nullopt : std::optional<int>(end[0] == '-' ? -minutes : minutes);
}

// People write clock times as the clock on their wall shows them, and so does whoever keeps a record by hand.
void read_offset(const json::object& object, Evidence& to) {
    for (const auto& member : object) {
        if (to.offset) return;
        if (member.value().is_object()) read_offset(member.value().get_object(), to);
        if (member.value().is_string()) to.offset = offset_of(std::string_view(member.value().get_string()));
    }
}

}  // namespace

Result<Evidence> read_evidence(std::string_view text) {
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 32;
    const json::value value = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
    if (failed) {
        return Error(ErrorCode::malformed_request, "The record is not JSON: " + failed.message() + ".", "",
                     "Give one JSON object; docs/honesty-record.md shows one.");
    }
    if (!value.is_object()) return Error(ErrorCode::malformed_request, "The record must be one JSON object.");
    const Fields root(value.get_object(), "");
    Evidence evidence;
    try {
        read_names(root, evidence);
        read_severity(root, evidence);
        read_scope(root, evidence);
        read_components(root, evidence);
        read_times(root, evidence);
        read_offset(value.get_object(), evidence);
        read_cause(root, evidence);
        read_eta(root, evidence);
        read_lists(root, evidence);
        read_verification(root, evidence);
        read_negatives(root, evidence);
        read_history(root, evidence);
        read_channels_and_page(root, evidence);
    } catch (const Bad& bad) {
        return Error(ErrorCode::invalid_argument, fmt::format("{} must be {}.", bad.path, bad.expected), bad.path);
    }
    return evidence;
}

}  // namespace candor::honesty
