"""Waiting for a condition, never for a time."""
import time


def wait_until(condition, timeout, what):
    """Returns the first true value of condition(). After `timeout` seconds raises TimeoutError naming `what`: a text, or a
    function that says it as things stand then."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise TimeoutError(f"not within {timeout} s: {what() if callable(what) else what}")
        time.sleep(0.02)


def nothing_is_under_way(answer):
    """Of what the API says of an incident's deliveries. It counts those whose rows are not written yet, too; the list cannot."""
    return not any(answer["counts"][state] for state in ("waiting", "attempting", "retrying"))
