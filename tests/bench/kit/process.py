"""What /proc says of a process, all its threads together."""
import os
import pathlib
import re


def _field(pid, name):
    return int(re.search(rf"^{name}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)[1])


def resident_mib(pid):
    """The most it ever had."""
    return _field(pid, "VmHWM") / 1024


def cpu_seconds(pid):
    """In steps of a hundredth of a second, mostly."""
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _of_threads(pid, file):
    return [path.read_text() for path in pathlib.Path(f"/proc/{pid}/task").glob(f"*/{file}")]


def exact_cpu_seconds(pid):
    """To the nanosecond: what /proc/PID/stat rounds to nothing."""
    return sum(int(text.split()[0]) for text in _of_threads(pid, "schedstat")) / 1e9


def wakeups(pid):
    """How often its threads have slept and gone on."""
    return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M)[1]) for text in _of_threads(pid, "status"))
