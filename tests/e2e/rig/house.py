"""A candord with receivers that count and a crew that works with it; whatever happens to it, at the end it must have kept its word."""
import collections
import email
import email.policy
import pathlib
import random
import threading

from rig.crew import Crew
from rig.daemon import Daemon
from rig.example import configuration, mail_channel, webhook_channel
from rig.http_stand_in import Answer, HttpStandIn
from rig.lean import lean_honesty
from rig.ledger import Ledger
from rig.waiting import nothing_is_under_way, wait_until

PATIENCE = 120
KEPT_ANYWAY = {"correction", "resolution"}  # the kinds a crew says that no newer update replaces


class Counter(HttpStandIn):
    """Takes every webhook, some of them only after a moment: a kill then meets an attempt that was heard and not answered."""

    def __init__(self, seed, slowest=0.03):
        super().__init__()
        self._random, self._slowest = random.Random(seed), slowest

    def respond(self, request):
        with self._lock:
            self.requests.append(request)
            wait = self._random.choice((0, 0, self._random.uniform(0, self._slowest)))
        self._stopping.wait(wait)
        return Answer(200)

    def heard(self):
        """(delivery id, the request's JSON), in the order they came."""
        return [(request.headers["webhook-id"], request.json()) for request in list(self.requests)]


class Mailboxes:
    """What a MailServer has put into the mailbox that all houses share: each mail is read once."""

    def __init__(self, server):
        self.server = server
        self._folder = server.inbox("alice")
        self._read = {}  # file name -> (delivery id, address)
        self._lock = threading.Lock()

    def mails_to(self, prefix):
        """[(delivery id, address)] of those whose address begins so."""
        with self._lock:
            for part in ("new", "cur"):
                for file in sorted((self._folder / part).glob("*")):
                    if (name := file.name.partition(":")[0]) not in self._read:
                        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                        self._read[name] = (mail["Message-ID"].strip("<>").partition("@")[0], str(mail["To"]))
            return [one for one in self._read.values() if one[1].startswith(prefix)]


