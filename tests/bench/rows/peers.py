"""Programs that others use for the same work, in the same run, against the same server: undici's pool, which stores nothing; BullMQ on a
Redis that keeps a log; Alertmanager. Redis and Alertmanager (Debian: redis-server, prometheus-alertmanager) are started here and end here."""
import contextlib
import json
import pathlib
import subprocess
import tempfile
import urllib.request

from kit.bench import ROOT, Missing, free_port, listens, on_processor, running, tool, until, why_not
from kit.figures import Figure, cpu_note, rounds_of
from kit.process import cpu_seconds
from kit.sinks import http_sink
from kit.target import MORE, Measured, Target, ratios

FOLDER = ROOT / "tests" / "bench" / "peers"
RECEIVERS = 1000


def targets(bench):
    return [
        Target("peer-undici", "webhooks to one host, against Node's undici pool", "x", MORE, 2, 3),
        Target("peer-bullmq", "webhooks, against BullMQ on Redis", "x", MORE, 7, 10),
        Target("peer-alertmanager", "webhooks to 1,000 receivers, against Alertmanager", "x", MORE, 2.5, 3.5),
    ]


def measure(bench):
    with http_sink(bench) as sink:
        for peer in (undici, bullmq, alertmanager):
            try:
                measured = peer(bench, sink)
            except Exception as error:  # the others are measured all the same
                measured = Measured(f"peer-{peer.__name__}", absent=why_not(error))
            yield measured


def undici(bench, sink):
    count = bench.size(20_000, 4_000)
    rounds = [{**node(bench, "undici_pool.mjs", hook(sink), count, 64), **to_one_host(bench, count)} for _ in range(bench.rounds)]
    return against("undici", rounds)


def bullmq(bench, sink):
    count, rounds = bench.size(10_000, 2_000), []
    for _ in range(bench.rounds):
        with redis() as path:
            rounds.append({**node(bench, "bullmq_worker.mjs", path, hook(sink), count, 64), **to_one_host(bench, count)})
    return against("bullmq", rounds, "without Redis, on the other processor; Redis syncs its log once a second (appendfsync everysec)")


def alertmanager(bench, sink):
    each, rounds = bench.size(10, 2), []
    for _ in range(bench.rounds):
        bench.say(f"  prometheus-alertmanager, {RECEIVERS} receivers, {each} notifications for each")
        rounds.append({"alertmanager": notified(sink, each), **bench.once("hosts_bench", each * RECEIVERS, RECEIVERS)})
    return against("alertmanager", rounds, "Alertmanager keeps what it has sent in memory, and writes it down every quarter of an hour")


def against(peer, rounds, remark=""):
    note = cpu_note(rounds, peer, "whole")
    return Measured(f"peer-{peer}", ratios(rounds, "whole", peer), f"{note}; {remark}" if remark else note)


def to_one_host(bench, count):
    return bench.once("hosts_bench", count, 1, 64, 0, 64)


def hook(sink, host="127.0.0.1"):
    return f"http://{host}:{sink.port}/hook"


def node(bench, script, *words):
    """{name: Figure} of a peer that is a Node program, on the core that Candor has in its turn."""
    install()
    bench.say(f"  node {script} {' '.join(map(str, words))}")
    command = on_processor(0, [tool("node", "Node.js"), FOLDER / script, *words])
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"{script} ended with {done.returncode}: {done.stderr[-400:]}")
    return rounds_of(done.stdout)[-1]


def install():
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    if all((FOLDER / "node_modules" / name).exists() for name in wanted):
        return
    # Not "ci": it refuses a lock that does not list the optional packages of every system there is.
    if subprocess.run([tool("npm", "npm"), "install", "--no-save", "--no-progress"], cwd=FOLDER, capture_output=True).returncode != 0:
        raise Missing("needs the npm packages of tests/bench/peers")


@contextlib.contextmanager
def redis():
    """Its socket. A new one for each round, so that no round pays for the log of another."""
    program = tool("redis-server", "redis-server")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "redis"
        words = ["--port", 0, "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]
        with running(on_processor(1, [program, *words]), stdout=subprocess.DEVNULL):
            until(path.exists, 10, "Redis listens")
            yield path


def notified(sink, each):
    """Figure of an Alertmanager that sends so many to each receiver, from the first that arrives to the last."""
    batches = [json.dumps(alerts(number)).encode() for number in range(each)]
    sink.forget()
    with running_alertmanager(sink) as (process, url):
        before = cpu_seconds(process.pid)
        for batch in batches:
            post(url + "/api/v2/alerts", batch)
        came = sink.wait(each * RECEIVERS)
        used = cpu_seconds(process.pid) - before
    return Figure(came.requests / (came.last - came.first), used * 1e6 / came.requests)


@contextlib.contextmanager
def running_alertmanager(sink):
    program, port = tool("prometheus-alertmanager", "prometheus-alertmanager"), free_port()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "alertmanager.yml"
        config.write_text(json.dumps(configuration(sink)))  # which is YAML, too
        words = [f"--config.file={config}", f"--storage.path={folder}", f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=",
                 "--log.level=error"]
        with running(on_processor(0, [program, *words]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            until(lambda: listens(port), 30, "Alertmanager listens")
            yield process, f"http://127.0.0.1:{port}"


def configuration(sink):
    """A route for each receiver; each alert is a group of its own, and waits for no other."""
    names = [f"team{number}" for number in range(RECEIVERS)]
    return {
        "route": {"receiver": names[0], "group_by": ["alertname"], "group_wait": "0s", "group_interval": "1h", "repeat_interval": "24h",
                  "routes": [{"receiver": name, "matchers": [f'team="{name}"']} for name in names]},
        "receivers": [{"name": name, "webhook_configs": [{"url": hook(sink, host(number)), "send_resolved": False}]}
                      for number, name in enumerate(names)],
    }


def host(number):
    """An address for each, as hosts_bench has them."""
    return f"127.1.{number // 250}.{1 + number % 250}"


def alerts(number):
    """One for each receiver. What is said comes twice in a notification, which makes it about a kilobyte."""
    return [{"labels": {"alertname": f"alert{number}", "team": f"team{team}"}, "annotations": {"text": "x" * 240}} for team in range(RECEIVERS)]


def post(url, body):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
