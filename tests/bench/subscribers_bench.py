#!/usr/bin/env python3
"""One update to many who subscribed by mail: how soon the first and the last mail arrive, and what it takes. Not a test: it needs a
quiet machine and an optimised build, and Postfix's smtp-sink.

subscribers_bench.py FOLDER_WITH_CANDORD_AND_CANDOR [SUBSCRIBERS]"""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = """organisation: {{name: Example Shop, url: "https://status.example.org"}}
components: [{{id: checkout, name: Checkout}}]
default_owner: comms-lead
cadence: {{otherwise: 24h, rules: []}}
channels:
  - id: mail
    kind: email
    host: 127.0.0.1
    port: {port}
    tls: none
    from: status@example.org
    concurrency: {connections}
    recipients: [{{address: staff@example.org}}]
subscribers: {{email: mail}}
store: {{path: candor.db}}
http: {{socket: candord.sock, listen: []}}
delivery: {{allow_addresses: ["127.0.0.0/8"], per_host: 64}}
templates: {{directory: {root}/templates}}
honesty: {{directory: {root}/etc/honesty}}
log: {{level: warning}}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Sink:
    """Postfix's smtp-sink, and when it had how many mails: its counters are redrawn after each."""

    def __init__(self, port):
        tool = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen([tool, "-c", *user, f"127.0.0.1:{port}", "1000"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.mails, self.first, self.last = 0, None, None
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b""
        while piece := os.read(self.process.stdout.fileno(), 65536):
            rest = (rest + piece)[-4096:]
            found = re.findall(rb"mesg[=:\s]*(\d+)|msgs?[=:\s]*(\d+)", rest)
            count = int(max((a or b for a, b in found), key=int)) if found else 0
            if count > self.mails:
                now = time.monotonic()
                self.first = self.first or now
                self.mails, self.last = count, now


def connects(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def baseline(port, count, connections):
    """The rate of Postfix's own load generator, to the same sink."""
    tool = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    begin = time.monotonic()
    subprocess.run([tool, "-d", "-s", str(connections), "-m", str(count), "-l", "5000", "-f", "status@example.org", "-t", "customer@example.org",
                    f"127.0.0.1:{port}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return count / (time.monotonic() - begin)


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return {name: int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM")}


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"{what} did not happen within {seconds} s")
        time.sleep(0.01)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    programs, count = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    port, connections = free_port(), 16
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "candor.yaml").write_text(CONFIG.format(port=port, connections=connections, root=ROOT))
        with open(folder / "people.csv", "w") as table:
            table.write("address\n")
            table.writelines(f"customer{i}@example.org\n" for i in range(count))
        sink = Sink(port)
        wait_for(lambda: connects(port), 10, "the sink's start")
        reference = baseline(port, min(count, 20_000), connections)
        sink.process.terminate()
        sink.process.wait()
        sink = Sink(port)
        wait_for(lambda: connects(port), 10, "the sink's start")
        print(f"Postfix's smtp-source, which stores nothing, over {connections} connections: {reference:,.0f} mails a second")
        daemon = subprocess.Popen([programs / "candord", "--config", folder / "candor.yaml"], cwd=folder)
        try:
            run(programs, folder, count, sink, daemon)
        finally:
            for process in (daemon, sink.process):
                process.terminate()
                process.wait()


def run(programs, folder, count, sink, daemon):
    def candor(*words):
        return subprocess.run([programs / "candor", "--socket", folder / "candord.sock", *words], check=True, capture_output=True, text=True).stdout

    wait_for((folder / "candord.sock").exists, 30, "the daemon's start")
    before = resident(daemon.pid)["VmRSS"]
    begin = time.monotonic()
    done = json.loads(candor("subscribers", "import", folder / "people.csv", "--basis", "bench", "--json"))
    took = time.monotonic() - begin
    print(f"imported {done['added']} in {took:.1f} s ({done['added'] / took:,.0f} a second), {done['refused_count']} refused")
    begin = time.monotonic()
    candor("declare", "Checkout fails for card payments", "--component", "checkout", "--impact", "major")
    wait_for(lambda: sink.mails >= count + 1, 1800, "the last mail")
    memory = resident(daemon.pid)
    print(f"first mail after {1000 * (sink.first - begin):.0f} ms, last after {sink.last - begin:.1f} s: {sink.mails / (sink.last - sink.first):,.0f} a second")
    print(f"resident: {before:.0f} MB at rest, {memory['VmHWM']:.0f} MB at most")


if __name__ == "__main__":
    main()
