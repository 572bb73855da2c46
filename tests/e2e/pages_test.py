"""The public pages in a real browser: small and large, by day and by night, in every language; accessible and valid."""
import datetime
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest
import urllib.request

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, webhook_channel
from rig.webhook_receiver import WebhookReceiver

READER = pathlib.Path(__file__).parent / "rig" / "read_pages.mjs"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#7a1fa2"/></svg>'
HOSTILE = '<script>alert(1)</script> "quoted" \'single\' </title><img src=x onerror=alert(2)>'


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def in_hours(hours):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:00Z")


class PagesTest(unittest.TestCase):
    def start(self, **organisation):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        webhook = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        (pathlib.Path(folder) / "logo.svg").write_text(LOGO)
        self.port = free_port()
        config = configuration([webhook_channel(folder, webhook)], "30m", http={"listen": [f"127.0.0.1:{self.port}"]}, organisation=organisation)
        self.daemon = self.enterContext(Daemon(folder, config))

    def declare(self, title, *more):
        return self.daemon.cli_json("declare", title, *more)["incident"]["id"]

    def picture(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.headers["Content-Type"], answer.headers["Content-Security-Policy"], answer.read().decode()

    def read(self, stage, *pages):
        """Every page at each width, light and dark; nothing may be found. $CANDOR_SHOW_PAGES keeps pictures there."""
        shots = os.environ.get("CANDOR_SHOW_PAGES", "")
        if shots:
            pathlib.Path(shots).mkdir(parents=True, exist_ok=True)
        wanted = [{"name": f"{stage}-{name}", "path": path, **more} for name, path, more in pages]
        order = json.dumps({"base": f"http://127.0.0.1:{self.port}", "pages": wanted, "shots": shots})
        done = subprocess.run(["node", READER], input=order, capture_output=True, text=True, timeout=300, cwd=READER.parent)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(len(found), 4 * len(pages))
        problems = [(page["name"], page["width"], page["scheme"], page["problems"]) for page in found if page["problems"]]
        self.assertEqual(problems, [])
        return {page["name"].removeprefix(f"{stage}-"): page for page in found}

    def test_every_page_is_accessible_valid_and_fits_the_screen(self):
        self.start(logo="logo.svg", colour="#7a1fa2")
        kind, policy, logo = self.picture("/logo")
        self.assertEqual((kind, logo), ("image/svg+xml", LOGO))
        self.assertIn("sandbox", policy)
        calm = self.read("calm", ("index", "/", {}), ("history", "/history", {}), ("nothing", "/wrong", {}))
        self.assertEqual(calm["nothing"]["status"], 404)
        self.assertIn("No incident is open", calm["index"]["title"])
        planned = self.daemon.cli_json("maintenance", "Database upgrade", "--component", "checkout", "--from", in_hours(30), "--until", in_hours(33),
                                       "--effect", "no payments")["incident"]["id"]
        first = self.declare("Card payments fail at checkout", "--component", "checkout", "--impact", "major", "--scope", "many",
                             "--symptom", "card payments are declined")
        self.daemon.cli("correct", first, "1", "Only one kind of card is declined; we had said all.")
        second = self.declare("Log-in takes up to 20 seconds", "--component", "accounts", "--impact", "minor", "--symptom", "logging in is slow")
        broken = self.read("broken", ("index", "/", {}), ("incident", f"/incidents/{first}", {}), ("maintenance", f"/incidents/{planned}", {}), ("history", "/history", {}), ("how", "/how", {}),
                           ("report", f"/report?incident={first}", {}), ("reported", "/report", {"fill": {"text": "My card is declined"}}))
        self.assertIn("Card payments fail at checkout", broken["index"]["html"])
        self.assertIn("Database upgrade", broken["index"]["html"])
        self.assertIn("Planned for", broken["maintenance"]["html"])
        self.assertIn("Card payments fail at checkout", broken["history"]["html"])
        self.assertIn("We have your report", broken["reported"]["html"])
        for incident in (first, second):
            done = self.daemon.cli("resolve", incident, "--verified", "50 test payments, all accepted", "--because", "it is a test")
            self.assertEqual(done.exit_code, 0, done.err)
        over = self.read("over", ("index", "/", {}), ("incident", f"/incidents/{first}", {}), ("history", "/history", {}))
        self.assertIn("No incident is open", over["index"]["title"])

    def test_the_pages_of_each_language_are_accessible_and_valid(self):
        self.start(language="de")
        self.declare("Kartenzahlung geht nicht", "--component", "checkout", "--impact", "major", "--scope", "many")
        pages = self.read("german", ("index", "/", {}), ("history", "/history", {}), ("how", "/how", {}), ("report", "/report", {}))
        self.assertIn('<html lang="de">', pages["how"]["html"])

    def test_what_people_type_stays_text_in_a_browser(self):
        self.start(name="Example <b>&</b> Co")
        incident = self.declare(HOSTILE, "--component", "checkout", "--impact", "minor")
        self.daemon.cli("update", incident, HOSTILE, "--because", "it is a test")
        pages = self.read("hostile", ("index", "/", {}), ("incident", f"/incidents/{incident}", {}), ("history", "/history", {}),
                          ("report", f"/report?incident={incident}&component={HOSTILE[:20].replace(' ', '%20')}", {}))
        for name in ("index", "incident", "history"):
            self.assertIn("&lt;script&gt;", pages[name]["html"])
        bidi = self.daemon.cli("declare", "Log\u202ein fails", "--component", "checkout")
        self.assertNotEqual(bidi.exit_code, 0)


if __name__ == "__main__":
    unittest.main()
