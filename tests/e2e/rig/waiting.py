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
