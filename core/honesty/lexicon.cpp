#include "core/honesty/lexicon.hpp"

#include "core/digest.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

namespace candor::honesty {

namespace {

struct BadLexicon {
    int line;
    std::string path;
    std::string why;
};

[[noreturn]] void refuse(const YAML::Node& at, const std::string& path, std::string why) {
    throw BadLexicon{at.Mark().line + 1, path, std::move(why)};
}

std::string scalar(const YAML::Node& node, const std::string& path) {
    if (!node.IsScalar()) refuse(node, path, "must be a single value");
    return node.Scalar();
}

template <class T>
T number(const YAML::Node& node, const std::string& path) {
    T value{};
    if (!node.IsScalar() || !YAML::convert<T>::decode(node, value)) refuse(node, path, "must be a number");
    return value;
}

template <class Each>
void each_in_map(const YAML::Node& node, const std::string& path, Each each) {
    if (!node) return;
    if (!node.IsMap()) refuse(node, path, "must be a map");
    for (const auto& entry : node) {
        const auto key = scalar(entry.first, path);
        each(key, entry.second, path + "." + key);
    }
}

template <class Each>
void each_in_list(const YAML::Node& node, const std::string& path, Each each) {
    if (!node) return;
    if (!node.IsSequence()) refuse(node, path, "must be a list");
    for (std::size_t i = 0; i < node.size(); ++i) each(node[i], fmt::format("{}[{}]", path, i));
}

class LexiconLoader {
public:
    explicit LexiconLoader(const YAML::Node& root) : root_(root) {}

    Lexicon run() {
        if (!root_.IsMap()) refuse(root_, "", "must be a map");
        known_keys();
        to_.language = required("language");
        to_.version = required("version");
        read_spelling();
        read_time();
        read_classes();
        read_parts();
        read_words(root_["clause_breaks"], "clause_breaks", to_.clause_breaks);
        read_cues();
        CueSet usual;
        for (const auto name : {cue::negation, cue::condition, cue::future, cue::possible, cue::past, cue::past_day, cue::quote, cue::reported, cue::question}) {
            usual.set(name);
        }
        read_kinds("claims", usual);
        read_kinds("elements", {});
        read_raw();
        read_messages();
        read_numbers();
        to_.automaton = Automaton(patterns_, to_.words.size());
        return std::move(to_);
    }

private:
    void known_keys() {
        static const std::set<std::string> known{"language", "version",  "folding", "spelling", "time",     "classes",     "parts",  "clause_breaks", "cues",
                                                 "claims", "never_about", "elements", "raw",     "messages", "phrases", "readability", "limits"};
        each_in_map(root_, "", [&](const std::string& key, const YAML::Node& value, const std::string&) {
            if (!known.contains(key)) refuse(value, key, "is not a part of a lexicon");
        });
    }

    std::string required(const char* key) {
        const auto node = root_[key];
        if (!node) refuse(root_, key, "is missing");
        return scalar(node, key);
    }

    // Words as the text will show them: folded and split in the same way.
    std::vector<std::string> split(std::string_view text) const {
        std::vector<std::string> parts;
        for (auto& token : tokenize(fold(text, to_.folding), to_.spelling)) {
            if (token.text == "'" || (token.text == "-" && !token.space_before && !parts.empty())) continue;
            parts.push_back(std::move(token.text));
        }
        return parts;
    }

    // Patterns say the same words over and over.
    const std::vector<std::string>& split_once(std::string_view text) {
        const auto known = split_.find(text);
        return known != split_.end() ? known->second : split_.emplace(text, split(text)).first->second;
    }

    std::string folded(std::string_view text) const {
        std::string joined;
        for (const auto& part : split(text)) joined += joined.empty() ? part : " " + part;
        return joined;
    }

    void read_words(const YAML::Node& node, const std::string& path, Words& to) const {
        each_in_list(node, path, [&](const YAML::Node& item, const std::string& at) { to.insert(folded(scalar(item, at))); });
    }

    template <class T>
    void read_map(const YAML::Node& node, const std::string& path, ByWord<T>& to) const {
        each_in_map(node, path, [&](const std::string& key, const YAML::Node& value, const std::string& at) {
            to[folded(key)] = number<T>(value, at);
        });
    }

