"""An HTTP server of a test: hears every request word for word, and answers as a subclass decides."""
import http.server
import json
import socket
import ssl
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

from rig.waiting import wait_until


# What a script may tell a stand-in to do instead of answering; besides these, a status or an Answer.
HANG = "hang"                        # never answer
CLOSE = "close"                      # close the connection without a word
ACT_THEN_CLOSE = "act, then close"   # do what was asked, and never say so
ACT_THEN_HANG = "act, then hang"


@dataclass
class Request:
    method: str
    path: str                 # with the query
    headers: dict             # names in lower case; repeated ones joined by ", "
    body: bytes
    received_at: float        # seconds since the epoch
    connection: int           # which connection it came on: equal numbers mean a reused one
    notes: dict = field(default_factory=dict)  # what the stand-in found out about it

    def json(self):
        return json.loads(self.body)

    def route(self):
        return urllib.parse.urlsplit(self.path).path

    def query(self):
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))


@dataclass
class Answer:
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    @staticmethod
    def of_json(status, value, headers=None):
        return Answer(status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, json.dumps(value).encode())


class HttpStandIn:
    """Use as a context manager. Listens on 127.0.0.1; `url` is its root. Subclasses give `act(request)`, which returns an
    Answer. `script` is a list of steps (see above) taken instead, one per request. With `certificates` it speaks https."""

    def __init__(self, certificates=None, script=()):
        self.requests = []  # in the order in which they were complete
        self.script = list(script)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler, self)
        scheme = "http"
        if certificates:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates.cert, certificates.key)
            self._server.tls = context
            scheme = "https"
        self.port = self._server.server_address[1]
        self.url = f"{scheme}://localhost:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def act(self, request):
        raise NotImplementedError

    def respond(self, request):
        """An Answer, or None: close the connection."""
        with self._lock:
            step = self.script.pop(0) if self.script else None
        acts = step in (None, ACT_THEN_CLOSE, ACT_THEN_HANG)
        answer = self.act(request) if acts else None
        with self._lock:
            self.requests.append(request)
        if step in (HANG, ACT_THEN_HANG):
            self._stopping.wait(600)
        if step in (HANG, CLOSE, ACT_THEN_CLOSE, ACT_THEN_HANG):
            return None
        if acts:
            return answer
        return step if isinstance(step, Answer) else Answer(step)

    def wait_for_requests(self, count, timeout=30, where=lambda request: True):
        """The requests that `where` accepts, as soon as there are at least `count` of them."""
        def heard():
            found = [request for request in self.requests if where(request)]
            return found if len(found) >= count else None
        return wait_until(heard, timeout, lambda: f"{count} requests at {self.url}, {len(self.requests)} came")


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, address, handler, stand_in):
        self.stand_in = stand_in
        self.tls = None
        self.connections = 0
        super().__init__(address, handler)

    def get_request(self):
        connection, address = super().get_request()
        self.connections += 1
        return connection, (*address, self.connections)

    def handle_error(self, request, client_address):
        pass  # a client that goes away is a case under test, not a failure of the stand-in


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def setup(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.tls:  # here, in the connection's own thread: a stalled handshake delays nobody else
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        super().finish()
        if self.server.tls:
            self.request.close()  # the server knows only the socket that it was wrapped around

    def _serve(self):
        length = int(self.headers.get("Content-Length", 0))
        headers = {}
        for name, value in self.headers.items():
            key = name.lower()
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        request = Request(self.command, self.path, headers, self.rfile.read(length), time.time(), self.client_address[2])
        answer = self.server.stand_in.respond(request)
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = _serve

    def log_message(self, *_):
        pass
