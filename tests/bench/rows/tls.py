"""First contact over TLS: one webhook to each of many names, against OpenSSL alone."""
import tempfile

from kit.bench import tool
from kit.figures import cpu_note, rounds_of
from kit.target import MORE, Measured, Target, ratios


def targets(bench):
    names = bench.size(500, 200)
    return [
        Target("tls-first", f"TLS, {names} new names, against raw OpenSSL", "x", MORE, 0.55, 0.70),
        Target("tls-second", "TLS, the second update against the first", "x", MORE, None, 2),
    ]


def measure(bench):
    from rig.certificates import make_certificates
    tool("openssl", "openssl")
    with tempfile.TemporaryDirectory() as folder:
        made = make_certificates(folder, ["*.hooks.localhost"])
        rounds = rounds_of(bench.run("tls_bench", made.cert, made.key, made.ca, bench.size(500, 200), bench.rounds))
    yield Measured("tls-first", ratios(rounds, "first", "raw"), cpu_note(rounds, "raw", "first", "second"))
    yield Measured("tls-second", ratios(rounds, "second", "first"), "right after the first, so that connections of the first may still be open")
