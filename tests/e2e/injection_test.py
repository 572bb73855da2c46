"""Whatever a person can fill in, through every output: it stays text there. One table of fields, one of outputs; each field is filled
in (or refused by name) once, and then everything that anybody or any program reads is taken apart by an independent parser."""
import csv
import html.parser
import http.client
import io
import json
import re
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, free_port, mail_channel, mastodon_channel, MASTODON_TOKEN, plan_of, webhook_channel
from rig.mail_server import MailServer, text_of
from rig.mastodon_stand_in import MastodonStandIn
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

# Each would do something in one of the outputs if it were ever taken for more than text.
EVIL = ("<script>x()</script><img src=x onerror=x()> \"'></title> ]]> &lt;b&gt; <!channel> @everyone @eve@evil.example "
        "[x](javascript:x()) ; BEGIN:VEVENT")
# What must be refused wherever it is typed, or never come out again.
CONTROLS = ("\x1b[31mred", "a\rb", "a\nBcc: eve@evil.example", "a\u202eb", "a\x00b")
MARK = "evil.example"  # of the first one, in whatever form it comes out
PEOPLE = """\
name: Small
people:
  - {id: comms-lead, mail: bob@example.test}
  - {id: duty-manager, mail: bob@example.test}
  - {id: director, mail: bob@example.test}
playbooks:
  - id: everyday
    owner: comms-lead
    deputy: duty-manager
    escalation: director
    cadence: 30m
    service_levels: {first_update: 1m, acknowledge: 4s, remind_before: 3s, follow_up_after: 30m}
    audiences: [partners, mail, social]
    remedies: []
"""


