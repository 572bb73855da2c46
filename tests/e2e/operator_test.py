"""What the one who runs candord relies on: configuration, signals, exit statuses, tokens, secrets."""
import datetime
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from rig.daemon import Daemon
from rig.example import configuration, free_port, mail_channel, mastodon_channel, MASTODON_TOKEN, webhook_channel, WEBHOOK_KEY
from rig.http_stand_in import HANG
from rig.lean import lean_honesty
from rig.mail_server import PASSWORD, MailServer
from rig.mastodon_stand_in import MastodonStandIn
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

# What the programs end with (docs/operating.md).
ANOTHER_HAS_THE_DATABASE, BAD_CONFIGURATION = 3, 4


class OperatorTest(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))

    def configure(self, every="10m", receivers=None, channels=(), **how):
        return configuration([webhook_channel(self.folder, *(receivers or [self.receiver])), *channels], every, honesty=lean_honesty(self.folder), **how)

    def start(self, *args, **how):
        self.daemon = self.enterContext(Daemon(self.folder, self.configure(*args, **how)))
        return self.daemon

    def declare(self):
        self.id = self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]
        return self.id

    def updates(self):
        return self.daemon.api("GET", f"/api/v1/incidents/{self.id}")[1]["incident"]["updates"]

    def candord(self, *arguments):
        """Runs a second candord with the daemon's configuration until it ends."""
        command = [self.daemon.binaries / "candord", "--config", self.daemon.config_file, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=self.folder)

    def wait_for_log(self, text):
        wait_until(lambda: text in self.daemon.log(), 30, lambda: f"{text!r} in the log:\n{self.daemon.log()}")


class ConfigurationTest(OperatorTest):
    def test_every_problem_is_named_with_its_file_and_line(self):
        text = """\
organisation:
  nmae: Example
  url: https://status.example.test
components:
  - {id: checkout, name: Checkout}
channels:
  - id: mail
    kind: email
    host: localhost
    from: nobody
    recipients: []
"""
        self.daemon = Daemon(self.folder, text)
        done = self.candord("--check-config")
        self.assertEqual(done.returncode, BAD_CONFIGURATION, done.stderr)
        said = re.findall(rf"^{re.escape(str(self.daemon.config_file))}:(\d+): ([^:]+): ", done.stdout + done.stderr, re.M)
        self.assertLessEqual({("1", "organisation.name"), ("2", "organisation.nmae"), ("10", "channels[0].from"),
                              ("11", "channels[0].recipients")}, set(said))
        self.assertEqual(self.candord().returncode, BAD_CONFIGURATION)

    def test_a_good_one_is_checked_without_starting_anything(self):
        self.daemon = Daemon(self.folder, self.configure())
        done = self.candord("--check-config")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse((self.daemon.folder / "candor.db").exists())

    def test_a_secret_that_others_may_read_is_a_problem(self):
        self.daemon = Daemon(self.folder, self.configure())
        (self.daemon.folder / "webhook.key").chmod(0o644)
        done = self.candord("--check-config")
        self.assertEqual(done.returncode, BAD_CONFIGURATION)
        self.assertIn("webhook.key", done.stdout + done.stderr)
        self.assertNotIn(WEBHOOK_KEY.removeprefix("whsec_"), done.stdout + done.stderr)

    def test_authorities_that_cannot_be_read_are_a_problem(self):
        text = self.configure()
        self.daemon = Daemon(self.folder, {**text, "delivery": {**text.get("delivery", {}), "ca_file": "authorities.pem"}})
        (self.daemon.folder / "authorities.pem").write_text("none\n")
        done = self.candord("--check-config")
        self.assertEqual(done.returncode, BAD_CONFIGURATION)
        self.assertIn("delivery.ca_file: the file of authorities cannot be read", done.stdout + done.stderr)

    def test_a_reload_takes_over_all_or_nothing(self):
        self.start()
        self.declare()
        self.receiver.wait_for_requests(1)
        added = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        good = self.configure(receivers=[self.receiver, added])
        self.daemon.write_config({**good, "components": []})
        self.daemon.reload()
        self.wait_for_log("the configuration was not taken over")
        self.assertIn("components", self.daemon.log())
        self.daemon.cli_json("update", self.id, "One.")
        self.receiver.wait_for_requests(2)
        self.assertEqual(added.requests, [])
        self.daemon.write_config(good)
        self.daemon.reload()
        self.wait_for_log("the configuration was taken over")
        self.daemon.cli_json("update", self.id, "Two.")
        heard, = added.wait_for_requests(1)
        self.assertIn("Two.", heard.json()["data"]["update"]["text"])
        self.receiver.wait_for_requests(3)


