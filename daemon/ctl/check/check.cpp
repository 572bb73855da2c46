#include "daemon/ctl/check/check.hpp"

#include "core/honesty/check.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace candor::ctl {

namespace {

CheckOutcome usage(std::string why) {
    return {2, {}, "candor check: " + std::move(why) + "\n"};
}

CheckOutcome usage(const Error& error) {
    return usage(error.mend().empty() ? error.message() : error.message() + " " + error.mend());
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error(ErrorCode::not_found, fmt::format("{} cannot be read.", path), path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<honesty::Catalogue> read_catalogue(const std::string& dir) {
    const auto path = dir + "/rules.yaml";
    const auto yaml = read_file(path);
    if (!yaml) return yaml.error();
    return honesty::load_catalogue(*yaml, path);
}

// A language's name is a file's name: letters only, so that it cannot be a path. "en-GB" is read with en.yaml.
Result<honesty::Lexicon> read_lexicon(const std::string& dir, const std::string& tag) {
    const std::string lang = tag.substr(0, tag.find('-'));
    const bool plain = !lang.empty() && lang.size() <= 8 && std::all_of(lang.begin(), lang.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain) return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is not a language, like en.", tag), "lang");
    const auto path = dir + "/" + lang + ".yaml";
    const auto yaml = read_file(path);
    if (!yaml) {
        return Error(ErrorCode::not_found, fmt::format("There is no lexicon for \"{}\" ({}): nothing was checked.", lang, path), "lang",
                     "Have the text reviewed, or write it in a language that has one.");
    }
    return honesty::load_lexicon(*yaml, path);
}

Result<honesty::Evidence> read_record(const std::string& path) {
    if (path.empty()) return honesty::Evidence{};
    const auto json = read_file(path);
    if (!json) return json.error();
    auto evidence = honesty::read_evidence(*json);
    if (!evidence) return Error(evidence.error().code(), path + ": " + evidence.error().message(), evidence.error().field(), evidence.error().mend());
    return evidence;
}

Result<honesty::CheckInput> read_input(const CheckOptions& options, const honesty::Evidence& record) {
    honesty::CheckInput input;
    input.text = options.text;
    input.evidence = &record;
    input.form = options.whole ? honesty::Form::statement : honesty::Form::words;
    input.strictness = options.strict ? honesty::Strictness::strict : honesty::Strictness::normal;
    if (!options.phase.empty() && !(input.phase = honesty::parse_phase(options.phase))) {
        return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is no phase.", options.phase), "phase",
                     "Use reported, investigating, identified, monitoring, resolved, closed, scheduled, in_progress, verifying or completed.");
    }
    if (!options.kind.empty()) {
        const auto kind = honesty::parse_update_kind(options.kind);
        if (!kind) {
            return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is no kind of update.", options.kind), "kind",
                         "Use first, progress, holding, correction, resolution, follow_up or review.");
        }
        input.kind = *kind;
    }
    if (!options.now.empty() && !(input.now = parse_rfc3339(options.now))) {
        return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is no time.", options.now), "now", "Use RFC 3339: 2026-11-22T14:30:00Z.");
    }
    return input;
}

std::string shown(const std::vector<honesty::Finding>& findings) {
    if (findings.empty()) return "Nothing found.\n";
    std::string text;
    for (const auto& finding : findings) {
        text += fmt::format("{} {} ({}-{})\n  {}\n", finding.rule, honesty::severity_name(finding.severity), finding.start, finding.end, finding.message);
        if (!finding.fix.empty()) text += "  " + finding.fix + "\n";
    }
    return text;
}

}  // namespace

CheckOutcome check_offline(const CheckOptions& options) {
    const auto catalogue = read_catalogue(options.honesty_dir);
    if (!catalogue) return usage(catalogue.error());
    const auto lexicon = read_lexicon(options.honesty_dir, options.lang);
    if (!lexicon) return usage(lexicon.error());
    const auto record = read_record(options.record);
    if (!record) return usage(record.error());
    const auto input = read_input(options, *record);
    if (!input) return usage(input.error());
    const auto findings = honesty::check(*input, *lexicon, *catalogue);
    return {honesty::has_block(findings) ? 1 : 0, options.json ? boost::json::serialize(honesty::to_json(findings)) + "\n" : shown(findings), {}};
}

CheckOutcome list_rules(const std::string& honesty_dir) {
    const auto catalogue = read_catalogue(honesty_dir);
    if (!catalogue) return usage(catalogue.error());
    return {0, honesty::rules_table(*catalogue), {}};
}

CheckOutcome explain_rule(const std::string& honesty_dir, const std::string& rule) {
    const auto catalogue = read_catalogue(honesty_dir);
    if (!catalogue) return usage(catalogue.error());
    const auto* found = catalogue->find(rule);
    if (found == nullptr) return usage(fmt::format("There is no rule {}; candor rules lists them.", rule));
    return {0, honesty::explain_rule(*found), {}};
}

}  // namespace candor::ctl
