"""When the machine itself is in trouble: no descriptors, a full disk, a restored copy; and the brake."""
import contextlib
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, free_port, webhook_channel
from rig.lean import lean_honesty
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

EVERY = 3  # seconds


def updates_heard(receiver):
    return [request.json()["data"]["update"] for request in receiver.requests]


class TroubleTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))

    def daemon_of(self, every=f"{EVERY}s", **sections):
        config = configuration([webhook_channel(self.folder, self.receiver)], every, cadence={"margin": "500ms"}, honesty=lean_honesty(self.folder), **sections)
        daemon = Daemon(self.folder, config)
        self.addCleanup(lambda: daemon.__exit__(None))
        return daemon

    def declare(self, daemon):
        return daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]

    def candor(self, daemon, *arguments):
        return subprocess.run([daemon.binaries / "candor", *arguments], capture_output=True, text=True, timeout=60)


class FailureTest(TroubleTest):
    """A mistake of ours, in one part: what is left would look alive, and keep nobody's word."""

    def check(self, failpoint, heard_before):
        daemon = self.daemon_of()
        daemon.start(failpoint=f"{failpoint}:throw")
        self.declare(daemon)
        self.assertEqual(daemon.wait_for_exit(), 1)
        self.assertIn("a failpoint threw", daemon.log())
        self.assertIn("the next start goes on from what was committed", daemon.log())
        self.assertEqual(len({update["id"] for update in updates_heard(self.receiver)}), heard_before)
        daemon.start()
        self.receiver.wait_for_requests(heard_before + 2)
        numbers = [update["number"] for update in updates_heard(self.receiver)]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual(set(numbers), set(range(1, max(numbers) + 1)))

    def test_the_dispatcher(self):
        self.check("exchange.after:2", 0)  # the first is at the start

    def test_an_attempt(self):
        self.check("attempt.settled:1", 1)

    def test_the_clock(self):
        self.check("tick.timer_fired:1", 1)


class DescriptorTest(TroubleTest):
    def test_updates_go_out_on_time_though_strangers_take_every_descriptor_they_can_get(self):
        port = free_port()
        daemon = self.daemon_of(http={"listen": [f"127.0.0.1:{port}"]})
        daemon.start(under=["prlimit", "--nofile=64:64"])
        self.declare(daemon)
        self.receiver.wait_for_requests(1)
        ended = threading.Event()
        with contextlib.ExitStack() as stack:
            connections = []
            for number in range(500):
                connection = stack.enter_context(contextlib.closing(socket.socket()))
                connection.settimeout(2)
                with contextlib.suppress(OSError):
                    connection.bind((f"127.0.5.{number % 20 + 1}", 0))
                    connection.connect(("127.0.0.1", port))
                    connection.sendall(b"GET / HTTP/1.1\r\nHost: status.example.test\r\nX-Slow: ")
                    connections.append(connection)

            def go_on():
                while not ended.wait(0.5):
                    for connection in connections:
                        with contextlib.suppress(OSError):
                            connection.send(b"a", socket.MSG_DONTWAIT)
            sender = threading.Thread(target=go_on)
            sender.start()
            try:
                heard = len(self.receiver.requests)
                wait_until(lambda: len(self.receiver.requests) >= heard + 3, 6 * EVERY, "three more updates at the receiver")
                self.assertTrue(daemon.healthy())  # the socket is for those who work here
            finally:
                ended.set()
                sender.join()
        for update in updates_heard(self.receiver):
            self.assertFalse(update.get("late_seconds"), update)


class BrakeTest(TroubleTest):
    def test_nothing_leaves_a_frozen_house_and_then_the_newest_word_does(self):
        daemon = self.daemon_of("1h")
        daemon.start()
        incident = self.declare(daemon)
        self.receiver.wait_for_requests(1)
        frozen = daemon.cli("freeze", "a wrong text is going out")
        self.assertEqual(frozen.exit_code, 0, frozen.err)
        self.assertIn("Nothing is sent until: candor resume", " ".join(frozen.out.split()))
        daemon.cli_json("update", incident, "Our payment team reads the logs of the gateway.")
        daemon.cli_json("update", incident, "Our payment team talks to the card network.")
        self.assertIn("FROZEN", daemon.cli("status").out)
        _, _, page = daemon.request("GET", "/")
        self.assertIn(b"Our updates are paused since", page)

        daemon.restart()  # it stays as it was
        self.assertIn("FROZEN", daemon.cli("show", incident).out)
        self.assertIn(b"candor_frozen 1", daemon.request("GET", "/metrics")[2])
        time.sleep(1)  # nothing can be waited for where nothing comes
        self.assertEqual(len(self.receiver.requests), 1)

        self.assertEqual(daemon.cli("resume").exit_code, 0)
        self.receiver.wait_for_requests(2)
        wait_until(lambda: "card network" in self.receiver.requests[-1].json()["data"]["update"]["text"], 20, "the newest word")
        self.assertNotIn("FROZEN", daemon.cli("status").out)
        self.assertEqual(daemon.cli("resume").exit_code, 1)

    def test_what_had_not_arrived_can_be_dropped_and_what_is_said_afterwards_goes_out(self):
        self.receiver.script = [503] * 50
        daemon = self.daemon_of("1h", retry=("1s",) * 20)
        daemon.start()
        incident = self.declare(daemon)
        self.receiver.wait_for_requests(1)
        daemon.cli("freeze")
        self.assertEqual(daemon.cli_json("resume", "--drop-waiting")["dropped"], 1)
        self.receiver.script = []
        heard = len(self.receiver.requests)
        daemon.cli_json("update", incident, "Our payment team reads the logs of the gateway.")
        self.receiver.wait_for_requests(heard + 1)
        self.assertEqual([update["number"] for update in updates_heard(self.receiver)[heard:]], [2])


