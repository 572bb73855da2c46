"""A drill with the production configuration: it plays a situation of the plan to the end, and cannot reach anybody."""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import unittest

from rig.daemon import Daemon
from rig.example import SOURCE, configuration, secret
from rig.waiting import wait_until

BINARIES = pathlib.Path(os.environ["CANDOR_BIN_DIR"])
SECRET = "production-secret-that-nobody-may-see"


class Tripwire:
    """Somebody real: listens where production would send to, and remembers every connection."""

    def __enter__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.touched = []
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self):
        while True:
            try:
                connection, peer = self._socket.accept()
            except OSError:
                return
            self.touched.append(peer)
            connection.close()

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class DrillTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.hook, self.relay, self.social, self.duty = (self.enterContext(Tripwire()) for _ in range(4))

    def production(self):
        """As it would stand in /etc/candor, with everybody real behind it."""
        plan = (SOURCE / "etc" / "plans" / "web-shop.yaml").read_text()
        plan = plan.replace("https://chat.example.org/hooks/duty-manager", f"https://127.0.0.1:{self.duty.port}/hooks/duty-manager")
        (self.folder / "plan.yaml").write_text(plan)
        channels = [
            {"id": "partners", "kind": "webhook", "recipients": [
                {"name": "shop", "url": f"http://127.0.0.1:{self.hook.port}/hook", "secrets": ["file:missing.key"]},
                {"name": "far", "url": "https://hooks.example.com/candor", "secrets": ["file:missing.key"]}]},
            {"id": "mail", "kind": "email", "host": "127.0.0.1", "port": self.relay.port, "tls": "none", "user": "candor",
             "password": secret(self.folder, "smtp.password", SECRET), "from": "status@shop.example.org", "recipients": ["customers@shop.example.org"]},
            {"id": "social", "kind": "mastodon", "base_url": f"http://127.0.0.1:{self.social.port}", "token": secret(self.folder, "token", SECRET)}]
        config = configuration(channels, "30m", plan={"file": "plan.yaml"}, organisation={"name": "Real Shop", "url": "https://status.real-shop.example"})
        config["http"]["listen"] = []
        (self.folder / "production.yaml").write_text(json.dumps(config))
        return self.folder / "production.yaml"

    def drill(self, *arguments):
        command = [BINARIES / "candor", "drill", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=self.folder)

    def untouched(self):
        return [wire.touched for wire in (self.hook, self.relay, self.social, self.duty)]

    def test_with_the_production_configuration_nobody_real_is_reached(self):  # [S2.18] [S4.21]
        before = sorted(path.name for path in self.folder.iterdir())
        done = self.drill("serious", "--config", self.production(), "--format", "json", "--report", "report.json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.untouched(), [[], [], [], []])
        report = json.loads(done.stdout)
        self.assertTrue(report["passed"])
        self.assertEqual(report, json.loads((self.folder / "report.json").read_text()))
        self.assertEqual((report["organisation"], report["plan"], report["playbook"]), ("Real Shop", "Web shop", "serious"))
        self.assertEqual({sent["channel"] for sent in report["sent"]} - {None}, {"partners", "mail", "social"})
        self.assertLessEqual(report["first_words_seconds"], report["first_words_limit_seconds"])
        self.assertEqual(report["promises"]["missed"], 0)
        self.assertTrue(all(step["done"] for step in report["steps"]))
        self.assertEqual(report["steps"][-1]["step"], "close")
        self.assertEqual(len(report["reachable"]), 3)
        for one in report["reachable"]:
            self.assertRegex(one, r"^127\.0\.0\.1:\d+$")
            self.assertNotIn(int(one.split(":")[1]), [wire.port for wire in (self.hook, self.relay, self.social, self.duty)])
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        left = {path.name for path in self.folder.iterdir()} - set(before)
        self.assertEqual(left, {"plan.yaml", "production.yaml", "smtp.password", "token", "report.json"})  # no store, no socket

    def test_a_situation_that_is_not_there_is_refused_with_those_that_are(self):  # [S2.18]
        done = self.drill("earthquake", "--config", self.production())
        self.assertEqual(done.returncode, 2)
        self.assertIn("the plan has no playbook earthquake", done.stderr)
        self.assertIn("own-mistake", done.stderr)

    def test_a_daemon_that_may_contact_only_some_contacts_nobody_else(self):  # [S2.18]
        key = secret(self.folder, "webhook.key", "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        channels = [{"id": "partners", "kind": "webhook", "recipients": [{"name": "shop", "url": f"http://127.0.0.1:{self.hook.port}/hook", "secrets": [key]}]},
                    {"id": "mail", "kind": "email", "host": "127.0.0.1", "port": self.relay.port, "tls": "none",
                     "from": "status@shop.example.org", "recipients": ["customers@shop.example.org"]}]
        config = configuration(channels, "30m", retry=("1s",), delivery={"only_to": [f"127.0.0.1:{self.duty.port}"]})
        with Daemon(self.folder, config) as daemon:
            incident = daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]

            def failed():
                deliveries = daemon.api("GET", f"/api/v1/incidents/{incident}/deliveries")[1]
                return deliveries if all(one["attempts"] > 0 for one in deliveries["deliveries"]) and len(deliveries["deliveries"]) == 2 else None
            wait_until(failed, 30, "both have been tried")
            self.assertIn("only_to", json.dumps(failed()))
            self.assertEqual(self.untouched(), [[], [], [], []])


if __name__ == "__main__":
    unittest.main()
