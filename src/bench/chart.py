"""Bars of one workload as SVG, with the quartiles of the rounds; readable on light and on dark pages."""
import html
import statistics

import summary

WIDTH, BAR, GAP, TOP = 880, 22, 12, 62
LEFT, RIGHT = 395, 110

STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #57606a }
  .title { font-size: 14px; font-weight: 600; fill: #24292f }
  .name { fill: #24292f }
  .own { font-weight: 600 }
  .card { fill: #ffffff; stroke: #d0d7de }
  .gateway { fill: #2f81f7 }
  .peer { fill: #768390 }
  .ceiling { fill: #768390; fill-opacity: .4 }
  .spread { stroke: #24292f; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .title, .name { fill: #f0f6fc }
    .card { fill: #151b23; stroke: #3d444d }
    .spread { stroke: #f0f6fc }
  }
"""


def bars(title, rows):
    """Each row is a name, a kind (gateway, peer or ceiling) and the requests a second of its rounds; the fastest is on top."""
    rows = sorted(rows, key=lambda row: -statistics.median(row[2]))
    height = TOP + len(rows) * (BAR + GAP) + 4
    scale = (WIDTH - LEFT - RIGHT) / max(summary.quartiles(values)[1] for _, _, values in rows)
    parts = [
        f'<rect class="card" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>',
        text(16, 26, title, "title"),
        text(16, 46, "requests/s on one core; the bar is the median of the rounds, the line from their first to their third quartile"),
    ]
    for i, (name, kind, values) in enumerate(rows):
        y = TOP + i * (BAR + GAP)
        median, (first, third) = statistics.median(values), summary.quartiles(values)
        end = LEFT + third * scale
        parts += [
            text(LEFT - 10, y + 15, name, "name own" if kind == "gateway" else "name", "end"),
            f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{median * scale:.1f}" height="{BAR}" rx="2"/>',
            f'<line class="spread" x1="{LEFT + first * scale:.1f}" x2="{end:.1f}" y1="{y + BAR / 2}" y2="{y + BAR / 2}"/>',
            text(end + 8, y + 15, f"{median:,.0f}/s"),
        ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def text(x, y, content, kind="", anchor="start"):
    css = f' class="{kind}"' if kind else ""
    return f'<text{css} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(content.replace("`", ""))}</text>'
