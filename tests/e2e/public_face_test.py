"""What programs read of the page: by clients and parsers that others wrote, over real HTTP, and as files."""
import gzip
import html.parser
import http.client
import json
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, webhook_channel
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

RIG = pathlib.Path(__file__).with_name("rig")
TITLE = "Zahlungen <script>alert(1)</script> ]]> 支払い; a, b"
SYMPTOM = "=cmd|' /C calc'!A0 & <img src=x onerror=y> größere Beträge 😀"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Links(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src")]


class PublicFaceTest(unittest.TestCase):
    """One incident that is over, one that is open and one maintenance, read in every way there is."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        receiver = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        cls.port = free_port()
        cls.url = f"http://127.0.0.1:{cls.port}"
        config = configuration([webhook_channel(cls.folder, receiver)], "10m", http={"listen": [f"127.0.0.1:{cls.port}"]},
                               organisation={"url": cls.url, "time_zone": "Europe/Berlin"}, export={"directory": "site"})
        cls.daemon = cls.enterClassContext(Daemon(cls.folder, config))
        cls.ended = cls.declare("Search is slow", "-c", "accounts", "-i", "minor", "-s", "some")
        cls.daemon.cli_json("update", cls.ended, "We found it.", "--status", "identified")
        cls.daemon.cli_json("resolve", cls.ended, "--verified", "50 searches, all fast")
        cls.open = cls.declare(TITLE, "-c", "checkout", "-i", "major", "-s", "many", "--symptom", SYMPTOM)
        planned = cls.daemon.cli_json("maintenance", "Database upgrade; phase 2, part 1", "-c", "accounts", "--from", "+25h", "--until", "+26h")
        cls.planned = planned["incident"]["id"]
        program = subprocess.run(["/usr/bin/python3", RIG / "read_public_face.py", cls.url, RIG / "statuspage_schema.json"],
                                 capture_output=True, check=False, text=True)
        assert program.returncode == 0, program.stderr
        cls.read = json.loads(program.stdout)
        clients = subprocess.run(["node", RIG / "read_statuspage.mjs", cls.url], capture_output=True, check=False, text=True)
        assert clients.returncode == 0, clients.stderr
        cls.clients = json.loads(clients.stdout)

    @classmethod
    def declare(cls, title, *arguments):
        return cls.daemon.cli_json("declare", title, *arguments)["incident"]["id"]

    def get(self, path, headers=None, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    # --- the JSON of the status page

    def test_all_documents_have_the_shape_that_strict_readers_take(self):
        for name, errors in self.read["schema"].items():
            with self.subTest(name):
                self.assertEqual(errors, [])

    def test_clients_that_others_wrote_read_it(self):
        self.assertTrue(self.clients["dates_are_dates"])
        for name in ("statuspage.js", "statuspage.io"):
            with self.subTest(name):
                client = self.clients[name]
                self.assertEqual(client["status"]["status"], {"indicator": "major", "description": "Partial System Outage"})
                self.assertEqual([one["id"] for one in client["summary"]["incidents"]], [self.open])
                self.assertEqual([one["id"] for one in client["incidents"]["incidents"]], [self.open, self.ended])
                self.assertEqual([one["id"] for one in client["unresolved"]["incidents"]], [self.open])
                self.assertEqual([one["id"] for one in client["maintenances"]["scheduled_maintenances"]], [self.planned])
                states = {one["name"]: one["status"] for one in client["components"]["components"]}
                self.assertEqual(states, {"Checkout": "partial_outage", "Customer accounts": "operational"})
                shown = client["summary"]["incidents"][0]
                self.assertEqual(shown["name"], TITLE)
                self.assertIn(SYMPTOM, shown["incident_updates"][0]["body"])

    def test_updates_stand_newest_first(self):
        ended = self.clients["statuspage.js"]["incidents"]["incidents"][1]
        self.assertEqual([one["status"] for one in ended["incident_updates"]], ["resolved", "identified", "investigating"])

    def test_scripts_of_other_sites_may_read_it(self):
        status, headers, _ = self.get("/api/v2/summary.json", {"Origin": "https://example.org"})
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (200, "*"))
        status, headers, body = self.get("/api/v2/summary.json", {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}, "OPTIONS")
        self.assertEqual((status, headers["Access-Control-Allow-Origin"], body), (204, "*", b""))
        self.assertIn("GET", headers["Access-Control-Allow-Methods"])

    # --- feeds and calendar

    def test_feeds_parse_and_hold_text_as_text(self):
        for name, version in (("atom", "atom10"), ("rss", "rss20")):
            with self.subTest(name):
                feed = self.read[name]
                self.assertEqual((feed["bozo"], feed["version"]), ("", version))
                self.assertEqual(feed["title"], "Example Organisation Status - Incident History")
                self.assertEqual(len(feed["entries"]), 3)
                entry = next(one for one in feed["entries"] if self.open in one["link"])
                self.assertNotIn("<script", entry["html"])
                self.assertNotIn("<img", entry["html"])
                self.assertEqual(re.search("<strong>(.*?)</strong>", entry["html"])[1], "Investigating")
        self.assertIn(f"tag:127.0.0.1,2005:Incident/{self.open}", [one["id"] for one in self.read["atom"]["entries"]])
        feed = json.loads(self.get("/feed.json")[2])
        self.assertEqual(feed["version"], "https://jsonfeed.org/version/1.1")
        self.assertIn(TITLE, [item["title"] for item in feed["items"]])

    def test_maintenance_is_an_event_that_keeps_its_id_when_it_moves(self):
        before, = self.read["calendar"]
        self.assertEqual(before["errors"], [])
        self.assertEqual(before["uid"], f"{self.planned}@127.0.0.1")
        self.assertEqual((before["sequence"], before["status"]), (0, "CONFIRMED"))
        self.assertEqual(before["summary"], "Example Organisation: Database upgrade; phase 2, part 1")
        self.assertTrue(before["start"].endswith("+00:00"))

    def test_the_badge_is_a_picture_with_a_title(self):
        _, headers, body = self.get("/badge.svg")
        self.assertTrue(headers["Content-Type"].startswith("image/svg+xml"))
        root = xml.etree.ElementTree.fromstring(body)
        self.assertIn("Partial outage", "".join(root.itertext()))
        self.assertEqual(root[0].tag, "{http://www.w3.org/2000/svg}title")

    # --- cheap to read

    def test_who_has_it_already_is_not_sent_it_again(self):
        for path in ("/", "/api/v2/summary.json", "/history.atom", "/style.css", f"/incidents/{self.ended}", "/robots.txt"):
            with self.subTest(path):
                status, headers, plain = self.get(path)
                self.assertEqual((status, headers["Vary"]), (200, "Accept-Encoding"))
                self.assertIn("stale-if-error", headers["Cache-Control"])
                status, zipped_headers, zipped = self.get(path, {"Accept-Encoding": "gzip"})
                if zipped_headers["Content-Encoding"] == "gzip":
                    self.assertNotEqual(zipped_headers["ETag"], headers["ETag"])
                    zipped = gzip.decompress(zipped)
                for header, value in (("If-None-Match", headers["ETag"]), ("If-None-Match", zipped_headers["ETag"])):
                    status, unchanged, body = self.get(path, {header: value})
                    if status == 200:  # the minute has changed meanwhile, and a page says when it was made
                        self.assertNotEqual(unchanged["ETag"], headers["ETag"])
                        continue
                    self.assertEqual((status, body, unchanged["Vary"]), (304, b"", "Accept-Encoding"))
                if zipped_headers["ETag"].startswith(headers["ETag"][:-1]):
                    self.assertEqual(zipped, plain)

    # --- the site as files

    def test_the_site_in_files_works_without_the_daemon(self):
        target = self.folder / "exported"
        first = self.daemon.cli_json("export-site", target)
        self.assertTrue(first["whole"])
        self.assertGreater(first["written"], 15)
        self.check_links(target)
        self.assertIn("Database upgrade", (target / "index.html").read_text())
        self.assertEqual(json.loads((target / "api/v2/summary.json").read_text())["incidents"][0]["id"], self.open)
        (target / "note.txt").write_text("mine")
        again = self.daemon.cli_json("export-site", target)
        self.assertGreater(again["unchanged"], 5)
        self.assertEqual((target / "note.txt").read_text(), "mine")

    def check_links(self, site):
        pages = list(site.rglob("index.html"))
        self.assertGreaterEqual(len(pages), 5)
        for page in pages:
            for link in Links(page.read_text()).found:
                with self.subTest(page=page.relative_to(site), link=link):
                    if urllib.parse.urlsplit(link).scheme in ("http", "https", "mailto") or link.startswith("#"):
                        continue
                    self.assertTrue((page.parent / urllib.parse.urlsplit(link).path).resolve().is_relative_to(site.resolve()))
                    self.assertTrue((page.parent / urllib.parse.urlsplit(link).path).is_file())

    def test_a_foreign_file_is_not_replaced(self):
        target = self.folder / "foreign"
        target.mkdir()
        (target / "index.html").write_text("somebody's own")
        refused = self.daemon.cli("export-site", target)
        self.assertEqual(refused.exit_code, 1)
        self.assertIn("index.html", refused.err)
        self.assertEqual((target / "index.html").read_text(), "somebody's own")

    def test_the_daemon_keeps_a_folder_up_to_date(self):
        site = self.folder / "site"
        wait_until(lambda: (site / f"incidents/{self.open}/index.html").exists(), 30, "the incident's page in the folder")
        self.daemon.cli_json("update", self.open, "Half of the tills work again.")
        wait_until(lambda: "Half of the tills work again." in (site / f"incidents/{self.open}/index.html").read_text(), 30, "the update in the folder")
        wait_until(lambda: "Half of the tills work again." in (site / "history.atom").read_text(), 30, "the update in the feed")
        self.check_links(site)


if __name__ == "__main__":
    unittest.main()
