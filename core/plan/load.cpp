#include "core/plan/load.hpp"

#include "core/yaml/scalars.hpp"

#include <algorithm>

namespace candor::plan {

using namespace std::chrono_literals;
using namespace yaml;

namespace {

constexpr Count most_items{0, 200};
constexpr Count most_playbooks{1, 1000};
constexpr std::size_t longest_id = 24;  // so that a table of them fits a terminal
constexpr std::size_t longest_name = 80;
constexpr std::size_t longest_text = 200;
constexpr std::size_t longest_words = 1000;
constexpr std::int64_t largest_sum = 1'000'000'000'000;

using Names = std::vector<std::string>;

// The ids below a key as they are written, so that an item with another fault is still known to those who refer to it.
Names ids_below(const Value& root, std::string_view key) {
    Names names;
    if (!root.has(key)) return names;
    for (const Node& item : root.at(key).node().children) {
        for (const Node& field : item.children) {
            if (field.key == "id") names.push_back(field.text);
        }
    }
    return names;
}

// An id that is written somewhere else; `where` says where: "people or rotas".
template <class Tag>
Reader<Id<Tag>> reference(const std::string& where, const Names& names) {
    const std::string expected = names.empty() ? fmt::format("an id from {}, where there is none yet", where)
                                               : fmt::format("an id from {} ({})", where, fmt::join(names, ", "));
    return scalar<Id<Tag>>(expected, [names](const Node& node) -> Result<Id<Tag>> {
        if (std::find(names.begin(), names.end(), node.text) != names.end()) return Id<Tag>(node.text);
        const bool can_be_shown = !node.text.empty() && node.text.size() <= 40;
        return Error(ErrorCode::invalid_config, can_be_shown ? node.text + " is not there" : "is not there");
    });
}

// A list without repeats, or a single one of its items.
template <class T>
Reader<std::vector<T>> some(Reader<T> reader, Count count) {
    auto list = list_of(reader, count);
    std::string expected = fmt::format("{}, or a list of them", reader.expected);
    return {std::move(expected), [reader, list](const Value& value) -> std::optional<std::vector<T>> {
                if (value.node().kind == Node::Kind::text) {
                    auto one = reader.read(value);
                    return one ? std::optional(std::vector<T>{std::move(*one)}) : std::nullopt;
                }
                refuse_repeats(value, {});
                return list.read(value);
            }};
}

// For keys that decide something where they are there.
template <class T>
Reader<std::optional<T>> decided(Reader<T> reader) {
    return {reader.expected, [read = reader.read](const Value& value) -> std::optional<std::optional<T>> {
                auto got = read(value);
                return got ? std::optional(std::optional<T>(std::move(*got))) : std::nullopt;
            }};
}

template <class Tag>
Reader<Id<Tag>> plan_id() {
    return id<Tag>(longest_id);
}

Reader<Time> date() {
    return scalar<Time>("a date such as 2026-01-05", [](const Node& node) -> Result<Time> {
        if (const auto day = parse_rfc3339(node.text + "T00:00:00Z")) return *day;
        return Error(ErrorCode::invalid_config, "is not a date");
    });
}

Reader<Duration> time_of_day() {
    return scalar<Duration>("a time on the wall such as 09:00", [](const Node& node) -> Result<Duration> {
        if (const auto time = parse_rfc3339(fmt::format("1970-01-01T{}:00Z", node.text)))
            return time->time_since_epoch();
        return Error(ErrorCode::invalid_config, "is not a time of day");
    });
}

Reader<Currency> currency() {
    return scalar<Currency>("a currency of ISO 4217 such as EUR", [](const Node& node) -> Result<Currency> {
        if (auto found = find_currency(node.text)) return *found;
        return Error(ErrorCode::invalid_config, "is not a currency");
    });
}

Reader<std::int64_t> sum() {
    Reader<std::int64_t> reader = whole<std::int64_t>(0, largest_sum);
    reader.expected += " in minor units (1250 for 12.50)";
    return reader;
}

// A cell's impact: nothing is decided for none, which counts as minor.
Reader<Impact> planned_impact() {
    return scalar<Impact>("minor, major or critical", [](const Node& node) -> Result<Impact> {
        const auto impact = parse_name<Impact>(node.text);
        if (impact && *impact != Impact::none) return *impact;
        return Error(ErrorCode::invalid_config, "is not an impact that is planned for");
    });
}

// Reads a whole plan. Its functions are in the order of docs/plan.md, one for each section.
class Loader {
public:
    Loader(const Value& root, const Known& known) : known_(known), zone_(known.zone("UTC")) {
        for (const auto* key : {"people", "rotas"}) {
            for (std::string& name : ids_below(root, key)) roles_.push_back(std::move(name));
        }
        people_ = ids_below(root, "people");
        remedies_ = ids_below(root, "remedies");
        approvals_ = ids_below(root, "approvals");
        templates_ = ids_below(root, "templates");
    }

