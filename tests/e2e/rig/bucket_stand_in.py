"""A bucket as Amazon S3 has them, as far as a site in files needs it. It believes nothing: every request must be signed with
Signature Version 4, which is computed here anew, from the published description alone, over what came in."""
import datetime
import hashlib
import hmac
import re

from rig.http_stand_in import Answer, HttpStandIn

AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
                           r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})")
MOST_SKEW = datetime.timedelta(minutes=15)


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class BucketStandIn(HttpStandIn):
    """`objects`: name -> (bytes, headers), by their whole key. Speaks by path: /bucket/key."""

    def __init__(self, bucket, region, access_key, secret_key, **how):
        super().__init__(**how)
        self.bucket, self.region, self.access_key, self.secret_key = bucket, region, access_key, secret_key
        self.objects = {}
        self.refused = []  # why, for each request that was

    def act(self, request):
        wrong = self.fault_of(request)
        if wrong:
            self.refused.append(wrong)
            return Answer(403, {"Content-Type": "application/xml"}, f"<Error><Code>{wrong}</Code></Error>".encode())
        prefix = f"/{self.bucket}/"
        if not request.route().startswith(prefix):
            return Answer(404, {}, b"<Error><Code>NoSuchBucket</Code></Error>")
        return getattr(self, f"do_{request.method}")(request.route().removeprefix(prefix), request)

    def do_PUT(self, key, request):
        kept = {name: value for name, value in request.headers.items() if name in ("content-type", "cache-control")}
        self.objects[key] = (request.body, kept)
        return Answer(200, {"ETag": f'"{hashlib.md5(request.body).hexdigest()}"'})

    def do_GET(self, key, _):
        if key not in self.objects:
            return Answer(404, {}, b"<Error><Code>NoSuchKey</Code></Error>")
        body, headers = self.objects[key]
        return Answer(200, dict(headers), body)

    do_HEAD = do_GET

    def do_DELETE(self, key, _):
        self.objects.pop(key, None)
        return Answer(204)

    # --- the signature: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

    def fault_of(self, request):
        """Why the request is refused; empty: it is signed as it must be."""
        found = AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if not found:
            return "AccessDenied"
        access_key, day, region, names, signature = found.groups()
        at = request.headers.get("x-amz-date", "")
        if access_key != self.access_key or region != self.region:
            return "InvalidAccessKeyId" if access_key != self.access_key else "AuthorizationHeaderMalformed"
        if not re.fullmatch(r"\d{8}T\d{6}Z", at) or not at.startswith(day):
            return "AuthorizationHeaderMalformed"
        now = datetime.datetime.now(datetime.timezone.utc)
        if abs(datetime.datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc) - now) > MOST_SKEW:
            return "RequestTimeTooSkewed"
        if request.headers.get("x-amz-content-sha256") != hashlib.sha256(request.body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        signed = names.split(";")
        must = {"host"} | {name for name in request.headers if name.startswith("x-amz-")}
        if request.body:
            must.add("content-type")
        if signed != sorted(signed) or not must <= set(signed):
            return "AccessDenied"
        return "" if hmac.compare_digest(self.signature_of(request, signed, at, day), signature) else "SignatureDoesNotMatch"

    def signature_of(self, request, signed, at, day):
        assert "?" not in request.path and re.fullmatch(r"[A-Za-z0-9._~/-]*", request.path), request.path  # nothing to escape
        headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed)
        canonical = "\n".join([request.method, request.path, "", headers, ";".join(signed), request.headers["x-amz-content-sha256"]])
        scope = f"{day}/{self.region}/s3/aws4_request"
        to_sign = "\n".join(["AWS4-HMAC-SHA256", at, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + self.secret_key).encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = _hmac(key, part)
        return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
