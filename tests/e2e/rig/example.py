"""An organisation to test with: its configuration, its secrets, and where they stand."""
import base64
import pathlib
import socket

SOURCE = pathlib.Path(__file__).resolve().parents[3]
WEBHOOK_KEY = "whsec_" + base64.b64encode(b"an example key of thirty-two byte").decode()
MASTODON_TOKEN = "example-mastodon-token-4f7k9x2m"


def secret(folder, name, text):
    """Puts a secret into a file as the configuration wants it, and returns the reference to it."""
    file = pathlib.Path(folder) / name
    file.touch(mode=0o600)
    file.write_text(text + "\n")
    return f"file:{name}"


def webhook_channel(folder, *receivers, **more):
    """A channel with one recipient for each receiver: receiver-1, receiver-2, ..."""
    key = secret(folder, "webhook.key", WEBHOOK_KEY)
    recipients = [{"name": f"receiver-{number}", "url": f"{receiver.url}/hook", "secrets": [key]}
                  for number, receiver in enumerate(receivers, 1)]
    return {"id": "partners", "kind": "webhook", "recipients": recipients, **more}


def mail_channel(folder, server, *accounts, **more):
    return {"id": "mail", "kind": "email", "host": server.host, "port": server.submission_port, "tls": "starttls",
            "user": server.sender, "password": secret(folder, "smtp.password", server.password), "from": server.sender,
            "from_name": "Status of Example", "reply_to": "support@example.test", "list_id": "status.example.test",
            "recipients": [server.address(name) for name in accounts], **more}


def mastodon_channel(folder, server, **more):
    return {"id": "social", "kind": "mastodon", "base_url": server.url,
            "token": secret(folder, "mastodon.token", MASTODON_TOKEN), **more}


def free_port():
    """A port that nothing listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def plan_of(folder, text):
    """The section of the configuration for this plan."""
    (pathlib.Path(folder) / "plan.yaml").write_text(text)
    return {"file": "plan.yaml"}


def configuration(channels, every="3s", retry=("1s",) * 10, ca_file=None, **sections):
    """Everything a daemon needs, with cadences of seconds. `sections` are merged over the top-level ones."""
    config = {
        "organisation": {"name": "Example Organisation", "url": "https://status.example.test", "contact": "support@example.test"},
        "components": [{"id": "checkout", "name": "Checkout"}, {"id": "accounts", "name": "Customer accounts"}],
        "default_owner": "comms-lead",
        "default_deputy": "duty-manager",
        "cadence": {"margin": "0s", "otherwise": every, "rules": []},
        "channels": list(channels),
        "store": {"path": "candor.db"},
        "http": {"socket": "api.sock", "socket_mode": "0600", "listen": []},
        "delivery": {"allow_addresses": ["127.0.0.0/8", "::1/128"], "attempt_timeout": "10s",
                     "protected_retry": list(retry), "intermediate_retry": list(retry)},
        "templates": {"directory": str(SOURCE / "templates")},
        "honesty": {"directory": str(SOURCE / "etc" / "honesty")},
        "drain_timeout": "10s",
    }
    if ca_file:
        config["delivery"]["ca_file"] = str(ca_file)
    for name, section in sections.items():
        config[name] = {**config.get(name, {}), **section} if isinstance(section, dict) else section
    return config
