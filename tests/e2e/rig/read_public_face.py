"""Reads what a status page offers programs with parsers that others wrote (Debian packages), and prints what they understood.
Usage: /usr/bin/python3 read_public_face.py URL SCHEMA"""
import json
import sys
import urllib.request

import feedparser
import icalendar
import jsonschema

DOCUMENTS = ("summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
             "scheduled-maintenances/upcoming", "scheduled-maintenances/active")


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def feed(url):
    parsed = feedparser.parse(fetch(url), sanitize_html=False)
    entries = [{"id": one.id, "title": one.title, "link": one.link, "updated": one.get("updated", one.get("published")),
                "html": one.content[0].value if "content" in one else one.summary} for one in parsed.entries]
    return {"bozo": str(parsed.get("bozo_exception", "")), "version": parsed.version, "title": parsed.feed.title, "entries": entries}


def events(url):
    found = []
    for event in icalendar.Calendar.from_ical(fetch(url)).walk("VEVENT"):
        found.append({"uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "status": str(event["STATUS"]), "summary": str(event["SUMMARY"]),
                      "description": str(event["DESCRIPTION"]), "start": event["DTSTART"].dt.isoformat(), "end": event["DTEND"].dt.isoformat(),
                      "errors": [str(error) for error in event.errors]})
    return found


def schema_errors(url, schema):
    validator = jsonschema.Draft202012Validator(schema)
    return {name: [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(json.loads(fetch(f"{url}/api/v2/{name}.json")))]
            for name in DOCUMENTS}


if __name__ == "__main__":
    base = sys.argv[1]
    with open(sys.argv[2], encoding="utf-8") as source:
        read = {"schema": schema_errors(base, json.load(source))}
    read["atom"] = feed(base + "/history.atom")
    read["rss"] = feed(base + "/history.rss")
    read["calendar"] = events(base + "/calendar.ics")
    json.dump(read, sys.stdout)
