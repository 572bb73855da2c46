"""One customer's own thread on the real programs and a real mail server; and a maintenance."""
import datetime
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, mail_channel, webhook_channel
from rig.mail_server import MailServer, text_of
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

TOLD = "I cannot pay for order 4711, which must leave today"


def in_seconds(seconds):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")


class CaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        cls.webhook = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        channels = [webhook_channel(folder, cls.webhook), mail_channel(folder, cls.mail, "alice")]
        cadence = {"margin": "1s", "case_every": "4s", "follow_up_after": "2s", "reminders": []}
        cls.daemon = cls.enterClassContext(Daemon(folder, configuration(channels, "30m", ca_file=cls.mail.ca_file, cadence=cadence)))

    def test_a_customer_hears_from_one_person_until_it_is_solved(self):  # [S2.15][S3.12]
        cli = self.daemon.cli_json
        incident = cli("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]
        opened = cli("case", "open", TOLD, "--customer", "order 4711", "--mail", self.mail.address("carol"), "--about", incident)["case"]
        case, owner = opened["id"], opened["owner"]
        first = text_of(self.mail.wait_for_mail("carol", 1)[0])
        self.assertIn(f"You told us: “{TOLD}”", first)
        self.assertIn(f"{owner} has taken this on, and stays with you until it is solved.", first)
        self.assertIn("Next update by", first)

        cli("fact", incident, "workaround", "pay by bank transfer")
        cli("update", incident)
        third = [text_of(mail) for mail in self.mail.wait_for_mail("carol", 3)][1:]
        self.assertTrue(any("pay by bank transfer" in mail for mail in third), third)

        # It is nobody else's: not on the page, not for who may only read, not in other people's mail, not in the log.
        self.assertNotIn(case, [one["id"] for one in cli("status")["open"]])
        self.assertFalse(any("4711" in text_of(mail) for mail in self.mail.read_mailbox("alice")))
        self.assertNotIn(self.mail.address("carol"), self.daemon.log())

        refused = self.daemon.cli("assign", case, "robin")
        self.assertEqual(refused.exit_code, 1)
        self.assertIn("--note", refused.err)

        resolved = cli("resolve", case, "--verified", "the payment went through while we were talking")
        self.assertEqual(resolved["update"]["kind"], "resolution")
        asked = wait_until(lambda: [mail for mail in self.mail.read_mailbox("carol") if "Is it over for you, too?" in text_of(mail)], 15, "the check-in")
        self.assertEqual(len(asked), 1)
        wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", case)), 10, "the deliveries")
        wait_until(lambda: self.daemon.cli("case", "list").exit_code == 0 and self.daemon.cli("close", case).exit_code == 0, 10, "closing")
        self.assertEqual(cli("case", "list")["first_contact"], {"solved": 1, "without_transfer": 1, "ratio": 1.0, "target": 0.95, "below_target": False})

    def test_a_maintenance_that_begins_late_says_so(self):
        cli = self.daemon.cli_json
        planned = cli("maintenance", "Database upgrade", "-c", "accounts", "--from", in_seconds(3), "--until", in_seconds(600),
                      "--effect", "you cannot log in")["incident"]
        self.assertEqual(planned["status"], "scheduled")
        of_this = lambda request: request.json()["data"]["incident"]["id"] == planned["id"]
        texts = [request.json()["data"]["update"]["text"] for request in self.webhook.wait_for_requests(2, where=of_this)]
        self.assertIn("What you will notice: you cannot log in.", texts[0])
        self.assertIn("It has not begun.", texts[1])
        self.assertEqual(cli("start", planned["id"])["incident"]["status"], "in_progress")
        self.assertEqual([one["state"] for one in cli("status")["components"] if one["id"] == "accounts"], ["under_maintenance"])
        done = cli("complete", planned["id"], "--verified", "20 test log-ins")
        self.assertEqual(done["incident"]["status"], "completed")
        self.assertIn("The maintenance is completed. How we checked: 20 test log-ins.", done["update"]["text"])


if __name__ == "__main__":
    unittest.main()
