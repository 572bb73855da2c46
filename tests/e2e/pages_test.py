"""The public pages in a real browser: small and large, by day and by night, in every language; accessible and valid."""
import datetime
import pathlib
import socket
import subprocess
import tempfile
import unittest
import urllib.request

from rig.browser import read_pages
from rig.daemon import Daemon
from rig.example import SOURCE, WEBHOOK_KEY, configuration, webhook_channel
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#7a1fa2"/></svg>'
HOSTILE = '<script>alert(1)</script> "quoted" \'single\' </title><img src=x onerror=alert(2)>'


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def in_hours(hours):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:00Z")


class PagesTest(unittest.TestCase):
    def start(self, own=None, **organisation):
        """`own`: templates of the organisation's own, by their path."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name, text in (own or {}).items():
            file = pathlib.Path(folder, "own", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        webhook = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        (pathlib.Path(folder) / "logo.svg").write_text(LOGO)
        self.port = free_port()
        config = configuration([webhook_channel(folder, webhook)], "30m", http={"listen": [f"127.0.0.1:{self.port}"]}, organisation=organisation,
                               **({"templates": {"own": "own"}} if own else {}))
        self.daemon = self.enterContext(Daemon(folder, config))

    def declare(self, title, *more):
        return self.daemon.cli_json("declare", title, *more)["incident"]["id"]

    def picture(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.headers["Content-Type"], answer.headers["Content-Security-Policy"], answer.read().decode()

    def read(self, stage, *pages):
        return read_pages(self, self.port, stage, *pages)

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

    def test_templates_and_a_style_sheet_of_the_organisations_own_take_the_place_of_ours(self):
        shipped = SOURCE / "templates"
        style = (shipped / "pages/style.css").read_text() + "\n.of-our-own { font-weight: 700; }\n"
        wrong = (shipped / "pages/not_found.html.mustache").read_text().replace("{{> nothing_here}}", "This page has moved house")
        words = (shipped / "en/page.yaml").read_text().replace('nav_status: "Status"', 'nav_status: "How we are"')
        self.start(own={"pages/style.css": style, "pages/not_found.html.mustache": wrong, "en/page.yaml": words})
        self.assertIn("of-our-own", self.picture("/style.css")[2])
        seen = self.read("own", ("index", "/", {}), ("nothing", "/wrong", {}))
        self.assertIn("This page has moved house", seen["nothing"]["html"])
        self.assertIn("How we are", seen["index"]["html"])
        incident = self.declare("Card payments fail", "--component", "checkout", "--impact", "minor")
        self.assertIn("Card payments fail", self.picture(f"/incidents/{incident}")[2])  # what is not among them is ours

        own = self.daemon.folder / "own/pages"
        (own / "styel.css").write_text("")
        refused = subprocess.run([self.daemon.binaries / "candord", "--config", self.daemon.config_file, "--check-config"], capture_output=True, text=True, check=False, timeout=60)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("pages/styel.css:1: no such page template exists", refused.stdout + refused.stderr)
        (own / "styel.css").rename(own / "not_found.html.mustache")
        self.daemon.reload()
        wait_until(lambda: "the configuration was not taken over" in self.daemon.log(), 20, "a layout without what it must name is refused")
        self.assertIn("This page has moved house", self.read("still", ("nothing", "/wrong", {}))["nothing"]["html"])

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