    void read_spelling() {
        const auto folding = root_["folding"];
        if (folding && folding["strip_accents"]) to_.folding.strip_accents = folding["strip_accents"].as<bool>();
        const auto spelling = root_["spelling"];
        if (!spelling) return;
        Spelling read;
        each_in_map(spelling["contractions"], "spelling.contractions", [&](const std::string& key, const YAML::Node& value, const std::string& at) {
            read.contractions[to_utf8(fold(key, to_.folding).text)] = split(scalar(value, at));
        });
        each_in_map(spelling["endings"], "spelling.endings", [&](const std::string& key, const YAML::Node& value, const std::string& at) {
            read.endings[key] = scalar(value, at);
        });
        each_in_list(spelling["elisions"], "spelling.elisions", [&](const YAML::Node& item, const std::string& at) {
            read.elisions.insert(scalar(item, at));
        });
        to_.spelling = std::move(read);
    }

    void read_time() {
        const auto node = root_["time"];
        if (!node) refuse(root_, "time", "is missing");
        TimeWords& time = to_.time;
        read_map(node["months"], "time.months", time.months);
        read_map(node["days"], "time.days", time.days);
        read_map(node["weekdays"], "time.weekdays", time.weekdays);
        read_map(node["clock_names"], "time.clock_names", time.clock_names);
        read_map(node["half_days"], "time.half_days", time.half_days);
        read_map(node["day_parts"], "time.day_parts", time.day_parts);
        read_map(node["units"], "time.units", time.units);
        read_map(node["unit_letters"], "time.unit_letters", time.unit_letters);
        read_map(node["numbers"], "time.numbers", time.numbers);
        read_map(node["magnitudes"], "time.magnitudes", time.magnitudes);
        read_words(node["clock_suffixes"], "time.clock_suffixes", time.clock_suffixes);
        read_words(node["spoken_hours"], "time.spoken_hours", time.spoken_hours);
        read_words(node["spoken_hour_leads"], "time.spoken_hour_leads", time.spoken_hour_leads);
        read_words(node["length_leads"], "time.length_leads", time.length_leads);
        read_words(node["percent_words"], "time.percent_words", time.percent_words);
        read_words(node["range_words"], "time.range_words", time.range_words);
        read_words(node["fillers"], "time.fillers", time.fillers);
        each_in_list(node["abbreviations"], "time.abbreviations", [&](const YAML::Node& item, const std::string& at) {
            time.abbreviations.insert(to_utf8(fold(scalar(item, at), to_.folding).text));
        });
        if (node["hour_letter"]) time.hour_letter = node["hour_letter"].as<bool>();
        if (node["decimal_comma"]) time.decimal_comma = node["decimal_comma"].as<bool>();
        each_in_map(node["zones"], "time.zones", [&](const std::string& key, const YAML::Node& value, const std::string& at) {
            auto& offsets = time.zones[folded(key)];
            if (value.IsSequence()) each_in_list(value, at, [&](const YAML::Node& item, const std::string& path) { offsets.push_back(number<int>(item, path)); });
            else offsets.push_back(number<int>(value, at));
        });
        each_in_map(node["amounts"], "time.amounts", [&](const std::string& key, const YAML::Node& value, const std::string& at) {
            TimeWords::Amount amount;
            if (value.IsSequence() && value.size() == 2) {
                amount = {number<double>(value[0], at), number<double>(value[1], at), true};
            } else {
                amount.low = amount.high = number<double>(value, at);
            }
            time.amounts[folded(key)] = amount;
        });
    }

    void read_classes() {
        each_in_map(root_["classes"], "classes", [&](const std::string& name, const YAML::Node& list, const std::string& path) {
            each_in_list(list, path, [&](const YAML::Node& item, const std::string& at) { add_member(name, item, at); });
        });
    }

    // "word", "two words", "~suffix", "<another class>", or {stem, suffixes}.
    void add_member(const std::string& name, const YAML::Node& item, const std::string& at) {
        if (item.IsMap()) {
            const auto stem = scalar(item["stem"], at + ".stem");
            each_in_list(item["suffixes"], at + ".suffixes", [&](const YAML::Node& suffix, const std::string& path) {
                add_text(name, stem + (suffix.IsNull() ? std::string() : scalar(suffix, path)), item, at);
            });
            return;
        }
        add_text(name, scalar(item, at), item, at);
    }

