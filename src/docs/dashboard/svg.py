"""Two panels side by side as SVG, with axes, units, the run's events and a label at each line; readable on light and on dark pages.

Colours are those of Okabe and Ito, which people of every colour vision tell apart. What a legend names has no place for a label: it
is too thin where it is thickest, or it is a state.
"""
import html
import math
import re

WIDTH, HEIGHT, GAP = 436, 290, 8
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 46, 20
LABELS = 112  # at the right of lines
LABEL_LINE = 12
LEAST_SHARE = 0.01  # of the highest stack; series that stay below it are one
LEGEND_LINE = 16

STYLE = """
  text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #57606a }
  .title { font-size: 13px; font-weight: 600; fill: #24292f }
  .card { fill: #ffffff; stroke: #d0d7de }
  .grid { stroke: #d8dee4; stroke-width: 1 }
  .event { fill: #cf222e; fill-opacity: .07 }
  .mark { fill: #a40e26; font-size: 10px }
  .limit { stroke: #cf222e; stroke-width: 1; stroke-dasharray: 5 4 }
  .state { fill: #ffffff; font-size: 10px; font-weight: 600; stroke: #24292f; stroke-width: 2; stroke-opacity: .55; paint-order: stroke }
  .label { font-size: 10px; font-weight: 600 }
  .area { font-size: 10px; font-weight: 600; fill: #1f2328; stroke: #ffffff; stroke-width: 2.5; stroke-opacity: .75; paint-order: stroke }
  .leader { stroke: #8c959f; stroke-width: .7 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .title { fill: #f0f6fc }
    .card { fill: #151b23; stroke: #3d444d }
    .grid { stroke: #2a313c }
    .event { fill: #f85149; fill-opacity: .12 }
    .mark { fill: #ff7b72 }
    .leader { stroke: #6e7681 }
  }
"""

PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"]
DASHES = {"p50": "1.5 3.5", "p95": "6 4"}