class House:
    """Use as a context manager. `mailboxes`: Mailboxes, shared by all houses; each has addresses of its own, by its name."""

    def __init__(self, folder, name, seed, mailboxes, every="2s", **sections):
        self.folder, self.name, self.seed, self.mailboxes = pathlib.Path(folder), name, seed, mailboxes
        self.mail = mailboxes and mailboxes.server
        self.random = random.Random(seed)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.receivers = [Counter(seed + number) for number in (1, 2)]
        # What a kill may repeat: how often each delivery's attempt had no outcome when the daemon was found dead.
        self.open_attempts = collections.Counter()
        self.kills = 0
        self._every, self._sections = every, sections

    def __enter__(self):
        for receiver in self.receivers:
            receiver.__enter__()
        channels = [webhook_channel(self.folder, *self.receivers)]
        sections = {"honesty": lean_honesty(self.folder), **self._sections}
        if self.mail:
            channels.append({**mail_channel(self.folder, self.mail), "recipients": [self.mailbox("r")]})
            sections["subscribers"] = {"email": "mail", "languages": ["en"]}
        self.daemon = Daemon(self.folder, configuration(channels, self._every, retry=("1s",) * 20, ca_file=self.mail and self.mail.ca_file, **sections))
        self.crew = Crew(self.daemon, random.Random(self.seed + 10), self.mailbox)
        return self

    def __exit__(self, kind, *_):
        if self.daemon.running():
            self.daemon.kill()
        for receiver in self.receivers:
            receiver.__exit__()

    def mailbox(self, who):
        return f"alice+{self.name}.{who}@example.test"

    # --- what happens to it

    def note_the_kill(self):
        """The daemon is dead: what it had begun and not ended, and whether anything was sent that is not on the record."""
        self.kills += 1
        heard = self.heard_by_webhook()
        ledger = Ledger(self.folder)
        self.open_attempts.update(ledger.in_flight())
        unknown = {id for id, _ in heard} - set(ledger.deliveries)
        assert not unknown, f"sent, and not committed: {unknown}"
        return ledger

    def settle(self):
        """Everything is brought to its end: no kills any more. The daemon runs."""
        self.crew.look()
        for incident in list(self.crew._open):
            wait_until(lambda: self._resolved(incident), PATIENCE, f"{incident} is resolved")
        listed = self.daemon.api("GET", "/api/v1/incidents?state=all&limit=500")[1]["incidents"]
        for one in listed:
            path = f"/api/v1/incidents/{one['id']}/deliveries?limit=1"
            wait_until(lambda: nothing_is_under_way(self.daemon.api("GET", path)[1]), PATIENCE,
                       lambda: f"the deliveries of {one['id']} are settled: {self.daemon.api('GET', path.replace('limit=1', 'limit=5&state=retrying'))}")
        code = self.daemon.stop()
        assert code == 0, f"it ended with {code}\n{self.daemon.log()[-4000:]}"
        self.daemon.check_sanitizers()

    def _resolved(self, incident):
        self.crew.resolve_this(incident)
        return True

    # --- what came

    def heard_by_webhook(self):
        return [one for receiver in self.receivers for one in receiver.heard()]

    def heard_by_mail(self):
        """[(delivery id, address)] of the mails to this house's addresses."""
        if not self.mail:
            return []
        return self.mailboxes.mails_to(f"alice+{self.name}.")

    # --- what must be so at the end

    def faults(self):
        """Everything that is not as it was promised; the daemon has ended."""
        ledger = Ledger(self.folder)
        delivered = {one.id for one in ledger.deliveries.values() if one.state == "delivered"}
        by_mail = {one.id for one in ledger.deliveries.values() if one.channel in ("mail", "subscribers:mail")} & delivered
        if self.mail:  # what the relay has taken reaches the mailbox a moment later
            wait_until(lambda: by_mail <= {id for id, _ in self.heard_by_mail()}, PATIENCE,
                       lambda: f"{by_mail - {id for id, _ in self.heard_by_mail()}} in the mailbox\n{self.mail.log()[-2000:]}")
        self.webhooks, self.mails = self.heard_by_webhook(), self.heard_by_mail()
        self.heard = collections.Counter([id for id, _ in self.webhooks] + [id for id, _ in self.mails])
        self.ledger = ledger
        return [*ledger.faults(), *self._lost(ledger), *self._phantoms(ledger), *self._unsettled(ledger), *self._repeated(ledger), *self._out_of_order(ledger)]

    def _lost(self, ledger):
        for update in set(self.crew.updates) - set(ledger.updates):
            yield f"the update {update} was acknowledged, and is lost"
        for fact in self.crew.facts - ledger.facts:
            yield f"the fact {fact} was acknowledged, and is lost"
        for name in set(self.crew.subscribers) - ledger.subscribers:
            yield f"the subscriber {name} was acknowledged, and is lost"
        for incident in self.crew.incidents - {incident for incident, _, _ in ledger.chains}:
            yield f"the incident {incident} was acknowledged, and is lost"

    def _phantoms(self, ledger):
        for id in set(self.heard) - set(ledger.deliveries):
            yield f"{id} came, and was never committed"
        for id, body in self.webhooks:
            update = body["data"]["update"]
            one = ledger.deliveries.get(id)
            if one and (one.update != update["id"] or ledger.texts[one.update, "webhook/en"] != update["text"]):
                yield f"{id} says what was never committed"

    def _unsettled(self, ledger):
        kinds = {update.id: update.kind for update in ledger.updates.values()}
        there = collections.defaultdict(dict)
        for one in ledger.deliveries.values():
            there[one.update][one.channel, one.recipient] = one
            if one.state not in ("delivered", "superseded") or (one.state == "superseded" and one.protected):
                yield f"{one} has not arrived"
            if one.state == "delivered" and not self.heard[one.id]:
                yield f"{one} is said to have arrived, and did not"
        always = [("partners", f"receiver-{number}") for number, _ in enumerate(self.receivers, 1)] + [("mail", self.mailbox("r"))] * bool(self.mail)
        for update, kind in kinds.items():
            if kind in KEPT_ANYWAY:
                subscribers = [("subscribers:mail", name) for name, (since, _) in self.crew.subscribers.items() if since < self.crew.updates.get(update, (0, ""))[0]]
                for whom in (*always, *subscribers):
                    if whom not in there[update]:
                        yield f"{whom} was never to hear of the {kind} {update}"

    def _repeated(self, ledger):
        for id, times in self.heard.items():
            if times > 1 + self.open_attempts[id] + ledger.unknown_ends[id]:
                yield f"{id} came {times} times, and {self.open_attempts[id]} of its attempts were under way at a kill"

    def _out_of_order(self, ledger):
        for number, receiver in enumerate(self.receivers, 1):
            newest = collections.defaultdict(int)
            for _, body in receiver.heard():
                incident, update = body["data"]["incident"]["id"], body["data"]["update"]["number"]
                if update < newest[incident]:
                    yield f"receiver-{number} heard update {update} of {incident} after {newest[incident]}"
                newest[incident] = max(newest[incident], update)

    def repeats(self):
        return sum(self.heard.values()) - len(self.heard)


def all_at_once(houses, live):
    """live(house) for each, in threads; what failed is raised, of all of them, when all have ended."""
    failures = []

    def run(house):
        try:
            live(house)
        except BaseException as failure:  # AssertionError of a check, TimeoutError of a wait
            failures.append((house, failure))
    threads = [threading.Thread(target=run, args=(house,)) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        told = [f"house {house.name}, seed {house.seed}, after {house.kills} kills: {failure!r}\n{house.daemon.log()[-3000:]}" for house, failure in failures]
        raise AssertionError("\n\n".join(told)) from failures[0][1]
