"""The programs under test, as a user runs them: `candord` with a configuration file, `candor` against its socket."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
from dataclasses import dataclass

from rig import kept
from rig.waiting import wait_until

HEALTH = "/api/v1/health"
SANITIZER_MARKS = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:", "WARNING: ThreadSanitizer")


@dataclass(frozen=True)
class CliResult:
    exit_code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)


class Daemon:
    """One candord and its files, under `folder`. `config` is the text of its YAML file, or a value that becomes one (JSON is
    YAML), and must put the API on `socket`. Use as a context manager: it is stopped at the end, and anything that a
    sanitizer said fails the test."""

    def __init__(self, folder, config):
        self.folder = pathlib.Path(folder)
        self.binaries = pathlib.Path(os.environ["CANDOR_BIN_DIR"])
        self.config_file = self.folder / "candor.yaml"
        self.log_file = self.folder / "candord.log"
        self.write_config(config)
        self._process = None

    @property
    def socket(self):
        return self.folder / "api.sock"

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if self.running():
            self.stop() if kind is None else self.kill()
        if kind is None:
            self.check_sanitizers()

    def write_config(self, config):
        self.config_file.write_text(config if isinstance(config, str) else json.dumps(config, indent=2))

    # --- its life

    def start(self, failpoint=None, ready=True, environment=None, under=()):
        """`failpoint` ("name" or "name:k") makes it kill itself there, the k-th time. Waits until it answers, or has ended.
        `under`: a command that becomes candord: one that sets its limits, or a tracer that watches its own parent."""
        variables = {**os.environ, **(environment or {})}
        variables.pop("CANDOR_FAILPOINT", None)
        if failpoint:
            variables["CANDOR_FAILPOINT"] = failpoint
        kept.lay_down(self.folder, self.config_file.read_text())
        self._log_start = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen([*under, self.binaries / "candord", "--config", self.config_file], cwd=self.folder,
                                             env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if ready:
            try:
                wait_until(lambda: self.healthy() or not self.running(), 60, "candord answers")
            except TimeoutError as error:
                self.kill()
                raise TimeoutError(f"{error}\n{self.log()}") from None
            if not self.running() and not failpoint:
                raise RuntimeError(f"candord ended with {self._process.returncode}:\n{self.log()}")
            kept.take_up(self.folder, self.config_file.read_text())
        return self

    def running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def wait_for_exit(self, timeout=60):
        """Its exit status; minus the signal's number where a signal ended it."""
        return self._process.wait(timeout)

    def kill(self):
        """As a power cut would."""
        self._process.kill()
        return self._process.wait(30)

    def stop(self, timeout=30):
        """Asks it to end (SIGTERM) and returns its exit status."""
        self._process.terminate()
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise TimeoutError(f"candord did not end within {timeout} s of SIGTERM\n{self.log()}") from None

    def restart(self, **how):
        self.stop()
        return self.start(**how)

    def reload(self):
        self._process.send_signal(signal.SIGHUP)

    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def check_sanitizers(self):
        found = [line for line in self.log().splitlines() if any(mark in line for mark in SANITIZER_MARKS)]
        assert not found, self.log()

    # --- talking to it

    def request(self, method, path, body=None, headers=None):
        """(status, headers, bytes) of one HTTP request over its unix socket."""
        connection = _UnixConnection(str(self.socket))
        try:
            sent = {"Content-Type": "application/json"} if body is not None else {}
            payload = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
            connection.request(method, path, payload, {**sent, **(headers or {})})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def api(self, method, path, body=None):
        """(status, value) of one API call."""
        status, _, answer = self.request(method, path, body)
        return status, json.loads(answer) if answer else None

    def healthy(self):
        try:
            return self.request("GET", HEALTH)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def cli(self, *arguments, stdin=None, timeout=60):
        """`candor ARGUMENTS`, speaking to this daemon."""
        command = [self.binaries / "candor", "--socket", self.socket, *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, cwd=self.folder)
        return CliResult(done.returncode, done.stdout, done.stderr)

    def cli_json(self, *arguments, **how):
        """What `candor ARGUMENTS --json` printed; fails where it refused."""
        result = self.cli(*arguments, "--json", **how)
        assert result.exit_code == 0, f"candor {arguments}: exit {result.exit_code}\n{result.out}{result.err}\n{self.log()}"
        return result.json()


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
