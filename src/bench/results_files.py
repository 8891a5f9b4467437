"""The files of a run: raw figures, tables, charts."""
import json

import chart
import summary
import tables
import targets

CHARTS = {"hit": "Hits of one cached detail", "list": "The list, passed through", "miss": "Misses"}


def store(folder, results):
    """A line for each round, so that two runs can be compared line by line."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"{json.dumps(name)}: {json.dumps(value, indent=1)}" for name, value in results.items() if name != "rounds"]
    lines = ",\n".join(map(json.dumps, results["rounds"]))
    (folder / "results.json").write_text("{\n" + ",\n".join([*parts, f'"rounds": [\n{lines}\n]']) + "\n}\n")


def draw(folder, start_file):
    """Tables and charts of the stored figures; the tables are returned too."""
    stored = folder / "results.json"
    if not stored.exists():
        raise SystemExit(f"There is no {stored}: run src/bench/run without --redraw first.")
    results = json.loads(stored.read_text())
    start = json.loads(start_file.read_text()) if start_file.exists() else None
    found = summary.Summary(results)
    text = tables.all_tables(results, start) + "\n### To reach\n\n" + targets.table(found, start) + "\n"
    if failures(results):
        text += "\n### What failed\n\n" + "".join(f"- {failure}\n" for failure in failures(results))
    (folder / "table.md").write_text(text)
    for workload, title in CHARTS.items():
        names = found.systems(workload)
        if names:
            rows = [(results["systems"][name], kind(name), found.values(workload, name, "requests_per_second")) for name in names]
            (folder / f"{workload}.svg").write_text(chart.bars(title, rows))
    return text


def failures(results):
    """Which system failed in which workload; none in runs of before they were recorded."""
    return [f"{failed['system']} in {failed['workload']}: {failed['what']}" for failed in results.get("failures", [])]


def kind(name):
    return "gateway" if name.startswith("gateway") else "ceiling" if name in ("bare-netty", "nginx-return") else "peer"
