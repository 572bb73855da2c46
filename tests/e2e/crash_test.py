"""candord ends itself, as kill -9 would, at each named point of its source; started again, it must have lost nothing and
have said nothing twice that a receiver could not recognise."""
import collections
import concurrent.futures
import http.client
import pathlib
import re
import signal
import sqlite3
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import MASTODON_TOKEN, SOURCE, WEBHOOK_KEY, configuration, mail_channel, mastodon_channel, webhook_channel
from rig.lean import lean_honesty
from rig.mail_server import MailServer
from rig.mastodon_stand_in import MastodonStandIn
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

AT_ONCE = 4  # scenarios; the daemons mostly wait
PATIENCE = 60


def failpoints_in_the_source():
    found = set()
    for file in (SOURCE / "daemon").rglob("*.cpp"):
        found.update(re.findall(r'\bFAILPOINT\("([^"]+)"\)', file.read_text()))
    return sorted(found)


def passages(name):
    """At which passages to crash: the first, and a later one, when there is something before it to be lost."""
    return (1, 2) if name.startswith("tick.") else (1, 3)


class Gone(Exception):
    """The daemon ended in the middle of a request: whether it was carried out is not known."""


class Scenario:
    """One small incident with one crash in it, and what every side saw."""

    def __init__(self, folder, failpoint, passage, mail=None):
        self.folder, self.failpoint, self.passage, self.mail = pathlib.Path(folder), failpoint, passage, mail
        self.acknowledged_updates, self.acknowledged_facts = set(), set()
        self.crashes = []
        self.incident = None  # its id

    def run(self):
        with WebhookReceiver([WEBHOOK_KEY]) as self.webhook, MastodonStandIn(MASTODON_TOKEN) as self.social:
            channels = [webhook_channel(self.folder, self.webhook), mastodon_channel(self.folder, self.social)]
            if self.mail:
                self.mailbox = f"alice+{self.failpoint}.{self.passage}@example.test"
                channels.append({**mail_channel(self.folder, self.mail), "recipients": [self.mailbox]})
            self.channels = {channel["id"] for channel in channels}
            config = configuration(channels, "2s", ca_file=self.mail and self.mail.ca_file, honesty=lean_honesty(self.folder))
            self.daemon = Daemon(self.folder, config)
            self.daemon.start(failpoint=f"{self.failpoint}:{self.passage}")
            with self.daemon_at_the_end():
                self.live_through()
                self.look()
        return self

    def daemon_at_the_end(self):
        scenario = self

        class AtTheEnd:
            def __enter__(self):
                return self

            def __exit__(self, *exception):
                scenario.daemon.__exit__(*exception)
        return AtTheEnd()

    # --- as an operator would

    def live_through(self):
        self.insist(self.declare, lambda: self.ask("GET", "/api/v1/incidents?state=all")["incidents"])
        self.incident = self.insist(lambda: self.ask("GET", "/api/v1/incidents?state=all"))["incidents"][0]["id"]
        self.insist(self.record_a_fact, lambda: [fact for fact in self.record()["facts"] if fact["kind"] == "action"])
        self.wait(lambda: self.count_updates(scheduled=True) >= (2 if self.passage == 2 else 1), "updates by the clock")
        self.insist(self.publish, lambda: self.count_updates(words="We are replacing the broken part."))
        self.insist(self.resolve, lambda: self.count_updates(kind="resolution"))
        self.wait(lambda: nothing_is_under_way(self.read_deliveries()), "every delivery is settled")

    def declare(self):
        self.acknowledge(self.ask("POST", "/api/v1/incidents", {"title": "Card payments fail", "components": ["checkout"],
                                                                "impact": "major", "scope": "many"}))

    def record_a_fact(self):
        answer = self.ask("POST", f"/api/v1/incidents/{self.incident}/facts", {"kind": "action", "text": "replacing a part"})
        self.acknowledged_facts.update(fact["id"] for fact in answer["facts"])

    def publish(self):
        self.acknowledge(self.ask("POST", f"/api/v1/incidents/{self.incident}/updates", {"words": "We are replacing the broken part."}))

    def resolve(self):
        self.acknowledge(self.ask("POST", f"/api/v1/incidents/{self.incident}/resolve", {"verified": "20 test payments"}))

    def acknowledge(self, answer):
        self.acknowledged_updates.add(answer["update"]["id"])

    def insist(self, step, done=None):
        """Takes the step; where the daemon ends meanwhile, starts it again and takes the step again unless it is done."""
        try:
            return step()
        except Gone:
            self.start_again()
            if done is None or not done():
                return step()

    def wait(self, condition, what):
        def holds():
            return self.insist(condition, lambda: False)
        wait_until(holds, PATIENCE, f"{what} (crash at {self.failpoint}:{self.passage})\n{self.daemon.log()}")

    def start_again(self):
        self.crashes.append(self.daemon.wait_for_exit())
        if len(self.crashes) > 1:
            raise AssertionError(f"it ended twice: {self.crashes}\n{self.daemon.log()}")
        self.daemon.start()

    # --- asking

    def ask(self, method, path, body=None):
        try:
            status, answer = self.daemon.api(method, path, body)
        except (OSError, http.client.HTTPException):
            raise Gone from None
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {answer}\n{self.daemon.log()}")
        return answer

    def record(self):
        return self.ask("GET", f"/api/v1/incidents/{self.incident}")["incident"]

    def read_deliveries(self):
        return self.ask("GET", f"/api/v1/incidents/{self.incident}/deliveries?limit=500")

    def count_updates(self, **such):
        return sum(such.items() <= update.items() for update in self.record()["updates"])

    def look(self):
        """Everything there is to know at the end; a crash that comes only now is a crash too."""
        if not self.crashes and not self.daemon.running():
            self.start_again()
        self.incidents = self.insist(lambda: self.ask("GET", "/api/v1/incidents?state=all"))["incidents"]
        self.final = self.insist(self.record)
        self.deliveries = self.insist(self.read_deliveries)["deliveries"]
        self.mails = self.collect_mail() if self.mail else []
        self.daemon.stop()
        with sqlite3.connect(self.folder / "candor.db") as database:
            self.integrity = database.execute("PRAGMA integrity_check").fetchone()[0]

    def collect_mail(self):
        delivered = {f"<{one['id']}@example.test>" for one in self.deliveries
                     if one["channel"] == "mail" and one["state"] == "delivered"}

        def arrived():
            mine = [mail for mail in self.mail.read_mailbox("alice") if self.mailbox in mail["To"]]
            return mine if delivered <= {mail["Message-ID"] for mail in mine} else None
        return wait_until(arrived, PATIENCE, "the mails that were delivered are in the mailbox")


class CrashTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="candor-")))
        cls.mail = cls.enterClassContext(MailServer())
        pool = cls.enterClassContext(concurrent.futures.ThreadPoolExecutor(AT_ONCE))
        cls.runs = {(name, k): pool.submit(cls.scenario, name, k) for name in cls.names() for k in passages(name)}

    @classmethod
    def names(cls):
        """Only those whose test was asked for where the command line names some."""
        return [name for name in failpoints_in_the_source() if hasattr(cls, test_name(name))]

    @classmethod
    def scenario(cls, name, passage):
        folder = cls.folder / f"{name}.{passage}"
        folder.mkdir()
        return Scenario(folder, name, passage, cls.mail if name.startswith("attempt.") else None).run()

    def check(self, name):
        for passage in passages(name):
            with self.subTest(passage=passage):
                run = self.runs[name, passage].result()
                self.assertEqual(run.crashes, [-signal.SIGKILL], "it never came to this point")
                self.check_the_record(run)
                self.check_the_deliveries(run)
                self.check_the_webhook(run)
                self.check_the_account(run)
                self.check_the_mailbox(run)

    def check_the_record(self, run):
        self.assertEqual(len(run.incidents), 1)
        updates = run.final["updates"]
        self.assertLessEqual(run.acknowledged_updates, {update["id"] for update in updates}, "acknowledged, and lost")
        self.assertLessEqual(run.acknowledged_facts, {fact["id"] for fact in run.final["facts"]}, "acknowledged, and lost")
        self.assertEqual([update["number"] for update in updates], list(range(1, len(updates) + 1)))
        by_hand = [update["kind"] for update in updates if not update["scheduled"]]
        self.assertEqual(by_hand, ["first", "progress", "resolution"])
        self.assertEqual(run.integrity, "ok")

    def check_the_deliveries(self, run):
        ids = [update["id"] for update in run.final["updates"]]
        for channel in run.channels:
            state = {one["update"]: one["state"] for one in run.deliveries if one["channel"] == channel}
            # An update that was never begun when a newer one came needs no delivery of its own.
            self.assertEqual(state.get(ids[-1]), "delivered", f"the last update on {channel}")
            self.assertLessEqual(set(state), set(ids))
            self.assertLessEqual(set(state.values()), {"delivered", "superseded"})
            self.assertGreaterEqual(sum(one == "delivered" for one in state.values()), len(ids) - 2, (channel, state))

    def delivered(self, run, channel):
        return {one["id"] for one in run.deliveries if one["channel"] == channel and one["state"] == "delivered"}

    def check_repeats(self, received, run, channel):
        """What came, by its id: all that was delivered, nothing that is unknown, and at most one repeat for each."""
        known = {one["id"] for one in run.deliveries if one["channel"] == channel}
        self.assertLessEqual(self.delivered(run, channel), set(received), f"{channel}: delivered, they say, but never seen")
        self.assertLessEqual(set(received), known, f"{channel}: seen, but never committed")
        self.assertLessEqual(max(collections.Counter(received).values()), 2)
        self.assertLessEqual(len(received) - len(set(received)), 2, f"{channel}: more repeats than attempts under way")

    def check_the_webhook(self, run):
        texts = {update["id"]: update["text"] for update in run.final["updates"]}
        by_id = {one["id"]: one["update"] for one in run.deliveries}
        numbers = []
        for request in run.webhook.requests:
            self.assertEqual(request.notes["verified"], "")
            update = request.json()["data"]["update"]
            self.assertEqual(by_id.get(request.headers["webhook-id"]), update["id"])
            self.assertEqual(update["text"], texts.get(update["id"]), "a text that was never committed")
            numbers.append(update["number"])
        self.assertEqual(numbers, sorted(numbers), "an older update after a newer one")
        self.check_repeats([request.headers["webhook-id"] for request in run.webhook.requests], run, "partners")

    def check_the_account(self, run):
        posts = [request.headers["idempotency-key"] for request in run.social.requests if request.method == "POST"]
        self.check_repeats(posts, run, "social")
        self.assertEqual(len(run.social.statuses), len(set(posts)), "a post stands there twice")
        # Where the crash took the id of the first post with it, and a newer update came before the repeat could fetch it,
        # the newer post starts a thread of its own.
        superseded = sum(one["channel"] == "social" and one["state"] == "superseded" for one in run.deliveries)
        self.assertLessEqual(len(run.social.threads()), 1 + superseded)

    def check_the_mailbox(self, run):
        if run.mail:
            self.check_repeats([mail["Message-ID"].strip("<>").split("@")[0] for mail in run.mails], run, "mail")

    def test_every_failpoint_of_the_source_has_its_test(self):
        names = failpoints_in_the_source()
        self.assertGreaterEqual(len(names), 22)
        self.assertEqual({(name, k) for name in names for k in passages(name)}, set(self.runs))


def test_name(failpoint):
    return "test_crash_at_" + failpoint.replace(".", "_")


for _name in failpoints_in_the_source():
    setattr(CrashTest, test_name(_name), lambda self, name=_name: self.check(name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
