"""Strangers who take all they can get of the HTTP side: what is promised is kept meanwhile, and others are answered."""
import contextlib
import http.client
import socket
import tempfile
import threading
import time
import unittest

from rig.daemon import HEALTH, Daemon
from rig.example import WEBHOOK_KEY, configuration, free_port, webhook_channel
from rig.waiting import wait_until
from rig.webhook_receiver import WebhookReceiver

CADENCE = 3  # seconds
A_BEGINNING = b"GET / HTTP/1.1\r\nHost: status.example.test\r\nX-Slow: "


def resident(pid):
    """Bytes."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


class AttackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.receiver = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        cls.port = free_port()
        config = configuration([webhook_channel(folder, cls.receiver)], f"{CADENCE}s", http={"listen": [f"127.0.0.1:{cls.port}"]},
                               cadence={"margin": "500ms"})
        cls.daemon = Daemon(folder, config)
        cls.addClassCleanup(lambda: cls.daemon.__exit__(None))
        # What was freed is not kept for AddressSanitizer: memory is measured here.
        cls.daemon.start(environment={"ASAN_OPTIONS": "quarantine_size_mb=1"})
        cls.incident = cls.daemon.cli_json("declare", "Card payments fail", "-c", "checkout", "-i", "major")["incident"]["id"]

    # --- the attackers; each address of 127.0.0.0/8 is one of them

    def connect(self, address):
        connection = socket.socket()
        self.enterContext(contextlib.closing(connection))
        connection.settimeout(10)
        connection.bind((address, 0))
        connection.connect(("127.0.0.1", self.port))
        return connection

    @contextlib.contextmanager
    def slow_senders(self, addresses, of_each):
        """Each begins a request, and goes on with a byte now and then."""
        connections = []
        for address in addresses:
            for _ in range(of_each):
                with contextlib.suppress(OSError):
                    connections.append(self.connect(address))
                    connections[-1].sendall(A_BEGINNING)
        ended = threading.Event()

        def go_on():
            while not ended.wait(0.5):
                for connection in connections:
                    with contextlib.suppress(OSError):
                        connection.send(b"a", socket.MSG_DONTWAIT)
        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield connections
        finally:
            ended.set()
            thread.join()
            for connection in connections:
                connection.close()

    # --- everybody else

    def health_from(self, address):
        """How long a stranger waits for an answer, in seconds."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10, source_address=(address, 0))
        with contextlib.closing(connection):
            connection.request("GET", HEALTH)
            self.assertEqual(connection.getresponse().status, 200)
        return time.monotonic() - began

    def updates(self):
        return self.daemon.api("GET", f"/api/v1/incidents/{self.incident}")[1]["incident"]["updates"]

    def assert_updates_on_time(self, while_doing):
        """What was promised meanwhile came by then."""
        before = len(self.updates())
        while_doing()
        wait_until(lambda: len(self.updates()) >= before + 2, 4 * CADENCE, "two more updates")
        updates = self.updates()[before - 1:]
        for earlier, later in zip(updates, updates[1:]):
            self.assertLessEqual(later["at"], earlier["audiences"][0]["next"])

    def assert_still_there(self):
        self.assertLess(self.health_from("127.9.9.9"), 5)

    def raw(self, request):
        """The answer to these bytes: its status, or None where there is none."""
        connection = self.connect("127.0.3.1")
        with contextlib.suppress(OSError):
            connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        try:
            answer.begin()
            return answer.status
        except (http.client.HTTPException, OSError):
            return None
        finally:
            connection.close()

    # --- what they try

    def test_five_hundred_slow_senders_hold_up_nobody(self):
        waits = []

        def look():
            with self.slow_senders([f"127.0.1.{one}" for one in range(1, 21)], 25) as connections:
                self.assertGreater(len(connections), 450)
                for _ in range(40):
                    waits.append(self.health_from("127.9.9.9"))
                    began = time.monotonic()
                    self.assertTrue(self.daemon.healthy())
                    waits.append(time.monotonic() - began)
        self.assert_updates_on_time(look)
        print(f"\n500 slow senders: health answers in {sorted(waits)[len(waits) // 2] * 1000:.0f} ms, at most {max(waits) * 1000:.0f} ms")
        self.assertLessEqual(sorted(waits)[int(len(waits) * 0.95)], 0.2)

    def test_one_address_gets_its_share_and_no_more(self):
        with self.slow_senders(["127.0.2.1"], 200) as connections:
            def is_closed(connection):
                try:
                    return connection.recv(1000, socket.MSG_DONTWAIT) is not None
                except BlockingIOError:
                    return False
                except OSError:
                    return True
            gone = wait_until(lambda: (lambda count: count if count >= 168 else None)(sum(map(is_closed, connections))), 20,
                              "all but 32 are turned away")
            self.assertLessEqual(200 - gone, 32)
            self.assertLess(self.health_from("127.9.9.9"), 5)

    def test_what_is_no_request_or_too_large_is_refused_by_name(self):
        host = b"Host: status.example.test\r\n"
        chunked = b"Transfer-Encoding: chunked\r\n"
        for name, request, statuses in (
                ("no request", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400}),
                ("no version", b"GET /\r\n\r\n", {400, None}),
                ("a header without end", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 40_000, {431}),
                ("a thousand headers", b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 5_000 + b"\r\n", {431}),
                ("an endless address", b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n" + host + b"\r\n", {414, 431}),
                ("a body beyond the limit", b"POST /api/v1/reports HTTP/1.1\r\n" + host + b"Content-Length: 999999999\r\n\r\n", {413}),
                ("chunks beyond the limit", b"POST /api/v1/reports HTTP/1.1\r\n" + host + chunked + b"\r\n" + (b"10000\r\n" + b"a" * 65536 + b"\r\n") * 8, {413}),
                ("a chunk of no length", b"POST /api/v1/reports HTTP/1.1\r\n" + host + chunked + b"\r\n" + b"zz\r\n", {400}),
                ("two lengths", b"POST /api/v1/reports HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", {400}),
                ("a length and chunks", b"POST /api/v1/reports HTTP/1.1\r\n" + host + chunked + b"Content-Length: 3\r\n\r\n0\r\n\r\n", {400}),
                ("a line within a header", b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n b\r\n\r\n", {200, 400}),
        ):
            with self.subTest(name):
                self.assertIn(self.raw(request), statuses)
                self.assert_still_there()

    def test_json_as_deep_as_a_well_is_refused(self):
        for body in (b"[" * 50_000, b'{"text":' * 7_000, b'{"text":"' + b"\\u0000" * 8_000 + b'"}'):
            head = f"POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            self.assertIn(self.raw(head + body), {400, 422})
            self.assert_still_there()

    def test_requests_sent_ahead_are_answered_in_order_and_cost_no_memory(self):
        connection = self.connect("127.0.4.1")
        before = resident(self.daemon.pid)
        count = 3000

        def ask():
            for number in range(count):
                connection.sendall(f"GET /incidents/none-{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        asking = threading.Thread(target=ask)
        asking.start()
        answers = connection.makefile("rb")
        for _ in range(count):
            self.assertIn(b" 404 ", answers.readline())
            length = 0
            while (line := answers.readline().strip().lower()):
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)
        asking.join()
        self.assertLess(resident(self.daemon.pid) - before, 32 * 1024 * 1024)


if __name__ == "__main__":
    unittest.main()
