"""The real candord with a configuration of its own, and the mail server that it sends to."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import tempfile
import time
from typing import NamedTuple

from kit.bench import Missing, until
from kit.sinks import Sink, sink

CONNECTIONS = 16
INCIDENT = {"title": "Checkout fails for card payments", "components": ["checkout"], "impact": "major", "scope": "many", "owner": "comms-lead"}


class Counted(NamedTuple):
    mails: int
    repeats: int      # of these, by Message-ID
    distinct: int     # ids ever seen
    first: float      # time.monotonic()
    last: float


class MailSink(Sink):
    """tests/bench/mail_sink.cpp."""

    def ask(self, question="count"):
        mails, repeats, distinct, first, last = self.numbers(question)
        return Counted(mails, repeats, distinct, first / 1e6, last / 1e6)

    def forget(self):
        return self.ask("forget")

    def wait(self, mails, seconds=900):
        return until(lambda: (counted := self.ask()).mails >= mails and counted, seconds, f"{mails} mails, after {self.ask().mails}")

    def wait_for_ids(self, distinct, seconds):
        return until(lambda: (counted := self.ask()).distinct >= distinct and counted, seconds, f"{distinct} different mails")


def mail_sink(bench):
    return sink(bench, "mail_sink", MailSink)


class House:
    """Use as a context manager. `every`: the cadence of everything."""

    def __init__(self, bench, folder, sink, every="24h"):
        if not (bench.build / "bin" / "candord").exists():
            raise Missing("candord is not built")
        os.environ["CANDOR_BIN_DIR"] = str(bench.build / "bin")
        from rig.daemon import Daemon
        from rig.example import configuration
        mail = {"id": "mail", "kind": "email", "host": "127.0.0.1", "port": sink.port, "tls": "none", "from": "status@example.test",
                "concurrency": CONNECTIONS, "recipients": ["staff@example.test"]}
        self.folder, self.sink = pathlib.Path(folder), sink
        # An organisation's own waits between attempts, not those of the tests: what a kill cut off is tried again as in earnest.
        config = configuration([mail], every=every, subscribers={"email": "mail"}, log={"level": "warning"})
        config["delivery"] = {"allow_addresses": ["127.0.0.0/8"], "per_host": 64}
        self.daemon = Daemon(folder, config)
        self._ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ready.bind(str(self.folder / "notify"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.daemon.running():
            self.daemon.kill()
        self._ready.close()

    def start(self, under=()):
        """Seconds from its start to READY=1."""
        begin = time.monotonic()
        self.daemon.start(ready=False, environment={"NOTIFY_SOCKET": str(self.folder / "notify")}, under=under)
        self._wait_for_ready()
        self.started_at, took = begin, time.monotonic() - begin
        self._ready.setblocking(False)
        return took

    def _wait_for_ready(self, seconds=120):
        self._ready.settimeout(0.25)
        for _ in range(4 * seconds):
            try:
                if b"READY=1" in self._ready.recv(4096):
                    return
            except TimeoutError:
                if not self.daemon.running():
                    break
        raise RuntimeError(f"candord is not ready: {self.daemon.log()[-400:]}")

    def _forget_notices(self):
        with contextlib.suppress(BlockingIOError):
            while self._ready.recv(4096):
                pass

    def stop(self):
        self.daemon.stop()
        self._forget_notices()

    def kill(self):
        self.daemon.kill()
        self._forget_notices()

    def subscribe(self, count, component=""):
        """So many by mail, as an operator brings them over: to one component alone, or to everything."""
        table = self.folder / "people.csv"
        with table.open("w") as out:
            out.write("address,components\n")
            out.writelines(f"customer{number}@example.org,{component}\n" for number in range(count))
        done = self.daemon.cli_json("subscribers", "import", table, "--basis", "bench", timeout=3600)
        if done["added"] != count:
            raise RuntimeError(f"{done['added']} of {count} subscribers were added")

    def declare(self, number=1, **fields):
        """When it was asked for."""
        begin = time.monotonic()
        status, answer = self.daemon.api("POST", "/api/v1/incidents", {**INCIDENT, "title": f"{INCIDENT['title']} ({number})", **fields})
        if status not in (200, 201):
            raise RuntimeError(f"declared: HTTP {status}: {json.dumps(answer)[:300]}")
        return begin

    def asked_of_a_copy(self, question):
        """The rows of a database as it lies there: the copy is opened, so that the next start finds what the last end left."""
        with tempfile.TemporaryDirectory() as copy:
            for file in self.folder.glob("candor.db*"):
                shutil.copy(file, copy)
            with contextlib.closing(sqlite3.connect(pathlib.Path(copy) / "candor.db")) as database:
                return database.execute(question).fetchall()
