"""Other ends that misbehave on the wire: endpoints that never come to an end, and a relay that takes a mail and says nothing."""
import collections
import email
import email.policy
import socket
import socketserver
import threading


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request, client_address):
        pass  # whoever calls may hang up


class _Server:
    def __init__(self, handler):
        self.ended = threading.Event()
        self._server = _Threads(("127.0.0.1", 0), handler)
        self._server.owner = self
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


# What an endpoint may do once it has the request; each yields what it sends, and "" where it waits for a second.
def hangs():
    while True:
        yield b""


def trickles():
    yield b"HTTP/1.1 "
    while True:
        yield b""
        yield b"2"


def never_ends_its_body():
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    while True:
        yield b"x" * 65536


def never_ends_its_header():
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    while True:
        yield b"x" * 65536


class RudeEndpoint(_Server):
    """An HTTP server on 127.0.0.1 with one of the manners above. `sent` counts its bytes, `asked` its requests."""

    def __init__(self, manner):
        super().__init__(_RudeHandler)
        self.manner, self.sent, self.asked = manner, 0, 0
        self.url = f"http://localhost:{self.port}"


class _RudeHandler(socketserver.BaseRequestHandler):
    def handle(self):
        owner = self.server.owner
        self.request.recv(65536)
        owner.asked += 1
        for piece in owner.manner():
            if piece:
                self.request.sendall(piece)
                owner.sent += len(piece)
            elif owner.ended.wait(1):
                return


class SilentRelay(_Server):
    """An SMTP server that has each mail `silences` times before it says so: it takes all of it, and then the connection ends (the
    window of RFC 1047). `mails`: (recipient, Message-ID) of each that was taken, with or without a word."""

    def __init__(self, silences=1):
        super().__init__(_RelayHandler)
        self.silences, self.mails, self.lock = silences, [], threading.Lock()

    def taken(self):
        return collections.Counter(self.mails)


class _RelayHandler(socketserver.StreamRequestHandler):
    def reply(self, text):
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()

    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reply("220 relay.example.test ESMTP")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"EHLO":
                self.reply("250-relay.example.test")
                self.reply("250 PIPELINING")
            elif verb == b"RCPT":
                self.recipient = line.decode().partition("<")[2].partition(">")[0]
                self.reply("250 2.1.5 ok")
            elif verb == b"DATA":
                self.reply("354 go on")
                if not self.take():
                    return
            elif verb == b"QUIT":
                return self.reply("221 bye")
            else:
                self.reply("250 ok")

    def take(self):
        """True where the mail was answered."""
        content = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            content += line
        owner = self.server.owner
        mail = (self.recipient, email.message_from_bytes(content, policy=email.policy.default)["Message-ID"])
        with owner.lock:
            owner.mails.append(mail)
            times = owner.mails.count(mail)
        if times <= owner.silences:
            return False
        self.reply("250 2.0.0 taken")
        return True
