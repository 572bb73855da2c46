"""A certificate authority of the test's own, and one certificate under it, made by the openssl program."""
import pathlib
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Certificates:
    ca: pathlib.Path    # what a client must trust
    cert: pathlib.Path  # the server's
    key: pathlib.Path   # its private key


def _openssl(*args):
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, text=True)


def make_certificates(folder, names=("localhost", "mail.test")):
    """For 127.0.0.1 and every name in `names`; valid for two days from now."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificates(ca=folder / "ca.pem", cert=folder / "server.pem", key=folder / "server.key")
    ca_key, request, extensions = folder / "ca.key", folder / "server.csr", folder / "server.ext"
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl("req", "-x509", *new_key, "-keyout", ca_key, "-out", made.ca, "-days", 2, "-subj", "/CN=Candor test authority",
             "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    _openssl("req", *new_key, "-keyout", made.key, "-out", request, "-subj", f"/CN={names[0]}")
    alternatives = ",".join(["IP:127.0.0.1", *(f"DNS:{name}" for name in names)])
    extensions.write_text(f"subjectAltName={alternatives}\nextendedKeyUsage=serverAuth\n")
    _openssl("x509", "-req", "-in", request, "-CA", made.ca, "-CAkey", ca_key, "-CAcreateserial", "-days", 2,
             "-extfile", extensions, "-out", made.cert)
    return made
