#include "core/honesty/engine.hpp"

#include "core/digest.hpp"
#include "core/honesty/fixtures.hpp"
#include "core/honesty/packed_lexicon.hpp"

#include <fmt/format.h>
#include <optional>
#include <stdexcept>

namespace candor::honesty {

namespace {

const std::string* find(const std::map<std::string, std::string>& files, const std::string& name) {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : &found->second;
}

// "de-AT" -> "de"
std::string_view without_region(std::string_view language) {
    return language.substr(0, language.find('-'));
}

// The name of the lexicon for a language, without ".yaml": its own, else that of the language without its region.
Result<std::string> lexicon_for(const std::map<std::string, std::string>& files, const std::string& language) {
    const std::string general(without_region(language));
    for (const std::string& name : {language, general}) {
        if (files.contains(name + ".yaml")) return name;
    }
    return Error(ErrorCode::invalid_lexicon, fmt::format("There is no {}.yaml in the honesty folder: nothing said in that language could be checked.", general),
                 "honesty.directory", "Add the lexicon with its fixtures, or choose a language that has one.");
}

Result<Lexicon> load_named(const std::map<std::string, std::string>& files, const std::string& language, const Catalogue& catalogue, const DoAll& do_all,
                           const Keeping& kept) {
    const std::string name = language + ".yaml";
    const std::string fixtures_name = "tests/" + name;
    const std::string* fixtures = find(files, fixtures_name);
    if (fixtures == nullptr) return Error(ErrorCode::invalid_lexicon, name + ": there is no " + fixtures_name + " beside it.", "honesty.directory");
    const std::string& text = files.at(name);
    const auto load = [&] { return load_checked_lexicon({text, name, *fixtures, fixtures_name}, catalogue, do_all); };
    if (kept.program.empty()) return load();
    const std::string proof = to_hex(sha256_of({kept.program, files.at("rules.yaml"), text, *fixtures}));
    if (auto packed = kept.find(language, proof)) {
        if (auto lexicon = unpack(*packed)) return std::move(*lexicon);
    }
    auto lexicon = load();
    if (lexicon) kept.keep(language, proof, pack(*lexicon));
    return lexicon;
}

UpdateKind kind_of(candor::UpdateKind kind) {
    switch (kind) {
        case candor::UpdateKind::first: return UpdateKind::first;
        case candor::UpdateKind::progress: return UpdateKind::progress;
        case candor::UpdateKind::holding: return UpdateKind::holding;
        case candor::UpdateKind::correction:
        case candor::UpdateKind::withdrawal: return UpdateKind::correction;
        case candor::UpdateKind::resolution: return UpdateKind::resolution;
        case candor::UpdateKind::follow_up: return UpdateKind::follow_up;
        case candor::UpdateKind::review: return UpdateKind::review;
    }
    return UpdateKind::progress;
}

std::vector<Finding> run(const Engine& engine, std::string_view language, CheckInput input, candor::UpdateKind kind, const Evidence& evidence,
                         const Scene& scene) {
    if (input.text.empty()) return {};
    auto lexicon = engine.lexicons.find(language);
    if (lexicon == engine.lexicons.end()) lexicon = engine.lexicons.find(without_region(language));
    if (lexicon == engine.lexicons.end()) throw std::logic_error(fmt::format("no lexicon was loaded for \"{}\"", language));
    input.evidence = &evidence;
    input.phase = evidence.phase;
    input.kind = kind_of(kind);
    input.strictness = engine.strictness;
    input.now = scene.now;
    input.zone = scene.zone;
    return check(input, lexicon->second, engine.catalogue);
}

}  // namespace

Result<Engine> load_engine(const std::map<std::string, std::string>& files, const std::vector<std::string>& languages, Strictness strictness, const DoAll& do_all,
                           const Keeping& kept) {
    const std::string* rules = find(files, "rules.yaml");
    if (rules == nullptr) return Error(ErrorCode::invalid_lexicon, "There is no rules.yaml in the honesty folder.", "honesty.directory");
    auto catalogue = load_catalogue(*rules, "rules.yaml");
    if (!catalogue) return catalogue.error();
    Engine engine{std::move(*catalogue), {}, strictness, {}};
    std::string read = *rules;
    std::map<std::string, std::optional<Result<Lexicon>>> loaded;
    for (const std::string& language : languages) {
        const auto name = lexicon_for(files, language);
        if (!name) return name.error();
        loaded.try_emplace(*name);
    }
    Jobs jobs;
    for (auto& [name, one] : loaded) jobs.push_back([&, &name = name, &to = one] { to.emplace(load_named(files, name, engine.catalogue, do_all, kept)); });
    do_all(jobs);
    for (auto& [name, one] : loaded) {
        Result<Lexicon>& lexicon = *one;
        if (!lexicon) return lexicon.error();
        read += lexicon->hash;
        engine.lexicons.emplace(name, std::move(*lexicon));
    }
    engine.version = to_hex(sha256(read));
    return engine;
}

std::vector<Finding> check_words(const Engine& engine, std::string_view language, std::string_view words, candor::UpdateKind kind, Evidence evidence,
                                 const Scene& scene) {
    // What the composer admits by itself, beside the words: a missed estimate, a lower impact, what was replaced.
    evidence.eta.published = false;
    evidence.published_claims.clear();
    for (PreviousUpdate& update : evidence.previous_updates) update.severity.reset();
    for (PreviousUpdate& update : evidence.previous_updates) update.fraction.reset();
    CheckInput input;
    input.text = words;
    input.form = Form::words;
    auto findings = run(engine, language, input, kind, evidence, scene);
    // Facts, actions and an apology stand beside the words: a courtesy among them is no empty update.
    for (Finding& finding : findings) {
        if (finding.rule == "HON-602" || finding.rule == "HON-305") finding.severity = Severity::suggestion;
    }
    return findings;
}

std::vector<Finding> check_statement(const Engine& engine, std::string_view language, const StatementText& statement, candor::UpdateKind kind,
                                     Evidence evidence, const Scene& scene) {
    evidence.posted_at = scene.now;
    evidence.promised_at = statement.promised_at;
    CheckInput input;
    input.text = statement.text;
    input.form = Form::statement;
    auto findings = run(engine, language, input, kind, evidence, scene);
    // A short channel leaves elements to the page that it links to.
    if (statement.shortened) std::erase_if(findings, [](const Finding& finding) { return finding.rule.starts_with("HON-5"); });
    return findings;
}

}  // namespace candor::honesty