    void add_text(const std::string& name, const std::string& text, const YAML::Node& item, const std::string& at) {
        if (text.starts_with('<') && text.ends_with('>')) {
            const auto other = text.substr(1, text.size() - 2);
            if (!members_.contains(other)) refuse(item, at, fmt::format("there is no class {} above", text));
            for (const auto& member : members_[other]) add_plain(name, member, item, at);
            return;
        }
        add_plain(name, text, item, at);
    }

    void add_plain(const std::string& name, const std::string& text, const YAML::Node& item, const std::string& at) {
        members_[name].push_back(text);
        if (text.starts_with('~')) {
            const auto ending = split(text.substr(1));
            if (ending.size() != 1) refuse(item, at, "is no ending");
            else to_.words.add_suffix_to_class(name, ending.front());
            return;
        }
        auto parts = split(text);
        if (parts.empty()) refuse(item, at, "is no word");
        if (parts.size() == 1) to_.words.add_to_class(name, parts.front());
        else phrases_[name].push_back(std::move(parts));
    }

    // Pieces of patterns under a name; later ones may use earlier ones.
    void read_parts() {
        each_in_map(root_["parts"], "parts", [&](const std::string& name, const YAML::Node& node, const std::string& path) {
            parts_[name] = with_parts(scalar(node, path), node, path);
        });
    }

    // Puts the parts into a pattern: "@when" becomes "(by #clock|...)".
    [[nodiscard]] std::string with_parts(std::string_view pattern, const YAML::Node& node, const std::string& path) const {
        std::string whole;
        for (std::size_t at = 0; at < pattern.size();) {
            const bool named = pattern[at] == '@' && at + 1 < pattern.size() && pattern[at + 1] >= 'a' && pattern[at + 1] <= 'z';
            if (!named) {
                whole += pattern[at++];
                continue;
            }
            auto end = at + 1;
            while (end < pattern.size() && ((pattern[end] >= 'a' && pattern[end] <= 'z') || pattern[end] == '_')) ++end;
            const auto part = parts_.find(std::string(pattern.substr(at + 1, end - at - 1)));
            if (part == parts_.end()) refuse(node, path, fmt::format("there is no part {} above", pattern.substr(at, end - at)));
            whole += "(" + part->second + ")";
            at = end;
        }
        return whole;
    }

    void read_cues() {
        each_in_map(root_["cues"], "cues", [&](const std::string& name, const YAML::Node& node, const std::string& path) {
            const auto add = [&](const YAML::Node& one, const std::string& at) {
                Cue cue;
                cue.name = cue_number(name, one, at);
                if (one["reach"]) cue.reach = word_of<Reach>(one["reach"], at, {{"in_front", Reach::in_front}, {"before", Reach::before}, {"around", Reach::around}});
                if (one["within"]) {
                    cue.within = word_of<Within>(one["within"], at, {{"clause", Within::clause}, {"sentence", Within::sentence}, {"text", Within::text}});
                }
                if (one["window"]) cue.window = number<std::uint32_t>(one["window"], at + ".window");
                read_neighbours(one["unless_prev"], at, cue.unless_prev);
                read_neighbours(one["unless_next"], at, cue.unless_next);
                to_.cues.push_back(std::move(cue));
                add_patterns(one, at, {true, static_cast<std::uint32_t>(to_.cues.size() - 1)});
            };
            if (node.IsSequence()) each_in_list(node, path, add);
            else add(node, path);
        });
    }

    template <class T>
    static T word_of(const YAML::Node& node, const std::string& path, const std::map<std::string, T>& words) {
        const auto found = words.find(scalar(node, path));
        if (found == words.end()) refuse(node, path, "is none of the words allowed here");
        return found->second;
    }

    void read_kinds(const char* section, const CueSet& void_if) {
        each_in_map(root_[section], section, [&](const std::string& type, const YAML::Node& list, const std::string& path) {
            each_in_list(list, path, [&](const YAML::Node& node, const std::string& at) { add_kind(type, node, at, void_if); });
        });
    }

