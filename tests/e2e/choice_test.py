"""Customers choose, with a real mail server: options of the plan and of somebody's own, each recipient by a link of their own."""
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
  - {id: comms-lead, name: Ada Example, mail: alice@example.test}
  - {id: duty-manager, mail: alice@example.test}
  - {id: director, mail: alice@example.test}
playbooks:
  - id: everyday
    owner: comms-lead
    deputy: duty-manager
    escalation: director
    cadence: 1h
    service_levels: {first_update: 1m, acknowledge: 15m, remind_before: 3m, follow_up_after: 1h}
    audiences: mail
    remedies: []
options:
  - {component: checkout, choices: ["Pay by invoice", "Pay at the counter", "Wait until cards work"]}
"""


class ChoiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        config = configuration([mail_channel(folder, cls.mail, "bob", "carol")], ca_file=cls.mail.ca_file, plan=plan_of(folder, PLAN),
                               organisation={"name_owner": True})
        cls.daemon = cls.enterClassContext(Daemon(folder, config))

    def mail_with(self, account, words):
        def found():
            return next((mail for mail in self.mail.read_mailbox(account) if words in text_of(mail)), None)
        return wait_until(found, 40, lambda: f"a mail with {words!r} to {account}:\n{self.daemon.log()}")

    def link_in(self, mail):
        found = re.search(r"Choose yours[^\n]*https://status\.example\.test(/answer/[\w-]+)", text_of(mail))
        self.assertIsNotNone(found, text_of(mail))
        return found.group(1)

    def open(self, link):
        status, headers, page = self.daemon.request("GET", link)
        self.assertEqual(headers["Cache-Control"], "no-store")
        return status, page.decode()

    def send(self, link, choice):
        status, _, page = self.daemon.request("POST", link, urlencode({"choice": choice}).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        return status, page.decode()

    def chosen(self, incident):
        options = self.daemon.cli_json("offer", incident)["options"]
        return {option["number"]: option["chosen"] for option in options if option["state"] != "planned"}

    def test_each_recipient_chooses_once_by_a_link_of_their_own(self):  # [S0.21] [S0.20]
        incident = self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]
        self.assertIn("Responsible for these updates: Ada Example.", text_of(self.mail_with("bob", "Card payments fail")))
        self.assertIn("Wait until cards work", self.daemon.cli("offer", incident).out)
        self.daemon.cli_json("offer", incident, "1", "3", "Pay by bank transfer")
        self.daemon.cli_json("update", incident, "We have moved half of the traffic to the second site.")
        mail = self.mail_with("bob", "We have moved half of the traffic to the second site.")
        for words in ("Option 1: Pay by invoice.", "Option 3: Wait until cards work.", "Option 4: Pay by bank transfer."):
            self.assertIn(words, text_of(mail))
        bob, carol = self.link_in(mail), self.link_in(self.mail_with("carol", "We have moved half of the traffic to the second site."))
        self.assertNotEqual(bob, carol)

        for _ in range(3):  # a mail scanner opens every link
            status, page = self.open(bob)
            self.assertEqual(status, 200)
        self.assertIn('type="radio"', page)
        self.assertNotIn("<script", page)
        self.assertIn("Investigating", page)
        self.assertEqual(self.chosen(incident), {1: 0, 3: 0, 4: 0})
        self.assertEqual(self.send(bob, "2")[0], 422)  # the plan has it, and nobody offers it
        self.assertEqual(self.send(bob, "")[0], 422)
        self.assertEqual(self.send(bob[:-1] + ("A" if bob[-1] != "A" else "B"), "1")[0], 404)
        for _ in range(2):  # sent again, it is the same choice
            status, page = self.send(bob, "3")
            self.assertEqual(status, 200)
            self.assertIn("Your choice is recorded", page)
        status, page = self.send(bob, "1")
        self.assertEqual(status, 409)
        self.assertIn("Your first choice stands", page)
        self.assertIn("Option 3: Wait until cards work", self.open(bob)[1])
        self.assertEqual(self.chosen(incident), {1: 0, 3: 1, 4: 0})

        # What is taken back cannot be chosen, and who had chosen it may choose again.
        self.daemon.cli_json("offer", incident, "--withdraw", "3", "it takes longer than a day")
        status, page = self.send(carol, "3")
        self.assertEqual(status, 409)
        self.assertIn("it takes longer than a day", page)
        self.assertIn("You can choose again", self.open(bob)[1])
        self.assertEqual(self.send(bob, "4")[0], 200)
        self.assertEqual(self.send(carol, "4")[0], 200)
        self.assertEqual(self.chosen(incident), {1: 0, 3: 0, 4: 2})
        self.assertIn("chosen 2 times", self.daemon.cli("show", incident).out)
        self.daemon.cli_json("update", incident, "The second site takes the traffic now, and we watch the error rate.")
        self.assertIn("Option 3 is no longer offered: it takes longer than a day.", text_of(self.mail_with("carol", "The second site takes the traffic now, and we watch the error rate.")))
        page = self.daemon.request("GET", f"/incidents/{incident}")[2].decode()
        self.assertIn("Option 1: Pay by invoice", page)
        self.assertNotIn("/answer/", page)  # nobody's own link is on a public page

        self.daemon.cli_json("resolve", incident, "--verified", "50 test payments", "--no-remedy", "it was short")
        status, page = self.open(carol)
        self.assertIn("There is nothing to choose any more", page)
        self.assertIn("Option 4: Pay by bank transfer", page)
        self.assertEqual(self.send(carol, "1")[0], 409)
        self.assertEqual(self.chosen(incident), {1: 0, 3: 0, 4: 2})
        self.assertIn("chosen", self.daemon.cli("review", incident).out)


if __name__ == "__main__":
    unittest.main()
