// The documentation and the completion scripts say what the program does.
#include "daemon/ctl/invocation.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace candor;
using namespace candor::ctl;

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(CANDOR_SOURCE_DIR "/" + path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::variant<Invocation, Refusal> parse(const std::vector<std::string>& words) {
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    const Surroundings around{*parse_rfc3339("2026-11-22T14:05:00Z"), [](const char*) { return std::nullopt; },
                              [] { return Result<std::string>("words"); },
                              [](std::string_view) -> Result<std::unique_ptr<TimeZone>> {
                                  return Error(ErrorCode::invalid_config, "none here");
                              }};
    return parse_command_line(static_cast<int>(argv.size()), argv.data(), around);
}

std::string completion(const std::string& shell) {
    const auto parsed = parse({"candor", "completion", shell});
    return std::get<PrintText>(std::get<Invocation>(parsed).action).text;
}

// As a shell would: spaces part words, double quotes hold them together. Stops at a redirection.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool begun = false;
    for (const char c : line + " ") {
        if (c == '"') {
            quoted = !quoted;
            begun = true;
        } else if (c == ' ' && !quoted) {
            if (word == ">" || word == "<") return words;
            if (begun) words.push_back(std::exchange(word, ""));
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    return words;
}

}  // namespace

TEST_CASE("every example in docs/cli.md is a command line that the program takes") {
    std::istringstream docs(read_file("docs/cli.md"));
    int examples = 0;
    for (std::string line; std::getline(docs, line);) {
        if (!line.starts_with("$ ")) continue;
        CAPTURE(line);
        const auto parsed = parse(words_of(line.substr(2)));
        const auto* refusal = std::get_if<Refusal>(&parsed);
        CHECK((refusal == nullptr ? std::string() : refusal->text).empty());
        ++examples;
    }
    CHECK(examples > 40);
}

TEST_CASE("docs/cli.md has a section for every command") {
    const auto docs = read_file("docs/cli.md");
    const auto parsed = parse({"candor", "--help"});
    const auto help = std::get<Refusal>(parsed).text;
    REQUIRE(help.find("Subcommands:") != std::string::npos);
    std::istringstream lines(help.substr(help.find("Subcommands:")));
    int commands = 0;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        if (line[2] == ' ') continue;  // a description that goes on
        const auto name = line.substr(2, line.find(' ', 2) - 2);
        CAPTURE(name);
        CHECK(docs.find("\n### candor " + name + "\n") != std::string::npos);
        ++commands;
    }
    CHECK(commands >= 15);
}

// `candor completion bash > etc/completion/candor.bash` writes one anew.
TEST_CASE("the shipped completion scripts are those that the program makes") {
    CHECK((completion("bash") == read_file("etc/completion/candor.bash")));
    CHECK((completion("zsh") == read_file("etc/completion/_candor")));
    CHECK((completion("fish") == read_file("etc/completion/candor.fish")));
}

TEST_CASE("the help of the program and of its commands fits into 80 columns") {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"candor", "-h"},
                                                  {"candor", "declare", "-h"},
                                                  {"candor", "fact", "-h"},
                                                  {"candor", "fact", "eta", "-h"},
                                                  {"candor", "update", "-h"},
                                                  {"candor", "deliveries", "-h"},
                                                  {"candor", "sandbox", "-h"},
                                                  {"candor", "token", "create", "-h"}}) {
        const auto parsed = parse(words);
        std::istringstream lines(std::get<Refusal>(parsed).text);
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            CHECK(columns(line) <= 80);
        }
    }
}

namespace {

// The commands that a text offers, as people would type them: up to the end of the sentence, outside quotation marks.
std::vector<std::string> commands_in(const std::string& text) {
    std::vector<std::string> commands;
    for (auto at = text.find("candor "); at != std::string::npos; at = text.find("candor ", at + 1)) {
        std::string command;
        bool quoted = false;
        for (auto i = at; i < text.size() && text[i] != '\n'; ++i) {
            const char c = text[i];
            if (c == '"') quoted = !quoted;
            const bool last = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '\'';
            if (!quoted && (c == ';' || c == '\'' || ((c == '.' || c == ',' || c == ':') && last))) break;
            command += c;
        }
        commands.push_back(command);
    }
    return commands;
}

}  // namespace

TEST_CASE("every command that a finding offers is one that the program takes, in every language") {
    const std::string language = GENERATE("en", "de", "fr", "es");
    std::string text = read_file("etc/honesty/" + language + ".yaml");
    std::size_t tried = 0;
    for (std::string command : commands_in(text.substr(text.find("\nmessages:")))) {
        for (auto at = command.find("{inc}"); at != std::string::npos; at = command.find("{inc}")) command.replace(at, 5, "4f7k2m9q1x3a");
        CAPTURE(language, command);
        CHECK(std::holds_alternative<Invocation>(parse(words_of(command))));
        ++tried;
    }
    CHECK(tried >= 20);
}
