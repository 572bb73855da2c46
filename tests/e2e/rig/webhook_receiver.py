"""A webhook endpoint: checks each request with the published Standard Webhooks verifier, and answers by a script."""
import base64
import json
import pathlib
import subprocess
import threading

from rig.http_stand_in import Answer, HttpStandIn


class WebhookReceiver(HttpStandIn):
    """`request.notes["verified"]` is "" where the signature holds, else the verifier's reason. Answers `usual` where the
    script says nothing."""

    def __init__(self, secrets, certificates=None, script=(), usual=200):
        super().__init__(certificates, script)
        self.usual = usual
        self._verifier = _Verifier(secrets)

    def __exit__(self, *exception):
        super().__exit__(*exception)
        self._verifier.stop()

    def respond(self, request):
        request.notes["verified"] = self._verifier.verify(request)
        return super().respond(request)

    def act(self, request):
        return Answer(self.usual)


class _Verifier:
    """One verify_webhook.mjs for all requests: a line of JSON each way."""

    def __init__(self, secrets):
        program = pathlib.Path(__file__).with_name("verify_webhook.mjs")
        self._process = subprocess.Popen(["node", str(program), *secrets], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lock = threading.Lock()

    def verify(self, request):
        question = {"headers": request.headers, "body": base64.b64encode(request.body).decode()}
        with self._lock:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the webhook verifier ended; is tests/e2e/node_modules installed? (npm ci)")
        return json.loads(line)["reason"]

    def stop(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)
