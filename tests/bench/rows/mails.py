"""Mails a second to Postfix's smtp-sink: against bare libcurl, and against nodemailer."""
import os

from kit.bench import free_port, listens, on_processor, running, tool, until, why_not
from kit.figures import cpu_note, rounds_of
from kit.target import MORE, Measured, Target, ratios
from rows.peers import node


def targets(bench):
    return [
        Target("mails", "mails to a relay, against bare libcurl", "x", MORE, 0.85, None),
        Target("peer-nodemailer", "mails to a relay, against nodemailer's pool", "x", MORE, 4, None),
    ]


def measure(bench):
    """64 sessions; each has the receiver to itself in its turn."""
    count, rounds = bench.size(10_000, 2_000), []
    with smtp_sink() as port:
        for _ in range(bench.rounds):
            rounds.append(rounds_of(bench.run("mails_bench", port, count, 1, 64))[-1])
            try:
                rounds[-1].update(node(bench, "nodemailer_pool.mjs", port, count // 2, 64))
            except Exception as error:
                absent = why_not(error)
    yield Measured("mails", ratios(rounds, "whole", "bare"), cpu_note(rounds, "bare", "channel", "whole"))
    if all("nodemailer" in one for one in rounds):
        yield Measured("peer-nodemailer", ratios(rounds, "whole", "nodemailer"), cpu_note(rounds, "nodemailer", "whole"))
    else:
        yield Measured("peer-nodemailer", absent=absent)


class smtp_sink:
    """Postfix's, on the other core: its port."""

    def __enter__(self):
        port = free_port()
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = running(on_processor(1, [tool("smtp-sink", "postfix"), *user, f"127.0.0.1:{port}", "1000"]))
        self.process.__enter__()
        until(lambda: listens(port), 10, "smtp-sink listens")
        return port

    def __exit__(self, *failure):
        self.process.__exit__(*failure)
