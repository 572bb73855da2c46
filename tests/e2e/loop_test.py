"""After the end: the question, opening again, the review, and closing, with the command line and a webhook receiver."""
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, webhook_channel
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver


def kind_of(request):
    return request.json()["data"]["update"]["kind"]


class LoopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.webhook = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        config = configuration([webhook_channel(folder, cls.webhook)], "30m", cadence={"margin": "1s", "follow_up_after": "3s"})
        cls.daemon = cls.enterClassContext(Daemon(folder, config))

    def asked(self, times):
        requests = self.webhook.wait_for_requests(times, where=lambda request: kind_of(request) == "follow_up")
        return requests[-1].json()["data"]["update"]["text"]

    def test_the_loop_is_closed_and_not_before(self):  # [S0.28][S0.23][S1.16][S2.21]
        cli = self.daemon.cli_json
        incident = cli("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]
        resolved = cli("resolve", incident, "--verified", "50 test payments")
        self.assertIn("we will ask you whether it is over for you, too", resolved["update"]["text"])

        # Not over: everyone hears it, and the question comes after the real end.
        again = cli("reopen", incident, "Card payments fail again.")
        self.assertEqual(again["incident"]["status"], "investigating")
        self.assertIn("This is not over after all", again["update"]["text"])
        cli("resolve", incident, "--verified", "200 test payments")
        self.assertIn("Is it over for you, too?", self.asked(1))

        # What is still to be done is named, each with its command.
        refused = self.daemon.cli("close", incident)
        self.assertEqual(refused.exit_code, 1)
        for missing in ("cause is not recorded", "owner and a date", "review is not published"):
            self.assertIn(missing, " ".join(refused.err.split()))
        steps = [step["command"] for step in cli("next", incident)["steps"]]
        self.assertIn(f"candor review {incident} --publish", steps)

        cli("fact", incident, "cause", "the release of 13:50", "--confidence", "confirmed")
        cli("fact", incident, "prevention", "releases are tried on one machine first", "--owner", "platform", "--due", "+1h")
        full = cli("show", incident)["incident"]["id"]
        self.assertEqual(self.daemon.request("GET", f"/incidents/{full}/review")[0], 404)  # not published yet
        review = cli("review", incident, "--publish", "We let a release out that nobody had tried.")["update"]
        self.assertEqual(review["kind"], "review")
        self.assertIn("The cause: the release of 13:50.", review["text"])
        promise = next(one for one in cli("promises", incident)["promises"] if one["kind"] == "prevention")
        cli("kept", incident, promise["id"], "--note", "in place")
        wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", incident)), 10, "the deliveries")
        self.webhook.wait_for_requests(1, where=lambda request: kind_of(request) == "review")
        closed = wait_until(lambda: self.daemon.cli("close", incident).exit_code == 0, 10, "closing")
        self.assertTrue(closed)
        self.assertEqual(cli("show", incident)["incident"]["status"], "closed")

        # Everybody may read it: what was said apart from what was repaired.  [S4.2]
        status, headers, page = self.daemon.request("GET", f"/incidents/{full}/review")
        self.assertEqual(status, 200)
        self.assertIn("ETag", headers)
        for text in ("What we said", "What we repaired", "the release of 13:50", "Releases are tried on one machine first"):
            self.assertIn(text, page.decode())
        self.assertEqual(self.daemon.request("GET", f"/incidents/{full}/review", headers={"If-None-Match": headers["ETag"]})[0], 304)
        figures = self.daemon.request("GET", "/metrics")[2].decode()
        for gauge in ("candor_promises_kept_ratio", "candor_follow_ups_sent_ratio", "candor_prevention_in_time_ratio 1"):  # [S4.23]
            self.assertIn(f"\n{gauge}", figures)


if __name__ == "__main__":
    unittest.main()
