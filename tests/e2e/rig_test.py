"""The rig itself: do the servers of the end-to-end tests work, and do they refuse what they should?"""
import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import smtplib
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from rig.certificates import make_certificates
from rig.http_stand_in import ACT_THEN_CLOSE, CLOSE, Answer
from rig.mail_server import MailServer
from rig.mastodon_stand_in import IDEMPOTENCY_SECONDS, MastodonStandIn, character_count
from rig.webhook_receiver import WebhookReceiver

MAIL = """\
From: Status <status@example.test>\r
To: alice@example.test\r
Message-ID: <one@example.test>\r
Subject: =?utf-8?q?K=C3=BCche?=\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
.Größe: a line that starts with a dot\r
"""


class MailServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = cls.enterClassContext(MailServer())

    def curl(self, recipient, *options, scheme="smtp", port=None, account=None):
        account = account or f"{self.mail.sender}:{self.mail.password}"
        command = ["curl", "-sS", "--url", f"{scheme}://{self.mail.host}:{port or self.mail.submission_port}",
                   "--cacert", self.mail.ca_file, "-u", account, "--mail-from", self.mail.sender,
                   "--mail-rcpt", self.mail.address(recipient), "--upload-file", "-", *options]
        return subprocess.run(command, input=MAIL.encode(), capture_output=True)

    def test_mail_sent_with_starttls_and_auth_is_read_back(self):
        sent = self.curl("alice", "--ssl-reqd")
        self.assertEqual(sent.returncode, 0, sent.stderr)
        mail, = self.mail.wait_for_mail("alice", 1)
        self.assertEqual(mail["Subject"], "Küche")
        self.assertEqual(mail["Message-ID"], "<one@example.test>")
        self.assertNotIn("Date", mail)  # the server adds nothing that the sender forgot
        self.assertEqual(mail.get_content(), ".Größe: a line that starts with a dot\r\n")
        stored, = self.mail.read_maildir("alice")
        self.assertIn("ESMTPSA", stored.decode())  # encrypted and authenticated
        other_parser = subprocess.run(["node", pathlib.Path(__file__).with_name("rig") / "parse_mail.mjs"], input=stored,
                                      capture_output=True, check=True)
        self.assertEqual(json.loads(other_parser.stdout)["subject"], "Küche")

    def test_mail_over_implicit_tls_arrives(self):
        sent = self.curl("carol", scheme="smtps", port=self.mail.smtps_port)
        self.assertEqual(sent.returncode, 0, sent.stderr)
        self.mail.wait_for_mail("carol", 1)

    def test_a_wrong_password_is_refused(self):
        sent = self.curl("alice", "--ssl-reqd", account="status@example.test:wrong")
        self.assertEqual(sent.returncode, 67, sent.stderr)  # CURLE_LOGIN_DENIED

    def test_nothing_is_taken_in_clear(self):
        with smtplib.SMTP(self.mail.host, self.mail.submission_port) as client:
            client.ehlo()
            self.assertNotIn("auth", client.esmtp_features)
            self.assertEqual(client.mail("status@example.test")[0], 530)

    def test_an_unknown_account_is_refused_for_good(self):
        self.assertIn(b"RCPT failed: 550", self.curl("nobody", "--ssl-reqd").stderr)

    def test_a_scripted_refusal_holds_until_it_is_lifted(self):
        self.mail.refuse("bob", "450 4.2.0 try later")
        self.assertIn(b"RCPT failed: 450", self.curl("bob", "--ssl-reqd").stderr)
        self.mail.accept_all()
        self.assertEqual(self.curl("bob", "--ssl-reqd").returncode, 0)
        self.mail.wait_for_mail("bob", 1)


def sign(secret, message_id, timestamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac).decode()


