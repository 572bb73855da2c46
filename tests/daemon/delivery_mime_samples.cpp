// Writes mails, each after what must be read from it, for delivery_mime_check.py to take apart with another parser.
// One JSON object a line: {"mail": base64, "subject": ..., "from_name": ..., "to_name": ..., "text": ..., "html": ...}.
#include "core/base64.hpp"
#include "core/message/mime.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <iostream>
#include <random>
#include <string>
#include <vector>

using namespace candor;

namespace {

struct Sample {
    std::string subject;
    std::string name;
    std::string text;
};

std::string repeated(std::string_view piece, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += piece;
    return all;
}

const std::vector<std::string> pieces{"a",
                                      "Z",
                                      "7",
                                      " ",
                                      ".",
                                      ",",
                                      "=",
                                      "?",
                                      "_",
                                      "\"",
                                      "\\",
                                      "(",
                                      ")",
                                      "<",
                                      ">",
                                      "@",
                                      ":",
                                      "word",
                                      "\xC3\xA9",
                                      "\xC3\x9F",
                                      "\xE6\x97\xA5",
                                      "\xE6\x9C\xAC",
                                      "\xF0\x9F\x94\xA5",
                                      "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
                                      "\xD8\xB9",
                                      "=?utf-8?B?"};

std::string random_text(std::mt19937& random, std::size_t longest, bool lines) {
    std::string text;
    const std::size_t count = random() % longest;
    for (std::size_t i = 0; i < count; ++i)
        text += lines && random() % 12 == 0 ? "\n" : pieces[random() % pieces.size()];
    return text;
}

std::vector<Sample> samples() {
    std::vector<Sample> all{
        {"Card payments fail", "Example Status", "Hello.\n"},
        {"", "", ""},
        {"Zahlungen schlagen fehl: \xC3\xBC"
         "bergangsweise per Rechnung",
         "St\xC3\xB6rungsdienst",
         "Gr\xC3\xBC\xC3\x9F"
         "e\n"},
        {"\xE3\x82\xAB\xE3\x83\xBC\xE3\x83\x89\xE6\xB1\xBA\xE6\xB8\x88\xE3\x81\xA7\xE3\x81\x8D\xE3\x81\xBE\xE3\x81\x9B"
         "\xE3\x82\x93",
         "\xE4\xBE\x8B", "\xE6\x97\xA5\xE6\x9C\xAC\n"},
        {repeated("\xE6\xB1\xBA", 300), repeated("\xE6\xB8\x88", 60), repeated("\xE3\x81\xA7", 5000)},
        {repeated("\xF0\x9F\x94\xA5", 200), "\xF0\x9F\x94\xA5", repeated("\xF0\x9F\x94\xA5", 3000)},
        {repeated("long words and ", 60) + "end", "A, B; (C) <d@e> \"F\" \\", repeated("x", 5000)},
        {repeated("x", 900), repeated("y", 200), repeated("y ", 5000)},
        {"=?utf-8?B?SGVsbG8=?=", "=?utf-8?Q?evil?=", "=?utf-8?B?SGVsbG8=?=\n"},
        {"  two  spaces  ", " padded ", "  two  spaces  \n\t\ttabs\t\n"},
        {"Subject: nested", "From: nested", "From: nested\nTo: x\n\n.\n..\n.\n\nFrom me\n>From you\n"},
        {"dots", "dots", ".\n..\n...\n.x\n.\n"},
        {"signs", "signs", "a=b == 100% =20 =\n=\n=3D\n"},
        {"boundaries", "boundaries", "--=_candor_00000000000000000000000000000000\n--=_candor_0--\n--\n"},
        {"line ends", "line ends", "a\r\nb\rc\nd"},
    };
    std::mt19937 random(20261122);
    for (int i = 0; i < 400; ++i) {
        all.push_back({random_text(random, 80, false), random_text(random, 20, false), random_text(random, 400, true)});
    }
    return all;
}

std::string mail_of(const Sample& sample, int number) {
    MailHead head;
    head.from_name = sample.name;
    head.from = {"status", "example.test"};
    head.to_name = sample.name;
    head.to = {"customer", "example.org"};
    head.reply_to = MailAddress{"help", "example.test"};
    head.subject = sample.subject;
    head.date = Time{std::chrono::seconds{1'795'000'000}};
    const DeliveryId id(fmt::format("{:032x}", number));
    head.message_id = id.str() + "@example.test";
    head.references = {"root@example.test", "last@example.test"};
    head.list_name = sample.name;
    head.list_id = "status.example.test";
    head.language = "en";
    head.boundary = mail_boundary(id);
    Message message;
    message.text = sample.text;
    message.html = "<p>" + sample.text + "</p>\n";
    const MailBody body(message);
    std::string text;
    std::string html;
    return fmt::format("{0}--{1}\r\n{2}--{1}\r\n{3}--{1}--\r\n", mail_head(head).value(), head.boundary, body.text.for_recipient({}, text),
                       body.html.for_recipient({}, html));
}

}  // namespace

int main() {
    int number = 0;
    for (const Sample& sample : samples()) {
        const boost::json::object line{{"mail", base64(mail_of(sample, number++))},
                                       {"subject", sample.subject},
                                       {"name", sample.name},
                                       {"text", sample.text},
                                       {"html", "<p>" + sample.text + "</p>\n"}};
        std::cout << boost::json::serialize(line) << '\n';
    }
}
