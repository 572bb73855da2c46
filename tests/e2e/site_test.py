"""The site on other people's machines: in a bucket, whose stand-in computes every signature itself, and in a repository."""
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from rig.bucket_stand_in import BucketStandIn
from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, secret, webhook_channel
from rig.lean import lean_honesty
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

ACCESS_KEY = "AKIDEXAMPLE4F7K9X2M"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
LIST = ".candor-site.json"


class SiteTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))

    def daemon(self, export):
        config = configuration([webhook_channel(self.folder, self.receiver)], "30m", export=export, honesty=lean_honesty(self.folder), delivery={"allow_addresses": ["127.0.0.0/8"]})
        return self.enterContext(Daemon(self.folder, config))

    def declare(self, daemon, title):
        return daemon.cli_json("declare", title, "-c", "checkout", "-i", "major")["incident"]["id"]


class BucketTest(SiteTest):
    def bucket(self, **how):
        return self.enterContext(BucketStandIn("status-site", "eu-central-1", ACCESS_KEY, SECRET_KEY, **how))

    def to(self, bucket, **more):
        return {"s3": {"endpoint": bucket.url, "region": bucket.region, "bucket": bucket.bucket, "prefix": "status/",
                       "access_key": secret(self.folder, "s3.access", ACCESS_KEY), "secret_key": secret(self.folder, "s3.secret", SECRET_KEY), **more}}

    def text(self, bucket, name):
        return bucket.objects.get(f"status/{name}", (b"", {}))[0].decode()

    def test_the_site_is_in_the_bucket_signed_typed_and_only_what_changed_is_sent(self):
        bucket = self.bucket()
        bucket.objects["status/somebody-elses.html"] = (b"keep me", {})
        bucket.objects["other.html"] = (b"keep me, too", {})
        daemon = self.daemon(self.to(bucket))
        wait_until(lambda: "index.html" in self.text(bucket, LIST) and '""' not in self.text(bucket, LIST), 30, lambda: f"the site\n{bucket.refused}\n{daemon.log()}")
        self.assertEqual(bucket.refused, [])
        self.assertIn("No incident is open", self.text(bucket, "index.html"))
        self.assertEqual(bucket.objects["status/index.html"][1]["content-type"], "text/html; charset=utf-8")
        self.assertTrue(bucket.objects["status/index.html"][1]["cache-control"].startswith("public"))
        self.assertEqual(bucket.objects["status/style.css"][1]["content-type"].split(";")[0], "text/css")
        self.assertIn("status/api/v2/summary.json", bucket.objects)
        listed = json.loads(self.text(bucket, LIST))["files"]
        for name, digest in listed.items():
            self.assertEqual(hashlib.sha256(bucket.objects[f"status/{name}"][0]).hexdigest(), digest, name)

        before = len(bucket.requests)
        incident = self.declare(daemon, "Card payments fail")
        page = f"incidents/{incident}/index.html"
        wait_until(lambda: "Card payments fail" in self.text(bucket, "index.html") and page in self.text(bucket, LIST), 30, lambda: f"the incident\n{daemon.log()}")
        sent = [request.route() for request in bucket.requests[before:] if request.method == "PUT"]
        self.assertIn(f"/status-site/status/{page}", sent)
        self.assertNotIn("/status-site/status/style.css", sent)
        self.assertLess(sent.index(f"/status-site/status/{page}"), sent.index("/status-site/status/index.html"))

        before = len(bucket.requests)
        daemon.restart()  # what is there is known from the list, and nothing of it is sent again
        wait_until(lambda: len(bucket.requests) > before, 30, "the list is read")
        self.assertEqual(bucket.objects["status/somebody-elses.html"][0], b"keep me")
        self.assertEqual(bucket.objects["other.html"][0], b"keep me, too")
        self.assertFalse([request for request in bucket.requests if request.method == "DELETE"])
        for secret_text in (SECRET_KEY, ACCESS_KEY):
            self.assertNotIn(secret_text, daemon.log())

    def test_what_somebody_else_put_there_is_left_as_it_is(self):
        bucket = self.bucket()
        bucket.objects["status/index.html"] = (b"somebody else's", {})
        daemon = self.daemon(self.to(bucket))
        wait_until(lambda: "was not written by candor" in daemon.log(), 30, "the refusal is in the log")
        self.assertEqual(bucket.objects, {"status/index.html": (b"somebody else's", {})})

    def test_a_wrong_key_is_said_once_and_the_next_change_is_tried(self):
        bucket = self.bucket()
        export = self.to(bucket)
        secret(self.folder, "s3.secret", "not-the-right-key")
        daemon = self.daemon(export)
        wait_until(lambda: "HTTP 403" in daemon.log(), 30, "the refusal is in the log")
        self.assertEqual(set(bucket.refused), {"SignatureDoesNotMatch"})
        self.assertEqual(bucket.objects, {})
        secret(self.folder, "s3.secret", SECRET_KEY)
        daemon.reload()
        wait_until(lambda: "the site is written again" in daemon.log(), 30, lambda: daemon.log())
        self.assertIn("status/index.html", bucket.objects)

    def test_half_a_pass_is_finished_by_the_next_one(self):
        bucket = self.bucket(script=[])
        daemon = self.daemon(self.to(bucket))
        wait_until(lambda: '""' not in self.text(bucket, LIST) and self.text(bucket, LIST), 30, "the site")
        bucket.script[:] = [404, 200, 503]  # is it there? the list, and then a file that is refused
        incident = self.declare(daemon, "Log-in is slow")
        wait_until(lambda: "HTTP 503" in daemon.log(), 30, lambda: daemon.log())
        daemon.cli_json("fact", incident, "symptom", "logging in takes long")
        daemon.cli_json("update", incident)
        wait_until(lambda: "logging in takes long" in self.text(bucket, f"incidents/{incident}/index.html"), 30, lambda: daemon.log())