class LifeTest(OperatorTest):
    def test_two_never_have_the_same_database(self):
        self.start()
        second = self.candord()
        self.assertEqual(second.returncode, ANOTHER_HAS_THE_DATABASE, second.stderr)
        self.assertTrue(second.stderr)
        self.assertTrue(self.daemon.healthy())

    def test_sigterm_waits_for_what_is_under_way_and_stores_its_outcome(self):
        self.receiver.script = [HANG]
        self.start(delivery={"attempt_timeout": "3s"})
        self.declare()
        request, = self.receiver.wait_for_requests(1)
        self.assertEqual(self.daemon.stop(), 0)
        self.assertGreaterEqual(time.time() - request.received_at, 2.5)  # the attempt had its time
        self.daemon.check_sanitizers()
        self.daemon.start()
        first, again = self.receiver.wait_for_requests(2)
        self.assertEqual(first.headers["webhook-id"], again.headers["webhook-id"])
        self.assertNotIn("attempts had no outcome", self.daemon.log())

    def test_a_stop_takes_no_longer_than_the_drain_timeout(self):
        self.receiver.script = [HANG] * 5
        self.start(delivery={"attempt_timeout": "1m"}, drain_timeout="1s")
        self.declare()
        self.receiver.wait_for_requests(1)
        self.assertEqual(self.daemon.stop(timeout=15), 0)
        self.daemon.check_sanitizers()

    def test_a_restart_changes_nothing_for_the_readers(self):  # [S1.3]
        self.start()
        self.declare()
        self.receiver.wait_for_requests(1)
        before = self.daemon.api("GET", f"/api/v1/incidents/{self.id}?events=true")
        for end in (self.daemon.stop, self.daemon.kill):
            end()
            self.daemon.start()
            self.assertEqual(self.daemon.api("GET", f"/api/v1/incidents/{self.id}?events=true"), before)
            status, _, page = self.daemon.request("GET", f"/incidents/{self.id}")  # the address that readers pass on
            self.assertEqual((status, b"Card payments fail" in page), (200, True))
        self.daemon.cli_json("update", self.id, "We are at work.")
        requests = self.receiver.wait_for_requests(2)
        self.assertEqual([request.json()["data"]["update"]["number"] for request in requests], [1, 2])

    def test_promises_that_passed_in_a_suspension_become_one_update_that_admits_it(self):  # [S0.26]
        every = 2
        self.start(f"{every}s")
        self.declare()
        promised = self.updates()[0]["audiences"][0]["next"]
        due = datetime.datetime.fromisoformat(promised.replace("Z", "+00:00")).timestamp()
        os.kill(self.daemon.pid, signal.SIGSTOP)
        wait_until(lambda: time.time() > due + 2.5 * every, 30, "two more promised times have passed")
        os.kill(self.daemon.pid, signal.SIGCONT)
        resumed = time.time()
        late = self.receiver.wait_for_requests(2)[1]
        update = late.json()["data"]["update"]
        self.assertLess(late.received_at, resumed + 3)
        self.assertEqual((update["number"], update["scheduled"]), (2, True))
        self.assertGreaterEqual(update["late_by_seconds"], 2 * every)
        self.assertRegex(update["text"], rf"This update is .* late: we promised it for {promised[11:19]}")
        following = self.receiver.wait_for_requests(3)[2].json()["data"]["update"]
        self.assertGreaterEqual(following["published_at"], update["next_update_at"])  # not one for each that was missed
        self.assertIsNone(following["late_by_seconds"])

    def test_systemd_is_told_when_it_is_ready_and_when_it_stops(self):
        address = os.path.join(self.folder, "notify.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(address)
            notify.settimeout(30)
            self.daemon = Daemon(self.folder, self.configure())
            self.daemon.start(environment={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"})
            with self.subTest("ready"):
                self.assertIn("READY=1", self.hear(notify, "READY=1"))
            with self.subTest("watchdog"):
                self.hear(notify, "WATCHDOG=1")
            with self.subTest("reloading"):
                self.daemon.reload()
                self.assertIn("MONOTONIC_USEC=", self.hear(notify, "RELOADING=1"))
                self.hear(notify, "READY=1")
            self.assertEqual(self.daemon.stop(), 0)
            self.hear(notify, "STOPPING=1")

    def hear(self, notify, wanted):
        """The first message that has this line."""
        while True:
            message = notify.recv(4096).decode()
            if wanted in message.splitlines():
                return message


class AccessTest(OperatorTest):
    INCIDENT = {"title": "Card payments fail", "components": ["checkout"], "impact": "major"}

    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.start(http={"listen": [f"127.0.0.1:{self.port}"]})

    def over_tcp(self, method, path, token=None, body=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def token(self, scope):
        return self.daemon.cli_json("token", "create", f"a-{scope}", "--scope", scope)["token"]

    def declare_with(self, token):
        return self.over_tcp("POST", "/api/v1/incidents", token, self.INCIDENT)[0]

    def test_over_the_network_a_token_says_what_is_allowed(self):  # [S0.14]
        self.assertEqual(self.declare_with(None), 401)
        self.assertEqual(self.declare_with("cdr_" + "x" * 40), 401)
        self.assertEqual(self.declare_with(self.token("read")), 403)
        self.assertEqual(self.declare_with(self.token("respond")), 201)
        self.assertEqual(self.over_tcp("GET", "/api/v1/health")[0], 200)
        self.assertEqual(self.over_tcp("GET", "/")[0], 200)
        self.receiver.wait_for_requests(1)

    def test_only_an_administrator_makes_tokens(self):
        respond = self.token("respond")
        wanted = {"name": "another", "scope": "admin"}
        self.assertEqual(self.over_tcp("POST", "/api/v1/tokens", respond, wanted)[0], 403)
        self.assertEqual(self.over_tcp("POST", "/api/v1/tokens", self.token("admin"), wanted)[0], 201)

    def test_a_revoked_token_opens_nothing(self):
        token = self.token("respond")
        self.assertEqual(self.over_tcp("GET", "/api/v1/whoami", token)[0], 200)
        self.assertEqual(self.daemon.cli("token", "revoke", "a-respond").exit_code, 0)
        self.assertEqual(self.over_tcp("GET", "/api/v1/whoami", token)[0], 401)

    def test_the_command_line_works_over_the_network(self):
        file = self.daemon.folder / "token"
        file.write_text(self.token("read"))
        file.chmod(0o600)
        command = [self.daemon.binaries / "candor", "--url", f"http://127.0.0.1:{self.port}", "--token-file", file, "whoami", "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["scope"], "read")

    def test_a_token_outlives_a_restart_and_is_nowhere_in_clear(self):
        token = self.token("read")
        self.daemon.restart()
        self.assertEqual(self.over_tcp("GET", "/api/v1/whoami", token)[0], 200)
        for file in self.daemon.folder.glob("*"):
            if file.is_file() and file.name != "webhook.key":
                self.assertNotIn(token.encode(), file.read_bytes(), file.name)

    def test_the_socket_is_for_its_owner(self):
        self.assertEqual(self.daemon.socket.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.daemon.cli_json("whoami")["scope"], "admin")


class SecretsTest(OperatorTest):
    def test_no_secret_comes_out_anywhere(self):
        mail = self.enterContext(MailServer())
        social = self.enterContext(MastodonStandIn("another token than ours"))  # so that every post is refused
        self.receiver.script = [500, 503]
        channels = [mail_channel(self.folder, mail, "alice"), mastodon_channel(self.folder, social)]
        self.start(channels=channels, ca_file=mail.ca_file, log={"level": "debug"})
        self.declare()
        self.receiver.wait_for_requests(3)
        mail.wait_for_mail("alice", 1)
        social.wait_for_requests(1, where=lambda request: request.method == "POST")
        self.assertEqual(social.requests[-1].headers.get("authorization"), f"Bearer {MASTODON_TOKEN}")
        shown = [self.daemon.request("GET", path)[2] for path in (
            "/", f"/incidents/{self.id}", f"/api/v1/incidents/{self.id}?events=true", f"/api/v1/incidents/{self.id}/deliveries",
            "/api/v1/nothing-here", "/metrics", "/api/v1/incidents/zzzz", "/api/v1/openapi.json")]
        shown.append(self.daemon.request("POST", "/api/v1/incidents", b"{")[2])
        self.daemon.write_config({**self.configure(channels=channels, ca_file=mail.ca_file), "components": 7})
        self.daemon.reload()
        self.wait_for_log("the configuration was not taken over")
        self.daemon.stop()
        files = [*self.daemon.folder.glob("candor.db*"), self.daemon.log_file]
        shown += [file.read_bytes() for file in files] + [raw for raw in mail.read_raw("alice")]
        for secret in (WEBHOOK_KEY.removeprefix("whsec_"), MASTODON_TOKEN, PASSWORD):
            self.assertEqual([text for text in shown if secret.encode() in text], [])



if __name__ == "__main__":
    unittest.main(verbosity=2)