    Plan load(const Value& root) {
        read_fields(root, {
                              required("name", plan_.name, line_up_to(longest_name)),
                              optional("time_zone", zone_, zone()),
                              required("people", plan_.people, items(&Loader::person, most_items)),
                              optional("rotas", plan_.rotas, items(&Loader::rota, most_items)),
                              required("playbooks", plan_.playbooks, items(&Loader::playbook, most_playbooks)),
                              optional("options", plan_.options, list_of(made_of(&Loader::options), most_items)),
                              optional("caps", plan_.caps, list_of(made_of(&Loader::caps), most_items)),
                              optional("remedies", plan_.remedies, items(&Loader::remedy, most_items)),
                              optional("approvals", plan_.approvals, items(&Loader::approval_class, most_items)),
                              optional("templates", plan_.templates, items(&Loader::prepared, most_items)),
                          });
        check_names(root);
        if (root.has("options")) refuse_repeats(root.at("options"), "component");
        if (root.has("caps")) refuse_repeats(root.at("caps"), "currency");
        return std::move(plan_);
    }

private:
    void person(const Value& value, Person& person) {
        const Fields fields{
            required("id", person.id, plan_id<RoleTag>()),
            optional("name", person.name, line_up_to(longest_name)),
            optional("mail", person.mail, mail_address()),
            optional("webhook", person.webhook, https_url()),
        };
        if (!read_fields(value, fields)) return;
        if (!value.has("mail") && !value.has("webhook")) value.refuse("cannot be reached", "mail, webhook or both");
    }

    void rota(const Value& value, Rota& rota) {
        rota.zone = zone_;
        Time from{};
        Duration at = 9h;
        const Fields fields{
            required("id", rota.id, plan_id<RoleTag>()),
            required("people", rota.people, list_of(reference<RoleTag>("people", people_), {1, 100})),
            required("turn", rota.turn, one_of<Turn>()),
            required("from", from, date()),
            optional("at", at, time_of_day()),
            optional("time_zone", rota.zone, zone()),
        };
        read_fields(value, fields);
        rota.first = from + at;
    }

    void playbook(const Value& value, Playbook& playbook) {
        Decisions& decides = playbook.decides;
        const Fields fields{
            required("id", playbook.id, plan_id<PlaybookTag>()),
            optional("when", playbook, when(playbook)),
            optional("owner", decides.owner, decided(role())),
            optional("deputy", decides.deputy, decided(role())),
            optional("escalation", decides.escalation, decided(role())),
            optional("cadence", decides, cadence(decides)),
            optional("service_levels", decides.levels, section<ServiceLevels>(&Loader::service_levels)),
            optional("audiences", decides.audiences, decided(some(channel(), {1, 100}))),
            optional("remedies", decides.remedies,
                     decided(some(reference<RemedyTag>("remedies", remedies_), most_items))),
            optional("approvals", decides.approvals,
                     decided(some(reference<ApprovalClassTag>("approvals", approvals_), most_items))),
            optional("templates", decides.templates,
                     decided(some(reference<TemplateTag>("templates", templates_), most_items))),
        };
        read_fields(value, fields);
    }