    void add_kind(const std::string& type, const YAML::Node& node, const std::string& at, const CueSet& void_if) {
        ClaimKind kind;
        kind.type = type;
        kind.void_if = void_if;
        YAML::Node patterns = node;
        if (node.IsMap()) {
            if (node["id"]) kind.id = scalar(node["id"], at);
            if (node["value"]) kind.value = scalar(node["value"], at);
            if (node["own_negation"]) kind.own_negation = node["own_negation"].as<bool>();
            if (node["void_if"]) kind.void_if.reset();
            each_in_list(node["void_if"], at, [&](const YAML::Node& item, const std::string& path) { kind.void_if.set(known_cue(item, path)); });
            each_in_list(node["also_void_if"], at, [&](const YAML::Node& item, const std::string& path) { kind.void_if.set(known_cue(item, path)); });
            each_in_list(node["only_if"], at, [&](const YAML::Node& item, const std::string& path) { kind.only_if.set(known_cue(item, path)); });
            each_in_list(node["all_of"], at, [&](const YAML::Node& item, const std::string& path) { kind.all_of.set(known_cue(item, path)); });
            each_in_list(node["even_if"], at, [&](const YAML::Node& item, const std::string& path) { kind.void_if.reset(known_cue(item, path)); });
            read_neighbours(node["unless_next"], at, kind.unless_next);
            read_neighbours(node["unless_prev"], at, kind.unless_prev);
            read_neighbours(node["subject"], at, kind.subject);
            read_neighbours(node["unless_subject"], at, kind.unless_subject);
            read_neighbours(node["unless_object"], at, kind.unless_object);
        }
        // A kind that names the heads it takes knows better: "the restart has cleared the fault".
        if (const YAML::Node about = root_["never_about"]; about && kind.subject.empty()) read_neighbours(about[type], at, kind.unless_subject);
        to_.kinds.push_back(std::move(kind));
        const Lexicon::Target target{false, static_cast<std::uint32_t>(to_.kinds.size() - 1)};
        if (node.IsScalar()) add_pattern(node, at, target);
        else add_patterns(node, at, target);
    }

    std::size_t cue_number(const std::string& name, const YAML::Node& node, const std::string& path) {
        const auto number = cue_numbers_.try_emplace(name, cue_numbers_.size()).first->second;
        if (number >= most_cues) refuse(node, path, fmt::format("there are more than {} names of cues", most_cues));
        return number;
    }

    std::size_t known_cue(const YAML::Node& node, const std::string& path) const {
        const auto found = cue_numbers_.find(scalar(node, path));
        if (found == cue_numbers_.end()) refuse(node, path, fmt::format("there is no cue {}", node.Scalar()));
        return found->second;
    }

    void read_neighbours(const YAML::Node& node, const std::string& path, std::vector<std::string>& to) {
        each_in_list(node, path, [&](const YAML::Node& item, const std::string& at) {
            auto text = scalar(item, at);
            if (text.starts_with('<') && !to_.words.has_class(text.substr(1, text.size() - 2))) refuse(item, at, "there is no such class");
            to.push_back(text.starts_with('<') || text.starts_with('#') ? text : folded(text));
        });
    }

    void add_patterns(const YAML::Node& node, const std::string& at, Lexicon::Target target) {
        const auto patterns = node["patterns"];
        if (!patterns) refuse(node, at, "has no patterns");
        each_in_list(patterns, at + ".patterns", [&](const YAML::Node& item, const std::string& path) { add_pattern(item, path, target); });
    }

    void add_pattern(const YAML::Node& item, const std::string& path, Lexicon::Target target) {
        const auto wrong = patterns_.add(with_parts(scalar(item, path), item, path), to_.words, phrases_, split_once_);
        if (wrong) refuse(item, path, fmt::format("\"{}\": {}", item.Scalar(), *wrong));
        to_.targets.push_back(target);
    }

