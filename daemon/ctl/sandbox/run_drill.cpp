// A drill from the files of an organisation to the report: what is read, what is made up, and what is kept.
#include "core/plan/load.hpp"
#include "daemon/async/io.hpp"
#include "daemon/config/text_file.hpp"
#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/plan/plan.hpp"
#include "daemon/ctl/sandbox/drill.hpp"
#include "daemon/ctl/sandbox/drill_setup.hpp"
#include "daemon/ctl/sandbox/temporary_folder.hpp"
#include "daemon/ctl/sheet.hpp"
#include "daemon/ctl/shipped.hpp"

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace candor::ctl {

using namespace std::chrono_literals;

namespace {

constexpr const char* usual_config = "/etc/candor/candor.yaml";

int refuse(const std::string& what, const std::string& mend) {
    std::cerr << fmt::format("candor: {}\n  to mend it    {}\n", neutral(what), neutral(mend));
    return exit_code::usage;
}

// What an organisation has, and what of it is played.
struct Material {
    config::Portrait portrait;
    std::optional<plan::Plan> plan;
    std::string plan_text;  // as it stands in its file
    DrillScript script;
    std::string playbook;
};

template <class T>
T first_of(const std::vector<T>& values, T usual) {
    return values.empty() ? usual : values.front();
}

// The worst that a playbook is for: rehearsed is what is hard.
plan::Situation situation_of(const plan::Playbook& playbook) {
    plan::Situation situation{Impact::major, first_of(playbook.scopes, ScopeLabel::many), first_of(playbook.causes, CauseCategory::technology)};
    if (!playbook.impacts.empty()) situation.impact = *std::max_element(playbook.impacts.begin(), playbook.impacts.end());
    return situation;
}

std::string playbook_ids(const plan::Plan& plan) {
    std::string ids;
    for (const plan::Playbook& playbook : plan.playbooks) ids += (ids.empty() ? "" : ", ") + playbook.id.str();
    return ids;
}

// The plan, as `candor plan` finds it; nothing where there is none. The exit code where it cannot be used.
std::optional<int> read_the_plan(const DrillOptions& options, const std::string& config, Material& material) {
    if (options.plan.empty() && material.portrait.plan.empty()) return std::nullopt;
    PlanOptions wanted;
    wanted.file = options.plan.empty() ? material.portrait.plan.string() : options.plan;
    wanted.config = config;
    wanted.zone = options.zone;
    const auto read = read_plan(wanted);
    if (const auto* outcome = std::get_if<PlanOutcome>(&read)) {
        std::cerr << outcome->err;
        return outcome->exit_code;
    }
    const auto& reading = std::get<PlanReading>(read);
    const auto text = config::read_text_file(reading.file);
    for (const yaml::Problem& problem : reading.problems) std::cerr << neutral(yaml::describe(problem)) << '\n';
    if (!reading.plan || !text) return refuse(fmt::format("{} has problems", reading.file.string()), "candor plan check " + reading.file.string());
    material.plan = reading.plan;
    material.plan_text = *text;
    return std::nullopt;
}

std::optional<int> choose_playbook(const DrillOptions& options, Material& material) {
    if (options.playbook.empty()) return std::nullopt;
    if (!material.plan) return refuse("there is no plan, and so no playbook " + options.playbook, "name the plan: --plan FILE");
    const auto& playbooks = material.plan->playbooks;
    const auto found = std::find_if(playbooks.begin(), playbooks.end(), [&](const plan::Playbook& one) { return one.id.str() == options.playbook; });
    if (found == playbooks.end()) return refuse("the plan has no playbook " + options.playbook, "one of: " + playbook_ids(*material.plan));
    material.playbook = options.playbook;
    material.script.situation = situation_of(*found);
    return std::nullopt;
}

// The first component that some channel carries an incident of.
ComponentId component_of(const config::Portrait& portrait) {
    for (const config::PortraitComponent& component : portrait.components) {
        for (const config::PortraitChannel& channel : portrait.channels) {
            const auto& route = channel.components;
            if (route.empty() || std::find(route.begin(), route.end(), component.id) != route.end()) return component.id;
        }
    }
    return portrait.components.empty() ? ComponentId() : portrait.components.front().id;
}

std::optional<int> gather(const DrillOptions& options, Material& material) {
    const std::string config = options.config.empty() ? usual_config : options.config;
    auto portrait = config::read_portrait(config);
    if (!portrait) return refuse(config + " cannot be read", "name the daemon's configuration: --config FILE");
    if (portrait->components.empty() || portrait->channels.empty()) return refuse(config + " has no components or no channels", "candord --config FILE --check-config");
    material.portrait = std::move(*portrait);
    if (const auto code = read_the_plan(options, config, material)) return code;
    if (const auto code = choose_playbook(options, material)) return code;
    material.script.component = component_of(material.portrait);
    material.script.language = material.portrait.language.empty() ? "en" : material.portrait.language;
    if (material.plan) {
        const auto decided = plan::resolve(*material.plan, material.script.situation).owner;
        if (decided) material.script.role = decided->str();
    }
    return std::nullopt;
}

// The folder that the drill's daemon lives in. What is in it is made here; nothing else is ever put into it.
std::optional<int> set_up(const Material& material, SandboxSetup& setup, const std::filesystem::path& folder) {
    const auto program = this_program();
    const auto& portrait = material.portrait;
    setup.folder = folder;
    setup.templates = portrait.templates.empty() ? find_shipped(program, "/usr/share/candor/templates", "templates") : portrait.templates;
    setup.honesty = portrait.honesty.empty() ? find_shipped(program, "/etc/candor/honesty", "etc/honesty") : portrait.honesty;
    setup.webhook_secret = new_webhook_secret();
    setup.mastodon_token = new_token();
    if (const auto written = write_sandbox(setup, drill_config(portrait, setup, material.plan.has_value())); written.has_error()) {
        return refuse(written.error().message(), written.error().mend());
    }
    if (!material.plan) return std::nullopt;
    const auto shortened = drill_plan(material.plan_text, times_faster(*material.plan, material.script.situation));
    std::ofstream file(folder / "plan.yaml");
    file << shortened.value_or("");
    return file.flush() ? std::nullopt : std::optional(refuse("the plan cannot be written", "free some disk space"));
}

DrillReport report_of(const Material& material, const SandboxSetup& setup, Time now) {
    DrillReport report;
    const plan::Situation& situation = material.script.situation;
    report.organisation = material.portrait.name;
    report.playbook = material.playbook;
    report.situation = fmt::format("{}, {} affected, cause: {}", to_string(situation.impact), to_string(situation.scope), to_string(situation.cause));
    report.began = now;
    report.left_out = material.portrait.left_out;
    for (const auto port : {setup.webhook_port, setup.mail_port, setup.mastodon_port}) report.reachable.push_back(fmt::format("127.0.0.1:{}", port));
    if (!material.plan) return report;
    report.plan = material.plan->name;
    report.times_faster = times_faster(*material.plan, situation);
    report.first_words_limit = plan::resolve(*material.plan, situation).levels.first_update.value_or(report.first_words_limit);
    return report;
}

void count(Stage& stage, DrillReport& report) {
    stage.show_arrivals();
    report.reached = stage.reached();
    report.ended = stage.look_now().now;
    if (stage.incident().empty()) return;
    const auto promises = stage.fetch("/api/v1/incidents/" + stage.incident() + "/promises");
    const auto deliveries = stage.fetch_deliveries();
    if (!promises || !deliveries) return;
    report.promises_kept = Answer(*promises)["kept"].count();
    report.promises_missed = Answer(*promises)["missed"].count();
    const Answer counts = Answer(*deliveries)["counts"];
    for (const char* state : {"waiting", "attempting", "retrying", "delivered", "failed", "superseded", "gone"}) report.deliveries += counts[state].count();
    report.delivered = counts["delivered"].count() + counts["superseded"].count();
    report.delivery_list = *deliveries;
}

Task<> rehearse(Rig& rig, Stage& stage, const DrillScript& script, DrillReport& report) {
    rig.open();
    std::exception_ptr failure;
    try {
        const bool started = co_await stage.start();
        if (started) {
            Drill drill(stage, script, report);
            stage.say(timeline_head(stage.look_now()));
            static_cast<void>(co_await drill.play());
            count(stage, report);
        }
        static_cast<void>(co_await stage.stop());
    } catch (...) {
        failure = std::current_exception();
    }
    co_await rig.close();
    if (failure) std::rethrow_exception(failure);
}

// Beside where the drill was started, unless another place is named.
std::filesystem::path keep(const DrillOptions& options, const DrillReport& report) {
    std::filesystem::path path = options.report;
    if (path.empty()) {
        std::string stamp = to_rfc3339(report.began).substr(0, 19);
        std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
        path = fmt::format("candor-drill-{}.json", stamp);
    }
    std::ofstream file(path);
    file << boost::json::serialize(drill_json(report)) << '\n';
    if (file.flush()) return path;
    std::cerr << fmt::format("candor: the report cannot be written to {}\n", neutral(path.string()));
    return {};
}

}  // namespace

int run_drill(const DrillOptions& options, const Look& look, const Clock& clock) {
    Material material;
    if (const auto code = gather(options, material)) return *code;
    Io io;
    try {
        Rig rig(io.executor(), clock, 0);
        TemporaryFolder folder;
        if (const auto code = set_up(material, rig.setup, folder.path())) return *code;
        const auto daemon = options.daemon.empty() ? this_program().parent_path() / "candord" : std::filesystem::absolute(options.daemon);
        Stage stage(rig, look, clock, daemon, options.json);
        DrillReport report = report_of(material, rig.setup, clock.now());
        io.run(rehearse(rig, stage, material.script, report));
        const auto kept = keep(options, report);
        if (options.json) std::cout << boost::json::serialize(drill_json(report)) << '\n';
        else std::cout << '\n' << render_drill(report, kept.string(), look);
        if (passed(report)) return exit_code::ok;
        folder.keep();
        std::cerr << "candor: kept for you to look at: " << folder.path().string() << '\n';
        return exit_code::refused;
    } catch (const boost::system::system_error& failure) {
        std::cerr << "candor: the drill cannot listen: " << failure.code().message() << '\n';
        return exit_code::usage;
    }
}

}  // namespace candor::ctl