    // These two read into what is there already, so that the keys beside theirs stay.
    static Reader<Playbook> when(const Playbook& so_far) {
        return section<Playbook>([&so_far](const Value& value, Playbook& playbook) {
            playbook = so_far;
            read_fields(value, {
                                   optional("impact", playbook.impacts, some(planned_impact(), {1, 3})),
                                   optional("scope", playbook.scopes, some(one_of<ScopeLabel>(), {1, 5})),
                                   optional("cause", playbook.causes, some(one_of<CauseCategory>(), {1, 5})),
                               });
        });
    }

    static Reader<Decisions> cadence(const Decisions& so_far) {
        const auto every = [] { return decided(duration(1s, 24h)); };
        return section<Decisions>([&so_far, every](const Value& value, Decisions& decisions) {
            decisions = so_far;
            if (value.node().kind == Node::Kind::text) {
                if (const auto both = every().read(value)) decisions.social = decisions.direct = *both;
                return;
            }
            read_fields(value,
                        {optional("social", decisions.social, every()), optional("direct", decisions.direct, every())});
        });
    }

    static void service_levels(const Value& value, ServiceLevels& levels) {
        const auto within = [](Duration most) { return decided(duration(1s, most)); };
        const Fields fields{
            optional("first_update", levels.first_update, within(24h)),
            optional("acknowledge", levels.acknowledge, within(24h)),
            optional("remind_before", levels.remind_before, within(24h)),
            optional("follow_up_after", levels.follow_up_after, within(30 * 24h)),
            optional("soak", levels.soak, within(24h)),
        };
        read_fields(value, fields);
    }

    void options(const Value& value, Options& options) {
        const Fields fields{
            required("component", options.component, component()),
            required("choices", options.choices, list_of(line_up_to(longest_text), {1, 20})),
        };
        read_fields(value, fields);
    }

    void caps(const Value& value, Caps& caps) {
        const Fields fields{
            required("currency", caps.currency, currency()),
            required("per_customer", caps.per_customer, sum()),
            required("per_incident", caps.per_incident, sum()),
            optional("roles", caps.roles, list_of(made_of(&Loader::role_cap), most_items)),
        };
        if (!read_fields(value, fields)) return;
        if (value.has("roles")) refuse_repeats(value.at("roles"), "role");
        if (value.has("per_incident") && caps.per_customer > caps.per_incident)
            value.at("per_customer").refuse("is more than a whole incident may cost", "at most per_incident");
    }

    void role_cap(const Value& value, RoleCap& cap) {
        read_fields(value, {required("role", cap.role, role()), required("most", cap.most, sum())});
    }

    void remedy(const Value& value, Remedy& remedy) {
        const Fields fields{
            required("id", remedy.id, plan_id<RemedyTag>()),
            required("kind", remedy.kind, one_of<RemedyKind>()),
            required("text", remedy.text, line_up_to(longest_text)),
            optional("value", remedy.value, sum()),
            optional("cost", remedy.cost, sum()),
            optional("currency", remedy.currency, currency()),
            optional("within", remedy.within, decided(duration(1min, 90 * 24h))),
        };
        if (!read_fields(value, fields)) return;
        if (remedy.value + remedy.cost > 0 && !value.has("currency"))
            value.refuse("has a sum without a currency", "currency: a currency of ISO 4217 such as EUR");
        const bool has_caps = std::any_of(plan_.caps.begin(), plan_.caps.end(),
                                          [&](const Caps& caps) { return caps.currency == remedy.currency; });
        if (!remedy.currency.code.empty() && !has_caps)
            value.at("currency")
                .refuse(fmt::format("has no caps: how much of it may be given, {} does not say", remedy.currency.code),
                        "an item of caps with this currency");
    }

