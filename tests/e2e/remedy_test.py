"""Goodwill on the real binaries: the cap holds when a hundred give at once, and when the power goes in the middle of giving
nothing is given twice and nothing that was confirmed is lost."""
import concurrent.futures
import http.client
import pathlib
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, webhook_channel
from rig.lean import lean_honesty
from rig.webhook_receiver import WebhookReceiver

PLAN = """\
name: Small
people:
  - {id: newsroom-lead, mail: newsroom@example.test}
  - {id: duty-manager, mail: duty@example.test}
  - {id: director, mail: director@example.test}
playbooks:
  - {id: serious, when: {impact: [major, critical]}, deputy: duty-manager, escalation: director}
  - id: everyday
    owner: newsroom-lead
    cadence: 30m
    service_levels: {first_update: 1m, acknowledge: 5m, remind_before: 10m, follow_up_after: 1d}
    audiences: partners
    remedies: [voucher, card]
caps:
  - {currency: EUR, per_customer: 5000, per_incident: 20000}
remedies:
  - {id: voucher, kind: coupon, text: a voucher for 10 euros, value: 1000, cost: 400, currency: EUR}
  - {id: card, kind: note, text: a card written by hand}
"""
COST = 400
CRASHES = [("command.taken", 3), ("command.after_render", 3), ("publish.after_event", 4), ("publish.after_incident", 3),
           ("command.before_wake", 3), ("command.before_reply", 3)]


class RemedyTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "plan.yaml").write_text(PLAN)
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.daemon = Daemon(self.folder, configuration([webhook_channel(self.folder, receiver)], "30m", plan={"file": "plan.yaml"}, honesty=lean_honesty(self.folder)))

    def declare(self):
        incident = self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]
        return f"/api/v1/incidents/{incident}"

    def given(self, path):
        return self.daemon.api("GET", f"{path}/remedies")[1]

    def test_a_hundred_at_once_cannot_exceed_the_cap(self):  # [S3.9]
        with self.daemon:
            path = self.declare()

            def give(number):
                return self.daemon.api("POST", f"{path}/remedies", {"remedy": "voucher", "to": f"order {number}", "reason": "they waited"})[0]
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                answers = list(pool.map(give, range(100)))
            self.assertEqual((answers.count(201), answers.count(202)), (50, 50))
            self.assertEqual(self.given(path)["caps"][0]["incident"], {
                "most": 20000, "most_text": "200.00 EUR", "given": 20000, "left": 0, "left_text": "0.00 EUR"})

    def test_a_power_cut_while_giving_gives_nothing_twice_and_loses_nothing(self):  # [S3.9]
        with self.daemon:
            path = self.declare()
            wanted = 0
            for failpoint, passage in CRASHES:
                self.daemon.kill()
                self.daemon.start(failpoint=f"{failpoint}:{passage}")
                for _ in range(4):
                    wanted += 1
                    self.give_until_it_is_confirmed(path, wanted)
                self.assertTrue(self.crashed, failpoint)
                self.crashed = False
                grants = self.given(path)["grants"]
                self.assertEqual([grant["to"] for grant in grants], [f"order {number}" for number in range(1, wanted + 1)], failpoint)
            self.assertEqual(self.given(path)["caps"][0]["incident"]["given"], wanted * COST)
            promises = self.daemon.api("GET", f"{path}/promises")[1]["promises"]
            self.assertEqual(sum(promise["kind"] == "remedy" for promise in promises), wanted)

    crashed = False

    def give_until_it_is_confirmed(self, path, number):
        """As a careful program does: the same key until there is an answer."""
        for _ in range(3):
            try:
                status, answer = self.daemon.api("POST", f"{path}/remedies", {"remedy": "voucher", "to": f"order {number}", "key": f"key {number}"})
            except (OSError, http.client.HTTPException):
                self.daemon.wait_for_exit()
                self.daemon.start()
                self.crashed = True
                continue
            self.assertIn(status, (200, 201), answer)
            return
        self.fail("it was never confirmed")

    def test_from_the_command_line_until_the_customer_has_it(self):  # [S0.30] [S3.5]
        with self.daemon:
            self.declare()
            shown = self.daemon.cli("remedies", "-").out
            self.assertIn("a voucher for 10 euros", shown)
            self.assertIn("200.00 EUR left of 200.00 EUR", shown)
            self.assertIn("Nobody had to be asked", self.daemon.cli("give", "card", "--to", "order 4711").out)
            steps = self.daemon.cli("next", "--all").out
            self.assertIn("sees to it: a card written by hand, for order 4711", steps)
            self.assertIn("Given.", self.daemon.cli("given", "g1", "--note", "posted").out)
            refused = self.daemon.cli("give", "flowers", "--to", "order 4711")
            self.assertEqual(refused.exit_code, 1)
            self.assertIn("Here the plan allows: ", refused.err)
            for _ in range(12):
                self.daemon.cli_json("give", "voucher", "--to", "order 4711")
            asked = self.daemon.cli("give", "voucher", "--to", "order 4711", "--because", "they lost a day")
            self.assertIn("a second person decides", asked.out)
            own = self.daemon.cli("approve", "g14")
            self.assertEqual(own.exit_code, 1)
            self.assertIn("somebody else approves it", own.err)
            self.assertIn("Refused.", self.daemon.cli("refuse", "g14", "--reason", "enough").out)


if __name__ == "__main__":
    unittest.main()
