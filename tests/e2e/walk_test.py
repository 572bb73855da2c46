"""Subscribing in a real browser, with a real mail server behind it: from the form to the last page, by mail and by webhook; and the
widget on somebody else's site."""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest
import urllib.parse

from rig.browser import read_pages
from rig.daemon import Daemon
from rig.example import configuration, free_port, mail_channel
from rig.http_stand_in import Answer, HttpStandIn
from rig.mail_server import MailServer
from rig.waiting import nothing_is_under_way, wait_until

PAGE = "https://status.example.test"
WIDGET = pathlib.Path(__file__).parent / "rig" / "show_widget.mjs"


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def link_in(mail, path):
    return re.search(re.escape(PAGE) + f"({re.escape(path)}[A-Za-z0-9_-]+)", text_of(mail))[1]


class Endpoint(HttpStandIn):
    """Repeats the challenge of a test message, and takes everything else as `status` says."""

    status = 200

    def act(self, request):
        body = request.json()
        if body.get("type") == "subscription.test":
            return Answer(200, {}, body["data"]["challenge"].encode())
        return Answer(self.status)


class WalkTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.mail = self.enterContext(MailServer())
        self.port = free_port()
        mail = mail_channel(self.folder, self.mail, "alice")
        mail["route"] = {"min_impact": "critical"}
        subscribers = {"email": "mail", "languages": ["en", "de"]}
        config = configuration([mail], "30m", ca_file=self.mail.ca_file, subscribers=subscribers, http={"listen": [f"127.0.0.1:{self.port}"]})
        self.daemon = self.enterContext(Daemon(self.folder, config))

    def read(self, *pages):
        return read_pages(self, self.port, "walk", *pages)

    def declare(self, title):
        return self.daemon.cli_json("declare", title, "-c", "checkout", "-i", "major")["incident"]["id"]

    def settled(self, incident):
        wait_until(lambda: nothing_is_under_way(self.daemon.cli_json("deliveries", incident)), 20, "the deliveries")

    def test_by_mail_from_the_form_to_the_last_page(self):  # [S4.4]
        seen = self.read(("form", "/subscribe", {}), ("refused", "/subscribe", {"fill": {"email": "nobody@nowhere", "quiet_from": "22:00"}}),
                         ("asked", "/subscribe", {"fill": {"email": self.mail.address("carol")}}))
        self.assertIn("Quiet hours begin and end at different times", seen["refused"]["html"])
        self.assertIn("Check your mailbox", seen["asked"]["html"])
        confirm = link_in(self.mail.wait_for_mail("carol", 1)[0], "/subscribe/confirm/")
        seen = self.read(("confirm", confirm, {}))
        self.assertIn("Yes, send me updates", seen["confirm"]["html"])
        seen = self.read(("confirmed", confirm, {"press": "main button"}))
        self.assertIn("You are subscribed", seen["confirmed"]["html"])

        incident = self.declare("Card payments fail")
        heard = self.mail.wait_for_mail("carol", 2)[-1]
        self.assertIn("Card payments fail", heard["Subject"])
        manage, leave = link_in(heard, "/subscriptions/"), link_in(heard, "/unsubscribe/")
        seen = self.read(("manage", manage, {}), ("changed", manage, {"check": ["[value=milestones]"], "press": "[value=change]"}))
        self.assertIn("Saved.", seen["changed"]["html"])
        self.daemon.cli_json("fact", incident, "symptom", "card payments are declined")
        self.daemon.cli_json("update", incident)
        self.settled(incident)
        self.assertEqual(len(self.mail.read_mailbox("carol")), 2)  # she hears of the end again, and not of this
        seen = self.read(("leave", leave, {}), ("left", leave, {"press": "main button"}))
        self.assertIn("You are unsubscribed", seen["left"]["html"])
        self.daemon.cli_json("resolve", incident, "--verified", "20 test payments")
        self.settled(incident)
        self.assertEqual(len(self.mail.read_mailbox("carol")), 2)

    def test_by_webhook_from_the_form_to_the_mail_that_it_failed_and_back(self):  # [S4.4]
        with Endpoint() as endpoint:
            wanted = {"url": f"{endpoint.url}/in/{{look}}", "contact": self.mail.address("bob")}
            seen = self.read(("hook", "/subscribe/webhook", {}), ("hook-made", "/subscribe/webhook", {"fill": wanted}))
            self.assertIn("The webhook is subscribed", seen["hook-made"]["html"])
            self.assertEqual(len([one for one in endpoint.requests if one.json()["type"] == "subscription.test"]), 4)
            own = "/subscriptions/" + re.search(r"\.\./subscriptions/([A-Za-z0-9_-]+)", seen["hook-made"]["html"])[1]
            endpoint.status = 410
            self.settled(self.declare("Card payments fail"))
            told = self.mail.wait_for_mail("bob", 1)[0]
            self.assertIn("gets no more updates", told["Subject"])
            self.assertEqual(told["Auto-Submitted"], "auto-generated")
            self.assertNotIn(endpoint.url, text_of(told))
            aside = link_in(told, "/subscriptions/")
            endpoint.status = 200
            seen = self.read(("hook-aside", aside, {}), ("hook-again", own, {"press": "[value=enable]"}))
            self.assertIn("It has failed", seen["hook-aside"]["html"])
            self.assertIn("It gets updates.", seen["hook-again"]["html"])
            self.settled(self.declare("Log-in fails"))
            self.assertTrue([one for one in endpoint.requests if "Log-in fails" in one.body.decode()])

    def test_the_widget_tells_how_things_stand_on_a_site_with_a_strict_policy(self):
        base = f"http://127.0.0.1:{self.port}"

        def show(**more):
            order = json.dumps({"base": base, **more})
            done = subprocess.run(["node", WIDGET], input=order, capture_output=True, text=True, timeout=120, cwd=WIDGET.parent, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads(done.stdout)
            self.assertEqual([one["problems"] for one in found], [[]] * len(found))
            return found

        calm = show()
        self.assertEqual({(one["text"], one["dot"]) for one in calm}, {("No open incident", "none")})
        self.assertEqual({one["link"] for one in calm}, {f"{base}/"})
        self.assertEqual({urllib.parse.urlsplit(address).path for one in calm for address in one["asked"]}, {"/widget.js", "/api/v2/summary.json"})
        self.assertEqual([one["visible"] for one in show(attributes='data-show="trouble"')], [False] * 4)
        hostile = "<img src=x onerror=document.title='hacked'> payments fail"
        self.declare(hostile)
        trouble = show(attributes='data-show="trouble" data-corner="start"')
        self.assertEqual({(one["text"], one["visible"]) for one in trouble}, {(hostile, True)})
        self.assertEqual({one["title"] for one in trouble}, {"Somebody's shop"})
        self.declare("Log-in fails")
        self.assertEqual({one["text"] for one in show()}, {"Log-in fails and 1 more"})
        self.assertEqual({one["text"] for one in show(broken=True)}, {"Unknown"})
        self.assertEqual([one["badge"] for one in show(script=False)], [True] * 4)


if __name__ == "__main__":
    unittest.main()
