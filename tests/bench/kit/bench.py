"""What every row needs: where the programs are, how big a run is, and how to start things so that they end."""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
E2E = ROOT / "tests" / "e2e"
sys.path.insert(0, str(E2E))  # the rig of the end-to-end tests runs candord here, too

from kit.figures import rounds_of  # noqa: E402


class Missing(Exception):
    """Something that a row needs is not on this machine: it is not measured, and says why."""


def why_not(error):
    """What a row says in place of its figures, in one line."""
    why = f"not here: {error}" if isinstance(error, Missing) else f"failed: {type(error).__name__}: {error}"
    return " ".join(why.split())[:160]


class Bench:
    def __init__(self, build, quick=False, say=print):
        self.build, self.quick, self.say = pathlib.Path(build), quick, say
        self.rounds = 2 if quick else 5

    def size(self, full, quick):
        return quick if self.quick else full

    def driver(self, name):
        path = self.build / "tests" / ("honesty" if name == "bench_check" else "bench") / name
        if not path.exists():
            raise Missing(f"{name} is not built")
        return path

    def run(self, name, *words, timeout=900):
        """What a driver prints."""
        self.say(f"  {name} {' '.join(map(str, words))}")
        done = subprocess.run([self.driver(name), *map(str, words)], capture_output=True, text=True, timeout=timeout)
        if done.returncode != 0:
            raise RuntimeError(f"{name} ended with {done.returncode}: {(done.stdout + done.stderr)[-400:]}")
        return done.stdout

    def once(self, name, *words):
        """{name: Figure} of a driver that makes one round."""
        return rounds_of(self.run(name, *words))[-1]


def tool(name, package):
    """Where a program is; those for servers stand where users do not look."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"needs {package}")
    return found


@contextlib.contextmanager
def running(command, **how):
    """A program for as long as it is needed."""
    with subprocess.Popen(list(map(str, command)), **how) as process:
        try:
            yield process
        finally:
            process.kill()


def port_of(process):
    """A server of ours says its port first."""
    line = process.stdout.readline()
    if not line.strip().isdigit():
        raise RuntimeError(f"it did not start: {line!r}")
    return int(line)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def on_processor(number, command):
    """One core for the sender, the other for who receives, as far as the machine has two."""
    return ["taskset", "-c", str(number % (os.cpu_count() or 1)), *command]


def until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.005)
    return value
