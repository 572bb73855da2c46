"""What docs/api.md and docs/subscribers.md show on a command line, typed as it stands there, in order."""
import json
import re
import shlex
import subprocess
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import SOURCE, WEBHOOK_KEY, configuration, free_port, mail_channel, webhook_channel
from rig.mail_server import MailServer
from rig.webhook_receiver import WebhookReceiver


def commands(page):
    """Those behind a `$ ` in the console blocks of a page of docs/, each with the lines that belong to it."""
    blocks = re.findall(r"^```console\n(.*?)^```", (SOURCE / "docs" / page).read_text(), re.M | re.S)
    return [command.strip() for block in blocks for command in re.split(r"^\$ ", block, flags=re.M) if command.strip()]


class DocsTest(unittest.TestCase):
    def start(self, **more):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.mail = self.enterContext(MailServer())
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        channels = [webhook_channel(folder, receiver), mail_channel(folder, self.mail, "alice")]
        self.port = free_port()
        self.daemon = self.enterContext(Daemon(folder, configuration(channels, "10m", ca_file=self.mail.ca_file, http={"listen": [f"127.0.0.1:{self.port}"]}, **more)))

    def shell(self, script):
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_way_of_an_incident_through_the_api(self):
        self.start()
        typed = [line.replace("/run/candor/candor.sock", str(self.daemon.socket)) for line in commands("api.md")]
        self.assertGreaterEqual(len(typed), 8)
        setting, asking = typed[:2], typed[2:]
        self.assertIn("api()", setting[0])
        incident = None
        for line in asking:
            with self.subTest(line):
                answer = json.loads(self.shell("\n".join([*setting, line.replace("k3v", incident or "k3v")])))
                self.assertNotIn("error", answer)
                if incident is None:
                    incident = answer["incident"]["id"]
                    self.assertEqual(answer["update"]["number"], 1)
        self.assertEqual(self.daemon.cli_json("show", incident)["incident"]["status"], "resolved")

    def test_subscribing_on_the_command_line_and_by_program(self):
        self.start(subscribers={"email": "mail", "languages": ["en", "de"]})
        (self.daemon.folder / "customers.csv").write_text("address\nbob@example.org\n")
        ours = [line for line in commands("subscribers.md") if line.startswith("candor ")]
        self.assertGreaterEqual(len(ours), 2)
        for line in ours:
            with self.subTest(line):
                words = [str(self.daemon.folder / word) if word.endswith(".csv") else word for word in shlex.split(line)[1:]]
                done = self.daemon.cli(*words)
                self.assertEqual(done.exit_code, 0, done.err)
        programs = [line for line in commands("status-api.md") if line.startswith("curl ")]
        self.assertGreaterEqual(len(programs), 2)
        for line in programs:
            with self.subTest(line):
                line = line.replace("https://status.example.org", f"http://127.0.0.1:{self.port}").replace("curl ", "curl -sS ", 1)
                answer = json.loads(self.shell(line))
                self.assertEqual((answer["email"], answer["mode"]), ("ana@example.org", "email_sms"))
        self.assertEqual(self.daemon.cli_json("subscribers", "list")["subscribers"][0]["state"], "active")  # ana hears already: nothing changed


if __name__ == "__main__":
    unittest.main()
