"""A real mail server for a test: Postfix takes mail by submission (STARTTLS and AUTH required), Dovecot checks the
password, stores the mail in Maildir and serves it back over IMAPS.

Everything lives under one temporary folder and listens on free ports of 127.0.0.1: the system's own Postfix and Dovecot
are neither read nor touched. Both need root, so they run in a process of their own (`mail_server.py serve FOLDER`, through
sudo where the tests do not run as root) that ends, and takes them with it, when its standard input closes.
"""
import email
import email.policy
import imaplib
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile

if __package__ in (None, ""):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rig.certificates import make_certificates
from rig.waiting import wait_until

DOMAIN = "example.test"                        # every mailbox is here; mail for any other domain is refused
SENDER = f"status@{DOMAIN}"                    # the account that may submit mail
PASSWORD = "correct horse battery staple"      # of every account
MAIL_ACCOUNTS = ("status", "alice", "bob", "carol", "bounce")
GHOST = "ghost"                                # taken at RCPT, and then nobody's: it comes back as a report


class MailServer:
    """Use as a context manager. `host`, `submission_port` (STARTTLS), `smtps_port` (implicit TLS), `imaps_port`, `ca_file`."""

    host = "localhost"
    sender = SENDER
    password = PASSWORD

    def __init__(self):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-mail-"))
        self._folder.chmod(0o755)  # Postfix's and Dovecot's own users pass through it
        self._process = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        command = [sys.executable, str(pathlib.Path(__file__).resolve()), "serve", str(self._folder)]
        if os.geteuid() != 0:
            command = ["sudo", "-n", *command]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the mail server did not start:\n" + self.log())
        ready = json.loads(line)
        self.submission_port = ready["submission_port"]
        self.smtps_port = ready["smtps_port"]
        self.imaps_port = ready["imaps_port"]
        self.ca_file = ready["ca_file"]

    def stop(self):
        if self._process:
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait(timeout=30)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def address(self, name):
        return f"{name}@{DOMAIN}"

    def log(self):
        """What Postfix and Dovecot said."""
        files = [self._folder / name for name in ("start.log", "postfix.log", "dovecot.log")]
        return "".join(f.read_text(errors="replace") for f in files if f.exists())

    def refuse(self, name, reply):
        """From the next connection on, RCPT TO this account is answered with `reply`, such as "450 4.2.0 try later"."""
        with (self._folder / "refused").open("a") as refused:
            refused.write(f"{self.address(name)} {reply}\n")

    def accept_all(self):
        (self._folder / "refused").write_text("")

    def read_raw(self, name):
        """The mails in this account's inbox as they were stored, oldest first."""
        context = ssl.create_default_context(cafile=self.ca_file)
        with imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=context) as imap:
            imap.login(self.address(name), PASSWORD)
            imap.select("INBOX", readonly=True)
            _, (numbers,) = imap.search(None, "ALL")
            return [imap.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers.split()]

    def read_mailbox(self, name):
        """The same, parsed by Python's own MIME parser."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.read_raw(name)]

    def read_maildir(self, name):
        """The same mails read from the files themselves, in no particular order."""
        return [f.read_bytes() for part in ("new", "cur") for f in sorted((self.inbox(name) / part).glob("*"))]

    def inbox(self, name):
        """The folder of the Maildir; it comes with the first mail."""
        return self._folder / "mail" / self.address(name)

    def wait_for_mail(self, name, count, timeout=30):
        """The mailbox as soon as it holds at least `count` mails."""
        try:
            return wait_until(lambda: len(mails := self.read_mailbox(name)) >= count and mails, timeout,
                              f"{count} mails for {name}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.log()}") from None


# --- the privileged side ------------------------------------------------------------------------------------------------


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _postfix_main(folder, certificates):
    return f"""\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
mydestination =
alias_maps =
local_recipient_maps =
default_transport = error:this server delivers to {DOMAIN} only
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_transport = lmtp:unix:{folder}/lmtp
recipient_delimiter = +
smtputf8_enable = yes
# A Message-ID or Date that the sender forgot stays missing, so that a test can see it.
local_header_rewrite_clients =
smtpd_tls_cert_file = {certificates.cert}
smtpd_tls_key_file = {certificates.key}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/refused, permit_sasl_authenticated, reject
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
# One connection per process, so that a change of `refused` counts from the next connection on.
max_use = 1
"""


def _postfix_master(submission_port, smtps_port):
    return f"""\
