"""One incident from the first words to the last, at a webhook receiver, in real mailboxes and on a social account."""
import datetime
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

from rig.daemon import Daemon
from rig.example import MASTODON_TOKEN, WEBHOOK_KEY, configuration, mail_channel, mastodon_channel, webhook_channel
from rig.mail_server import MailServer
from rig.mastodon_stand_in import MastodonStandIn, character_count
from rig.waiting import nothing_is_under_way, wait_until
from rig.webhook_receiver import WebhookReceiver

TITLE = "Zahlungen über die Kasse schlagen fehl 支払い 🚧"
SYMPTOM = "Größere Beträge werden abgelehnt 決済エラー 😀"
FIRST_BYTE_LIMIT = 5.0  # seconds; the aim is 1, and a loaded machine with a sanitizer is allowed more
EVERY = 6               # seconds between promised updates
MARGIN_FOR_ARRIVAL = 3  # seconds after the promised time within which an update has arrived, on a loaded machine


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def clock(text):
    """The time of day, as texts show it: without seconds where there are none."""
    at = moment(text)
    return at.strftime("%H:%M:%S UTC" if at.second else "%H:%M UTC")


def parsed_elsewhere(raw):
    program = pathlib.Path(__file__).with_name("rig") / "parse_mail.mjs"
    return json.loads(subprocess.run(["node", program], input=raw, capture_output=True, check=True).stdout)


def holding(request):
    return request.json()["data"]["update"]["kind"] == "holding"


