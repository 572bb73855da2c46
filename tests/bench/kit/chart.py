"""The results as a chart: one line for each, on one scale on which 1 is the gate and right is better. Drawn by hand, without a script;
it looks right on light and on dark, and no verdict is told by colour alone."""
import math
from xml.sax.saxutils import escape

from kit.report import limit, measured_text, number
from kit.target import MORE, verdict

WIDTH, LEFT, RIGHT = 1080, 430, 270   # of the picture; of the names; of the figures
HEAD, LINE, FOOT = 98, 26, 44
LOWEST, HIGHEST = 0.25, 16.0          # of the scale; what lies beyond stands at its edge
TICKS = (0.25, 0.5, 1, 2, 4, 8, 16)

STYLE = """
  .ground { fill: #ffffff } .text { fill: #1f2933 } .quiet { fill: #52606d } .grid { stroke: #d9dfe5 } .gate { stroke: #1f2933 }
  .spread { stroke: #7b8794 } .goal { stroke: #1f2933 } .good { fill: #1a7f4b; stroke: #1a7f4b } .fair { fill: #ffffff; stroke: #1f5fa8 }
  .bad { stroke: #b42318; fill: none }
  text { font-family: system-ui, sans-serif; font-size: 13px } .title { font-size: 17px; font-weight: 600 } .small { font-size: 12px }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14191f } .text { fill: #e4e7eb } .quiet { fill: #a5b1bd } .grid { stroke: #2e3841 } .gate { stroke: #e4e7eb }
    .spread { stroke: #8795a1 } .goal { stroke: #e4e7eb } .good { fill: #4cc38a; stroke: #4cc38a } .fair { fill: #14191f; stroke: #70b0ff }
    .bad { stroke: #ff8a7a }
  }
"""


def score(target, value):
    """How many times better than the gate."""
    mark = target.mark
    if target.better == MORE:
        return value / mark
    if value == 0:
        return 1 if mark == 0 else HIGHEST  # of none allowed there is nothing better than none
    return mark / value


def place(of_gate):
    """Where on the picture."""
    bounded = min(max(of_gate, LOWEST), HIGHEST)
    share = math.log(bounded / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def text(x, y, what, kind="text", anchor="start"):
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(what)}</text>'


def symbol(x, y, result):
    if result == "target met":
        return f'<circle cx="{x}" cy="{y}" r="5.5" class="good" stroke-width="2"/>'
    if result == "gate met":
        return f'<circle cx="{x}" cy="{y}" r="5" class="fair" stroke-width="2.5"/>'
    return f'<path d="M{x - 5} {y - 5} L{x + 5} {y + 5} M{x - 5} {y + 5} L{x + 5} {y - 5}" class="bad" stroke-width="2.5"/>'


def row(target, measured, y):
    out = [text(LEFT - 14, y + 4.5, target.what, anchor="end")]
    if not measured.rounds:
        return out + [text(WIDTH - RIGHT + 14, y + 4.5, "not measured", "quiet small")]
    ends = [place(score(target, value)) for value in (min(measured.rounds), max(measured.rounds))]
    middle = place(score(target, measured.median))
    if target.goal is not None and target.goal > 0:
        goal = place(score(target, target.goal))
        out.append(f'<line x1="{goal}" x2="{goal}" y1="{y - 8}" y2="{y + 8}" class="goal" stroke-width="1.5" stroke-dasharray="2 2"/>')
    out.append(f'<line x1="{min(ends)}" x2="{max(ends)}" y1="{y}" y2="{y}" class="spread" stroke-width="3" stroke-linecap="round"/>')
    out.append(symbol(middle, y, verdict(target, measured)))
    asked = limit(target, target.mark)
    out.append(text(WIDTH - RIGHT + 14, y + 4.5, f"{number(measured.median, target.unit)}  ({asked})"))
    out.append(f"<title>{escape(target.what)}: {escape(measured_text(target, measured))}, {verdict(target, measured)}</title>")
    return out


def grid(bottom):
    out = []
    for tick in TICKS:
        x = place(tick)
        kind, width = ("gate", 1.5) if tick == 1 else ("grid", 1)
        out.append(f'<line x1="{x}" x2="{x}" y1="{HEAD - 12}" y2="{bottom}" class="{kind}" stroke-width="{width}"/>')
        out.append(text(x, HEAD - 20, "the gate" if tick == 1 else f"{tick:g}x", "quiet small", "middle"))
    return out


def legend(y):
    out, x = [], LEFT - 260
    for result, what in (("target met", "target met"), ("gate met", "gate met"), ("missed", "missed")):
        out += [symbol(x, y, result), text(x + 12, y + 4.5, what, "quiet small")]
        x += 110
    out.append(f'<line x1="{x}" x2="{x}" y1="{y - 8}" y2="{y + 8}" class="goal" stroke-width="1.5" stroke-dasharray="2 2"/>')
    out.append(text(x + 10, y + 4.5, "the target", "quiet small"))
    out.append(f'<line x1="{x + 100}" x2="{x + 130}" y1="{y}" y2="{y}" class="spread" stroke-width="3" stroke-linecap="round"/>')
    out.append(text(x + 140, y + 4.5, "from the worst round to the best", "quiet small"))
    return out


def draw(results, subtitle):
    height = HEAD + LINE * len(results) + FOOT
    bottom = HEAD + LINE * len(results)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title sub">', f"<style>{STYLE}</style>",
           f'<rect width="{WIDTH}" height="{height}" class="ground"/>',
           f'<text x="20" y="30" class="text title" id="title">How fast, against what is asked for</text>',
           f'<text x="20" y="50" class="quiet small" id="sub">{escape(subtitle)}</text>', *grid(bottom)]
    for index, (target, measured) in enumerate(results):
        out += ["<g>", *row(target, measured, HEAD + LINE * index + LINE // 2), "</g>"]
    out += [*legend(bottom + 24), "</svg>"]
    return "\n".join(out) + "\n"
