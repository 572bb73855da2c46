#include "core/honesty/fixtures.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <optional>
#include <span>
#include <yaml-cpp/yaml.h>

namespace candor::honesty {

namespace {

struct BadFixture {
    int line;
    std::string path;
    std::string why;
};

// YAML to JSON: plain scalars keep their YAML type, quoted ones are texts.
boost::json::value to_json_value(const YAML::Node& node) {
    if (node.IsNull()) return nullptr;
    if (node.IsSequence()) {
        boost::json::array list;
        for (const auto& item : node) list.push_back(to_json_value(item));
        return list;
    }
    if (node.IsMap()) {
        boost::json::object object;
        for (const auto& entry : node) object[entry.first.Scalar()] = to_json_value(entry.second);
        return object;
    }
    const std::string& text = node.Scalar();
    if (node.Tag() != "!") {
        if (text == "true" || text == "false") return text == "true";
        double number = 0;
        if (YAML::convert<double>::decode(node, number)) return number;
    }
    return boost::json::value(text);
}

boost::json::object to_json_object(const YAML::Node& node, const std::string& path) {
    if (!node.IsMap()) throw BadFixture{node.Mark().line + 1, path, "must be a map"};
    return to_json_value(node).as_object();
}

class FixtureLoader {
public:
    explicit FixtureLoader(const YAML::Node& root) : root_(root) {}

    std::vector<Fixture> run() {
        if (!root_.IsMap()) throw BadFixture{1, "", "must be a map"};
        if (const auto records = root_["records"]; records && records.IsMap()) {
            for (const auto& entry : records) records_[entry.first.Scalar()] = to_json_object(entry.second, "records");
        }
        const auto rules = root_["rules"];
        if (!rules || !rules.IsMap()) throw BadFixture{root_.Mark().line + 1, "rules", "must be a map of rules"};
        for (const auto& entry : rules) read_rule(entry.first.Scalar(), entry.second);
        return std::move(fixtures_);
    }

private:
    void read_rule(const std::string& rule, const YAML::Node& node) {
        const YAML::Node defaults = node["with"];
        for (const auto& [key, kind] : {std::pair{"bad", Fixture::Kind::bad}, {"good", Fixture::Kind::good}, {"near", Fixture::Kind::near}}) {
            for (const auto& item : node[key] ? node[key] : YAML::Node(YAML::NodeType::Sequence)) add(rule, kind, item, defaults);
        }
        for (const auto& item : node["pairs"] ? node["pairs"] : YAML::Node(YAML::NodeType::Sequence)) {
            add_half(rule, Fixture::Kind::bad, item, item["fires"], defaults);
            add_half(rule, Fixture::Kind::good, item, item["silent"], defaults);
        }
    }

    void add(const std::string& rule, Fixture::Kind kind, const YAML::Node& item, const YAML::Node& defaults) {
        Fixture fixture = start(rule, kind, item, item.IsMap() ? item["text"] : item);
        apply(fixture, defaults);
        if (item.IsMap()) apply(fixture, item);
        fixtures_.push_back(std::move(fixture));
    }

    void add_half(const std::string& rule, Fixture::Kind kind, const YAML::Node& item, const YAML::Node& half, const YAML::Node& defaults) {
        if (!half) throw BadFixture{item.Mark().line + 1, rule, "a pair needs both fires: and silent:"};
        Fixture fixture = start(rule, kind, item, item["text"]);
        fixture.pair = true;
        apply(fixture, defaults);
        apply(fixture, item);
        apply(fixture, half);
        fixtures_.push_back(std::move(fixture));
    }

    static Fixture start(const std::string& rule, Fixture::Kind kind, const YAML::Node& item, const YAML::Node& text) {
        if (!text || !text.IsScalar()) throw BadFixture{item.Mark().line + 1, rule, "a fixture needs a text"};
        Fixture fixture;
        fixture.rule = rule;
        fixture.kind = kind;
        fixture.line = item.Mark().line + 1;
        mark_span(fixture, text.Scalar());
        return fixture;
    }

    // "We are [[back to normal]]." gives the text and the span of the finding.
    static void mark_span(Fixture& fixture, const std::string& marked) {
        const auto open = marked.find("[[");
        auto close = marked.find("]]");
        while (close != std::string::npos && close + 2 < marked.size() && marked[close + 2] == ']') ++close;  // "[[[insert time]]]"
        if (open == std::string::npos || close == std::string::npos || close < open) {
            fixture.text = marked;
            return;
        }
        fixture.text = marked.substr(0, open) + marked.substr(open + 2, close - open - 2) + marked.substr(close + 2);
        const auto points = [](std::string_view text) {
            return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
        };
        const auto begin = points(std::string_view(marked).substr(0, open));
        fixture.span = Span{begin, begin + points(std::string_view(marked).substr(open + 2, close - open - 2))};
    }

    void apply(Fixture& fixture, const YAML::Node& node) {
        if (!node || !node.IsMap()) return;
        const auto bad = [&](const char* key) { throw BadFixture{node.Mark().line + 1, fixture.rule + "." + key, "is none of the words allowed here"}; };
        if (node["phase"] && !(fixture.phase = parse_phase(node["phase"].Scalar()))) bad("phase");
        if (node["kind"]) {
            const auto kind = parse_update_kind(node["kind"].Scalar());
            if (!kind) bad("kind");
            fixture.update = *kind;
        }
        if (node["form"]) fixture.form = node["form"].Scalar() == "statement" ? Form::statement : Form::words;
        if (node["strict"]) fixture.strictness = node["strict"].as<bool>() ? Strictness::strict : Strictness::normal;
        if (node["severity"]) fixture.severity = severity_of(node["severity"].Scalar());
        if (node["limit"]) fixture.limit = node["limit"].as<std::int64_t>();
        if (node["record"]) merge(fixture, node["record"]);
    }

