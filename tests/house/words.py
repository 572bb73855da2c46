#!/usr/bin/env python3
"""Words that our own C++ does without, each with the reason, and where it is allowed all the same."""
import fnmatch
import re

import tree

EVERYWHERE = ["core", "daemon", "tests"]
OURS = ["core", "daemon"]

# (pattern, where it is looked for, where it is allowed, why it is banned)
BANNED = [
    (r"\bdetached\b", EVERYWHERE, [], "an exception in a detached coroutine vanishes"),
    (r"\b(io_context|io_ctx|context|ctx|ioc|io)_?\s*(\.|->)\s*stop\s*\(\s*\)", OURS, ["daemon/main*", "daemon/ctl/*"],
     "work in hand is dropped, and what waits for it never wakes"),
    (r"\bsleep_for\b|\bsleep_until\b|\busleep\b|\bnanosleep\b", EVERYWHERE, [], "wait for a condition, or on a timer"),
    (r"\bsystem_clock\s*::\s*now\b", EVERYWHERE, ["daemon/clock.*"], "time is an argument; daemon/clock is the one that asks"),
    (r"\b(std::)?time\s*\(\s*(nullptr|NULL|0)\s*\)|\bgettimeofday\b", EVERYWHERE, [], "time is an argument"),
    (r"\bshared_from_this\b", EVERYWHERE, [], "say who owns it"),
    (r"\bstd\s*::\s*(basic_)?regex\b|\bstd\s*::\s*regex_\w+|#\s*include\s*<regex>", EVERYWHERE, [],
     "overflows the stack on long input; RE2 does not"),
    (r"\bstd\s*::\s*(recursive_|shared_|timed_)?mutex\b|\bstd\s*::\s*atomic\w*|\bmake_strand\b|\bstrand\s*<", OURS,
     ["daemon/async/resolver.*"],  # its threads may end after everything else, and must know what is gone
     "one I/O thread and one database thread, which meet in run_on"),
    (r"\bstd\s*::\s*random_device\b|\bs?rand\s*\(", OURS, ["daemon/random.*"], "one source of randomness, so that a test can give it"),
    (r"\b(sprintf|strcpy|strcat|gets)\s*\(", EVERYWHERE, [], "no bound"),
    (r"\busing\s+namespace\s+std\s*;", EVERYWHERE, [], "names of the library would be found as ours"),
    (r"\bstd\s*::\s*thread\b|\bstd\s*::\s*async\b", OURS, ["daemon/async/*", "daemon/main*", "daemon/app*", "daemon/app/*"],
     "threads are started in one place"),
]


def check(root):
    findings = []
    for path in tree.files(root, EVERYWHERE, tree.CPP):
        name = path.as_posix()
        lines = tree.code_lines((root / path).read_text())
        for pattern, folders, allowed, why in BANNED:
            if path.parts[0] not in folders or any(fnmatch.fnmatch(name, place) for place in allowed):
                continue
            for number, line in enumerate(lines, 1):
                if match := re.search(pattern, line):
                    findings.append(f"{name}:{number}: {match[0].strip()}: {why}")
    return findings


if __name__ == "__main__":
    tree.run(check)
