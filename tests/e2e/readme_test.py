"""The tour of five minutes in README.md, typed as it stands there, in order."""
import re
import shlex
import tempfile
import unittest

from rig.daemon import Daemon
from rig.example import MASTODON_TOKEN, SOURCE, WEBHOOK_KEY, configuration, mastodon_channel, webhook_channel
from rig.mastodon_stand_in import MastodonStandIn
from rig.webhook_receiver import WebhookReceiver


def commands():
    """The lines that begin with `candor` in the code blocks of the tour."""
    tour = re.search(r"^## A tour.*?(?=^## )", (SOURCE / "README.md").read_text(), re.M | re.S)[0]
    blocks = re.findall(r"^```\w*\n(.*?)^```", tour, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("candor ")]


class ReadmeTest(unittest.TestCase):
    def test_every_command_of_the_tour_works(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        social = self.enterContext(MastodonStandIn(MASTODON_TOKEN))
        channels = [webhook_channel(folder, receiver), mastodon_channel(folder, social)]
        daemon = self.enterContext(Daemon(folder, configuration(channels, "10m")))
        steps = commands()
        self.assertEqual([steps[0][0], steps[-1][0]], ["declare", "resolve"])
        self.assertGreaterEqual(len(steps), 10)
        for step in steps:
            with self.subTest(command=shlex.join(step)):
                result = daemon.cli(*step)
                refused = step[0] == "check"  # as the README says beside it
                self.assertEqual((result.exit_code, bool(result.out)), (1 if refused else 0, True), result.out + result.err)
                if refused:
                    self.assertIn("HON-101", result.out)
        receiver.wait_for_requests(3)
        incident, = daemon.api("GET", "/api/v1/incidents?state=all")[1]["incidents"]
        self.assertEqual(incident["status"], "resolved")


if __name__ == "__main__":
    unittest.main(verbosity=2)
