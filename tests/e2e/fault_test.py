"""Rows of the fault matrix (docs/reliability.md) that need the real program: what goes wrong around it, and what it keeps up."""
import contextlib
import datetime
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from rig.crowd import Crowd
from rig.daemon import Daemon
from rig.example import WEBHOOK_KEY, configuration, secret, webhook_channel
from rig.lean import lean_honesty
from rig.ledger import Ledger
from rig.rude import RudeEndpoint, SilentRelay, hangs, never_ends_its_body, never_ends_its_header, trickles
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

RESTARTS = int(os.environ.get("CANDOR_RESTARTS", 30))    # `make faults`: 100
MUTATIONS = int(os.environ.get("CANDOR_MUTATIONS", 60))  # `make faults`: 200
MAILS = int(os.environ.get("CANDOR_MAILS", 100))         # `make faults`: 1,000
HOSTS = int(os.environ.get("CANDOR_HOSTS", 1000))        # `make faults`: 10,000
SEED = int(os.environ.get("CANDOR_SEED", 1))


def resident(pid):
    """Bytes."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class FaultTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="candor-")))

    def start(self, channels, every="10m", environment=None, **how):
        self.config = configuration(channels, every, honesty=lean_honesty(self.folder), **how)
        self.daemon = Daemon(self.folder, self.config)
        self.addCleanup(lambda: self.daemon.running() and self.daemon.kill())
        self.daemon.start(environment=environment)

    def end(self):
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.check_sanitizers()

    def declare(self):
        answer = self.ask("POST", "/api/v1/incidents", {"title": "Card payments fail", "components": ["checkout"], "impact": "major", "scope": "many"})
        self.id = answer["incident"]["id"]
        return answer

    def resolve(self):
        return self.ask("POST", f"/api/v1/incidents/{self.id}/resolve", {"verified": "20 test payments"})

    def ask(self, method, path, body=None, expected=(200, 201)):
        status, answer = self.daemon.api(method, path, body)
        self.assertIn(status, expected, answer)
        return answer

    def deliveries(self):
        return self.ask("GET", f"/api/v1/incidents/{self.id}/deliveries?limit=500")

    def updates(self):
        return self.ask("GET", f"/api/v1/incidents/{self.id}")["incident"]["updates"]

    def wait_until_settled(self, timeout=60):
        wait_until(lambda: nothing_is_under_way(self.deliveries()), timeout, lambda: self.deliveries()["counts"])


class NetworkTest(FaultTest):
    def test_a_mail_that_was_taken_without_a_word_is_repeated_under_its_message_id_and_none_is_lost(self):
        relay = self.enterContext(SilentRelay())
        mail = {"id": "mail", "kind": "email", "host": "localhost", "port": relay.port, "tls": "none", "from": "status@example.test",
                "recipients": [f"reader{number}@example.test" for number in range(MAILS)]}
        self.start([mail])
        self.declare()
        self.wait_until_settled(60 + MAILS // 2)
        self.resolve()
        self.wait_until_settled(60 + MAILS // 2)
        counts = self.deliveries()["counts"]
        self.assertEqual((counts["delivered"], counts["failed"]), (2 * MAILS, 0))
        taken = relay.taken()
        self.assertEqual(len(taken), 2 * MAILS)          # one Message-ID for each recipient and update
        self.assertEqual(set(taken.values()), {2})       # without a word, and then with one
        print(f"\nRFC 1047: {2 * MAILS} mails, each dropped after the dot once: 0 lost, the same Message-ID, one repeat each")
        self.end()

    def test_endpoints_that_never_come_to_an_end_cost_neither_memory_nor_others_time(self):
        rude = [self.enterContext(RudeEndpoint(manner)) for manner in (hangs, trickles, never_ends_its_body, never_ends_its_header) for _ in range(3)]
        healthy = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        # What was freed is not kept for AddressSanitizer: memory is measured here.
        self.start([webhook_channel(self.folder, *rude, healthy)], delivery={"attempt_timeout": "4s"}, retry=("1s",),
                   environment={"ASAN_OPTIONS": "quarantine_size_mb=1"})
        before = resident(self.daemon.pid)
        most = before
        declared = time.monotonic()
        self.declare()
        healthy.wait_for_requests(1, timeout=10)
        self.assertLess(time.monotonic() - declared, 3)

        def all_ended():
            nonlocal most
            most = max(most, resident(self.daemon.pid))
            return nothing_is_under_way(self.deliveries())
        wait_until(all_ended, 60, lambda: self.deliveries())
        states = {one["recipient"]: one["state"] for one in self.deliveries()["deliveries"]}
        self.assertEqual([states[f"receiver-{number}"] for number in range(1, 13)],
                         ["failed"] * 6 + ["delivered"] * 6)  # a status line is an answer, whatever follows
        self.assertLess(most - before, 32 * 1024 * 1024)
        self.assertLess(sum(one.sent for one in rude), 64 * 1024 * 1024)  # nobody listened for long
        self.end()


    def test_a_tenth_of_all_hosts_hangs_and_the_others_hear_within_a_minute(self):
        crowd = self.enterContext(Crowd(HOSTS, hanging=HOSTS // 10))
        key = secret(self.folder, "webhook.key", WEBHOOK_KEY)
        recipients = [{"name": f"host-{number}", "url": url + "/hook", "secrets": [key]} for number, url in enumerate(crowd.urls)]
        self.start([{"id": "partners", "kind": "webhook", "recipients": recipients}], delivery={"attempt_timeout": "15s"})
        declared = time.monotonic()
        self.declare()
        healthy = set(crowd.addresses) - crowd.hanging
        wait_until(lambda: healthy <= set(crowd.heard), 240, lambda: f"all {len(healthy)} healthy hosts heard; {len(crowd.heard)} of all have")
        waits = sorted(crowd.heard[address] - declared for address in healthy)
        p99 = waits[len(waits) * 99 // 100]
        print(f"\n{HOSTS // 10} of {HOSTS} hosts hang: half of the others heard within {waits[len(waits) // 2]:.1f} s, 99 of 100 within {p99:.1f} s")
        self.assertLessEqual(p99, 60)
        self.daemon.kill()  # what hangs would be waited for
        self.daemon.check_sanitizers()


class DiskTest(FaultTest):
    def mount(self, size):
        """A disk of its own, of so many bytes."""
        disk = self.folder / "disk"
        disk.mkdir()
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        done = subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "none", disk], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"no disk of its own can be mounted here: {done.stderr}")
        self.addCleanup(subprocess.run, [*as_root, "umount", "-l", disk], check=True)
        return disk

    def test_a_full_disk_takes_nothing_in_part_and_what_was_due_goes_out_when_there_is_room(self):
        disk = self.mount(8 * 1024 * 1024)
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.start([webhook_channel(self.folder, receiver)], "2s", store={"path": "disk/candor.db"})
        self.declare()
        receiver.wait_for_requests(1)
        with contextlib.suppress(OSError), open(disk / "filling", "wb", buffering=0) as filling:
            while True:
                filling.write(b"x" * 4096)
        wait_until(lambda: "could not be stored" in self.daemon.log(), 20, lambda: f"the log says so:\n{self.daemon.log()}")
        refused = self.ask("POST", f"/api/v1/incidents/{self.id}/facts", {"kind": "action", "text": "replacing a part"}, expected=(503,))
        self.assertEqual(refused["error"]["code"], "store_failed")
        self.assertTrue(self.daemon.healthy())
        heard = {request.json()["data"]["update"]["id"] for request in receiver.requests}
        self.assertLessEqual(heard, {update["id"] for update in self.updates()}, "sent, and not stored")
        count, freed = len(receiver.requests), time.monotonic()
        (disk / "filling").unlink()
        receiver.wait_for_requests(count + 1, timeout=60)
        print(f"\na full disk: the update that was due went out {time.monotonic() - freed:.1f} s after there was room")
        self.resolve()
        self.wait_until_settled()
        texts = [fact.get("text") for fact in self.ask("GET", f"/api/v1/incidents/{self.id}")["incident"]["facts"]]
        self.assertNotIn("replacing a part", texts)
        self.end()
        self.assertEqual(Ledger(disk).faults(), [])


class LifeTest(FaultTest):
    def test_a_storm_of_restarts_adds_no_update_and_leaves_none_out(self):
        every = 4
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.start([webhook_channel(self.folder, receiver)], f"{every}s")
        self.declare()
        chance = random.Random(SEED)
        for _ in range(RESTARTS):
            chance.choice((self.daemon.stop, self.daemon.kill))()
            self.daemon.start()
        self.resolve()
        self.wait_until_settled()
        updates = self.updates()
        heard = {request.json()["data"]["update"]["id"]: request.json()["data"]["update"] for request in receiver.requests}
        late = 0
        for earlier, later in zip(updates, updates[1:-1]):
            promised = seconds(earlier["audiences"][0]["next"])
            self.assertGreaterEqual(seconds(later["at"]), promised - 0.001, "an update that nobody had promised")
            if seconds(later["at"]) - promised >= every and later["id"] in heard:  # it was down for longer than that: one update, which admits it
                late += 1
                self.assertGreaterEqual(heard[later["id"]]["late_by_seconds"], every - 1)
        self.assertGreaterEqual(len(updates), 3)
        self.assertLessEqual({one["state"] for one in self.deliveries()["deliveries"]}, {"delivered", "superseded"})
        numbers = [request.json()["data"]["update"]["number"] for request in receiver.requests]
        self.assertEqual((numbers, numbers[-1]), (sorted(numbers), len(updates)))
        print(f"\n{RESTARTS} restarts: {len(updates)} updates, one for each promised time, {late} of them late by more than a cadence; {len(numbers) - len(set(numbers))} repeats")
        self.end()

    def test_a_process_that_is_stopped_starves_the_watchdog_and_goes_on_after_it_was_killed(self):
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / "notify.sock"))
            environment = {"NOTIFY_SOCKET": str(self.folder / "notify.sock"), "WATCHDOG_USEC": "2000000"}
            self.start([webhook_channel(self.folder, receiver)], environment=environment)
            self.declare()
            receiver.wait_for_requests(1)
            manager.settimeout(10)
            while b"WATCHDOG=1" not in manager.recv(4096):
                pass
            os.kill(self.daemon.pid, signal.SIGSTOP)
            wait_until(lambda: b"T" in pathlib.Path(f"/proc/{self.daemon.pid}/stat").read_bytes().rpartition(b")")[2].split()[0], 5, "it is stopped")
            manager.setblocking(False)
            with self.assertRaises(BlockingIOError):
                while True:
                    manager.recv(4096)  # what it had said before
            manager.settimeout(2)
            with self.assertRaises(TimeoutError):
                manager.recv(4096)
            # systemd sends SIGABRT then, and SIGKILL to what does not end: a stopped process hears only the latter.
            self.daemon.kill()
            stopped = time.monotonic()
            self.daemon.start()
            self.assertLess(time.monotonic() - stopped, 30)
        self.resolve()
        receiver.wait_for_requests(2)
        self.end()

    def test_a_configuration_that_was_damaged_is_taken_over_whole_or_not_at_all(self):
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.start([webhook_channel(self.folder, receiver)])
        good, chance = json.dumps(self.config, indent=1), random.Random(SEED)
        shown = self.shown()
        taken, refused = 0, 0
        for number in range(MUTATIONS):
            damaged = damage(good, chance)
            size = len(self.daemon.log())
            self.daemon.write_config(damaged)
            self.daemon.reload()
            said = wait_until(lambda: (text := self.daemon.log()[size:]) and "taken over" in text and text, 30, f"mutation {number}: {damaged}")
            self.assertTrue(self.daemon.running(), f"mutation {number} of seed {SEED}:\n{damaged}")
            if "was not taken over" in said:
                refused += 1
                self.assertEqual(self.shown(), shown, f"mutation {number} of seed {SEED} was refused, and yet:\n{damaged}")
            else:
                taken += 1
                size = len(self.daemon.log())
                self.daemon.write_config(good)
                self.daemon.reload()
                wait_until(lambda: "was taken over" in self.daemon.log()[size:], 30, "the good one is taken over again")
                self.assertEqual(self.shown(), shown)
        self.assertGreater(refused, MUTATIONS // 2)
        self.declare()
        receiver.wait_for_requests(1)
        print(f"\n{MUTATIONS} damaged configurations: {refused} refused, {taken} good all the same, 0 taken over in part")
        self.end()

    def shown(self):
        """What everybody sees of the configuration: names, components, addresses, how often whom is told."""
        _, _, how = self.daemon.request("GET", "/how")
        _, _, summary = self.daemon.request("GET", "/api/v2/summary.json")
        document = json.loads(summary)
        return re.sub(rb"<time.*?</time>", b"", how), document["page"]["name"], document["page"]["url"], [one["name"] for one in document["components"]]

    def test_poison_is_refused_at_the_door_and_others_go_on(self):
        receiver = self.enterContext(WebhookReceiver([WEBHOOK_KEY]))
        self.start([webhook_channel(self.folder, receiver)])
        self.declare()
        receiver.wait_for_requests(1)
        path = f"/api/v1/incidents/{self.id}/updates"
        for name, body in (("4 MB", json.dumps({"words": "a" * 4_000_000}).encode()), ("invalid UTF-8", b'{"words": "\xff\xfe\xc3\x28"}'),
                           ("NUL", b'{"words": "a\\u0000b"}'), ("a lone surrogate", b'{"words": "\\ud800"}'), ("half a text", b'{"words": "We'),
                           ("a mark of ours", json.dumps({"words": "\ue000 over"}).encode()), ("an order of its own", json.dumps({"words": "a\u202eb"}).encode()),
                           ("a template", json.dumps({"words": "{{#each}}{{{x}}}"}).encode())):
            with self.subTest(name):
                try:
                    status, _, answer = self.daemon.request("POST", path, body, {"Content-Type": "application/json"})
                except OSError as hung_up:  # before all of it was sent: it has read enough
                    status, answer = 413, hung_up
                self.assertIn(status, (201,) if name == "a template" else (400, 413, 422), answer)
        self.resolve()
        *_, last = receiver.wait_for_requests(3)
        self.assertEqual(last.json()["data"]["update"]["kind"], "resolution")
        self.assertIn("{{#each}}{{{x}}}", receiver.requests[1].json()["data"]["update"]["text"])  # text stays text
        self.end()
        self.assertEqual(Ledger(self.folder).faults(), [])


def damage(text, chance):
    """One thing is different: a byte, a line, a number, a word, the end."""
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    kind = chance.randrange(7)
    if kind == 0:
        return text[:chance.randrange(1, len(text))]
    if kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif kind == 3:
        position = chance.randrange(len(text))
        return text[:position] + chr(chance.randrange(1, 0x250)) + text[position + 1:]
    elif kind == 4:
        lines[at] = lines[at].replace('": ', '": -99999999999999999999, "x": ', 1)
    elif kind == 5:
        lines[at] = lines[at].replace('"', '', 1)
    else:
        name, colon, value = lines[at].partition(": ")
        lines[at] = name + colon + chance.choice(("null,", "[],", "{},", '"",', "true,", "1e999,", '"\\u0000",', '"' + "a" * 5000 + '",')) if colon else lines[at] * 50
    return "\n".join(lines)


if __name__ == "__main__":
    unittest.main(verbosity=2)
