"""Subscribing by mail on the real programs and a real mail server: from the form to the last mail, and mail that comes back."""
import re
import tempfile
import unittest
import urllib.parse

from rig.daemon import Daemon
from rig.example import configuration, mail_channel
from rig.mail_server import GHOST, MailServer
from rig.waiting import nothing_is_under_way, wait_until

PAGE = "https://status.example.test"
FORM = "application/x-www-form-urlencoded"


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def link_in(mail, path):
    """The path of the link in a mail that begins like this."""
    return re.search(re.escape(PAGE) + f"({re.escape(path)}[A-Za-z0-9_-]+)", text_of(mail))[1]


class SubscribeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        mail = mail_channel(folder, cls.mail, "alice")
        mail["route"] = {"min_impact": "critical"}  # nobody hears by it here: it lends its relay
        subscribers = {"email": "mail", "languages": ["en", "de"], "bounce_address": cls.mail.address("bounce")}
        cls.daemon = cls.enterClassContext(Daemon(folder, configuration([mail], "30m", ca_file=cls.mail.ca_file,
                                                                        subscribers=subscribers)))

    def tearDown(self):
        self.mail.accept_all()

    def get(self, path):
        status, _, body = self.daemon.request("GET", path)
        return status, body.decode()

    def post(self, path, body="", kind=FORM):
        status, _, answer = self.daemon.request("POST", path, body.encode(), {"Content-Type": kind})
        return status, answer.decode()

    def ask(self, address, **more):
        return self.post("/subscribe", urllib.parse.urlencode({"email": address, "what": "all", "updates": "every", "language": "en", **more}))

    def subscribe(self, name, before=0):
        """Asks, follows the link in the real mail, presses the button. Returns that mail."""
        status, page = self.ask(self.mail.address(name))
        self.assertEqual(status, 200, page)
        mail = self.mail.wait_for_mail(name, before + 1)[-1]
        status, page = self.post(link_in(mail, "/subscribe/confirm/"))
        self.assertEqual(status, 200, page)
        self.assertIn("You are subscribed", page)
        return mail

    def declare(self, title="Card payments fail"):
        return self.daemon.cli_json("declare", title, "-c", "checkout", "-i", "major")["incident"]["id"]

    def settled(self, incident):
        wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", incident)), 20, "the deliveries")

    def failures_of(self, incident):
        return self.daemon.cli_json("deliveries", incident)["counts"]["failed"]

    def test_from_the_form_to_the_last_mail(self):  # [S4.4]
        status, page = self.ask(self.mail.address("carol"))
        self.assertEqual(status, 200)
        self.assertIn("Check your mailbox", page)
        for _ in range(20):  # somebody tries to flood her
            self.assertEqual(self.ask(self.mail.address("carol"))[1].split("This page")[0], page.split("This page")[0])
        question = self.mail.wait_for_mail("carol", 1)[0]
        self.assertIn("Please confirm", question["Subject"])
        self.assertEqual(question["Auto-Submitted"], "auto-generated")
        self.assertIsNone(question["List-Unsubscribe"])

        confirm = link_in(question, "/subscribe/confirm/")
        self.assertIn("Yes, send me updates", self.get(confirm)[1])  # a scanner opens it
        first = self.declare()
        self.settled(first)
        self.assertEqual(len(self.mail.read_mailbox("carol")), 1)  # and that confirms nothing
        self.assertIn("You are subscribed", self.post(confirm)[1])

        self.daemon.cli_json("fact", first, "symptom", "card payments are declined")
        self.daemon.cli_json("update", first)
        heard = self.mail.wait_for_mail("carol", 2)[-1]
        self.assertIn("card payments are declined", text_of(heard))
        own = re.fullmatch(rf"<{re.escape(PAGE)}(/unsubscribe/[A-Za-z0-9_-]+)>", heard["List-Unsubscribe"])[1]
        self.assertEqual(heard["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertEqual(heard["List-Id"], "<status.example.test>")
        self.assertEqual(heard["Precedence"], "bulk")
        self.assertEqual(heard["Auto-Submitted"], "auto-generated")
        self.assertRegex(heard["Return-Path"], r"^<bounce\+[0-9a-f]{28}@example\.test>$")
        self.assertIn("You get this because you subscribed", text_of(heard))
        self.assertNotIn("\ue000", text_of(heard) + heard.get_body(("html",)).get_content())

        manage = link_in(heard, "/subscriptions/")
        self.assertIn('value="every" checked', self.get(manage)[1])
        changed = urllib.parse.urlencode({"act": "change", "what": "all", "updates": "every", "language": "de"})
        self.assertIn("Saved.", self.post(manage, changed)[1])
        self.daemon.cli_json("fact", first, "workaround", "pay by bank transfer")
        self.daemon.cli_json("update", first)
        german = self.mail.wait_for_mail("carol", 3)[-1]
        self.assertEqual(german["Content-Language"], "de")
        self.assertIn("weil Sie es abonniert haben", text_of(german))
        self.assertEqual(german["In-Reply-To"], heard["Message-ID"])

        for path in (own, own, link_in(german, "/unsubscribe/")):  # scanners
            self.assertIn("<form", self.get(path)[1])
        self.daemon.restart()
        status, page = self.post(own, "List-Unsubscribe=One-Click")
        self.assertEqual(status, 200)
        self.assertIn("You are unsubscribed", page)
        self.assertEqual(self.post(own, '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
                                   "multipart/form-data; boundary=x")[0], 200)
        self.daemon.cli_json("resolve", first, "--verified", "20 test payments")
        self.settled(first)
        self.assertEqual(len(self.mail.read_mailbox("carol")), 3)
        self.assertNotIn(self.mail.address("carol"), self.daemon.log())

    def test_an_address_that_is_refused_is_written_to_no_more(self):
        self.subscribe("bob")
        self.mail.refuse("bob", "550 5.1.1 no such user")
        self.daemon.restart()  # over a connection that is new to the server
        for number in range(3):
            incident = self.declare(f"Payments fail in shop {number}")
            self.settled(incident)
            self.assertEqual(self.failures_of(incident), 1)
        incident = self.declare("Payments fail everywhere")
        self.settled(incident)
        self.assertEqual(self.failures_of(incident), 0)

    def test_a_report_of_the_mail_server_is_counted_by_its_return_path(self):
        # The relay takes it, and only later finds that there is nobody.
        self.assertEqual(self.ask(self.mail.address(GHOST))[0], 200)
        report = self.mail.wait_for_mail("bounce", 1)[0]
        raw = self.mail.read_raw("bounce")[0].decode()
        self.assertEqual(report.get_content_type(), "multipart/report")
        noted = self.daemon.cli("bounce", stdin=raw)
        self.assertEqual(noted.exit_code, 0, noted.err)
        self.assertIn("Noted for subscriber", noted.out)
        self.assertEqual(self.daemon.cli_json("bounce", stdin=raw)["failures_in_a_row"], 0)  # it has not confirmed: nothing ends
        forged = raw.replace("bounce+0", "bounce+f")
        self.assertEqual(self.daemon.cli("bounce", stdin=forged).exit_code, 1)
        away = self.daemon.cli("bounce", stdin="Subject: I am away\n\nBack on Monday.\n")
        self.assertEqual((away.exit_code, away.out), (0, "No report of a delivery; nothing is noted.\n"))


if __name__ == "__main__":
    unittest.main()
