"""Three days of one incident with the real programs, a real mail server and a real receiver: the script that the scenario
test lives in virtual time, with its waits made short."""
import datetime
import pathlib
import re
import shlex
import tempfile
import unittest
import urllib.request
from urllib.parse import urlencode

from rig.daemon import Daemon
from rig.example import configuration, free_port, mail_channel, webhook_channel, WEBHOOK_KEY
from rig.mail_server import MailServer, text_of
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

SCRIPT = pathlib.Path(__file__).resolve().parents[1] / "scenario" / "three_days.txt"
LINE = re.compile(r"(\d+:\d+)\s+(\S+)\s+(.+)")
# What is relative to the moment is said in seconds. The expected end (+60m) is told with the next update, and missed, as in the script.
SHORT = {"+50m": "+10m", "+60m": "+12s", "+25h": "+6s", "+26h": "+10m", "+20h": "+10m"}
PLAN = """\
name: Small
people:
  - {id: shop-lead, mail: alice@example.test}
  - {id: duty-manager, mail: bob@example.test}
  - {id: security-lead, mail: bob@example.test}
playbooks:
  - id: everyday
    owner: shop-lead
    deputy: duty-manager
    escalation: security-lead
    cadence: 8s
    service_levels: {first_update: 1m, acknowledge: 10m, remind_before: 3s, follow_up_after: 4s}
    audiences: [mail, partners]
    remedies: [voucher]
    approvals: [security]
approvals:
  - {id: security, words: [password*], approvers: security-lead, holding_after: 1m}
options:
  - {component: checkout, choices: [Pay by bank transfer, Order by telephone]}
caps:
  - {currency: EUR, per_customer: 5000, per_incident: 500000}
remedies:
  - {id: voucher, kind: coupon, text: a voucher for 10 euros, value: 1000, cost: 400, currency: EUR}
"""


class ThreeDaysTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.mail = cls.enterClassContext(MailServer())
        cls.webhook = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        cls.port = free_port()
        (cls.folder / "plan.yaml").write_text(PLAN)
        cls.daemon = cls.enterClassContext(Daemon(cls.folder, configuration(
            [mail_channel(cls.folder, cls.mail, "carol"), webhook_channel(cls.folder, cls.webhook)], ca_file=cls.mail.ca_file, plan={"file": "plan.yaml"},
            organisation={"url": f"http://127.0.0.1:{cls.port}"}, http={"listen": [f"127.0.0.1:{cls.port}"]},
            cadence={"recheck_after": ["2s", "4s"], "follow_up_after": "4s", "case_every": "10s", "reminders": []})))
        cls.opened = {}

    def test_from_the_first_report_to_the_loop_that_is_closed(self):  # [S0.5] [S0.23] [S0.28] [S1.16] [S3.13]
        for number, line in enumerate(SCRIPT.read_text().splitlines(), 1):
            found = LINE.match(line)
            if not found:
                continue
            try:
                self.hear(found[3]) if found[2] == "customer" else self.type(found[2], found[3])
            except Exception as error:
                error.add_note(f"line {number}: {line}")
                raise
        incident = self.shown("-")
        self.assertEqual(incident["status"], "closed")
        self.assertEqual(self.shown("=")["status"], "closed")
        self.assertEqual(self.shown("+")["status"], "completed")
        self.assertFalse([promise for promise in incident["promises"] if promise["state"] == "open"])
        self.assertIn("eta", [promise["kind"] for promise in incident["promises"] if promise["state"] == "missed"])

        said = [update["number"] for update in incident["updates"]]
        of_this = lambda request: request.json()["data"]["incident"]["id"] == self.opened["-"]
        heard = [request.json()["data"]["update"] for request in self.webhook.wait_for_requests(2, where=of_this)]
        kinds = [update["kind"] for update in heard]
        for kind in ("first", "progress", "resolution", "follow_up", "review"):
            self.assertIn(kind, kinds)
        self.assertEqual(kinds.count("resolution"), 2)
        self.assertEqual(said, sorted(said))
        self.assertTrue(nothing_is_under_way(self.daemon.cli_json("deliveries", self.opened["-"])))

    # --- what people do

    def type(self, who, line):
        words = [self.opened.get(word, SHORT.get(word, word)) for word in shlex.split(line)]
        if words[0] in ("kept", "broken"):
            words = [self.promise(word[2:]) if word.startswith("p:") else word for word in words]
        words = [self.mail.address("carol") if word == "sam@example.net" else word for word in words]
        if words[0] == "resolve":  # the reports are minutes old here, not hours
            words += ["--because", "both reported it before it was mended"]
        self.wait_before(words)
        answer = self.as_person(who, *words)
        if words[0] in ("declare", "case", "maintenance"):
            self.opened[{"declare": "-", "case": "=", "maintenance": "+"}[words[0]]] = (answer.get("case") or answer["incident"])["id"]

    def wait_before(self, words):
        """For what the script's hours bring about."""
        if words[0] == "start":
            begin = datetime.datetime.fromisoformat(self.shown("+")["window"]["from"])
            wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) >= begin, 30, "the announced minute")
        if words[0] == "close":
            wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", words[1])), 60, "the deliveries")
            wait_until(lambda: any(update["kind"] == "follow_up" for update in self.daemon.cli_json("show", words[1])["incident"]["updates"]), 60, "the question")
        if words[0] == "resolve" and words[1] == self.opened["-"]:  # the expected end has passed, and that was admitted
            self.webhook.wait_for_requests(1, where=lambda request: "It is not over." in request.json()["data"]["update"]["text"])

    def hear(self, line):
        if ": " in line:
            component, rest = line.split(": ", 1)
            text, task = rest.split(" / ")
            return self.send("/report", component=component, text=text, blocked_task=task)
        if line.startswith("chooses "):
            offered = wait_until(lambda: next((mail for mail in self.mail.read_mailbox("carol") if "Choose yours" in text_of(mail)), None), 60, "the options")
            return self.send(re.search(rf"Choose yours[^\n]*http://127\.0\.0\.1:{self.port}(/answer/[\w-]+)", text_of(offered))[1], choice=line.split()[1])
        asked = wait_until(lambda: next((mail for mail in self.mail.read_mailbox("carol") if "Is it over for you, too?" in text_of(mail)
                                         and "/incidents/" + self.opened["-"] in text_of(mail)), None), 60, "the question")
        link = re.search(rf"http://127\.0\.0\.1:{self.port}(/answer/\S+)", text_of(asked))[1]
        return self.send(link, choice=line)

    # --- means

    def as_person(self, who, *words):
        token = self.folder / f"{who}.token"
        if not token.exists():
            token.touch(mode=0o600)
            token.write_text(self.daemon.cli_json("token", "create", who, "--scope", "respond")["token"] + "\n")
        return self.daemon.cli_json("--url", f"http://127.0.0.1:{self.port}", "--token-file", token, *words)

    def send(self, path, **form):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", urlencode(form).encode(), timeout=30) as answer:
            self.assertEqual(answer.status, 200)

    def shown(self, which):
        return self.daemon.cli_json("show", self.opened[which])["incident"]

    def promise(self, about):
        return next(promise["id"] for promise in self.shown("-")["promises"]
                    if promise["state"] == "open" and (promise["to"] or "").startswith(about) or promise["state"] == "open" and promise["kind"] == about)


if __name__ == "__main__":
    unittest.main()
