"""Servers of ours that the benchmarks send to. They say their port, and answer a line on their standard input with what they have counted."""
import contextlib
import subprocess
from typing import NamedTuple

from kit.bench import port_of, running, until


class Sink:
    def __init__(self, process):
        self._process = process
        self.port = port_of(process)

    def numbers(self, question):
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return list(map(int, self._process.stdout.readline().split()))


@contextlib.contextmanager
def sink(bench, driver, kind):
    with running([bench.driver(driver)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield kind(process)


class Answered(NamedTuple):
    requests: int
    first: float  # time.monotonic()
    last: float


class HttpSink(Sink):
    """tests/bench/http_sink.cpp."""

    def ask(self, question="count"):
        requests, first, last = self.numbers(question)
        return Answered(requests, first / 1e6, last / 1e6)

    def forget(self):
        return self.ask("forget")

    def wait(self, requests, seconds=300):
        return until(lambda: (answered := self.ask()).requests >= requests and answered, seconds, f"{requests} requests")


def http_sink(bench):
    return sink(bench, "http_sink", HttpSink)