class BackupTest(TroubleTest):
    def test_a_restored_copy_sends_nothing_until_somebody_says_so(self):
        self.receiver.script = [503] * 1000
        daemon = self.daemon_of(retry=("3s",) * 20)
        daemon.start()
        incident = self.declare(daemon)
        self.receiver.wait_for_requests(1)
        copy = self.folder / "copy.db"
        made = self.candor(daemon, "backup", str(copy), "--config", str(daemon.config_file))
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn("All of it is what was committed.", made.stdout)
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.candor(daemon, "backup", str(copy), "--config", str(daemon.config_file)).returncode, 1)
        self.assertEqual(self.candor(daemon, "backup", "--check", str(copy)).returncode, 0)
        daemon.stop()

        database = self.folder / "candor.db"
        for left in self.folder.glob("candor.db*"):
            left.unlink()
        shutil.copy(copy, database)
        database.chmod(0o600)
        self.receiver.script = []
        heard = len(self.receiver.requests)
        daemon.start()
        self.assertIn("this database is a copy", daemon.log())
        _, _, page = daemon.request("GET", f"/incidents/{incident}")
        self.assertIn(b"restored from a copy of", page)
        time.sleep(2 * EVERY)  # two updates would have been due
        self.assertEqual(len(self.receiver.requests), heard)

        done = daemon.cli_json("resume")
        self.assertGreaterEqual(done["dropped"], 1)
        self.receiver.wait_for_requests(heard + 1)
        told = self.receiver.requests[heard].json()["data"]["update"]
        self.assertGreater(told["number"], 1)  # not what the copy still had to send
        self.assertIn("late", told["text"])

    def test_damage_is_told_and_the_others_go_on(self):
        daemon = self.daemon_of()
        daemon.start()
        damaged, whole = self.declare(daemon), self.declare(daemon)
        daemon.cli_json("fact", damaged, "symptom", "card payments are declined")
        daemon.stop()
        script = f"UPDATE event SET body = REPLACE(body, 'declined', 'accepted') WHERE incident = '{damaged}'"
        with contextlib.closing(sqlite3.connect(self.folder / "candor.db")) as database:
            database.execute(script)
            database.commit()
        daemon.start()
        wait_until(lambda: "is not what was committed" in daemon.log(), 20, "the log says so")
        self.assertIn("damaged", daemon.cli("status").out)
        refused = daemon.cli("fact", damaged, "symptom", "more")
        self.assertNotEqual(refused.exit_code, 0)
        self.assertIn("is not what was committed", " ".join(refused.err.split()))
        heard = len(self.receiver.requests)
        wait_until(lambda: any(request.json()["data"]["incident"]["id"] == whole for request in self.receiver.requests[heard:]), 30, "an update of the other")
        self.assertFalse(any(request.json()["data"]["incident"]["id"] == damaged for request in self.receiver.requests[heard:]))


class FullDiskTest(TroubleTest):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.disk], capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(lambda: subprocess.run(["umount", "-l", self.disk], check=True))

    def fill(self):
        file = self.disk / "filler"
        with contextlib.suppress(OSError), file.open("wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
        return file

    def test_on_a_full_disk_what_is_due_goes_out_and_nothing_is_half_done(self):
        daemon = self.daemon_of(store={"path": str(self.disk / "candor.db")})
        daemon.start()
        incident = self.declare(daemon)
        self.receiver.wait_for_requests(1)
        self.assertTrue((self.disk / "candor.db.ballast").exists())
        filler = self.fill()
        heard = len(self.receiver.requests)
        wait_until(lambda: len(self.receiver.requests) >= heard + 3, 10 * EVERY, "updates on the full disk")
        self.assertIn("the disk is full", daemon.log())
        for update in updates_heard(self.receiver):
            self.assertNotIn("late", update["text"])

        self.fill()  # what the reserve left, too
        full = daemon.cli("update", incident, "x" * 900)
        for _ in range(200):
            if full.exit_code != 0:
                break
            full = daemon.cli("fact", incident, "symptom", "y" * 900)
        self.assertNotEqual(full.exit_code, 0)
        for left in self.disk.glob("filler*"):
            left.unlink()
        wait_until(lambda: daemon.cli("fact", incident, "symptom", "card payments fail").exit_code == 0, 30, "a command is taken again")
        heard = len(self.receiver.requests)
        wait_until(lambda: len(self.receiver.requests) > heard, 5 * EVERY, "an update after the room is back")
        del filler
        daemon.stop()
        self.assertEqual(self.candor(daemon, "backup", "--check", str(self.disk / "candor.db")).returncode, 0)


if __name__ == "__main__":
    unittest.main()
