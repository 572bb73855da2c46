"""Programs that others use for the same work, in the same run, against the same server. None of them stores anything."""
import subprocess

from kit.bench import ROOT, Missing, on_processor, port_of, running, tool
from kit.figures import cpu_note, rounds_of
from kit.target import MORE, Measured, Target, ratios

FOLDER = ROOT / "tests" / "bench" / "peers"


def targets(bench):
    return [
        Target("peer-undici", "webhooks to one host, against Node's undici pool", "x", MORE, 2, 3),
        Target("peer-bullmq", "webhooks, against BullMQ on Redis", "x", MORE, 7, 10),
        Target("peer-alertmanager", "webhooks to 1,000 receivers, against Alertmanager", "x", MORE, 2.5, 3.5),
    ]


def measure(bench):
    yield Measured("peer-bullmq", absent="not part of this suite: it needs a Redis server")
    yield Measured("peer-alertmanager", absent="not part of this suite: it needs Alertmanager")
    count, rounds = bench.size(20_000, 4_000), []
    with running([bench.driver("http_sink")], stdout=subprocess.PIPE, text=True) as sink:
        url = f"http://127.0.0.1:{port_of(sink)}/hook"
        for _ in range(bench.rounds):
            rounds.append({**bench.once("hosts_bench", count, 1, 64, 0, 64), **node(bench, "undici_pool.mjs", url, count, 64)})
    yield Measured("peer-undici", ratios(rounds, "whole", "undici"), cpu_note(rounds, "undici", "whole"))


def node(bench, script, *words):
    """{name: Figure} of a peer that is a Node program, on the core that Candor has in its turn."""
    install()
    bench.say(f"  node {script} {' '.join(map(str, words))}")
    command = on_processor(0, [tool("node", "Node.js"), FOLDER / script, *words])
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, timeout=600)
    return rounds_of(done.stdout)[-1]


def install():
    if (FOLDER / "node_modules" / "undici").exists():
        return
    if subprocess.run([tool("npm", "npm"), "ci", "--no-progress"], cwd=FOLDER, capture_output=True).returncode != 0:
        raise Missing("needs the npm packages of tests/bench/peers")
