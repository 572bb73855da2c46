"""What the other side may answer, and what becomes of a delivery then."""
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import MASTODON_TOKEN, WEBHOOK_KEY, configuration, mail_channel, mastodon_channel, webhook_channel
from rig.http_stand_in import ACT_THEN_CLOSE, CLOSE, HANG, Answer
from rig.lean import lean_honesty
from rig.mail_server import MailServer
from rig.mastodon_stand_in import MastodonStandIn
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver


class OutcomesTest(unittest.TestCase):
    """Cadences of ten minutes: only what a test says is said."""

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def start(self, *channels, **how):
        self.daemon = self.enterContext(Daemon(self.folder, configuration(channels, "10m", honesty=lean_honesty(self.folder), **how)))

    def declare(self):
        declared = self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")
        self.id = declared["incident"]["id"]

    def deliveries(self):
        return self.daemon.api("GET", f"/api/v1/incidents/{self.id}/deliveries")[1]["deliveries"]

    def wait_for_delivery(self, timeout=40, **such):
        """The first delivery with these members."""
        return wait_until(lambda: next((one for one in self.deliveries() if such.items() <= one.items()), None), timeout,
                          lambda: f"a delivery with {such}; there are {self.deliveries()}")


class WebhookTest(OutcomesTest):
    def receiver(self, script=(), **how):
        return self.enterContext(WebhookReceiver([WEBHOOK_KEY], script=script, **how))

    def hear(self, receiver, count):
        """The requests, of which each must verify and all must be the same delivery."""
        requests = receiver.wait_for_requests(count)
        self.assertEqual([request.notes["verified"] for request in requests], [""] * count)
        self.assertEqual(len({request.headers["webhook-id"] for request in requests}), 1)
        self.assertEqual(len({request.body for request in requests}), 1)
        return requests

    def test_a_failing_endpoint_is_tried_again_under_the_same_id(self):
        receiver = self.receiver([500, 500])
        self.start(webhook_channel(self.folder, receiver))
        self.declare()
        one = self.wait_for_delivery(state="delivered")
        self.assertEqual((one["attempts"], one["status"]), (3, 200))
        self.assertEqual(self.hear(receiver, 3)[0].headers["webhook-id"], one["id"])

    def test_retry_after_is_honoured(self):
        receiver = self.receiver([Answer(429, {"Retry-After": "4"})])
        self.start(webhook_channel(self.folder, receiver))
        self.declare()
        self.wait_for_delivery(state="delivered", attempts=2)
        first, second = self.hear(receiver, 2)
        self.assertGreaterEqual(second.received_at - first.received_at, 4)  # the schedule alone says 1 s

    def test_after_410_nothing_more_is_sent_there(self):
        leaving, staying = self.receiver([410]), self.receiver()
        self.start(webhook_channel(self.folder, leaving, staying))
        self.declare()
        self.wait_for_delivery(recipient="receiver-1", state="gone", status=410, attempts=1)
        self.daemon.cli_json("update", self.id, "We are at work.")
        self.daemon.cli_json("resolve", self.id, "--verified", "20 test payments")
        staying.wait_for_requests(3)
        self.daemon.restart()
        self.assertEqual(len([one for one in self.deliveries() if one["recipient"] == "receiver-1"]), 1)
        self.assertEqual(len(leaving.requests), 1)

    def test_a_redirect_is_not_followed(self):
        target = self.receiver()
        receiver = self.receiver([Answer(status, {"Location": target.url + "/hook"}) for status in (302, 307, 308)])
        self.start(webhook_channel(self.folder, receiver), retry=["1s", "1s"])
        self.declare()
        one = self.wait_for_delivery(state="failed")
        self.assertEqual((one["attempts"], one["status"]), (3, 308))
        self.hear(receiver, 3)
        self.assertEqual(target.requests, [])

    def test_silence_is_ambiguous_and_repeated_under_the_same_id(self):
        receiver = self.receiver([HANG, HANG])
        self.start(webhook_channel(self.folder, receiver), delivery={"attempt_timeout": "1s"})
        self.declare()
        waiting = self.wait_for_delivery(state="retrying")
        self.assertIsNone(waiting["status"])
        self.assertTrue(waiting["detail"])
        one = self.wait_for_delivery(state="delivered")
        self.assertEqual(one["attempts"], 3)
        self.assertEqual(self.hear(receiver, 3)[0].headers["webhook-id"], one["id"])

    def test_a_lost_answer_leads_to_one_repeat(self):
        receiver = self.receiver([ACT_THEN_CLOSE, CLOSE])
        self.start(webhook_channel(self.folder, receiver))
        self.declare()
        self.assertEqual(self.wait_for_delivery(state="delivered")["attempts"], 3)
        self.hear(receiver, 3)  # not more: the client library repeats nothing behind our back

    def test_a_slow_receiver_delays_nobody_else(self):
        hanging, healthy = self.receiver([HANG] * 10), self.receiver()
        self.start(webhook_channel(self.folder, hanging, healthy))
        self.declare()
        hanging.wait_for_requests(1)
        self.wait_for_delivery(timeout=5, recipient="receiver-2", state="delivered")  # a hanging attempt takes 10 s
        self.assertEqual(next(one for one in self.deliveries() if one["recipient"] == "receiver-1")["state"], "attempting")
        self.daemon.kill()  # what hangs would be waited for

    def test_what_failed_can_be_tried_again_by_hand(self):
        receiver = self.receiver([500, 500])
        self.start(webhook_channel(self.folder, receiver), retry=["1s"])
        self.declare()
        failed = self.wait_for_delivery(state="failed")
        self.assertEqual(self.daemon.cli_json("retry", self.id)["retried"], 1)
        self.assertEqual(self.wait_for_delivery(state="delivered")["id"], failed["id"])
        self.hear(receiver, 3)


