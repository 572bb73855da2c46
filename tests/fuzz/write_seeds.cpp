// What the fuzz targets start from: the fixtures' texts and records, the parts of a lexicon, the templates' files, the plans, and small
// examples of the rest.
// write_seeds DIR makes a folder in DIR for each target.
#include "core/honesty/fixtures.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace candor::honesty;
namespace fs = std::filesystem;

namespace {

const fs::path source = CANDOR_SOURCE_DIR;

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

class Seeds {
public:
    explicit Seeds(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }

    void add(std::string_view content) {
        std::ofstream file(folder_ / ("seed" + std::to_string(count_++)), std::ios::binary);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
    }

private:
    fs::path folder_;
    std::size_t count_ = 0;
};

// honesty_text.cpp reads two bytes before the text: the phase, and the language with the form.
void write_fixtures(const fs::path& to) {
    Seeds texts(to / "honesty_text");
    Seeds records(to / "honesty_record");
    char number = 0;
    for (const char* language : {"en", "de", "fr", "es"}) {
        const auto name = std::string(language) + ".yaml";
        std::string last;
        for (const Fixture& fixture : load_fixtures(content_of(source / "etc/honesty/tests" / name), name).value()) {
            const auto phase = static_cast<char>(fixture.phase.value_or(Phase::investigating));
            texts.add(std::string{phase, number} + fixture.text);
            if (fixture.record != last) records.add(fixture.record);
            last = fixture.record;
        }
        ++number;
    }
}

void write_lexicon(const fs::path& to) {
    constexpr std::size_t enough = 4096;
    Seeds seeds(to / "honesty_lexicon");
    const std::string whole = content_of(source / "etc/honesty/en.yaml");
    for (std::size_t begin = 0; begin < whole.size();) {
        auto end = whole.find('\n', begin);
        while (end != std::string::npos && end + 1 < whole.size() && (whole[end + 1] == ' ' || whole[end + 1] == '#')) end = whole.find('\n', end + 1);
        end = end == std::string::npos ? whole.size() : end + 1;
        const auto cut = end - begin > enough ? whole.rfind('\n', begin + enough) : end;
        seeds.add("language: en\nversion: 1\ntime: {}\n" + whole.substr(begin, cut - begin));
        begin = end;
    }
}

void write_templates(const fs::path& to) {
    Seeds seeds(to / "renderer");
    for (const auto& entry : fs::recursive_directory_iterator(source / "templates")) {
        if (entry.is_regular_file() && entry.file_size() < 8192) seeds.add(std::string(1, '\0') + content_of(entry.path()));
    }
}

void write_bounce(const fs::path& to) {
    Seeds seeds(to / "bounce");
    seeds.add("To: bounce+0000002aa1b2c3d4e5f6a1b2c3d4@example.org\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"b\"\r\n\r\n"
              "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example.net\r\n\r\nFinal-Recipient: rfc822; a@example.com\r\n"
              "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <a@example.com>:\r\n    User unknown\r\n\r\n--b--\r\n");
}

void write_plans(const fs::path& to) {
    Seeds seeds(to / "plan");
    for (const auto& entry : fs::directory_iterator(source / "etc/plans")) {
        if (entry.is_regular_file()) seeds.add(content_of(entry.path()));
    }
}

// The first byte says how json_texts.cpp takes the rest: as which event, or as an object.
void write_small(const fs::path& to) {
    Seeds rows(to / "csv");
    rows.add("channel,address,language\r\nemail,a@example.com,en\r\nemail,\"b \"\"B\"\"\r\n\",de\n\"open");
    Seeds texts(to / "small_texts");
    for (const char* text : {"2026-11-22T13:00:00.123Z", "1h30m", "Sun, 06 Nov 1994 08:49:37 GMT", "120", "https://hooks.example.org:443/a?b=c", "https://[2001:db8::1]/",
                             "someone@example.org", "10.0.0.0/8", "22:00-07:00", "starts 22:00-07:00 Europe/Berlin"})
        texts.add(text);
    Seeds json(to / "json_texts");
    json.add(std::string(1, '\1') + R"({"fact":{"id":"f1","kind":"symptom","at":"2026-11-22T13:00:00.000Z","author":"a","confidence":"confirmed","text":"x"}})");
    json.add(std::string(1, '\xff') + R"({"version":"4","status":"firing","groupKey":"k","alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"2026-11-22T13:00:00Z"}]})");
    json.add(std::string(1, '\xff') + R"({"kind":"symptom","text":"cards are declined","confidence":"confirmed"})");
    Seeds answers(to / "http_answer");
    answers.add("\xffHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    answers.add("\x03HTTP/1.1 429 No\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("write_seeds DIR\n", stderr);
        return 2;
    }
    const fs::path to = arguments[1];
    write_fixtures(to);
    write_lexicon(to);
    write_templates(to);
    write_bounce(to);
    write_plans(to);
    write_small(to);
    return 0;
}
