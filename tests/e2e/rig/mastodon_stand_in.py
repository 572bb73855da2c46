"""A Mastodon server as far as posting goes, after its API documentation, and strict: what the real one would refuse, or
would silently ignore, is refused.

Covers POST and GET /api/v1/statuses, GET /api/v1/instance, GET /api/v1/accounts/verify_credentials and
/api/v1/accounts/{id}/statuses, with bearer tokens, Idempotency-Key (kept one hour), the character count (graphemes; each
link counts 23) and the rate limit of 300 requests in five minutes.
"""
import datetime
import html
import json
import re
import subprocess
import time
import urllib.parse

from rig.http_stand_in import Answer, HttpStandIn

MAX_CHARACTERS = 500
CHARACTERS_PER_LINK = 23
IDEMPOTENCY_SECONDS = 3600
RATE_PERIOD_SECONDS = 300
KNOWN_PARAMETERS = {"status", "in_reply_to_id", "sensitive", "spoiler_text", "visibility", "language", "media_ids",
                    "scheduled_at", "poll", "quoted_status_id", "quote_approval_policy"}


class Refused(Exception):
    def __init__(self, status, error):
        self.status, self.error = status, error


class MastodonStandIn(HttpStandIn):
    """`statuses` is what was posted, oldest first. `clock` gives the seconds since the epoch and may be replaced."""

    account_id = "109000000000000001"

    def __init__(self, token, certificates=None, script=(), rate_limit=300):
        super().__init__(certificates, script)
        self.statuses = []
        self.clock = time.time
        self._token = token
        self._rate_limit = rate_limit
        self._heard_at = []  # of the requests that count against the rate limit
        self._by_key = {}    # Idempotency-Key -> (status, seconds since the epoch)

    def act(self, request):
        with self._lock:
            try:
                remaining = self._count_request()
                return self._with_rate_headers(self._route(request), remaining)
            except Refused as refused:
                left = 0 if refused.status == 429 else self._rate_limit - len(self._heard_at)
                return self._with_rate_headers(Answer.of_json(refused.status, {"error": refused.error}), left)

    def threads(self):
        """The texts posted, as a list of threads: each starts with a status that replies to none."""
        thread_of, threads = {}, []
        for status in self.statuses:
            thread = thread_of.get(status["in_reply_to_id"])
            if thread is None:
                threads.append(thread := [])
            thread.append(status["text"])
            thread_of[status["id"]] = thread
        return threads

    # --- the rate limit

    def _count_request(self):
        now = self.clock()
        self._heard_at = [at for at in self._heard_at if at > now - RATE_PERIOD_SECONDS]
        if len(self._heard_at) >= self._rate_limit:
            raise Refused(429, "Too many requests")
        self._heard_at.append(now)
        return self._rate_limit - len(self._heard_at)

    def _with_rate_headers(self, answer, remaining):
        oldest = self._heard_at[0] if self._heard_at else self.clock()
        answer.headers["X-RateLimit-Limit"] = str(self._rate_limit)
        answer.headers["X-RateLimit-Remaining"] = str(max(remaining, 0))
        answer.headers["X-RateLimit-Reset"] = _iso(oldest + RATE_PERIOD_SECONDS)
        return answer

    # --- the routes

    def _route(self, request):
        route = request.route()
        if (request.method, route) == ("GET", "/api/v1/instance"):
            return Answer.of_json(200, self._instance())
        if (request.method, route) == ("POST", "/api/v1/statuses"):
            self._authenticate(request)
            return Answer.of_json(200, _public(self._post(request)))
        if request.method == "GET" and (match := re.fullmatch(r"/api/v1/statuses/(\d+)", route)):
            return Answer.of_json(200, _public(self._find(match[1], "Record not found")))
        if (request.method, route) == ("GET", "/api/v1/accounts/verify_credentials"):
            self._authenticate(request)
            return Answer.of_json(200, {**self._account(), "source": {"privacy": "public", "language": None}})
        if (request.method, route) == ("GET", f"/api/v1/accounts/{self.account_id}/statuses"):
            return Answer.of_json(200, self._timeline(request.query()))
        raise Refused(404, "The page you were looking for doesn't exist.")

    def _authenticate(self, request):
        if request.headers.get("authorization") != f"Bearer {self._token}":
            raise Refused(401, "The access token is invalid")

    def _find(self, status_id, otherwise):
        for status in self.statuses:
            if status["id"] == status_id:
                return status
        raise Refused(404, otherwise)

    def _timeline(self, query):
        limit = min(int(query.get("limit", 20)), 40)
        since = int(query.get("since_id", 0))
        return [_public(status) for status in reversed(self.statuses) if int(status["id"]) > since][:limit]

    # --- posting

    def _post(self, request):
        key = request.headers.get("idempotency-key")
        if key in self._by_key and self.clock() - self._by_key[key][1] < IDEMPOTENCY_SECONDS:
            return self._by_key[key][0]
        status = self._make_status(_parameters(request))
        self.statuses.append(status)
        if key:
            self._by_key[key] = (status, self.clock())
        return status

    def _make_status(self, parameters):
        unknown = set(parameters) - KNOWN_PARAMETERS
        if unknown:
            raise Refused(422, f"unknown parameters: {', '.join(sorted(unknown))}")
        text = parameters.get("status", "")
        if not isinstance(text, str) or not text.strip():
            raise Refused(422, "Validation failed: Text can't be blank")
        if character_count(text + parameters.get("spoiler_text", "")) > MAX_CHARACTERS:
            raise Refused(422, f"Validation failed: Text character limit of {MAX_CHARACTERS} exceeded")
        visibility = parameters.get("visibility", "public")
        if visibility not in ("public", "unlisted", "private", "direct"):
            raise Refused(422, "Validation failed: Visibility is not included in the list")
        language = parameters.get("language")
        if language is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", language):
            raise Refused(422, "Validation failed: Language is not an ISO 639 code")
        reply_to = parameters.get("in_reply_to_id") or None
        if reply_to:
            self._find(reply_to, "The post you are trying to reply to does not appear to exist.")
        status_id = str(110_000_000_000_000_000 + len(self.statuses))
        return {"id": status_id, "created_at": _iso(self.clock()), "in_reply_to_id": reply_to,
                "in_reply_to_account_id": self.account_id if reply_to else None,
                "sensitive": parameters.get("sensitive") in (True, "true", "1"),
                "spoiler_text": parameters.get("spoiler_text", ""), "visibility": visibility, "language": language,
                "uri": f"{self.url}/users/status/statuses/{status_id}", "url": f"{self.url}/@status/{status_id}",
                "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
                "content": f"<p>{html.escape(text)}</p>", "text": text, "account": self._account(),
                "media_attachments": [], "mentions": [], "tags": [], "emojis": [], "card": None, "poll": None}

    # --- what it says of itself

    def _account(self):
        return {"id": self.account_id, "username": "status", "acct": "status", "display_name": "Status", "locked": False,
                "bot": True, "url": f"{self.url}/@status", "statuses_count": len(self.statuses)}

    def _instance(self):
        statuses = {"max_characters": MAX_CHARACTERS, "max_media_attachments": 4,
                    "characters_reserved_per_url": CHARACTERS_PER_LINK}
        return {"uri": "localhost", "title": "Mastodon", "version": "4.2.0", "languages": ["en"],
                "configuration": {"statuses": statuses}}


def character_count(text):
    """As the server counts: graphemes, with every link as long as CHARACTERS_PER_LINK."""
    counted = re.sub(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]]", "x" * CHARACTERS_PER_LINK, text)
    if counted.isascii() and "\r" not in counted:
        return len(counted)
    program = "process.stdout.write(String([...new Intl.Segmenter().segment(process.argv[1])].length))"
    return int(subprocess.run(["node", "-e", program, counted], check=True, capture_output=True, text=True).stdout)


def _parameters(request):
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    try:
        if kind == "application/json":
            return dict(json.loads(request.body))
        if kind == "application/x-www-form-urlencoded":
            return dict(urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True))
    except ValueError as error:
        raise Refused(400, f"cannot be parsed: {error}") from None
    raise Refused(415, "neither a form nor JSON")


def _public(status):
    """A status as the API shows it: without the plain text, which the real one gives away only at deletion."""
    return {name: value for name, value in status.items() if name != "text"}


def _iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