class MailTest(OutcomesTest):
    @classmethod
    def setUpClass(cls):
        cls.mail = cls.enterClassContext(MailServer())

    def setUp(self):
        super().setUp()
        self.addCleanup(self.mail.accept_all)

    def start_for(self, *accounts, **how):
        self.start(mail_channel(self.folder, self.mail, *accounts), ca_file=self.mail.ca_file, **how)

    def test_a_greylisted_mail_is_accepted_later_with_the_same_message_id(self):
        self.mail.refuse("alice", "450 4.2.0 greylisted, try later")
        self.start_for("alice")
        self.declare()
        waiting = self.wait_for_delivery(state="retrying", status=450)
        self.wait_for_delivery(id=waiting["id"], attempts=2)
        self.mail.accept_all()
        one = self.wait_for_delivery(state="delivered", status=250)
        mail, = self.mail.wait_for_mail("alice", 1)
        self.assertEqual(mail["Message-ID"], f"<{one['id']}@example.test>")
        self.assertEqual(one["id"], waiting["id"])
        self.assertGreaterEqual(one["attempts"], 2)

    def test_a_refusal_for_good_fails_at_once_and_concerns_nobody_else(self):
        self.mail.refuse("bob", "550 5.1.1 no such mailbox")
        self.start_for("bob", "carol")
        self.declare()
        failed = self.wait_for_delivery(state="failed")
        self.assertEqual((failed["recipient"], failed["status"], failed["attempts"]), (self.mail.address("bob"), 550, 1))
        self.wait_for_delivery(state="delivered", recipient=self.mail.address("carol"))
        self.mail.wait_for_mail("carol", 1)
        self.assertEqual(self.mail.read_mailbox("bob"), [])

    def test_a_server_that_is_not_trusted_gets_no_mail(self):
        self.start(mail_channel(self.folder, self.mail, "carol"))  # the authority of its certificate is not configured
        self.declare()
        self.assertIn("certificate", self.wait_for_delivery(state="retrying")["detail"])
        self.assertEqual([mail for mail in self.mail.read_mailbox("carol") if self.id in mail.as_string()], [])


class MastodonTest(OutcomesTest):
    def start_account(self, script):
        self.server = self.enterContext(MastodonStandIn(MASTODON_TOKEN))
        self.start(mastodon_channel(self.folder, self.server))
        self.server.wait_for_requests(1)  # the server is asked for its limits first
        self.server.script = list(script)
        self.declare()
        return self.wait_for_delivery(state="delivered")

    def posts(self):
        return [request for request in self.server.requests if request.method == "POST"]

    def check_one_post(self, attempts):
        self.assertEqual(len(self.posts()), attempts)
        self.assertEqual(len({post.headers["idempotency-key"] for post in self.posts()}), 1)
        self.assertEqual(len(self.server.statuses), 1)

    def test_a_rate_limit_is_waited_out(self):
        one = self.start_account([Answer(429, {"Retry-After": "3"})])
        self.assertEqual(one["attempts"], 2)
        self.check_one_post(2)
        self.assertGreaterEqual(self.posts()[1].received_at - self.posts()[0].received_at, 3)

    def test_a_failing_server_is_tried_again(self):
        self.assertEqual(self.start_account([503, 500])["attempts"], 3)
        self.check_one_post(3)

    def test_a_post_whose_answer_was_lost_stands_there_once(self):
        self.start_account([ACT_THEN_CLOSE])
        self.check_one_post(2)  # whether we repeat it or the client library does on a reused connection: the key is the same
        self.daemon.cli_json("resolve", self.id, "--verified", "20 test payments")
        wait_until(lambda: len(self.server.statuses) == 2, 30, "the closing post")
        self.assertEqual(len(self.server.threads()), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
