"""What makes tables and charts of the figures. Nothing here is timed."""
import contextlib
import json
import pathlib
import re
import tempfile
import types
import unittest
import unittest.mock
import xml.etree.ElementTree

import suite
from kit import chart, report
from kit.bench import Bench, Missing
from kit.figures import Figure, checks_of, reads_of, rounds_of, syncs_of
from kit.target import LESS, MORE, Measured, Target, percentile, ratios, verdict
from rows import cadence, peers

RATIO = Target("r", "webhooks, against <bare> & others", "x", MORE, 0.8, 0.9)
LIMIT = Target("l", "cold start", "ms", LESS, 300, 150)
SVG = "{http://www.w3.org/2000/svg}"


def some_results():
    return [(RATIO, Measured("r", [0.7, 0.95, 0.92])), (LIMIT, Measured("l", [200.0])), (LIMIT, Measured("l", [400.0, 500.0])),
            (LIMIT, Measured("l", absent="needs Redis")), (Target("z", "lost", "", LESS, 0, None), Measured("z", [0.0]))]


class FiguresTest(unittest.TestCase):
    def test_what_drivers_print_is_read_round_by_round(self):
        printed = "bare   20000/s   44 us   channel   21000/s 43.5 us   whole 18000/s 51.0 us   12 transactions, 30000 KiB resident\nwhole / bare: median 0.9\n\nwhole 5/s 0.0 us   \n"
        rounds = rounds_of(printed)
        self.assertEqual(len(rounds), 2)
        self.assertEqual(rounds[0], {"bare": Figure(20000, 44), "channel": Figure(21000, 43.5), "whole": Figure(18000, 51)})
        self.assertEqual(rounds[1], {"whole": Figure(5, 0)})

    def test_reads_against_nginx_are_read_by_kind(self):
        line = "round {}, {:<9}  12000/s, nginx  30000/s, ratio 0.40; processor time  80.0 us, nginx  30.0 us, ratio 2.67\n"
        found = reads_of(line.format(1, "whole") + line.format(1, "gzip") + line.format(2, "whole"))
        self.assertEqual([len(found[what]) for what in ("whole", "gzip")], [2, 1])
        self.assertEqual(ratios(found["whole"], "ours", "nginx"), [0.4, 0.4])

    def test_checks_and_system_calls_are_read(self):
        self.assertEqual(checks_of("en: 5,000 characters: 1.40 ms, 50,000 characters: 14.20 ms, 3 places\n"), {"en": {5000: 1.4, 50000: 14.2}})
        self.assertEqual(syncs_of("% time seconds usecs/call calls errors syscall\n 90.00 0.1 37 512 fdatasync\n 10.00 0.1 37 8 1 fsync\n100.00 0.2 37 520 total\n"), 520)

    def test_lateness_is_from_what_was_promised_to_what_came_next(self):
        def row(incident, at, *seconds):
            return incident, at, json.dumps({"audiences": [{"next": f"1970-01-01T00:00:{second:02}.000Z"} for second in seconds]})
        rows = [row("a", 0, 1, 2), row("a", 1003, 9), row("b", 5, 50)]
        self.assertEqual(cadence.lateness(rows), [(1003, 3)])


class VerdictTest(unittest.TestCase):
    def test_a_ratio_is_that_of_its_round_and_the_median_decides(self):
        rounds = [{"whole": Figure(8, 3), "bare": Figure(10, 1)}, {"whole": Figure(9, 4), "bare": Figure(10, 2)}]
        self.assertEqual(ratios(rounds, "whole", "bare"), [0.8, 0.9])
        self.assertEqual(ratios(rounds, "whole", "bare", part="cpu_us"), [3, 2])
        self.assertEqual(verdict(RATIO, Measured("r", [0.1, 0.9, 0.9])), "target met")

    def test_gate_and_target_are_reached_from_their_own_side(self):
        self.assertEqual([verdict(RATIO, Measured("r", [value])) for value in (0.79, 0.8, 0.9)], ["missed", "gate met", "target met"])
        self.assertEqual([verdict(LIMIT, Measured("l", [value])) for value in (301, 300, 150)], ["missed", "gate met", "target met"])
        self.assertEqual(verdict(LIMIT, Measured("l")), "not measured")
        self.assertEqual(verdict(Target("g", "", "x", MORE, 2, None), Measured("g", [2])), "target met")
        self.assertEqual(verdict(Target("g", "", "x", MORE, None, 2), Measured("g", [1.9])), "missed")

    def test_a_percentile_is_one_of_the_values(self):
        self.assertEqual([percentile(range(1, 101), share) for share in (50, 99, 100)], [50, 99, 100])
        self.assertEqual(percentile([7], 99), 7)


class ReportTest(unittest.TestCase):
    def test_the_table_says_what_was_asked_and_what_came(self):
        lines = report.table(some_results()).splitlines()
        self.assertRegex(lines[2], r">= 0\.80 +>= 0\.90 +0\.92 \[0\.70 - 0\.95\] +3 +target met$")
        self.assertRegex(lines[4], r"<= 300 ms +<= 150 ms +450 ms \[400 ms - 500 ms\] +2 +missed$")
        self.assertIn("needs Redis", lines[5])
        self.assertRegex(lines[6], r"<= 0 +- +0 +1 +target met$")

    def test_the_json_keeps_every_round(self):
        kept = json.loads(report.as_json(some_results(), True, "2026-01-01 00:00 UTC"))
        self.assertEqual((kept["quick"], kept["results"][0]["rounds"], kept["results"][3]["median"]), (True, [0.7, 0.95, 0.92], None))

    def test_a_page_gets_its_table_in_its_place_and_no_other(self):
        page = "# A\n<!-- results: make bench writes them -->\nformer figures\n<!-- end of results -->\nafter\n"
        written = report.with_table(page, report.markdown(some_results()))
        self.assertNotIn("former figures", written)
        self.assertTrue(written.startswith("# A\n") and written.endswith("after\n"))
        self.assertEqual(written, report.with_table(written, report.markdown(some_results())))
        with self.assertRaises(ValueError):
            report.with_table("# A\n", "")


