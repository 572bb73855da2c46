"""Those whom operators subscribe, on the real programs: tables by the command line, and webhooks with their secrets."""
import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import configuration, mail_channel
from rig.http_stand_in import Answer
from rig.mail_server import MailServer
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver, _Verifier


RIG = pathlib.Path(__file__).parent / "rig"


class Receiver(WebhookReceiver):
    """Repeats the challenge of a test message."""

    def act(self, request):
        body = request.json()
        if body.get("type") == "subscription.test":
            return Answer(200, {}, body["data"]["challenge"].encode())
        return super().act(request)

    def updates(self):
        return [one for one in self.requests if one.json().get("type") != "subscription.test"]


class RosterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.mail = cls.enterClassContext(MailServer())
        cls.receiver = cls.enterClassContext(Receiver([]))
        mail = mail_channel(cls.folder, cls.mail, "alice")
        mail["route"] = {"min_impact": "critical"}
        cls.daemon = cls.enterClassContext(Daemon(cls.folder, configuration([mail], "30m", retry=("1s",), ca_file=cls.mail.ca_file,
                                                                            subscribers={"email": "mail", "languages": ["en", "de"]})))

    def settled(self, incident):
        wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", incident)), 20, "the deliveries")

    def changes(self):
        return [one for one in self.receiver.updates() if "component_update" in one.json()]

    def assert_is_a_change(self, request, secret, before, after):
        """Signed, for the one who reads Statuspage's form, and of the shape that strict readers take."""
        verifier = _Verifier([secret])
        self.addCleanup(verifier.stop)
        self.assertEqual((request.path, verifier.verify(request)), ("/theirs", ""))
        body = request.json()
        self.assertEqual((body["component_update"]["old_status"], body["component_update"]["new_status"]), (before, after))
        self.assertEqual(body["component"]["id"], body["component_update"]["component_id"])
        self.assertNotIn("\ue000", request.body.decode())
        done = subprocess.run(["/usr/bin/python3", RIG / "check_schema.py", RIG / "statuspage_change_schema.json"], input=request.body,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout.decode()), (0, ""), done.stderr)

    def declare(self, title, component="checkout"):
        return self.daemon.cli_json("declare", title, "-c", component, "-i", "major")["incident"]["id"]

    def test_a_table_is_taken_over_and_its_people_hear(self):
        table = self.folder / "people.csv"
        table.write_text(f"address,language\n{self.mail.address('bob')},de\nnobody at all,en\n{self.mail.address('carol')},en\n")
        done = self.daemon.cli("subscribers", "import", table, "--basis", "contract 2026")
        self.assertEqual(done.exit_code, 1)
        self.assertIn("2 added", done.out)
        self.assertIn("line 3", done.out)
        self.assertNotIn("nobody at all", done.out)
        again = self.daemon.cli("subscribers", "import", "-", "--basis", "contract 2026", "--json",
                                stdin=f"address\n{self.mail.address('bob')}\n")
        self.assertEqual(json.loads(again.out)["known"], 1)

        incident = self.declare("Card payments fail")
        self.settled(incident)
        self.assertEqual(self.mail.wait_for_mail("bob", 1)[0]["Content-Language"], "de")
        self.assertEqual(len(self.mail.wait_for_mail("carol", 1)), 1)

        exported = self.folder / "out.csv"
        self.assertEqual(self.daemon.cli("subscribers", "export", exported).exit_code, 0)
        self.assertEqual(os.stat(exported).st_mode & 0o777, 0o600)
        rows = list(csv.DictReader(io.StringIO(exported.read_text())))
        self.assertLessEqual({self.mail.address("bob"), self.mail.address("carol")}, {row["address"] for row in rows})
        self.assertEqual(self.daemon.cli("subscribers", "export", exported).exit_code, 2)  # it is there already

        bob = next(row["id"] for row in rows if row["address"] == self.mail.address("bob"))
        self.assertEqual(self.daemon.cli("subscribers", "remove", bob).exit_code, 0)
        back = self.daemon.cli("subscribers", "add", self.mail.address("bob"), "--basis", "please")
        self.assertEqual(back.exit_code, 1)
        self.assertIn("They left", back.err)
        self.daemon.cli_json("fact", incident, "symptom", "card payments are declined")
        self.daemon.cli_json("update", incident)
        self.settled(incident)
        self.assertEqual(len(self.mail.wait_for_mail("carol", 2)), 2)
        self.assertEqual(len(self.mail.read_mailbox("bob")), 1)
        self.assertNotIn("bob", self.daemon.log())

    def test_webhooks_get_what_their_secret_verifies_in_the_form_they_asked_for(self):
        url = f"{self.receiver.url}/ours"
        ours = self.daemon.cli_json("subscribers", "add", url, "--basis", "our bridge")
        theirs = self.daemon.cli_json("subscribers", "add", f"{self.receiver.url}/theirs", "--basis", "our bridge", "--format", "statuspage")
        self.assertEqual(len(self.receiver.requests), 2)
        self.assertEqual(self.daemon.cli("subscribers", "add", url, "--basis", "twice").exit_code, 1)

        incident = self.declare("Log-in is slow", "accounts")  # on which nothing else is open
        wait_until(lambda: len(self.receiver.updates()) >= 3, 20, "both updates, and what changed of the component")
        self.settled(incident)
        changed, = self.changes()
        self.assert_is_a_change(changed, theirs["secret"], "operational", "partial_outage")
        by_path = {request.path: request for request in self.receiver.updates() if request is not changed}
        for path, made in (("/ours", ours), ("/theirs", theirs)):
            verifier = _Verifier([made["secret"]])
            self.assertEqual(verifier.verify(by_path[path]), "")
            verifier.stop()
        self.assertEqual(by_path["/ours"].json()["type"], "incident.update.published")
        self.assertIn("/unsubscribe/", by_path["/ours"].json()["data"]["subscription"]["unsubscribe_url"])
        body = by_path["/theirs"].json()
        self.assertEqual(list(body), ["meta", "page", "incident"])
        self.assertEqual(body["incident"]["id"], incident)
        self.assertNotIn("\ue000", json.dumps(body, ensure_ascii=False))

        self.daemon.cli_json("fact", incident, "symptom", "log-in takes a minute")
        self.daemon.cli_json("update", incident)
        incidents = lambda: [one for one in self.receiver.updates() if one.path == "/theirs" and "incident" in one.json()]
        wait_until(lambda: len(incidents()) >= 2, 20, "the second update")
        newest = incidents()[-1].json()["incident"]["incident_updates"]
        self.assertEqual(len(newest), 2)
        self.assertIn("log-in takes a minute", newest[0]["body"])
        self.settled(incident)
        self.assertEqual(len(self.changes()), 1)  # it stands as it stood

        self.receiver.usual = 410
        self.daemon.cli_json("fact", incident, "workaround", "wait a minute")
        self.daemon.cli_json("update", incident)
        wait_until(lambda: self.daemon.cli_json("subscribers", "show", ours["id"])["subscriber"]["state"] == "quarantined", 20, "the quarantine")
        self.receiver.usual = 200
        self.assertEqual(self.daemon.cli("subscribers", "enable", ours["id"]).exit_code, 0)
        before = len(self.receiver.updates())
        self.daemon.cli_json("resolve", incident, "--verified", "20 test log-ins")
        wait_until(lambda: len(self.receiver.updates()) > before, 20, "the resolution")
        self.assertIn("delivered", {one["state"] for one in self.daemon.cli_json("subscribers", "show", ours["id"])["deliveries"]})

    def test_an_address_inside_a_network_is_refused(self):
        before = len(self.receiver.requests)
        for url in ("https://10.0.0.1/hook", "https://169.254.169.254/", "https://[::ffff:10.0.0.1]/", "https://0xa.1/", "file:///etc/passwd"):
            self.assertEqual(self.daemon.cli("subscribers", "add", url, "--basis", "x").exit_code, 1, url)
        self.assertEqual(len(self.receiver.requests), before)


if __name__ == "__main__":
    unittest.main()
