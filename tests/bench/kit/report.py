"""The results as a table to read and as JSON to keep."""
import datetime
import json
import os
import platform

from kit.target import MORE, verdict

MARKS = {"target met": "++", "gate met": "+", "missed": "MISSED", "not measured": "-"}


def number(value, unit):
    if value is None:
        return "-"
    digits = 0 if abs(value) >= 100 or (unit == "" and value == int(value)) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}" + (f" {unit}" if unit not in ("", "x", "%", "/s") else unit if unit in ("%", "/s") else "")


def limit(target, value):
    return "-" if value is None else (">= " if target.better == MORE else "<= ") + number(value, target.unit)


def measured_text(target, measured):
    if not measured.rounds:
        return measured.absent if len(measured.absent) <= 60 else measured.absent[:57] + "..."
    spread = "" if len(measured.rounds) == 1 else f" [{number(min(measured.rounds), target.unit)} - {number(max(measured.rounds), target.unit)}]"
    return number(measured.median, target.unit) + spread


def lines(results):
    """One tuple of texts for each result."""
    return [(target.what, limit(target, target.gate), limit(target, target.goal), measured_text(target, measured), str(len(measured.rounds) or ""),
             verdict(target, measured)) for target, measured in results]


HEAD = ("what", "gate", "target", "measured: median [min - max]", "rounds", "verdict")


def table(results):
    rows = [HEAD, *lines(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    out = ["  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in rows]
    out.insert(1, "-" * sum(widths, 2 * len(widths) - 2))
    return "\n".join(out)


def markdown(results):
    out = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    out += ["| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in lines(results)]
    return "\n".join(out)


def as_json(results, quick, taken):
    rows = [{"id": target.id, "what": target.what, "unit": target.unit, "better": target.better, "gate": target.gate, "target": target.goal,
             "rounds": [round(value, 4) for value in measured.rounds], "median": round(measured.median, 4) if measured.rounds else None,
             "verdict": verdict(target, measured), "note": measured.note or measured.absent} for target, measured in results]
    machine = {"system": platform.system(), "processor": platform.machine(), "processors": os.cpu_count()}
    return json.dumps({"taken": taken, "quick": quick, "machine": machine, "results": rows}, indent=2, ensure_ascii=False) + "\n"


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def with_table(text, table_text):
    """A Markdown text whose table of results is this one."""
    begin, end = "<!-- results: make bench writes them -->", "<!-- end of results -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"no place for the results: {begin} ... {end}")
    return f"{before}{begin}\n{table_text}\n{end}{after}"