def picture(panels, run):
    """The panels, each with the results of its targets' queries, as one picture."""
    drawn = [draw(panel, results, run) for panel, results in panels]
    height = max(size for _, size in drawn)
    width = len(drawn) * (WIDTH + GAP) - GAP
    parts = [
        f'<g transform="translate({i * (WIDTH + GAP)})"><rect class="card" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>{content}</g>'
        for i, (content, _) in enumerate(drawn)
    ]
    titles = ", ".join(panel["title"] for panel, _ in panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<title>{html.escape(titles)}</title>\n<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def draw(panel, results, run):
    series = [
        (legend(target, found["metric"]), [(float(at) - run["start"], float(value)) for at, value in found["values"]])
        for target, found_all in zip(panel["targets"], results)
        for found in found_all
    ]
    series.sort(key=lambda one: one[0])
    lines = panel["type"] != "state-timeline" and panel["fieldConfig"]["defaults"]["custom"]["stacking"]["mode"] == "none"
    run = {**run, "right": LABELS if lines else RIGHT}
    draw_body = draw_states if panel["type"] == "state-timeline" else draw_lines
    out = [text(12, 22, panel["title"], "title")]
    out += frame(run)
    body, names = draw_body(panel, series, run)
    out += body
    keys, height = draw_legend(names)
    return "\n".join(out + keys), height


def x_of(second, run):
    return LEFT + (WIDTH - LEFT - run["right"]) * second / run["seconds"]


def frame(run):
    out = []
    for name, begin, end in run["events"]:
        x, width = x_of(begin, run), x_of(end, run) - x_of(begin, run)
        out.append(f'<rect class="event" x="{x:.1f}" y="{TOP}" width="{width:.1f}" height="{HEIGHT - TOP - BOTTOM}"/>')
        out.append(text(x + width / 2, TOP - 4, name, "mark", "middle"))
    for minute in range(0, run["seconds"] // 60 + 1):
        last = minute * 60 == run["seconds"]
        anchor = "end" if last and run["right"] == RIGHT else "middle"
        out.append(text(x_of(minute * 60, run), HEIGHT - 5, f"{minute} min" if last else str(minute), anchor=anchor))
    return out


def draw_lines(panel, series, run):
    defaults = panel["fieldConfig"]["defaults"]
    custom = defaults["custom"]
    stacked = custom["stacking"]["mode"] == "normal"
    log = "scaleDistribution" in custom
    series = [(name, points) for name, points in series if any(value > 0 for _, value in points)]
    if stacked:
        series = without_small_ones(series)
    colors = colors_of(panel, [name for name, _ in series])
    pale = again(colors)
    layers = stack(series) if stacked else [(name, [(at, 0, value) for at, value in points]) for name, points in series]
    values = [top for _, points in layers for _, _, top in points if math.isfinite(top) and (top > 0 or not log)]
    scale, ticks = (log_scale if log else linear_scale)(values, defaults.get("max"))
    out = []
    for tick in ticks:
        y = scale(tick)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - run["right"]}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(text(LEFT - 6, y + 4, show(tick, defaults["unit"]), anchor="end"))
    for name, points in layers:
        for run_of in runs(points):
            upper = [f"{x_of(at, run):.1f},{scale(top):.1f}" for at, _, top in run_of]
            if stacked:
                lower = [f"{x_of(at, run):.1f},{scale(low):.1f}" for at, low, _ in reversed(run_of)]
                out.append(f'<polygon fill="{colors[name]}" fill-opacity="{opacity(name, pale)}" points="{" ".join(upper + lower)}"/>')
            else:
                out.append(f'<polyline fill="none" {stroke(name, colors)} stroke-linejoin="round" points="{" ".join(upper)}"/>')
    if "thresholdsStyle" in custom:
        y = scale(defaults["thresholds"]["steps"][-1]["value"])
        if TOP <= y <= HEIGHT - BOTTOM:
            out.append(f'<line class="limit" x1="{LEFT}" x2="{WIDTH - run["right"]}" y1="{y:.1f}" y2="{y:.1f}"/>')
    if not stacked:
        return out + labels_at_the_ends(layers, colors, scale, run), []
    labels, named = labels_in_areas(layers, scale, run)
    return out + labels, [(name, colors[name], opacity(name, pale)) for name, _ in layers if name not in named]


def again(colors):
    """The names whose colour another one before them has: details are full, lists pale."""
    seen, found = set(), set()
    for name, color in colors.items():
        (found if color in seen else seen).add(name if color in seen else color)
    return found


def opacity(name, pale):
    return .4 if name in pale else .85


def stroke(name, colors):
    dash = DASHES.get(name.rpartition(" ")[2])
    return f'stroke="{colors[name]}" stroke-width="1.8"' + (f' stroke-dasharray="{dash}"' if dash else "")


def without_small_ones(series):
    """The series, those that stay far below the highest stack as one."""
    most = max((base for base in totals(series).values()), default=0)
    small = [one for one in series if max(value for _, value in one[1]) < LEAST_SHARE * most]
    if len(small) < 2:
        return series
    return [one for one in series if one not in small] + [(f"{len(small)} others", sorted(totals(small).items()))]


def totals(series):
    sums = {}
    for _, points in series:
        for at, value in points:
            sums[at] = sums.get(at, 0) + value
    return sums


def labels_at_the_ends(layers, colors, scale, run):
    """Each line's name where it ends, the names one below the other."""
    ends = []
    for name, points in layers:
        found = [point for run_of in runs(points) for point in run_of]
        if found:
            at, _, value = found[-1]
            ends.append((scale(value), x_of(at, run), name))
    ends.sort()
    places, lowest = [], TOP + 4
    for y, _, _ in ends:
        lowest = max(y, lowest)
        places.append(lowest)
        lowest += LABEL_LINE
    below = HEIGHT - BOTTOM
    for i in reversed(range(len(places))):
        places[i] = min(places[i], below)
        below = places[i] - LABEL_LINE
    out, x = [], WIDTH - run["right"] + 14
    for (y, end, name), place in zip(ends, places):
        out.append(f'<polyline class="leader" fill="none" points="{end:.1f},{y:.1f} {x - 8},{y:.1f} {x - 1},{place:.1f}"/>')
        out.append(f'<line {stroke(name, colors)} x1="{x}" x2="{x + 16}" y1="{place:.1f}" y2="{place:.1f}"/>')
        out.append(text(x + 20, place + 3.5, name, "label"))
    return out


def labels_in_areas(layers, scale, run):
    """The names in the layers that have room for them, and which these are."""
    out, named = [], set()
    for name, points in layers:
        width = 6 * len(name)
        best = None
        for middle, _, _ in points:
            x = x_of(middle, run)
            if x - width / 2 < LEFT + 2 or x + width / 2 > WIDTH - run["right"] - 2:
                continue
            under = [(scale(low), scale(top)) for at, low, top in points if abs(x_of(at, run) - x) <= width / 2]
            bottom, top = min(low for low, _ in under), max(high for _, high in under)
            if best is None or bottom - top > best[0]:
                best = (bottom - top, x, (bottom + top) / 2)
        if best and best[0] >= LABEL_LINE:
            out.append(text(best[1], best[2] + 3.5, name, "area", "middle"))
            named.add(name)
    return out, named


def draw_states(panel, series, run):
    states = {float(value): state for value, state in panel["fieldConfig"]["defaults"]["mappings"][0]["options"].items()}
    top, bottom = TOP, HEIGHT - BOTTOM
    height = (bottom - top) / len(series)
    out = []
    for i, (name, points) in enumerate(series):
        y = top + i * height
        route, _, pod = name.partition(" ")
        out.append(text(LEFT - 6, y + height / 2 - 2, route, anchor="end"))
        out.append(text(LEFT - 6, y + height / 2 + 10, pod.replace("gateway-", "pod "), anchor="end"))
        begin = 0
        for j, (at, value) in enumerate(points):
            if j + 1 < len(points) and points[j + 1][1] == value:
                continue
            end = points[j + 1][0] if j + 1 < len(points) else run["seconds"]
            x, width = x_of(points[begin][0], run), x_of(end, run) - x_of(points[begin][0], run)
            state = states[value]
            out.append(f'<rect fill="{state["color"]}" fill-opacity=".85" x="{x:.1f}" y="{y + 4:.1f}" width="{width:.1f}" height="{height - 8:.1f}"/>')
            if width > 6 * len(state["text"]) + 6:
                out.append(text(x + width / 2, y + height / 2 + 4, state["text"], "state", "middle"))
            begin = j + 1
    return out, [(state["text"], state["color"], .85) for state in states.values()]


def draw_legend(names):
    if not names:
        return [], HEIGHT + 6
    out, x, y = [], 14, HEIGHT + 14
    for name, color, full in names:
        width = 20 + 6.3 * len(name)
        if x + width > WIDTH - 8:
            x, y = 14, y + LEGEND_LINE
        out.append(f'<rect x="{x}" y="{y - 8}" width="10" height="8" rx="2" fill="{color}" fill-opacity="{full}"/>')
        out.append(text(x + 14, y, name))
        x += width + 6
    return out, y + 12


def stack(series):
    """Each series on top of those before it."""
    base, layers = {}, []
    for name, points in series:
        layer = []
        for at, value in points:
            low = base.get(at, 0)
            base[at] = low + value
            layer.append((at, low, low + value))
        layers.append((name, layer))
    return layers


def runs(points, gap=10):
    """The points without those that are no number, cut where some are missing."""
    found = []
    for point in points:
        if math.isfinite(point[2]):
            if not found or point[0] - found[-1][-1][0] > gap:
                found.append([])
            found[-1].append(point)
    return found


def linear_scale(values, most=None):
    most = most or max(values, default=1) * 1.12
    step = next(s for e in range(-4, 7) for s in (10**e, 2 * 10**e, 5 * 10**e) if most / s <= 5)
    low, high = HEIGHT - BOTTOM, TOP
    return (lambda v: low - (low - high) * v / most), [i * step for i in range(int(most / step) + 1)]


def log_scale(values, most=None):
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    low, high = HEIGHT - BOTTOM, TOP
    scale = lambda v: low - (low - high) * (math.log10(max(v, 10**first)) - first) / (last - first)
    return scale, [10.0**e for e in range(first, last + 1)]


def show(value, unit):
    if unit == "s":
        for size, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
            if value >= size * 0.999:
                return f"{value / size:g} {name}"
        return "0"
    if unit == "percentunit":
        return f"{value * 100:g} %"
    return f"{value:g}" + {"reqps": "/s", "cps": "/s"}.get(unit, "")


def colors_of(panel, names):
    """The colours that the panel's overrides give to names and to patterns of names, and others for the rest."""
    chosen = {}
    for override in panel["fieldConfig"]["overrides"]:
        matcher = override["matcher"]
        pattern = matcher["options"].strip("/") if matcher["id"] == "byRegexp" else f'^{re.escape(matcher["options"])}$'
        for color in (one["value"]["fixedColor"] for one in override["properties"] if one["id"] == "color"):
            chosen |= {name: color for name in names if re.search(pattern, name)}
    free = iter([color for color in PALETTE if color not in chosen.values()] + PALETTE * 3)
    return {name: chosen.get(name) or next(free) for name in names}


def legend(target, labels):
    return re.sub(r"{{(\w+)}}", lambda found: labels.get(found.group(1), ""), target["legendFormat"])


def text(x, y, content, kind="", anchor="start"):
    css = f' class="{kind}"' if kind else ""
    return f'<text{css} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(content)}</text>'
