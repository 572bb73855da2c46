"""Listening, with the real programs: the form that customers fill in, alerts, and the page that is looked at after publishing."""
import html
import json
import re
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

from rig.daemon import Daemon
from rig.example import configuration, free_port, mail_channel, webhook_channel, WEBHOOK_KEY
from rig.mail_server import MailServer, text_of
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver


class ListenTest(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        webhook = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.port = free_port()
        self.daemon = Daemon(folder, configuration(
            [webhook_channel(folder, webhook)], "30m",
            http={"listen": [f"127.0.0.1:{self.port}"]},
            reports={"escalate_at": 3, "declare_at": 4, "within": "15m", "read_by": "Customer support"},
            alerts=[{"match": {"service": "accounts"}, "components": ["accounts"], "impact": "major", "title": "Log-in fails"}]))
        self.enterContext(self.daemon)

    def open(self, path, form=None, value=None, token=None):
        """(status, text) of a request as it comes over the network."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif value is not None:
            data, headers["Content-Type"] = json.dumps(value).encode(), "application/json"
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def metric(self, line):
        return line in self.daemon.request("GET", "/metrics")[2].decode()

    def test_a_customer_reports_and_is_answered_from_the_record(self):  # [S2.23] [S4.11] [S0.17] [S0.13]
        status, form = self.open("/report")
        self.assertEqual(status, 200)
        self.assertNotIn("<script", form)
        words = "Bezahlen geht nicht: <b>Karte</b> abgelehnt"
        status, page = self.open("/report", form={"text": words, "component": "checkout", "blocked_task": "paying", "website": ""})
        self.assertEqual(status, 200)
        reference = re.search(r'class="reference">([^<]+)<', page)[1]
        self.assertIn("we know of nothing about Checkout yet", page)

        listed = self.daemon.cli("reports")
        self.assertIn(reference, listed.out)
        self.assertIn("Bezahlen geht nicht", listed.out)
        self.assertIn("candor declare --from-reports checkout", listed.out)
        self.assertIn("1 report about Checkout, and no incident", " ".join(self.daemon.cli("status").out.split()))

        declared = self.daemon.cli_json("declare", "--from-reports", "checkout")
        self.assertEqual(declared["incident"]["origin"], "customer_report")
        self.assertIn("We have not confirmed it yet", declared["update"]["text"])
        status, page = self.open("/report", form={"text": "me, too", "component": "checkout"})
        self.assertIn(f'incidents/{declared["incident"]["id"]}', page)
        self.assertIn("Next update by", page)
        self.assertIn("2 customers", self.daemon.cli("show", declared["incident"]["id"]).out)
        self.assertNotIn("Bezahlen", html.unescape(self.open("/")[1]))
        self.assertNotIn("Bezahlen", self.daemon.log())

        # "It is over" needs a reason while they report it.
        refused = self.daemon.cli("resolve", "--verified", "20 test payments")
        self.assertEqual(refused.exit_code, 1)
        self.assertIn("--because", refused.err)
        self.assertEqual(self.daemon.cli("resolve", "--verified", "20 test payments", "--because", "both tried before it was mended").exit_code, 0)

    def test_enough_reports_call_once_and_open_an_incident(self):  # [S0.7] [S0.13]
        for number in range(8):
            self.open("/report", form={"text": f"no {number}", "component": "checkout"})
        shown = self.daemon.cli_json("show", "-", "--events")["incident"]
        self.assertEqual(shown["declared_by"], "candord")
        self.assertEqual(sum(event["type"] == "alarm_raised" for event in shown["events"]), 1)
        self.assertEqual(shown["reports"]["count"], 8)

    def test_an_alert_opens_an_incident_and_ends_none(self):  # [S1.12]
        token = self.daemon.cli_json("token", "create", "alertmanager", "--scope", "respond")["token"]
        alert = {"status": "firing", "labels": {"service": "accounts"}, "annotations": {}, "startsAt": "2026-01-01T00:00:00Z"}
        group = {"version": "4", "groupKey": "{}:{}", "status": "firing", "receiver": "candor", "alerts": [alert]}
        self.assertEqual(self.open("/api/v1/alerts", value=group)[0], 401)
        status, answer = self.open("/api/v1/alerts", value=group, token=token)
        self.assertEqual(status, 201)
        incident = json.loads(answer)["incident"]
        self.assertEqual((incident["origin"], incident["title"]), ("monitoring", "Log-in fails"))
        self.assertEqual(self.open("/api/v1/alerts", value=group, token=token)[0], 200)
        alert["status"] = "resolved"
        self.open("/api/v1/alerts", value=group, token=token)
        self.assertEqual(self.daemon.cli_json("show", incident["id"])["incident"]["status"], "investigating")
        self.assertIn("The alerts have stopped", self.daemon.cli("next", incident["id"], "--all").out)

    def test_what_was_published_is_found_on_the_page(self):  # [S2.22] [S1.24]
        self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")
        wait_until(lambda: self.metric('candor_readback_total{result="found"} 1'), 20, "the page is looked at")
        self.daemon.cli_json("update", "-", "We have moved half of the traffic to the second site.")
        wait_until(lambda: self.metric('candor_readback_total{result="found"} 2'), 20, "the page is looked at again")
        self.assertTrue(self.metric("candor_readback_absent 0"))
        self.assertIn("at least every 30 min", self.open("/how")[1])


class WriteBackTest(unittest.TestCase):
    """Whoever reports something and leaves an address hears by mail that it is known, and its end."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.mail = self.enterContext(MailServer())
        self.port = free_port()
        self.daemon = Daemon(folder, configuration(
            [mail_channel(folder, self.mail, "bob")], "30m", ca_file=self.mail.ca_file, http={"listen": [f"127.0.0.1:{self.port}"]}))
        self.enterContext(self.daemon)

    def report(self, text, contact):
        data = urllib.parse.urlencode({"text": text, "component": "checkout", "contact": contact}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/report", data, timeout=30) as answer:
            return re.search(r'class="reference">([^<]+)<', answer.read().decode())[1]

    def mail_with(self, account, words):
        def found():
            return next((mail for mail in self.mail.read_mailbox(account) if words in text_of(mail)), None)
        return wait_until(found, 40, lambda: f"a mail with {words!r} to {account}:\n{self.daemon.log()}")

    def test_the_reference_is_quoted_when_it_is_known_and_when_it_is_over(self):  # [S0.17]
        early = self.report("I cannot pay", self.mail.address("carol"))
        incident = self.daemon.cli_json("declare", "--from-reports", "checkout")["incident"]["id"]
        greeting = self.mail_with("carol", early)
        self.assertIn(f"Your report {early} belongs to this.", text_of(greeting))
        self.assertIn("We have not confirmed it yet", text_of(greeting))
        self.assertIn("Answer nothing, and you hear from us only the end of this", text_of(greeting))
        self.assertNotIn("Next update", text_of(greeting))
        late = self.report("me, too", self.mail.address("alice"))
        self.assertIn(f"Your report {late} belongs to this.", text_of(self.mail_with("alice", late)))
        again = self.report("still not", self.mail.address("carol"))  # the same address: it knows already

        first = self.daemon.cli_json("update", incident, "We have moved half of the traffic to the second site.")["update"]["id"]
        self.mail_with("bob", "half of the traffic")
        self.daemon.cli_json("correct", incident, first, "Not only cards of one bank are affected, as we thought at first.")
        for account, reference in (("carol", early), ("alice", late)):
            self.assertIn(f"Your report {reference} belongs to this.", text_of(self.mail_with(account, "Not only cards of one bank")))
        self.daemon.cli_json("resolve", incident, "--verified", "20 test payments", "--because", "they reported it before it was mended")
        for account, reference in (("carol", early), ("alice", late)):
            end = text_of(self.mail_with(account, "This is resolved."))
            self.assertIn(f"Your report {reference} belongs to this.", end)
            self.assertNotIn(again, end)
        self.mail_with("bob", "This is resolved.")
        carols = [text_of(mail) for mail in self.mail.read_mailbox("carol")]
        self.assertEqual(len(carols), 3)  # what it is, what was wrong, and the end
        bobs = [text_of(mail) for mail in self.mail.read_mailbox("bob")]
        self.assertFalse([text for text in bobs if "Your report" in text])

        events = self.daemon.cli("show", incident, "--events", "--json").out
        self.assertNotIn("carol@", events)  # an address can be forgotten; events cannot
        self.assertNotIn("carol@", self.daemon.log())
        shown = json.loads(self.daemon.cli("deliveries", incident, "--json").out)
        self.assertIn("report:mail", json.dumps(shown))


if __name__ == "__main__":
    unittest.main()