class RepositoryTest(SiteTest):
    def git(self, *words, folder=None):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        done = subprocess.run(["git", *map(str, words)], cwd=folder or self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def clone(self):
        self.git("init", "--quiet", "--bare", "--initial-branch", "pages", "remote.git")
        self.git("clone", "--quiet", "remote.git", "copy")
        return {"git": {"directory": "copy", "branch": "pages"}}

    def pushed(self, path):
        found = subprocess.run(["git", "show", f"pages:{path}"], cwd=self.folder / "remote.git", capture_output=True, text=True, check=False, timeout=60)
        return found.stdout if found.returncode == 0 else ""

    def test_the_site_is_committed_and_pushed_when_it_changes(self):
        export = self.clone()
        hook = self.folder / "copy/.git/hooks/pre-commit"
        hook.write_text("#!/bin/sh\nexit 1\n")
        hook.chmod(0o755)
        daemon = self.daemon(export)
        wait_until(lambda: "No incident is open" in self.pushed("index.html"), 30, lambda: daemon.log())
        self.assertIn("--link", self.pushed("style.css"))
        first = self.git("rev-list", "--count", "pages", folder=self.folder / "remote.git").strip()
        incident = self.declare(daemon, "Card payments fail")
        wait_until(lambda: "Card payments fail" in self.pushed("index.html"), 30, lambda: daemon.log())
        self.assertIn("Card payments fail", self.pushed(f"incidents/{incident}/index.html"))
        self.assertGreater(int(self.git("rev-list", "--count", "pages", folder=self.folder / "remote.git")), int(first))
        self.assertIn("Candor", self.git("log", "-1", "--format=%an", "pages", folder=self.folder / "remote.git"))

    def test_a_remote_that_is_away_gets_everything_when_it_is_back(self):
        export = self.clone()
        (self.folder / "remote.git").rename(self.folder / "away.git")
        daemon = self.daemon(export)
        wait_until(lambda: "git push ended with" in daemon.log(), 30, lambda: daemon.log())
        (self.folder / "away.git").rename(self.folder / "remote.git")
        self.declare(daemon, "Card payments fail")
        wait_until(lambda: "Card payments fail" in self.pushed("index.html"), 30, lambda: daemon.log())
        wait_until(lambda: "the site is written again" in daemon.log(), 30, lambda: daemon.log())

    def test_a_folder_that_is_no_clone_is_left_alone(self):
        (self.folder / "copy").mkdir()
        daemon = self.daemon({"git": {"directory": "copy"}})
        wait_until(lambda: "is no clone of a repository" in daemon.log(), 30, lambda: daemon.log())
        self.assertEqual(list((self.folder / "copy").iterdir()), [])

    def test_a_push_that_hangs_does_not_keep_the_daemon_from_stopping(self):
        export = self.clone()
        hang = self.folder / "remote.git/hooks/pre-receive"
        hang.write_text("#!/bin/sh\ntouch \"$PWD/reached\"\nexec sleep 600\n")
        hang.chmod(0o755)
        daemon = self.daemon(export)
        wait_until(lambda: (self.folder / "remote.git/reached").exists(), 30, lambda: daemon.log())
        self.assertTrue(daemon.healthy())
        self.assertEqual(daemon.stop(15), 0)


if __name__ == "__main__":
    unittest.main()