127.0.0.1:{submission_port} inet n - n - - smtpd
127.0.0.1:{smtps_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup  unix       n - n - 0 cleanup
qmgr     unix       n - n 300 1 qmgr
tlsmgr   unix       - - n 1000? 1 tlsmgr
rewrite  unix       - - n - - trivial-rewrite
bounce   unix       - - n - 0 bounce
defer    unix       - - n - 0 bounce
trace    unix       - - n - 0 bounce
proxymap unix       - - n - - proxymap
lmtp     unix       - - n - - lmtp
error    unix       - - n - - error
retry    unix       - - n - - error
anvil    unix       - - n - 1 anvil
postlog  unix-dgram n - n - 1 postlogd
"""


def _dovecot_conf(folder, certificates, imaps_port, uid, gid):
    return f"""\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificates.cert}
ssl_key = <{certificates.key}
auth_mechanisms = plain login
# A wrong password in one test must not slow down the next.
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
recipient_delimiter = +
mail_location = maildir:{folder}/mail/%u
first_valid_uid = {uid}
first_valid_gid = {gid}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
"""


def _mail_owner():
    """Who owns the Maildirs: the person behind sudo, so that the tests can read the files; else the `mail` user."""
    return int(os.environ.get("SUDO_UID", 8)) or 8, int(os.environ.get("SUDO_GID", 8)) or 8


def _write_configuration(folder, ports):
    certificates = make_certificates(folder / "tls")
    uid, gid = _mail_owner()
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir(exist_ok=True)
    shutil.chown(folder / "data", "postfix", "postfix")
    os.chown(folder / "mail", uid, gid)
    (folder / "etc/main.cf").write_text(_postfix_main(folder, certificates))
    (folder / "etc/master.cf").write_text(_postfix_master(ports["submission_port"], ports["smtps_port"]))
    (folder / "etc/dovecot.conf").write_text(_dovecot_conf(folder, certificates, ports["imaps_port"], uid, gid))
    (folder / "mailboxes").write_text("".join(f"{name}@{DOMAIN} {name}\n" for name in (*MAIL_ACCOUNTS, GHOST)))
    (folder / "users").write_text("".join(f"{name}@{DOMAIN}:{{PLAIN}}{PASSWORD}\n" for name in MAIL_ACCOUNTS))
    refused = folder / "refused"
    refused.touch()
    os.chown(refused, *(int(os.environ.get(key, 0)) for key in ("SUDO_UID", "SUDO_GID")))
    return certificates


def _accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _run_servers(folder, ports):
    """Starts both; returns the processes once every port answers. Raises RuntimeError where one of them ends early."""
    with (folder / "start.log").open("ab") as said:
        streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said}
        dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "etc/dovecot.conf")], **streams)
        postfix = subprocess.Popen(["postfix", "-c", str(folder / "etc"), "start-fg"], **streams)
    processes = [postfix, dovecot]

    def ready():
        if any(process.poll() is not None for process in processes):
            raise RuntimeError("a mail server ended early")
        return all(_accepts(port) for port in ports.values())

    try:
        wait_until(ready, 30, "the mail servers answer")
    except BaseException:
        _end(folder, processes)
        raise
    return processes


def _end(folder, processes):
    postfix, dovecot = processes
    master = folder / "queue/pid/master.pid"
    if postfix.poll() is None and master.exists():
        os.kill(int(master.read_text()), signal.SIGTERM)  # start-fg is a script that waits for it
    if dovecot.poll() is None:
        dovecot.terminate()
    for process in processes:
        process.wait(timeout=20)


def serve(folder):
    """Runs until standard input closes. Says on standard output, in one line of JSON, where to connect."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the closing of stdin is what ends us
    for attempt in range(3):  # another process may take a port between our finding and our using it
        ports = {name: _free_port() for name in ("submission_port", "smtps_port", "imaps_port")}
        certificates = _write_configuration(folder, ports)
        try:
            processes = _run_servers(folder, ports)
            break
        except RuntimeError:
            if attempt == 2:
                raise
    try:
        print(json.dumps({**ports, "ca_file": str(certificates.ca)}), flush=True)
        sys.stdin.read()
    finally:
        _end(folder, processes)
        for made in ("queue", "data", "mail", "run", "state", "tls", "etc"):
            shutil.rmtree(folder / made, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "serve":
        sys.exit("usage: mail_server.py serve FOLDER")
    serve(pathlib.Path(sys.argv[2]))


def text_of(mail):
    """What people read, where their program shows no HTML."""
    return mail.get_body(("plain",)).get_content()