class ChartTest(unittest.TestCase):
    def test_it_is_a_picture_without_a_script_for_light_and_dark(self):
        drawn = chart.draw(some_results(), "today")
        root = xml.etree.ElementTree.fromstring(drawn)
        self.assertEqual(root.tag, f"{SVG}svg")
        self.assertNotIn("<script", drawn)
        self.assertIn("prefers-color-scheme: dark", drawn)
        self.assertIn("against <bare> & others", " ".join(root.itertext()))

    def test_better_stands_further_right_whichever_way_is_better(self):
        self.assertLess(chart.place(chart.score(RATIO, 0.7)), chart.place(chart.score(RATIO, 0.8)))
        self.assertGreater(chart.place(chart.score(LIMIT, 100)), chart.place(chart.score(LIMIT, 300)))
        self.assertEqual(chart.score(LIMIT, 300), 1)
        self.assertEqual([chart.score(Target("z", "", "", LESS, 0, None), value) for value in (0, 2)], [1, 0])
        self.assertEqual(chart.place(1000), chart.place(chart.HIGHEST))

    def test_verdicts_differ_in_shape(self):
        shapes = {result: re.sub(r' class="\w+"', "", chart.symbol(0, 0, result)) for result in ("target met", "gate met", "missed")}
        self.assertEqual(len(set(shapes.values())), 3)


class SuiteTest(unittest.TestCase):
    def test_every_row_says_what_it_is_held_against_under_a_name_of_its_own(self):
        for quick in (False, True):
            bench = Bench("nowhere", quick)
            targets = [target for name in suite.ROWS for target in suite.importlib.import_module(f"rows.{name}").targets(bench)]
            self.assertEqual(len({target.id for target in targets}), len(targets))
            for target in targets:
                self.assertIsNotNone(target.mark, target.id)
                self.assertLess(len(target.what), 62, f"{target.what}: the chart has no room for it")

    def test_a_row_that_cannot_be_measured_says_why_and_stops_nobody(self):
        said = []
        results = suite.measure(Bench("nowhere", True, said.append), "honesty")
        self.assertEqual([measured.absent for _, measured in results], ["not here: bench_check is not built"] * 2)
        self.assertIn("bench_check is not built", said[-1])
        with self.assertRaises(Missing):
            Bench("nowhere").driver("bench_check")

    def test_what_is_written_can_be_read_again(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "out"
            suite.write(some_results(), Bench("nowhere", True), out, None, "today")
            self.assertEqual(len(json.loads((out / "bench.json").read_text())["results"]), 5)
            xml.etree.ElementTree.parse(out / "bench.svg")


class PeersTest(unittest.TestCase):
    def test_every_alert_has_a_receiver_and_is_a_group_of_its_own(self):
        configuration = peers.configuration(types.SimpleNamespace(port=8080))
        routes = {tuple(route["matchers"]): route["receiver"] for route in configuration["route"]["routes"]}
        found = [(routes[(f'team="{alert["labels"]["team"]}"',)], alert["labels"]["alertname"]) for number in range(2) for alert in peers.alerts(number)]
        self.assertEqual(len(set(found)), 2 * peers.RECEIVERS)
        self.assertEqual(configuration["route"]["group_by"], ["alertname"])
        urls = [receiver["webhook_configs"][0]["url"] for receiver in configuration["receivers"]]
        self.assertEqual((len(set(urls)), urls[0], urls[-1]), (peers.RECEIVERS, "http://127.1.0.1:8080/hook", "http://127.1.3.250:8080/hook"))

    def test_a_peer_that_is_missing_leaves_the_others(self):
        def undici(bench, sink):
            raise Missing("needs Node.js")

        def bullmq(bench, sink):
            raise RuntimeError("it ended\nearly")

        def alertmanager(bench, sink):
            return Measured("peer-alertmanager", [3])
        with unittest.mock.patch.multiple(peers, undici=undici, bullmq=bullmq, alertmanager=alertmanager, http_sink=contextlib.nullcontext):
            found = [(one.id, one.absent, one.rounds) for one in peers.measure(Bench("nowhere"))]
        self.assertEqual(found, [("peer-undici", "not here: needs Node.js", []), ("peer-bullmq", "failed: RuntimeError: it ended early", []),
                                 ("peer-alertmanager", "", [3])])

    def test_what_node_runs_is_pinned_and_says_nothing_of_where_it_came_from(self):
        wanted = json.loads((peers.FOLDER / "package.json").read_text())["dependencies"]
        locked = json.loads((peers.FOLDER / "package-lock.json").read_text())["packages"]
        self.assertEqual(wanted, {name: locked[f"node_modules/{name}"]["version"] for name in wanted})
        self.assertFalse([name for name, package in locked.items() if "resolved" in package])


if __name__ == "__main__":
    unittest.main(verbosity=2)
