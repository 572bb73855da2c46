"""Takes the mails of delivery_mime_samples apart with Python's own parser: they must say what was put in.

usage: delivery_mime_check.py path/to/delivery_mime_samples
"""
import base64
import email
import email.header
import email.policy
import json
import re
import subprocess
import sys
from email.utils import parseaddr, parsedate_to_datetime


def decoded(value):
    """RFC 2047 by the other of Python's two implementations, after unfolding."""
    unfolded = re.sub(r"\r\n(?=[ \t])", "", value)
    return str(email.header.make_header(email.header.decode_header(unfolded)))


def lines(text):
    return re.sub(r"\r\n|\r", "\n", text).rstrip("\n")


def check(sample):
    raw = base64.b64decode(sample["mail"])
    assert b"\n" not in raw.replace(b"\r\n", b""), "bare LF"
    assert b"\r" not in raw.replace(b"\r\n", b""), "bare CR"
    raw.decode("ascii")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 998, "line of %d" % len(line)
        assert len(line) <= 78 or line.startswith((b"In-Reply-To", b"Message-ID", b" <")), line
        assert not line.startswith(b"."), "leading dot"
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    plain = email.message_from_bytes(raw, policy=email.policy.compat32)
    assert not mail.defects, mail.defects
    expected = ["Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
                "Precedence", "List-Id", "MIME-Version", "Content-Language", "Content-Type"]
    assert mail.keys() == expected, mail.keys()
    assert decoded(plain["Subject"]).strip(" ") == sample["subject"].strip(" "), (decoded(plain["Subject"]), sample["subject"])
    for word in re.findall(r"=\?utf-8\?B\?[^ \r\n]*", plain["Subject"]):
        if plain["Subject"].startswith("=?"):
            assert len(word) <= 75, word
            base64.b64decode(word[10:-2], validate=True).decode("utf-8")  # whole code points in every word
    for field, address in (("From", "status@example.test"), ("To", "customer@example.org")):
        name, got = parseaddr(re.sub(r"\r\n(?=[ \t])", "", plain[field]))
        assert got == address, (field, got)
        assert len(mail[field].addresses) == 1, mail[field].addresses
        spoken = decoded(name) if name.startswith("=?utf-8?B?") else name
        assert spoken == sample["name"], (field, spoken, sample["name"])
    assert parsedate_to_datetime(mail["Date"]).timestamp() == 1795000000
    assert mail["References"].split() == ["<root@example.test>", "<last@example.test>"]
    assert mail["In-Reply-To"] == "<last@example.test>"
    assert plain["List-Id"].endswith("<status.example.test>")
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [p.get_content_type() for p in parts] == ["text/plain", "text/html"], parts
    for part, key in zip(parts, ("text", "html")):
        assert not part.defects, part.defects
        assert part.get_content_charset() == "utf-8"
        content = part.get_payload(decode=True).decode("utf-8")
        assert lines(content) == lines(sample[key]), (content, sample[key])


def main():
    output = subprocess.run([sys.argv[1]], check=True, capture_output=True).stdout.decode("utf-8")
    samples = [json.loads(line) for line in output.splitlines()]
    failures = 0
    for number, sample in enumerate(samples):
        try:
            check(sample)
        except Exception as problem:  # every sample is looked at
            failures += 1
            if failures <= 5:
                print("sample %d: %s: %s" % (number, type(problem).__name__, problem))
    print("%d mails, %d wrong" % (len(samples), failures))
    return 1 if failures or len(samples) < 400 else 0


sys.exit(main())
