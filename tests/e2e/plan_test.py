"""The plan on the real binaries: a gap stops the daemon, the plan's owner is on duty, its cadence is kept, SIGHUP swaps it."""
import pathlib
import subprocess
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import SOURCE, WEBHOOK_KEY, configuration, webhook_channel
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

BAD_CONFIGURATION = 4

PLAN = """\
name: Small
people:
  - {id: newsroom-lead, mail: newsroom@example.test}
  - {id: duty-manager, mail: duty@example.test}
  - {id: director, mail: director@example.test}
playbooks:
  - {id: supplier, when: {cause: external}, remedies: []}
  - {id: serious, when: {impact: [major, critical]}, deputy: duty-manager, escalation: director}
  - id: everyday
    owner: newsroom-lead
    cadence: 2s
    service_levels: {first_update: 1m, acknowledge: 5m, remind_before: 1s, follow_up_after: 1d}
    audiences: partners
"""


class PlanTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.write(PLAN)
        self.daemon = Daemon(self.folder, configuration([webhook_channel(self.folder, self.receiver)], "10m", plan={"file": "plan.yaml"}))

    def write(self, plan):
        (self.folder / "plan.yaml").write_text(plan)

    def run_program(self, name, *arguments):
        command = [self.daemon.binaries / name, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=self.folder)

    def check_config(self):
        return self.run_program("candord", "--config", self.daemon.config_file, "--check-config")

    def declare(self, *more):
        return self.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major", *more)["incident"]

    def wait_for_log(self, text):
        wait_until(lambda: text in self.daemon.log(), 30, lambda: f"{text!r} in the log:\n{self.daemon.log()}")

    def test_a_plan_with_a_gap_does_not_load(self):  # [S0.11]
        self.assertEqual(self.check_config().returncode, 0)
        self.write(PLAN.replace(", escalation: director", "").replace(" deputy: duty-manager", " deputy: nobody"))
        done = self.check_config()
        self.assertEqual(done.returncode, BAD_CONFIGURATION)
        self.assertIn("plan.yaml:8: playbooks[1].deputy: nobody is not there", done.stderr)
        self.write(PLAN.replace(", deputy: duty-manager", ""))
        done = self.check_config()
        self.assertEqual(done.returncode, BAD_CONFIGURATION)
        self.assertIn("plan.yaml: major: no deputy\n", done.stderr)
        self.assertIn("2 problems", done.stderr)
        (self.folder / "plan.yaml").unlink()
        self.assertIn("plan.yaml: cannot be read", self.check_config().stderr)

    def test_the_plan_names_the_owner_and_keeps_the_cadence_until_a_reload_swaps_it(self):  # [S0.11] [S2.5]
        with self.daemon:
            incident = self.declare()
            self.assertEqual((incident["owner"], incident["deputy"]), ("newsroom-lead", "duty-manager"))
            self.assertEqual(self.declare("--owner", "night-lead")["owner"], "night-lead")
            self.receiver.wait_for_requests(6)  # every 2 seconds; the configuration alone would say every 10 minutes
            self.write(PLAN.replace("    owner: newsroom-lead\n", ""))
            self.daemon.reload()
            self.wait_for_log("everywhere: no owner")
            self.assertEqual(self.declare()["owner"], "newsroom-lead")
            self.write(PLAN.replace("owner: newsroom-lead", "owner: director").replace(", escalation: director", ", escalation: newsroom-lead"))
            self.daemon.reload()
            self.wait_for_log("the configuration was taken over")
            self.assertEqual(self.declare()["owner"], "director")

    def test_the_command_line_checks_the_plan_that_the_daemon_would_read(self):  # [S0.11]
        config = ("--config", self.daemon.config_file)
        done = self.run_program("candor", "plan", "check", *config)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("75 situations, all decided", done.stdout)
        self.write(PLAN.replace("audiences: partners", "audiences: newsletter"))
        done = self.run_program("candor", "plan", "check", *config)
        self.assertEqual(done.returncode, 1)
        self.assertIn("newsletter is not there; expected an id from the configuration's channels (partners)", done.stdout)
        for plan in (SOURCE / "etc" / "plans").glob("*.yaml"):
            done = self.run_program("candor", "plan", "show", "--impact", "major", "--scope", "many", plan)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Who", done.stdout)


if __name__ == "__main__":
    unittest.main()
