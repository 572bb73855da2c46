#!/usr/bin/env python3
"""Who may include whom. Sibling folders meet in daemon/app and nowhere else; core includes nothing that acts."""
import fnmatch
import re

import tree

# These see everything: they put the parts together.
COMPOSERS = ["daemon/app*", "daemon/main*", "daemon/app/*", "daemon/sandbox/*", "daemon/ctl/main*"]
# Every folder of daemon/ may use these, besides itself and core/.
SHARED = ["daemon/meaning_clock.*", "daemon/async/*", "daemon/clock.*", "daemon/log.*", "daemon/failpoint.*", "daemon/random.*", "daemon/version.*"]
# Which sibling a folder may include besides: a folder -> folders. Keep it short; say why.
SIBLINGS = {
    "desk": ["store"],  # what is decided is committed
    "dispatch": ["store", "delivery"],  # what is committed is sent
    "listen": ["desk", "store"],  # what is reported is kept, and becomes commands
    "api": ["http", "desk", "store", "dispatch", "listen"],  # requests become commands; answers show what is stored and sent
    "pages": ["http", "desk", "store", "listen"],  # the record, as a page; and the form that customers fill in
    "feeds": ["http", "desk"],  # the record, as programs read it
    "mirror": ["http"],  # the site is what the routes answer
    "ctl": ["config", "mirror", "store"],  # `candor plan` finds the plan where the daemon does; `candor backup` needs no daemon
}

# What core may not include: whatever reads, writes, waits, draws lots or runs beside.
CORE_FORBIDDEN = re.compile(
    r"^(fstream|filesystem|thread|mutex|shared_mutex|atomic|condition_variable|future|semaphore|random|iostream|ctime"
    r"|cstdio|stdio\.h|time\.h|unistd\.h|fcntl\.h|pthread\.h|sys/.*|netinet/.*|arpa/.*|netdb\.h|signal\.h|csignal"
    r"|boost/(asio|beast|filesystem|thread|process)(/.*|\.hpp)|curl/.*|sqlite3\.h|soci/.*|spdlog/.*|systemd/.*|CLI/.*)$")
# The console and the clock come in by these too.
CORE_FORBIDDEN_PARTS = re.compile(r"^(fmt/(chrono|os|ostream|std)\.h|date/tz\.h)$")


def _any(path, patterns):
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


def _folder(path):
    """daemon/http/x/y.hpp -> http; a file directly in daemon/ -> ''."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def _daemon_may(source, target):
    if target.startswith("core/") or _any(source, COMPOSERS) or _any(target, SHARED):
        return True
    own, other = _folder(source), _folder(target)
    if own == other:
        return True
    return other in SIBLINGS.get(own, ())


def check(root):
    findings = []
    for path in tree.files(root, ["core", "daemon"], tree.CPP):
        source = path.as_posix()
        for line, target in tree.includes((root / path).read_text()):
            ours = target.startswith(("core/", "daemon/", "tests/"))
            if source.startswith("core/"):
                bad = (ours and not target.startswith("core/")) or CORE_FORBIDDEN.match(target) or CORE_FORBIDDEN_PARTS.match(target)
            else:
                bad = target.startswith("tests/") or (ours and not _daemon_may(source, target))
            if bad:
                findings.append(f"{source}:{line}: may not include {target}")
    return findings


if __name__ == "__main__":
    tree.run(check)
