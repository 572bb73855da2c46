"""People at work with a candord that may be gone at any moment: commands all the time, and what was acknowledged of them."""
import http.client
import threading
import time

AT_ONCE = 3            # incidents
MOST_SUBSCRIBERS = 4
WORDS = ("We are replacing the broken part.", "We found that card payments are refused.", "Our team is at work on the gateway.")


class Refused(Exception):
    """An answer that was no success: the command was not carried out, and somebody knows it. `code`: why."""

    def __init__(self, code, said):
        super().__init__(said)
        self.code = code


class Crew:
    """Sends commands, one after the other, from a thread of its own. What was answered with success is acknowledged; of what
    was never answered nobody knows whether it was carried out. `mailbox(number)` gives addresses that may subscribe."""

    def __init__(self, daemon, random, mailbox, pause=0.04):
        self._daemon, self._random, self._mailbox, self._pause = daemon, random, mailbox, pause
        self.updates = {}      # update id -> (when its command was sent, its kind)
        self.facts = set()     # (incident, fact)
        self.subscribers = {}  # name -> (when it was acknowledged, address)
        self.incidents = set()
        self.acknowledged, self.refused, self.unanswered, self.failed = 0, 0, 0, []
        self._open = None      # [incident]; None: to be asked for
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self._ended.set()
        self._thread.join()

    def _work(self):
        while not self._ended.wait(self._random.uniform(0, self._pause)):
            try:
                self.step()
            except (OSError, http.client.HTTPException, ValueError):  # gone, perhaps in the middle of an answer
                self.unanswered += self._open is not None
                self._open = None
            except Refused:
                self.refused += 1

    # --- one command

    def step(self):
        if self._open is None:
            self.look()
        self._random.choices((self.fact, self.update, self.correct, self.resolve, self.declare, self.subscribe), (30, 30, 8, 10, 15, 7))[0]()

    def look(self):
        self._open = [one["id"] for one in self._ask("GET", "/api/v1/incidents?state=open&limit=50")["incidents"]]

    def declare(self):
        if len(self._open) >= AT_ONCE:
            return
        sent, answer = self._send("POST", "/api/v1/incidents", {"title": "Card payments fail", "components": ["checkout"], "impact": "major", "scope": "many"})
        incident = answer["incident"]["id"]
        self.incidents.add(incident)
        self._open.append(incident)
        self._published(sent, answer)

    def fact(self):
        if not self._open:
            return self.declare()
        incident = self._random.choice(self._open)
        text = f"replacing part {self._random.randrange(10 ** 6)}"
        _, answer = self._send("POST", f"/api/v1/incidents/{incident}/facts", {"kind": "action", "text": text})
        self.facts.update((incident, fact["id"]) for fact in answer["facts"])

    def update(self):
        if not self._open:
            return self.declare()
        incident = self._random.choice(self._open)
        self._published(*self._send("POST", f"/api/v1/incidents/{incident}/updates", {"words": self._random.choice(WORDS)}))

    def correct(self):
        if not self._open:
            return self.declare()
        incident = self._random.choice(self._open)
        self._published(*self._send("POST", f"/api/v1/incidents/{incident}/updates", {"words": "It is the other part.", "corrects": 1}))

    def resolve(self):
        if self._open:
            self.resolve_this(self._random.choice(self._open))

    def resolve_this(self, incident):
        answer = self._send("POST", f"/api/v1/incidents/{incident}/resolve", {"verified": "20 test payments"})
        self._open.remove(incident)
        self._published(*answer)

    def subscribe(self):
        if len(self.subscribers) >= MOST_SUBSCRIBERS:
            return
        address = self._mailbox(self._random.randrange(10 ** 9))
        _, answer = self._send("POST", "/api/v1/subscribers", {"address": address, "basis": "contract"})
        self.subscribers[answer["subscriber"]["id"]] = (time.monotonic(), address)

    def _published(self, sent, answer):
        self.updates[answer["update"]["id"]] = (sent, answer["update"]["kind"])

    def _send(self, method, path, body):
        """(when it was sent, the answer) of a command that was acknowledged."""
        sent = time.monotonic()
        answer = self._ask(method, path, body)
        self.acknowledged += 1
        return sent, answer

    def _ask(self, method, path, body=None):
        status, answer = self._daemon.api(method, path, body)
        if status >= 500 and answer["error"]["code"] != "draining":
            self.failed.append((method, path, status, answer))
        if status >= 300:
            raise Refused(answer["error"]["code"], f"{method} {path}: {status} {answer}")
        return answer