def call(url, body=None, headers=None, method=None, context=None):
    """(status, headers, body) of one HTTP request; a refusal is an answer too."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read()


class WebhookReceiverTest(unittest.TestCase):
    secret = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    body = '{"text":"Größe"}'.encode()

    def post(self, receiver, secret, body=None, age=0, context=None):
        timestamp = int(time.time()) - age
        headers = {"webhook-id": "d1", "webhook-timestamp": str(timestamp), "Content-Type": "application/json",
                   "webhook-signature": sign(secret, "d1", timestamp, self.body)}
        return call(receiver.url, body or self.body, headers, context=context)

    def verdict(self, *arguments, **how):
        with WebhookReceiver([self.secret]) as receiver:
            self.post(receiver, *arguments, **how)
            return receiver.requests[0].notes["verified"]

    def test_a_good_signature_verifies_over_https(self):
        with tempfile.TemporaryDirectory() as folder:
            certificates = make_certificates(folder)
            context = ssl.create_default_context(cafile=certificates.ca)
            with WebhookReceiver([self.secret], certificates) as receiver:
                self.assertEqual(self.post(receiver, self.secret, context=context)[0], 200)
                heard, = receiver.wait_for_requests(1)
                self.assertEqual(heard.notes["verified"], "")
                self.assertEqual(heard.json(), {"text": "Größe"})
                self.assertEqual(heard.headers["webhook-id"], "d1")

    def test_a_changed_body_a_foreign_key_and_an_old_timestamp_do_not_verify(self):
        foreign = "whsec_" + base64.b64encode(b"x" * 32).decode()
        self.assertEqual(self.verdict(self.secret), "")
        self.assertNotEqual(self.verdict(self.secret, body=b'{"text":"changed"}'), "")
        self.assertNotEqual(self.verdict(foreign), "")
        self.assertNotEqual(self.verdict(self.secret, age=600), "")

    def test_the_script_is_followed_one_step_per_request(self):
        with WebhookReceiver([self.secret], script=[500, Answer(429, {"Retry-After": "7"}), CLOSE, 410]) as receiver:
            self.assertEqual(self.post(receiver, self.secret)[0], 500)
            status, headers, _ = self.post(receiver, self.secret)
            self.assertEqual((status, headers["Retry-After"]), (429, "7"))
            with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
                self.post(receiver, self.secret)
            self.assertEqual(self.post(receiver, self.secret)[0], 410)
            self.assertEqual(self.post(receiver, self.secret)[0], 200)
            self.assertEqual(len(receiver.requests), 5)


class MastodonStandInTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(MastodonStandIn("token-1"))

    def post(self, key=None, token="token-1", **parameters):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        status, answered, body = call(self.server.url + "/api/v1/statuses", json.dumps(parameters).encode(), headers)
        return status, json.loads(body), answered

    def test_a_status_is_posted_and_answered_in_a_thread(self):
        status, first, headers = self.post(status="One")
        self.assertEqual((status, headers["X-RateLimit-Remaining"]), (200, "299"))
        self.post(status="Two", in_reply_to_id=first["id"], language="en", visibility="unlisted")
        self.post(status="Other")
        self.assertEqual(self.server.threads(), [["One", "Two"], ["Other"]])
        timeline = json.loads(call(f"{self.server.url}/api/v1/accounts/{self.server.account_id}/statuses")[2])
        self.assertEqual([s["content"] for s in timeline], ["<p>Other</p>", "<p>Two</p>", "<p>One</p>"])
        self.assertEqual(call(f"{self.server.url}/api/v1/statuses/{first['id']}")[0], 200)

    def test_a_repeated_key_gives_the_same_status_for_an_hour(self):
        now = time.time()
        self.server.clock = lambda: now
        first = self.post("k", status="One")[1]
        self.assertEqual(self.post("k", status="One")[1]["id"], first["id"])
        self.server.clock = lambda: now + IDEMPOTENCY_SECONDS
        self.assertNotEqual(self.post("k", status="One")[1]["id"], first["id"])
        self.assertEqual(len(self.server.statuses), 2)

    def test_what_the_real_server_refuses_is_refused(self):
        self.assertEqual(self.post(token="wrong", status="One")[0], 401)
        self.assertEqual(self.post(status=" ")[0], 422)
        self.assertEqual(self.post(status="x" * 501)[0], 422)
        self.assertEqual(self.post(status="One", visibility="everyone")[0], 422)
        self.assertEqual(self.post(status="One", in_reply_to_id="404")[0], 404)
        self.assertEqual(self.post(status="One", in_reply_to="1")[0], 422)
        self.assertEqual(self.server.statuses, [])
        self.assertEqual(self.post(status="x" * 500)[0], 200)

    def test_characters_are_counted_as_the_server_counts_them(self):
        self.assertEqual(character_count("See https://status.example.org/incidents/abcdefghjkmn?from=social."), 4 + 23 + 1)
        self.assertEqual(character_count("👨‍👩‍👧‍👦 é"), 3)

    def test_the_rate_limit_names_when_it_ends(self):
        with MastodonStandIn("token-1", rate_limit=1) as self.server:
            self.assertEqual(self.post(status="One")[0], 200)
            status, _, headers = self.post(status="Two")
            self.assertEqual((status, headers["X-RateLimit-Remaining"]), (429, "0"))
            self.assertRegex(headers["X-RateLimit-Reset"], r"^\d{4}-\d\d-\d\dT.*Z$")

    def test_a_status_can_be_posted_without_the_poster_hearing_of_it(self):
        self.server.script = [ACT_THEN_CLOSE]
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
            self.post("k", status="One")
        self.assertEqual(self.post("k", status="One")[0], 200)
        self.assertEqual(len(self.server.statuses), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