class Elements(html.parser.HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def numbered(number, text=EVIL):
    """A formula to a spreadsheet, too, and different for each field."""
    return f"={number} {text}"


class InjectionTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        cls.receiver = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        cls.social = cls.enterClassContext(MastodonStandIn(MASTODON_TOKEN))
        cls.port = free_port()
        channels = [webhook_channel(folder, cls.receiver), mail_channel(folder, cls.mail, "alice"), mastodon_channel(folder, cls.social)]
        config = configuration(channels, "30m", ca_file=cls.mail.ca_file, plan=plan_of(folder, PEOPLE),
                               http={"listen": [f"127.0.0.1:{cls.port}"]}, subscribers={"email": "mail"}, reports={"escalate_at": 1})
        cls.daemon = cls.enterClassContext(Daemon(folder, config))
        cls.incident = cls.ok("declare", numbered(0, "Payments fail " + EVIL[:60]), "-c", "checkout", "-i", "major", "-s", "many")["incident"]["id"]
        cls.refused = {name: fill(cls) for name, fill in FIELDS.items()}
        wait_until(lambda: nothing_is_under_way(cls.daemon.cli_json("deliveries", cls.incident)), 60, "the deliveries")

    @classmethod
    def ok(cls, *arguments):
        return cls.daemon.cli_json(*arguments)

    @classmethod
    def cli(cls, *arguments):
        """Why it was not taken; empty: it was."""
        done = cls.daemon.cli(*arguments)
        return "" if done.exit_code == 0 else done.out + done.err

    @classmethod
    def ask(cls, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", cls.port, timeout=30)
        try:
            body = urllib.parse.urlencode(form) if form else None
            connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if form else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def get(self, path):
        status, text = self.ask("GET", path)
        self.assertEqual(status, 200, path)
        return text

    # --- what is checked of each kind of output

    def check_page(self, text, where):
        for tag, attributes in Elements(text).found:
            self.assertNotIn(tag, ("script", "iframe", "object", "embed", "base"), where)
            self.assertFalse([name for name in attributes if name.startswith("on")], where)
            for name in ("href", "src", "action"):
                self.assertNotRegex(attributes.get(name) or "", r"^\s*(javascript|data|vbscript):", where)
        self.check_text(text, where)

    def check_text(self, text, where):
        self.assertNotRegex(text, "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", where)

    # --- the outputs

    def test_each_field_is_taken_or_refused_by_name(self):
        self.assertEqual([(name, why) for name, why in self.refused.items() if why], [])
        self.assertIn("HON-707", self.cli("fact", self.incident, "symptom", "{{organisation}} is slow"))

    def test_control_characters_are_refused_or_never_come_out(self):
        for text in CONTROLS:
            if "\x00" not in text:
                self.daemon.cli("declare", text, "-c", "accounts")
            self.daemon.api("POST", "/api/v1/incidents", {"title": text, "components": ["accounts"], "impact": "minor"})
            self.ask("POST", "/report", {"text": text, "contact": text})
        for path in ("/", "/history", "/api/v2/summary.json", "/history.atom", "/calendar.ics", "/feed.json"):
            text = self.get(path)
            self.check_text(text.replace("\r\n", "\n"), path)
            self.assertNotIn("Bcc: eve", "\n".join(line for line in text.split("\n") if line.startswith("Bcc")), path)
        self.check_text(self.daemon.cli("status", "--no-color").out, "status")
        self.assertNotRegex(self.daemon.cli("reports", "--no-color").out, "[\x1b\x00\u202e]")

    def test_pages(self):
        review = self.daemon.request("GET", f"/incidents/{self.incident}/review")[2].decode()
        self.check_page(review, "review")
        for path in ("/", f"/incidents/{self.incident}", "/history", "/how", f"/report?incident={self.incident}", f"/subscribe?incident={self.incident}", "/subscribe/webhook"):
            self.check_page(self.get(path), path)
        self.assertIn(MARK, self.get(f"/incidents/{self.incident}"))
        for path, form in (("/report", {"text": "", "blocked_task": EVIL, "contact": EVIL}), ("/subscribe", {"email": EVIL, "time_zone": EVIL, "quiet_from": EVIL}),
                           ("/subscribe/webhook", {"url": EVIL, "contact": EVIL, "time_zone": EVIL})):
            status, page = self.ask("POST", path, form)
            self.assertIn(status, (400, 422), path)
            self.check_page(page, path)

    def test_json_that_programs_read(self):
        for path in ("summary", "incidents", "incidents/unresolved", "status", "components", "scheduled-maintenances"):
            text = self.get(f"/api/v2/{path}.json")
            self.check_text(text, path)
            json.loads(text)
        content = json.loads(self.get("/feed.json"))["items"][0]["content_html"]
        self.check_page(content, "feed.json")

    def test_feeds(self):
        for path in ("/history.atom", "/history.rss"):
            text = self.get(path)
            tree = xml.etree.ElementTree.fromstring(text)
            self.check_text(text, path)
            names = {element.tag.split("}")[-1] for element in tree.iter()}
            self.assertFalse(names & {"script", "img", "b"}, path)
            for element in tree.iter():
                if element.tag.split("}")[-1] in ("content", "description", "encoded") and element.text:
                    self.check_page(element.text, path)

    def test_the_calendar(self):
        text = self.get("/calendar.ics")
        lines = text.replace("\r\n ", "").split("\r\n")
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        self.assertEqual(lines.count("BEGIN:VEVENT"), 1)
        self.assertEqual({line.split(":")[0].split(";")[0] for line in lines if line} - {
            "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "UID", "SEQUENCE", "DTSTAMP",
            "LAST-MODIFIED", "CREATED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP", "CLASS", "CATEGORIES", "X-WR-TIMEZONE", "SOURCE", "COLOR"}, set())
        self.assertIn(MARK, text.replace("\r\n ", ""))

    def test_the_table_of_subscribers(self):
        rows = list(csv.reader(io.StringIO(self.daemon.cli("subscribers", "export").out)))
        self.assertGreater(len(rows), 1)
        for row in rows:
            self.assertEqual(len(row), len(rows[0]))
            for cell in row:
                self.assertNotRegex(cell, r"^[=+\-@\t\r]")

    def test_mail(self):
        mails = self.mail.wait_for_mail("alice", 2) + self.mail.read_mailbox("bob")
        allowed = {"alice@example.test", "bob@example.test"}
        for mail in mails:
            self.assertFalse({"bcc", "cc"} & {name.lower() for name in mail.keys()})
            self.assertLessEqual({address.addr_spec for address in mail["To"].addresses}, allowed)
            self.assertEqual(len(str(mail["Subject"]).splitlines()), 1)
            self.check_page(mail.get_body(("html",)).get_content(), mail["Subject"])
            self.check_text(text_of(mail), mail["Subject"])
        self.assertIn(MARK, "".join(text_of(mail) for mail in mails))

    def test_webhooks(self):
        for request in self.receiver.requests:
            body = request.json()
            self.check_text(request.body.decode(), "webhook")
            self.assertEqual(request.notes["verified"], "")
            self.assertIsInstance(body["data"], dict)

    def test_nobody_is_called_into_a_conversation(self):
        posts = [urllib.parse.parse_qs(one.body.decode())["status"][0] if b"status=" in one.body else one.json()["status"]
                 for one in self.social.requests if one.method == "POST"]
        self.assertTrue([text for text in posts if "eve" in text])
        for text in posts:
            self.assertNotRegex(text, r"(?<![A-Za-z0-9/])@[A-Za-z0-9_]", "Mastodon")

    def test_the_terminal(self):
        for command in (("show", self.incident), ("status",), ("why", self.incident), ("next", self.incident), ("review", self.incident), ("reports",), ("promises",),
                        ("subscribers", "list"), ("say", self.incident)):
            done = self.daemon.cli(*command)
            self.check_text(done.out + done.err, command)


def told(*arguments):
    return lambda test: test.cli(*arguments[:1], *(test.incident if word is None else word for word in arguments[1:]))


# What a person can fill in. A warning of the check is set aside with a reason, which is a field, too.
FIELDS = {
    "symptom": told("fact", None, "symptom", numbered(1)),
    "workaround": told("fact", None, "workaround", numbered(2)),
    "action": told("fact", None, "action", numbered(3)),
    "cause": told("fact", None, "cause", numbered(4)),
    "prevention": told("fact", None, "prevention", numbered(5)),
    "third party": told("fact", None, "third-party", numbered(6, EVIL[:60]), numbered(21)),
    "words and reason": told("update", None, numbered(7), "--because", numbered(8)),
    "status and words": told("update", None, numbered(9), "--status", "identified", "--because", numbered(10)),
    "correction": told("correct", None, "1", numbered(11), "--because", numbered(12)),
    "owner": told("assign", None, "comms-lead", "--note", numbered(13)),
    "promise": told("promise", None, numbered(14), "--to", numbered(15, EVIL[:70]), "--by", "+2h"),
    "report": lambda test: test.ask("POST", "/report", {"text": numbered(16), "blocked_task": numbered(17), "component": "checkout"})[0] - 200 or "",
    "maintenance": lambda test: test.cli("maintenance", numbered(18, EVIL[:90]), "-c", "accounts", "--from", "+25h", "--until", "+26h", "--effect", numbered(19)),
    "basis": lambda test: test.cli("subscribers", "add", test.mail.address("carol"), "--basis", numbered(20, EVIL[:150])),
}


if __name__ == "__main__":
    unittest.main()
