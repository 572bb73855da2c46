"""The database of a candord that was killed, read from a copy: looking at it must not mend it."""
import collections
import hashlib
import json
import pathlib
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass

STATES = ("attempting", "retrying", "waiting", "delivered", "failed", "gone", "superseded")


@dataclass(frozen=True)
class Update:
    id: str
    incident: str
    number: int
    kind: str
    actor: str
    scheduled: bool


@dataclass(frozen=True)
class Delivery:
    id: str          # what the receiver sees: webhook-id, the left side of the Message-ID
    update: str
    channel: str
    recipient: str
    state: str
    attempts: int
    protected: bool  # newer updates do not take its place


class Ledger:
    def __init__(self, folder):
        with tempfile.TemporaryDirectory() as copy:
            for name in ("candor.db", "candor.db-wal"):
                if (pathlib.Path(folder) / name).exists():
                    shutil.copy(pathlib.Path(folder) / name, copy)
            database = sqlite3.connect(pathlib.Path(copy) / "candor.db")
            try:
                self._read(database)
            finally:
                database.close()

    def _read(self, database):
        def rows(sql):
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError as missing:  # killed before it had made all its tables
                if "no such" not in str(missing):
                    raise
                return []
        self.events = rows("SELECT incident, seq, at, actor, type, body, hash FROM event ORDER BY incident, seq")
        self.chains = rows("SELECT id, version, chain FROM incident")
        self.texts = {(update, variant): text for update, variant, text in rows("SELECT update_id, variant, text FROM message")}
        self.subscribers = {name for name, in rows("SELECT name FROM subscriber")}
        # Attempts that ended without anybody knowing how, but for those that a kill ended.
        self.unknown_ends = collections.Counter(
            delivery_id(*whom) for whom in rows("SELECT f.update_id, f.channel, r.name FROM attempt a JOIN fanout f ON f.id = a.delivery / 4294967296 "
                                                "JOIN recipient r ON r.id = a.delivery % 4294967296 WHERE a.verdict = 'ambiguous' AND a.detail NOT LIKE 'the daemon stopped%'"))
        self.integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
        self.deliveries = {}
        for update, channel, recipient, state, attempts, protected in rows(
                "SELECT f.update_id, f.channel, r.name, d.state, d.attempts, f.protected FROM delivery d "
                "JOIN fanout f ON f.id = d.id / 4294967296 JOIN recipient r ON r.id = d.id % 4294967296"):
            one = Delivery(delivery_id(update, channel, recipient), update, channel, recipient, STATES[state], attempts, protected == 1)
            self.deliveries[one.id] = one
        bodies = [(incident, actor, type_, json.loads(body)) for incident, _, _, actor, type_, body, _ in self.events]
        self.facts = {(incident, body["fact"]["id"]) for incident, _, type_, body in bodies if type_ == "fact_recorded"}
        self.updates = {}
        for incident, actor, type_, body in bodies:
            if type_ == "update_published":
                self.updates[body["id"]] = Update(body["id"], incident, body["number"], body["kind"], actor, body["scheduled"])

    def in_flight(self):
        """The deliveries with an attempt that has no outcome."""
        return {one.id for one in self.deliveries.values() if one.state == "attempting"}

    def faults(self):
        """What is wrong with the record itself: each event follows the one before it, by number and by hash."""
        found = [] if self.integrity == "ok" else [f"integrity_check: {self.integrity}"]
        newest = collections.defaultdict(lambda: (0, ""))
        for incident, seq, at, actor, type_, body, digest in self.events:
            before, chain = newest[incident]
            if seq != before + 1:
                found.append(f"{incident}: event {seq} after {before}")
            if digest != _sha256_of(chain, incident, seq, at, actor, type_, body):
                found.append(f"{incident}: the hash of event {seq} is not that of what it says")
            newest[incident] = (seq, digest)
        for incident, version, chain in self.chains:
            if newest[incident] != (version, chain):
                found.append(f"{incident} is said to end with event {version}, {chain}, and ends with {newest[incident]}")
        if {incident for incident, _, _ in self.chains} != set(newest):
            found.append("there are events without their incident, or an incident without events")
        numbers = collections.defaultdict(list)
        for update in self.updates.values():
            numbers[update.incident].append(update.number)
        found += [f"{incident} has the updates {those}" for incident, those in numbers.items() if sorted(those) != list(range(1, len(those) + 1))]
        return found


def delivery_id(update, channel, recipient):
    return _sha256_of(update, channel, recipient)[:32]


def _sha256_of(*fields):
    encoded = (str(field).encode() for field in fields)
    return hashlib.sha256(b"".join(b"%d:%s" % (len(field), field) for field in encoded)).hexdigest()