class IncidentTest(unittest.TestCase):
    """The incident is lived through once, in setUpClass; each test looks at one side of what came of it."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mail = cls.enterClassContext(MailServer())
        cls.webhook = cls.enterClassContext(WebhookReceiver([WEBHOOK_KEY]))
        cls.social = cls.enterClassContext(MastodonStandIn(MASTODON_TOKEN))
        channels = [webhook_channel(folder, cls.webhook), mail_channel(folder, cls.mail, "alice", "bob"),
                    mastodon_channel(folder, cls.social)]
        config = configuration(channels, f"{EVERY}s", ca_file=cls.mail.ca_file, cadence={"margin": "1s"})
        cls.daemon = cls.enterClassContext(Daemon(folder, config))
        cls.live_through()

    @classmethod
    def live_through(cls):
        cls.declared_at = time.time()
        declared = cls.daemon.cli_json("declare", TITLE, "-c", "checkout", "-i", "major", "-s", "many", "--symptom", SYMPTOM)
        cls.id = declared["incident"]["id"]
        first, = cls.webhook.wait_for_requests(1)
        cls.first_byte = first.received_at - cls.declared_at
        # Nobody writes: the daemon does, at the promised time.
        cls.webhook.wait_for_requests(1, where=holding)
        cls.mail.wait_for_mail("alice", 2)
        wait_until(lambda: len(cls.social.statuses) >= 2, 30, "the holding update on the social account")
        cls.daemon.cli_json("fact", cls.id, "cause", "an expired certificate", "--confidence", "suspected")
        cls.daemon.cli_json("fact", cls.id, "action", "replacing the certificate")
        cls.daemon.cli_json("update", cls.id, "Wir arbeiten daran – 作業中 🔧.", "--status", "identified")
        cls.daemon.cli_json("resolve", cls.id, "--verified", "50 test payments, all accepted")
        cls.incident = cls.settled()
        cls.updates = cls.incident["updates"]
        cls.mails = cls.mail.wait_for_mail("alice", len(cls.updates))
        cls.raw_mails = cls.mail.read_raw("alice")

    @classmethod
    def settled(cls):
        def all_delivered():
            _, answer = cls.daemon.api("GET", f"/api/v1/incidents/{cls.id}/deliveries?limit=200")
            return nothing_is_under_way(answer)
        wait_until(all_delivered, 60, "every delivery is settled")
        return cls.daemon.api("GET", f"/api/v1/incidents/{cls.id}")[1]["incident"]

    # --- the promise

    def test_the_first_words_are_out_in_a_moment(self):  # [S3.2]
        print(f"\n    declare -> first byte at the webhook: {self.first_byte * 1000:.0f} ms", flush=True)
        self.assertLess(self.first_byte, FIRST_BYTE_LIMIT)

    def test_a_holding_update_comes_by_itself_at_the_promised_time_on_each_channel(self):  # [S0.5] [S0.27] [S2.10]
        first, second = self.updates[:2]
        self.assertEqual((second["kind"], second["scheduled"]), ("holding", True))
        self.assertEqual({a["audience"] for a in second["audiences"]}, {"webhook", "email", "mastodon"})
        due = moment(first["audiences"][0]["next"])
        self.assertLessEqual(abs((moment(second["at"]) - due).total_seconds()), MARGIN_FOR_ARRIVAL)
        request = next(request for request in self.webhook.requests if holding(request))
        posted = moment(self.social.statuses[1]["created_at"])
        for arrived in (request.received_at, posted.timestamp()):
            self.assertGreater(arrived, self.declared_at + 1)
            self.assertLess(arrived, due.timestamp() + MARGIN_FOR_ARRIVAL)
        self.assertIn("Nothing new since", self.mails[1].get_body(("plain",)).get_content())

    def test_every_promise_was_kept(self):  # [S0.26]
        status, answer = self.daemon.api("GET", f"/api/v1/incidents/{self.id}/promises")
        self.assertEqual(status, 200)
        self.assertEqual(answer["missed"], 0, answer["promises"])
        self.assertGreaterEqual(answer["kept"], 3 * (len(self.updates) - 1))
        states = {promise["kind"]: promise["state"] for promise in answer["promises"]}
        self.assertEqual(states, {"next_update": "kept", "follow_up": "open"})

    def test_everything_was_delivered_once_and_the_command_line_says_so(self):  # [S0.23]
        answer = self.daemon.cli_json("deliveries", self.id)
        recipients = 4  # one webhook, two mailboxes, one account
        self.assertEqual({"delivered": len(self.updates) * recipients},
                         {state: count for state, count in answer["counts"].items() if count})
        self.assertEqual({delivery["attempts"] for delivery in answer["deliveries"]}, {1})
        self.assertEqual(len(self.webhook.requests), len(self.updates))
        self.assertEqual(len(self.social.statuses), len(self.updates))
        self.assertEqual(len(self.mails), len(self.updates))

    def test_every_channel_tells_the_same_story(self):  # [S2.12]
        numbers = [request.json()["data"]["update"]["number"] for request in self.webhook.requests]
        self.assertEqual(numbers, [update["number"] for update in self.updates])
        kinds = [request.json()["data"]["update"]["kind"] for request in self.webhook.requests]
        self.assertEqual((kinds[0], kinds[1], kinds[-1]), ("first", "holding", "resolution"))
        for update, mail, status in zip(self.updates, self.mails, self.social.statuses, strict=True):
            for text in (mail.get_body(("plain",)).get_content(), status["text"]):
                expected = update["audiences"][0]["next"]
                self.assertIn(f"Next update by {clock(expected)}" if expected else "Resolved", text)

    # --- looking back

    def test_the_review_measures_what_the_receivers_saw(self):  # [S0.10] [S0.31]
        review = self.daemon.cli_json("review", self.id)["review"]
        figures = {metric["id"]: {figure["name"]: figure["value"] for figure in metric["figures"]} for metric in review["metrics"]}
        self.assertLessEqual(figures["M1"]["open_to_published"], 60)
        self.assertEqual(figures["M2"]["kept"], 1)
        self.assertEqual(figures["M3"]["kept"], 1)
        self.assertEqual((figures["M5"]["delivered"], figures["M5"]["delivered_in_5_min"]), (1, 1))
        self.assertEqual(figures["M6"], {"reports_before_first_update": 0, "reports_after_first_update": 0, "proactive": 1, "contacts_per_case": None})
        self.assertEqual(figures["M7"], {"resolved": None})
        self.assertEqual(figures["M8"], {"follow_up_sent": None, "satisfied": None, "prevention_in_time": None, "attrition": 0})
        scheduled = sum(update["scheduled"] for update in self.updates)
        self.assertEqual(review["effort"]["updates_by_clock"], scheduled)
        self.assertEqual(review["effort"]["commands"], 5)  # declare, two facts, update, resolve
        self.assertEqual([event["seq"] for event in review["timeline"]], list(range(1, len(review["timeline"]) + 1)))

    def test_what_is_read_out_is_the_last_update_under_the_same_hash(self):  # [S0.6] [S3.19]
        said = self.daemon.cli_json("say", self.id)
        last = self.updates[-1]
        self.assertEqual((said["update"]["id"], said["update"]["number"]), (last["id"], last["number"]))
        self.assertEqual(said["text_sha256"], self.daemon.cli_json("why", self.id, last["number"])["text_sha256"])
        self.assertLessEqual(said["seconds"], 40)
        self.assertIn("50 test payments, all accepted", said["text"])

    def test_what_people_read_of_it_fits_their_terminal(self):  # [S1.6] [S1.7] [S3.18]
        for command in (["review", self.id], ["review", self.id, "--agenda"], ["next", self.id], ["say", self.id], ["whoami", "--can"]):
            shown = self.daemon.cli(*command)
            self.assertEqual((shown.exit_code, shown.err), (0, ""), command)
            self.assertTrue(shown.out, command)
            self.assertLessEqual(max(map(len, shown.out.splitlines())), 80, shown.out)
        self.assertLessEqual(len(self.daemon.cli("next", self.id).out.splitlines()), 12)
        self.assertTrue(self.daemon.cli("review", self.id, "--format", "markdown").out.startswith("# "))

    # --- webhooks

    def test_each_request_verifies_and_has_the_documented_shape(self):
        documented = pathlib.Path(__file__).parents[2] / "docs" / "webhook.md"
        example = json.loads(re.search(r"```json\n(.*?)```", documented.read_text(), re.S)[1])
        for request, update in zip(self.webhook.requests, self.updates, strict=True):
            self.assertEqual(request.notes["verified"], "")
            self.assertEqual(request.headers["content-type"], "application/json")
            body = request.json()
            self.assertEqual(keys(body), keys(example))
            self.assertEqual(body["type"], "incident.update.published")
            self.assertEqual(body["data"]["update"]["id"], update["id"])
            self.assertEqual(body["data"]["update"]["text"], update["text"])
            self.assertEqual(body["data"]["update"]["next_update_at"], update["audiences"][0]["next"])
            self.assertEqual(body["data"]["incident"]["title"], TITLE)

    def test_each_sentence_names_the_facts_it_rests_on(self):  # [S2.9]
        facts = {fact["id"]: fact for fact in self.incident["facts"]}
        for request in self.webhook.requests:
            for sentence in request.json()["data"]["update"]["sentences"]:
                self.assertLessEqual(set(sentence["facts"]), set(facts))
        first = self.webhook.requests[0].json()["data"]["update"]["sentences"]
        symptom = next(sentence for sentence in first if sentence["slot"] == "symptom")
        self.assertIn(SYMPTOM, symptom["text"])
        self.assertEqual([facts[name]["kind"] for name in symptom["facts"]], ["symptom"])

    # --- mail

    def test_the_mails_form_one_thread(self):
        earlier = []
        for mail in self.mails:
            self.assertNotIn(mail["Message-ID"], earlier)
            self.assertEqual((mail["References"] or "").split(), list(dict.fromkeys([*earlier[:1], *earlier[-1:]])))
            self.assertEqual(mail["In-Reply-To"], earlier[-1] if earlier else None)
            self.assertEqual(re.sub("^Re: ", "", mail["Subject"]), re.sub("^Re: ", "", self.mails[0]["Subject"]))
            earlier.append(mail["Message-ID"])

    def test_the_headers_say_who_writes_and_that_a_machine_does(self):
        for mail in self.mails:
            self.assertEqual(mail["From"].addresses[0].addr_spec, self.mail.sender)
            self.assertEqual(mail["From"].addresses[0].display_name, "Status of Example")
            self.assertEqual([to.addr_spec for to in mail["To"].addresses], [self.mail.address("alice")])
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertEqual(mail["List-Id"], "<status.example.test>")
            self.assertRegex(mail["Message-ID"], r"^<[^<>@ ]+@example\.test>$")
            self.assertLess(abs(mail["Date"].datetime.timestamp() - time.time()), 600)
            self.assertIn(TITLE, mail["Subject"])

    def test_text_and_html_say_the_same_in_every_script(self):
        for mail in self.mails:
            self.assertEqual(mail.get_content_type(), "multipart/alternative")
            text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
            for part in (text, html):
                self.assertIn(TITLE, part)
                self.assertIn(SYMPTOM, part)
        words, = [mail for mail in self.mails if "作業中 🔧" in mail.get_body(("html",)).get_content()]
        self.assertIn("Wir arbeiten daran – 作業中 🔧.", words.get_body(("plain",)).get_content())

    def test_no_line_of_a_mail_is_longer_than_smtp_allows(self):
        for raw in self.raw_mails:
            self.assertLessEqual(max(len(line) for line in raw.split(b"\r\n")), 998)
            self.assertTrue(raw.isascii())

    def test_another_parser_reads_the_same(self):
        for raw, mail in zip(self.raw_mails, self.mails, strict=True):
            other = parsed_elsewhere(raw)
            self.assertEqual(other["subject"], mail["Subject"])
            self.assertEqual(other["messageId"], mail["Message-ID"])
            self.assertEqual(other["references"], (mail["References"] or "").split())
            self.assertEqual(other["attachments"], 0)
            self.assertEqual(other["text"].split(), mail.get_body(("plain",)).get_content().split())
            self.assertIn(SYMPTOM, other["html"])

    def test_the_mailbox_holds_what_was_stored_and_shows_no_other_recipient(self):
        stored = self.mail.read_maildir("alice")
        self.assertEqual(sorted(raw.replace(b"\r\n", b"\n") for raw in stored),
                         sorted(raw.replace(b"\r\n", b"\n") for raw in self.raw_mails))
        for raw in stored:
            self.assertIn(b"with ESMTPSA", raw)  # encrypted and authenticated
            self.assertNotIn(b"bob@", raw)
        theirs = [mail["Message-ID"] for mail in self.mail.read_mailbox("bob")]
        self.assertEqual(len(theirs), len(self.mails))
        self.assertFalse(set(theirs) & {mail["Message-ID"] for mail in self.mails})

    # --- social

    def test_the_posts_are_one_thread_under_the_first(self):  # [S2.3]
        texts = [status["text"] for status in self.social.statuses]
        self.assertEqual(self.social.threads(), [texts])
        self.assertIn(TITLE, texts[0])
        self.assertLessEqual(max(map(character_count, texts)), 500)
        self.assertEqual({status["language"] for status in self.social.statuses}, {"en"})

    def test_each_post_has_a_key_of_its_own(self):
        posts = [request for request in self.social.requests if request.method == "POST"]
        keys_sent = [request.headers["idempotency-key"] for request in posts]
        self.assertEqual(len(set(keys_sent)), len(self.updates))
        ids = {delivery["id"] for delivery in self.daemon.cli_json("deliveries", self.id, "--channel", "social")["deliveries"]}
        self.assertEqual(set(keys_sent), ids)


def keys(value):
    """The shape of a JSON value: the names of its members, all the way down."""
    if isinstance(value, dict):
        return {name: keys(member) for name, member in value.items()}
    return [keys(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


if __name__ == "__main__":
    unittest.main(verbosity=2)