    void read_raw() {
        each_in_map(root_["raw"], "raw", [&](const std::string& type, const YAML::Node& list, const std::string& path) {
            each_in_list(list, path, [&](const YAML::Node& item, const std::string& at) {
                auto pattern = raw_pattern("(" + scalar(item, at) + ")");
                if (!pattern->ok()) refuse(item, at, pattern->error());
                to_.raw.push_back({type, std::move(pattern)});
            });
        });
    }

    void read_messages() {
        each_in_map(root_["messages"], "messages", [&](const std::string& rule, const YAML::Node& node, const std::string& path) {
            Messages messages;
            if (!node["message"]) refuse(node, path, "has no message");
            messages.message = scalar(node["message"], path + ".message");
            const auto fix = node["fix"];
            if (!fix) refuse(node, path, "has no fix");
            if (fix.IsScalar()) messages.fixes.push_back(fix.Scalar());
            else each_in_list(fix, path + ".fix", [&](const YAML::Node& item, const std::string& at) { messages.fixes.push_back(scalar(item, at)); });
            to_.messages[rule] = std::move(messages);
        });
        each_in_map(root_["phrases"], "phrases", [&](const std::string& key, const YAML::Node& node, const std::string& path) {
            to_.phrases[key] = scalar(node, path);
        });
    }

    void read_numbers() {
        if (const auto node = root_["readability"]) {
            auto& to = to_.readability;
            const auto set = [&](const char* key, auto& value) {
                if (node[key]) value = number<std::remove_reference_t<decltype(value)>>(node[key], std::string("readability.") + key);
            };
            set("longest_sentence", to.longest_sentence);
            set("highest_grade", to.highest_grade);
            set("least_words", to.least_words);
            set("base", to.base);
            set("per_sentence", to.per_sentence);
            set("per_word", to.per_word);
            if (node["vowels"]) to.vowels = fold(scalar(node["vowels"], "readability.vowels"), to_.folding).text;
        }
        Limits& limits = to_.limits;
        const std::map<std::string, double*> known{{"small_fraction", &limits.small_fraction}, {"some_fraction", &limits.some_fraction},
                                                   {"all_fraction", &limits.all_fraction},     {"few_count", &limits.few_count},
                                                   {"brief_seconds", &limits.brief_seconds},   {"similarity", &limits.similarity},
                                                   {"late_seconds", &limits.late_seconds},     {"disclosure_seconds", &limits.disclosure_seconds},
                                                   {"cause_share", &limits.cause_share},       {"cause_words", &limits.cause_words}};
        each_in_map(root_["limits"], "limits", [&](const std::string& key, const YAML::Node& node, const std::string& path) {
            const auto found = known.find(key);
            if (found == known.end()) refuse(node, path, "is no limit");
            *found->second = number<double>(node, path);
        });
    }

    const YAML::Node& root_;
    Lexicon to_;
    Patterns patterns_;
    Patterns::Phrases phrases_;
    std::map<std::string, std::size_t> cue_numbers_{{"quote", cue::quote},   {"question", cue::question}, {"negation", cue::negation},
                                                    {"condition", cue::condition}, {"future", cue::future}, {"possible", cue::possible},
                                                    {"past", cue::past},     {"reported", cue::reported}, {"about", cue::about},
                                                    {"past_day", cue::past_day}};
    std::map<std::string, std::vector<std::string>> members_;
    std::map<std::string, std::vector<std::string>, std::less<>> split_;
    const Patterns::Split split_once_ = [this](std::string_view text) -> const std::vector<std::string>& { return split_once(text); };
    std::map<std::string, std::string> parts_;
};

}  // namespace

std::shared_ptr<const re2::RE2> raw_pattern(const std::string& pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    return std::make_shared<const re2::RE2>(pattern, options);
}

Result<Lexicon> load_lexicon(std::string_view yaml, std::string_view name) {
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        Lexicon lexicon = LexiconLoader(root).run();
        lexicon.hash = to_hex(sha256(yaml));
        return lexicon;
    } catch (const BadLexicon& bad) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: {}: {}", name, bad.line, bad.path, bad.why), bad.path);
    } catch (const YAML::Exception& broken) {
        return Error(ErrorCode::invalid_lexicon, fmt::format("{}:{}: : {}", name, broken.mark.line + 1, broken.msg));
    }
}

}  // namespace candor::honesty