    void approval_class(const Value& value, ApprovalClass& approval) {
        const Fields fields{
            required("id", approval.id, plan_id<ApprovalClassTag>()),
            optional("words", approval.words, some(line_up_to(longest_name), {1, 100})),
            required("approvers", approval.approvers, some(role(), {1, 50})),
            required("holding_after", approval.holding_after, duration(1s, 24h)),
        };
        read_fields(value, fields);
    }

    void prepared(const Value& value, Template& prepared) {
        const Fields fields{
            required("id", prepared.id, plan_id<TemplateTag>()),
            required("text", prepared.text, line_up_to(longest_words)),
        };
        read_fields(value, fields);
    }

    // --- what the sections are made of ---

    template <class T>
    Reader<T> made_of(void (Loader::*read)(const Value&, T&)) {
        return section<T>([this, read](const Value& value, T& target) { (this->*read)(value, target); });
    }

    // A list of sections whose ids are each there once.
    template <class T>
    Reader<std::vector<T>> items(void (Loader::*read)(const Value&, T&), Count count) {
        const auto list = list_of(made_of(read), count);
        return {list.expected, [list](const Value& value) {
                    auto got = list.read(value);
                    if (got) refuse_repeats(value, "id");
                    return got;
                }};
    }

    // People and rotas are named in the same places, so that no rota may have a person's name.
    void check_names(const Value& root) const {
        if (!root.has("rotas")) return;
        const Value rotas = root.at("rotas");
        for (std::size_t i = 0; rotas.node().kind == Node::Kind::list && i < rotas.node().children.size(); ++i) {
            const Value rota = rotas.item(i);
            if (!rota.has("id")) continue;
            const bool taken = std::find(people_.begin(), people_.end(), rota.at("id").node().text) != people_.end();
            if (taken) rota.at("id").refuse("is the id of one of the people", "a different one");
        }
    }

    [[nodiscard]] Reader<RoleId> role() const { return reference<RoleTag>("people or rotas", roles_); }

    [[nodiscard]] Reader<ChannelId> channel() const { return outside<ChannelTag>("channels", known_.channels); }
    [[nodiscard]] Reader<ComponentId> component() const {
        return outside<ComponentTag>("components", known_.components);
    }

    // An id from the daemon's configuration, where that is at hand.
    template <class Tag>
    static Reader<Id<Tag>> outside(const std::string& where, const std::optional<std::vector<Id<Tag>>>& ids) {
        if (!ids) return id<Tag>();
        Names names;
        for (const auto& one : *ids) names.push_back(one.str());
        return reference<Tag>("the configuration's " + where, names);
    }

    [[nodiscard]] Reader<std::shared_ptr<const TimeZone>> zone() const {
        using Zone = std::shared_ptr<const TimeZone>;
        return scalar<Zone>("an IANA name such as Europe/Berlin or UTC", [this](const Node& node) -> Result<Zone> {
            if (auto found = known_.zone(node.text)) return found;
            return Error(ErrorCode::invalid_config, "is not a time zone that this machine knows");
        });
    }

    const Known& known_;
    std::shared_ptr<const TimeZone> zone_;
    Names people_;
    Names roles_;  // people and rotas
    Names remedies_;
    Names approvals_;
    Names templates_;
    Plan plan_;
};

}  // namespace

LoadedPlan load_plan(std::string_view text, const std::string& file, const Known& known) {
    const Document document = parse_document(text);
    if (const auto& fault = document.fault)
        return {std::nullopt, {{file, fault->line, {}, fault->message, fault->expected}}};
    LoadedPlan loaded;
    const Value root{document.root, {}, file, loaded.problems};
    Plan plan = Loader(root, known).load(root);
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](const Problem& one, const Problem& other) { return one.line < other.line; });
    if (loaded.problems.empty()) loaded.plan = std::move(plan);
    return loaded;
}

}  // namespace candor::plan