    static Severity severity_of(const std::string& word) {
        if (word == "block") return Severity::block;
        return word == "warn" ? Severity::warn : Severity::suggestion;
    }

    // A record is the name of one above, a map, or a list of these, later ones on top.
    void merge(Fixture& fixture, const YAML::Node& node) {
        auto record = boost::json::parse(fixture.record).as_object();
        put(record, node, fixture.rule);
        fixture.record = boost::json::serialize(record);
    }

    void put(boost::json::object& record, const YAML::Node& node, const std::string& rule) {
        if (node.IsSequence()) {
            for (const auto& item : node) put(record, item, rule);
            return;
        }
        boost::json::object fields;
        if (node.IsScalar()) {
            const auto found = records_.find(node.Scalar());
            if (found == records_.end()) throw BadFixture{node.Mark().line + 1, rule, "there is no record " + node.Scalar()};
            fields = found->second;
        } else if (node.IsMap()) {
            fields = to_json_object(node, rule);
        }
        for (const auto& field : fields) record[field.key()] = field.value();
    }

    const YAML::Node& root_;
    std::map<std::string, boost::json::object> records_;
    std::vector<Fixture> fixtures_;
};

std::string describe(const std::vector<Finding>& findings, const Fixture& fixture) {
    std::string text;
    const auto folded = fold(fixture.text, {});
    for (const Finding& finding : findings) {
        if (finding.rule != fixture.rule) continue;
        text += fmt::format(" {} \"{}\"", severity_name(finding.severity),
                            folded.quote({static_cast<std::uint32_t>(finding.start), static_cast<std::uint32_t>(finding.end)}));
    }
    return text.empty() ? " nothing" : text;
}

}  // namespace

Result<std::vector<Fixture>> load_fixtures(std::string_view yaml, std::string_view name) {
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        return FixtureLoader(root).run();
    } catch (const BadFixture& bad) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: {}: {}", name, bad.line, bad.path, bad.why), bad.path);
    } catch (const YAML::Exception& broken) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: : {}", name, broken.mark.line + 1, broken.msg));
    } catch (const boost::system::system_error& broken) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}: {}", name, broken.what()));
    }
}

std::string run_fixture(const Fixture& fixture, const Lexicon& lexicon, const Catalogue& catalogue) {
    const auto evidence = read_evidence(fixture.record);
    if (!evidence) return evidence.error().message();
    CheckInput input{fixture.text, &*evidence, fixture.phase, fixture.update, fixture.form, fixture.strictness, {}, nullptr, nullptr};
    ChannelState channel;
    channel.limit = fixture.limit;
    if (fixture.limit) input.channel = &channel;
    const auto findings = check(input, lexicon, catalogue);
    const auto matches = [&](const Finding& finding) {
        if (finding.rule != fixture.rule) return false;
        if (fixture.kind != Fixture::Kind::bad) return true;
        const bool there = !fixture.span || (finding.start == fixture.span->begin && finding.end == fixture.span->end);
        return there && (!fixture.severity || finding.severity == *fixture.severity);
    };
    const auto count = std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.rule == fixture.rule; });
    const bool found = std::any_of(findings.begin(), findings.end(), matches);
    if (fixture.kind == Fixture::Kind::bad ? found && count == 1 : !found) return {};
    return fmt::format("{} should {} in \"{}\"{}, found:{}", fixture.rule, fixture.kind == Fixture::Kind::bad ? "fire once" : "stay silent", fixture.text,
                       fixture.span ? fmt::format(" at {}-{}", fixture.span->begin, fixture.span->end) : "", describe(findings, fixture));
}

namespace {

struct Failed {
    const Fixture* fixture = nullptr;  // none: all hold
    std::string why;
};

Failed first_failed_of(std::span<const Fixture> fixtures, const Lexicon& lexicon, const Catalogue& catalogue) {
    for (const Fixture& fixture : fixtures) {
        std::string why = run_fixture(fixture, lexicon, catalogue);
        if (!why.empty()) return {&fixture, std::move(why)};
    }
    return {};
}

Failed first_failed(std::span<const Fixture> fixtures, const Lexicon& lexicon, const Catalogue& catalogue, const DoAll& do_all) {
    const auto half = fixtures.size() / 2;
    Failed first;
    Failed second;
    do_all({[&] { first = first_failed_of(fixtures.first(half), lexicon, catalogue); }, [&] { second = first_failed_of(fixtures.subspan(half), lexicon, catalogue); }});
    return first.fixture != nullptr ? first : second;
}

}  // namespace

Result<Lexicon> load_checked_lexicon(const LexiconSource& source, const Catalogue& catalogue, const DoAll& do_all) {
    std::optional<Result<Lexicon>> lexicon;
    std::optional<Result<std::vector<Fixture>>> fixtures;
    do_all({[&] { lexicon.emplace(load_lexicon(source.yaml, source.name)); }, [&] { fixtures.emplace(load_fixtures(source.fixtures, source.fixtures_name)); }});
    if (!*lexicon) return lexicon->error();
    if (!*fixtures) return fixtures->error();
    const Failed failed = first_failed(**fixtures, **lexicon, catalogue, do_all);
    if (failed.fixture == nullptr) return std::move(*lexicon);
    return Error(ErrorCode::invalid_lexicon,
                 fmt::format("{}:{}: rules.{}: {}", source.fixtures_name, failed.fixture->line, failed.fixture->rule, failed.why), failed.fixture->rule,
                 "Correct the lexicon or the fixture; the lexicon in use stays.");
}

}  // namespace candor::honesty
