"""The people on duty, with a real mail server: reminded, stepped in for, answering by a link of their own; and customers
who are asked whether it is over, answering by theirs."""
import re
import tempfile
import unittest
from urllib.parse import urlencode

from rig.daemon import Daemon
from rig.example import configuration, mail_channel, plan_of
from rig.mail_server import MailServer, text_of
from rig.waiting import wait_until

PLAN = """\
name: Small
people:
  - {id: comms-lead, mail: alice@example.test}
  - {id: duty-manager, mail: bob@example.test}
  - {id: director, mail: bob@example.test}
playbooks:
  - id: everyday
    owner: comms-lead
    deputy: duty-manager
    escalation: director
    cadence: 9s
    service_levels: {first_update: 1m, acknowledge: 4s, remind_before: 3s, follow_up_after: 2s}
    audiences: mail
    remedies: []
"""


class DutyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        config = configuration([mail_channel(folder, cls.mail, "carol")], ca_file=cls.mail.ca_file, plan=plan_of(folder, PLAN),
                               cadence={"reopen_at": 1, "recheck_after": ["2s"]})
        cls.daemon = cls.enterClassContext(Daemon(folder, config))

    # --- mail and links

    def wait_for(self, account, words, but=()):
        """The newest mail to `account` whose subject has `words`."""
        def found():
            fitting = [mail for mail in self.mail.read_mailbox(account) if words in " ".join(str(mail["Subject"]).split())]
            return [mail for mail in fitting if mail["Message-ID"] not in but]
        return wait_until(found, 40, lambda: f"a mail with {words!r} to {account}:\n{self.daemon.log()}")[-1]

    def link_in(self, mail):
        found = re.search(r"https://status\.example\.test(/answer/[\w-]+)", text_of(mail))
        self.assertIsNotNone(found, text_of(mail))
        return found.group(1)

    def open(self, link):
        status, headers, page = self.daemon.request("GET", link)
        self.assertEqual(headers["Cache-Control"], "no-store")
        return status, page.decode()

    def send(self, link, **fields):
        status, _, page = self.daemon.request("POST", link, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        return status, page.decode()

    def events(self, incident):
        return self.daemon.api("GET", f"/api/v1/incidents/{incident}?events=true")[1]["incident"]["events"]

    def types(self, incident):
        return [event["type"] for event in self.events(incident)]

    def declare(self, title):
        incident = self.daemon.cli_json("declare", title, "-c", "checkout", "-i", "major")["incident"]
        self.assertEqual(incident["owner"], "comms-lead")
        return incident["id"]

    # --- what is shown

    def test_a_reminder_is_answered_by_its_link_and_nobody_steps_in(self):  # [S2.10] [S3.13]
        incident = self.declare("Card payments fail")
        reminder = self.wait_for("alice", "Card payments fail")
        self.assertIn("update due", str(reminder["Subject"]))
        self.assertIn("What is missing", text_of(reminder))
        link = self.link_in(reminder)
        before = len([kind for kind in self.types(incident) if kind == "acknowledged"])
        for _ in range(3):  # a mail scanner opens every link
            self.assertEqual(self.open(link)[0], 200)
        self.assertEqual(len([kind for kind in self.types(incident) if kind == "acknowledged"]), before)
        self.assertIn("What is new?", self.open(link)[1])
        self.assertEqual(self.send(link, choice="nothing")[0], 200)
        acknowledged = next(event for event in self.events(incident) if event["type"] == "acknowledged")
        self.assertEqual(acknowledged["actor"], "comms-lead")
        status, _ = self.send(link, choice="action", words="We are replacing the <b>certificate</b>")
        self.assertEqual(status, 200)
        facts = self.daemon.cli_json("show", incident)["incident"]["facts"]
        self.assertIn(("action", "comms-lead"), [(fact["kind"], fact["author"]) for fact in facts])
        self.assertEqual(self.send(link, choice="action", words="")[0], 422)
        self.assertEqual(self.send(link[:-1] + ("A" if link[-1] != "A" else "B"), choice="nothing")[0], 404)
        self.daemon.cli_json("withdraw", incident, "--reason", "opened twice")

    def test_without_an_answer_the_deputy_owns_it_and_hears_so(self):  # [S0.24] [S1.8]
        incident = self.declare("Search finds nothing")
        told = self.wait_for("bob", "comms-lead does not answer")
        self.assertIn("You own it now.", text_of(told))
        wait_until(lambda: self.daemon.cli_json("show", incident)["incident"]["owner"] == "duty-manager", 20, "the deputy owns it")
        kinds = wait_until(lambda: (lambda events: len([e for e in events if e["type"] == "noticed" and e["kind"] == "escalation"]) >= 2 and events)(
            self.events(incident)), 20, "the director is told, too")
        self.assertEqual([e["to"] for e in kinds if e["type"] == "noticed" and e["kind"] == "escalation"][:2], ["duty-manager", "director"])
        self.daemon.cli_json("withdraw", incident, "--reason", "opened twice")

    def test_who_says_that_it_is_not_over_is_heard_and_a_person_decides(self):  # [S0.29] [S2.21]
        incident = self.declare("Orders are lost")
        self.daemon.cli_json("resolve", incident, "--verified", "50 test orders")
        asked = wait_until(lambda: next((mail for mail in self.mail.read_mailbox("carol")
                                         if "Is it over for you, too?" in text_of(mail) and "Orders are lost" in text_of(mail)), None), 40, "the question")
        link = self.link_in(asked)
        self.assertIn("No, it is not over for me", self.open(link)[1])
        self.assertNotIn("reopening_proposed", self.types(incident))
        self.assertEqual(self.send(link, choice="perhaps")[0], 422)
        for _ in range(2):  # the same answer again changes nothing
            self.assertEqual(self.send(link, choice="no")[0], 200)
        self.assertEqual(self.types(incident).count("reopening_proposed"), 1)
        self.assertIn("1 of 1 who answered say that it is not over", text_of(self.wait_for("alice", "needs a look")))
        steps = [step["id"] for step in self.daemon.cli_json("next", incident)["steps"]]
        self.assertIn("reopening_proposed", steps)
        self.assertEqual(self.daemon.cli_json("show", incident)["incident"]["status"], "resolved")
        self.wait_for("alice", "does it still hold?")
        self.daemon.cli_json("recheck", incident, "50 more test orders, none lost", "--passed")
        self.daemon.cli_json("dismiss", incident, "the order was never placed")
        self.assertNotIn("reopening_proposed", [step["id"] for step in self.daemon.cli_json("next", incident)["steps"]])
        page = self.daemon.request("GET", f"/incidents/{incident}")[2].decode()
        self.assertNotIn("/answer/", page)  # nobody's own link is on a public page


if __name__ == "__main__":
    unittest.main()
